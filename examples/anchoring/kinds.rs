//! The kinds of change, each a function from a text to its changed form.
//!
//! Long because it is one list: 21 kinds and what each does.
//! Knows how editors, scanners and converters change texts. What a change does to the passages follows from the origins.

use std::ops::Range;

use crate::changes::{Changing, Dice, Kept, sentences, words};
use crate::texts;

/// A kind of change and what it does.
pub(crate) struct Kind {
    /// Its name in the report.
    pub(crate) name: &'static str,
    /// Changes a text; `passages` are the passages that are watched.
    pub(crate) change: fn(&mut Changing, &[Range<usize>], &mut Dice),
}

/// All kinds, in the order of the report.
pub(crate) const ALL: &[Kind] = &[
    Kind {
        name: "re-wrapped",
        change: |text, _, dice| wrap(text, 50 + dice.below(30), false, dice),
    },
    Kind {
        name: "hyphenated",
        change: |text, _, dice| wrap(text, 40 + dice.below(20), true, dice),
    },
    Kind {
        name: "misread 1 %",
        change: |text, _, dice| misread(text, 1, dice),
    },
    Kind {
        name: "misread 3 %",
        change: |text, _, dice| misread(text, 3, dice),
    },
    Kind {
        name: "misread 5 %",
        change: |text, _, dice| misread(text, 5, dice),
    },
    Kind {
        name: "misread 10 %",
        change: |text, _, dice| misread(text, 10, dice),
    },
    Kind {
        name: "paragraphs added",
        change: |text, _, dice| add_paragraphs(text, 30, dice),
    },
    Kind {
        name: "paragraphs deleted",
        change: |text, _, dice| delete_paragraphs(text, 25, dice),
    },
    Kind {
        name: "paragraphs moved",
        change: |text, _, dice| move_paragraphs(text, 4, dice),
    },
    Kind {
        name: "sentences moved",
        change: |text, _, dice| move_sentences(text, 4, dice),
    },
    Kind {
        name: "reworded 10 %",
        change: |text, passages, dice| reword(text, passages, 10, dice),
    },
    Kind {
        name: "reworded 25 %",
        change: |text, passages, dice| reword(text, passages, 25, dice),
    },
    Kind {
        name: "reworded 40 %",
        change: |text, passages, dice| reword(text, passages, 40, dice),
    },
    Kind {
        name: "passage deleted",
        change: delete_passages,
    },
    Kind {
        name: "passage replaced",
        change: replace_passages,
    },
    Kind {
        name: "repeated elsewhere",
        change: |text, _, dice| repeat_paragraphs(text, dice),
    },
    Kind {
        name: "records added and removed",
        change: |text, _, dice| change_records(text, dice),
    },
    Kind {
        name: "typed in other forms",
        change: |text, _, dice| retype(text, dice),
    },
    Kind {
        name: "running heads added",
        change: |text, _, dice| add_heads(text, dice),
    },
    Kind {
        name: "scanned anew",
        change: |text, _, dice| {
            add_heads(text, dice);
            wrap(text, 60, true, dice);
            misread(text, 3, dice);
        },
    },
    Kind {
        name: "new edition",
        change: |text, passages, dice| {
            add_paragraphs(text, 15, dice);
            move_paragraphs(text, 2, dice);
            reword(text, passages, 10, dice);
            retype(text, dice);
            wrap(text, 70, false, dice);
        },
    },
];

fn wrap(text: &mut Changing, width: usize, hyphens: bool, dice: &mut Dice) {
    let mut column = 0;
    let mut out: Vec<Kept> = Vec::with_capacity(text.chars.len());
    for at in 0..text.chars.len() {
        let kept = text.chars[at];
        let next = text.chars.get(at + 1).map(|kept| kept.now);
        if kept.now == ' ' && column >= width {
            out.push(Kept { now: '\n', ..kept });
            column = 0;
            continue;
        }
        column = if kept.now == '\n' { 0 } else { column + 1 };
        out.push(kept);
        let inside = |c: char| c.is_lowercase();
        let before = at.checked_sub(1).map(|before| text.chars[before].now);
        if hyphens
            && column >= width
            && dice.hits(40)
            && inside(kept.now)
            && before.is_some_and(inside)
            && next.is_some_and(inside)
        {
            out.extend(['-', '\n'].map(|now| Kept { now, origin: None }));
            column = 0;
        }
    }
    text.chars = out;
}

