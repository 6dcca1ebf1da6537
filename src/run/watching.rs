//! Watching the folders of the corpus while the reader is open.
//!
//! Knows that something changed in them, not what: the files are then looked at again, which reads only
//! those that are different. Sleeps until the system tells of a change. Where it does not tell (too
//! many folders, some network drives), changes are seen when the corpus is opened next.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::terminal;

/// So long after the first change it is waited for others: a program that writes a file changes it
/// several times, and one that copies a folder many files.
const CALM: Duration = Duration::from_millis(800);

/// A watch over folders.
#[derive(Debug, Default)]
pub(super) struct Watch {
    changed: Arc<AtomicBool>,
}

impl Watch {
    /// Begins to watch, on a thread of its own: many folders take a while.
    pub(super) fn begin(&self, paths: Vec<PathBuf>) {
        let changed = Arc::clone(&self.changed);
        thread::spawn(move || {
            let Some(_watcher) = watcher(&paths, changed) else {
                return;
            };
            // It watches for as long as it is there, and the program ends without waiting for it.
            loop {
                thread::park();
            }
        });
    }

    /// Whether something changed since this was asked last.
    pub(super) fn changed(&self) -> bool {
        self.changed.swap(false, Ordering::AcqRel)
    }
}

fn watcher(paths: &[PathBuf], changed: Arc<AtomicBool>) -> Option<RecommendedWatcher> {
    let roots: Vec<PathBuf> = paths
        .iter()
        .filter_map(|path| path.canonicalize().ok())
        .collect();
    let pending = Arc::new(AtomicBool::new(false));
    let below = roots.clone();
    let heed = move |event: notify::Result<notify::Event>| {
        let matters = event.is_ok_and(|event| {
            changes(event.kind) && event.paths.iter().any(|path| is_seen(path, &below))
        });
        if !matters || pending.swap(true, Ordering::AcqRel) {
            return;
        }
        let (pending, changed) = (Arc::clone(&pending), Arc::clone(&changed));
        thread::spawn(move || {
            thread::sleep(CALM);
            pending.store(false, Ordering::Release);
            changed.store(true, Ordering::Release);
            terminal::wake();
        });
    };
    let mut watcher = notify::recommended_watcher(heed).ok()?;
    let mut any = false;
    for root in &roots {
        any |= watcher.watch(root, RecursiveMode::Recursive).is_ok();
    }
    any.then_some(watcher)
}

/// Whether an event is a change of a file or a folder.
fn changes(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(_) | EventKind::Modify(_) | EventKind::Remove(_) => true,
        EventKind::Access(access) => access == AccessKind::Close(AccessMode::Write),
        EventKind::Any | EventKind::Other => false,
    }
}

/// Whether a path is one that the walk enters: nothing hidden, such as the library itself.
fn is_seen(path: &Path, roots: &[PathBuf]) -> bool {
    let below = roots.iter().find_map(|root| path.strip_prefix(root).ok());
    below.is_some_and(|below| {
        let mut parts = below.components();
        !parts.any(|part| match part {
            Component::Normal(name) => name.to_string_lossy().starts_with('.'),
            _ => false,
        })
    })
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use notify::event::{AccessKind, AccessMode, CreateKind, EventKind, ModifyKind};

    use super::{changes, is_seen};

    #[test]
    fn only_changes_of_what_is_seen_matter() {
        let roots = [PathBuf::from("/sources")];
        assert!(is_seen(Path::new("/sources/a/b.txt"), &roots));
        assert!(is_seen(Path::new("/sources"), &roots));
        assert!(!is_seen(Path::new("/sources/.glossator/journal"), &roots));
        assert!(!is_seen(Path::new("/elsewhere/a.txt"), &roots));
        assert!(changes(EventKind::Create(CreateKind::File)));
        assert!(changes(EventKind::Modify(ModifyKind::Any)));
        assert!(!changes(EventKind::Access(AccessKind::Open(
            AccessMode::Read
        ))));
    }
}
