//! The reader driven by keys, without a terminal and without a disk.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::event::{Effect, Event};
use super::key::Key;
use super::keymap::Keymap;
use super::overlay::Overlay;
use super::state::{Focus, State};
use crate::corpus::Corpus;
use crate::corpus::raw::RawDocument;
use crate::corpus::structure::recognise;
use crate::corpus::{BlockKind, Document};
use crate::ui;
use crate::ui::theme::Theme;

fn document(name: &str, blocks: &[(BlockKind, &str)]) -> Document {
    let raw = RawDocument::made(blocks);
    recognise(raw, &PathBuf::from(format!("{name}.md")))
}

/// Two documents that speak of one thing.
fn corpus() -> Arc<Corpus> {
    use BlockKind::{Heading, Paragraph};
    let one = document(
        "claim",
        &[
            (Heading, "A claim"),
            (
                Paragraph,
                "The treaty was signed in spring. Nobody doubts it.",
            ),
            (Paragraph, "It names two islands."),
        ],
    );
    let other = document(
        "answer",
        &[
            (Heading, "An answer"),
            (
                Paragraph,
                "The treaty was signed in autumn, as the register shows.",
            ),
            (Paragraph, "日本語の段落。もう一つの文。"),
        ],
    );
    Arc::new(Corpus::of(PathBuf::new(), vec![one, other], Vec::new()))
}

/// A reader whose disk takes everything.
struct Desk {
    state: State,
    copied: Vec<String>,
    left: bool,
}

impl Desk {
    fn new(size: (u16, u16)) -> Self {
        Self {
            state: State::new(corpus(), Arc::new(Keymap::default()), size),
            copied: Vec::new(),
            left: false,
        }
    }

    fn press(&mut self, script: &str) -> &mut Self {
        for key in Key::parse_script(script).expect("a script") {
            self.take(Event::Key(key));
        }
        self
    }

    fn take(&mut self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.state.update(&event) {
                match effect {
                    Effect::Commit(entry) => events.push_back(Event::Saved(entry)),
                    Effect::Travel(journey) => {
                        let changes = self.state.history.changes(&journey).expect("in memory");
                        events.push_back(Event::Travelled(journey, changes));
                    }
                    Effect::Copy(text, _) => self.copied.push(text),
                    Effect::Quit => self.left = true,
                    Effect::Press(keys) => {
                        for key in keys {
                            self.take(Event::Key(key));
                        }
                    }
                    Effect::Edit(text) => {
                        events.push_back(Event::Edited(Some(format!("{text}edited"))));
                    }
                    _ => {}
                }
            }
        }
    }

    fn passage(&self) -> &str {
        let reading = self.state.reading.as_ref().expect("a document");
        reading.document.slice(&reading.cursor.range)
    }

    fn screen(&self, theme: &Theme) -> Buffer {
        let (columns, rows) = self.state.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        ui::draw(&self.state, theme, &mut buffer);
        buffer
    }

    /// The screen as text.
    fn shown(&self) -> String {
        crate::run::print(&self.screen(&Theme::default()))
    }

    fn said(&self) -> &str {
        self.state
            .message
            .as_ref()
            .map_or("", |it| it.text.as_str())
    }
}

#[test]
fn motions_set_the_size_of_the_passage() {
    let mut desk = Desk::new((100, 30));
    assert_eq!(desk.press("gg").passage(), "A claim");
    assert_eq!(
        desk.press("j").passage(),
        "The treaty was signed in spring. Nobody doubts it."
    );
    assert_eq!(
        desk.press("l").passage(),
        "The treaty was signed in spring."
    );
    assert_eq!(desk.press("l").passage(), "Nobody doubts it.");
    assert_eq!(desk.press("w").passage(), "Nobody");
    assert_eq!(desk.press("+").passage(), "Nobody doubts it.");
    assert_eq!(desk.press("jl+").passage(), "It names two islands.");
    let here = desk.state.here().expect("a passage");
    assert_eq!(here.size, "paragraph", "a step never passes a size over");
    desk.press("kll");
    assert_eq!(desk.passage(), "Nobody doubts it.");
    assert_eq!(desk.press("vw").passage(), "Nobody doubts it.\n\nIt");
    assert_eq!(desk.press("<esc>2k").passage(), "A claim");
}

