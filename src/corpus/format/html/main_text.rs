//! What of a page is its text, and what belongs to the site around it.
//!
//! Knows two witnesses: what elements say of themselves (navigation, forms, footers, hidden parts,
//! names such as `cookie-notice`), and the verdict of the readability algorithm. Deletes nothing:
//! what is not the text is folded. A page that shows no sign of a site around it (a document saved
//! as HTML) is not judged at all.

mod verdict;

use super::tree::{NodeId, NodeKind, Tree};
use super::walk::Piece;
use crate::corpus::block::BlockKind;

/// Folds what belongs to the site and not to the document.
pub(crate) fn fold(tree: &Tree, pieces: &mut [Piece], title: Option<&str>) {
    let sizes = Sizes::of(tree);
    let chrome = Chrome::of(tree, &sizes);
    let texts = pieces
        .iter()
        .filter(|piece| !piece.raw.text.is_empty())
        .count();
    let is_document = !chrome.any && sizes.link_share() < 0.2;
    let main = if is_document {
        None
    } else {
        verdict::of(tree, pieces)
    };
    let mut folded = vec![false; pieces.len()];
    for (index, piece) in pieces.iter().enumerate() {
        folded[index] = match &main {
            Some(main) => !main.contains(&piece.node) || chrome.is_certain(piece.node),
            None if is_document => false,
            None => chrome.is_chrome(piece.node) || is_link_run(&sizes, tree, piece, texts),
        };
        if chrome.is_hidden(piece.node) {
            folded[index] = true;
        }
        if is_kept(piece, title) && !chrome.is_hidden(piece.node) {
            folded[index] = false;
        }
    }
    fold_rules(pieces, &mut folded);
    for (piece, folded) in pieces.iter_mut().zip(folded) {
        if folded {
            piece.raw.folded = Some(true);
            piece.raw.kind = Some(BlockKind::Boilerplate);
        } else if main.is_some() {
            piece.raw.folded = Some(false);
        }
    }
}

/// Notes that are called, and the heading that is the title, stay wherever they stand.
fn is_kept(piece: &Piece, title: Option<&str>) -> bool {
    let raw = &piece.raw;
    raw.note.is_some()
        || (raw.kind == Some(BlockKind::Heading)
            && raw.level == 1
            && title.is_some_and(|title| title.eq_ignore_ascii_case(&raw.text)))
}

/// A rule goes with the blocks around it.
fn fold_rules(pieces: &[Piece], folded: &mut [bool]) {
    let is_rule = |index: usize| {
        pieces
            .get(index)
            .is_some_and(|piece: &Piece| piece.raw.kind == Some(BlockKind::Rule))
    };
    let mut before = true;
    let mut index = 0;
    while index < pieces.len() {
        if !is_rule(index) {
            before = folded[index];
            index += 1;
            continue;
        }
        let end = (index..pieces.len())
            .find(|at| !is_rule(*at))
            .unwrap_or(pieces.len());
        let after = folded.get(end).copied().unwrap_or(true);
        for rule in folded.iter_mut().take(end).skip(index) {
            *rule = before || after;
        }
        index = end;
    }
}

/// Whether a block is one of a run of links: most of its element's text is links, and it is short.
fn is_link_run(sizes: &Sizes, tree: &Tree, piece: &Piece, texts: usize) -> bool {
    if texts < 8 {
        return false;
    }
    let mut at = piece.node;
    for _ in 0..3 {
        at = tree.node(at).parent;
        let (all, links) = (sizes.text[at], sizes.links[at]);
        if all > 0 && links * 10 > all * 6 && piece.raw.text.len() < 200 {
            return true;
        }
    }
    false
}

/// Characters of text, and of text in links, of every element.
struct Sizes {
    text: Vec<usize>,
    links: Vec<usize>,
}

impl Sizes {
    fn of(tree: &Tree) -> Self {
        let mut text = vec![0; tree.len()];
        let mut links = vec![0; tree.len()];
        // Children come after their parents, so one pass from behind sums all.
        for id in (1..tree.len()).rev() {
            let node = tree.node(id);
            match &node.kind {
                NodeKind::Text(words) if !is_silent(tree.name(node.parent)) => {
                    text[id] = words.chars().filter(|c| !c.is_whitespace()).count();
                }
                NodeKind::Element(..)
                    if tree.name(id) == "a" && tree.attribute(id, "href").is_some() =>
                {
                    links[id] = text[id];
                }
                NodeKind::Element(..) | NodeKind::Text(_) | NodeKind::Comment(_) => {}
            }
            text[node.parent] += text[id];
            links[node.parent] += links[id];
        }
        Self { text, links }
    }

    #[expect(clippy::cast_precision_loss, reason = "a share needs no exact counts")]
    fn link_share(&self) -> f64 {
        self.links[0] as f64 / self.text[0].max(1) as f64
    }
}

fn is_silent(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "title")
}

/// What elements say of themselves.
struct Chrome {
    named: Vec<bool>,
    /// What no verdict can make the document's own: notices of cookies, bars for sharing.
    certain: Vec<bool>,
    hidden: Vec<bool>,
    /// Whether the page has any sign of a site around its text.
    any: bool,
}

