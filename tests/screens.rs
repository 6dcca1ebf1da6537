//! Every panel, list and prompt as it is seen: three sizes, with styles, driven by keys over the sample.
//!
//! Each row of a screen is followed by its runs of styles, left to right: a letter and how many cells;
//! `=` where they are those of the row before. The letters are explained at the end. What changed on
//! purpose is taken over with `INSTA_UPDATE=always cargo test --test screens`, and looked at.

use std::fs;
use std::path::{Path, PathBuf};

use glossator::app::Key;
use glossator::app::keymap::Keymap;
use glossator::config::Settings;
use glossator::corpus::Corpus;
use glossator::library::Author;
use glossator::run::{self, Options};
use glossator::ui::theme::Shelf;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Style;
use tempfile::TempDir;

/// The sizes, the largest first: there every panel can be opened.
const SIZES: [(u16, u16); 3] = [(200, 60), (120, 40), (80, 24)];

/// What the reader has done before: a tag with a form on two passages that contradict one another, and
/// a note.
const WORK: &str = "]dttreaty/1956-declaration<enter>nTokyo reads it as an opening.<esc>L[d\
                    tdeclar<enter>Lcontra<enter><space>tGfjoint declaration<enter>q";

/// A copy of the sample corpus.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().expect("a folder"));
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus");
        for entry in fs::read_dir(sample).expect("the sample").flatten() {
            if entry.path().is_file() {
                fs::copy(entry.path(), desk.0.path().join(entry.file_name())).expect("a copy");
            }
        }
        desk
    }

    /// A reader with work done on the corpus.
    fn worked() -> Self {
        let desk = Self::new();
        desk.press(WORK, false);
        desk
    }

    /// Presses keys, and gives the screen in every size.
    fn press(&self, keys: &str, lesson: bool) -> Vec<Buffer> {
        let folder = self.0.path();
        let options = Options {
            corpus: Corpus::open(&[PathBuf::from(folder)]).expect("a corpus"),
            renewal: None,
            settings: Settings::default(),
            themes: Shelf::default(),
            keymap: Keymap::default(),
            author: Author::here(),
            at: None,
            lesson,
            problems: Vec::new(),
            library: folder.join(".glossator"),
        };
        let keys = Key::parse_script(keys).expect("a script");
        run::screens(options, &keys, &SIZES).expect("a screen")
    }

    /// The screens after keys, as text with styles, the smallest first.
    fn shown(&self, keys: &str) -> String {
        described(&self.press(keys, false))
    }
}

/// Screens as text, the smallest first.
fn described(screens: &[Buffer]) -> String {
    let mut styles = Vec::new();
    let mut text = String::new();
    for screen in screens.iter().rev() {
        text.push_str(&format!("# {}×{}\n", screen.area.width, screen.area.height));
        let mut before = String::new();
        for (row, line) in (0..screen.area.height).zip(run::print(screen).lines()) {
            text.push_str(line);
            text.push('\n');
            let runs = runs(screen, row, &mut styles);
            if runs.is_empty() {
                continue;
            }
            if runs == before {
                text.push_str("  =\n");
            } else {
                text.push_str(&format!("  {runs}\n"));
            }
            before = runs;
        }
    }
    text.push_str("# styles\n");
    for (index, style) in styles.iter().enumerate() {
        text.push_str(&format!("{} {}\n", letter(index), said(*style)));
    }
    still(&text)
}

/// Dates and times of today, as they stand in the history, made the same for every day.
fn still(text: &str) -> String {
    let time = regex::Regex::new(r"20[2-9]\d-[01]\d-[0-3]\d[ T][0-2]\d:[0-5]\d").expect("it");
    time.replace_all(text, "2000-01-01 00:00").into_owned()
}

/// The runs of styles of a row; none where all of it is plain.
fn runs(screen: &Buffer, row: u16, styles: &mut Vec<Style>) -> String {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for column in 0..screen.area.width {
        let style = screen
            .cell((column, row))
            .map(Cell::style)
            .unwrap_or_default();
        let index = styles
            .iter()
            .position(|it| *it == style)
            .unwrap_or_else(|| {
                styles.push(style);
                styles.len() - 1
            });
        match found.last_mut() {
            Some((last, count)) if *last == index => *count += 1,
            _ => found.push((index, 1)),
        }
    }
    let runs: Vec<String> = found
        .iter()
        .map(|(index, count)| format!("{}{count}", letter(*index)))
        .collect();
    runs.join(" ")
}

