//! Exports, read back by readers of their own formats: what is said must be what was kept.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot make its library should fail"
)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;

use glossator::corpus::Corpus;
use glossator::export::grouping::Group;
use glossator::export::markdown::{Flavour, Job};
use glossator::export::material::{Material, Scope, Standing};
use glossator::library::acts::{self, Act, By};
use glossator::library::whereabouts::Finder;
use glossator::library::{Author, Library, TagPath, Target, Timestamp};
use glossator::passage::Anchor;
use glossator::passage::address::resolve;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A corpus written for the purpose: words that mean something in Markdown, two scripts.
const CABLE: &str = "\
# The *Cable* of [1956]

1. (C) Summary. The 1956 Joint Declaration_ was `signed`; its Article 9 <b>speaks</b> of &amp; *two islands.

2. (C) 1956. was a year.

He said -- and we note -- that \"C:\\*\" is a path, and # is a number sign.

- an item
";

const ANSWER: &str = "# 日ソ共同宣言\n\n> # not a heading\n\n宣言は署名された。\n\n<script>alert(1)</script> | a | b |\n";

struct Desk {
    folder: tempfile::TempDir,
    library: Library,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("cable.md"), CABLE).unwrap();
        std::fs::write(folder.path().join("answer.md"), ANSWER).unwrap();
        Self {
            folder,
            library: Library::default(),
        }
    }

    fn corpus(&self) -> Corpus {
        Corpus::open(&[PathBuf::from(self.folder.path())]).unwrap()
    }

    fn by() -> By {
        By {
            author: Author("reader".into()),
            time: Timestamp("2026-01-02T03:04:05.678Z".into()),
        }
    }

    fn anchor(&self, address: &str) -> Anchor {
        let found = resolve(&self.corpus(), address).unwrap();
        Anchor::of(&found.document, &found.range).unwrap()
    }

    fn act(&mut self, act: Result<Act, acts::ActError>) {
        self.library.apply(&act.unwrap().changes);
    }

    fn annotate(&mut self, address: &str, tags: &[&str], note: &str) {
        let tags: Vec<TagPath> = tags
            .iter()
            .map(|tag| TagPath::parse(tag).unwrap())
            .collect();
        let anchor = self.anchor(address);
        let act = acts::annotate(&self.library, &Self::by(), &anchor, &tags, note);
        self.act(act);
    }

    fn link(&mut self, from: &str, to: &str, relation: &str, note: &str) {
        let (from, to) = (self.anchor(from), self.anchor(to));
        let act = acts::link(&self.library, &Self::by(), (&from, &to), relation, note);
        self.act(act);
    }

    fn material(&self, scope: &Scope) -> Material {
        let corpus = self.corpus();
        let finder = RefCell::new(Finder::new(&corpus, &[], BTreeMap::new(), &|_| None));
        let placing = |target: &Target| Standing::from(finder.borrow_mut().find(target));
        Material::gather(&corpus, &self.library, &placing, scope)
    }

    fn markdown(&self, flavour: Flavour) -> String {
        let scope = Scope::default();
        let material = self.material(&scope);
        Job {
            material: &material,
            scope: &scope,
            flavour,
            group: Group::Document,
        }
        .page()
        .written()
    }
}

/// The text of each block quotation outside of list items, as a `CommonMark` reader sees it.
fn quotations(markdown: &str) -> Vec<String> {
    let body = markdown.splitn(3, "---\n").nth(2).unwrap();
    let (mut quotes, mut depth, mut items) = (Vec::new(), 0, 0);
    for event in Parser::new_ext(body, Options::empty()) {
        match event {
            Event::Start(Tag::Item) => items += 1,
            Event::End(TagEnd::Item) => items -= 1,
            _ if items > 0 => {}
            Event::Start(Tag::BlockQuote(_)) => {
                depth += 1;
                quotes.push(String::new());
            }
            Event::End(TagEnd::BlockQuote(_)) => depth -= 1,
            Event::End(TagEnd::Paragraph) if depth > 0 => {
                quotes.last_mut().unwrap().push_str("\n\n");
            }
            Event::Text(text) if depth > 0 => quotes.last_mut().unwrap().push_str(&text),
            Event::HardBreak | Event::SoftBreak if depth > 0 => {
                quotes.last_mut().unwrap().push('\n');
            }
            Event::Start(Tag::Paragraph) => {}
            other => assert_eq!(depth, 0, "markup in a quotation: {other:?}"),
        }
    }
    quotes.iter().map(|quote| quote.trim().to_owned()).collect()
}

