//! How long search takes at the sizes that people have: `cargo bench --bench search`.
//!
//! Texts are made (see `examples/made_corpus`), so that every run measures the same.

#![expect(clippy::print_stderr, reason = "a benchmark says what it measures")]

#[expect(dead_code, reason = "benchmarks need the texts, not the totals")]
#[path = "../examples/made_corpus/made.rs"]
mod made;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use divan::Bencher;
use glossator::app::{
    list::{Body, Kind, ListView, Order, Row, Token, rows_of_mentions},
    overlay::picker::{Candidate, Picker},
};
use glossator::corpus::{
    Block, BlockId, BlockKind, Corpus, Document, DocumentId, Format, Meta, TextHash,
};
use glossator::library::{Form, FormKind, RecordId, Tag, Timestamp};
use glossator::search::concordance::{Row as Line, SortBy, sort};
use glossator::search::{
    Decided, Dossiers, FoldCache, Folded, Index, Marks, Options, Query, across, find, mentions,
    quotations,
};

fn main() {
    divan::main();
}

/// A document of the paragraphs of a text.
fn document(id: &str, source: &str) -> Document {
    let mut text = String::with_capacity(source.len());
    let mut blocks = Vec::new();
    for part in source.split("\n\n").filter(|part| !part.trim().is_empty()) {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&part.trim().replace('\n', " "));
        blocks.push(Block {
            number: u32::try_from(blocks.len() + 1).unwrap_or(u32::MAX),
            id: BlockId::new(format!("b{start}")),
            kind: BlockKind::Paragraph,
            range: start..text.len(),
            label: None,
            level: 0,
            date: None,
            folded: false,
            marker: None,
            calls: Vec::new(),
            joins: Vec::new(),
            doubt: None,
        });
    }
    Document {
        id: DocumentId::new(id),
        path: PathBuf::from(format!("{id}.txt")),
        format: Format::Text,
        encoding: "UTF-8".into(),
        meta: Meta::default(),
        hash: TextHash::of(&text),
        text,
        blocks,
        inlines: Vec::new(),
        notes: Vec::new(),
        warnings: Vec::new(),
        corrected: Vec::new(),
    }
}

/// One document of about five megabytes in six scripts.
static LARGE: LazyLock<(Document, Folded)> = LazyLock::new(|| {
    let made = made::made(5, 1, 680_000);
    let text: String = made.texts.into_iter().map(|text| text.text).collect();
    let document = document("large", &text);
    let folded = Folded::of(&document);
    eprintln!("large: {} bytes", document.text.len());
    (document, folded)
});

/// Two thousand documents of about seven kilobytes.
static MANY: LazyLock<(Corpus, FoldCache)> = LazyLock::new(|| {
    let made = made::made(9, 2000, 1000);
    let documents: Vec<Document> = made
        .texts
        .iter()
        .map(|text| document(text.name.trim_end_matches(".txt"), &text.text))
        .collect();
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
    eprintln!("many: {} documents, {bytes} bytes", documents.len());
    (
        Corpus::of(PathBuf::new(), documents, Vec::new()),
        FoldCache::default(),
    )
});

const QUERIES: [&str; 8] = [
    "k",
    "kunashir",
    "kunashir*",
    "peace treaty",
    "the",
    "{joint|common} statement [of 1956]",
    "habomai NEAR/10 shikotan",
    "/no\\. \\d{4}/",
];

#[divan::bench]
fn fold_5_mb(bencher: Bencher) {
    let (document, _) = &*LARGE;
    bencher.bench(|| Folded::of(document));
}

#[divan::bench(args = QUERIES)]
fn as_you_type_over_5_mb(bencher: Bencher, source: &str) {
    let (document, folded) = &*LARGE;
    bencher.bench(|| {
        let query = Query::read(source, Options::default()).expect("the query is sound");
        find(document, folded, &query, &[])
    });
}

#[divan::bench(args = QUERIES)]
fn corpus_of_2000(bencher: Bencher, source: &str) {
    let (corpus, cache) = &*MANY;
    bencher.bench(|| {
        let query = Query::read(source, Options::default()).expect("the query is sound");
        let cancel = AtomicBool::new(false);
        let found = (cache, &Index::default());
        across(corpus, &query, &Marks::new(), found, &cancel, |_, _| ()).total
    });
}

/// A hundred thousand rows of the large document.
static ROWS: LazyLock<Vec<Line>> = LazyLock::new(|| {
    let (document, folded) = &*LARGE;
    let query = Query::read(r"/\w+/", Options::default());
    let hits = find(document, folded, &query.expect("the query is sound"), &[]);
    let rows: Vec<Line> = hits
        .into_iter()
        .take(100_000)
        .map(|hit| Line::of(hit, document, 0, Arc::from("")))
        .collect();
    eprintln!("rows: {}", rows.len());
    rows
});

#[divan::bench(sample_count = 10)]
fn concordance_rows_100_000(bencher: Bencher) {
    let (document, _) = &*LARGE;
    let hits: Vec<_> = ROWS.iter().map(|row| row.hit.clone()).collect();
    bencher.with_inputs(|| hits.clone()).bench_values(|hits| {
        hits.into_iter()
            .map(|hit| Line::of(hit, document, 0, Arc::from("")))
            .collect::<Vec<_>>()
    });
}

#[divan::bench(args = ["left", "right"], sample_count = 10)]
fn concordance_sorted_100_000(bencher: Bencher, by: &str) {
    let by = SortBy::from_name(by).expect("the order is known");
    bencher
        .with_inputs(|| ROWS.clone())
        .bench_values(|mut rows| {
            sort(&mut rows, by);
            rows
        });
}

