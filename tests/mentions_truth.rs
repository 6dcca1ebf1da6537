//! Mentions of one treaty in real and made documents, against what a careful reader sees in them.
//!
//! The forms are what a reader would type who knows how the thing is called. Confirming every
//! undecided mention must then give exactly the explicit ones: none missing, none of another
//! instrument. Of those that only point back, most must be offered as possible.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot read its files should fail"
)]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use glossator::corpus::{BlockKind, Corpus, Document};
use glossator::library::{Form, FormKind, RecordId, Tag, Timestamp};
use glossator::search::fold::{Case, fold};
use glossator::search::{Decided, Dossiers, Folded, Mention, MentionState, mentions};
use serde_json::Value;

fn tag(forms: &[&str], excluded: &[&str]) -> Tag {
    let form = |pattern: &&str, kind| Form {
        pattern: (*pattern).to_owned(),
        kind,
        case: false,
    };
    Tag {
        id: RecordId::fresh(),
        path: "treaty/1956".into(),
        description: String::new(),
        colour: None,
        forms: forms
            .iter()
            .map(|pattern| form(pattern, FormKind::Phrase))
            .chain(
                excluded
                    .iter()
                    .map(|pattern| form(pattern, FormKind::Exclude)),
            )
            .collect(),
        created: Timestamp("2026-01-01T00:00:00.000Z".into()),
        updated: Timestamp("2026-01-01T00:00:00.000Z".into()),
    }
}

/// The mentions in a document once the reader has confirmed all that were undecided.
fn confirmed_all(document: &Document, tag: &Tag) -> Vec<Mention> {
    let (dossiers, errors) = Dossiers::of([tag]);
    assert_eq!(errors, []);
    let folded = Folded::of(document);
    let first = mentions(document, &folded, &dossiers, |_| Decided::default());
    let decided = Decided {
        confirmed: first.into_iter().map(|mention| mention.hit.range).collect(),
        rejected: Vec::new(),
    };
    mentions(document, &folded, &dossiers, |_| decided.clone())
}

/// A place in the truth: the words, and how directly they name the thing.
struct Place {
    words: String,
    directness: String,
    range: Range<usize>,
}

/// Finds the truth's places, which are listed in reading order, in the document's own text. Headers
/// are passed over: what stands in front matter may have become metadata.
fn places(document: &Document, listed: &[Value], words: &str) -> Vec<Place> {
    let folded = Folded::of(document);
    let is_header = |range: &Range<usize>| {
        let index = document.block_at(range.start).unwrap_or(0);
        document.blocks[index].kind == BlockKind::Header
    };
    let mut from = 0;
    let mut found = Vec::new();
    for place in listed {
        let text = place[words].as_str().unwrap();
        let wanted = fold(text, Case::Folded);
        let next = folded.text()[from..]
            .match_indices(&wanted)
            .map(|(at, _)| from + at..from + at + wanted.len())
            .find(|range| !is_header(&folded.source(range)))
            .unwrap_or_else(|| panic!("{}: “{text}” is not there", document.id));
        from = next.start + wanted.chars().next().map_or(0, char::len_utf8);
        found.push(Place {
            words: text.to_owned(),
            directness: place["directness"].as_str().unwrap_or("").to_owned(),
            range: folded.source(&next),
        });
    }
    found
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// What a comparison came to.
#[derive(Debug, Default)]
struct Score {
    faults: Vec<String>,
    pointing: usize,
    offered: usize,
    /// Short names that a careful reader takes back to the thing, and how many of them are possible.
    short_names: usize,
    short_possible: usize,
    stray: Vec<String>,
    missed: Vec<String>,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.faults.extend(other.faults);
        self.pointing += other.pointing;
        self.offered += other.offered;
        self.short_names += other.short_names;
        self.short_possible += other.short_possible;
        self.stray.extend(other.stray);
        self.missed.extend(other.missed);
    }
}

