//! Pages made for the purpose: paragraphs, columns, notes, furniture, tables, marks of damage.

#![cfg(feature = "pdf")]

use proptest::prelude::*;

use super::*;
use crate::corpus::document::Format;
use crate::corpus::format::made::pdf::{Set, pdf};
use crate::corpus::format::made::{check, damaged, drawn};
use crate::corpus::raw::RawDocument;

fn pages(bytes: Vec<u8>) -> Result<Vec<Page>, String> {
    let mut pages = Vec::new();
    let told = glyphs::read(bytes, 0, &mut |part| {
        if let glyphs::Part::Page(page) = part {
            pages.push(page);
        }
        Ok(())
    })?;
    told.unwrap();
    Ok(pages)
}

fn document(pages: &[Page]) -> RawDocument {
    RawDocument {
        format: Format::Pdf,
        encoding: "UTF-8".into(),
        meta: crate::corpus::document::Meta::default(),
        blocks: layout::blocks(pages),
        warnings: Vec::new(),
    }
}

fn read(made: &[Vec<Set<'_>>]) -> String {
    drawn(&document(&pages(pdf(made)).unwrap()))
}

/// Lines of body text from the top, 14 points apart.
fn column<'a>(x: f32, top: f32, lines: &[&'a str]) -> Vec<Set<'a>> {
    let mut y = top;
    lines
        .iter()
        .map(|line| {
            let set = (11.0, x, y, *line);
            y -= 14.0;
            set
        })
        .collect()
}

const FULL: &str =
    "The delegations met again on the second day of the talks and stayed till evening";

#[test]
fn lines_become_paragraphs_and_cut_words_are_whole() {
    let mut page = vec![(18.0, 60.0, 740.0, "Minutes of the talks")];
    page.extend(column(
        60.0,
        700.0,
        &[
            FULL,
            FULL,
            "and agreed upon a text of the joint decla-",
            "ration, which both sides took home to well-",
            "known places for the well-known people.",
        ],
    ));
    page.extend(column(
        60.0,
        600.0,
        &["(1) Another begins here, after a gap."],
    ));
    page.extend(column(
        60.0,
        560.0,
        &["• first of a list", "• second of it"],
    ));
    let drawn = read(&[page]);
    assert_eq!(
        drawn,
        format!(
            "heading 1: Minutes of the talks\n-: {FULL} {FULL} and agreed upon a text of the joint declaration, which both sides took \
             home to well-known places for the well-known people.\n-: (1) Another begins here, after a gap.\nlist_item 1: • first of a list\n\
             list_item 1: • second of it\n"
        )
    );
}

#[test]
fn columns_are_read_one_after_the_other() {
    let left = [
        "the left column begins with this line",
        "and goes on with that one below it,",
        "and a third one of the same kind and",
        "then ends with a fourth line.",
    ];
    let right = [
        "The right column comes only after it,",
        "although its lines stand at the same",
        "height on the page as those at left",
        "and so it is read second of all.",
    ];
    let mut page = vec![];
    for index in 0..4 {
        // Programs write a page in any order, here row by row.
        let y = 700.0 - 14.0 * f32::from(u8::try_from(index).unwrap());
        page.push((11.0, 60.0, y, left[index]));
        page.push((11.0, 330.0, y, right[index]));
    }
    assert_eq!(
        read(&[page]),
        format!("-: {}\n-: {}\n", left.join(" "), right.join(" "))
    );
}

#[test]
fn notes_stand_at_the_foot_and_are_called() {
    let mut page = column(60.0, 700.0, &[FULL, FULL, FULL, "in the treaty"]);
    page.push((7.0, 125.0, 663.0, "12"));
    page.push((11.0, 134.0, 658.0, " of peace."));
    page.extend([
        (6.0, 60.0, 123.0, "12"),
        (9.0, 68.0, 120.0, "Treaties, vol. 2, which is"),
        (9.0, 60.0, 109.0, "out of print."),
    ]);
    let drawn = read(&[page]);
    assert!(drawn.contains("in the treaty⟦12⟧ of peace.\n"), "{drawn}");
    assert!(
        drawn.ends_with("footnote: [12] Treaties, vol. 2, which is out of print.\n"),
        "{drawn}"
    );
}

