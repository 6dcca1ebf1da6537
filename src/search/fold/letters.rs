//! What becomes of a single letter with its marks when text is folded.
//!
//! Knows which characters count as equal and which marks readers expect to be overlooked. Does
//! not know texts or offsets.
//!
//! Marks are dropped only where readers of the script search without them:
//!
//! - Latin and Greek: all of them (`é` is `e`, `ῥήτωρ` is `ρητωρ`), and the letters with a stroke
//!   or joined from two that have no decomposition (`ø`, `ł`, `ß`, `æ`);
//! - Cyrillic: stress marks on vowels, and the dots of `ё`, which are mostly not printed. `й`,
//!   `ї`, `ў`, `ѓ`, `ќ` are letters of their own and stay;
//! - Hebrew points and cantillation, Arabic vowel signs: most texts are printed without. The
//!   seats of hamza on alef fold too (`أ إ آ` are written `ا` as often as not), on `و` and `ي` not;
//! - everywhere else a mark makes another letter or vowel (`が` is not `か`, Indic and Thai vowel
//!   signs are vowels) and stays.

use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Case;

/// The one quotation mark that stands for all kinds in folded text.
pub(super) const QUOTE: char = '\'';
/// The one dash that stands for all kinds in folded text.
pub(super) const DASH: char = '-';

/// What a character is to folding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter, digit or sign.
    Letter,
    /// White space of any kind.
    Blank,
    /// A quotation mark or apostrophe of any kind.
    Quote,
    /// A hyphen or dash of any kind.
    Dash,
    /// Invisible: soft hyphens, zero-width characters, direction marks, Arabic tatweel.
    Nothing,
}

/// The class of a character.
pub(super) fn class(c: char) -> Class {
    match c {
        '"'
        | '\''
        | '`'
        | '´'
        | '«'
        | '»'
        | '‘'..='‟'
        | '‹'
        | '›'
        | '′'..='‷'
        | 'ʹ'..='ʽ'
        | '「'..='』'
        | '〝'..='〟'
        | '＂'
        | '＇'
        | '｢'
        | '｣'
        | '׳'
        | '״'
        | '⹂' => Class::Quote,
        '-' | '‐'..='―' | '−' | '⸺' | '⸻' | '﹘' | '﹣' | '－' | '֊' | '־' => {
            Class::Dash
        }
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{61c}'
        | '\u{640}'
        | '\u{180e}'
        | '\u{34f}'
        | '\u{fe00}'..='\u{fe0f}' => Class::Nothing,
        c if c.is_whitespace() => Class::Blank,
        _ => Class::Letter,
    }
}

/// Whether a character belongs to the letter before it: a mark, or the vowel or final of a Hangul
/// syllable written in parts.
pub(super) fn follows(c: char) -> bool {
    match c {
        '\0'..='\u{2ff}' => false,
        '\u{1160}'..='\u{11ff}' | '\u{ff9e}' | '\u{ff9f}' => true,
        c => is_combining_mark(c),
    }
}

/// The scripts whose marks are treated apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    /// Latin, Greek and everything without a script of its own: all marks fold.
    Plain,
    Cyrillic,
    Hebrew,
    Arabic,
    /// Marks are part of the letter.
    Other,
}

fn script(base: char) -> Script {
    match base {
        '\0'..='\u{3ff}'
        | '\u{1d00}'..='\u{2bff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a720}'..='\u{a7ff}' => Script::Plain,
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => {
            Script::Cyrillic
        }
        '\u{590}'..='\u{5ff}' => Script::Hebrew,
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' => Script::Arabic,
        _ => Script::Other,
    }
}

