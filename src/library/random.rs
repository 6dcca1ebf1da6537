//! Acts at random, for tests: every kind of act, single and bulk, on a few documents.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use super::acts::{self, Act, ActError, By, Settled, TagLook};
use super::record::{
    Author, Fix, Form, FormKind, Record, RecordId, Rejection, SavedQuery, Target, Timestamp,
};
use super::{End, Library, TagPath};
use crate::corpus::{Document, DocumentId, Format, Meta, TextHash};
use crate::passage::{Anchor, Quote};

/// A small generator of numbers (xorshift64*), so that a failing run can be run again.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit.max(1)
    }
}

/// Somebody, each time a millisecond later, as acts of people are: what is newer can be told.
pub(crate) fn by() -> By {
    static NEXT: AtomicU64 = AtomicU64::new(34_200_123);
    let moment = NEXT.fetch_add(1, Ordering::Relaxed);
    By {
        author: Author("Ada".into()),
        time: Timestamp(format!(
            "2026-03-01T{:02}:{:02}:{:02}.{:03}Z",
            moment / 3_600_000 % 24,
            moment / 60_000 % 60,
            moment / 1000 % 60,
            moment % 1000
        )),
    }
}

/// A passage of one of five documents.
pub(crate) fn passage(dice: &mut Dice) -> Anchor {
    let start = dice.below(40) * 10;
    anchor(&format!("doc-{}", dice.below(5)), start, "no later than")
}

/// A passage with these words, beginning there.
pub(crate) fn anchor(document: &str, start: usize, words: &str) -> Anchor {
    Anchor {
        document: DocumentId::new(document),
        version: TextHash::of(document),
        start,
        end: start + words.chars().count(),
        quote: Quote {
            before: "signed ".into(),
            exact: words.into(),
            after: " 1956".into(),
        },
    }
}

fn passages(dice: &mut Dice, most: usize) -> Vec<Anchor> {
    let count = 1 + dice.below(most);
    (0..count).map(|_| passage(dice)).collect()
}

const PATHS: [&str; 8] = [
    "treaty",
    "treaty/1956",
    "treaty/1956/article 9",
    "islands",
    "islands/kuril",
    "条約",
    "people/Hatoyama",
    "deadline",
];

fn path(dice: &mut Dice) -> &'static str {
    PATHS[dice.below(PATHS.len())]
}

fn tag_path(dice: &mut Dice) -> TagPath {
    TagPath::parse(path(dice)).unwrap()
}

fn some<'a, T: 'a>(dice: &mut Dice, all: impl Iterator<Item = T>) -> Option<T> {
    let all: Vec<T> = all.collect();
    let at = dice.below(all.len());
    all.into_iter().nth(at)
}

/// Some act that the library allows.
pub(crate) fn act(library: &Library, dice: &mut Dice) -> Act {
    loop {
        if let Some(Ok(act)) = attempt(library, dice) {
            assert!(!act.changes.is_empty());
            assert!(!act.effect().is_empty());
            return act;
        }
    }
}

fn attempt(library: &Library, dice: &mut Dice) -> Option<Result<Act, ActError>> {
    let by = by();
    let place = passage(dice);
    let some_annotation = some(dice, library.annotations()).map(|it| it.id);
    Some(match dice.below(24) {
        0..4 => {
            let tags: Vec<TagPath> = (0..=dice.below(3)).map(|_| tag_path(dice)).collect();
            acts::tag(library, &by, &[place], &tags)
        }
        4 => acts::tag(library, &by, &passages(dice, 30), &[tag_path(dice)]),
        5 => acts::note(
            library,
            &by,
            &place,
            "*Compare* the 1993 text.\nAnd “that”.",
        ),
        6 => acts::annotate(library, &by, &place, &[tag_path(dice)], "seen"),
        7 => acts::edit_note(library, &by, some_annotation?, ["", "again"][dice.below(2)]),
        8 => acts::remove(library, &[some_annotation?]),
        9 => {
            let all: Vec<RecordId> = library.annotations().map(|it| it.id).collect();
            acts::untag(library, &by, &all, path(dice))
        }
        10 => acts::colour(library, &by, some_annotation?, Some("sand")),
        11 => {
            let word = ["cites", "is answered by", "is a draft of", ""][dice.below(4)];
            acts::link(library, &by, (&place, &passage(dice)), word, "why")
        }
        12 => acts::edit_link(
            library,
            &by,
            some(dice, library.links())?.id,
            Some("follows"),
            None,
        ),
        13 => acts::unlink(library, &[some(dice, library.links())?.id]),
        14 => acts::add_tag(library, &by, &tag_path(dice), TagLook::default()),
        15 => acts::rename_tag(library, &by, path(dice), &tag_path(dice)),
        16 => acts::merge_tags(library, &by, path(dice), path(dice)),
        17 => acts::delete_tag(library, &by, path(dice)),
        18 => acts::set_forms(library, &by, path(dice), &[form(dice)], &[]),
        19 => acts::confirm(library, &by, path(dice), &passages(dice, 20)),
        20 => acts::reject(library, &by, path(dice), &passages(dice, 20)),
        21 => settle(library, dice)?,
        22 => other(library, dice)?,
        _ => acts::import(library, "import notes.jsonl", imported(library, dice)),
    })
}

