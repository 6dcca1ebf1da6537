//! The database: what answers questions about a large library before it is all in memory.
//!
//! Knows a thread of its own, in which sled is opened, kept in step with the journal and closed,
//! so that nobody waits for it and no fault of it spreads: a database that panics, hangs, or does
//! not agree with the journal is set aside and rebuilt. The journal alone decides what is true.

mod contained;
mod key;
mod tables;
mod worker;

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};

use super::folder::Folder;
use super::journal::Mark;
use super::state::State;
use crate::corpus::DocumentId;
use crate::library::{EntryId, Record};
use worker::Worker;

pub use contained::is_contained;
pub(super) use tables::{Fault, Tables, Whole};
pub(super) use worker::ask_contained;

/// What the thread can be asked.
#[derive(Debug)]
enum Job {
    /// The journal was written up to here.
    Grown(Mark),
    /// The records of a document, and all tags.
    Document(DocumentId, Sender<Option<(Vec<Record>, Option<EntryId>)>>),
    /// Everything, as it was at that point of the journal.
    Whole(Mark, Sender<std::io::Result<Box<State>>>),
    /// To put everything away and end.
    Close,
}

/// The thread, from outside.
#[derive(Debug)]
pub(super) struct Database {
    jobs: Sender<Job>,
    news: Receiver<String>,
    thread: Option<JoinHandle<()>>,
}

impl Database {
    /// Starts the thread. None where the system gives none: then the journal must do.
    pub(super) fn start(folder: &Folder, end: Mark) -> Option<Self> {
        contained::silence();
        let (jobs, queue) = mpsc::channel();
        let (tell, news) = mpsc::channel();
        let folder = folder.clone();
        let thread = thread::Builder::new()
            .name(contained::THREAD.to_owned())
            .spawn(move || Worker::new(folder, tell).run(&queue, end))
            .ok()?;
        Some(Self {
            jobs,
            news,
            thread: Some(thread),
        })
    }

    /// Says that the journal was written up to a point. Does not wait.
    pub(super) fn grown(&self, end: Mark) {
        // A thread that ended has said why; the journal has everything.
        let _ = self.jobs.send(Job::Grown(end));
    }

    /// The records of a document, and all tags and saved queries. Waits for the database to be
    /// open; None if it cannot be had.
    pub(super) fn document(&self, document: &DocumentId) -> Option<Vec<Record>> {
        self.opening(document).map(|(records, _)| records)
    }

    /// The same, with where the head of the history is.
    pub(super) fn opening(&self, of: &DocumentId) -> Option<(Vec<Record>, Option<EntryId>)> {
        let (answer, wait) = mpsc::channel();
        self.jobs.send(Job::Document(of.clone(), answer)).ok()?;
        wait.recv().ok()?
    }

    /// Asks for everything as it was at a point of the journal; the answer comes when it is there.
    pub(super) fn whole(&self, at: Mark) -> Receiver<std::io::Result<Box<State>>> {
        let (answer, wait) = mpsc::channel();
        let _ = self.jobs.send(Job::Whole(at, answer));
        wait
    }

    /// What the thread had to tell since it was last asked, in sentences.
    pub(super) fn news(&self) -> Vec<String> {
        self.news.try_iter().collect()
    }
}

impl Database {
    /// Waits until everything is put away; what there was to tell.
    pub(super) fn close(mut self) -> Vec<String> {
        self.end();
        self.news()
    }

    fn end(&mut self) {
        let _ = self.jobs.send(Job::Close);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.end();
    }
}
