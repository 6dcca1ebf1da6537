//! Mentions while reading, driven by keys, with jobs done at once and a disk that takes everything.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::event::{Effect, Event};
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::list::{Body, Row, rows_of_mentions, rows_of_pairs};
use crate::app::mentions::{Brings, Inquiry, Report, Tally, found};
use crate::app::overlay::Overlay;
use crate::app::state::State;
use crate::corpus::Corpus;
use crate::library::acts::{self, By, TagLook};
use crate::library::{Form, FormKind, RecordId, Tag, TagPath};
use crate::search::sample::document;
use crate::search::suggest;
use crate::search::{Dossiers, Folded, Mention, MentionState};

pub(in crate::app) struct Desk {
    pub(in crate::app) state: State,
}

impl Desk {
    /// A reader over texts, each a name and its paragraphs.
    pub(in crate::app) fn over(texts: &[(&str, &str)]) -> Self {
        let documents = texts.iter().map(|(id, text)| document(id, text)).collect();
        let corpus = Arc::new(Corpus::of(PathBuf::new(), documents, Vec::new()));
        Self {
            state: State::new(corpus, Arc::new(Keymap::default()), (120, 40)),
        }
    }

    /// Gives a tag with forms to the library.
    pub(in crate::app) fn tag(mut self, path: &str, forms: &[&str]) -> Self {
        let by = By::here();
        let look = TagLook {
            forms: forms
                .iter()
                .map(|pattern| Form {
                    pattern: (*pattern).to_owned(),
                    kind: FormKind::Phrase,
                    case: false,
                })
                .collect(),
            ..TagLook::default()
        };
        let path = TagPath::parse(path).expect("a good path");
        let act = acts::add_tag(&self.state.library, &by, &path, look).expect("a new tag");
        let entry = Arc::new(self.state.history.sign(act, &by));
        self.take(&Event::Saved(entry));
        self
    }

    pub(in crate::app) fn press(&mut self, script: &str) -> &mut Self {
        for key in Key::parse_script(script).expect("a script") {
            self.take(&Event::Key(key));
        }
        self
    }

    pub(in crate::app) fn take(&mut self, event: &Event) {
        let mut effects = VecDeque::from(self.state.update(event));
        while let Some(effect) = effects.pop_front() {
            for answer in self.done(effect) {
                effects.extend(self.state.update(&answer));
            }
        }
    }

    /// What a shell without a screen answers to an effect.
    fn done(&self, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Commit(entry) => vec![Event::Saved(entry)],
            Effect::Travel(journey) => {
                let changes = self.state.history.changes(&journey).expect("in memory");
                vec![Event::Travelled(journey, changes)]
            }
            Effect::Mentions(inquiry) => vec![Event::Mentions(self.found_out(inquiry))],
            _ => Vec::new(),
        }
    }

    /// The mentions of tags in a document, as a job finds them.
    fn found(&self, index: usize, tags: &[&Tag]) -> Vec<Mention> {
        let document = self.state.corpus.document(index).expect("it");
        let (dossiers, _) = Dossiers::of(tags.iter().copied());
        found(
            index,
            &document,
            &Folded::of(&document),
            &dossiers,
            &self.state.library,
            &self.state.standings,
        )
    }

    fn found_out(&self, inquiry: Inquiry) -> Report {
        let library = &self.state.library;
        let tags: Vec<&Tag> = library.tags().map(AsRef::as_ref).collect();
        let all: Vec<usize> = (0..self.state.corpus.len()).collect();
        let rows = |tag, documents: &[usize]| {
            let tag = library.tag(tag).expect("a tag");
            let of = |index: &usize| {
                let document = self.state.corpus.document(*index).expect("it");
                rows_of_mentions(*index, &document, &self.found(*index, &[tag.as_ref()]))
            };
            documents.iter().flat_map(of).collect()
        };
        match inquiry {
            Inquiry::Here(stamp) => Report::Here(stamp, self.found(stamp.document, &tags)),
            Inquiry::Concordance(number, tag, None) => Report::Rows(number, rows(tag, &all), true),
            Inquiry::Concordance(number, tag, Some(documents)) => {
                let rows = rows(tag, &documents);
                Report::Again(number, documents, rows)
            }
            Inquiry::Suggest(number) => {
                let documents: Vec<_> = all
                    .iter()
                    .map(|index| self.state.corpus.document(*index).expect("it"))
                    .collect();
                let documents: Vec<_> = documents.iter().map(AsRef::as_ref).collect();
                let never = std::sync::atomic::AtomicBool::new(false);
                let found = suggest::all(&documents, &[], &never, |_, _| false);
                Report::Suggested(number, rows_of_pairs(&self.state.corpus, &found))
            }
            Inquiry::Company(number, _) => Report::Company(number, Vec::new()),
            Inquiry::Tallies(number, documents) => {
                let counts = documents.unwrap_or(all).into_iter().map(|index| {
                    let mut counts: BTreeMap<RecordId, Tally> = BTreeMap::new();
                    for mention in self.found(index, &tags) {
                        counts.entry(mention.tag).or_default().add(mention.state);
                    }
                    (index, counts.into_iter().collect())
                });
                Report::Tallies(number, counts.collect(), true)
            }
            Inquiry::Brings(number, tag, pattern) => {
                let mut brings = Brings::default();
                for index in all {
                    brings.count(&self.found(index, &[tag.as_ref()]), &pattern);
                }
                Report::Brings(number, brings, true)
            }
        }
    }

    pub(in crate::app) fn passage(&self) -> &str {
        let reading = self.state.reading.as_ref().expect("a document");
        reading.document.slice(&reading.cursor.range)
    }

    pub(in crate::app) fn waiting(&self) -> (usize, usize) {
        let waiting = &self.state.reading.as_ref().expect("a document").waiting;
        (waiting.undecided(), waiting.possible())
    }

    pub(in crate::app) fn said(&self) -> &str {
        self.state.message.as_ref().map_or("", |it| &it.text)
    }
}

