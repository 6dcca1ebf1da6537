//! Footnotes of a page: where they are called, and which element holds the words of each.
//!
//! Knows the forms in which pages link a mark to its note and back. Does not gather text. A link
//! counts as a call only if it looks like one (raised, named as a note, or in brackets) *and* its
//! target exists; a table of contents with numbers is none.

use std::collections::{HashMap, HashSet};

use super::tree::{NodeId, NodeKind, Step, Tree};

/// Bytes of text that a mark may have, brackets included.
const MAX_MARK: usize = 12;

/// The notes of one page.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// Links (or bare raised numbers) that call a note, with the label they print.
    pub(crate) calls: HashMap<NodeId, String>,
    /// Elements that hold a note's words, with its label.
    pub(crate) bodies: HashMap<NodeId, String>,
    /// Links in notes that lead back to the call; they are no words of the note.
    pub(crate) returns: HashSet<NodeId>,
}

/// Where links of a page lead: names of places, made one way for calls and for targets.
pub(crate) trait Places {
    /// The name of the place that a link's target stands for, if it can hold a note.
    fn of_link(&self, href: &str) -> Option<String>;
    /// The name of the place of an element with this id.
    fn of_id(&self, id: &str) -> String;
    /// The name of the place that the whole page is, if links to it can be told.
    fn of_page(&self) -> Option<String>;
    /// Whether a place holds a note called elsewhere, and the label it was called by.
    fn called_elsewhere(&self, place: &str) -> Option<String>;
    /// Whether a place exists outside this page.
    fn exists_elsewhere(&self, place: &str) -> bool;
    /// Whether a place is known, from outside this page, to be where a note is called.
    fn is_call_site(&self, place: &str) -> bool;
}

/// Places within one page.
pub(crate) struct OnePage;

impl Places for OnePage {
    fn of_link(&self, href: &str) -> Option<String> {
        let (_, fragment) = href.split_once('#')?;
        (!fragment.is_empty()).then(|| decoded(fragment))
    }

    fn of_id(&self, id: &str) -> String {
        id.to_owned()
    }

    fn of_page(&self) -> Option<String> {
        None
    }

    fn called_elsewhere(&self, _: &str) -> Option<String> {
        None
    }

    fn exists_elsewhere(&self, _: &str) -> bool {
        false
    }

    fn is_call_site(&self, _: &str) -> bool {
        false
    }
}

impl Notes {
    /// Finds the notes of a page.
    pub(crate) fn of(tree: &Tree, places: &dyn Places) -> Self {
        let ids = ids(tree, places);
        let mut notes = Self::default();
        let mut called: HashMap<String, String> = HashMap::new();
        let mut call_sites: HashSet<String> = HashSet::new();
        for (link, mark) in marks(tree) {
            let Some(place) = tree
                .attribute(link, "href")
                .and_then(|href| places.of_link(href))
            else {
                continue;
            };
            let known = ids.contains_key(&place) || places.exists_elsewhere(&place);
            if !known || call_sites.contains(&place) || places.is_call_site(&place) {
                // A link inside a note back to its call is no call itself.
                continue;
            }
            for id in own_ids(tree, link) {
                call_sites.insert(places.of_id(id));
            }
            called.entry(place).or_insert_with(|| mark.clone());
            notes.calls.insert(link, mark);
        }
        for (place, element) in &ids {
            if let Some(label) = called
                .get(place)
                .cloned()
                .or_else(|| places.called_elsewhere(place))
            {
                notes.bodies.insert(body(tree, *element), label);
            }
        }
        for id in 0..tree.len() {
            if tree.name(id) == "a"
                && !notes.calls.contains_key(&id)
                && let Some(place) = tree
                    .attribute(id, "href")
                    .and_then(|href| places.of_link(href))
                && (call_sites.contains(&place)
                    || places.is_call_site(&place)
                    || is_named_return(tree, id))
                && is_return_text(&tree.text_of(id, 24))
            {
                notes.returns.insert(id);
            }
        }
        if notes.calls.is_empty() {
            // Where notes are linked, a raised number without a link is a power or an ordinal.
            notes.raised_numbers(tree);
        }
        notes
    }

