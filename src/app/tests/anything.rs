//! Anything that can be pressed, pasted or clicked, in any panel, at any size: nothing panics, the cursor
//! is never lost, and there is always a way out.

use super::*;
use crate::app::event::{Found, Mouse};
use crate::app::list::{Kind, rows_of_documents, rows_of_timeline};
use crate::app::update::mentions::tests::Desk as Mentions;

/// Strokes that open every panel, list and prompt.
const PANELS: &[&str] = &[
    "<space>d",
    "<space>d/",
    "<space>o",
    "<space>o/",
    "<space>/",
    "<space>/declaration<tab>",
    "<space>m",
    "<space>m<enter>",
    "<space>t",
    "<space>tG<enter>",
    "<space>tr",
    "<space>tf",
    "<space>te",
    "<space>tc",
    "<space>ti",
    "<space>tx",
    "<space>r",
    "<space>j",
    "<space>q",
    "<space>a",
    "<space>l",
    "<space>h",
    "<space>y",
    "<space>p",
    "<space>v",
    "<space>i",
    "<space>T",
    "<space>s",
    "<space>S",
    "<space>z",
    "<space>R",
    "<space>n",
    "<space>ck",
    "<space>cl",
    "<space>ct",
    "<space>cd",
    "<space>cx",
    ":",
    "<f1>",
    "t",
    "n",
    "f",
    "jwf",
    "L]dL",
    "/",
    "?",
    "K",
    "<enter>",
    "x",
    ";1",
    ";;",
    "m",
    "'",
    "Q",
    "<tab>",
];

/// Something that happens to the reader.
#[derive(Debug, Clone)]
enum Happens {
    Keys(String),
    Paste(String),
    Mouse(Mouse, u16, u16),
    Resize(u16, u16),
}

fn happens() -> impl Strategy<Value = Happens> {
    let mouse = prop_oneof![
        Just(Mouse::Press),
        Just(Mouse::Drag),
        any::<bool>().prop_map(Mouse::Wheel),
    ];
    prop_oneof![
        4 => prop::sample::select(PANELS).prop_map(|keys| Happens::Keys(keys.to_owned())),
        6 => strokes().prop_map(Happens::Keys),
        1 => "[a-z日\n\u{1b}é]{0,12}".prop_map(Happens::Paste),
        1 => (mouse, 0u16..210, 0u16..70).prop_map(|(it, x, y)| Happens::Mouse(it, x, y)),
        2 => (0u16..210, 0u16..70).prop_map(|(x, y)| Happens::Resize(x, y)),
    ]
}

/// A reader with mentions, notes and links, whose jobs are done at once.
fn desk() -> Mentions {
    let mut desk = Mentions::over(&[
        (
            "A",
            "The Joint Declaration was signed. It ended a war.\n\nNobody spoke of boats.",
        ),
        (
            "B",
            "One joint declaration more.\n\n日本語の段落。もう一つの文。",
        ),
    ])
    .tag("treaty/1956", &["joint declaration"]);
    desk.press("]mcjnso it is<esc>L]djLcontra<enter>[d");
    desk
}

/// Does what happens, and answers what a job would.
fn meet(desk: &mut Mentions, it: &Happens) {
    match it {
        Happens::Keys(keys) => {
            desk.press(keys);
        }
        Happens::Paste(text) => desk.take(&Event::Paste(text.clone())),
        Happens::Mouse(mouse, x, y) => desk.take(&Event::Mouse(*mouse, *x, *y)),
        Happens::Resize(x, y) => desk.take(&Event::Resize(*x, *y)),
    }
    let kind = desk.state.list.as_ref().map(|view| view.kind);
    let (edition, corpus) = (desk.state.edition, Arc::clone(&desk.state.corpus));
    let answer = match kind {
        Some(Kind::Documents) => Event::Titles(edition, rows_of_documents(&corpus).into()),
        Some(Kind::Timeline) => Event::Timeline(
            edition,
            rows_of_timeline(&corpus, || false)
                .unwrap_or_default()
                .into(),
        ),
        Some(Kind::Search) => {
            let rows = rows_of_documents(&corpus);
            Event::Found(desk.state.search_id, Found::Rows(rows))
        }
        _ => return,
    };
    desk.take(&answer);
}

#[test]
fn a_place_left_before_paragraphs_were_joined_is_still_in_the_text() {
    let mut desk = desk();
    for keys in ["<space>a", "L]dL", "G", "<space>cj", "<ctrl-o>"] {
        meet(&mut desk, &Happens::Keys(keys.to_owned()));
    }
    let reading = desk.state.reading.as_ref().expect("a document");
    let range = reading.cursor.range.clone();
    assert!(reading.document.text.get(range).is_some());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn anything_in_any_panel_at_any_size_leaves_a_reader_that_can_be_left(
        all in prop::collection::vec(happens(), 1..40),
    ) {
        let theme = Theme::default();
        let mut desk = desk();
        for it in &all {
            meet(&mut desk, it);
            let state = &desk.state;
            let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.0, state.size.1));
            let caret = ui::draw(state, &theme, &mut buffer);
            if let Some((x, y)) = caret {
                prop_assert!(x < state.size.0 && y < state.size.1, "the caret left the screen");
            }
            for reading in state.reading.iter().chain(&state.beside) {
                let range = reading.cursor.range.clone();
                prop_assert!(reading.document.text.get(range).is_some(), "the cursor is lost");
            }
            prop_assert!(state.reading.is_some(), "the document is lost");
            prop_assert!(state.focus != Focus::List || state.list.is_some(), "no list has the keys");
            for view in state.list.iter().chain(&state.aside) {
                let rows = view.shown.len();
                prop_assert!(view.place.chosen < rows.max(1), "the chosen row is none");
            }
            // From wherever this led, Esc leads back to the text, and q out.
            let mut other = Mentions { state: state.clone() };
            other.take(&Event::Resize(80, 24));
            for _ in 0..8 {
                other.press("<esc>");
            }
            prop_assert!(other.state.overlay.is_none(), "an overlay stays");
            prop_assert_eq!(other.state.focus, Focus::Text);
            let effects = other.state.update(&Event::Key(Key::char('q')));
            prop_assert!(effects.iter().any(|it| matches!(it, Effect::Quit)), "q does not leave");
        }
    }
}