const TALK: &str = "The Joint Declaration was signed. The Declaration ended a war.\n\n\
    Nobody spoke of boats.\n\nA joint declaration was read again, and then a joint declaration.";

fn desk() -> Desk {
    Desk::over(&[("A", TALK), ("B", "One joint declaration more.")])
        .tag("treaty/1956", &["joint declaration"])
}

#[test]
fn mentions_that_wait_are_walked_and_decided_in_the_text() {
    let mut desk = desk();
    assert_eq!(desk.waiting(), (3, 0));
    desk.press("]m");
    assert_eq!(desk.passage(), "Joint Declaration");
    desk.press("gg[m");
    assert_eq!(desk.said(), "no further mention waits in this document");
    // The first is confirmed: what points back to it is possible now, and the reader has gone on.
    desk.press("c");
    assert_eq!(desk.waiting(), (2, 1));
    assert!(desk.said().starts_with("saved: confirm"), "{}", desk.said());
    desk.press("[m");
    assert_eq!(desk.passage(), "The Declaration");
    desk.press("r");
    assert_eq!(desk.waiting(), (2, 0));
    desk.press("u");
    assert_eq!(desk.waiting(), (2, 1));
}

#[test]
fn several_on_one_passage_are_asked_about() {
    let mut desk = desk();
    desk.press("G");
    desk.press("c");
    assert!(desk.state.overlay.is_some(), "which of the two is asked");
    desk.press("2");
    assert_eq!(desk.waiting(), (2, 0));
    desk.press("gg]a");
    assert_eq!(desk.passage(), "joint declaration");
}

#[test]
fn rejecting_what_was_confirmed_takes_the_tag_off() {
    let mut desk = desk();
    desk.press("]m");
    desk.press("c");
    assert_eq!(desk.state.library.annotations().count(), 1);
    let first = desk.state.library.annotations().next().expect("one");
    let place = first.target.anchor().clone();
    let act = acts::reject(&desk.state.library, &By::here(), "treaty/1956", &[place]);
    let act = act.expect("an act");
    desk.state.library.apply(&act.changes);
    assert_eq!(desk.state.library.annotations().count(), 0);
    assert_eq!(desk.state.library.rejections().count(), 1);
}

#[test]
fn another_document_has_its_own() {
    let mut desk = desk();
    desk.press("]d");
    assert_eq!(desk.waiting(), (1, 0));
    desk.press("]m");
    assert_eq!(desk.passage(), "joint declaration");
    desk.press("K");
    assert!(desk.state.overlay.is_some(), "a look at the mention");
}

