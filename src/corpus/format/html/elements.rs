//! The elements of HTML, by what they do to the flow of a text.
//!
//! Knows names. Does not know trees.

/// What an element does to the flow of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// It stands within a line.
    Inline,
    /// It begins and ends a block.
    Block,
    /// Neither it nor what is in it is text.
    Absent,
}

/// What the element of that name does. Unknown elements stand within a line, as in a browser.
pub(crate) fn place(name: &str) -> Place {
    match name {
        "address" | "article" | "aside" | "blockquote" | "body" | "button" | "caption"
        | "center" | "col" | "colgroup" | "dd" | "details" | "dialog" | "dir" | "div" | "dl"
        | "dt" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "frameset" | "h1"
        | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "hr" | "html" | "legend"
        | "li" | "main" | "menu" | "nav" | "noscript" | "ol" | "optgroup" | "option" | "p"
        | "pre" | "search" | "section" | "select" | "summary" | "table" | "tbody" | "td"
        | "textarea" | "tfoot" | "th" | "thead" | "tr" | "ul" | "listing" | "plaintext" | "xmp" => {
            Place::Block
        }
        "script" | "style" | "template" | "head" | "iframe" | "noembed" | "noframes" | "rt"
        | "rp" | "audio" | "video" | "canvas" | "title" | "datalist" | "meta" | "link" | "base"
        | "input" => Place::Absent,
        _ => Place::Inline,
    }
}

/// Whether the element of that name has no inside and no end tag.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// The level of a heading element.
pub(crate) fn heading(name: &str) -> Option<u8> {
    let digit = name.strip_prefix('h')?.as_bytes();
    match digit {
        [level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}
