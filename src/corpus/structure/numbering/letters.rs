//! Lettered items: `(a)`, `(b)` …, `(i)`, `(ii)` … below them, `(A)`, `(B)` …, `a)`, `b)` …, and the
//! Japanese `ア`, `イ` … and `イ`, `ロ` ….
//!
//! Knows sequences of letters and of small roman numerals, and that `(i)` after `(h)` is a letter.
//! How deep an item lies is told by `nesting`.

use super::super::line::{Page, Start};
use super::is_fresh;
use super::keyword::roman;
use crate::corpus::block::Label;

/// One item that may belong to a sequence.
struct Item<'a> {
    at: usize,
    letters: &'a str,
    skip: usize,
}

/// How the letters are set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `(a)`: such an item can be cited.
    Paren,
    /// `a)`.
    Close,
    /// `(A)`.
    Capital,
    /// `ア　`, in the order of the sounds or of the old verse.
    Kana,
}

/// The letters by which Japanese numbers items, in both orders.
const KANA: [&str; 2] = [
    "アイウエオカキクケコサシスセソ",
    "イロハニホヘトチリヌルヲワカヨ",
];

/// Marks the items of lettered sequences of at least two.
pub(super) fn recognise(page: &mut Page<'_>) {
    for form in [Form::Paren, Form::Close, Form::Capital, Form::Kana] {
        of_form(page, form);
    }
}

fn of_form(page: &mut Page<'_>, form: Form) {
    let items: Vec<Item<'_>> = (0..page.lines.len())
        .filter(|at| page.is_free(*at) && is_fresh(page, *at))
        .filter_map(|at| {
            let line = page.lines.get(at)?;
            if line.given.is_some_and(|block| block.marker.is_some()) {
                return None;
            }
            let (letters, skip) = of(line.text, form)?;
            Some(Item { at, letters, skip })
        })
        .collect();
    let belongs = match form {
        Form::Capital => capitals(&items),
        Form::Kana => kana(&items),
        Form::Paren | Form::Close => small(&items),
    };
    for (item, belongs) in items.iter().zip(belongs) {
        let marker = match form {
            Form::Close => format!("{})", item.letters),
            Form::Paren | Form::Capital => format!("({})", item.letters),
            Form::Kana => item.letters.to_owned(),
        };
        // A letter is cited with its brackets, whether the print opens them or not.
        let label = match form {
            Form::Close => format!("({})", item.letters),
            _ => marker.clone(),
        };
        if belongs && let Some(line) = page.lines.get_mut(item.at) {
            line.start = Start::Item {
                label: Some(Label::new(label)),
                marker,
                level: 1,
                skip: item.skip,
            };
        }
    }
}

/// Which items continue or begin a sequence of small letters, or of small numerals among them.
fn small(items: &[Item<'_>]) -> Vec<bool> {
    let mut last_letter: Option<char> = None;
    let mut last_roman = 0;
    let mut belongs = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let letter = item
            .letters
            .chars()
            .next()
            .filter(|_| item.letters.chars().count() == 1);
        let numeral = roman(&item.letters.to_uppercase());
        let follows_letter = letter.is_some() && last_letter.and_then(after) == letter;
        let next = items.get(index + 1).map(|next| next.letters);
        let goes_on = if follows_letter && !(numeral == Some(last_roman + 1) && last_roman > 0) {
            last_letter = letter;
            last_roman = 0;
            true
        } else if numeral == Some(last_roman + 1) && (last_roman > 0 || next == Some("ii")) {
            last_roman += 1;
            true
        } else if letter == Some('a') && matches!(next, Some("b" | "i"))
            || letter == Some('а') && next == Some("б")
        {
            last_letter = letter;
            last_roman = 0;
            true
        } else {
            false
        };
        belongs.push(goes_on);
    }
    belongs
}

/// Which items continue or begin a sequence of capitals.
fn capitals(items: &[Item<'_>]) -> Vec<bool> {
    let mut last: Option<char> = None;
    let mut belongs = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let letter = item.letters.chars().next();
        let next = items.get(index + 1).map(|next| next.letters);
        let goes_on = last.and_then(after) == letter || letter == Some('A') && next == Some("B");
        if goes_on {
            last = letter;
        }
        belongs.push(goes_on);
    }
    belongs
}

/// Which items continue or begin a sequence of Japanese letters.
fn kana(items: &[Item<'_>]) -> Vec<bool> {
    let follows = |one: &str, other: &str| {
        KANA.iter().any(|order| {
            order
                .find(one)
                .and_then(|at| order.get(at + one.len()..))
                .is_some_and(|rest| rest.starts_with(other))
        })
    };
    let mut last: Option<&str> = None;
    let mut belongs = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let next = items.get(index + 1).map(|next| next.letters);
        let begins = KANA.iter().any(|order| order.starts_with(item.letters))
            && next.is_some_and(|next| follows(item.letters, next));
        let goes_on = last.is_some_and(|last| follows(last, item.letters)) || begins;
        if goes_on {
            last = Some(item.letters);
        }
        belongs.push(goes_on);
    }
    belongs
}

/// Whether a line begins as an item with a Japanese letter does.
pub(crate) fn is_kana_item(line: &str) -> bool {
    of(line, Form::Kana).is_some()
}

fn after(letter: char) -> Option<char> {
    char::from_u32(u32::from(letter) + 1)
}

/// `(a) text`, `(iv) text`, `a) text`, `(A) text`: the letters, and the bytes before the text.
fn of(line: &str, form: Form) -> Option<(&str, usize)> {
    let text = line.trim_start();
    if form == Form::Kana {
        let first = text.chars().next()?;
        let known = KANA.iter().any(|order| order.contains(first));
        let after = text.get(first.len_utf8()..)?;
        let words = after.trim_start();
        let parted = after.starts_with(['\u{3000}', ' ', '．', '.']) && !words.is_empty();
        return (known && parted)
            .then_some((text.get(..first.len_utf8())?, line.len() - words.len()));
    }
    let text = match form {
        Form::Paren | Form::Capital => text.strip_prefix('(')?,
        Form::Close | Form::Kana => text,
    };
    let near = text.get(..text.floor_char_boundary(12))?;
    let (letters, _) = near.split_once(')')?;
    let after = text.get(letters.len() + 1..)?;
    let one = letters.chars().count() == 1;
    let fits = match form {
        Form::Capital => one && letters.chars().all(char::is_uppercase),
        Form::Kana => false,
        Form::Paren | Form::Close => {
            (1..=5).contains(&letters.len())
                && (letters.bytes().all(|byte| byte.is_ascii_lowercase())
                    || one && letters.chars().all(char::is_lowercase))
        }
    };
    let words = after.trim_start();
    (fits && words.len() < after.len() && !words.is_empty())
        .then(|| (letters, line.len() - words.len()))
}
