//! Lots: work on very many things, handed out to all cores a few at a time.
//!
//! Knows who takes which lot next, how far the work has come, and that it can be ended. Does not know
//! what is done; each core keeps what it makes to itself, or shares it as the work says.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::open::Step;

/// So many things a core takes at a time.
const LOT: usize = 32;

/// The lots that one core takes, one after the other. A lot counts as done when the next is taken.
pub(crate) struct Lots<'a, T> {
    things: &'a [T],
    shared: &'a Shared,
    step: Step<'a>,
    /// How many things the lot at hand has.
    taken: usize,
}

/// How far all cores have come together.
#[derive(Debug, Default)]
struct Shared {
    next: AtomicUsize,
    done: AtomicUsize,
    ended: AtomicBool,
}

impl<'a, T> Iterator for Lots<'a, T> {
    type Item = &'a [T];

    fn next(&mut self) -> Option<Self::Item> {
        if self.taken > 0 {
            let done = self.shared.done.fetch_add(self.taken, Ordering::Relaxed) + self.taken;
            self.taken = 0;
            if !(self.step)(done, self.things.len()) {
                self.shared.ended.store(true, Ordering::Relaxed);
            }
        }
        if self.shared.ended.load(Ordering::Relaxed) {
            return None;
        }
        let from = self.shared.next.fetch_add(LOT, Ordering::Relaxed);
        let rest = self.things.get(from..).filter(|rest| !rest.is_empty())?;
        let lot = rest.get(..LOT).unwrap_or(rest);
        self.taken = lot.len();
        Some(lot)
    }
}

/// Hands things out to `work` on as many threads as the machine has, each of which goes through its
/// lots. `step` is told how many of how many things are done, and gives false to end it. Says whether
/// all came to the end.
pub(crate) fn share<T: Sync>(
    things: &[T],
    step: Step<'_>,
    work: impl Fn(Lots<'_, T>) + Sync,
) -> bool {
    let shared = Shared::default();
    let lots = || Lots {
        things,
        shared: &shared,
        step,
        taken: 0,
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let workers = workers.min(things.len().div_ceil(LOT));
    if workers < 2 {
        work(lots());
    } else {
        let work = &work;
        thread::scope(|scope| {
            for _ in 0..workers {
                let lots = lots();
                scope.spawn(move || work(lots));
            }
        });
    }
    !shared.ended.load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[test]
    fn everything_is_handed_out_once_and_told() {
        for length in [0, 1, LOT, 5 * LOT + 1] {
            let things: Vec<usize> = (0..length).collect();
            let (seen, told) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
            let step = |done: usize, all: usize| {
                told.fetch_max(done, Ordering::Relaxed);
                all == length
            };
            assert!(share(&things, &step, |lots| {
                for lot in lots {
                    seen.lock().unwrap().extend_from_slice(lot);
                }
            }));
            let mut seen = seen.into_inner().unwrap();
            seen.sort_unstable();
            assert_eq!(seen, things);
            assert_eq!(told.into_inner(), length);
        }
    }

    #[test]
    fn it_can_be_ended() {
        let things = vec![(); 50 * LOT];
        let seen = AtomicUsize::new(0);
        let whole = share(&things, &|done, _| done < 2 * LOT, |lots| {
            for lot in lots {
                seen.fetch_add(lot.len(), Ordering::Relaxed);
            }
        });
        assert!(!whole);
        assert!(seen.into_inner() < things.len());
    }
}
