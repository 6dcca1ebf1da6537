//! What was saved, and undo and redo.
//!
//! Knows that the library changes only after the disk has the entry, so that what the screen says
//! is saved, is saved.

use std::sync::Arc;

use crate::app::event::Effect;
use crate::app::overlay::Overlay;
use crate::app::overlay::line::Purpose;
use crate::app::state::State;
use crate::library::{Change, Entry, Journey};

impl State {
    /// An entry is on disk: it becomes part of the library, and is said to be saved.
    pub(super) fn saved(&mut self, entry: &Arc<Entry>) -> Vec<Effect> {
        self.touch(&entry.changes);
        self.library.apply(&entry.changes);
        let mut effects = self.follow_corrections(&entry.changes);
        effects.extend(self.place_again(&entry.changes));
        self.history.push(Arc::clone(entry));
        self.mark_anew();
        self.refill_list();
        if let Some(Overlay::Tag(prompt)) = &self.overlay {
            self.last_tags.clone_from(&prompt.chosen);
            if let (Some(digit), Some(tag)) = (prompt.digit, prompt.chosen.first()) {
                self.quick.insert(digit, tag.to_string());
            }
        }
        if let Some(Overlay::Line(line)) = &self.overlay
            && matches!(line.purpose, Purpose::NewTag | Purpose::Rename(_))
        {
            let path = line.field.text().trim().to_owned();
            self.choose_path(&path);
        }
        match self.overlay {
            Some(Overlay::Link(_)) => {
                self.overlay = None;
                self.link_from = None;
            }
            Some(
                Overlay::Tag(_)
                | Overlay::Note(_)
                | Overlay::Menu(_)
                | Overlay::Ask(_)
                | Overlay::Line(_)
                | Overlay::Choose(_),
            ) => self.overlay = None,
            _ => {}
        }
        self.settle_passage();
        let said = self.deciding.take();
        self.say(said.unwrap_or_else(|| format!("saved: {}", entry.title)));
        effects
    }

    /// An entry could not be written: whatever the reader typed stays on the screen.
    pub(super) fn not_saved(&mut self, entry: &Arc<Entry>, why: &str) {
        self.deciding = None;
        let message = format!("NOT saved: {} ({why})", entry.title);
        match &mut self.overlay {
            Some(Overlay::Note(editor)) => editor.error = Some(why.to_owned()),
            Some(Overlay::Line(line)) => line.error = Some(why.to_owned()),
            _ => {}
        }
        self.warn(message);
    }

    /// Takes the last act back, or as many as the count says.
    pub(super) fn undo(&mut self) -> Vec<Effect> {
        if !self.may_write() {
            return Vec::new();
        }
        if let Some(journey) = self.history.undo(self.count.unwrap_or(1)) {
            return vec![Effect::Travel(journey)];
        }
        self.say("nothing to undo");
        Vec::new()
    }

    /// Does again what was undone last.
    pub(super) fn redo(&mut self) -> Vec<Effect> {
        if !self.may_write() {
            return Vec::new();
        }
        if let Some(journey) = self.history.redo(self.count.unwrap_or(1)) {
            return vec![Effect::Travel(journey)];
        }
        self.say("nothing to redo");
        Vec::new()
    }

    /// A way through the history is on disk: the library follows it.
    pub(super) fn travelled(&mut self, journey: &Journey, changes: &[Change]) -> Vec<Effect> {
        self.touch(changes);
        self.library.apply(changes);
        let mut effects = self.follow_corrections(changes);
        effects.extend(self.place_again(changes));
        let last = journey.steps.last();
        let title = last
            .and_then(|step| self.history.node(step.entry))
            .map(|node| node.title.clone())
            .unwrap_or_default();
        self.history.set_head(journey.to);
        self.mark_anew();
        self.refill_list();
        let undone = journey.steps.first().is_some_and(|step| step.undo);
        let verb = if undone { "undone" } else { "done again" };
        match journey.steps.len() {
            1 => self.say(format!("{verb}: {title}")),
            many => self.say(format!("{verb}: {many} acts, the last one {title}")),
        }
        effects
    }
}
