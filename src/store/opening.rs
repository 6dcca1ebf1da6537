//! The opening: what is needed for the first picture of a large library, left by the last session.
//!
//! Knows the records of the document last read, all tags, and up to which line of the journal
//! they are true; what was written after that is added from the journal. A cache: one that is
//! missing, damaged or of another document is done without.

use std::io;

use serde::{Deserialize, Serialize};

use super::folder::{Folder, replace};
use super::journal::{self, Mark};
use super::line::Event;
use crate::corpus::DocumentId;
use crate::library::{
    Annotation, Correction, EntryId, Library, Link, Record, Rejection, SavedQuery, Tag,
};

/// The form of the file; another one is not read.
const FORMAT: u32 = 3;
/// If more was written since, the database is asked instead.
const MOST_SINCE: u64 = 1 << 20;

#[derive(Serialize, Deserialize)]
struct File {
    format: u32,
    mark: Mark,
    /// The checksum of the journal's last bytes before the mark. The last line is not read for it:
    /// an import is one line, as long as all that came in.
    tail: u32,
    head: Option<EntryId>,
    document: DocumentId,
    records: Records,
}

/// Records, each kind for itself: a list of any records is read through a copy of each, which
/// takes twice the time.
#[derive(Default, Serialize, Deserialize)]
struct Records {
    tags: Vec<Tag>,
    queries: Vec<SavedQuery>,
    annotations: Vec<Annotation>,
    links: Vec<Link>,
    rejections: Vec<Rejection>,
    corrections: Vec<Correction>,
}

impl Records {
    /// What the picture of a document needs.
    fn of(library: &Library, document: &DocumentId) -> Self {
        Self {
            tags: library.tags().map(|it| (**it).clone()).collect(),
            queries: library
                .queries()
                .into_iter()
                .map(|it| (**it).clone())
                .collect(),
            annotations: library
                .annotations_in(document)
                .map(|it| (**it).clone())
                .collect(),
            links: library
                .links_in(document)
                .map(|(_, it)| (**it).clone())
                .collect(),
            rejections: library
                .rejections_in(document)
                .map(|it| (**it).clone())
                .collect(),
            corrections: library
                .corrections_of(document)
                .map(|it| (**it).clone())
                .collect(),
        }
    }

    fn library(self) -> Library {
        let tags = self.tags.into_iter().map(Record::from);
        let records = tags
            .chain(self.queries.into_iter().map(Record::from))
            .chain(self.annotations.into_iter().map(Record::from))
            .chain(self.links.into_iter().map(Record::from))
            .chain(self.rejections.into_iter().map(Record::from))
            .chain(self.corrections.into_iter().map(Record::from));
        Library::of(records)
    }
}

/// What was left, brought up to date.
pub(super) struct Left {
    pub(super) library: Library,
    pub(super) head: Option<EntryId>,
    /// The journal's end.
    pub(super) end: Mark,
}

/// Leaves what the first picture of a document needs.
pub(super) fn save(
    folder: &Folder,
    mark: Mark,
    head: Option<EntryId>,
    library: &Library,
    document: &DocumentId,
) -> io::Result<()> {
    let file = File {
        format: FORMAT,
        mark,
        tail: journal::tail(&folder.journal(), mark)?,
        head,
        document: document.clone(),
        records: Records::of(library, document),
    };
    replace(
        &folder.opening(),
        &serde_json::to_vec(&file).map_err(io::Error::other)?,
    )
}

/// What was left for a document, with what the journal got since.
pub(super) fn load(folder: &Folder, document: &DocumentId) -> Option<Left> {
    let bytes = std::fs::read(folder.opening()).ok()?;
    let file: File = serde_json::from_slice(&bytes).ok()?;
    let journal = folder.journal();
    let since = std::fs::metadata(&journal)
        .ok()?
        .len()
        .checked_sub(file.mark.bytes)?;
    let fits = file.format == FORMAT && file.document == *document && since <= MOST_SINCE;
    if !fits || journal::tail(&journal, file.mark).ok()? != file.tail {
        return None;
    }
    let mut library = file.records.library();
    let mut head = file.head;
    let mut moved = false;
    let reading = journal::read(&journal, file.mark, u64::MAX, |line, _, _| {
        match line.event {
            Some(Event::Entry(entry)) => {
                library.apply(&entry.changes);
                head = Some(entry.id);
            }
            // What a movement undoes is not at hand.
            Some(Event::Head(_)) => moved = true,
            _ => {}
        }
    })
    .ok()?;
    let clean = reading.tail.is_empty() && reading.damaged.is_empty() && !reading.no_line_feed;
    (clean && !moved).then_some(Left {
        library,
        head,
        end: reading.end,
    })
}
