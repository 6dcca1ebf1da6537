//! The state of the reader: everything that decides what is on screen.
//!
//! Knows the open document, the panels, what is typed so far and what was said last. Changed only
//! by `update`; drawn by `ui`, which only reads it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::action::{Action, Needs, Where};
use super::cursor::{self, Unit};
use super::event::SearchId;
use super::key::Key;
use super::keymap::Keymap;
use super::left::Left;
use super::lesson::Lesson;
use super::list::{Group, Kind, ListView};
use super::marks::{Marks, Standings};
use super::mentions::{Stamp, Tallies};
use super::overlay::Overlay;
use super::overlay::link::LinkStart;
use super::page;
use super::panes::{self, Panes, Wish};
use super::portal::Portal;
use super::reading::Reading;
use super::references::wants_ids;
use super::taking::{Habit, Home};
use super::trail::{Stop, Trail};
use crate::corpus::structure::references::Known;
use crate::corpus::{Corpus, DocumentId};
use crate::library::placing::Part;
use crate::library::{Author, History, Library, RecordId, TagPath};
use crate::passage::{address, byte_of, code_point_of};

/// Which panel the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The list of documents.
    Documents,
    /// The outline.
    Outline,
    /// The text.
    Text,
    /// The list in the place of the text.
    List,
}

/// A list's place: the chosen row and the first one on screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place {
    /// The chosen row.
    pub chosen: usize,
    /// The first row on screen.
    pub first: usize,
}

impl Place {
    /// Moves the choice by rows, within a list of `len`, and keeps it on a screen of `height` rows.
    pub fn shift(&mut self, by: isize, len: usize, height: usize) {
        let last = len.saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(by).min(last);
        self.show(len, height);
    }

    /// Brings the choice on a screen of `height` rows, a third down if it was not on it.
    pub fn follow(&mut self, len: usize, height: usize) {
        let on_screen = self.first..self.first + height;
        if !on_screen.contains(&self.chosen) {
            self.first = self.chosen.saturating_sub(height / 3);
        }
        self.show(len, height);
    }

    /// Keeps the choice within the list and on a screen of `height` rows.
    pub fn show(&mut self, len: usize, height: usize) {
        let height = height.max(1);
        self.chosen = self.chosen.min(len.saturating_sub(1));
        if self.chosen < self.first {
            self.first = self.chosen;
        } else if self.chosen >= self.first + height {
            self.first = self.chosen + 1 - height;
        }
        self.first = self.first.min(len.saturating_sub(height));
    }
}

/// How a message is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done or is so.
    Plain,
    /// Something could not be done.
    Warning,
}

/// The last word of the status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What is said.
    pub text: String,
    /// How it is meant.
    pub tone: Tone,
}

/// A stroke that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaiting {
    /// The letter of a mark to set.
    SetMark,
    /// The letter of a mark to go to.
    GoMark,
    /// The digit of a quick tag.
    QuickTag,
}