#[test]
fn every_quotation_is_one_block_quote_with_its_exact_words() {
    let mut desk = Desk::new();
    let corpus = desk.corpus();
    let mut expected = Vec::new();
    for listing in corpus.listings() {
        let document = corpus.get(&listing.id).unwrap();
        for block in &document.blocks {
            let words = document.block_text(block);
            if !words.trim().is_empty() {
                desk.annotate(&format!("{}#p{}", listing.id, block.number), &["x"], "");
                expected.push(words.trim().to_owned());
            }
        }
    }
    assert!(expected.len() > 6);
    assert_eq!(quotations(&desk.markdown(Flavour::CommonMark)), expected);
}

#[test]
fn a_note_with_everything_in_it_does_not_break_the_page() {
    let mut desk = Desk::new();
    let note = "# Heading\n\n> quoted\n\n```\nopen fence <!-- gl:end x -->\n\n---\n\nTitle\n===\n\n<!-- open comment";
    desk.annotate("cable#p2", &["treaty/1956"], note);
    desk.annotate("answer#p3", &[], "```\nunclosed");
    desk.annotate(
        "answer#p2",
        &[],
        "<!-- comment\n\n<script>\n\n1. one\n\n   two",
    );
    let page = desk.markdown(Flavour::CommonMark);
    assert_eq!(quotations(&page).len(), 3, "{page}");
    let body = page.splitn(3, "---\n").nth(2).unwrap();
    let headings = Parser::new(body)
        .filter(|event| matches!(event, Event::Start(Tag::Heading { level, .. }) if *level as usize <= 2))
        .count();
    assert_eq!(headings, 3, "the page's own and one for each document");
}

#[test]
fn links_are_seen_from_both_ends() {
    let mut desk = Desk::new();
    desk.annotate("cable:\"Joint Declaration\"", &["treaty/1956"], "");
    desk.link(
        "cable:\"Joint Declaration\"",
        "answer:\"宣言\"",
        "contradicts",
        "Says *no*.",
    );
    let page = desk.markdown(Flavour::CommonMark);
    assert!(
        page.contains("— answer [#p1](glossator:answer#p1:%22宣言%22)"),
        "{page}"
    );
    // Each end leads to the other on the page, which has it once.
    for (says, words) in [
        ("- → **contradicts** [answer #p1](<#", ">): “宣言”"),
        (
            "- ← **is contradicted by** [cable ¶1](<#",
            ">): “Joint Declaration”",
        ),
    ] {
        let (_, rest) = page.split_once(says).expect(says);
        let (id, rest) = rest.split_once('>').unwrap();
        assert!(format!(">{rest}").starts_with(words), "{rest}");
        assert_eq!(page.matches(&format!("<a id=\"{id}\"></a>")).count(), 1);
    }
    assert_eq!(page.matches("Says *no*.").count(), 2);
}

#[test]
fn the_same_library_gives_the_same_bytes_and_scopes_cut_it_down() {
    let mut desk = Desk::new();
    desk.annotate("cable#p2", &["treaty/1956"], "a note");
    desk.annotate("answer#p3", &["press"], "");
    for flavour in [Flavour::CommonMark, Flavour::Obsidian, Flavour::Pandoc] {
        assert_eq!(desk.markdown(flavour), desk.markdown(flavour));
    }
    let tagged = Scope {
        tags: vec!["treaty".into()],
        ..Scope::default()
    };
    assert_eq!(desk.material(&tagged).annotations(), 1);
    let answer = desk
        .corpus()
        .get(&glossator::corpus::DocumentId::new("answer"))
        .unwrap()
        .id
        .clone();
    let one = Scope {
        documents: vec![answer],
        ..Scope::default()
    };
    assert_eq!(desk.material(&one).annotations(), 1);
    assert_eq!(desk.material(&Scope::default()).annotations(), 2);
}

#[test]
fn every_link_of_a_page_leads_back_to_its_words() {
    let mut desk = Desk::new();
    desk.annotate("cable:\"two islands\"", &[], "x");
    desk.annotate("cable:\"was\"#2", &[], "x");
    desk.annotate("answer:\"署名された\"", &[], "x");
    let page = desk.markdown(Flavour::CommonMark);
    let corpus = desk.corpus();
    let mut followed = 0;
    for event in Parser::new(page.splitn(3, "---\n").nth(2).unwrap()) {
        if let Event::Start(Tag::Link { dest_url, .. }) = event {
            let found =
                resolve(&corpus, &dest_url).unwrap_or_else(|error| panic!("{dest_url}: {error}"));
            assert!(!found.range.is_empty());
            followed += 1;
        }
    }
    assert_eq!(followed, 5, "{page}");
}

