//! Tagging, noting and removing: acts on the current passage.
//!
//! Knows which act a stroke means. What an act changes is the library's business; nothing is
//! changed before the disk has it.

use std::sync::Arc;

use crate::app::cursor::{Extending, Unit};
use crate::app::event::Effect;
use crate::app::marks::What;
use crate::app::overlay::menu::Choice;
use crate::app::overlay::note::Subject;
use crate::app::overlay::{Menu, NoteEditor, Overlay, TagPrompt};
use crate::app::state::State;
use crate::library::acts::{self, Act, ActError, By};
use crate::library::{Annotation, Record, RecordId, TagPath, Timestamp};
use crate::passage::{Anchor, Span};

/// Why nothing can be put on a passage that is none.
const NO_WORDS: &str = "There are no words here: j and k go to the next paragraph.";

impl State {
    /// The anchor of the current passage.
    pub(super) fn passage(&self) -> Option<Anchor> {
        let reading = self.reading.as_ref()?;
        Anchor::of(&reading.document, &reading.cursor.range).filter(|it| it.end > it.start)
    }

    /// The reader, now: who makes what is made.
    pub(super) fn by(&self) -> By {
        By {
            author: self.author.clone(),
            time: Timestamp::now(),
        }
    }

    /// Asks for an act to be written down, or says why it cannot be done.
    pub(super) fn perform(&mut self, act: Result<Act, ActError>, by: &By) -> Vec<Effect> {
        if let Some(why) = &self.read_only {
            let why = why.clone();
            self.warn(why);
            return Vec::new();
        }
        match act {
            Ok(act) => vec![Effect::Commit(Arc::new(self.history.sign(act, by)))],
            Err(error) => {
                self.say(error.to_string());
                Vec::new()
            }
        }
    }

    /// Asks for tags.
    pub(super) fn tag(&mut self) {
        if !self.may_ask("Tag the passage") {
            return;
        }
        if self.passage().is_none() {
            self.cannot_ask("Tag the passage", NO_WORDS);
        } else {
            self.overlay = Some(Overlay::Tag(Box::new(TagPrompt::new(
                &self.library,
                &self.last_tags,
            ))));
        }
    }

    /// Whether anything can be saved; says why not.
    pub(super) fn may_write(&mut self) -> bool {
        if let Some(why) = self.read_only.clone() {
            self.warn(why);
            return false;
        }
        let open = self.reading.as_ref().map(|it| it.index);
        if open.is_some_and(|index| self.corpus.is_beginning(index)) {
            self.warn("the rest of this file is still being read: mark and change things when it is whole");
            return false;
        }
        true
    }

    /// Puts tags on the current passage.
    pub(super) fn put_tags(&mut self, tags: &[TagPath]) -> Vec<Effect> {
        let Some(passage) = self.passage() else {
            return Vec::new();
        };
        let by = self.by();
        let act = acts::tag(&self.library, &by, &[passage], tags);
        self.perform(act, &by)
    }

    /// Puts the last tags on the current passage.
    pub(super) fn repeat_tag(&mut self) -> Vec<Effect> {
        if self.last_tags.is_empty() {
            self.say("no tag was put yet: t asks for one");
            return Vec::new();
        }
        self.put_tags(&self.last_tags.clone())
    }