impl Chrome {
    fn of(tree: &Tree, sizes: &Sizes) -> Self {
        let mut chrome = vec![false; tree.len()];
        let mut certain = vec![false; tree.len()];
        let mut hidden = vec![false; tree.len()];
        let mut in_main = vec![false; tree.len()];
        let mut any = false;
        let whole = sizes.text[0];
        for id in 1..tree.len() {
            let node = tree.node(id);
            let name = tree.name(id);
            in_main[id] = in_main[node.parent] || matches!(name, "main" | "article" | "blockquote");
            hidden[id] = hidden[node.parent] || is_hidden(tree, id);
            chrome[id] = chrome[node.parent];
            certain[id] = certain[node.parent];
            // A hint on what holds most of the words says nothing about them.
            let small = sizes.text[id] * 2 < whole;
            if !chrome[id] && small && !name.is_empty() {
                chrome[id] = is_chrome_element(tree, id, name, in_main[id])
                    || has_hint(tree, id, &HINTS)
                    || has_hint(tree, id, &CERTAIN);
            }
            let part = if in_main[id] { 10 } else { 3 };
            if !certain[id] && (sizes.text[id] * part < whole || name == "nav") {
                certain[id] = has_hint(tree, id, &CERTAIN) || is_whole(tree, id);
            }
            // A list of the page's own headings, however long the text is.
            if !certain[id] && small && has_hint(tree, id, &["toc"]) {
                certain[id] = true;
            }
            any |= chrome[id] && !matches!(name, "button" | "noscript" | "" | "aside" | "header");
        }
        Self {
            named: chrome,
            certain,
            hidden,
            any,
        }
    }

    fn is_chrome(&self, node: NodeId) -> bool {
        self.named[node]
    }

    fn is_certain(&self, node: NodeId) -> bool {
        self.certain[node]
    }

    fn is_hidden(&self, node: NodeId) -> bool {
        self.hidden[node]
    }
}

fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    let style = tree.attribute(id, "style").unwrap_or("");
    let plain: String = style
        .chars()
        .filter(|c| !c.is_whitespace())
        .take(400)
        .collect();
    tree.attribute(id, "hidden").is_some()
        || plain.contains("display:none")
        || plain.contains("visibility:hidden")
        || matches!(
            tree.name(id),
            "noscript" | "select" | "button" | "textarea" | "dialog"
        )
}

fn is_chrome_element(tree: &Tree, id: NodeId, name: &str, in_main: bool) -> bool {
    let notes = ["role", "epub:type"].iter().any(|attribute| {
        tree.attribute(id, attribute)
            .is_some_and(|value| value.contains("note") || value.contains("bibliography"))
    });
    if notes {
        return false;
    }
    match name {
        "nav" | "form" | "menu" | "search" | "footer" | "aside" | "noscript" | "select"
        | "button" => true,
        "header" => !in_main,
        _ => matches!(
            tree.attribute(id, "role"),
            Some(
                "navigation"
                    | "banner"
                    | "contentinfo"
                    | "search"
                    | "complementary"
                    | "dialog"
                    | "alertdialog"
                    | "menu"
                    | "menubar"
            )
        ),
    }
}

/// Words by which sites name the parts around a text.
const HINTS: [&str; 43] = [
    "ad",
    "ads",
    "advert",
    "advertisement",
    "banner",
    "combx",
    "comment",
    "comments",
    "disqus",
    "footer",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "outbrain",
    "pager",
    "popup",
    "promo",
    "recirc",
    "recommended",
    "related",
    "replies",
    "respond",
    "sidebar",
    "skip",
    "skyscraper",
    "sponsor",
    "subscribe",
    "taboola",
    "toolbar",
    "widget",
    "paywall",
    "catlinks",
    "latest",
    "mostread",
    "navbox",
    "popular",
    "printfooter",
    "teaser",
    "teasers",
    "trending",
];

/// Names that are such only as a whole.
const WHOLE: [&str; 8] = [
    "most-read",
    "most-viewed",
    "most_read",
    "read-more",
    "read-next",
    "more-stories",
    "also-read",
    "mw-navigation",
];

/// Words by which sites name what is never part of a text.
const CERTAIN: [&str; 15] = [
    "breadcrumb",
    "breadcrumbs",
    "catlinks",
    "consent",
    "cookie",
    "cookies",
    "gdpr",
    "newsletter",
    "share",
    "printfooter",
    "sharing",
    "sitesub",
    "social",
    "toc",
    "mostread",
];

/// Whether an element is named, as a whole, as parts around a text are.
fn is_whole(tree: &Tree, id: NodeId) -> bool {
    ["class", "id"]
        .iter()
        .filter_map(|name| tree.attribute(id, name))
        .flat_map(str::split_ascii_whitespace)
        .take(20)
        .any(|word| WHOLE.iter().any(|name| word.eq_ignore_ascii_case(name)))
}

/// Whether an element is named by one of these words. Names are compared word by word, so that
/// `shared-history` is not `share`.
fn has_hint(tree: &Tree, id: NodeId, hints: &[&str]) -> bool {
    !matches!(tree.name(id), "body" | "html" | "article" | "main" | "a")
        && ["class", "id"]
            .iter()
            .filter_map(|name| tree.attribute(id, name))
            .flat_map(|value| value.split(|c: char| !c.is_ascii_alphanumeric()))
            .take(40)
            .any(|word| hints.iter().any(|hint| word.eq_ignore_ascii_case(hint)))
}