impl Desk {
    /// The signs of the rows shown.
    fn signs(&self) -> String {
        let view = self.state.list.as_ref().expect("a list");
        let rows = view.shown.iter().map(|index| &view.rows[*index]);
        rows.map(|row| row.sign).collect()
    }

    fn chosen(&self) -> &Row {
        let view = self.state.list.as_ref().expect("a list");
        view.chosen().expect("a row")
    }
}

#[test]
fn a_concordance_is_decided_row_by_row() {
    let mut desk = desk();
    desk.press("<space>m");
    assert_eq!(desk.signs(), "????");
    desk.press("<enter>");
    // The first is confirmed, what points back to it has come in, and the choice has gone on.
    assert_eq!(desk.signs(), "●~???");
    assert_eq!(
        desk.chosen().spoken().map(|it| it.state),
        Some(MentionState::Undecided)
    );
    desk.press("x");
    assert_eq!(desk.signs(), "●~✗??");
    desk.press("kx");
    assert_eq!(desk.signs(), "●~???", "a rejection is taken back");
    desk.press("ggx");
    assert_eq!(desk.signs(), "✗???", "a confirmation is turned round");
    assert_eq!(desk.state.library.annotations().count(), 0);
    let title = desk.state.list.as_ref().and_then(|it| it.title.clone());
    assert!(
        title
            .expect("a title")
            .contains("? 3 undecided  ✗ 1 rejected")
    );
}

#[test]
fn all_that_are_shown_are_confirmed_once_their_number_was_seen() {
    let mut desk = desk();
    desk.press("<space>m");
    desk.press("/again<enter>A");
    let Some(Overlay::Menu(menu)) = &desk.state.overlay else {
        panic!("it is asked first");
    };
    assert!(
        menu.rows[0]
            .0
            .starts_with("confirm 2 mentions in 1 document")
    );
    desk.press("<enter>");
    assert_eq!(desk.signs(), "●●");
    desk.press("/<esc>");
    assert_eq!(desk.signs(), "?●●?");
    desk.press("u");
    assert_eq!(desk.signs(), "????", "all of it is one act");
    desk.press("v");
    assert_eq!(desk.signs(), "????");
    desk.press("vv");
    assert_eq!(desk.signs(), "");
}

#[test]
fn a_row_leads_to_its_passage_and_back() {
    let mut desk = desk();
    desk.press("<space>mjj");
    let row = desk.chosen().token;
    desk.press("l");
    assert_eq!(desk.passage(), "joint declaration");
    desk.press("<backspace>");
    assert_eq!(desk.chosen().token, row);
    desk.press("l<space>m");
    assert_eq!(desk.chosen().token, row, "so does the key of the list");
}

#[test]
fn rows_are_ordered_by_their_context() {
    let mut desk = Desk::over(&[
        ("A", "a pact zebra\n\nz pact apple"),
        ("B", "m pact middle"),
    ])
    .tag("pact", &["pact"]);
    desk.press("<space>m");
    let after = |desk: &Desk| -> String {
        let view = desk.state.list.as_ref().expect("a list");
        let rows = view.shown.iter().filter_map(|index| view.row(*index));
        let rows = rows.filter_map(Row::spoken);
        rows.map(|it| it.after.trim().chars().next().unwrap_or(' '))
            .collect()
    };
    assert_eq!(after(&desk), "zam");
    desk.press("R");
    assert_eq!(after(&desk), "amz");
    desk.press("L");
    assert_eq!(after(&desk), "zma");
    desk.press("D");
    assert_eq!(after(&desk), "zam");
}

