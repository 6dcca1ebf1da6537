//! The history: a tree of entries, with the point at which the library stands.
//!
//! Knows which entry was made upon which, where the head is, and the way from one point to any
//! other. Old entries may be known by name only, their changes being read from the journal when
//! they are wanted. Does not change the library: it says which changes would.

use std::collections::HashMap;
use std::sync::Arc;

use super::acts::{Act, By};
use super::change::{Change, Entry, EntryId};
use super::record::{Author, Timestamp};

/// What the history keeps of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The entry's name.
    pub id: EntryId,
    /// The entry upon which it was made; None for one made at the beginning.
    pub parent: Option<EntryId>,
    /// What was done, in words.
    pub title: String,
    /// When.
    pub time: Timestamp,
    /// By whom.
    pub author: Author,
    /// How many records it changed.
    pub changes: usize,
    whole: Option<Arc<Entry>>,
    /// The entry made upon it that was last visited: where redo leads.
    visited: Option<EntryId>,
}

impl Node {
    /// An entry known by name; its changes are elsewhere.
    pub fn named(entry: &Entry) -> Self {
        Self {
            id: entry.id,
            parent: entry.parent,
            title: entry.title.clone(),
            time: entry.time.clone(),
            author: entry.author.clone(),
            changes: entry.changes.len(),
            whole: None,
            visited: None,
        }
    }

    /// An entry with its changes.
    pub fn whole(entry: Arc<Entry>) -> Self {
        let named = Self::named(&entry);
        Self {
            whole: Some(entry),
            ..named
        }
    }

    /// The same node, of another time and author.
    #[must_use]
    pub fn signed(self, time: Timestamp, author: Author) -> Self {
        Self {
            time,
            author,
            ..self
        }
    }

    /// An entry known by name, from its parts.
    pub fn of_parts(id: EntryId, parent: Option<EntryId>, title: String, changes: usize) -> Self {
        Self {
            id,
            parent,
            title,
            time: Timestamp(String::new()),
            author: Author(String::new()),
            changes,
            whole: None,
            visited: None,
        }
    }

    /// The entry with its changes, where they are in memory.
    pub fn entry(&self) -> Option<&Arc<Entry>> {
        self.whole.as_ref()
    }
}

/// One step of a way through the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The entry to take back or to do again.
    pub entry: EntryId,
    /// Whether it is taken back.
    pub undo: bool,
}

/// A way from the head to another point, step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Where the head is afterwards; None for the beginning.
    pub to: Option<EntryId>,
}

/// One line of the history as it is listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// The entry.
    pub node: &'a Node,
    /// Whether it is done: it lies on the way from the beginning to the head.
    pub done: bool,
    /// Whether it is the last one done.
    pub head: bool,
    /// The entry upon which it was made is not the one before it in the list: a branch begins.
    pub branches: bool,
}

/// The tree of entries and the point at which the library stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    nodes: Vec<Node>,
    places: HashMap<EntryId, usize>,
    head: Option<EntryId>,
    /// The entry made at the beginning that was last visited.
    first: Option<EntryId>,
}

impl History {
    /// A history of which only the head is known yet, so that entries can be made upon it while
    /// the rest is being loaded. There is nothing to undo in it before.
    pub fn standing_at(head: Option<EntryId>) -> Self {
        Self {
            head,
            ..Self::default()
        }
    }

    /// Makes an act into an entry upon the head. It is not in the history before it is pushed.
    pub fn sign(&self, act: Act, by: &By) -> Entry {
        Entry {
            id: EntryId::fresh(),
            parent: self.head,
            title: act.title,
            time: by.time.clone(),
            author: by.author.clone(),
            changes: act.changes,
        }
    }

    /// Takes an entry in and makes it the head.
    pub fn push(&mut self, entry: Arc<Entry>) {
        self.push_node(Node::whole(entry));
    }

    /// Takes an entry in, perhaps known by name only, and makes it the head. One whose parent is
    /// not known (its line was lost) is put upon the head.
    pub fn push_node(&mut self, mut node: Node) {
        if self.places.contains_key(&node.id) {
            self.set_head(Some(node.id));
            return;
        }
        if node
            .parent
            .is_some_and(|parent| !self.places.contains_key(&parent))
        {
            node.parent = self.head;
        }
        let id = node.id;
        self.places.insert(id, self.nodes.len());
        self.nodes.push(node);
        self.set_head(Some(id));
    }

    /// Puts the head at an entry that is known, or at the beginning; says whether it could.
    /// Redo from any point above it will lead back here.
    pub fn set_head(&mut self, to: Option<EntryId>) -> bool {
        if to.is_some_and(|id| !self.places.contains_key(&id)) {
            return false;
        }
        let before = self.head;
        self.head = to;
        // What lies above the head leads to it. One step back leaves that true; one step on adds
        // one turning; only a jump has to look at the whole way.
        let parent_of = |id: Option<EntryId>| id.and_then(|id| self.node(id)?.parent);
        if before.is_some() && parent_of(before) == to {
            return true;
        }
        let one_step = to.is_some() && parent_of(to) == before;
        let mut below = to;
        while let Some(id) = below {
            let parent = parent_of_node(&self.nodes, &self.places, id);
            match parent.and_then(|parent| self.places.get(&parent)) {
                Some(place) => self.nodes[*place].visited = Some(id),
                None => self.first = Some(id),
            }
            below = parent.filter(|_| !one_step);
        }
        true
    }

