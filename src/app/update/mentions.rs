//! Mentions while reading: those of the open document, walking them, deciding on one.
//!
//! Knows when they are to be found anew (another document, another library) and which one a stroke
//! means. They are found in the background; a decision is an act like any other.

use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::mentions::{Inquiry, Report, Stamp, Waiting};
use crate::app::naming;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::{Menu, Overlay};
use crate::app::state::State;
use crate::library::acts;
use crate::library::{RecordId, counted};
use crate::passage::Anchor;
use crate::search::{Mention, MentionState};
use crate::shown::Shown;

impl State {
    /// What is to be found out about mentions after an event.
    pub(super) fn ask_about_mentions(&mut self) -> Vec<Effect> {
        let asked = [
            self.ask_spoken(),
            self.ask_concordance(),
            self.ask_tallies(),
            self.ask_brought(),
            self.ask_rows(),
            self.ask_page(),
            self.ask_arranged(),
        ];
        asked.into_iter().flatten().collect()
    }

    /// Asks for the mentions in the open document, where they may be other than they were.
    pub(super) fn ask_spoken(&mut self) -> Option<Effect> {
        let reading = self.reading.as_mut()?;
        let stamp = Stamp {
            document: reading.index,
            changes: self.changes,
            edition: self.edition,
        };
        if self.spoken == Some(stamp) {
            return None;
        }
        self.spoken = Some(stamp);
        if self.library.tags().all(|tag| tag.forms.is_empty()) {
            reading.waiting = Waiting::default();
            return None;
        }
        Some(Effect::Mentions(Inquiry::Here(stamp)))
    }

    /// Takes in what was found out about mentions.
    pub(super) fn reported(&mut self, report: &Report) -> Vec<Effect> {
        match report {
            Report::Here(stamp, mentions) => self.take_spoken(*stamp, mentions),
            Report::Rows(number, rows, last) => return self.take_rows(*number, rows, *last),
            Report::Again(number, documents, rows) => {
                return self.take_again(*number, documents, rows);
            }
            Report::Suggested(number, rows) => self.take_suggested(*number, rows),
            Report::Company(number, company) => self.take_company(*number, company),
            Report::Brings(number, brings, last) => self.take_brought(*number, *brings, *last),
            Report::Tallies(number, counts, last) => self.take_tallies(*number, counts, *last),
        }
        Vec::new()
    }

    /// Takes the mentions of the open document in, unless they come too late.
    fn take_spoken(&mut self, stamp: Stamp, mentions: &[Mention]) {
        if self.spoken == Some(stamp)
            && let Some(reading) = &mut self.reading
        {
            reading.waiting = Waiting::of(mentions.iter().cloned());
        }
    }

    /// The next or previous mention that waits.
    pub(super) fn mention(&mut self, forward: bool) {
        for _ in 0..self.count.unwrap_or(1) {
            let Some(reading) = &self.reading else { return };
            let at = reading.cursor.range.start;
            let found = reading.waiting.next(at, forward);
            let Some(found) = found.cloned() else {
                self.say("no further mention waits in this document");
                return;
            };
            let index = reading.index;
            self.jump(index, found.hit.range.clone());
            self.tell_mention(&found);
        }
    }

    /// Says what a mention is one of, and how many more wait.
    fn tell_mention(&mut self, mention: &Mention) {
        let state = match mention.state {
            MentionState::Possible => "possible, it points back",
            state => state.name(),
        };
        let path = self.path_of(mention.tag);
        let waiting = self.reading.as_ref().map(|it| &it.waiting);
        let (undecided, possible) = waiting.map_or((0, 0), |it| (it.undecided(), it.possible()));
        self.say(format!(
            "{path}: {state} · {undecided} undecided, {possible} possible here"
        ));
    }

    /// The path of a tag.
    pub(super) fn path_of(&self, tag: RecordId) -> String {
        let tag = self.library.tag(tag);
        tag.map_or_else(String::new, |it| it.path.clone())
    }

