//! The trail: where the reader jumped from, and the way back.
//!
//! Knows places by document and byte. Does not know what made the reader jump.

use std::ops::Range;

/// A place in the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Index of the document in the corpus.
    pub document: usize,
    /// The passage that was current there.
    pub range: Range<usize>,
}

/// Jumps, oldest first, with the place in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trail {
    stops: Vec<Stop>,
    /// How many stops lie behind.
    at: usize,
}

/// Stops kept; older ones are forgotten.
const KEPT: usize = 200;

impl Trail {
    /// Remembers the place a jump starts from. What lay ahead is forgotten.
    pub fn leave(&mut self, from: Stop) {
        self.stops.truncate(self.at);
        if self.stops.last() != Some(&from) {
            self.stops.push(from);
        }
        let over = self.stops.len().saturating_sub(KEPT);
        self.stops.drain(..over);
        self.at = self.stops.len();
    }

    /// The stop before; `here` is remembered as the way forward.
    pub fn back(&mut self, here: Stop) -> Option<Stop> {
        let to = self.at.checked_sub(1)?;
        if self.at == self.stops.len() {
            self.stops.push(here);
        } else {
            self.stops[self.at] = here;
        }
        self.at = to;
        self.stops.get(to).cloned()
    }

    /// Moves the stops to where their documents are now; those of documents that are gone are
    /// forgotten.
    pub fn moved(&mut self, at: impl Fn(usize) -> Option<usize>) {
        let mut behind = 0;
        let before = self.at;
        let mut place = 0;
        self.stops.retain_mut(|stop| {
            place += 1;
            let Some(now) = at(stop.document) else {
                return false;
            };
            stop.document = now;
            behind += usize::from(place <= before);
            true
        });
        self.at = behind;
    }

    /// The stop after, if the reader had gone back; `here` is remembered as the way back.
    pub fn forward(&mut self, here: Stop) -> Option<Stop> {
        let to = self.stops.get(self.at + 1)?.clone();
        self.stops[self.at] = here;
        self.at += 1;
        Some(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stop(document: usize) -> Stop {
        Stop {
            document,
            range: 0..1,
        }
    }

    #[test]
    fn back_and_forward_lead_over_the_same_stops() {
        let mut trail = Trail::default();
        trail.leave(stop(1));
        trail.leave(stop(2));
        assert_eq!(trail.back(stop(3)), Some(stop(2)));
        assert_eq!(trail.back(stop(2)), Some(stop(1)));
        assert_eq!(trail.back(stop(1)), None);
        assert_eq!(trail.forward(stop(1)), Some(stop(2)));
        assert_eq!(trail.forward(stop(2)), Some(stop(3)));
        assert_eq!(trail.forward(stop(3)), None);
    }

    #[test]
    fn a_new_jump_forgets_what_lay_ahead() {
        let mut trail = Trail::default();
        trail.leave(stop(1));
        assert_eq!(trail.back(stop(2)), Some(stop(1)));
        trail.leave(stop(1));
        assert_eq!(trail.forward(stop(5)), None);
        assert_eq!(trail.back(stop(5)), Some(stop(1)));
    }
}