#[test]
fn the_standard_collection_holds_words_positions_and_links() {
    let mut desk = Desk::new();
    desk.annotate("cable:\"Joint Declaration\"", &["treaty/1956"], "A *note*.");
    desk.link(
        "cable:\"Joint Declaration\"",
        "answer:\"署名\"",
        "contradicts",
        "",
    );
    let text = glossator::export::w3c::written(&desk.material(&Scope::default()));
    assert!(glossator::export::w3c::is_own(&text));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["total"], 2);
    let items = value["first"]["items"].as_array().unwrap();
    let corpus = desk.corpus();
    let check = |resource: &serde_json::Value| {
        let source = resource["source"].as_str().unwrap();
        let document = corpus.document(corpus.find(source).unwrap()).unwrap();
        let selectors = resource["selector"].as_array().unwrap();
        let at = |name: &str| usize::try_from(selectors[1][name].as_u64().unwrap()).unwrap();
        let chars: Vec<char> = document.text.chars().collect();
        let words: String = chars[at("start")..at("end")].iter().collect();
        assert_eq!(selectors[0]["exact"], words.as_str());
    };
    for item in items {
        for key in ["id", "type", "target", "created", "creator"] {
            assert!(item.get(key).is_some(), "{key} in {item}");
        }
        check(&item["target"]);
    }
    assert_eq!(items[0]["motivation"], "commenting");
    assert_eq!(items[0]["body"][1]["value"], "treaty/1956");
    assert_eq!(items[1]["motivation"], "linking");
    check(&items[1]["body"][0]);
    assert_eq!(items[1]["body"][1]["value"], "contradicts");
}

#[test]
fn an_org_page_is_kept_in_step_too() {
    let mut desk = Desk::new();
    desk.annotate(
        "cable#p2",
        &["treaty/1956-declaration"],
        "* not a heading\n#+end_src",
    );
    desk.annotate("answer#p2", &[], "x");
    let page = glossator::export::org::page(&desk.material(&Scope::default()));
    let text = page.written();
    assert!(text.contains(":treaty_1956_declaration:"), "{text}");
    assert!(text.contains("\n,* not a heading\n,#+end_src\n"), "{text}");
    let headings = text.lines().filter(|line| line.starts_with('*')).count();
    assert_eq!(headings, 4, "{text}");
    assert_eq!(page.merged_into(&text, false).unwrap().text, text);
    let mine = text.replacen("# gl:end page\n", "# gl:end page\n\nMine.\n", 1);
    desk.annotate("cable#p3", &["y"], "");
    let page = glossator::export::org::page(&desk.material(&Scope::default()));
    let merged = page.merged_into(&mine, false).unwrap();
    assert!(merged.text.contains("\n\nMine.\n") && merged.text.contains(":y:"));
}

#[test]
fn the_reading_edition_obeys_nothing_that_it_shows() {
    let mut desk = Desk::new();
    desk.annotate(
        "cable:\"Joint Declaration\"",
        &["a<b"],
        "<script>alert(1)</script>",
    );
    desk.annotate("cable:\"1956 Joint\"", &["x"], "");
    desk.link(
        "cable:\"Joint Declaration\"",
        "answer:\"署名\"",
        "contradicts",
        "",
    );
    let page = glossator::export::html::written(&desk.material(&Scope::default()));
    assert!(glossator::export::html::is_own(&page));
    assert!(
        !page.contains("<script") && page.contains("&lt;script&gt;"),
        "{page}"
    );
    let (plain, several) = (
        page.matches("<mark>").count(),
        page.matches("<mark class").count(),
    );
    assert_eq!((plain, several), (3, 1), "{page}");
    let anchors: Vec<&str> = page
        .split("href=\"#")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    assert!(anchors.len() >= 7);
    for anchor in anchors {
        assert_eq!(
            page.matches(&format!("id=\"{anchor}\"")).count(),
            1,
            "{anchor}"
        );
    }
}

