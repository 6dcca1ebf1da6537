//! Searching the open document as the reader types.
//!
//! Knows the prompt, the nearest match and the way from match to match. What matches is the
//! business of `search`.

use std::ops::Range;

use crate::app::action::Action;
use crate::app::key::{Code, Key, Named};
use crate::app::overlay::field::Field;
use crate::app::overlay::{FindPrompt, Overlay};
use crate::app::state::State;

impl State {
    /// Asks what to search for.
    pub(super) fn find_prompt(&mut self, forward: bool) {
        let Some(reading) = &self.reading else {
            self.cannot_ask("Search", "No document is open.");
            return;
        };
        self.overlay = Some(Overlay::Find(Box::new(FindPrompt {
            field: Field::default(),
            forward,
            from: reading.cursor.clone(),
            top: reading.top,
            before: reading.found.clone(),
            error: None,
        })));
    }

    /// Takes a stroke of the prompt.
    pub(super) fn find_key(&mut self, key: Key) {
        let Some(Overlay::Find(prompt)) = &mut self.overlay else {
            return;
        };
        match key.code {
            Code::Named(Named::Esc) => self.leave_find(),
            Code::Named(Named::Backspace) if prompt.field.is_empty() => self.leave_find(),
            Code::F(1) if prompt.field.is_empty() => {
                self.leave_find();
                self.help();
            }
            Code::Named(Named::Enter) => self.end_find(),
            Code::Named(Named::Down) => self.next_match(true),
            Code::Named(Named::Up) => self.next_match(false),
            _ => {
                if prompt.field.key(key) {
                    self.find_typed();
                }
            }
        }
    }

    /// Searches for what is typed, and shows the nearest match.
    pub(super) fn find_typed(&mut self) {
        let (width, height) = self.page_size();
        let (Some(Overlay::Find(prompt)), Some(reading)) = (&mut self.overlay, &mut self.reading)
        else {
            return;
        };
        reading.cursor = prompt.from.clone();
        reading.top = prompt.top;
        prompt.error = None;
        let typed = prompt.field.text();
        if typed.trim().is_empty() {
            reading.found = None;
            return;
        }
        if let Err(error) = reading.search(typed, prompt.forward) {
            reading.found = None;
            prompt.error = Some(error.to_string());
            return;
        }
        if let Some(hit) = nearest(
            &reading
                .found
                .as_ref()
                .map(|it| it.hits.clone())
                .unwrap_or_default(),
            prompt.from.range.start,
            prompt.forward,
        ) {
            reading.cursor.extending = None;
            reading.go(hit);
            reading.reveal(width, height);
        }
    }

    /// Leaves the prompt and goes back to where the search began.
    fn leave_find(&mut self) {
        let Some(Overlay::Find(prompt)) = self.overlay.take() else {
            return;
        };
        if let Some(reading) = &mut self.reading {
            reading.cursor = prompt.from;
            reading.top = prompt.top;
            reading.found = prompt.before;
        }
    }

    /// Leaves the prompt and stays at the match.
    fn end_find(&mut self) {
        let Some(Overlay::Find(prompt)) = self.overlay.take() else {
            return;
        };
        if let Some(error) = prompt.error {
            self.warn(error);
            return;
        }
        let Some(reading) = &mut self.reading else {
            return;
        };
        let stop = crate::app::trail::Stop {
            document: reading.index,
            range: prompt.from.range,
        };
        match &reading.found {
            None => reading.found = prompt.before,
            Some(found) if found.hits.is_empty() => {
                let query = found.query.clone();
                self.warn(format!("“{query}” is not in this document"));
            }
            Some(_) => {
                self.trail.leave(stop);
                self.tell_match();
            }
        }
    }

    /// Says which match the reader stands on.
    fn tell_match(&mut self) {
        let Some(reading) = &self.reading else { return };
        let Some(found) = &reading.found else { return };
        let total = found.hits.len();
        if let Some(index) = found.at(reading.cursor.range.start) {
            let widen = self.keymap.keys_of(Action::Widen).into_iter().next();
            let widen =
                widen.map_or_else(String::new, |key| format!(" · {key} takes the sentence"));
            self.say(format!("match {} of {total}{widen}", index + 1));
        }
    }

    /// Goes to the next match in the direction of the search, or against it; round at the ends.
    pub(super) fn next_match(&mut self, along: bool) {
        let matches = self.reading.as_ref().and_then(|it| it.found.as_ref());
        let matches = matches.map_or(1, |it| it.hits.len().max(1));
        // More steps than matches only go round.
        for _ in 0..self.count.unwrap_or(1).min(matches) {
            let (width, height) = self.page_size();
            let Some(reading) = &mut self.reading else {
                return;
            };
            let Some(found) = &reading.found else {
                self.say("nothing was searched for yet: / asks");
                return;
            };
            let forward = found.forward == along;
            let at = reading.cursor.range.start;
            let next = if forward {
                found
                    .hits
                    .iter()
                    .find(|hit| hit.start > at)
                    .or(found.hits.first())
            } else {
                found
                    .hits
                    .iter()
                    .rfind(|hit| hit.start < at)
                    .or(found.hits.last())
            };
            let Some(hit) = next.cloned() else {
                let query = found.query.clone();
                self.warn(format!("“{query}” is not in this document"));
                return;
            };
            reading.cursor.extending = None;
            reading.go(hit);
            reading.reveal(width, height);
        }
        self.tell_match();
    }
}

/// The match nearest to a place in a direction; the first or last one where none lies there.
fn nearest(hits: &[Range<usize>], at: usize, forward: bool) -> Option<Range<usize>> {
    if forward {
        hits.iter()
            .find(|hit| hit.start >= at)
            .or(hits.first())
            .cloned()
    } else {
        hits.iter()
            .rfind(|hit| hit.start <= at)
            .or(hits.last())
            .cloned()
    }
}