fn letter(index: usize) -> String {
    let index = u8::try_from(index).unwrap_or(u8::MAX);
    let letter = char::from(b'a' + index % 26);
    match index / 26 {
        0 => letter.to_string(),
        _ => letter.to_ascii_uppercase().to_string(),
    }
}

/// A style in words.
fn said(style: Style) -> String {
    let mut words = Vec::new();
    if let Some(colour) = style.fg.filter(|it| *it != ratatui::style::Color::Reset) {
        words.push(colour.to_string().to_lowercase());
    }
    if let Some(colour) = style.bg.filter(|it| *it != ratatui::style::Color::Reset) {
        words.push(format!("on {}", colour.to_string().to_lowercase()));
    }
    if !style.add_modifier.is_empty() {
        words.push(format!("{:?}", style.add_modifier).to_lowercase());
    }
    if words.is_empty() {
        words.push("plain".to_owned());
    }
    words.join(" ")
}

/// A test that looks at one screen: its name, whether work was done before, and the keys.
macro_rules! screens {
    ($($name:ident $desk:ident $keys:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(Desk::$desk().shown($keys));
        })*
    };
}

screens! {
    the_reader worked "";
    the_reader_with_a_word_chosen worked "lw";
    the_outline worked "<space>o";
    the_outline_filtered worked "<space>o/note:";
    the_margin_with_more_than_it_holds worked
        "ggjwnfirst thoughts on this word that take two rows<esc>wnsecond<esc>wnthird<esc>wnfourth<esc>\
         wnfifth<esc>wnsixth<esc>wnseventh, which takes more than one row too<esc>wneighth<esc>\
         wnninth<esc>wntenth<esc>wneleventh<esc>wntwelfth<esc>wnthirteenth<esc>j";
    the_documents worked "<space>d";
    the_documents_by_title worked "<space>d/islands";
    two_texts worked "<space>s]d";
    the_portal worked "<space>S";
    a_look_at_what_is_here worked "K";
    a_choice_of_ways worked "<enter>";
    a_reference worked "gg]r";
    the_tree_of_tags worked "<space>t";
    a_tag_renamed worked "<space>tGr";
    the_page_of_a_tag worked "<space>tG<enter>";
    the_annotations_with_marks worked "<space>am";
    the_links worked "<space>l";
    the_mentions worked "<space>mj<enter>x";
    the_mentions_asked_for new "<space>m";
    the_concordance_of_words worked "<space>/island*<tab>s";
    the_concordance_in_groups worked "<space>/island*<tab>b";
    the_search_opened_again worked "<space>/island*<tab>q<space>/";
    the_timeline worked "<space>y";
    the_history worked "u<space>h";
    the_links_suggested worked "<space>r";
    a_heading_or_paragraph worked "<space>jisl";
    the_palette worked ":link";
    the_menu worked "<space>";
    the_menu_of_corrections worked "<space>c";
    the_help_in_the_text worked "<f1>";
    the_help_in_the_mentions worked "<space>m<f1>";
    a_note_being_written worked "jnWhat *exactly* is promised here, and by whom?<enter><enter>- the date";
    tags_being_chosen worked "jtde";
    a_link_begun worked "jL]d";
    a_link_being_tied worked "jL]djL";
    the_document_searched worked "/island";
    the_document_searched_backwards worked "?";
    a_date_corrected worked "<space>cd";
    a_form_asked_for worked "jf";
    a_form_of_selected_words worked "jlwvwf";
    what_is_to_be_removed worked "x";
    the_themes worked "<space>T";
    a_theme_looked_at worked "<space>Tj";
    what_is_known_of_the_document worked "<space>i";
    only_the_text worked "<space>z";
    the_ruler worked "<space>R";
    digits_with_tags worked "j;3declar<enter>;";
    a_long_message worked "<space>tGix";
}

#[test]
fn the_lesson() {
    insta::assert_snapshot!(described(&Desk::new().press("", true)));
}

#[test]
fn files_that_could_not_be_read() {
    let desk = Desk::worked();
    fs::write(desk.0.path().join("broken.pdf"), "%PDF-1.4 and no more").expect("a file");
    insta::assert_snapshot!(desk.shown("<space>p"));
}

#[test]
fn passages_to_look_at_again() {
    let desk = Desk::worked();
    let path = desk.0.path().join("06TOKYO5712.txt");
    let text = fs::read_to_string(&path).expect("a source");
    let changed = text.replacen("Declaration", "communiqué of that year", 3);
    fs::write(&path, changed).expect("a changed source");
    insta::assert_snapshot!(desk.shown("<space>v"));
}