    /// Raised numbers without a link call notes too, unless they are powers or ordinals.
    fn raised_numbers(&mut self, tree: &Tree) {
        for id in 0..tree.len() {
            if tree.name(id) != "sup" {
                continue;
            }
            let text = tree.text_of(id, MAX_MARK);
            let Some(label) = mark_label(&text) else {
                continue;
            };
            let plain = text.bytes().all(|byte| byte.is_ascii_digit());
            let holds_link = tree.steps(id).any(|step| {
                matches!(step, Step::Enter(node) if tree.name(node) == "a"
                    && tree.attribute(node, "href").is_some())
            });
            if plain && !holds_link && label.len() <= 3 && follows_a_word(tree, id) {
                self.calls.insert(id, label);
            }
        }
    }
}

/// The first element of each id or anchor name.
fn ids(tree: &Tree, places: &dyn Places) -> HashMap<String, NodeId> {
    let mut ids = HashMap::new();
    if let Some(page) = places.of_page()
        && let Some(body) = (0..tree.len()).find(|id| tree.name(*id) == "body")
    {
        ids.insert(page, body);
    }
    for id in 0..tree.len() {
        for name in ["id", "name"] {
            if name == "name" && tree.name(id) != "a" {
                continue;
            }
            if let Some(value) = tree.attribute(id, name) {
                ids.entry(places.of_id(value)).or_insert(id);
            }
        }
    }
    ids
}

/// Links that look like marks of notes, with their labels, in reading order.
pub(crate) fn marks(tree: &Tree) -> Vec<(NodeId, String)> {
    let mut marks = Vec::new();
    let mut raised = 0usize;
    for step in tree.steps(super::tree::ROOT) {
        match step {
            Step::Enter(id) if tree.name(id) == "sup" => raised += 1,
            Step::Leave(id) if tree.name(id) == "sup" => raised = raised.saturating_sub(1),
            Step::Enter(id) if tree.name(id) == "a" => {
                if let Some(label) = mark(tree, id, raised > 0) {
                    marks.push((id, label));
                }
            }
            Step::Enter(_) | Step::Leave(_) => {}
        }
    }
    marks
}

/// The label of a link that looks like the mark of a note.
fn mark(tree: &Tree, link: NodeId, raised: bool) -> Option<String> {
    let href = tree.attribute(link, "href")?;
    let fragment = href.split_once('#')?.1.to_ascii_lowercase();
    let text = tree.text_of(link, MAX_MARK);
    let label = mark_label(&text)?;
    if is_named_return(tree, link) {
        return None;
    }
    let says_so = |name: &str| {
        tree.attribute(link, name).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("noteref") || value.contains("footnote") || value.contains("endnote")
        })
    };
    let named = says_so("epub:type") || says_so("role") || says_so("class") || says_so("rel");
    let raised = raised
        || tree
            .steps(link)
            .any(|step| matches!(step, Step::Enter(node) if tree.name(node) == "sup"));
    let target_named = is_note_name(&fragment);
    let bracketed = text.starts_with(['[', '(']);
    (named || raised || target_named || (bracketed && fragment.len() < 24)).then_some(label)
}

/// Whether a link says that it leads back from a note.
fn is_named_return(tree: &Tree, link: NodeId) -> bool {
    ["epub:type", "role", "class", "rel", "rev"]
        .iter()
        .any(|name| {
            tree.attribute(link, name).is_some_and(|value| {
                let value = value.to_ascii_lowercase();
                value.contains("backlink")
                    || value.contains("backref")
                    || value.contains("referrer")
                    || value == "footnote" && *name == "rev"
            })
        })
}

/// Whether an id is named as notes are: `fn3`, `_ftn3`, `cite_note-3`, `sdfootnote3sym`.
fn is_note_name(fragment: &str) -> bool {
    let fragment = fragment.trim_start_matches(['_', '-']);
    if fragment.contains("ref") || fragment.contains("back") || fragment.ends_with("anc") {
        return false;
    }
    [
        "fn",
        "ftn",
        "note",
        "cite_note",
        "endnote",
        "footnote",
        "edn",
        "sdfootnote",
        "sdendnote",
        "en",
    ]
    .iter()
    .any(|stem| {
        fragment.strip_prefix(stem).is_some_and(|rest| {
            rest.trim_start_matches(['-', '_', ':', '.'])
                .starts_with(|first: char| first.is_ascii_digit() || first == '*')
        })
    })
}