#[test]
fn going_on_once_more_after_a_decision_passes_nothing_over() {
    use MentionState::{Confirmed, Rejected, Undecided};
    let state = |desk: &Desk| -> Vec<MentionState> {
        let view = desk.state.list.as_ref().expect("the concordance");
        view.rows
            .iter()
            .filter_map(Row::spoken)
            .map(|it| it.state)
            .collect()
    };
    let three = || {
        Desk::over(&[
            ("A", "joint declaration"),
            ("B", "joint declaration"),
            ("C", "joint declaration"),
        ])
        .tag("treaty/1956", &["joint declaration"])
    };
    // Both those who trust the list to go on and those who do not decide every row once.
    let mut desk = three();
    desk.press("<space>m<enter><enter>x");
    assert_eq!(state(&desk), [Confirmed, Confirmed, Rejected]);
    let mut desk = three();
    desk.press("<space>m<enter>");
    assert!(
        desk.said()
            .starts_with("saved: confirmed “joint declaration” · u undoes · next: B"),
        "{}",
        desk.said()
    );
    desk.press("j");
    assert!(
        desk.said().starts_with("this is the next one"),
        "{}",
        desk.said()
    );
    desk.press("x<down><enter>");
    assert_eq!(state(&desk), [Confirmed, Rejected, Confirmed]);
    assert!(desk.said().ends_with("all are decided"), "{}", desk.said());
    // Once more passes it over, and so does a count.
    let mut desk = three();
    desk.press("<space>m<enter>jj<enter>");
    assert_eq!(state(&desk), [Confirmed, Undecided, Confirmed]);
    let mut desk = three();
    desk.press("<space>m<enter>1j<enter>");
    assert_eq!(state(&desk), [Confirmed, Undecided, Confirmed]);
    // So it is in the text.
    let mut desk = desk_of_one();
    desk.press("gg]mc]mr");
    assert_eq!(desk.waiting(), (1, 0));
}

fn desk_of_one() -> Desk {
    Desk::over(&[(
        "A",
        "joint declaration, joint declaration and joint declaration",
    )])
    .tag("treaty/1956", &["joint declaration"])
}

#[test]
fn selected_words_become_a_form_and_what_that_brings_is_said() {
    let mut desk = desk();
    desk.press("jwvwf");
    let Some(Overlay::Choose(choose)) = &desk.state.overlay else {
        panic!("the tag is asked for: {}", desk.said());
    };
    assert_eq!(choose.title, "“Nobody spoke” is a form of");
    assert_eq!(choose.note, "it brings 1 mention in 1 document");
    desk.press("silence/kept<enter>");
    assert_eq!(
        desk.said(),
        "the form brings 1 mention in 1 document, 1 undecided; Space m shows them"
    );
    // Where no words are selected, they are asked for.
    desk.press("kjFNobody spoke<enter>");
    let Some(Overlay::Choose(choose)) = &desk.state.overlay else {
        panic!("the tag is asked for: {}", desk.said());
    };
    assert_eq!(choose.title, "“Nobody spoke” is a form of");
    desk.press("<esc>wF");
    let tag = desk.state.library.tag_at("silence/kept").expect("the tag");
    assert_eq!(tag.forms.len(), 2);
    desk.press("uu");
    assert!(desk.state.library.tag_at("silence/kept").is_none());
}

impl Desk {
    /// The rows of a tree or a page, as far as they are words.
    fn rows(&self) -> Vec<String> {
        let view = self.state.list.as_ref().expect("a list");
        let said = |row: &Row| match &row.body {
            Body::Plain(text) => format!("{}{text}", row.sign),
            Body::Heading(text) => format!("# {text}"),
            Body::Tag(it) => format!("{}{}", " ".repeat(it.depth), it.name),
            Body::Strip(it) => format!("{:?} of {}", it.places, it.length),
            Body::Mention(it) => format!("{}{}", row.sign, it.text),
            Body::Kwic { text, .. } => text.clone(),
            Body::Link { words, .. } => words.clone(),
            Body::Pair(it) => format!("{} {}", it.relation, it.to),
            Body::Apart(it) => it.said(),
        };
        let shown = view.shown.iter().map(|index| &view.rows[*index]);
        shown.map(said).collect()
    }
}

#[test]
fn the_tree_counts_and_says_first_what_an_act_does() {
    let mut desk = desk().tag("treaty/peace", &[]).tag("fish", &["boats"]);
    desk.press("<space>t");
    assert_eq!(desk.rows(), ["fish", "treaty", " 1956", " peace"]);
    desk.press("jj");
    let right = desk
        .chosen()
        .right
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    assert_eq!(right, "· ● 4 ? 1 form");
    desk.press("m<enter>q");
    assert_eq!(desk.rows().len(), 4, "closing leads back to the tree");
    desk.press("ggjji");
    let Some(Overlay::Choose(choose)) = &desk.state.overlay else {
        panic!("another tag is asked for");
    };
    assert_eq!(choose.title, "Merge treaty/1956 into");
    desk.press("peace<enter>");
    let Some(Overlay::Menu(menu)) = &desk.state.overlay else {
        panic!("it is asked first");
    };
    assert!(
        menu.rows[0]
            .0
            .starts_with("yes: merges 1 passage into treaty/peace"),
        "{:?}",
        menu.rows
    );
    desk.press("<enter>");
    assert_eq!(desk.rows(), ["fish", "treaty", " peace"]);
    desk.press("Gr<ctrl-u>law<enter>");
    assert_eq!(desk.rows(), ["fish", "law"]);
    desk.press("a<ctrl-u>law/new<enter>");
    assert_eq!(desk.rows(), ["fish", "law", " new"]);
    desk.press("x<enter>uuuu");
    assert_eq!(desk.rows(), ["fish", "treaty", " 1956", " peace"]);
}

