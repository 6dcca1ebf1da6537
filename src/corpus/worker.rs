//! Foreign bytes are read by another process, which may fail without harm to this one.
//!
//! Knows how the same program is started as a worker, how long it may take and how much it may
//! say, and how its words become a document. What was read stays when a bound is met, and a
//! warning says what is missing. Does not know formats: the worker calls their readers.

mod child;
mod message;

use std::ffi::{OsStr, OsString};
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::document::Format;
use super::format::pdf::{Page, layout};
use super::format::{ReadError, Task};
use super::raw::RawDocument;
use message::Message;

pub use child::serve;

/// The first argument that makes the program a worker.
pub const ARGUMENT: &str = "__extract";

/// Bytes of memory a worker may use.
const MEMORY: u64 = 1024 * 1024 * 1024;
/// Bytes a worker may say.
const OUTPUT: usize = 64 * 1024 * 1024;
/// Time a worker may take for a file of any size, and for each mebibyte of it.
const TIME: Duration = Duration::from_secs(10);
const TIME_PER_MEBIBYTE: Duration = Duration::from_secs(1);
/// Time a worker may take at most.
const MOST_TIME: Duration = Duration::from_mins(1);
/// Time that one page may take.
const PAGE_TIME: Duration = Duration::from_secs(4);
/// How often a worker is started again behind a page that it could not read.
const ATTEMPTS: usize = 3;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Names the program that is started as a worker. The program itself does so at its start; others
/// that use the library name it before they open what needs a worker. Only the first call counts.
pub fn use_program(path: PathBuf) {
    let _ = PROGRAM.set(path);
}

/// The program to start: the one named, or this one if it is called as Glossator is.
fn program() -> Option<PathBuf> {
    if let Some(path) = PROGRAM.get() {
        return Some(path.clone());
    }
    let this = std::env::current_exe().ok()?;
    (this.file_stem() == Some(OsStr::new("glossator"))).then_some(this)
}

/// If the arguments (the first is the program's name) ask for a worker, serves as one and gives
/// the code to end with. Else makes this program the one that is started as a worker.
pub fn served(arguments: &[OsString]) -> Option<ExitCode> {
    if arguments.get(1).is_none_or(|argument| argument != ARGUMENT) {
        if let Ok(this) = std::env::current_exe() {
            use_program(this);
        }
        return None;
    }
    let words: Vec<String> = arguments
        .iter()
        .skip(2)
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    Some(child::run(&words))
}

/// Reads bytes in a worker.
pub(crate) fn read(task: Task<'_>, bytes: &[u8]) -> Result<RawDocument, ReadError> {
    let Some(program) = program() else {
        return Err(ReadError::Damaged(format!(
            "files of the format {} are read by a process of their own, and none can be started here; open the file with the program glossator",
            task.format.name()
        )));
    };
    let size = u32::try_from(bytes.len() / (1024 * 1024)).unwrap_or(u32::MAX);
    let time = (TIME + TIME_PER_MEBIBYTE.saturating_mul(size)).min(MOST_TIME);
    let mut reading = Reading {
        document: RawDocument {
            format: task.format,
            encoding: "UTF-8".to_owned(),
            meta: super::document::Meta::default(),
            blocks: Vec::new(),
            warnings: Vec::new(),
        },
        pages: Vec::new(),
        page: 0,
        finished: 0,
        begun: false,
        error: None,
    };
    let deadline = Instant::now() + time;
    for attempted in 1..=ATTEMPTS {
        let from = if reading.page > 0 {
            reading.page + 1
        } else {
            0
        };
        let end = attempt(&program, task, from, bytes, deadline, &mut reading)?;
        if end == End::Complete {
            break;
        }
        let why = end.reason();
        if reading.page == 0 {
            if reading.document.blocks.is_empty() {
                return Err(ReadError::Damaged(format!(
                    "the file could not be read: {why}"
                )));
            }
            reading
                .document
                .warnings
                .push(format!("the file could not be read to its end: {why}"));
            break;
        }
        reading
            .document
            .warnings
            .push(format!("page {} could not be read: {why}", reading.page));
        if attempted == ATTEMPTS || Instant::now() >= deadline {
            reading
                .document
                .warnings
                .push(format!("what follows page {} is missing", reading.page));
            break;
        }
    }
    match reading.error {
        Some(error) => Err(ReadError::Damaged(error)),
        None => finish(reading),
    }
}

/// The document, with pages laid out as blocks.
fn finish(reading: Reading) -> Result<RawDocument, ReadError> {
    let mut document = reading.document;
    if document.format != Format::Pdf {
        return Ok(document);
    }
    document.blocks = layout::blocks(&reading.pages);
    if document.blocks.is_empty() {
        let pictures = reading.pages.iter().any(|page| page.pictures);
        return Err(ReadError::Damaged(if pictures {
            "the document holds pictures of pages and no text; let a program for text recognition add a text layer to it".to_owned()
        } else {
            "the document holds no text".to_owned()
        }));
    }
    let scanned: Vec<String> = reading
        .pages
        .iter()
        .filter(|page| page.lines.is_empty() && page.pictures)
        .map(|page| page.number.to_string())
        .collect();
    if !scanned.is_empty() {
        let more = if scanned.len() > 12 { " and more" } else { "" };
        let listed = scanned
            .iter()
            .take(12)
            .cloned()
            .collect::<Vec<_>>()
            .join(", ");
        document.warnings.push(format!(
            "pages that are only pictures, without text: {listed}{more}"
        ));
    }
    Ok(document)
}