/// Whether a mark upon a base is overlooked.
fn dropped(base: char, mark: char) -> bool {
    match script(base) {
        Script::Plain => true,
        Script::Cyrillic => match mark {
            '\u{300}' | '\u{301}' | '\u{341}' | '\u{340}' => matches!(
                base.to_lowercase().next(),
                Some('а' | 'е' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю' | 'я' | 'і' | 'є')
            ),
            '\u{308}' => matches!(base, 'е' | 'Е'),
            _ => false,
        },
        Script::Hebrew => matches!(mark, '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'),
        Script::Arabic => match mark {
            '\u{64b}'..='\u{652}'
            | '\u{656}'..='\u{65f}'
            | '\u{670}'
            | '\u{610}'..='\u{61a}'
            | '\u{6d6}'..='\u{6ed}'
            | '\u{8d3}'..='\u{8ff}' => true,
            '\u{653}'..='\u{655}' => base == '\u{627}',
            _ => false,
        },
        Script::Other => false,
    }
}

/// Letters that decompose by no rule of Unicode, and are yet read as another with a stroke or as two.
fn unmarked(c: char) -> Option<&'static str> {
    Some(match c {
        'ø' => "o",
        'Ø' => "O",
        'ł' => "l",
        'Ł' => "L",
        'đ' => "d",
        'Đ' => "D",
        'ħ' => "h",
        'Ħ' => "H",
        'ŧ' => "t",
        'Ŧ' => "T",
        'ı' => "i",
        'ß' => "ss",
        'ẞ' => "SS",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ſ' => "s",
        'ς' => "σ",
        _ => return None,
    })
}

/// Whether a character is another's typographic form only: ligatures, full and half width, Arabic
/// letters as they are shaped. Other compatibility forms (`²`, `№`) mean something and stay.
pub(super) fn is_typographic(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff00}'..='\u{ffef}')
}

/// Writes the folded form of one letter with the marks that follow it.
pub(super) fn fold_cluster(cluster: &str, case: Case, out: &mut String) {
    let mut kept = String::with_capacity(cluster.len());
    let mut base = None;
    let mut take = |c: char| {
        if class(c) == Class::Nothing {
            return;
        }
        if is_combining_mark(c) {
            if base.is_some_and(|base| dropped(base, c)) {
                return;
            }
            kept.push(c);
            return;
        }
        base = Some(c);
        match (unmarked(c), case) {
            (Some(plain), Case::Kept) => kept.push_str(plain),
            (Some(plain), Case::Folded) => kept.extend(plain.chars().flat_map(char::to_lowercase)),
            (None, Case::Kept) => kept.push(c),
            (None, Case::Folded) => kept.extend(c.to_lowercase()),
        }
    };
    for c in cluster.chars() {
        if is_typographic(c) {
            std::iter::once(c).nfkd().for_each(&mut take);
        } else {
            std::iter::once(c).nfd().for_each(&mut take);
        }
    }
    out.extend(kept.nfc());
}

/// The end of the part of Unicode whose single letters are looked up in a table.
const TABLE_END: u32 = 0x3100;
/// In the table: this letter does not fold to one character.
const SEVERAL: char = '\0';

/// The folded form of a letter that no mark follows, where that is one character.
pub(super) fn fold_letter(c: char, case: Case) -> Option<char> {
    static TABLES: [OnceLock<Vec<char>>; 2] = [OnceLock::new(), OnceLock::new()];
    match u32::from(c) {
        code if code < TABLE_END => {
            let table = TABLES[usize::from(case == Case::Kept)].get_or_init(|| letters(case));
            let folded = *table.get(code as usize)?;
            (folded != SEVERAL).then_some(folded)
        }
        0x3400..=0x9fff | 0xac00..=0xd7a3 => Some(c),
        _ => {
            let mut out = String::new();
            fold_cluster(c.encode_utf8(&mut [0; 4]), case, &mut out);
            let mut chars = out.chars();
            chars.next().filter(|_| chars.next().is_none())
        }
    }
}

fn letters(case: Case) -> Vec<char> {
    let mut out = String::new();
    (0..TABLE_END)
        .map(|code| {
            let Some(c) = char::from_u32(code) else {
                return SEVERAL;
            };
            out.clear();
            fold_cluster(c.encode_utf8(&mut [0; 4]), case, &mut out);
            let mut chars = out.chars();
            match (chars.next(), chars.next()) {
                (Some(one), None) => one,
                _ => SEVERAL,
            }
        })
        .collect()
}