#[test]
fn a_passage_is_tagged_noted_and_linked_across_documents() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjltclaims/date<enter>");
    assert!(
        desk.said()
            .starts_with("saved: tag claims/date on “The treaty was signed in spring.”"),
        "{}",
        desk.said()
    );
    desk.press("nsays who?<esc>");
    assert!(desk.said().starts_with("saved: note on"), "{}", desk.said());
    desk.press("L]dggjLcontra<enter>");
    assert!(desk.said().contains("contradicts"), "{}", desk.said());
    let links: Vec<_> = desk.state.library.links().collect();
    assert_eq!(links.len(), 1);
    assert_eq!(
        links[0].from.made.quote.exact,
        "The treaty was signed in spring."
    );
    assert_eq!(links[0].relation, "contradicts");
    // From the far end the link leads back.
    desk.press("<enter>");
    assert_eq!(desk.passage(), "The treaty was signed in spring.");
    desk.press("<ctrl-o>");
    assert!(desk.passage().contains("autumn"));
}

#[test]
fn a_relation_typed_from_the_far_end_turns_the_link() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjL]dggjLis contra<enter>");
    let link = desk.state.library.links().next().expect("a link").clone();
    assert_eq!(link.relation, "contradicts");
    assert!(link.from.made.quote.exact.contains("autumn"));
    // A word of the reader's own stays as it is.
    desk.press("jL[dggjjLechoes<enter>");
    let own: Vec<_> = desk
        .state
        .library
        .links()
        .map(|it| it.relation.clone())
        .collect();
    assert!(
        own.contains(&"echoes".to_owned()),
        "{own:?} {}",
        desk.said()
    );
}

#[test]
fn a_jump_leaves_the_list_that_covers_the_text() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjta<enter>G<space>a");
    assert!(desk.state.list.is_some());
    desk.press("<ctrl-o>");
    assert!(desk.state.list.is_none());
    assert_eq!(desk.state.focus, Focus::Text);
}

#[test]
fn extending_reaches_to_the_end_of_the_document() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjvG");
    assert!(desk.passage().starts_with("The treaty") && desk.passage().ends_with("two islands."));
}

#[test]
fn several_tags_at_once_and_the_last_ones_again() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjtone,two<enter>j.");
    let tagged: Vec<usize> = desk
        .state
        .library
        .tags()
        .map(|tag| desk.state.library.tagged_count(tag.id))
        .collect();
    assert_eq!(tagged, [2, 2]);
    // A tag that exists is offered for what is typed of it.
    desk.press("kktne<enter>");
    assert_eq!(desk.state.library.tags().count(), 2);
}

#[test]
fn everything_is_undone_and_done_again() {
    let mut desk = Desk::new((120, 40));
    let empty = desk.state.library.clone();
    desk.press("ggjta<enter>nb<esc>jtc<enter>Lk<backspace>");
    desk.press("<esc>kL2jL<enter>");
    let full = desk.state.library.clone();
    assert_ne!(full, empty);
    desk.press("9u");
    assert_eq!(desk.state.library, empty);
    desk.press("9U");
    assert_eq!(desk.state.library, full);
}

#[test]
fn a_note_comes_back_from_the_editor_and_can_be_thrown_away() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjN");
    let notes: Vec<_> = desk
        .state
        .library
        .annotations()
        .map(|it| it.note.clone())
        .collect();
    assert_eq!(notes, ["edited"]);
    desk.press("jnlost<ctrl-g>");
    assert!(desk.state.overlay.is_some(), "it is asked once more");
    desk.press(" and<ctrl-g>");
    assert!(desk.state.overlay.is_some());
    desk.press("<ctrl-g>");
    assert!(desk.state.overlay.is_none());
    assert_eq!(desk.state.library.annotations().count(), 1);
}