    /// Decides on the mention that is the current passage, or the only one on it; asks where there are
    /// several.
    pub(super) fn decide_here(&mut self, confirm: bool) -> Vec<Effect> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let here = reading.cursor.range.clone();
        let mut on: Vec<Mention> = reading.waiting.on(&here).cloned().collect();
        if on.iter().any(|it| it.hit.range == here) {
            on.retain(|it| it.hit.range == here);
        }
        match on.as_slice() {
            [] => {
                self.say("no mention waits here: ] m goes to the next one");
                Vec::new()
            }
            [one] => self.decide(&one.clone(), confirm),
            several => {
                let verb = if confirm { "confirm" } else { "reject" };
                let rows = several
                    .iter()
                    .map(|it| {
                        let words = reading.document.slice(&it.hit.range);
                        let path = self.path_of(it.tag);
                        let row = format!("{verb} “{words}” ({}) for {path}", it.state.name());
                        (row, Choice::Decide(Box::new(it.clone()), confirm))
                    })
                    .collect();
                self.overlay = Some(Overlay::Menu(Menu::new("Several mentions here", rows)));
                Vec::new()
            }
        }
    }

    /// Decides on one mention of the open document, and goes on to the next that waits.
    pub(super) fn decide(&mut self, mention: &Mention, confirm: bool) -> Vec<Effect> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let anchor = Anchor::of(&reading.document, &mention.hit.range);
        let next = reading.waiting.next(mention.hit.range.start, true);
        let next = next.map(|it| it.hit.range.clone());
        let index = reading.index;
        let words = reading.document.slice(&mention.hit.range).to_owned();
        let waits = reading.waiting.undecided() + reading.waiting.possible();
        let effects = self.decided(mention.tag, anchor.as_slice(), confirm);
        if effects.is_empty() {
            return effects;
        }
        let went = next.is_some();
        if let Some(next) = next {
            self.jump(index, next);
        }
        let place = self.address().filter(|_| went);
        let place = place.as_deref().and_then(|it| it.split(":\"").next());
        self.tell_decision(confirm, (1, &words), place, waits.saturating_sub(1));
        self.gone_on = went.then_some(Action::NextMention);
        effects
    }

    /// Notes what a decision says once it is saved: what was decided, how it is taken back, and what
    /// the reader stands on now.
    pub(super) fn tell_decision(
        &mut self,
        confirm: bool,
        (count, words): (usize, &str),
        next: Option<&str>,
        waits: usize,
    ) {
        let verb = if confirm { "confirmed" } else { "rejected" };
        let what = match count {
            0 | 1 => format!("“{}”", Shown::new(words).elided(18)),
            many => counted(many, "mention"),
        };
        let undo = self.keymap.keys_of(Action::Undo).into_iter().next();
        let undo = undo.map_or_else(String::new, |key| format!(" · {key} undoes"));
        let next = match next {
            Some(next) => {
                let next = naming::short(&self.corpus, next, 16);
                format!(" · next: {next}, {waits} left")
            }
            None if waits == 0 => " · all are decided".to_owned(),
            None => format!(" · {waits} left above"),
        };
        self.deciding = Some(format!("saved: {verb} {what}{undo}{next}"));
    }

    /// Says that a decision has gone on to the next mention, where the reader goes on once more.
    pub(super) fn stay(&mut self, action: Action) {
        let key = self.keymap.keys_of(action).into_iter().next();
        let key = key.unwrap_or_default();
        self.say(format!(
            "this is the next one, not decided yet; {key} once more passes it over"
        ));
    }

    /// Asks for a decision on places to be written down.
    pub(super) fn decided(
        &mut self,
        tag: RecordId,
        places: &[Anchor],
        confirm: bool,
    ) -> Vec<Effect> {
        if places.is_empty() || !self.may_write() {
            return Vec::new();
        }
        let path = self.path_of(tag);
        let by = self.by();
        let act = if confirm {
            acts::confirm(&self.library, &by, &path, places)
        } else {
            acts::reject(&self.library, &by, &path, places)
        };
        self.perform(act, &by)
    }
}

#[cfg(test)]
pub(in crate::app) mod tests;
