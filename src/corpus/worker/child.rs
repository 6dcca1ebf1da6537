//! The worker's side: bound itself, read from standard input, say what was found.
//!
//! Knows the bounds that the system can hold it to, and which reader serves which format. Says
//! blocks as they come, so that what was read stays when it is ended.

use std::io::{BufWriter, Read, Write};
use std::process::ExitCode;
use std::thread;

use super::message::Message;
use crate::corpus::document::Format;
use crate::corpus::format::archive::Bounds;
use crate::corpus::format::{self, Task};
use crate::corpus::raw::RawDocument;

/// Bytes of stack for the thread that reads.
const STACK: usize = 64 * 1024 * 1024;

/// Serves as a worker of this process; the words say what to do. Gives the code to end with.
pub(super) fn run(words: &[String]) -> ExitCode {
    bound();
    let words = words.to_vec();
    let reader = thread::Builder::new().stack_size(STACK).spawn(move || {
        let stdin = std::io::stdin();
        let stdout = std::io::stdout();
        serve(&words, stdin.lock(), stdout.lock())
    });
    match reader.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Bounds memory and processor time; the parent bounds all else.
fn bound() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = |most: u64| Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        // Where the system refuses a bound, the parent's bound on time still holds.
        let _ = setrlimit(Resource::As, limit(super::MEMORY));
        let _ = setrlimit(Resource::Cpu, limit(super::MOST_TIME.as_secs() + 1));
        let _ = setrlimit(Resource::Core, limit(0));
    }
}

/// Reads `input` as the words say (format, first page, encoding) and writes messages to `output`.
///
/// Errors are those of `output`; what is wrong with the document is a message.
pub fn serve(words: &[String], mut input: impl Read, output: impl Write) -> std::io::Result<()> {
    let mut output = BufWriter::with_capacity(64 * 1024, output);
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    let word = |index: usize| {
        words
            .get(index)
            .map(String::as_str)
            .filter(|word| !word.is_empty())
    };
    let Some(kind) = word(0).and_then(named) else {
        return say(
            &mut output,
            &Message::Error("the worker does not know this format".to_owned()),
        );
    };
    let task = Task {
        format: kind,
        encoding: word(2),
    };
    if kind == Format::Pdf {
        return serve_pages(
            &mut output,
            bytes,
            word(1).and_then(|from| from.parse().ok()).unwrap_or(0),
        );
    }
    match format::read_here(task, &bytes, Bounds::WORKER) {
        Ok(document) => say_document(&mut output, document),
        Err(error) => say(&mut output, &Message::Error(error.to_string())),
    }
}

/// Reads pages and says each when it is read, so that it stays when a later one cannot be read.
#[cfg(feature = "pdf")]
fn serve_pages(output: &mut impl Write, bytes: Vec<u8>, from: u32) -> std::io::Result<()> {
    use crate::corpus::format::pdf::glyphs::{self, Part};
    let outcome = glyphs::read(bytes, from, &mut |part| {
        let message = match part {
            Part::Meta(meta) => Message::Document {
                encoding: "UTF-8".to_owned(),
                meta: Box::new(meta),
            },
            Part::Begin(page) => Message::Begin(page),
            Part::Page(page) => Message::Page(Box::new(page)),
            Part::Warning(warning) => Message::Warning(warning),
        };
        say(output, &message)?;
        output.flush()
    });
    match outcome {
        Ok(Ok(())) => say(output, &Message::Done),
        Ok(Err(error)) => Err(error),
        Err(error) => say(output, &Message::Error(error)),
    }
}

/// This program was built without the reader of pages.
#[cfg(not(feature = "pdf"))]
fn serve_pages(output: &mut impl Write, _: Vec<u8>, _: u32) -> std::io::Result<()> {
    let error = format::ReadError::Unsupported {
        format: Format::Pdf,
    };
    say(output, &Message::Error(error.to_string()))
}

fn say_document(output: &mut impl Write, document: RawDocument) -> std::io::Result<()> {
    say(
        output,
        &Message::Document {
            encoding: document.encoding,
            meta: Box::new(document.meta),
        },
    )?;
    for warning in document.warnings {
        say(output, &Message::Warning(warning))?;
    }
    for block in document.blocks {
        say(output, &Message::Block(Box::new(block)))?;
    }
    say(output, &Message::Done)
}

fn say(output: &mut impl Write, message: &Message) -> std::io::Result<()> {
    serde_json::to_writer(&mut *output, message)?;
    output.write_all(b"\n")
}

/// The format of that name.
fn named(name: &str) -> Option<Format> {
    [
        Format::Text,
        Format::Markdown,
        Format::Html,
        Format::Epub,
        Format::Pdf,
        Format::Docx,
        Format::Odt,
        Format::Rtf,
        Format::Email,
    ]
    .into_iter()
    .find(|format| format.name() == name)
}
