use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

use super::*;

fn page(blocks: &[(&str, &str)]) -> Page {
    Page {
        marks: Marks::Html,
        front: Front {
            first: "title: \"T\"\n".into(),
            own: vec![(
                "glossator".into(),
                format!("glossator:\n  blocks: {}\n", blocks.len()),
            )],
        },
        blocks: blocks
            .iter()
            .map(|(key, body)| Block::new(*key, body))
            .collect(),
    }
}

fn merged(page: &Page, old: &str) -> String {
    page.merged_into(old, false).unwrap().text
}

#[test]
fn writing_again_changes_nothing() {
    let page = page(&[("a=1", "one"), ("a=2", "two")]);
    let text = page.written();
    assert_eq!(merged(&page, &text), text);
}

#[test]
fn prose_stays_where_it_was_written() {
    let first = page(&[("a=1", "one"), ("a=2", "two"), ("a=3", "three")]);
    let text = first
        .written()
        .replace("---\n\n", "---\n\nMy introduction.\n\n")
        .replace(
            "<!-- gl:end a=1 -->\n",
            "<!-- gl:end a=1 -->\n\nAfter one.\n",
        )
        .replace(
            "<!-- gl:end a=2 -->\n",
            "<!-- gl:end a=2 -->\n\nAfter two.\n",
        );
    let second = page(&[("a=1", "ONE"), ("a=4", "four"), ("a=3", "three")]);
    let text = merged(&second, &text);
    let order = [
        "My introduction.",
        "ONE",
        "After one.",
        "After two.",
        "four",
        "three",
    ];
    let places: Vec<usize> = order
        .iter()
        .map(|words| text.find(words).expect(words))
        .collect();
    assert!(places.is_sorted(), "{text}");
    assert!(!text.contains("a=2"), "{text}");
    assert!(text.contains("blocks: 3"));
    assert_eq!(merged(&second, &text), text);
}

#[test]
fn the_readers_front_matter_stays() {
    let page = page(&[("a=1", "one")]);
    let old = page
        .written()
        .replace("title: \"T\"\n", "title: Mine\n")
        .replace(
            "  blocks: 1\n",
            "  blocks: 9\n  old: [1,\n    2]\naliases: [x]\n",
        );
    let text = merged(&page, &old);
    assert!(
        text.starts_with("---\ntitle: Mine\nglossator:\n  blocks: 1\naliases: [x]\n---\n"),
        "{text}"
    );
}

#[test]
fn what_was_edited_by_hand_is_left_and_said() {
    let page = page(&[("a=1", "one"), ("a=2", "two")]);
    let old = page.written().replace("\none\n", "\none, as I see it\n");
    let result = page.merged_into(&old, false).unwrap();
    assert_eq!(result.edited, ["a=1"]);
    assert_eq!(result.text, old);
    assert_eq!(page.merged_into(&old, true).unwrap().text, page.written());
}

#[test]
fn foreign_and_damaged_files_are_refused() {
    let page = page(&[("a=1", "one")]);
    assert_eq!(
        page.merged_into("# My essay\n", false),
        Err(SyncError::Foreign)
    );
    let damaged = page
        .written()
        .replace("<!-- gl:end a=1 -->\n", "my prose\n");
    assert_eq!(
        page.merged_into(&damaged, false),
        Err(SyncError::Unclosed {
            line: 7,
            key: "a=1".into()
        })
    );
}

#[test]
fn blank_lines_of_the_reader_outlive_the_block_before_them() {
    let first = page(&[("a=1", "one"), ("a=2", "two"), ("a=3", "three")]);
    let blanks = "\n\n \n\n";
    let text = first.written().replace(
        "<!-- gl:end a=2 -->\n\n",
        &format!("<!-- gl:end a=2 -->\n{blanks}"),
    );
    let second = page(&[("a=1", "one"), ("a=3", "three")]);
    let text = merged(&second, &text);
    let between = format!("<!-- gl:end a=1 -->\n{blanks}<!-- gl:begin a=3 ");
    assert!(text.contains(&between), "{text}");
    assert_eq!(merged(&second, &text), text);
}

#[test]
fn a_page_that_grew_is_like_a_new_one() {
    let first = page(&[("a=1", "one"), ("a=2", "two")]);
    let second = page(&[
        ("a=0", "nought"),
        ("a=1", "one"),
        ("a=2", "two"),
        ("a=3", "three"),
    ]);
    assert_eq!(merged(&second, &first.written()), second.written());
}

#[test]
fn the_records_of_a_page_are_named() {
    let id = "0199e2c4-0000-7000-8000-000000000001";
    let (note, link) = (format!("a={id}"), format!("l={id}:from"));
    let text = page(&[("d=x", "head"), (&note, "one"), (&link, "two")]).written();
    let id = RecordId::read(id).unwrap();
    assert_eq!(records(&text, Marks::Html), [id, id]);
}

#[test]
fn line_ends_of_another_custom_are_no_edit() {
    let page = page(&[("a=1", "one\n\ntwo")]);
    let old = page.written().replace('\n', "\r\n");
    let result = page.merged_into(&old, false).unwrap();
    assert!(result.edited.is_empty());
}

/// Prose of a reader: lines that look like much, but not like markers.
fn prose() -> impl Strategy<Value = String> {
    let line = proptest::sample::select(vec![
        "My words.",
        "",
        "# Heading",
        "> quoted",
        "```",
        "---",
        "<!-- a comment -->",
        "\tindented",
        "trailing  ",
        "日本語",
    ]);
    proptest::collection::vec(line, 0..5)
        .prop_map(|lines| lines.iter().flat_map(|line| [line, "\n"]).collect())
}

proptest! {
    /// Export, write between the blocks, export something else, and again: no line of prose is lost
    /// or altered, and none changes its order against its neighbours.
    #[test]
    fn no_prose_is_ever_touched(
        rounds in proptest::collection::vec(
            (proptest::collection::vec(0_u8..8, 0..6), prose(), any::<u8>()), 1..8
        ),
    ) {
        let mut text = page(&[("a=0", "nought")]).written();
        let mut written: Vec<String> = Vec::new();
        for (number, (keys, prose, place)) in rounds.into_iter().enumerate() {
            // Write somewhere between two own blocks, or at an end.
            let ends: Vec<usize> = text
                .match_indices("<!-- gl:end")
                .map(|(at, _)| at + text[at..].find('\n').map_or(0, |n| n + 1))
                .chain([text.len()])
                .collect();
            let at = ends[usize::from(place) % ends.len()];
            let mark = format!("Mark {number}.\n");
            text.insert_str(at, &format!("{mark}{prose}{mark}"));
            written.push(format!("{mark}{prose}{mark}"));
            let mut seen = HashSet::new();
            let blocks: Vec<(String, String)> = keys
                .into_iter()
                .filter(|key| seen.insert(*key))
                .map(|key| (format!("a={key}"), format!("body {}", usize::from(key) * number)))
                .collect();
            let blocks: Vec<(&str, &str)> =
                blocks.iter().map(|(key, body)| (key.as_str(), body.as_str())).collect();
            let next = page(&blocks);
            text = merged(&next, &text);
            for prose in &written {
                prop_assert!(text.contains(prose.as_str()), "lost {prose:?} in {text}");
            }
            for (key, body) in &blocks {
                prop_assert!(text.contains(&Block::new(*key, body).written(Marks::Html)));
            }
            let again = merged(&next, &text);
            prop_assert_eq!(&again, &text);
        }
    }
}