#[test]
fn a_tags_page_is_its_dossier() {
    let mut desk = desk();
    desk.press("<space>m<enter><enter>q<space>tG<enter>");
    assert_eq!(
        desk.rows(),
        [
            "# Forms 1",
            "“joint declaration",
            "?2 undecided, 1 possible: Enter shows them",
            "[4, 90] of 153",
            "●Joint Declaration",
            "●joint declaration",
        ]
    );
    desk.press("jjjll");
    assert_eq!(desk.said(), "mention 2 of 2; Enter goes there");
    desk.press("<enter>");
    assert_eq!(desk.passage(), "joint declaration");
    desk.press("nA note of mine.<ctrl-s><backspace>");
    assert_eq!(desk.rows()[6], "✎A note of mine.");
    desk.press("TG<enter>");
    desk.press("<backspace>ggj");
    desk.press("x");
    assert_eq!(desk.rows()[0..2], ["# Forms 0", " none yet: f gives one"]);
    desk.press("f-accord<enter>");
    assert_eq!(desk.rows()[1], "“-accord");
}

#[test]
fn what_waits_is_shown_from_the_page_also_where_it_only_points_back() {
    let mut desk = Desk::over(&[("A", "The joint accord held. The accord was kept.")])
        .tag("accord", &["joint accord"]);
    desk.press("<space>m<enter>q<space>t<enter>jj");
    assert_eq!(desk.rows()[2], "?0 undecided, 1 possible: Enter shows them");
    desk.press("<enter>");
    assert_eq!(desk.signs(), "~");
}

#[test]
fn suggested_links_are_tied_or_passed_over() {
    let words = "one two three four five six seven eight nine ten eleven twelve thirteen";
    let more = "an apple a pear a plum a fig a date a nut a leek a bean and a pea";
    let mut desk = Desk::over(&[
        ("A", &format!("{words}\n\n{more}")),
        ("B", &format!("{more}\n\n{}", words.replace("six", "half"))),
    ]);
    desk.press("<space>r");
    assert_eq!(desk.rows(), ["quotes A#p1", "quotes A#p2"]);
    assert_eq!(desk.chosen().right, "13 words, 1 changed");
    desk.press("x");
    assert_eq!(desk.rows(), ["quotes A#p2"]);
    desk.press("<enter>");
    assert!(desk.rows().is_empty());
    assert_eq!(desk.state.library.links().count(), 1);
    desk.press("<space>r");
    assert_eq!(desk.rows().len(), 2, "they are looked for again");
    desk.press("o");
    assert_eq!(desk.passage(), words);
}

#[test]
fn queries_are_kept_and_paragraphs_found_by_typing() {
    let mut desk = desk();
    desk.press("<space>/boats<enter>Sthe boats<enter>q");
    assert_eq!(desk.state.library.queries().len(), 1);
    desk.press("<space>q<enter>");
    let view = desk.state.list.as_ref().expect("the search");
    assert_eq!(view.field.text(), "boats");
    desk.press("q<space>jnobody<enter>");
    assert_eq!(desk.passage(), "Nobody spoke of boats.");
}

#[test]
fn many_are_confirmed_in_one_act_that_is_undone_as_one() {
    let text = "The accord, then a talk of the accord. ".repeat(1500);
    let mut desk = Desk::over(&[("A", &text)]).tag("accord", &["accord"]);
    desk.press("<space>mR");
    desk.press("A<enter>");
    assert_eq!(desk.signs().matches('●').count(), 3000);
    assert_eq!(desk.state.library.annotations().count(), 3000);
    desk.press("u");
    assert_eq!(desk.state.library.annotations().count(), 0);
}