    /// Annotations on the current passage, those that fit it exactly first.
    fn annotations_here(&self) -> Vec<Arc<Annotation>> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let here = &reading.cursor.range;
        let mut found: Vec<_> = reading
            .marks
            .on(here)
            .filter_map(|mark| match &mark.what {
                What::Annotation(it) => Some((mark.range != *here, Arc::clone(it))),
                What::Link(..) => None,
            })
            .collect();
        found.sort_by_key(|(other, _)| *other);
        found.into_iter().map(|(_, it)| it).collect()
    }

    /// Opens the note of the passage for writing: the one that stands on exactly this passage, the
    /// only one that touches it, or a new one; asks where there are several.
    pub(super) fn note(&mut self, elsewhere: bool) -> Vec<Effect> {
        if !self.may_ask("A note on the passage") {
            return Vec::new();
        }
        let Some(passage) = self.passage() else {
            self.cannot_ask("A note on the passage", NO_WORDS);
            return Vec::new();
        };
        let noted: Vec<_> = self
            .annotations_here()
            .into_iter()
            .filter(|it| !it.note.is_empty())
            .collect();
        let exact = noted
            .iter()
            .find(|it| it.target.anchor().quote.exact == passage.quote.exact);
        match (exact, noted.as_slice()) {
            (Some(one), _) => self.edit_note(one.id),
            (None, []) => self.new_note(),
            (None, several) => {
                let mut rows: Vec<(String, Choice)> = several
                    .iter()
                    .map(|it| {
                        (
                            format!("edit: {}", it.note),
                            Choice::EditNote(it.id, elsewhere),
                        )
                    })
                    .collect();
                let new = "a new note on this passage".to_owned();
                rows.push((new, Choice::NewNote(elsewhere)));
                self.overlay = Some(Overlay::Menu(Menu::new("Notes here", rows)));
            }
        }
        self.hand_over(elsewhere)
    }

    /// Opens an editor for a new note on the current passage, whatever notes touch it.
    pub(super) fn new_note(&mut self) {
        let (Some(passage), Some(reading)) = (self.passage(), &self.reading) else {
            return;
        };
        let span = Span::new(reading.document.id.clone(), reading.cursor.range.clone());
        self.write_note(Subject::Passage(span), &passage.quote.exact, "");
    }

    /// Opens the editor, with what was written before and not finished, if there is such.
    fn write_note(&mut self, subject: Subject, words: &str, text: &str) {
        let mut editor = NoteEditor::new(subject, words, text);
        if let Some(draft) = self.drafts.get(&editor.subject.draft_name()) {
            editor.replace(draft);
            self.say("taken up where it was left unfinished");
        }
        self.overlay = Some(Overlay::Note(Box::new(editor)));
    }

    /// Opens the note of an annotation for editing.
    pub(super) fn edit_note(&mut self, id: RecordId) {
        let Some(annotation) = self.library.annotation(id) else {
            return;
        };
        let words = annotation.target.anchor().quote.exact.clone();
        let note = annotation.note.clone();
        self.write_note(Subject::Annotation(id), &words, &note);
    }

    /// Hands the note being written to the reader's own editor, if that is wanted.
    pub(super) fn hand_over(&mut self, wanted: bool) -> Vec<Effect> {
        match &self.overlay {
            Some(Overlay::Note(editor)) if wanted => vec![Effect::Edit(editor.text())],
            _ => Vec::new(),
        }
    }

    /// Takes text back from the reader's own editor, and saves it.
    pub(super) fn edited(&mut self, text: Option<&str>) -> Vec<Effect> {
        if let (Some(Overlay::Note(editor)), Some(text)) = (&mut self.overlay, text) {
            editor.replace(text);
            return self.save_note();
        }
        Vec::new()
    }

    /// Saves the note being written. The editor stays open until the disk has it.
    pub(super) fn save_note(&mut self) -> Vec<Effect> {
        let Some(Overlay::Note(editor)) = &self.overlay else {
            return Vec::new();
        };
        if !editor.changed() {
            self.overlay = None;
            return Vec::new();
        }
        let by = self.by();
        let text = editor.text();
        let act = match &editor.subject {
            Subject::Annotation(id) => acts::edit_note(&self.library, &by, *id, &text),
            Subject::Passage(span) => {
                let document = self.corpus.get(&span.document);
                let anchor = document.and_then(|it| Anchor::of(&it, &span.range));
                match anchor {
                    Some(anchor) => acts::note(&self.library, &by, &anchor, &text),
                    None => Err(ActError::Nothing(
                        "the passage is not in the corpus any more",
                    )),
                }
            }
        };
        match (&act, &mut self.overlay) {
            (Err(ActError::Nothing(_)), overlay) => *overlay = None,
            (Err(error), Some(Overlay::Note(editor))) => editor.error = Some(error.to_string()),
            _ => {}
        }
        self.perform(act, &by)
    }

    /// Removes what stands on the passage; asks which, where there are several.
    pub(super) fn remove(&mut self) -> Vec<Effect> {
        let Some(reading) = &self.reading else {
            return Vec::new();
        };
        let mut rows: Vec<(String, Choice)> = Vec::new();
        for mark in reading.marks.on(&reading.cursor.range) {
            let id = mark.id();
            if !rows.iter().any(|(_, choice)| *choice == Choice::Remove(id)) {
                rows.push((self.describe(&mark.what), Choice::Remove(id)));
            }
        }
        match rows.as_slice() {
            [] => {
                self.say("nothing is annotated here");
                Vec::new()
            }
            [(_, Choice::Remove(id))] => {
                let id = *id;
                self.remove_records(&[id])
            }
            several => {
                let all = several
                    .iter()
                    .filter_map(|(_, choice)| match choice {
                        Choice::Remove(id) => Some(*id),
                        _ => None,
                    })
                    .collect();
                rows.push(("all of them".to_owned(), Choice::RemoveAll(all)));
                self.overlay = Some(Overlay::Menu(Menu::new("Remove", rows)));
                Vec::new()
            }
        }
    }

    /// Removes annotations and links.
    pub(super) fn remove_records(&mut self, ids: &[RecordId]) -> Vec<Effect> {
        let by = self.by();
        let (links, annotations): (Vec<RecordId>, Vec<RecordId>) = ids
            .iter()
            .partition(|id| matches!(self.library.record(**id), Some(Record::Link(_))));
        let act = match (links.as_slice(), annotations.as_slice()) {
            (links, []) => acts::unlink(&self.library, links),
            ([], annotations) => acts::remove(&self.library, annotations),
            (links, annotations) => acts::remove(&self.library, annotations).and_then(|mut act| {
                let more = acts::unlink(&self.library, links)?;
                act.title = format!("{} and {}", act.title, more.title);
                act.changes.extend(more.changes);
                Ok(act)
            }),
        };
        self.perform(act, &by)
    }

    /// A record in a few words, for menus.
    pub(super) fn describe(&self, what: &What) -> String {
        match what {
            What::Annotation(it) => {
                let mut parts = self.library.tag_paths(it).join(", ");
                if !it.note.is_empty() {
                    if !parts.is_empty() {
                        parts.push_str(": ");
                    }
                    parts.push_str(&it.note);
                }
                parts
            }
            What::Link(it, end) => {
                let other = it.end(end.other()).anchor();
                let relation = crate::library::relation::from_end(&it.relation, *end);
                format!("{relation} {} “{}”", other.document, other.quote.exact)
            }
        }
    }

    /// Widens the passage for an act on more than one block to whole words; kept as it is now.
    pub(super) fn settle_passage(&mut self) {
        if let Some(reading) = &mut self.reading
            && let Some(Extending { .. }) = reading.cursor.extending
        {
            reading.cursor.extending = None;
            reading.cursor.unit = Unit::Sentence;
        }
    }
}
