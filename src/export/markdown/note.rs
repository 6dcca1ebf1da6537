//! A reader's note inside a page: Markdown that must not break what stands around it.
//!
//! A note is put into a list item, line by line, so that every list, quotation or fence that it opens
//! ends with the item. What a container cannot hold in is made harmless here: headings go below the
//! page's own, and HTML that would swallow the rest of the page is shown instead of obeyed.

use super::indented;

/// Headings of a note begin at this level: below documents (1, 2) and passages.
const BELOW: usize = 4;

/// A note's text, made safe and indented by two blanks for a list item.
pub(super) fn in_item(note: &str) -> String {
    indented(&safe(note), "  ")
}

/// A note's text with its headings put down and dangerous HTML disarmed. Fenced code is untouched.
pub(in crate::export) fn safe(note: &str) -> String {
    let mut out = String::with_capacity(note.len());
    let mut fence: Option<(char, usize)> = None;
    let mut paragraph = false;
    for line in note.trim_end().lines() {
        if !out.is_empty() {
            out.push('\n');
        }
        let bare = line.trim_start_matches(' ');
        let mark = fence_mark(bare);
        if let Some((c, length)) = fence {
            let closes = mark.is_some_and(|(d, n)| d == c && n >= length)
                && bare.trim_end().chars().all(|d| d == c);
            if closes {
                fence = None;
            }
            out.push_str(line);
            continue;
        }
        if mark.is_some() {
            fence = mark;
            out.push_str(line);
            continue;
        }
        if paragraph && is_underline(bare) {
            // Under a paragraph it would make a heading of it; after a blank line it is a rule or text.
            out.push('\n');
            out.push_str(if bare.starts_with('=') { "\\" } else { "" });
        }
        out.push_str(&disarmed(&lowered(line)));
        paragraph = !bare.trim().is_empty() && !bare.starts_with(['#', '>']);
    }
    if let Some((c, length)) = fence {
        out.push('\n');
        out.extend(std::iter::repeat_n(c, length));
    }
    out
}

/// The fence that a line opens or closes: its character and length.
fn fence_mark(line: &str) -> Option<(char, usize)> {
    let c = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|d| *d == c).count();
    let info = line.get(length..).unwrap_or("");
    (length >= 3 && !(c == '`' && info.contains('`'))).then_some((c, length))
}

/// Whether a line would make a heading of the paragraph above it.
fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    !line.is_empty() && (line.chars().all(|c| c == '=') || line.chars().all(|c| c == '-'))
}

/// A line whose heading, if it is one, stands below the page's own headings.
pub(super) fn lowered(line: &str) -> String {
    let bare = line.trim_start_matches(' ');
    let level = bare.chars().take_while(|c| *c == '#').count();
    let rest = bare.get(level..).unwrap_or("");
    if !(1..=6).contains(&level) || !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return line.to_owned();
    }
    format!("{}{rest}", "#".repeat((level + BELOW - 1).min(6)))
}

/// A line in which comments, declarations and elements that swallow what follows are shown as
/// text. Code between backquotes is left as it is.
pub(super) fn disarmed(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['`', '<']) {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        if here.starts_with('`') {
            let length = here.chars().take_while(|c| *c == '`').count();
            let (mark, inner) = here.split_at(length);
            let code = closing(inner, length).map_or(mark.len(), |end| mark.len() + end);
            let (code, after) = here.split_at(code);
            out.push_str(code);
            rest = after;
        } else {
            let after = here.get(1..).unwrap_or("");
            out.push_str(if swallows(after) { "&lt;" } else { "<" });
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Where code opened by `length` backquotes ends, in bytes.
fn closing(text: &str, length: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(offset) = text.get(at..)?.find('`') {
        let start = at + offset;
        let run = text.get(start..)?.chars().take_while(|c| *c == '`').count();
        if run == length {
            return Some(start + run);
        }
        at = start + run;
    }
    None
}

/// Whether HTML that begins so (after `<`) would take in text until an end that may never come.
fn swallows(tag: &str) -> bool {
    const RAW: [&str; 11] = [
        "script",
        "style",
        "textarea",
        "title",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "plaintext",
        "template",
        "select",
    ];
    let name: String = tag
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    tag.starts_with(['!', '?']) || RAW.contains(&name.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_note_cannot_break_the_page() {
        for (note, expected) in [
            ("# Big\n\ntext", "#### Big\n\ntext"),
            ("Title\n===\nmore", "Title\n\n\\===\nmore"),
            ("Title\n---\nmore", "Title\n\n---\nmore"),
            ("```\n# code <!--", "```\n# code <!--\n```"),
            (
                "~~~~ rust\n~~~\nx\n~~~~\n# y",
                "~~~~ rust\n~~~\nx\n~~~~\n#### y",
            ),
            ("a <!-- gl:end --> b", "a &lt;!-- gl:end --> b"),
            ("`<!--` and <script>", "`<!--` and &lt;script>"),
            ("`` ` <!--`` <b>bold</b>", "`` ` <!--`` <b>bold</b>"),
            ("> quoted\n\n- item\n", "> quoted\n\n- item"),
            ("", ""),
        ] {
            assert_eq!(safe(note), expected);
        }
    }
}