/// What a mark prints, without brackets: digits, a letter, or a sign such as `*`.
pub(crate) fn mark_label(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() > MAX_MARK {
        return None;
    }
    let inner = text.trim_matches(['[', ']', '(', ')', ' ', '.']);
    let inner = inner
        .strip_prefix("note ")
        .or_else(|| inner.strip_prefix("fn "))
        .unwrap_or(inner);
    let digits = !inner.is_empty() && inner.len() <= 4 && inner.bytes().all(|b| b.is_ascii_digit());
    let letter = inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = (2..=5).contains(&inner.len()) && inner.bytes().all(|b| b"ivxl".contains(&b));
    let sign = !inner.is_empty()
        && inner.chars().count() <= 3
        && inner.chars().all(|c| "*†‡§¶#‖".contains(c));
    (digits || letter || roman || sign).then(|| inner.to_owned())
}

/// Whether the text of a link is only a way back: an arrow, a caret, a number or a letter.
fn is_return_text(text: &str) -> bool {
    let text = text.trim();
    let words = text.to_ascii_lowercase();
    text.chars().count() <= 4
        || mark_label(text).is_some()
        || matches!(
            words.as_str(),
            "back" | "return" | "jump up" | "go back" | "back to text"
        )
}

/// The ids by which a link can be come back to: its own, and those of the elements it fills.
pub(crate) fn own_ids(tree: &Tree, link: NodeId) -> Vec<&str> {
    let mut ids = Vec::new();
    let mut at = link;
    for _ in 0..3 {
        for name in ["id", "name"] {
            if let Some(id) = tree.attribute(at, name) {
                ids.push(id);
            }
        }
        at = tree.node(at).parent;
        if !matches!(tree.name(at), "sup" | "span" | "small" | "a" | "b" | "i") {
            break;
        }
    }
    ids
}

/// The element that holds the words of the note whose target is `element`.
fn body(tree: &Tree, element: NodeId) -> NodeId {
    // An anchor inside the note stands for the block around it.
    let mut at = element;
    while super::elements::place(tree.name(at)) == super::elements::Place::Inline
        && at != super::tree::ROOT
    {
        at = tree.node(at).parent;
    }
    if at == super::tree::ROOT || matches!(tree.name(at), "body" | "html") {
        return element;
    }
    match tree.name(at) {
        "dt" => next_element(tree, at).unwrap_or(at),
        "td" | "th" => tree.node(at).parent,
        _ => at,
    }
}

fn next_element(tree: &Tree, id: NodeId) -> Option<NodeId> {
    let mut at = tree.node(id).next;
    while let Some(next) = at {
        if matches!(tree.node(next).kind, NodeKind::Element(..)) {
            return Some(next);
        }
        at = tree.node(next).next;
    }
    None
}

/// Whether what stands right before an element is the end of a word that takes no power.
fn follows_a_word(tree: &Tree, id: NodeId) -> bool {
    let Some(before) = tree.node(id).previous else {
        return false;
    };
    let text = match &tree.node(before).kind {
        NodeKind::Text(text) => text.to_string(),
        NodeKind::Element(..) => tree.text_of(before, 4096),
        NodeKind::Comment(_) => return false,
    };
    let last_word = text
        .rsplit(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or("");
    match text.chars().last() {
        Some(last) if last.is_alphabetic() => {
            // Units and variables take powers: m², km³, x².
            last_word.chars().count() > 2 && !last_word.chars().any(|c| c.is_ascii_digit())
        }
        Some(last) => matches!(
            last,
            '.' | ',' | ';' | ':' | '!' | '?' | '”' | '’' | '"' | '»' | '。' | '、'
        ),
        None => false,
    }
}

/// A fragment with its percent escapes resolved.
pub(crate) fn decoded(fragment: &str) -> String {
    if !fragment.contains('%') {
        return fragment.to_owned();
    }
    let bytes = fragment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |byte: u8| char::from(byte).to_digit(16);
        if bytes[at] == b'%'
            && let (Some(high), Some(low)) = (
                bytes.get(at + 1).copied().and_then(hex),
                bytes.get(at + 2).copied().and_then(hex),
            )
        {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| fragment.to_owned())
}
