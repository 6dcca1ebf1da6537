//! Containment: faults of the database library stay in the database's own threads.
//!
//! Knows how to call what may panic or never return, and how to keep the message of such a panic
//! off the screen. Does not know the database.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Once;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// The name of every thread of the store's.
pub(super) const THREAD: &str = "glossator-database";

/// Whether the thread that asks belongs to the database, so that a panic in it is contained: the
/// database is set aside and rebuilt. Whoever restores the terminal on a panic should not do so
/// for these.
pub fn is_contained() -> bool {
    let thread = thread::current();
    let name = thread.name().unwrap_or_default();
    name == THREAD || name.starts_with("sled-")
}

/// Keeps contained panics from being printed over the screen. Done once.
pub(super) fn silence() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !is_contained() {
                before(info);
            }
        }));
    });
}

/// Calls what may panic; the panic's words where it did.
pub(super) fn contain<T>(call: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
        format!("it panicked: {}", text.unwrap_or("without a word"))
    })
}

/// Calls what may panic or hang, in a thread of its own, and waits for it for so long. A call
/// that hangs is left behind.
pub(super) fn contain_for<T: Send + 'static>(
    limit: Duration,
    call: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    let (done, wait) = mpsc::sync_channel(1);
    let run = move || {
        let _ = done.send(contain(call));
    };
    thread::Builder::new()
        .name(THREAD.to_owned())
        .spawn(run)
        .map_err(|error| error.to_string())?;
    match wait.recv_timeout(limit) {
        Ok(result) => result,
        Err(RecvTimeoutError::Timeout) => Err(format!(
            "it did not answer within {} seconds",
            limit.as_secs()
        )),
        Err(RecvTimeoutError::Disconnected) => Err("its thread ended".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_and_hangs_come_back_as_words() {
        silence();
        let limit = Duration::from_secs(30);
        let panicked = contain_for(limit, || panic!("tried to serialise {}", "nothing"));
        assert_eq!(
            panicked.map(|()| "").unwrap_err(),
            "it panicked: tried to serialise nothing"
        );
        let hung = contain_for(Duration::from_millis(1), || {
            thread::sleep(Duration::from_millis(200));
        });
        assert!(hung.unwrap_err().contains("did not answer"));
        assert_eq!(contain_for(limit, is_contained), Ok(true));
        assert!(!is_contained());
    }
}
