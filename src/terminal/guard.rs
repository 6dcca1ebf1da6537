//! The guard: what is switched on in the terminal, and how all of it is switched off again.
//!
//! Knows every mode that Glossator sets. May be called from any thread and any number of times:
//! by the way out, by a panic, by the thread of signals.

use std::io::{self, Write as _};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError, TryLockError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use super::{report, say};

/// The screen is ours.
static OURS: AtomicBool = AtomicBool::new(false);
/// The mouse is wanted.
pub(super) static MOUSE: AtomicBool = AtomicBool::new(false);
/// The enhanced keyboard protocol is wanted: the terminal has it.
pub(super) static KEYS: AtomicBool = AtomicBool::new(false);
/// The terminal was given back and taken again: nobody knows what it shows.
pub(super) static STALE: AtomicBool = AtomicBool::new(false);
/// Another program has the terminal with our leave.
pub(super) static LENT: AtomicBool = AtomicBool::new(false);
/// Held by whoever writes to the terminal.
static WRITING: Mutex<()> = Mutex::new(());
/// The thread that entered the terminal; its panics unwind, those of others end the program.
static READER: Mutex<Option<ThreadId>> = Mutex::new(None);

/// What is done last, whatever ends the program.
static LAST: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Presses, releases and drags, with places beyond column 223; not every movement.
pub(super) const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// The same, off.
pub(super) const MOUSE_OFF: &[u8] = b"\x1b[?1002l\x1b[?1000l\x1b[?1006l";
/// Keys that legacy encodings cannot tell apart.
pub(super) const PUSH_KEYS: &[u8] = b"\x1b[>1u";

/// Alternate screen; no wrapping at the right edge, where terminals disagree about widths;
/// bracketed paste; hidden cursor.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J";
/// End of a frame that was under way, everything off that could be on, the normal screen.
const LEAVE: &[u8] =
    b"\x1b[?2026l\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h";

/// Keeps what is to be done last.
pub(super) fn at_the_end(work: Box<dyn FnOnce() + Send>) {
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some(work);
}

/// What is to be done with a file that another program has in hand, should this one end meanwhile.
static ABROAD: Mutex<Option<Box<dyn FnOnce() + Send>>> = Mutex::new(None);

/// Does something during which the process may end by a signal: then `lost` is done first.
pub(super) fn abroad<T>(lost: Box<dyn FnOnce() + Send>, work: impl FnOnce() -> T) -> T {
    *ABROAD.lock().unwrap_or_else(PoisonError::into_inner) = Some(lost);
    let done = work();
    ABROAD.lock().unwrap_or_else(PoisonError::into_inner).take();
    done
}

/// Does what is to be done last, if it was not done yet. A window that is closed ends the program
/// by its signal and by the terminal that is gone at once: who comes second waits, so that the
/// process does not end in the middle of the work.
pub(super) fn finish() {
    if let Ok(mut abroad) = ABROAD.try_lock()
        && let Some(lost) = abroad.take()
    {
        lost();
    }
    let last = if thread::panicking() {
        // The work itself may have failed, and holds the lock.
        LAST.try_lock().ok()
    } else {
        Some(LAST.lock().unwrap_or_else(PoisonError::into_inner))
    };
    if let Some(mut last) = last
        && let Some(work) = last.take()
    {
        work();
    }
}

/// Takes the terminal.
pub(super) fn enter() -> io::Result<()> {
    *READER.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread::current().id());
    let lock = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    switch_on(lock)
}

/// Switches everything on that is wanted; the caller has the right to write.
pub(super) fn switch_on(_lock: MutexGuard<'_, ()>) -> io::Result<()> {
    enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    STALE.store(true, Ordering::SeqCst);
    stderr::keep();
    let mut bytes = ENTER.to_vec();
    if KEYS.load(Ordering::SeqCst) {
        bytes.extend_from_slice(PUSH_KEYS);
    }
    if MOUSE.load(Ordering::SeqCst) {
        bytes.extend_from_slice(MOUSE_ON);
    }
    let mut out = io::stdout().lock();
    out.write_all(&bytes)?;
    out.flush()
}