/// What is the reader's on a page, byte for byte: all outside front matter and own blocks, blank lines
/// included. Only the one line end that Glossator puts between two blocks is left out.
fn prose(page: &str) -> String {
    let body = page.splitn(3, "---\n").nth(2).unwrap();
    let (mut prose, mut piece, mut own) = (String::new(), String::new(), false);
    for line in body.split_inclusive('\n').chain(["<!-- gl:begin "]) {
        if line.starts_with("<!-- gl:begin ") {
            assert!(!own);
            own = true;
            let piece = std::mem::take(&mut piece);
            if piece != "\n" {
                prose.push_str(&piece);
            }
        } else if line.starts_with("<!-- gl:end ") {
            own = false;
        } else if !own {
            piece.push_str(line);
        }
    }
    prose
}

/// Writes a line between the blocks of a page.
fn write_between(page: &str, place: usize, line: &str) -> String {
    let ends: Vec<usize> = page
        .match_indices("<!-- gl:end ")
        .filter_map(|(at, _)| Some(at + page[at..].find('\n')? + 1))
        .collect();
    if ends.is_empty() {
        return format!("{page}{line}");
    }
    let at = ends[place % ends.len()];
    format!("{}{line}{}", &page[..at], &page[at..])
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(6))]

    /// A hundred exports into the same page, with passages that come, change and go and prose that is
    /// written in between: no byte of the prose changes, and what was exported brings nothing back.
    #[test]
    fn prose_outlives_a_hundred_exports(
        steps in proptest::collection::vec((0_u8..6, proptest::prelude::any::<u16>(), proptest::prelude::any::<u16>()), 100),
    ) {
        let mut desk = Desk::new();
        let corpus = desk.corpus();
        let documents: Vec<_> = (0..corpus.len()).filter_map(|it| corpus.document(it)).collect();
        let finder = RefCell::new(Finder::new(&corpus, &[], BTreeMap::new(), &|_| None));
        let placing = |target: &Target| Standing::from(finder.borrow_mut().find(target));
        let scope = Scope::default();
        let mut page = String::new();
        let mut written = String::new();
        for (number, (what, first, second)) in steps.into_iter().enumerate() {
            let (first, second) = (usize::from(first), usize::from(second));
            let ids: Vec<_> = desk.library.annotations().map(|it| it.id).collect();
            match what {
                0 | 1 => {
                    let document = &documents[first % documents.len()];
                    let starts: Vec<usize> = document.text.char_indices().map(|(at, _)| at).collect();
                    let from = starts[second % starts.len()];
                    let to = starts.iter().copied().find(|at| *at > from + first % 40).unwrap_or(document.text.len());
                    if let Some(anchor) = Anchor::of(document, &(from..to)) {
                        let tag = TagPath::parse(&format!("t/{}", first % 5)).unwrap();
                        let note = ["", "# A\n\n> b\n---\n<!-- gl:end -->", "plain"][second % 3];
                        if let Ok(act) = acts::annotate(&desk.library, &Desk::by(), &anchor, &[tag], note) {
                            desk.library.apply(&act.changes);
                        }
                    }
                }
                2 if !ids.is_empty() => desk.act(acts::remove(&desk.library, &[ids[first % ids.len()]])),
                3 if !ids.is_empty() => {
                    let text = format!("```\nnote {second}");
                    if let Ok(act) = acts::edit_note(&desk.library, &Desk::by(), ids[first % ids.len()], &text) {
                        desk.library.apply(&act.changes);
                    }
                }
                _ if !page.is_empty() => {
                    let blank = |many: usize| ["", "\n", "\n\n\n", " \n", "\t\n\n"][many % 5];
                    let line = format!(
                        "{}Mine, number {number}: *{first}* <!-- {second} --> ¶ 日本  \n{}",
                        blank(first),
                        blank(first / 5),
                    );
                    page = write_between(&page, second, &line);
                    written = prose(&page);
                    proptest::prop_assert!(written.contains(&line), "{:?} in {:?}", line, written);
                }
                _ => {}
            }
            let material = Material::gather(&corpus, &desk.library, &placing, &scope);
            let job = Job { material: &material, scope: &scope, flavour: Flavour::Obsidian, group: Group::Document };
            let wanted = job.page();
            let merged = wanted.merged_into(&page, false).unwrap();
            proptest::prop_assert!(merged.edited.is_empty(), "{:?}", merged.edited);
            page = if page.is_empty() { wanted.written() } else { merged.text };
            proptest::prop_assert_eq!(&prose(&page), &written);
            proptest::prop_assert_eq!(&wanted.merged_into(&page, false).unwrap().text, &page);
            let back = glossator::export::markdown::back::read(&page, &desk.library).unwrap();
            proptest::prop_assert!(back.edits.is_empty() && back.conflicts.is_empty() && back.left_out.is_empty(), "{:?}", back);
        }
    }
}