/// Everything that decides what is on screen.
#[derive(Debug, Clone)]
pub struct State {
    /// The documents.
    pub corpus: Arc<Corpus>,
    /// The documents as they were read, without the reader's corrections.
    pub source: Arc<Corpus>,
    /// What is wrong with corrections of documents, by index.
    pub(super) misfits: BTreeMap<usize, String>,
    /// The open document; None in an empty corpus.
    pub reading: Option<Reading>,
    /// The document that stands beside it, if there is one.
    pub beside: Option<Reading>,
    /// What others say of the current paragraph, where that stands beside the text.
    pub portal: Option<Portal>,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// What the reader wants to see.
    pub wish: Wish,
    /// The panel that has the keys.
    pub focus: Focus,
    /// The place in the list of documents.
    pub documents: Place,
    /// The place in the outline, in rows of it.
    pub outline: Place,
    /// The keys.
    pub keymap: Arc<Keymap>,
    /// Strokes typed that do not make an action yet.
    pub typed: Vec<Key>,
    /// The count typed before an action.
    pub count: Option<usize>,
    /// A stroke that is waited for.
    pub awaiting: Option<Awaiting>,
    /// Jumps, and the way back.
    pub trail: Trail,
    /// Marks by document (none for those that hold in all) and letter.
    pub marks: BTreeMap<(Option<usize>, char), Stop>,
    /// The last word of the status line.
    pub message: Option<Message>,
    /// The name of the theme that the screen is drawn in.
    pub theme: String,
    /// The theme that was drawn before others were looked at.
    pub theme_before: Option<String>,
    /// The names of all themes that can be chosen.
    pub themes: Arc<[String]>,
    /// The mouse works; off, the terminal's own selection does.
    pub mouse: bool,
    /// The byte of the text at which the mouse was pressed last.
    pub pressed: Option<usize>,
    /// Who makes the annotations.
    pub author: Author,
    /// What the reader made of the corpus.
    pub library: Library,
    /// What was done, and can be undone.
    pub history: History,
    /// Why nothing can be saved, where that is so.
    pub read_only: Option<String>,
    /// What lies over the panels.
    pub overlay: Option<Overlay>,
    /// The lesson that is under way.
    pub lesson: Option<Lesson>,
    /// The strokes recorded so far, while they are recorded.
    pub recording: Option<Vec<Key>>,
    /// The strokes that were recorded last.
    pub recorded: Vec<Key>,
    /// Both texts scroll together.
    pub together: bool,
    /// Where a link was started.
    pub link_from: Option<LinkStart>,
    /// The stroke that would go on to the next after a decision, which has gone on by itself: pressed
    /// right after it, it stays.
    pub(super) gone_on: Option<Action>,
    /// What the decision under way says when it is saved.
    pub(super) deciding: Option<String>,
    /// Esc was pressed to let the start of the link go: pressed again, it does.
    pub letting_go: bool,
    /// The tags put last, for putting them again.
    pub last_tags: Vec<TagPath>,
    /// The tags that digits stand for, by path.
    pub quick: BTreeMap<char, String>,
    /// What was chosen for the last export.
    pub habit: Habit,
    /// Where exports go if nothing else is said.
    pub taking_home: Home,
    /// Where passages stand that were made in other versions of their texts.
    pub standings: Standings,
    /// A passage that the reader is finding another place for.
    pub seeking: Option<(RecordId, Part)>,
    /// The list in the place of the text, if one is open.
    pub list: Option<ListView>,
    /// The list that was left last.
    pub aside: Option<ListView>,
    /// How often corrections put another corpus in the place of the one that was opened: answers
    /// about an earlier edition come too late.
    pub edition: u64,
    /// How many of the files have been looked into, and how many there are, while that goes on.
    pub looked_into: Option<(usize, usize)>,
    /// How many documents have been indexed, of how many, while that goes on.
    pub indexed: Option<(usize, usize)>,
    /// The ids by which texts refer to documents; made when they are asked for first.
    pub(super) known: Arc<OnceLock<Known>>,
    /// The number of the last search through the corpus.
    pub search_id: SearchId,
    /// How often the library, or where its passages stand, has changed.
    pub(super) changes: u64,
    /// For what the mentions in the open document were asked last.
    pub(super) spoken: Option<Stamp>,
    /// The number of the last question about mentions.
    pub(super) inquiry: u64,
    /// How many mentions each tag has.
    pub tallies: Tallies,
    /// The form that was added last and is being counted: its tag's path and its pattern.
    pub(super) bringing: Option<(String, String)>,
    /// The tag that got a form last.
    pub last_form: Option<RecordId>,
    /// Notes that were being written when a session was cut off, by the name of their subject.
    pub drafts: BTreeMap<String, String>,
    /// How other documents were left, by index.
    pub places: BTreeMap<usize, Left>,
}

impl State {
    /// A reader over a corpus, at its first document, for a terminal of `size` columns and rows.
    pub fn new(corpus: Arc<Corpus>, keymap: Arc<Keymap>, size: (u16, u16)) -> Self {
        let mut state = Self::at(0, corpus, keymap, size);
        state.lay_out(true);
        state
    }

