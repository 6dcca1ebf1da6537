//! Jumping from reference to reference.

use crate::app::state::State;

impl State {
    /// The next or previous reference to a document or to a part of one.
    pub(super) fn reference(&mut self, forward: bool) {
        for _ in 0..self.count.unwrap_or(1) {
            let Some(reading) = &mut self.reading else {
                return;
            };
            let found = reading.next_referral(forward, &self.corpus, &self.known);
            let index = reading.index;
            let Some(range) = found else {
                self.say("no further reference in this document");
                return;
            };
            self.jump(index, range);
        }
    }
}