#[test]
fn running_heads_and_page_numbers_are_folded() {
    let numbers = ["1", "2", "3", "4"];
    let made: Vec<Vec<Set<'_>>> = numbers
        .iter()
        .map(|number| {
            let mut page = vec![
                (9.0, 60.0, 770.0, "The Northern Islands"),
                (9.0, 300.0, 40.0, *number),
            ];
            page.extend(column(60.0, 630.0, &[FULL, FULL]));
            page
        })
        .collect();
    let drawn = read(&made);
    assert_eq!(
        drawn
            .matches("▸ boilerplate: The Northern Islands\n")
            .count(),
        4
    );
    assert_eq!(drawn.matches("▸ boilerplate: 3\n").count(), 1);
    assert_eq!(drawn.matches(&format!("-: {FULL} {FULL}\n")).count(), 4);
}

#[test]
fn tables_keep_their_rows() {
    let mut page = column(60.0, 700.0, &[FULL]);
    for (row, (year, islands)) in [("Year", "Islands"), ("1956", "two"), ("1993", "four")]
        .into_iter()
        .enumerate()
    {
        let y = 640.0 - 14.0 * f32::from(u8::try_from(row).unwrap());
        page.push((11.0, 60.0, y, year));
        page.push((11.0, 200.0, y, islands));
    }
    assert_eq!(
        read(&[page]),
        format!("-: {FULL}\ntable: Year⇥Islands⏎1956⇥two⏎1993⇥four\n")
    );
}

#[test]
fn bold_lines_are_headings() {
    let mut made = pages(pdf(&[column(60.0, 730.0, &["Article 9", FULL, FULL])])).unwrap();
    made[0].lines[0].bold = true;
    assert_eq!(
        drawn(&document(&made)),
        format!("heading 1: Article 9\n-: {FULL} {FULL}\n")
    );
}

#[test]
fn pages_say_their_numbers_and_can_be_begun_at_any() {
    let made: Vec<Vec<Set<'_>>> = ["one", "two", "three"]
        .iter()
        .map(|word| column(60.0, 700.0, &[word]))
        .collect();
    let mut seen = Vec::new();
    glyphs::read(pdf(&made), 2, &mut |part| {
        if let glyphs::Part::Page(page) = part {
            seen.push((page.number, page.lines[0].text.clone()));
        }
        Ok(())
    })
    .unwrap()
    .unwrap();
    assert_eq!(seen, [(2, "two".to_owned()), (3, "three".to_owned())]);
}

#[test]
fn no_document_is_said_to_be_none() {
    assert!(
        pages(b"%PDF-1.7 nothing".to_vec())
            .unwrap_err()
            .contains("no PDF document")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn damage_is_survived(faults in proptest::collection::vec((0usize..4096, any::<u8>()), 0..8), keep in 0usize..4096) {
        let bytes = pdf(&[column(60.0, 700.0, &[FULL, FULL]), column(60.0, 700.0, &[FULL])]);
        if let Ok(pages) = pages(damaged(&bytes, &faults, keep + 400)) {
            check(&document(&pages));
        }
    }

    #[test]
    fn any_lines_are_laid_out(lines in proptest::collection::vec(any_line(), 0..40)) {
        let page = Page { number: 1, height: 800.0, lines, pictures: false };
        check(&document(&[page.clone(), page]));
    }
}

fn any_line() -> impl Strategy<Value = PageLine> {
    (
        "[a-zA-Z0-9é漢•\\-\t .,]{1,30}",
        0.0f32..600.0,
        0.0f32..800.0,
        1.0f32..30.0,
        0u32..3,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(text, left, base, size, column, bold, marked)| PageLine {
            marks: if marked {
                vec![(0, "3".into()), (text.len(), "4".into())]
            } else {
                Vec::new()
            },
            right: left + 50.0,
            text,
            left,
            base,
            size,
            bold,
            italic: false,
            column,
        })
}
