//! Signals: ending and stopping from outside, and a terminal that went away.
//!
//! Knows which signal means what. Its threads sleep until something comes, so that they cost
//! nothing; they do what is to be done themselves, since the loop may be what hangs.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::os::fd::{AsFd as _, OwnedFd};
use std::process;
use std::sync::Once;
use std::sync::atomic::Ordering;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::process::{Signal, getpid, kill_current_process_group, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use super::guard;

/// Starts both threads; once is enough for the life of the program.
pub(super) fn watch() -> io::Result<()> {
    static ONCE: Once = Once::new();
    let mut result = Ok(());
    ONCE.call_once(|| result = begin());
    result
}

fn begin() -> io::Result<()> {
    let signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    thread::Builder::new()
        .name("signals".into())
        .spawn(move || heed(signals))?;
    let tty = tty()?;
    thread::Builder::new()
        .name("window".into())
        .spawn(move || wait_for_the_end(&tty))?;
    Ok(())
}

/// Asks to be stopped, as the keyboard does when it is not in raw mode.
pub(super) fn suspend() -> io::Result<()> {
    kill_process(getpid(), Signal::TSTP).map_err(Into::into)
}

/// Wakes the loop, which waits for the terminal and would not see otherwise that there is news.
pub(super) fn wake() {
    // A program that ends hears it no more, which is no fault.
    let _ = kill_process(getpid(), Signal::WINCH);
}

/// Does what each signal asks for.
fn heed(mut signals: Signals) {
    // While the program is stopped, nobody else may write.
    let mut held = None;
    for signal in signals.forever() {
        let lent = guard::LENT.load(Ordering::SeqCst);
        match signal {
            // Keys and stops that are the business of the program which has the terminal now.
            SIGINT | SIGQUIT | SIGCONT if lent => {}
            SIGTSTP if lent => {
                // It stops with the others of its group, and has left nothing switched on.
                let _ = kill_process(getpid(), Signal::STOP);
            }
            SIGTSTP => {
                held = guard::leave_and_hold();
                // The whole group, so that a program that started this one stops too.
                let _ = kill_current_process_group(Signal::STOP);
            }
            SIGCONT => {
                if let Some(lock) = held.take().or_else(guard::patient_lock)
                    && guard::switch_on(lock).is_ok()
                {
                    // The loop then draws everything in the size that is now.
                    wake();
                }
            }
            ending => {
                let lock = guard::leave_and_hold();
                // The lock is never dropped: no frame follows on the normal screen.
                std::mem::forget(lock);
                guard::finish();
                process::exit(128 + ending);
            }
        }
    }
}

/// Ends the program when its terminal is gone without a signal (`nohup`, a killed multiplexer):
/// there is no key any more that could end it.
fn wait_for_the_end(tty: &OwnedFd) {
    loop {
        let mut fds = [PollFd::new(tty, PollFlags::empty())];
        match poll(&mut fds, None) {
            Ok(_) if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR) => {
                guard::finish();
                process::exit(128 + SIGHUP);
            }
            Err(error) if error == rustix::io::Errno::INTR => {}
            // A system that cannot wait so is no reason to end.
            _ => return,
        }
    }
}

/// The terminal that keys come from.
fn tty() -> io::Result<OwnedFd> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        stdin.as_fd().try_clone_to_owned()
    } else {
        File::open("/dev/tty").map(Into::into)
    }
}