    /// The same, at the document of an index; no other one is read. It is not laid out yet: the
    /// first thing that happens does that, in the place and the width that are then wanted.
    pub fn at(index: usize, corpus: Arc<Corpus>, keymap: Arc<Keymap>, size: (u16, u16)) -> Self {
        let mut state = Self {
            source: Arc::clone(&corpus),
            misfits: BTreeMap::new(),
            reading: None,
            beside: None,
            portal: None,
            size,
            wish: Wish {
                documents: u16::try_from(corpus.len()).unwrap_or(u16::MAX),
                ..Wish::default()
            },
            focus: Focus::Text,
            documents: Place::default(),
            outline: Place::default(),
            keymap,
            typed: Vec::new(),
            count: None,
            awaiting: None,
            trail: Trail::default(),
            marks: BTreeMap::new(),
            message: None,
            theme: String::new(),
            theme_before: None,
            themes: Arc::from([]),
            mouse: false,
            pressed: None,
            author: Author::here(),
            library: Library::default(),
            history: History::default(),
            read_only: None,
            overlay: None,
            lesson: None,
            recording: None,
            recorded: Vec::new(),
            together: false,
            link_from: None,
            gone_on: None,
            deciding: None,
            letting_go: false,
            last_tags: Vec::new(),
            quick: BTreeMap::new(),
            habit: Habit::default(),
            taking_home: Home::default(),
            standings: Standings::default(),
            seeking: None,
            list: None,
            aside: None,
            edition: 0,
            looked_into: None,
            indexed: None,
            known: Arc::default(),
            search_id: SearchId::default(),
            changes: 0,
            spoken: None,
            inquiry: 0,
            tallies: Tallies::default(),
            bringing: None,
            last_form: None,
            drafts: BTreeMap::new(),
            places: BTreeMap::new(),
            corpus,
        };
        state.open(index);
        state
    }

    /// Takes a library in, as it was found on disk.
    pub fn take_library(&mut self, library: Library, history: History) {
        self.library = library;
        self.history = history;
        self.correct_all();
        self.mark_anew();
    }

    /// Works out anew what the library holds on the open document.
    pub(super) fn mark_anew(&mut self) {
        self.changes += 1;
        self.portal = None;
        if let Some(beside) = &mut self.beside {
            beside.here = None;
            beside.marks = Marks::of(
                beside.index,
                &beside.document,
                &self.library,
                &self.standings,
            );
        }
        if let Some(reading) = &mut self.reading {
            reading.here = None;
            reading.marks = Marks::of(
                reading.index,
                &reading.document,
                &self.library,
                &self.standings,
            );
            if reading.map.field_rows() > 0 {
                reading.map_anew(&self.library);
            }
        }
    }

    /// How every document was left, the open one included, by index.
    pub fn all_places(&self) -> BTreeMap<usize, Left> {
        let mut places = self.places.clone();
        if let Some(reading) = &self.reading {
            places.insert(reading.index, reading.noted().left());
        }
        places
    }