fn compare(
    document: &Document,
    tag: &Tag,
    truth: &[Place],
    look_alikes: &[Place],
    score: &mut Score,
) {
    let found = confirmed_all(document, tag);
    let confirmed: Vec<&Mention> = found
        .iter()
        .filter(|mention| mention.state == MentionState::Confirmed)
        .collect();
    for place in truth {
        let explicit = place.directness == "explicit";
        let covered = confirmed
            .iter()
            .any(|m| overlap(&m.hit.range, &place.range));
        if explicit && !covered {
            score
                .faults
                .push(format!("{}: missed {}", document.id, place.words));
        }
        if place.directness == "anaphoric" {
            let touching: Vec<MentionState> = found
                .iter()
                .filter(|m| overlap(&m.hit.range, &place.range))
                .map(|m| m.state)
                .collect();
            score.short_names += 1;
            score.short_possible += usize::from(touching.contains(&MentionState::Possible));
            let within_another = truth
                .iter()
                .any(|other| other.directness == "explicit" && overlap(&other.range, &place.range));
            if touching.contains(&MentionState::Confirmed) && !within_another {
                let words = &place.words;
                let fault = format!("{}: confirmed by itself: {words}", document.id);
                score.faults.push(fault);
            }
        }
        if !explicit && place.directness != "contextual" {
            score.pointing += 1;
            if found.iter().any(|m| overlap(&m.hit.range, &place.range)) {
                score.offered += 1;
            } else {
                score
                    .missed
                    .push(format!("{}: {}", document.id, place.words));
            }
        }
    }
    for mention in &found {
        let words = document.slice(&mention.hit.range);
        let true_place = truth
            .iter()
            .find(|place| overlap(&place.range, &mention.hit.range));
        if mention.state == MentionState::Confirmed {
            if true_place.is_none() {
                score
                    .faults
                    .push(format!("{}: not one: {words}", document.id));
            }
        } else if true_place.is_none() {
            score.stray.push(format!("{}: {words}", document.id));
        }
        if look_alikes
            .iter()
            .any(|place| overlap(&place.range, &mention.hit.range))
        {
            score
                .faults
                .push(format!("{}: a look-alike: {words}", document.id));
        }
    }
}

/// The places listed under a key, without those in headers.
fn listed(truth: &Value, key: &str) -> Vec<Value> {
    let mut places = truth[key].as_array().cloned().unwrap_or_default();
    places.retain(|place| !in_header(truth, place));
    places
}

fn in_header(truth: &Value, place: &Value) -> bool {
    let block = place["block"]
        .as_u64()
        .and_then(|n| usize::try_from(n).ok());
    truth["blocks"][block.unwrap_or(0)]["kind"] == "header"
}

/// The words of the places in headers, folded.
fn said_in_headers(truth: &Value) -> String {
    let places = truth["mentions_1956"].as_array().unwrap();
    let words: Vec<String> = places
        .iter()
        .filter(|place| in_header(truth, place))
        .map(|place| fold(place["text"].as_str().unwrap(), Case::Folded))
        .collect();
    words.join("\n")
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn the_sample_corpus_gives_exactly_its_explicit_mentions() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let corpus = Corpus::open(&[root.join("sample-corpus")]).unwrap();
    let tag = tag(
        &[
            "[1956] Joint Declaration [of 1956]",
            "1956 {declaration|agreement|instrument|paper}",
            "the Moscow declaration",
            "{declaration|paper|text|accord} of [{19 October|October|October 19,|December 12,}] 1956",
            "[Moscow] Declaration of 19 October [1956]",
            "Moscow Declaration of October 19, 1956",
            "text signed in Moscow on 19 October 1956",
            "the one of 1956",
            "日ソ共同宣言",
            "{1956|五六|56}年[の][共同]宣言",
            "Совместн* деклараци*",
            "Московск* деклараци*",
            "{деклараци*|соглашение} 1956 года",
        ],
        &[
            "Moscow Declaration of [November] 1998",
            "Московск* деклараци* 1998",
        ],
    );
    let mut score = Score::default();
    for index in 0..corpus.len() {
        let document = corpus.document(index).unwrap();
        let stem = document
            .path
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let truth = read(&root.join(format!("tests/truth/sample/{stem}.json")));
        let explicit = places(&document, &listed(&truth, "mentions_1956"), "text");
        let others = places(&document, &listed(&truth, "mentions_1956_negative"), "text");
        let mut own = Score::default();
        compare(&document, &tag, &explicit, &others, &mut own);
        let headers = said_in_headers(&truth);
        own.faults.retain(|fault| {
            let words = fault.rsplit(": ").next().unwrap_or("");
            !fault.contains("not one") || !headers.contains(&fold(words, Case::Folded))
        });
        score.add(own);
    }
    // The truth does not list the headings that name it, too.
    let headings = [
        "names: not one: paper of 1956",
        "digest-1956: not one: Joint Declaration of 1956",
    ];
    score
        .faults
        .retain(|fault| !headings.contains(&fault.as_str()));
    println!("{score:#?}");
    assert_eq!(score.faults, [""; 0]);
    // Half of what only points back is found by the words that point; the rest is paraphrase.
    assert!(score.offered * 5 >= score.pointing * 2, "{score:#?}");
}

