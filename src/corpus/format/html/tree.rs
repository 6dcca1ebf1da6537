//! Markup as a tree that no page can make deep, slow or large.
//!
//! Knows how tags nest, which end tags pages leave out, and what is cut where a page has too much
//! of something. Does not know what elements mean for a reader. The tokenizer is html5ever's; the
//! tree is ours, because a standard tree builder takes quadratic time on hostile nesting.

use std::cell::RefCell;
use std::collections::HashMap;

use html5ever::LocalName;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::elements::{Place, place};
use super::guard;

/// Elements nested deeper than this are read as if they were not nested.
pub(crate) const MAX_DEPTH: usize = 512;
/// Nodes kept; past it the text still comes, without its elements.
const MAX_NODES: usize = 1_500_000;

/// Nodes kept of XML, where each stands for text or says how it is set.
const MAX_XML_NODES: usize = 4_000_000;

/// Which rules the markup follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Markup {
    /// HTML, with the end tags that it lets pages leave out.
    Html,
    /// HTML written as XML: `<a/>` is closed, `CDATA` is text.
    Xhtml,
    /// XML of any other kind. Names come in lower case.
    Xml,
}

/// The index of a node in its tree.
pub(crate) type NodeId = usize;

/// The root of every tree.
pub(crate) const ROOT: NodeId = 0;

/// What a node is.
#[derive(Debug)]
pub(crate) enum NodeKind {
    /// An element, with its name and attributes.
    Element(LocalName, Vec<(LocalName, StrTendril)>),
    /// Text, character references resolved.
    Text(StrTendril),
    /// A comment; kept because browsers note there where a page was saved from.
    Comment(StrTendril),
}

/// One node, linked to its neighbours.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it is.
    pub(crate) kind: NodeKind,
    /// The element it stands in; the root stands in itself.
    pub(crate) parent: NodeId,
    /// Its first child.
    pub(crate) first: Option<NodeId>,
    /// The node after it in the same element.
    pub(crate) next: Option<NodeId>,
    /// The node before it in the same element.
    pub(crate) previous: Option<NodeId>,
    last: Option<NodeId>,
}

/// A step of a walk through the tree in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// An element begins, or a text stands here.
    Enter(NodeId),
    /// An element ends.
    Leave(NodeId),
}

/// A page as elements and texts.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// The deepest nesting found, at most [`MAX_DEPTH`].
    pub(crate) depth: usize,
    /// What was cut, in sentences.
    pub(crate) warnings: Vec<String>,
}

impl Tree {
    /// Reads a text of markup. No entity beyond those of HTML is known, so none can explode or
    /// fetch anything.
    pub(crate) fn read(page: &str, markup: Markup) -> Self {
        let mut warnings = Vec::new();
        let page = guard::shorten_tags(page, &mut warnings);
        let builder = Builder {
            state: RefCell::new(State::new(markup, warnings)),
            markup,
        };
        let options = TokenizerOpts {
            discard_bom: true,
            ..TokenizerOpts::default()
        };
        let tokenizer = Tokenizer::new(builder, options);
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(&page));
        // The tokenizer stops at the end of a script to let it run; nothing is ever run here.
        while let html5ever::TokenizerResult::Script(()) = tokenizer.feed(&queue) {}
        tokenizer.end();
        tokenizer.sink.state.into_inner().finish()
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// A node.
    pub(crate) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id]
    }

    /// The name of an element; empty for text.
    pub(crate) fn name(&self, id: NodeId) -> &str {
        match &self.nodes[id].kind {
            NodeKind::Element(name, _) => name,
            NodeKind::Text(_) | NodeKind::Comment(_) => "",
        }
    }

    /// An attribute of an element, trimmed.
    pub(crate) fn attribute(&self, id: NodeId, wanted: &str) -> Option<&str> {
        match &self.nodes[id].kind {
            NodeKind::Element(_, attributes) => attributes
                .iter()
                .find(|(name, _)| &**name == wanted)
                .map(|(_, value)| value.trim()),
            NodeKind::Text(_) | NodeKind::Comment(_) => None,
        }
    }

    /// The name of an element without its prefix, in lower case.
    pub(crate) fn local(&self, id: NodeId) -> &str {
        let name = self.name(id);
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// An attribute by its name without prefix, in lower case.
    pub(crate) fn local_attribute(&self, id: NodeId, wanted: &str) -> Option<&str> {
        match &self.nodes[id].kind {
            NodeKind::Element(_, attributes) => attributes
                .iter()
                .find(|(name, _)| {
                    name.rsplit_once(':').map_or(&**name, |(_, local)| local) == wanted
                })
                .map(|(_, value)| value.trim()),
            NodeKind::Text(_) | NodeKind::Comment(_) => None,
        }
    }

    /// The node after a step in reading order; None after the root was left.
    pub(crate) fn after(&self, step: Step) -> Option<Step> {
        match step {
            Step::Enter(id) => Some(match self.nodes[id].first {
                Some(child) => Step::Enter(child),
                None => Step::Leave(id),
            }),
            Step::Leave(ROOT) => None,
            Step::Leave(id) => Some(self.skip(id)),
        }
    }

    /// The step after a node and all that is in it.
    pub(crate) fn skip(&self, id: NodeId) -> Step {
        match self.nodes[id].next {
            Some(next) => Step::Enter(next),
            None => Step::Leave(self.nodes[id].parent),
        }
    }

    /// Every step from a node's beginning to its end.
    pub(crate) fn steps(&self, id: NodeId) -> Steps<'_> {
        Steps {
            tree: self,
            top: id,
            next: Some(Step::Enter(id)),
        }
    }

    /// The text of a node with white space folded, at most about `limit` bytes of it.
    pub(crate) fn text_of(&self, id: NodeId, limit: usize) -> String {
        let mut text = String::new();
        for step in self.steps(id) {
            if let Step::Enter(node) = step
                && let NodeKind::Text(part) = &self.nodes[node].kind
                && !matches!(self.name(self.nodes[node].parent), "script" | "style")
            {
                text.push_str(part);
            }
            if text.len() > limit {
                break;
            }
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The walk that [`Tree::steps`] gives.
pub(crate) struct Steps<'t> {
    tree: &'t Tree,
    top: NodeId,
    next: Option<Step>,
}

impl Iterator for Steps<'_> {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        let now = self.next?;
        self.next = if now == Step::Leave(self.top) {
            None
        } else {
            self.tree.after(now)
        };
        Some(now)
    }
}