    /// The marks that hold in all documents: letter, document index, code points.
    pub fn global_marks(&self) -> impl Iterator<Item = (char, usize, usize)> + '_ {
        self.marks.iter().filter_map(|((document, letter), stop)| {
            let text = &self.corpus.document(stop.document)?.text;
            let at = code_point_of(text, stop.range.start);
            document.is_none().then_some((*letter, stop.document, at))
        })
    }

    /// Puts a mark that holds in all documents back where it was.
    pub fn recall_mark(&mut self, letter: char, document: &DocumentId, at: usize) {
        let Some(index) = self.corpus.index_of(document) else {
            return;
        };
        let Some(document) = self.corpus.document(index) else {
            return;
        };
        let byte = byte_of(&document.text, at);
        let range = cursor::at(&document, byte, Unit::Sentence).unwrap_or(byte..byte);
        let stop = Stop {
            document: index,
            range,
        };
        self.marks.insert((None, letter), stop);
    }

    /// Scrolls to the current passage, if the screen does not show its beginning.
    pub fn show_passage(&mut self) {
        let (width, height) = self.page_size();
        let Some(reading) = &mut self.reading else {
            return;
        };
        let at = reading.cursor.range.start;
        let shows = |row: &page::Row| {
            row.range()
                .is_some_and(|it| it.start <= at && at < it.end.max(it.start + 1))
        };
        if !reading.rows.iter().any(shows) {
            reading.reveal(width, height);
            self.lay_out(false);
        }
    }

    /// Where the ids of the documents are put when they are ready to be recognised in texts; None
    /// where that needs no work in the background.
    pub fn wanted_ids(&self) -> Option<Arc<OnceLock<Known>>> {
        wants_ids(&self.corpus).then(|| Arc::clone(&self.known))
    }

    /// The panels' places now.
    pub fn panes(&self) -> Panes {
        // A list needs the width more than the left column does, which comes back with the keys.
        let list = self.focus == Focus::List && self.size.0 < panes::LIST_BESIDE;
        let panels = self.wish.panels && !list;
        self.panes_for(Wish {
            panels,
            ..self.wish
        })
    }

    /// The panels' places while the text is read: those that the text is laid out for, whatever list
    /// stands in its place.
    pub(super) fn reading_panes(&self) -> Panes {
        self.panes_for(self.wish)
    }

    fn panes_for(&self, wish: Wish) -> Panes {
        let gutter = self.reading.as_ref().map_or(3, |reading| reading.gutter);
        panes::of(self.size.0, self.size.1, gutter, wish)
    }

    /// Width and height of the page in cells.
    pub fn page_size(&self) -> (u16, u16) {
        let page = self.reading_panes().page;
        (page.width, page.height)
    }

    /// Which keys hold now.
    pub fn place(&self) -> Where {
        match self.focus {
            Focus::Text => Where::Text,
            Focus::Documents => Where::List,
            Focus::Outline => Where::Outline,
            Focus::List => match self.list.as_ref().map(|it| it.kind) {
                Some(Kind::Review) => Where::Review,
                Some(Kind::Mentions) => Where::Mentions,
                Some(Kind::Tags) => Where::Tags,
                Some(Kind::Dossier) => Where::Dossier,
                Some(Kind::Suggestions) => Where::Suggestions,
                Some(Kind::Differences) => Where::Differences,
                _ => Where::List,
            },
        }
    }

    /// Opens the document at an index; tells whether there is one.
    pub fn open(&mut self, index: usize) -> bool {
        let Some(document) = self.corpus.document(index) else {
            return false;
        };
        if let Some(before) = &self.reading {
            self.places.insert(before.index, before.noted().left());
        }
        let mut reading = Reading::new(index, document);
        let beginning = self.corpus.is_beginning(index);
        match self.places.get(&index) {
            Some(left) if beginning => reading.await_the_rest(left),
            Some(left) => reading.take_up(left),
            None => {}
        }
        if beginning {
            self.say("the rest of this file is being read …");
        }
        reading.marks = Marks::of(index, &reading.document, &self.library, &self.standings);
        self.reading = Some(reading);
        self.pressed = None;
        self.documents.chosen = index;
        self.outline = Place::default();
        true
    }

    /// Lays everything on screen out for the present size.
    pub fn lay_out(&mut self, resized: bool) {
        let (width, height) = self.page_size();
        let panes = self.reading_panes();
        if let Some(reading) = &mut self.reading {
            // What stands beside the text takes from its width.
            let resized = resized || reading.laid_out_for() != width;
            reading.lay_out(width, height, resized);
            reading.refer(&self.corpus, &self.known);
            if self.focus != Focus::Outline {
                let block = reading.block() as u32;
                let row = reading.outline.partition_point(|index| *index <= block);
                self.outline.chosen = row.saturating_sub(1);
            }
            let rows = usize::from(panes.outline.height.saturating_sub(1));
            let rows = rows.saturating_sub(reading.map.field_rows());
            if self.focus == Focus::Outline {
                self.outline.show(reading.outline.len(), rows);
            } else {
                self.outline.follow(reading.outline.len(), rows);
            }
        }
        self.look_here();
        self.lay_out_beside(resized);
        let rows = usize::from(panes.documents.height.saturating_sub(1));
        self.documents.show(self.corpus.len(), rows);
        if let Some(view) = &mut self.list {
            let rows = list_rows(panes.text.height).saturating_sub(view.field_rows());
            view.place.show(view.shown.len(), rows);
        }
        let left = matches!(self.focus, Focus::Documents | Focus::Outline);
        if left && panes.documents.width == 0 {
            self.focus = if self.list.is_some() {
                Focus::List
            } else {
                Focus::Text
            };
        }
    }

    /// The passage of the open document where a link was started, if it was started in it.
    pub fn link_start_here(&self) -> Option<std::ops::Range<usize>> {
        self.link_start_in(self.reading.as_ref()?)
    }

    /// The passage of a document where a link was started, if it was started in it.
    pub fn link_start_in(&self, reading: &Reading) -> Option<std::ops::Range<usize>> {
        let start = self.link_from.as_ref()?;
        (start.span.document == reading.document.id).then(|| start.span.range.clone())
    }

    /// The address of the current passage, as a person writes it.
    pub fn address(&self) -> Option<String> {
        let reading = self.reading.as_ref()?;
        Some(address::of(&reading.document, &reading.cursor.range).to_string())
    }

    /// Says something in the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            tone: Tone::Plain,
        });
    }

    /// Says in the status line that something could not be done.
    pub fn warn(&mut self, text: impl Into<String>) {
        self.message = Some(Message {
            text: text.into(),
            tone: Tone::Warning,
        });
    }
}

