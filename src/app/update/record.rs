//! Recording strokes and pressing them again.
//!
//! Knows when recording began and what belongs to it. What the strokes do is not its business:
//! they are pressed again as they were.

use crate::app::event::Effect;
use crate::app::state::State;
use crate::library::counted;

/// Strokes that one replay presses at most: a slip in the count shall not take for ever.
const MOST: usize = 20_000;

impl State {
    /// Begins to record, or ends it.
    pub(super) fn record(&mut self) {
        if let Some(mut strokes) = self.recording.take() {
            // The last stroke is the one that ends it.
            strokes.pop();
            let many = strokes.len();
            self.recorded = strokes;
            let strokes = counted(many, "stroke");
            self.say(format!("{strokes} recorded: @ presses them again"));
        } else {
            self.recording = Some(Vec::new());
            self.say("recording; Q ends it");
        }
    }

    /// Presses the recorded strokes again, as often as the count says.
    pub(super) fn replay(&mut self) -> Vec<Effect> {
        if self.recording.is_some() {
            self.say("this is being recorded: Q ends it");
            return Vec::new();
        }
        if self.recorded.is_empty() {
            self.say("nothing is recorded yet: Q begins");
            return Vec::new();
        }
        let times = self.count.unwrap_or(1);
        let strokes = self.recorded.iter().copied();
        // Strokes that would press themselves again are left out.
        let replays = self.keymap.sequences_of(crate::app::Action::Replay);
        let itself: Vec<_> = replays.filter_map(|keys| keys.first().copied()).collect();
        let once: Vec<_> = strokes.filter(|key| !itself.contains(key)).collect();
        let times = times.min(MOST / once.len().max(1) + 1);
        vec![Effect::Press(once.repeat(times))]
    }
}