    /// The last entry that is done; None at the beginning.
    pub fn head(&self) -> Option<EntryId> {
        self.head
    }

    /// What is kept of an entry.
    pub fn node(&self, id: EntryId) -> Option<&Node> {
        self.nodes.get(*self.places.get(&id)?)
    }

    /// How many entries there are, done or not.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The entry that undo would take back.
    pub fn undoable(&self) -> Option<&Node> {
        self.node(self.head?)
    }

    /// The entry that redo would do again.
    pub fn redoable(&self) -> Option<&Node> {
        self.node(self.next_of(self.head)?)
    }

    fn next_of(&self, id: Option<EntryId>) -> Option<EntryId> {
        match id {
            Some(id) => self.node(id)?.visited,
            None => self.first,
        }
    }

    /// The way back by up to `count` entries; None at the beginning.
    pub fn undo(&self, count: usize) -> Option<Journey> {
        let mut to = self.head;
        let mut steps = Vec::new();
        while let Some(id) = to.filter(|_| steps.len() < count) {
            steps.push(Step {
                entry: id,
                undo: true,
            });
            to = self.node(id)?.parent;
        }
        (!steps.is_empty()).then_some(Journey { steps, to })
    }

    /// The way on by up to `count` entries, along the branch last visited; None at its end.
    pub fn redo(&self, count: usize) -> Option<Journey> {
        let mut to = self.head;
        let mut steps = Vec::new();
        while let Some(id) = self.next_of(to).filter(|_| steps.len() < count) {
            steps.push(Step {
                entry: id,
                undo: false,
            });
            to = Some(id);
        }
        (!steps.is_empty()).then_some(Journey { steps, to })
    }

    /// The way to any point: back to where the branches part, then on. Empty where the head is
    /// there already; None where the entry is not known.
    pub fn journey(&self, to: Option<EntryId>) -> Option<Journey> {
        let target = self.line(to)?;
        let here = self.line(self.head)?;
        let shared = here.iter().zip(&target).take_while(|(a, b)| a == b).count();
        let back = here.iter().skip(shared).rev();
        let on = target.iter().skip(shared);
        let steps = back
            .map(|id| Step {
                entry: *id,
                undo: true,
            })
            .chain(on.map(|id| Step {
                entry: *id,
                undo: false,
            }))
            .collect();
        Some(Journey { steps, to })
    }

    /// The entries from the beginning to a point.
    fn line(&self, to: Option<EntryId>) -> Option<Vec<EntryId>> {
        let mut line = Vec::new();
        let mut at = to;
        while let Some(id) = at {
            line.push(id);
            at = self.node(id)?.parent;
        }
        line.reverse();
        Some(line)
    }

    /// What a journey does to the library, in order. `Err` names the first entry whose changes
    /// are not in memory: `store` has them.
    pub fn changes(&self, journey: &Journey) -> Result<Vec<Change>, EntryId> {
        let mut changes = Vec::new();
        for step in &journey.steps {
            let entry = self.node(step.entry).and_then(Node::entry);
            changes.extend(step_changes(*step, entry.ok_or(step.entry)?));
        }
        Ok(changes)
    }

    /// Every entry, in the order of making.
    pub fn rows(&self) -> Vec<Row<'_>> {
        let done: std::collections::HashSet<EntryId> = self
            .line(self.head)
            .unwrap_or_default()
            .into_iter()
            .collect();
        let mut before: Option<EntryId> = None;
        let mut rows = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            rows.push(Row {
                node,
                done: done.contains(&node.id),
                head: self.head == Some(node.id),
                branches: node.parent != before,
            });
            before = Some(node.id);
        }
        rows
    }

    /// Forgets the changes of all but the newest entries that together hold at most `most`
    /// changes; the journal keeps them.
    pub fn forget_old(&mut self, most: usize) {
        let mut kept = 0;
        for node in self.nodes.iter_mut().rev() {
            kept += node.changes;
            if kept > most {
                node.whole = None;
            }
        }
    }
}

fn parent_of_node(
    nodes: &[Node],
    places: &HashMap<EntryId, usize>,
    id: EntryId,
) -> Option<EntryId> {
    nodes.get(*places.get(&id)?)?.parent
}

/// What one step does to the library, in order.
pub fn step_changes(step: Step, entry: &Entry) -> Vec<Change> {
    if step.undo {
        entry.changes.iter().rev().map(Change::inverted).collect()
    } else {
        entry.changes.clone()
    }
}

#[cfg(test)]
mod tests;