/// Receives tokens and builds the tree.
struct Builder {
    state: RefCell<State>,
    markup: Markup,
}

struct State {
    markup: Markup,
    nodes: Vec<Node>,
    open: Vec<NodeId>,
    /// How many elements of a name are open, so that a stray end tag costs nothing.
    counts: HashMap<LocalName, usize>,
    /// Elements that were read as if not nested, whose end tags must be passed over.
    unnested: HashMap<LocalName, usize>,
    depth: usize,
    too_deep: bool,
    too_many: bool,
    warnings: Vec<String>,
}

impl State {
    fn new(markup: Markup, warnings: Vec<String>) -> Self {
        let root = Node {
            kind: NodeKind::Element(LocalName::from(""), Vec::new()),
            parent: ROOT,
            first: None,
            next: None,
            previous: None,
            last: None,
        };
        Self {
            markup,
            nodes: vec![root],
            open: vec![ROOT],
            counts: HashMap::new(),
            unnested: HashMap::new(),
            depth: 0,
            too_deep: false,
            too_many: false,
            warnings,
        }
    }

    fn finish(mut self) -> Tree {
        if self.too_deep {
            self.warnings.push(match self.markup {
                Markup::Xml => format!("elements nested more than {MAX_DEPTH} deep were not read"),
                Markup::Html | Markup::Xhtml => format!(
                    "elements nested more than {MAX_DEPTH} deep were read as if they were not nested"
                ),
            });
        }
        if self.too_many {
            self.warnings.push(format!(
                "there are more than {} elements; the rest was read as mere text",
                self.nodes.len()
            ));
        }
        Tree {
            nodes: self.nodes,
            depth: self.depth,
            warnings: self.warnings,
        }
    }

    fn current(&self) -> NodeId {
        self.open.last().copied().unwrap_or(ROOT)
    }

    fn append(&mut self, kind: NodeKind) -> NodeId {
        let parent = self.current();
        let id = self.nodes.len();
        let previous = self.nodes[parent].last;
        self.nodes.push(Node {
            kind,
            parent,
            first: None,
            next: None,
            previous,
            last: None,
        });
        match self.nodes[parent].last {
            Some(last) => self.nodes[last].next = Some(id),
            None => self.nodes[parent].first = Some(id),
        }
        self.nodes[parent].last = Some(id);
        id
    }

    fn text(&mut self, text: StrTendril) {
        // Texts of one run come in several tokens; joined they cost one node.
        let parent = self.current();
        if let Some(last) = self.nodes[parent].last
            && let NodeKind::Text(before) = &mut self.nodes[last].kind
        {
            before.push_tendril(&text);
            return;
        }
        self.append(NodeKind::Text(text));
    }

    fn name(&self, id: NodeId) -> Option<&LocalName> {
        match &self.nodes[id].kind {
            NodeKind::Element(name, _) => Some(name),
            NodeKind::Text(_) | NodeKind::Comment(_) => None,
        }
    }

