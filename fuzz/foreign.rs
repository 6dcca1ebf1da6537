//! What takes foreign bytes and is no document: addresses, queries, imports, settings, journals.
//!
//! Each function hands any bytes to the reader that would meet them. They are driven by the fuzz
//! targets, and on a stable compiler by `tests/foreign.rs`. Finding nothing means that none of them
//! panics, hangs or breaks what it promises of its answer.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::LazyLock;

use glossator::app::keymap;
use glossator::config;
use glossator::corpus::{Corpus, Document, open};
use glossator::export::{incoming, lines, markdown, sync};
use glossator::library::Library;
use glossator::library::acts::By;
use glossator::passage::address::{Address, resolve};
use glossator::search::{Options, Query, find_in};
use glossator::store::{Access, Store};
use glossator::ui::theme::Shelf;

/// A small document with a label, a footnote, an entry and four scripts.
static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
    let text = "---\ntitle: A cable\ndate: 1956-10-19\n---\n\n# Heading\n\n1. (C) The “Joint Declaration” was \
                signed.[^1]\n\n2. (C) Совместная декларация. 日ソ共同宣言。 الإعلان المشترك.\n\n- 1956-12-12: in force\n\n[^1]: A note.\n";
    open::document_of(Path::new("cable.md"), text.as_bytes(), None).expect("the document is text")
});

static CORPUS: LazyLock<Corpus> =
    LazyLock::new(|| Corpus::of(PathBuf::new(), vec![DOCUMENT.clone()], Vec::new()));

/// An address as it is typed: what is written reads back as the same.
pub(crate) fn address(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(read) = Address::from_str(&text) {
        let written = read.to_string();
        let again = Address::from_str(&written).map(|again| again.to_string());
        assert_eq!(
            again,
            Ok(written),
            "{text:?} changes each time it is written"
        );
    }
    let _ = resolve(&CORPUS, &text);
    let _ = resolve(&CORPUS, &format!("cable{text}"));
}

/// A query: hits lie within the document.
pub(crate) fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (exact, literal, regex) in [
        (false, false, false),
        (true, false, false),
        (false, true, false),
        (false, false, true),
    ] {
        let options = Options {
            exact,
            literal,
            regex,
        };
        if let Ok(query) = Query::read(&text, options) {
            for hit in find_in(&DOCUMENT, &query) {
                assert!(DOCUMENT.text.get(hit.range).is_some(), "{text:?}");
            }
        }
    }
}

/// A file to import, and a page kept in step.
pub(crate) fn import(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let library = Library::default();
    let _ = lines::read(&text);
    if sync::is_own(&text) {
        let _ = markdown::back::read(&text, &library);
    }
    let brought = [
        incoming::w3c::read(&text),
        incoming::zotero::read(&text),
        incoming::tables::read(&text),
        incoming::koreader::read(&text, "metadata.epub.lua"),
        incoming::qda::codebook(&text).ok(),
        incoming::qda::project(bytes).ok(),
    ];
    for brought in brought.into_iter().flatten() {
        let _ = brought.settled(&CORPUS, &library, &By::here());
    }
}

/// Files of settings: keys, a theme, the configuration. `folder` may be written to.
pub(crate) fn settings(bytes: &[u8], folder: &Path) {
    let text = String::from_utf8_lossy(bytes);
    let _ = keymap::file::read("keys.toml", &text);
    let put = fs::create_dir_all(folder.join("themes"))
        .and_then(|()| fs::write(folder.join("config.toml"), bytes))
        .and_then(|()| fs::write(folder.join("themes/mine.toml"), bytes));
    if put.is_ok() {
        let _ = config::read_from(folder);
        let _ = Shelf::new(Some(folder.join("themes"))).find("mine");
    }
}

/// A journal that somebody damaged: the library opens with what can be read, or says why not.
/// `folder` may be written to.
pub(crate) fn journal(bytes: &[u8], folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    let put =
        fs::create_dir_all(folder).and_then(|()| fs::write(folder.join("journal.jsonl"), bytes));
    if put.is_ok() {
        let _ = Store::open(folder, Access::Read);
    }
    let _ = fs::remove_dir_all(folder);
}
