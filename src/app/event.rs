//! What can happen to the reader, and what the reader can ask for.
//!
//! Knows both as plain values. Does not know who sends the one or carries out the other.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::key::Key;
use super::list::{Arranged, Arrangement, Dossier, Kind, Order, Row};
use super::mentions::{Inquiry, Report};
use super::taking::Taking;
use crate::corpus::{DocumentId, Renewed};
use crate::library::placing::Placements;
use crate::library::{Change, Entry, History, Journey, Library, RecordId};
use crate::search::{Outcome, Query};

/// The number of a search, by which late answers to earlier ones are told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SearchId(pub u64);

/// What a search through the corpus reports.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Further rows, in the order of the corpus.
    Rows(Vec<Row>),
    /// How many hits there will be.
    Total(Outcome),
    /// It came to its end. There may be more hits than rows.
    Done(Outcome),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A stroke.
    Key(Key),
    /// Text pasted as a whole.
    Paste(String),
    /// The mouse did something at a column and a row.
    Mouse(Mouse, u16, u16),
    /// The terminal has another size: columns and rows.
    Resize(u16, u16),
    /// An entry is on disk.
    Saved(Arc<Entry>),
    /// An entry could not be written; why, in a sentence.
    NotSaved(Arc<Entry>, String),
    /// A way through the history is on disk, with what it does to the library, in order.
    Travelled(Journey, Vec<Change>),
    /// Something asked for could not be done; why, in a sentence.
    Failed(String),
    /// Something asked for was done, in words.
    Done(String),
    /// The whole library is loaded.
    Library(Box<(Library, History)>),
    /// Under which ids documents were known before.
    Renamed(BTreeMap<DocumentId, DocumentId>),
    /// Where the passages of a document stand now that were made in other versions of its text.
    /// First the edition of the corpus in which they do.
    Placed(u64, usize, Arc<Placements>),
    /// A search through the corpus reports.
    Found(SearchId, Found),
    /// Everything dated in the corpus of that edition, in order of time.
    Timeline(u64, Arc<Vec<Row>>),
    /// The documents of the corpus of that edition, in its order.
    Titles(u64, Arc<Vec<Row>>),
    /// The rows of a list of the library or of a tag's page, by the number of the question; whether these are
    /// all, or only those that are seen first.
    Rows(u64, Arc<Vec<Row>>, bool),
    /// What is to be shown of a list, by the number of the question.
    Arranged(u64, Arranged),
    /// Something about mentions was found out.
    Mentions(Report),
    /// The ids of the documents can be recognised in texts now.
    Known,
    /// So many files of the corpus have been looked into, of so many.
    Reading(usize, usize),
    /// So many documents have been indexed, of so many.
    Indexing(usize, usize),
    /// Every document is indexed, as far as can be.
    Indexed,
    /// The files of the corpus have been looked at; what is different now, if anything.
    Corpus(Option<Renewed>),
    /// The reader's own editor gave this text back; None where it was left without saving.
    Edited(Option<String>),
}

/// Something to be carried out.
#[derive(Debug, Clone)]
pub enum Effect {
    /// Write an entry to disk; answered by [`Event::Saved`] or [`Event::NotSaved`].
    Commit(Arc<Entry>),
    /// Move the head of the history; answered by [`Event::Travelled`] or [`Event::Failed`].
    Travel(Journey),
    /// Put text on the clipboard; the second string names it in the message.
    Copy(String, String),
    /// Hand text to the reader's own editor; answered by [`Event::Edited`].
    Edit(String),
    /// Write an export, in the background; the indexes are those of the documents that speak of its
    /// tag, where that is known. Answered by [`Event::Done`] or [`Event::Failed`].
    Take(Box<Taking>, Option<Vec<usize>>),
    /// Work out where passages stand that were made in other versions of their texts; answered by
    /// [`Event::Placed`].
    Place,
    /// Find out under which ids documents were known before; answered by [`Event::Renamed`].
    Rename,
    /// Search the corpus, in the place of any search under way; answered by [`Event::Found`].
    Search(SearchId, Arc<Query>),
    /// Give the search under way up.
    CancelSearch,
    /// Put everything dated in the corpus of this edition in order of time; answered by
    /// [`Event::Timeline`].
    Timeline(u64),
    /// List the documents of the corpus of this edition; answered by [`Event::Titles`].
    Titles(u64),
    /// Make the rows of a list of the library; answered by [`Event::Rows`].
    Rows(u64, Kind),
    /// Make the rows of a tag's page; answered by [`Event::Rows`].
    Page(u64, RecordId, Box<Dossier>, Order),
    /// Work out what is to be shown of these rows, in the place of any such work under way; answered by
    /// [`Event::Arranged`].
    Arrange(u64, Arc<Vec<Row>>, Arrangement),
    /// Find something out about mentions; answered by [`Event::Mentions`].
    Mentions(Inquiry),
    /// Make the ids of the documents ready to be recognised in texts, if that takes a while; answered
    /// by [`Event::Known`].
    Know,
    /// Take these strokes as if they were pressed, each with all that follows from it.
    Press(Vec<Key>),
    /// Draw everything again, whatever the terminal shows.
    Redraw,
    /// Stop until the shell brings the program back.
    Suspend,
    /// Switch the mouse on or off.
    Mouse(bool),
    /// Leave the program.
    Quit,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The wheel turned: down, or up.
    Wheel(bool),
    /// The left button was pressed.
    Press,
    /// The mouse moved with the left button held.
    Drag,
}