fn misread(text: &mut Changing, percent: usize, dice: &mut Dice) {
    let letters: Vec<char> = text
        .chars
        .iter()
        .map(|kept| kept.now)
        .filter(|c| c.is_alphabetic())
        .collect();
    if letters.is_empty() {
        return;
    }
    let pairs = [
        ('e', 'c'),
        ('o', '0'),
        ('l', '1'),
        ('h', 'b'),
        ('n', 'u'),
        ('t', 'f'),
        ('и', 'н'),
        ('о', 'с'),
        ('ο', 'σ'),
        ('は', 'ほ'),
    ];
    let mut out = Vec::with_capacity(text.chars.len());
    for &kept in &text.chars {
        if kept.now == '\n' || !dice.hits(percent) {
            out.push(kept);
            continue;
        }
        let like = pairs
            .iter()
            .find(|(from, _)| *from == kept.now)
            .map_or_else(|| *dice.pick(&letters), |(_, to)| *to);
        match dice.below(10) {
            0..6 => out.push(Kept { now: like, ..kept }),
            6 => {}
            7 => out.extend([
                kept,
                Kept {
                    now: ' ',
                    origin: None,
                },
            ]),
            _ => out.extend([
                kept,
                Kept {
                    now: like,
                    origin: None,
                },
            ]),
        }
    }
    text.chars = out;
}

/// Paragraphs of the same kind of text, so that what is added resembles what was there.
fn similar(text: &Changing, dice: &mut Dice) -> String {
    let has = |range: std::ops::RangeInclusive<char>| {
        text.chars.iter().any(|kept| range.contains(&kept.now))
    };
    let language = match () {
        () if has('\u{3040}'..='\u{30FF}') => "japanese",
        () if has('\u{900}'..='\u{97F}') => "hindi",
        () if has('\u{600}'..='\u{6FF}') => "arabic",
        () if has('\u{400}'..='\u{4FF}') => "russian",
        () if has('\u{370}'..='\u{3FF}') => "greek",
        () => "english",
    };
    texts::prose(language, 120, dice)
}

fn add_paragraphs(text: &mut Changing, percent: usize, dice: &mut Dice) {
    for paragraph in text.paragraphs().into_iter().rev() {
        if dice.hits(percent) {
            let added = similar(text, dice);
            text.insert(paragraph.start, &added);
        }
    }
}

fn delete_paragraphs(text: &mut Changing, percent: usize, dice: &mut Dice) {
    let paragraphs = text.paragraphs();
    for (number, paragraph) in paragraphs.iter().enumerate().rev() {
        if dice.hits(percent) {
            let end = paragraphs
                .get(number + 1)
                .map_or(text.chars.len(), |next| next.start);
            text.chars.drain(paragraph.start..end);
        }
    }
}

fn move_paragraphs(text: &mut Changing, count: usize, dice: &mut Dice) {
    for _ in 0..count {
        let paragraphs = text.paragraphs();
        if paragraphs.len() < 4 {
            return;
        }
        let from = dice.below(paragraphs.len() - 1);
        let to = dice.below(paragraphs.len());
        if to != from && to != from + 1 {
            text.carry(
                paragraphs[from].start..paragraphs[from + 1].start,
                paragraphs[to].start,
            );
        }
    }
}

fn move_sentences(text: &mut Changing, count: usize, dice: &mut Dice) {
    for _ in 0..count {
        let now: Vec<char> = text.chars.iter().map(|kept| kept.now).collect();
        let many: Vec<Vec<Range<usize>>> = text
            .paragraphs()
            .iter()
            .map(|paragraph| sentences(&now, paragraph))
            .filter(|found| found.len() > 2)
            .collect();
        if many.len() < 2 {
            return;
        }
        let (from, to) = (dice.pick(&many).clone(), dice.pick(&many).clone());
        let sentence = dice.below(from.len() - 1);
        let target = dice.pick(&to).start;
        let range = from[sentence].start..from[sentence + 1].start;
        if !range.contains(&target) {
            text.carry(range, target);
        }
    }
}