#[test]
fn what_is_not_saved_stays_on_the_screen() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjnprecious");
    let mut effects = desk
        .state
        .update(&Event::Key(Key::parse("esc").expect("a key")));
    let Some(Effect::Commit(entry)) = effects.pop() else {
        panic!("nothing is written");
    };
    desk.take(Event::NotSaved(entry, "the disk is full".into()));
    assert!(desk.said().contains("NOT saved"));
    let buffer = desk.screen(&Theme::default());
    assert!(crate::run::print(&buffer).contains("precious"));
    desk.press("<esc>");
    assert!(desk.said().starts_with("saved"));
}

#[test]
fn an_unfinished_note_is_taken_up_again() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjnhalf a thou");
    let Some(Overlay::Note(editor)) = &desk.state.overlay else {
        panic!("no note is open");
    };
    let (name, text) = (editor.subject.draft_name(), editor.text());
    let mut again = Desk::new((120, 40));
    again.state.drafts.insert(name, text);
    again.press("ggjnght<esc>");
    let notes: Vec<_> = again
        .state
        .library
        .annotations()
        .map(|it| it.note.clone())
        .collect();
    assert_eq!(notes, ["half a thought"]);
}

#[test]
fn what_cannot_be_seen_is_not_done() {
    let mut desk = Desk::new((20, 5));
    desk.press("tblind<enter>j");
    assert!(desk.state.library.is_empty() && desk.state.overlay.is_none());
    desk.press("q");
    assert!(desk.left);
}

#[test]
fn a_search_finds_as_one_types_and_returns() {
    let mut desk = Desk::new((120, 40));
    desk.press("gg/island");
    assert_eq!(desk.passage(), "islands", "the beginning of a word");
    desk.press(" ");
    assert_eq!(
        desk.passage(),
        "A claim",
        "a blank ends the word, and there is none such"
    );
    desk.press("<backspace>s");
    assert_eq!(desk.passage(), "islands");
    desk.press("<esc>");
    assert_eq!(desk.passage(), "A claim");
    desk.press("/NOBODY<enter>");
    assert_eq!(desk.passage(), "Nobody");
    assert_eq!(desk.said(), "match 1 of 1 · + takes the sentence");
    let here = desk.state.here().expect("a passage");
    assert_eq!(here.size, "word", "what is shown is what will be tagged");
    assert_eq!(desk.press("+").passage(), "Nobody doubts it.");
}

#[test]
fn copies_say_what_they_are() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjlyyyaym");
    assert_eq!(desk.copied[0], "The treaty was signed in spring.");
    assert!(
        desk.copied[1].starts_with("claim#p2:\""),
        "{}",
        desk.copied[1]
    );
    assert!(
        desk.copied[2].starts_with("> The treaty was signed in spring.\n>\n> — A claim, claim#p2")
    );
}

#[test]
fn a_reader_that_cannot_write_says_why() {
    let mut desk = Desk::new((120, 40));
    desk.state.read_only = Some("held by another window".into());
    desk.press("ggjt");
    let screen = desk.shown();
    assert!(screen.contains("held by another window"), "{screen}");
    // What was meant for the prompt does nothing.
    let before = desk.passage().to_owned();
    desk.press("jjqx<enter>");
    assert!(desk.state.overlay.is_none() && !desk.left);
    assert_eq!(desk.passage(), before);
}

#[test]
fn every_action_can_be_done_in_every_panel() {
    for panel in [
        "", "<space>d", "<space>o", "<space>a", "<space>t", "<space>l", "<space>s",
    ] {
        for action in super::Action::ALL {
            let mut desk = Desk::new((120, 40));
            desk.press("ggjta<enter>").press(panel);
            desk.state.act(*action);
            desk.state.lay_out(false);
            desk.screen(&Theme::default());
        }
    }
}