/// A hundred thousand rows of a concordance as the screen holds them.
static MENTIONS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let (document, folded) = &*LARGE;
    let tag = Tag {
        forms: vec![Form {
            pattern: r"\w+".to_owned(),
            kind: FormKind::Regex,
            case: false,
        }],
        ..tags().remove(0)
    };
    let (dossiers, _) = Dossiers::of([&tag]);
    let mut found = mentions(document, folded, &dossiers, |_| Decided::default());
    found.truncate(100_000);
    eprintln!("mentions: {}", found.len());
    rows_of_mentions(0, document, &found)
});

/// The list of a concordance with all of its rows.
fn view() -> ListView {
    let mut view = ListView::new(Kind::Mentions);
    view.fill(MENTIONS.clone());
    view
}

#[divan::bench(args = ["right", "left", "form"], sample_count = 10)]
fn screen_concordance_sorted_100_000(bencher: Bencher, by: &str) {
    let order = match by {
        "right" => Order::Right,
        "left" => Order::Left,
        _ => Order::Form,
    };
    bencher.with_inputs(view).bench_values(|mut view| {
        view.order = order;
        view.arrange();
        view
    });
}

#[divan::bench(sample_count = 10)]
fn screen_concordance_filtered_100_000(bencher: Bencher) {
    bencher
        .with_inputs(|| {
            let mut view = view();
            view.field.paste("treaty");
            view
        })
        .bench_values(|mut view| {
            view.filter();
            view
        });
}

/// The list of a quarter of a million documents, as the panel of documents is filtered.
static TITLES: LazyLock<Vec<Row>> = LazyLock::new(|| {
    (0..250_000)
        .map(|n| Row {
            sign: ' ',
            at: format!("{:02}EMBASSY{n}", n % 100),
            right: format!("19{:02}-03-13", n % 100),
            body: Body::Plain(format!(
                "Title of a cable on matter {n}  ·  Embassy {}",
                n % 97
            )),
            goal: None,
            token: Token::None,
            dim: false,
            was: None,
        })
        .collect()
});

#[divan::bench(args = ["e", "matter 99"], sample_count = 10)]
fn documents_filtered_250_000(bencher: Bencher, typed: &str) {
    bencher
        .with_inputs(|| {
            let mut view = ListView::new(Kind::Documents);
            view.fill(TITLES.clone());
            view.field.paste(typed);
            view
        })
        .bench_values(|mut view| {
            view.filter();
            view
        });
}

#[divan::bench(args = ["e", "matter 99"], sample_count = 10)]
fn picked_among_250_000(bencher: Bencher, typed: &str) {
    let candidates: Vec<Candidate> = (TITLES.iter().enumerate())
        .map(|(index, row)| Candidate {
            label: row.at.clone(),
            detail: match &row.body {
                Body::Plain(text) => text.clone(),
                _ => String::new(),
            },
            index,
        })
        .collect();
    bencher
        .with_inputs(|| Picker::new(candidates.clone()))
        .bench_values(|mut picker| {
            picker.paste(typed);
            picker
        });
}

/// The hits of a search, a hundred thousand of them.
fn hits() -> ListView {
    let mut view = ListView::new(Kind::Search);
    let rows = MENTIONS.iter().map(|row| {
        let (before, text, after) = row.body.in_context().unwrap_or_default();
        Row {
            body: Body::Kwic {
                before: before.to_owned(),
                text: text.to_owned(),
                after: after.to_owned(),
            },
            ..row.clone()
        }
    });
    view.fill(rows.collect::<Vec<Row>>());
    view
}

#[divan::bench(args = ["right", "left"], sample_count = 10)]
fn hits_sorted_100_000(bencher: Bencher, by: &str) {
    let order = if by == "right" {
        Order::Right
    } else {
        Order::Left
    };
    bencher.with_inputs(hits).bench_values(|mut view| {
        view.order = order;
        view.arrange();
        view
    });
}

/// Forty tags of five forms each.
fn tags() -> Vec<Tag> {
    let known = [
        "kunashir*",
        "peace treaty",
        "joint statement",
        "müller",
        "共同宣言",
    ];
    (0..40)
        .map(|number| Tag {
            id: RecordId::fresh(),
            path: format!("tag-{number}"),
            description: String::new(),
            colour: None,
            forms: (0..5)
                .map(|form| Form {
                    pattern: if number == 0 {
                        known[form].to_owned()
                    } else {
                        format!("(1956 | the) name{number} {{of|on}} part{form}")
                    },
                    kind: FormKind::Phrase,
                    case: false,
                })
                .collect(),
            created: Timestamp(String::new()),
            updated: Timestamp(String::new()),
        })
        .collect()
}

#[divan::bench]
fn mentions_of_200_forms_over_5_mb(bencher: Bencher) {
    let (document, folded) = &*LARGE;
    let tags = tags();
    let (dossiers, errors) = Dossiers::of(&tags);
    assert!(errors.is_empty());
    bencher.bench(|| mentions(document, folded, &dossiers, |_| Decided::default()));
}

#[divan::bench(sample_count = 5)]
fn quotations_of_200_texts(bencher: Bencher) {
    let made = made::quoted(3, 200, 24);
    let documents: Vec<Document> = made
        .texts
        .iter()
        .enumerate()
        .map(|(index, text)| document(&format!("q{index}"), text))
        .collect();
    let documents: Vec<&Document> = documents.iter().collect();
    bencher.bench(|| quotations(&documents, &AtomicBool::new(false)).len());
}