#[test]
fn real_documents_give_exactly_their_explicit_mentions() {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !shared.join("seeds-truth").is_dir() {
        println!("no seeds beside the project; nothing to compare");
        return;
    }
    let corpus = Corpus::open(&[shared.join("seeds")]).unwrap();
    let tag = tag(
        &[
            "1956 {Joint Declaration|agreement}",
            "Joint Declaration {of|signed in} 1956",
        ],
        &[],
    );
    let mut score = Score::default();
    for name in ["001", "002", "004"] {
        let truth = &read(&shared.join(format!("seeds-truth/{name}.json")))["document"];
        let document = (0..corpus.len())
            .filter_map(|index| corpus.document(index))
            .find(|document| {
                document
                    .path
                    .to_string_lossy()
                    .contains(&format!("{name}_"))
            })
            .unwrap();
        let explicit = places(&document, &listed(truth, "mentions_1956"), "quote");
        let others = listed(truth, "mentions_1956_negative");
        let others: Vec<Place> = others
            .iter()
            .flat_map(|one| places(&document, std::slice::from_ref(one), "quote"))
            .collect();
        compare(&document, &tag, &explicit, &others, &mut score);
    }
    println!("{score:#?}");
    assert_eq!(score.faults, [""; 0]);
    // Every short name that points back is offered, and nothing else is.
    assert!(score.short_names > 0);
    assert_eq!(score.short_possible, score.short_names);
    assert_eq!(score.stray, [""; 0]);
}

/// A text in which four other instruments are spoken of among mentions of the one: what a form takes
/// is given in `«»`, what only points back to it in `‹›`.
const AMONG_OTHERS: &str = "\
The «1956 Joint Declaration» ended the state of war. ‹The Declaration› spoke of two islands, and ‹Article 9› \
said when they would pass.

The Treaty of Shimoda of 1855 had drawn a line. In the Tokyo Declaration of 1993 four islands are named; that \
declaration was Yeltsin's.

The Moscow Declaration of November 1998 called for a treaty by 2000. The joint declaration of 1998 set up two \
commissions.

The Irkutsk statement of 2001 goes back to the «Joint Declaration of 1956» and names it. The joint statement of \
2001 did not say more than ‹the Declaration› did.

A new agreement was not signed in 1956 but offered in 1955. The «1956 agreement» stands.";

/// A text without its marks, and where each kind of mark stood.
fn unmarked(text: &str) -> (String, Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut plain, mut taken, mut pointing) = (String::new(), Vec::new(), Vec::new());
    let mut from = 0;
    for c in text.chars() {
        match c {
            '«' | '‹' => from = plain.len(),
            '»' => taken.push(from..plain.len()),
            '›' => pointing.push(from..plain.len()),
            c => plain.push(c),
        }
    }
    (plain, taken, pointing)
}

#[test]
fn other_instruments_are_not_among_the_mentions_of_one() {
    let (plain, taken, pointing) = unmarked(AMONG_OTHERS);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("instruments.txt"), &plain).unwrap();
    let corpus = Corpus::open(&[folder.path().to_owned()]).unwrap();
    let document = corpus.document(0).unwrap();
    let exact: &[&str] = &[
        "1956 {Joint Declaration|agreement}",
        "Joint Declaration {of|signed in} 1956",
    ];
    // The same thing by a form that takes too much, and what it must not take.
    let loose: &[&str] = &["[1956] Joint Declaration [of 1956]", "1956 agreement"];
    let excluded: &[&str] = &["Joint Declaration of {1993|1998|2001}"];
    for tag in [tag(exact, &[]), tag(loose, excluded)] {
        let found = confirmed_all(&document, &tag);
        let of = |state| -> Vec<&str> {
            let own = found.iter().filter(|mention| mention.state == state);
            own.map(|mention| document.slice(&mention.hit.range))
                .collect()
        };
        let words = |ranges: &[Range<usize>]| -> Vec<String> {
            let part = |range: &Range<usize>| plain[range.clone()].to_owned();
            ranges.iter().map(part).collect()
        };
        assert_eq!(of(MentionState::Confirmed), words(&taken));
        assert_eq!(of(MentionState::Possible), words(&pointing));
    }
}
