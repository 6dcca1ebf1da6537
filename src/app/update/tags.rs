//! Tags: the tree of them, how many mentions each has, and acts on one.
//!
//! Knows when mentions are to be counted anew and which act a stroke means.

use crate::app::event::Effect;
use crate::app::mentions::{Inquiry, Tally};
use crate::app::state::State;
use crate::library::RecordId;

impl State {
    /// Asks how many mentions each tag has, where that was asked before and may have changed.
    pub(super) fn ask_tallies(&mut self) -> Option<Effect> {
        self.tallies.number?;
        if self.tallies.touched.is_empty() || (self.tallies.working && !self.tallies.touched.all) {
            return None;
        }
        let documents = self.tallies.touched.take();
        if documents.is_none() {
            self.tallies.clear();
            self.tallies.working = true;
        }
        self.inquiry += 1;
        self.tallies.number = Some(self.inquiry);
        Some(Effect::Mentions(Inquiry::Tallies(self.inquiry, documents)))
    }

    /// Takes in how many mentions tags have.
    pub(super) fn take_tallies(
        &mut self,
        number: u64,
        counts: &[(usize, Vec<(RecordId, Tally)>)],
        last: bool,
    ) {
        if self.tallies.number != Some(number) {
            return;
        }
        self.tallies.put(counts);
        self.tallies.working &= !last;
        self.refill_list();
    }
}