    fn pop(&mut self) {
        if self.open.len() > 1
            && let Some(id) = self.open.pop()
            && let Some(name) = self.name(id).cloned()
            && let Some(count) = self.counts.get_mut(&name)
        {
            *count = count.saturating_sub(1);
        }
    }

    /// Closes the elements whose end tags pages leave out before `name`.
    fn imply_ends(&mut self, name: &str) {
        let closes: (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr", "td", "th"], &["table"]),
            "td" | "th" => (&["td", "th"], &["tr", "table"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot", "tr"], &["table"]),
            "option" | "optgroup" => (&["option"], &["select"]),
            _ if place(name) == Place::Block => (&["p"], &["td", "th", "table", "button"]),
            _ => return,
        };
        // Only so many elements are looked at that hostile nesting stays linear.
        for at in (1..self.open.len()).rev().take(64) {
            let Some(open) = self.name(self.open[at]) else {
                return;
            };
            if closes.1.contains(&&**open) {
                return;
            }
            if closes.0.contains(&&**open) {
                while self.open.len() > at {
                    self.pop();
                }
                if closes.0.len() == 1 {
                    return;
                }
            } else if name != "li" && closes.0 == ["p"] && place(open) == Place::Block {
                return;
            }
        }
    }

    fn open_tag(&mut self, tag: Tag, closed: bool) {
        let name = tag.name;
        if self.markup != Markup::Xml {
            self.imply_ends(&name);
        }
        if self.markup != Markup::Xml && &*name == "a" {
            // Links do not nest; old pages leave `<a name="…">` open.
            self.close_tag(&name);
        }
        let most = if self.markup == Markup::Xml {
            MAX_XML_NODES
        } else {
            MAX_NODES
        };
        if self.nodes.len() >= most {
            self.too_many = true;
            return;
        }
        if self.open.len() > MAX_DEPTH && !closed {
            self.too_deep = true;
            *self.unnested.entry(name).or_default() += 1;
            return;
        }
        let attributes = tag
            .attrs
            .into_iter()
            .map(|attribute| (attribute.name.local, attribute.value))
            .collect();
        let id = self.append(NodeKind::Element(name.clone(), attributes));
        if !closed {
            self.open.push(id);
            self.depth = self.depth.max(self.open.len());
            *self.counts.entry(name).or_default() += 1;
        }
    }

    fn close_tag(&mut self, name: &LocalName) {
        if let Some(count) = self.unnested.get_mut(name)
            && *count > 0
        {
            *count -= 1;
            return;
        }
        if self.counts.get(name).copied().unwrap_or(0) == 0 {
            return;
        }
        let Some(at) = (1..self.open.len())
            .rev()
            .find(|at| self.name(self.open[*at]) == Some(name))
        else {
            return;
        };
        if self.markup == Markup::Xml {
            while self.open.len() > at {
                self.pop();
            }
            return;
        }
        // An inline end tag does not close the blocks opened since: `<b><p>…</b>`.
        let inline = place(name) == Place::Inline;
        if inline
            && self.open[at + 1..].iter().any(|id| {
                self.name(*id)
                    .is_some_and(|name| place(name) != Place::Inline)
            })
        {
            return;
        }
        // Nothing inside a cell closes what stands around its table.
        if !matches!(
            &**name,
            "table" | "tr" | "td" | "th" | "tbody" | "thead" | "body" | "html"
        ) && self.open[at + 1..]
            .iter()
            .any(|id| self.name(*id).is_some_and(|name| &**name == "table"))
        {
            return;
        }
        while self.open.len() > at {
            self.pop();
        }
    }
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let closed = (self.markup != Markup::Html && tag.self_closing)
                    || (self.markup != Markup::Xml && super::elements::is_void(&tag.name));
                let raw = if closed {
                    None
                } else {
                    raw_text(&tag.name, self.markup)
                };
                state.open_tag(tag, closed);
                if let Some(kind) = raw {
                    return TokenSinkResult::RawData(kind);
                }
            }
            Token::TagToken(tag) => state.close_tag(&tag.name),
            Token::CharacterTokens(text) => state.text(text),
            Token::CommentToken(text) if state.nodes.len() < 64 => {
                state.append(NodeKind::Comment(text));
            }
            Token::NullCharacterToken => state.text(StrTendril::from_char('\u{FFFD}')),
            Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.markup != Markup::Html
    }
}

/// How the inside of an element is tokenized where it is not markup.
fn raw_text(name: &str, markup: Markup) -> Option<RawKind> {
    let html = markup == Markup::Html;
    match name {
        _ if markup == Markup::Xml => None,
        "script" => Some(RawKind::ScriptData),
        "style" => Some(RawKind::Rawtext),
        "textarea" | "title" if html => Some(RawKind::Rcdata),
        "iframe" | "noembed" | "noframes" | "xmp" if html => Some(RawKind::Rawtext),
        _ => None,
    }
}