fn form(dice: &mut Dice) -> Form {
    Form {
        pattern: format!("joint declaration {}", dice.below(4)),
        kind: FormKind::Phrase,
        case: false,
    }
}

fn settle(library: &Library, dice: &mut Dice) -> Option<Result<Act, ActError>> {
    let place = passage(dice);
    let settled = match dice.below(2) {
        0 => Settled::Here(Box::new(place)),
        _ => Settled::Nowhere(TextHash::of("later")),
    };
    let id = match dice.below(3) {
        0 => some(dice, library.links())?.id,
        1 => some(dice, library.rejections())?.id,
        _ => some(dice, library.annotations())?.id,
    };
    Some(acts::settle(library, &by(), &[(id, End::To, settled)]))
}

fn other(library: &Library, dice: &mut Dice) -> Option<Result<Act, ActError>> {
    Some(match dice.below(6) {
        0 => Ok(acts::correct(
            &by(),
            &DocumentId::new("doc-1"),
            Fix::Title {
                title: Some("Treaty".into()),
            },
        )),
        1 => acts::uncorrect(library, &[some(dice, library.corrections())?.id]),
        2 => acts::save_query(library, "mine", ["tag:treaty", "1956"][dice.below(2)]),
        3 => acts::forget_query(library, "mine"),
        4 => acts::describe_tag(library, &by(), path(dice), "The **one** of 1956."),
        _ => acts::unreject(library, &[some(dice, library.rejections())?.id]),
    })
}

/// Records as an import brings them: new ones, and some that are here, altered.
fn imported(library: &Library, dice: &mut Dice) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    if let Some(old) = some(dice, library.annotations()) {
        let mut changed = (**old).clone();
        changed.note.push_str(" (imported)");
        records.push(changed.into());
    }
    if let Some(tag) = some(dice, library.tags()) {
        for place in passages(dice, 20) {
            let rejection = Rejection {
                id: RecordId::fresh(),
                tag: tag.id,
                target: Target::new(place),
                creator: by().author,
                created: by().time,
            };
            records.push(Record::Rejection(Box::new(rejection)));
        }
    }
    records.push(Record::Query(SavedQuery {
        id: RecordId::fresh(),
        name: format!("q{}", dice.below(5)),
        query: "a OR b".into(),
    }));
    records
}

/// A document of one text, `«»` taken out, and where they stood (bytes).
pub(crate) fn drawn(id: &str, text: &str) -> (Document, Vec<Range<usize>>) {
    let mut plain = String::new();
    let (mut starts, mut ranges) = (Vec::new(), Vec::new());
    for c in text.chars() {
        match c {
            '«' => starts.push(plain.len()),
            '»' => ranges.push(starts.pop().unwrap()..plain.len()),
            other => plain.push(other),
        }
    }
    let document = Document {
        id: DocumentId::new(id),
        path: PathBuf::from(format!("{id}.txt")),
        format: Format::Text,
        encoding: "UTF-8".into(),
        meta: Meta::default(),
        hash: TextHash::of(&plain),
        text: plain,
        blocks: Vec::new(),
        inlines: Vec::new(),
        notes: Vec::new(),
        warnings: Vec::new(),
        corrected: Vec::new(),
    };
    (document, ranges)
}