#[test]
fn every_action_is_named_explained_reached_and_documented() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/keys.md");
    let page = std::fs::read_to_string(page).expect("the page of keys");
    let keymap = Keymap::default();
    let help = super::overlay::Help::new(&keymap, super::action::Where::Text);
    for action in super::Action::ALL {
        let row = action.row();
        assert!(!row.id.is_empty() && !row.help.is_empty(), "{action:?}");
        // By a key, and by its name in the palette wherever it is offered: never by the mouse alone.
        let palette = super::overlay::Palette::new(&keymap, |it| it == *action);
        let listed = palette.picker.chosen().map(|it| it.label.clone());
        let listed = listed.unwrap_or_default();
        assert!(
            listed.starts_with(row.id),
            "{} is not in the palette",
            row.id
        );
        let keys = keymap.keys_of(*action);
        assert!(
            !keys.is_empty() || row.at == super::action::Where::Anywhere,
            "{} has no key and is not in every palette",
            row.id
        );
        let explained = help.lines.iter().any(
            |line| matches!(line, super::overlay::help::Line::Keys(_, words) if *words == row.help),
        );
        assert!(explained, "{} is not in the help", row.id);
        let written = format!("| `{}` | {} |", row.id, row.help);
        assert!(page.contains(&written), "{} is not in docs/keys.md", row.id);
    }
}

#[test]
fn lists_of_a_large_library_are_made_in_the_background() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggj");
    let anchor = crate::passage::Anchor::of(
        &desk.state.corpus.document(0).expect("it"),
        &desk.state.reading.as_ref().expect("it").cursor.range,
    );
    let by = crate::library::By::here();
    for _ in 0..2_001 {
        let act = crate::library::acts::note(
            &desk.state.library,
            &by,
            anchor.as_ref().expect("a passage"),
            "so it is",
        );
        let act = act.expect("a note");
        desk.state.library.apply(&act.changes);
    }
    let effects = desk.state.update(&Event::Key(Key::char(' ')));
    assert!(effects.is_empty());
    let effects = desk.state.update(&Event::Key(Key::char('a')));
    let asked = effects.iter().find_map(|it| match it {
        Effect::Rows(number, kind) => Some((*number, *kind)),
        _ => None,
    });
    let (number, kind) = asked.expect("the rows are asked for");
    assert!(desk.shown().contains("reading …"), "{}", desk.shown());
    let rows = crate::app::list::rows_of_library(&desk.state.ground(), kind, &|_| ());
    desk.take(Event::Rows(number + 1, Vec::new().into(), true));
    desk.take(Event::Rows(number, rows.into(), true));
    let view = desk.state.list.as_ref().expect("a list");
    assert_eq!(view.rows.len(), desk.state.library.annotations().count());
    assert!(view.working.is_none());
}