/// What came from the workers so far.
struct Reading {
    document: RawDocument,
    /// The pages read, in formats that give pages.
    pages: Vec<Page>,
    /// The page that was begun last; 0 in formats without pages.
    page: u32,
    /// The page that was read last.
    finished: u32,
    begun: bool,
    error: Option<String>,
}

impl Reading {
    /// Takes in one message; tells whether it was the last.
    fn take(&mut self, message: Message) -> bool {
        match message {
            Message::Document { encoding, meta } if !self.begun => {
                self.begun = true;
                self.document.encoding = encoding;
                self.document.meta = *meta;
            }
            Message::Document { .. } => {}
            Message::Begin(page) => self.page = page,
            Message::Page(page) => {
                self.finished = page.number;
                self.pages.push(*page);
            }
            Message::Block(block) => self.document.blocks.push(*block),
            Message::Warning(warning) => {
                if !self.document.warnings.contains(&warning) {
                    self.document.warnings.push(warning);
                }
            }
            Message::Error(error) => {
                self.error = Some(error);
                return true;
            }
            Message::Done => return true,
        }
        false
    }
}

/// How a worker came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Complete,
    Time,
    Output,
    Memory,
    Failure,
}

impl End {
    fn reason(self) -> &'static str {
        match self {
            Self::Complete => "it was read",
            Self::Time => "time limit",
            Self::Output => "it gives more text than is read of one file",
            Self::Memory => "memory limit",
            Self::Failure => "its structure is damaged beyond what can be followed",
        }
    }
}

/// What the thread that listens to a worker hears.
enum Heard {
    Message(Message),
    TooMuch,
    Closed,
}

/// Starts a worker and listens to it until it ends or the deadline comes.
fn attempt(
    program: &PathBuf,
    task: Task<'_>,
    from: u32,
    bytes: &[u8],
    deadline: Instant,
    reading: &mut Reading,
) -> Result<End, ReadError> {
    let mut child = start(program, task, from).map_err(|error| {
        ReadError::Damaged(format!(
            "the process that reads this format could not be started: {error}"
        ))
    })?;
    let (sender, receiver) = channel();
    let end = thread::scope(|scope| {
        if let Some(mut input) = child.stdin.take() {
            // A worker that ends early closes the pipe; its end is heard on the other side.
            scope.spawn(move || input.write_all(bytes));
        }
        if let Some(output) = child.stdout.take() {
            scope.spawn(move || listen(output, &sender));
        }
        let end = gather(&receiver, deadline, reading);
        if end != Some(End::Complete) && end.is_some() {
            let _ = child.kill();
        }
        end
    });
    let status = child.wait();
    Ok(end.unwrap_or_else(|| ended(status.ok())))
}

fn start(program: &PathBuf, task: Task<'_>, from: u32) -> std::io::Result<Child> {
    let mut command = Command::new(program);
    command
        .arg(ARGUMENT)
        .arg(task.format.name())
        .arg(from.to_string())
        .arg(task.encoding.unwrap_or(""))
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command.spawn()
}

/// Gathers messages until the last one; None if the worker fell silent before it.
fn gather(receiver: &Receiver<Heard>, deadline: Instant, reading: &mut Reading) -> Option<End> {
    let mut patience = Instant::now() + PAGE_TIME;
    loop {
        let until = if reading.page > 0 {
            deadline.min(patience)
        } else {
            deadline
        };
        let left = until.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left) {
            Ok(Heard::Message(message)) => {
                if reading.take(message) {
                    return Some(End::Complete);
                }
                patience = Instant::now() + PAGE_TIME;
            }
            Ok(Heard::TooMuch) => return Some(End::Output),
            Ok(Heard::Closed) | Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => return Some(End::Time),
        }
    }
}

/// Turns a worker's output into messages, line by line.
fn listen(mut output: impl Read, sender: &Sender<Heard>) {
    let mut line = Vec::new();
    let mut total = 0;
    let mut chunk = vec![0; 64 * 1024];
    loop {
        let count = match output.read(&mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(count) => count,
        };
        total += count;
        if total > OUTPUT {
            let _ = sender.send(Heard::TooMuch);
            return;
        }
        let mut rest = chunk.get(..count).unwrap_or_default();
        while let Some(end) = memchr::memchr(b'\n', rest) {
            line.extend_from_slice(rest.get(..end).unwrap_or_default());
            rest = rest.get(end + 1..).unwrap_or_default();
            if let Ok(message) = serde_json::from_slice(&line)
                && sender.send(Heard::Message(message)).is_err()
            {
                return;
            }
            line.clear();
        }
        line.extend_from_slice(rest);
    }
    let _ = sender.send(Heard::Closed);
}

/// Why a worker ended before it was done.
fn ended(status: Option<ExitStatus>) -> End {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt as _;
        // The allocator aborts (6) where memory ends, the kernel sends 24 (or 9) where time ends.
        match status.and_then(|status| status.signal()) {
            Some(6) => return End::Memory,
            Some(9 | 24) => return End::Time,
            _ => {}
        }
    }
    let _ = status;
    End::Failure
}
