//! Work on each of very many things, such as the rows of a list, done on all cores at once.
//!
//! Knows how the things are shared out and that the results keep their order. A reader who types waits
//! for such work, so that it must be done within a stroke. Does not know what is done.

use std::num::NonZero;
use std::sync::Arc;
use std::thread;

/// Fewer things than these are done sooner on one thread than shared out.
const MANY: usize = 4_096;

/// What `work` makes of the things, one stretch after the other: it is given the index of the first of
/// a stretch, and the stretch.
pub(in crate::app) fn each<T: Sync, R: Send>(
    things: &[T],
    work: impl Fn(usize, &[T]) -> Vec<R> + Sync,
) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if things.len() < MANY || cores == 1 {
        return work(0, things);
    }
    let stretch = things.len().div_ceil(cores);
    let work = &work;
    thread::scope(|scope| {
        let stretches = things.chunks(stretch).enumerate();
        let threads: Vec<_> = stretches
            .map(|(number, part)| scope.spawn(move || work(number * stretch, part)))
            .collect();
        let done = threads.into_iter().map(|thread| match thread.join() {
            Ok(results) => results,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        done.flatten().collect()
    })
}

/// Lets go of things of which nothing is wanted any more: of very many that takes longer than a stroke
/// may, so that it is done apart.
pub(in crate::app) fn forget<T: Send + Sync + 'static>(things: Arc<Vec<T>>) {
    if things.len() >= MANY {
        thread::spawn(move || drop(things));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_the_order_of_the_things() {
        for length in [0, 1, MANY - 1, MANY, 3 * MANY + 1] {
            let things: Vec<usize> = (0..length).collect();
            let done = each(&things, |first, part| {
                assert_eq!(part.first().copied().unwrap_or(first), first);
                part.iter().map(|it| it * 2).collect()
            });
            assert_eq!(done.len(), length);
            assert!(done.iter().enumerate().all(|(index, it)| *it == index * 2));
        }
    }
}