impl State {
    /// Whether an action can be done here and now; what cannot is not offered.
    pub fn offers(&self, action: Action) -> bool {
        let row = action.row();
        let here = match row.at {
            Where::Anywhere => true,
            Where::List => self.place() != Where::Text,
            at => at == self.place(),
        };
        let here = here && self.list_offers(action);
        let Some(reading) = &self.reading else {
            return here && row.needs == Needs::Nothing;
        };
        here && match row.needs {
            Needs::Nothing | Needs::Document => true,
            Needs::Annotation => reading.marks.on(&reading.cursor.range).next().is_some(),
            Needs::Mention => reading.waiting.on(&reading.cursor.range).next().is_some(),
            Needs::Target => self.here().is_some_and(|here| here.leads),
            Needs::Seeking => self.seeking.is_some(),
            Needs::Draft => !self.drafts.is_empty(),
            Needs::Search => reading.found.is_some(),
            Needs::Past => self.history.undoable().is_some(),
            Needs::Future => self.history.redoable().is_some(),
        }
    }
}

impl State {
    /// Whether the list that has the keys can do what not every list can: sort, mark, remove, keep.
    fn list_offers(&self, action: Action) -> bool {
        let kind = self.list.as_ref().map(|view| view.kind);
        let kind = kind.filter(|_| self.focus == Focus::List);
        match action {
            Action::ListOrder => matches!(
                kind,
                Some(
                    Kind::Annotations
                        | Kind::Links
                        | Kind::Search
                        | Kind::Timeline
                        | Kind::Mentions
                        | Kind::Suggestions
                        | Kind::Differences
                )
            ),
            Action::ListMark | Action::ListMarkAll => {
                matches!(kind, Some(Kind::Annotations | Kind::Links | Kind::Mentions))
            }
            Action::ListGroup => kind.is_some_and(|kind| Group::None.next(kind).is_some()),
            Action::ListRemove => matches!(kind, Some(Kind::Annotations | Kind::Links)),
            Action::KeepQuery => kind == Some(Kind::Search),
            _ => true,
        }
    }
}

/// Rows of a list that stands in a panel of that height: the heading and, with room to spare, a
/// look at the chosen passage take theirs.
pub fn list_rows(height: u16) -> usize {
    let inside = height.saturating_sub(1);
    usize::from(if inside >= 16 {
        inside - inside / 3
    } else {
        inside
    })
}
