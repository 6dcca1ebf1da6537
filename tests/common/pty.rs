//! A terminal for tests: a pseudo-terminal with an emulator that answers what terminals answer.
//!
//! Knows how to press keys, to wait for words with a limit and never by sleeping, and what the
//! program has switched on. All bytes that the program wrote are kept.

use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// The longest wait for anything; a loaded machine is slow, a hanging program never comes.
const LIMIT: Duration = Duration::from_secs(30);

/// A program in a terminal.
pub(crate) struct Session {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    written: Vec<u8>,
    answered: usize,
    answers: Answers,
}

/// What the terminal answers when it is asked what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answers {
    /// A dark ground, the enhanced keyboard, a terminal of the usual kind.
    All,
    /// A terminal of the usual kind, and nothing else.
    Kind,
    /// Nothing at all.
    None,
}

impl Session {
    /// Starts a program in a terminal of that many columns and rows.
    pub(crate) fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::answering(command, Answers::All, columns, rows)
    }

    /// The same in a terminal that answers so.
    pub(crate) fn answering(
        command: CommandBuilder,
        answers: Answers,
        columns: u16,
        rows: u16,
    ) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let (send, bytes) = channel();
        thread::spawn(move || {
            let mut chunk = [0; 8192];
            while let Ok(read @ 1..) = reader.read(&mut chunk) {
                if send.send(chunk[..read].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            keys: pair.master.take_writer().expect("its input"),
            master: pair.master,
            child,
            bytes,
            screen: emulator(columns, rows),
            written: Vec::new(),
            answered: 0,
            answers,
        }
    }

    /// A reader of that folder, with a home of its own, in a terminal.
    pub(crate) fn reader(home: &Path, corpus: &Path, columns: u16, rows: u16) -> Self {
        Self::start(reader(home, corpus), columns, rows)
    }

    /// Presses keys, as a terminal sends them.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("keys");
        self.keys.flush().expect("keys");
    }

    /// Waits until the screen is as wanted.
    pub(crate) fn wait(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + LIMIT;
        while !wanted(self.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            let received = self.bytes.recv_timeout(left);
            match received {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("never came: {what}\n{}", self.screen.screen().contents())
                }
            }
        }
    }

    /// Waits until something holds that is not on the screen.
    pub(crate) fn wait_until(&mut self, what: &str, holds: impl Fn() -> bool) {
        let end = Instant::now() + LIMIT;
        while !holds() {
            assert!(Instant::now() < end, "never came: {what}\n{}", self.text());
            if let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(50)) {
                self.take(&bytes);
            }
        }
    }

    /// Waits until words stand on the screen.
    pub(crate) fn wait_for(&mut self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    /// Waits until the program has ended, and gives its code.
    pub(crate) fn end(&mut self) -> u32 {
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => panic!("the program does not end"),
            }
        }
        self.child.wait().expect("a code").exit_code()
    }

    /// Makes the terminal another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.resize(size).expect("another size");
        let screen = self.screen.screen_mut();
        screen.set_size(cells(rows), cells(columns));
    }

    /// The process.
    pub(crate) fn process(&self) -> rustix::process::Pid {
        let id = self.child.process_id().expect("it runs");
        let id = i32::try_from(id).expect("a process number");
        rustix::process::Pid::from_raw(id).expect("a process number")
    }

    /// Sends a signal.
    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(self.process(), signal).expect("a signal");
    }

    /// The screen.
    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// What the screen shows.
    pub(crate) fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Everything that the program wrote.
    pub(crate) fn written(&self) -> &[u8] {
        &self.written
    }

    /// Fails unless the terminal is as it was before the program came.
    pub(crate) fn assert_restored(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "still on the other screen");
        assert!(!screen.bracketed_paste(), "paste is still bracketed");
        assert!(!screen.hide_cursor(), "the cursor is still hidden");
        let mouse = screen.mouse_protocol_mode();
        assert_eq!(mouse, vt100::MouseProtocolMode::None, "the mouse is on");
        let text = String::from_utf8_lossy(&self.written);
        let (pushed, popped) = (text.matches("\x1b[>1u"), text.matches("\x1b[<u"));
        assert_eq!(pushed.count(), popped.count(), "the keyboard is changed");
    }

    /// Takes bytes in and answers the questions among them.
    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.written.extend_from_slice(bytes);
        // The question that closes a row of questions.
        let asked = count(&self.written, b"\x1b[c");
        while self.answered < asked {
            self.answered += 1;
            match self.answers {
                Answers::All => self.press("\x1b]11;rgb:1a1a/1a1a/1a1a\x1b\\\x1b[?0u\x1b[?62;22c"),
                Answers::Kind => self.press("\x1b[?62;22c"),
                Answers::None => {}
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // A test that failed leaves nothing running.
        let _ = self.child.kill();
    }
}

/// The command that reads that folder, with a home of its own.
pub(crate) fn reader(home: &Path, corpus: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_glossator"));
    command.arg(corpus);
    at_home(&mut command, home);
    command
}

/// Gives a command surroundings that hold nothing of the user's.
pub(crate) fn at_home(command: &mut CommandBuilder, home: &Path) {
    for name in ["NO_COLOR", "VISUAL", "EDITOR"] {
        command.env_remove(name);
    }
    command.env("HOME", home);
    command.env("XDG_CONFIG_HOME", home.join("config"));
    command.env("XDG_STATE_HOME", home.join("state"));
    command.env("GLOSSATOR_CONFIG", home.join("config"));
    command.env("USER", "tester");
    command.env("TERM", "xterm-256color");
    command.env("COLORTERM", "truecolor");
}

fn emulator(columns: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(cells(rows), cells(columns), 0)
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).expect("at least one cell")
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    bytes
        .windows(wanted.len())
        .filter(|it| *it == wanted)
        .count()
}