/// Strokes that lead somewhere, more often than chance would.
fn strokes() -> impl Strategy<Value = String> {
    let known: Vec<String> = super::Action::ALL
        .iter()
        .flat_map(|action| action.row().keys.iter())
        .map(|keys| {
            keys.split(' ')
                .map(|key| {
                    if key.chars().count() == 1 {
                        key.to_owned()
                    } else {
                        format!("<{key}>")
                    }
                })
                .collect::<String>()
        })
        .filter(|keys| keys != "q")
        .map(|keys| keys.replace("<<>", "<lt>"))
        .collect();
    prop_oneof![
        4 => prop::sample::select(known),
        1 => "[a-z0-9 日é]{1,3}",
        1 => Just("<enter>".to_owned()),
        1 => Just("<esc>".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_strokes_at_any_size_leave_a_reader_that_can_be_left(
        scripts in prop::collection::vec((strokes(), 0u16..140, 0u16..50), 1..60),
    ) {
        let theme = Theme::default();
        let mut desk = Desk::new((80, 24));
        for (script, columns, rows) in &scripts {
            desk.press(script);
            if columns % 3 == 0 {
                desk.take(Event::Resize(*columns, *rows));
            }
            desk.screen(&theme);
            let reading = desk.state.reading.as_ref().expect("a document stays open");
            let range = &reading.cursor.range;
            prop_assert!(reading.document.text.get(range.clone()).is_some(), "the cursor is lost");
        }
        desk.take(Event::Resize(80, 24));
        // Whatever is open, leaving it a few times leads back to the text.
        for _ in 0..6 {
            desk.press("<esc>");
        }
        prop_assert!(desk.state.overlay.is_none());
        prop_assert_eq!(desk.state.focus, Focus::Text);
    }
}

#[test]
fn the_start_of_a_link_is_seen_until_it_is_let_go_on_purpose() {
    let mut desk = Desk::new((80, 24));
    desk.press("ggjLj");
    let screen = crate::run::print(&desk.screen(&Theme::default()));
    let hints = screen.lines().last().expect("a line of hints").to_owned();
    assert!(hints.contains("link from claim#p2"), "{hints}");
    assert!(
        hints.contains("L ties here") && hints.contains("quit"),
        "{hints}"
    );
    desk.press("<esc>");
    assert!(desk.state.link_from.is_some());
    assert!(desk.said().contains("Esc once more"), "{}", desk.said());
    // Anything else between the two keeps it.
    desk.press("k<esc>");
    assert!(desk.state.link_from.is_some());
    desk.press("<esc>");
    assert!(desk.state.link_from.is_none());
}

#[test]
fn the_ways_out_are_hinted_at_in_every_width() {
    for columns in [60, 80, 120, 200] {
        for script in [
            "",
            "tx<enter>",
            "tx<enter>u",
            "/islands<enter>",
            "<space>a",
            "L]d",
        ] {
            let mut desk = Desk::new((columns, 24));
            desk.press("ggj").press(script);
            let screen = crate::run::print(&desk.screen(&Theme::default()));
            let hints = screen.lines().last().expect("a line of hints").to_owned();
            for words in ["Space menu", "F1 help", "q "] {
                assert!(hints.contains(words), "{columns} {script:?}: {hints}");
            }
        }
    }
}

#[test]
fn a_filter_has_its_own_hints_and_enter_opens_the_row() {
    let mut desk = Desk::new((80, 24));
    desk.press("ggjta<enter>jtb<enter>gg<space>a/islands");
    let screen = crate::run::print(&desk.screen(&Theme::default()));
    let hints = screen.lines().last().expect("a line of hints").to_owned();
    assert!(hints.contains("Enter opens the chosen row"), "{hints}");
    desk.press("<enter>");
    assert!(desk.state.list.is_none());
    assert_eq!(desk.passage(), "It names two islands.");
}

#[test]
fn the_menu_says_every_word() {
    for columns in [80, 120, 200] {
        for script in ["<space>", "<space>c"] {
            let mut desk = Desk::new((columns, 40));
            desk.press("ggjta<enter>").press(script);
            let screen = crate::run::print(&desk.screen(&Theme::default()));
            let cut = |line: &&str| line.contains('…') && !line.contains(" …");
            let mut lines = screen.lines().skip_while(|line| !line.contains("Space "));
            assert_eq!(lines.find(cut), None, "{screen}");
        }
    }
}

#[test]
fn one_of_several_notes_goes_to_the_readers_own_editor() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjlnone<esc>lntwo<esc>kjN");
    assert!(matches!(desk.state.overlay, Some(Overlay::Menu(_))));
    desk.press("<enter>");
    let notes: Vec<_> = desk
        .state
        .library
        .annotations()
        .map(|it| it.note.clone())
        .collect();
    assert!(notes.contains(&"oneedited".to_owned()), "{notes:?}");
}

#[test]
fn ctrl_c_leaves_prompts_but_not_the_reader() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjt<ctrl-c>");
    assert!(desk.state.overlay.is_none());
    desk.press("<ctrl-c>");
    assert!(
        !desk.left && desk.said().starts_with("q leaves the reader"),
        "{}",
        desk.said()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_bytes_make_a_screen_of_printable_cells_of_the_right_width(
        pieces in prop::collection::vec(piece(), 0..24),
        columns in 1u16..140,
        rows in 1u16..40,
        keys in prop::collection::vec(strokes(), 0..6),
    ) {
        let bytes = pieces.concat();
        let read = crate::corpus::open::document_of(&PathBuf::from("any.txt"), &bytes, None);
        let documents = vec![read.unwrap_or_else(|_| document("empty", &[]))];
        let corpus = Arc::new(Corpus::of(PathBuf::new(), documents, Vec::new()));
        let mut desk = Desk::new((columns, rows));
        desk.state = State::new(corpus, Arc::new(Keymap::default()), (columns, rows));
        for stroke in &keys {
            desk.press(stroke);
        }
        let screen = desk.screen(&Theme::default());
        for y in 0..rows {
            let mut x = 0;
            while x < columns {
                let symbol = screen[(x, y)].symbol();
                let harmless = symbol.chars().all(|c| {
                    !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                });
                prop_assert!(harmless, "{symbol:?} at {x},{y}");
                let width = unicode_width::UnicodeWidthStr::width(symbol);
                prop_assert!((1..=2).contains(&width), "{symbol:?} takes {width} cells");
                if width == 2 {
                    prop_assert!(x + 1 < columns, "{symbol:?} leaves the screen");
                    let behind = screen[(x + 1, y)].symbol();
                    prop_assert_eq!(behind, " ", "something stands behind {:?}", symbol);
                }
                x += width as u16;
            }
        }
    }
}

/// Bytes as hostile and as honest documents have them.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        any::<Vec<u8>>(),
        any::<String>().prop_map(String::into_bytes),
        "[a-z ]{1,60}".prop_map(String::into_bytes),
        "[\u{300}-\u{36f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{1f1e6}-\u{1f1ff}]{1,20}"
            .prop_map(String::into_bytes),
        "[日本語共同宣言ａ-ｚ👩-👭\u{200d}\u{fe0f}]{1,30}".prop_map(String::into_bytes),
        Just(b"\x1b]0;title\x07\x1b[2J\x9b31m".to_vec()),
        Just(b"\n\n".to_vec()),
    ]
}