/// Exchanges, drops and adds words, inside the passages and less often outside. A new word stands for the one it replaces.
fn reword(text: &mut Changing, passages: &[Range<usize>], percent: usize, dice: &mut Dice) {
    let now: Vec<char> = text.chars.iter().map(|kept| kept.now).collect();
    let all = words(&now, &(0..now.len()));
    let watched = |at: usize| {
        text.chars[at]
            .origin
            .is_some_and(|origin| passages.iter().any(|passage| passage.contains(&origin)))
    };
    let chosen: Vec<Range<usize>> = all
        .iter()
        .filter(|word| {
            dice.hits(if watched(word.start) {
                percent
            } else {
                percent / 4
            })
        })
        .cloned()
        .collect();
    for word in chosen.into_iter().rev() {
        let other = dice.pick(&all).clone();
        let stands_for: Vec<Option<usize>> = text.chars[word.clone()]
            .iter()
            .map(|kept| kept.origin)
            .collect();
        let last = stands_for.len() - 1;
        let new = now[other.clone()]
            .iter()
            .enumerate()
            .map(|(at, &now)| Kept {
                now,
                origin: stands_for[at.min(last)],
            });
        let new: Vec<Kept> = match dice.below(10) {
            0..8 => new.collect(),
            8 => {
                // An added word stands for nothing.
                let added = now[other]
                    .iter()
                    .chain(&[' '])
                    .map(|&now| Kept { now, origin: None });
                added.chain(text.chars[word.clone()].to_vec()).collect()
            }
            _ => Vec::new(),
        };
        text.chars.splice(word, new);
    }
}

/// Every second passage is taken out.
fn delete_passages(text: &mut Changing, passages: &[Range<usize>], _: &mut Dice) {
    for passage in passages.iter().step_by(2) {
        text.chars
            .retain(|kept| !kept.origin.is_some_and(|origin| passage.contains(&origin)));
    }
}

/// Every second passage gives way to other words of about its length.
fn replace_passages(text: &mut Changing, passages: &[Range<usize>], dice: &mut Dice) {
    for passage in passages.iter().step_by(2) {
        let Some(place) = text.place_of(passage) else {
            continue;
        };
        let other = similar(text, dice).replace("\n\n", " ");
        let skip = dice.below(20);
        let new: String = other.chars().skip(skip).take(place.len()).collect();
        text.chars.drain(place.clone());
        text.insert(place.start, &new);
    }
}

/// Copies of paragraphs turn up further down.
fn repeat_paragraphs(text: &mut Changing, dice: &mut Dice) {
    for _ in 0..3 {
        let paragraphs = text.paragraphs();
        let from = dice.pick(&paragraphs).clone();
        let later: Vec<usize> = paragraphs
            .iter()
            .map(|paragraph| paragraph.start)
            .filter(|&start| start > from.end + 2)
            .collect();
        if later.is_empty() {
            continue;
        }
        let copy: String = text.chars[from]
            .iter()
            .map(|kept| kept.now)
            .chain("\n\n".chars())
            .collect();
        let to = *dice.pick(&later);
        text.insert(to, &copy);
    }
}

fn change_records(text: &mut Changing, dice: &mut Dice) {
    let now = text.text();
    let starts: Vec<usize> = now
        .match_indices("File ")
        .map(|(at, _)| now[..at].chars().count())
        .collect();
    let mut ends: Vec<usize> = starts.iter().skip(1).copied().collect();
    ends.push(text.chars.len());
    for (start, end) in starts.into_iter().zip(ends).rev() {
        match dice.below(10) {
            0..2 => {
                text.chars.drain(start..end);
            }
            2..4 => text.insert(start, &texts::form(dice)),
            _ => {}
        }
    }
}

/// Quotes, dashes, ligatures, case, decomposed letters: the same words in another typing.
fn retype(text: &mut Changing, dice: &mut Dice) {
    let shout = dice.hits(30);
    let mut out = Vec::with_capacity(text.chars.len());
    for &kept in &text.chars {
        let forms: Vec<char> = match kept.now {
            '\'' => vec!['’'],
            '-' => vec!['‐'],
            'é' => vec!['e', '\u{301}'],
            'ё' => vec!['е', '\u{308}'],
            'ά' => vec!['α', '\u{301}'],
            'έ' => vec!['ε', '\u{301}'],
            c if shout => c.to_uppercase().collect(),
            c => vec![c],
        };
        out.extend(forms.into_iter().map(|now| Kept { now, ..kept }));
    }
    text.chars = out;
}

fn add_heads(text: &mut Changing, dice: &mut Dice) {
    let first = 1 + dice.below(90);
    let pages = text.chars.len() / 900;
    let mut added = Vec::new();
    for number in 1..=pages {
        // A page ends between two words.
        let end = number * 900 + 17 * (number % 5);
        if let Some(at) = (end..text.chars.len()).find(|&at| text.chars[at].now.is_whitespace()) {
            added.push((at, format!("\n\n{}\n\nTHE REGISTER\n\n", first + number)));
        }
    }
    for (at, head) in added.into_iter().rev() {
        text.insert(at, &head);
    }
}
