use std::cell::RefCell;
use std::collections::BTreeSet;

use super::*;
use crate::corpus::Corpus;
use crate::export::grouping::Group;
use crate::export::material::{Placing, Scope, Standing};
use crate::library::acts::{self, By};
use crate::library::whereabouts::Finder;
use crate::library::{Author, TagPath, Target, Timestamp};
use crate::passage::Anchor;

/// Two documents with a passage each, tied by a link, one of them calling a footnote.
fn gathered() -> (Material, Library) {
    let folder = tempfile::tempdir().unwrap();
    let noted = "# Noted\n\nThe islands were promised[^1] and not given.\n\n[^1]: Article 9.\n";
    std::fs::write(folder.path().join("noted.md"), noted).unwrap();
    std::fs::write(
        folder.path().join("plain.txt"),
        "Nothing was said & done.\n",
    )
    .unwrap();
    let corpus = Corpus::open(&[folder.path().to_owned()]).unwrap();
    let by = By {
        author: Author("Ada".into()),
        time: Timestamp("2026-01-02T03:04:05.678Z".into()),
    };
    let anchor = |id: &str, words: &str| {
        let document = corpus.get(&crate::corpus::DocumentId::new(id)).unwrap();
        let at = document.text.find(words).unwrap();
        Anchor::of(&document, &(at..at + words.len())).unwrap()
    };
    let mut library = Library::default();
    let (here, there) = (
        anchor("noted", "islands were promised"),
        anchor("plain", "said & done"),
    );
    let tag = TagPath::parse("treaty/1956").unwrap();
    let act = acts::annotate(&library, &by, &here, &[tag], "# Why?\n\nSee *there*.").unwrap();
    library.apply(&act.changes);
    let act = acts::link(&library, &by, (&here, &there), "contradicts", "Indeed.").unwrap();
    library.apply(&act.changes);
    let finder = RefCell::new(Finder::new(
        &corpus,
        &[],
        std::collections::BTreeMap::new(),
        &|_| None,
    ));
    let placing: Placing = &|target: &Target| Standing::from(finder.borrow_mut().find(target));
    let material = Material::gather(&corpus, &library, placing, &Scope::default());
    (material, library)
}

fn whole(source: &str) -> Result<String, TemplateError> {
    let (material, library) = gathered();
    Template::read("mine.txt", source)?.whole("All", &material, &library)
}

#[test]
fn a_template_says_what_was_gathered() {
    let source = "{% for p in passages %}{{ p.name }}: {{ p.words }} [{{ p.tags | join(', ') }}]\n\
        {% for n in p.footnotes %}{{ n.label }} {{ n.text }}\n{% endfor %}\
        {% for l in p.links %}{{ l.arrow }} {{ l.relation }} {{ l.words | latex }}\n{% endfor %}{% endfor %}";
    assert_eq!(
        whole(source).unwrap(),
        "noted #p2: islands were promised [treaty/1956]\n1 Article 9.\n→ contradicts said \\& done\n\
         plain #p1: said & done []\n← is contradicted by islands were promised\n"
    );
}

#[test]
fn a_fault_has_its_line_and_the_nearest_name() {
    for (source, line, says) in [
        (
            "one\n{% for p in passages %}{{ p.wrods }}{% endfor %}",
            2,
            "did you mean “words”?",
        ),
        ("{{ pasages | length }}", 1, "did you mean “passages”?"),
        (
            "a\nb\n{{ title | blokquote }}",
            3,
            "did you mean “blockquote”?",
        ),
        ("a\n{% for p in passages %}", 2, "unexpected end of input"),
        (
            "{% if documents[0].dat %}x{% endif %}",
            1,
            "did you mean “date”?",
        ),
    ] {
        let error = whole(source).unwrap_err();
        assert_eq!(error.line, Some(line), "{error}");
        let told = error.to_string();
        assert!(told.starts_with(&format!("mine.txt:{line}: ")), "{told}");
        assert!(told.contains(says), "{told}");
    }
}

#[test]
fn a_template_of_passages_makes_a_page_that_stays_in_step() {
    let (material, library) = gathered();
    let scope = Scope::default();
    let job = Job {
        material: &material,
        scope: &scope,
        flavour: Flavour::CommonMark,
        group: Group::Document,
    };
    let source = "Mine, by {{ tags[0].path }}.\n{% macro passage(p) %}\n{{ p.words | blockquote }}\n\n{{ p.note | demote }}\n{% endmacro %}";
    let template = Template::read("mine.md", source).unwrap();
    assert!(template.is_of_passages());
    let page = template.page(&job, &library).unwrap();
    let text = page.written();
    assert!(text.contains("\n\nMine, by treaty/1956.\n\n"), "{text}");
    assert!(
        text.contains("\n\n> islands were promised\n\n#### Why?\n\nSee *there*.\n\n"),
        "{text}"
    );
    let mine = text.replace(
        "\n<!-- gl:begin d=plain",
        "\nMy own words.\n\n<!-- gl:begin d=plain",
    );
    assert_ne!(mine, text);
    assert_eq!(page.merged_into(&mine, false).unwrap().text, mine);
    // What was changed in a block is not taken for a change of tags or notes.
    let edited = mine.replace("See *there*.", "See here.");
    let back = crate::export::markdown::back::read(&edited, &library).unwrap();
    assert!(
        back.edits.is_empty() && back.conflicts.is_empty(),
        "{back:?}"
    );
    assert_eq!(back.left_out.len(), 1);
}

#[test]
fn html_is_escaped_by_the_name_of_the_template() {
    let (material, library) = gathered();
    let source = "{{ passages[1].words }}";
    let of = |name: &str| {
        Template::read(name, source)
            .unwrap()
            .whole("", &material, &library)
            .unwrap()
    };
    assert_eq!(of("a.html.j2"), "said &amp; done");
    assert_eq!(of("a.txt"), "said & done");
}

#[test]
fn the_page_about_templates_names_what_there_is() {
    let (material, library) = gathered();
    let all = serde_json::to_value(values::everything("All", &material, &library)).unwrap();
    let passage = &all["passages"][0];
    let objects = [
        &all,
        &all["documents"][0],
        passage,
        &passage["notes"][0],
        &passage["links"][0],
        &all["tags"][0],
    ];
    for ((title, _, rows), object) in values::TABLES.iter().zip(objects) {
        let documented: BTreeSet<&str> = rows.iter().map(|(name, _)| *name).collect();
        let there: BTreeSet<&str> = object
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(documented, there, "{title}");
    }
}

#[test]
fn the_examples_of_the_page_work() {
    let (material, library) = gathered();
    let scope = Scope::default();
    let job = Job {
        material: &material,
        scope: &scope,
        flavour: Flavour::CommonMark,
        group: Group::Document,
    };
    let page = documentation();
    let examples: Vec<&str> = page
        .split("```jinja\n")
        .skip(1)
        .filter_map(|it| it.split("```").next())
        .collect();
    assert_eq!(examples.len(), 3);
    let mut all = String::new();
    for source in examples {
        let template = Template::read("example.txt", source).unwrap();
        all += &if template.is_of_passages() {
            template.page(&job, &library).unwrap().written()
        } else {
            template.whole("All", &material, &library).unwrap()
        };
        all += "\n=====\n";
    }
    let ids = regex::Regex::new("[0-9a-f-]{36}|[hn]=[0-9a-f]{8,}|sha256:[0-9a-f]+").unwrap();
    insta::assert_snapshot!(ids.replace_all(&all, "…"));
}