#[test]
fn the_outline_is_filtered_and_only_that_is_read() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggjjtisles/two<enter>k<space>o/tag:isl");
    let reading = desk.state.reading.as_ref().expect("a document");
    assert_eq!(reading.map.fitting, 1);
    assert_eq!(reading.outline.len(), 2, "with the heading above it");
    desk.press("<tab>o");
    assert_eq!(desk.state.focus, Focus::Text);
    let screen = crate::run::print(&desk.screen(&Theme::default()));
    assert!(screen.contains("▸ 1 paragraph left out"), "{screen}");
    assert_eq!(desk.press("gg").passage(), "A claim");
    desk.press("j");
    assert!(
        desk.passage().starts_with("The treaty"),
        "the line of the fold"
    );
    assert_eq!(desk.press("j").passage(), "It names two islands.");
    desk.press("<space>O<space>o/<esc>/nobody<enter>");
    assert!(desk.passage().starts_with("The treaty"));
    let screen = crate::run::print(&desk.screen(&Theme::default()));
    assert!(!screen.contains("left out"), "{screen}");
}

#[test]
fn a_section_is_folded_in_the_outline() {
    let mut desk = Desk::new((120, 40));
    desk.press("gg<space>oz");
    assert_eq!(
        desk.state.reading.as_ref().map(|it| it.outline.len()),
        Some(1)
    );
    desk.press("z");
    assert_eq!(
        desk.state.reading.as_ref().map(|it| it.outline.len()),
        Some(3)
    );
}

#[test]
fn what_the_reader_moved_on_from_is_read() {
    let mut desk = Desk::new((120, 40));
    let read = |desk: &Desk| {
        desk.state
            .reading
            .as_ref()
            .map(super::reading::Reading::read_percent)
    };
    desk.press("gg");
    assert_eq!(read(&desk), Some(0));
    desk.press("jl");
    assert_eq!(read(&desk), Some(33));
    desk.press("lll");
    assert_eq!(read(&desk), Some(100));
}

#[test]
fn a_digit_puts_the_tag_that_it_was_given() {
    let mut desk = Desk::new((120, 40));
    desk.press("ggj;3claims/date<enter>j;3");
    let tag = desk.state.library.tag_at("claims/date").expect("a tag");
    assert_eq!(desk.state.library.tagged_count(tag.id), 2);
    desk.press(";;<enter>");
    assert!(desk.state.quick.is_empty());
    // Digits are counts as ever.
    desk.press("gg2j");
    assert_eq!(desk.passage(), "It names two islands.");
}

mod anything;
mod prompts;
mod room;