/// Writes to the terminal, if it is still ours.
pub(super) fn write(bytes: &[u8]) -> io::Result<()> {
    let _lock = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if !OURS.load(Ordering::SeqCst) {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Gives the terminal back as it was. Harmless when done twice.
pub(super) fn leave() {
    drop(leave_and_hold());
}

/// Gives the terminal back and keeps others from writing until the lock is dropped. A thread that
/// hangs in writing, or the caller itself, does not keep it from being given back.
pub(super) fn leave_and_hold() -> Option<MutexGuard<'static, ()>> {
    let lock = patient_lock();
    if !OURS.swap(false, Ordering::SeqCst) {
        return lock;
    }
    let mut bytes = Vec::new();
    if KEYS.load(Ordering::SeqCst) {
        bytes.extend_from_slice(b"\x1b[<u");
    }
    bytes.extend_from_slice(LEAVE);
    // Nothing can be done about a terminal that is gone.
    let mut out = io::stdout();
    let _ = out.write_all(&bytes).and_then(|()| out.flush());
    let _ = disable_raw_mode();
    stderr::give_back();
    lock
}

/// The right to write, or None when it is not to be had for a tenth of a second.
pub(super) fn patient_lock() -> Option<MutexGuard<'static, ()>> {
    for _ in 0..20 {
        match WRITING.try_lock() {
            Ok(lock) => return Some(lock),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(5)),
        }
    }
    None
}

/// While it lives, another program has the terminal.
pub(super) struct Lent;

impl Lent {
    pub(super) fn give() -> Self {
        LENT.store(true, Ordering::SeqCst);
        leave();
        Self
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        LENT.store(false, Ordering::SeqCst);
    }
}

/// From now on a panic first gives the terminal back, then writes a report and says where it is.
/// `contained` tells of the thread that panics whether its panics are expected and dealt with.
pub(super) fn install_hook(contained: fn() -> bool) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if contained() {
                return;
            }
            if !OURS.load(Ordering::SeqCst) && !LENT.load(Ordering::SeqCst) {
                return before(info);
            }
            leave();
            finish();
            say(&report::on_panic(info));
            let reader = *READER.lock().unwrap_or_else(PoisonError::into_inner);
            if reader != Some(thread::current().id()) {
                // Work at the side has failed: without it the screen would be a lie.
                std::process::exit(101);
            }
        }));
    });
}

/// Standard error while the screen is ours: libraries and children that write there would write
/// over the text. It is kept aside and said when the terminal is given back.
#[cfg(unix)]
mod stderr {
    use std::fs::File;
    use std::io::{self, IsTerminal as _, Read as _, Seek as _, Write as _};
    use std::os::fd::OwnedFd;
    use std::sync::{Mutex, PoisonError};

    /// The true standard error, and the file that stands in its place.
    static KEPT: Mutex<Option<(OwnedFd, File)>> = Mutex::new(None);
    /// At most so much of it is said in the end, in bytes.
    const SAID: u64 = 64 * 1024;

    pub(super) fn keep() {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.is_some() || !io::stderr().is_terminal() {
            return;
        }
        // Without a file it stays as it is; the reader can redraw the screen.
        let Ok(file) = file() else {
            return;
        };
        let Ok(before) = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stderr(), 3) else {
            return;
        };
        if rustix::stdio::dup2_stderr(&file).is_ok() {
            *kept = Some((before, file));
        }
    }

    /// A file without a name: in memory where the system can, since making one on the disk delays
    /// the first picture.
    fn file() -> io::Result<File> {
        #[cfg(target_os = "linux")]
        {
            let flags = rustix::fs::MemfdFlags::CLOEXEC;
            if let Ok(file) = rustix::fs::memfd_create("glossator-stderr", flags) {
                return Ok(file.into());
            }
        }
        tempfile::tempfile()
    }

    pub(super) fn give_back() {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((before, mut file)) = kept.take() else {
            return;
        };
        let _ = rustix::stdio::dup2_stderr(&before);
        let mut text = Vec::new();
        if file.rewind().is_ok() && file.take(SAID).read_to_end(&mut text).is_ok() {
            let _ = io::stderr().write_all(&text);
        }
    }
}

#[cfg(not(unix))]
mod stderr {
    pub(super) fn keep() {}
    pub(super) fn give_back() {}
}
