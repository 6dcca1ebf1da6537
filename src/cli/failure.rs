//! Why a command ends without having done what was asked, and the code that tells scripts.

use std::io;

/// A command that did not do its work. The text is a sentence for people: what, where, what to do.
#[derive(Debug)]
pub(super) enum Failure {
    /// What was asked for is not there, or a check found something: code 1.
    NotFound(String),
    /// The command cannot be meant so: code 2.
    Usage(String),
    /// The corpus, the library or a file cannot be used: code 3.
    Unusable(String),
    /// Nobody reads the output any more: ends in silence, code 0.
    ReaderGone,
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "so that `map_err(Failure::unusable)` reads as a sentence"
)]
impl Failure {
    /// The code that the process ends with.
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::ReaderGone => 0,
            Self::NotFound(_) => 1,
            Self::Usage(_) => 2,
            Self::Unusable(_) => 3,
        }
    }

    /// What is said to a person, if anything.
    pub(super) fn message(&self) -> Option<&str> {
        match self {
            Self::NotFound(text) | Self::Usage(text) | Self::Unusable(text) => Some(text),
            Self::ReaderGone => None,
        }
    }

    /// Something is not there.
    pub(super) fn not_found(error: impl ToString) -> Self {
        Self::NotFound(error.to_string())
    }

    /// Something was asked wrongly.
    pub(super) fn usage(error: impl ToString) -> Self {
        Self::Usage(error.to_string())
    }

    /// Something cannot be used.
    pub(super) fn unusable(error: impl ToString) -> Self {
        Self::Unusable(error.to_string())
    }
}

impl From<io::Error> for Failure {
    /// A fault while printing: a closed pipe is silent, all else is said.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Unusable(format!("the output cannot be written: {error}"))
        }
    }
}
