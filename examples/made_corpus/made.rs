//! A made corpus: texts in six scripts with planted words whose totals are known.
//!
//! Everything follows from a seed, so that a test, a benchmark and a person see the same texts.
//! The words between the planted ones are made of letters, or drawn from lists, that hold none of
//! the planted words, so that the totals are true by construction and not by counting.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A generator of numbers (SplitMix64): small, and the same everywhere.
pub(crate) struct Numbers(u64);

impl Numbers {
    /// Numbers that follow from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// One of a list.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// How a query is to be read.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Way {
    /// As the query language.
    Plain,
    /// With nothing folded.
    Exact,
    /// As plain text, also inside words.
    Literal,
}

/// A text of the corpus.
pub(crate) struct Text {
    /// The file's name.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) text: String,
}

/// Texts, and how many hits each query must have in them.
pub(crate) struct Made {
    /// The texts.
    pub(crate) texts: Vec<Text>,
    /// The totals.
    pub(crate) totals: BTreeMap<(&'static str, Way), usize>,
}

/// The words between: no planted word is among them, nor begins or ends one.
const BETWEEN: [&[&str]; 6] = [
    &[
        "the", "talks", "went", "on", "for", "a", "week", "and", "both", "sides", "spoke", "of",
        "boats", "fish", "coal", "ports", "while", "snow", "fell", "upon", "roads", "near", "old",
        "farms",
    ],
    &[
        "переговоры",
        "шли",
        "неделю",
        "и",
        "стороны",
        "говорили",
        "о",
        "рыбе",
        "угле",
        "портах",
        "когда",
        "снег",
        "лежал",
        "на",
        "дорогах",
        "у",
        "старых",
        "ферм",
    ],
    &[
        "οι",
        "συνομιλίες",
        "κράτησαν",
        "μία",
        "εβδομάδα",
        "και",
        "μίλησαν",
        "για",
        "ψάρια",
        "κάρβουνο",
        "λιμάνια",
        "ενώ",
        "χιόνι",
        "έπεφτε",
    ],
    &[
        "交渉は",
        "一週間",
        "続き",
        "双方は",
        "漁業と",
        "石炭と",
        "港の",
        "話を",
        "した",
        "雪が",
        "降る",
        "道を",
        "歩いた",
    ],
    &[
        "استمرت",
        "المحادثات",
        "أسبوعا",
        "وتكلم",
        "الطرفان",
        "عن",
        "السمك",
        "والفحم",
        "والموانئ",
        "بينما",
        "نزل",
        "الثلج",
    ],
    &[
        "השיחות",
        "נמשכו",
        "שבוע",
        "ושני",
        "הצדדים",
        "דיברו",
        "על",
        "דגים",
        "ופחם",
        "ונמלים",
        "בזמן",
        "ששלג",
        "ירד",
    ],
];

/// What is planted in a script: variants, and the queries that must find each.
struct Plant {
    script: usize,
    text: &'static str,
    found_by: &'static [(&'static str, Way)],
}

use Way::{Exact, Literal, Plain};

const PLANTS: &[Plant] = &[
    // Whole words, beginnings, and parts of words.
    plant(
        0,
        "Kunashir",
        &[
            ("kunashir", Plain),
            ("kunashir*", Plain),
            ("nashir", Literal),
            ("Kunashir", Exact),
        ],
    ),
    plant(
        0,
        "Kunashirite",
        &[("kunashir*", Plain), ("nashir", Literal)],
    ),
    plant(
        0,
        "KUNASHIR",
        &[
            ("kunashir", Plain),
            ("kunashir*", Plain),
            ("nashir", Literal),
        ],
    ),
    // A phrase, also over line ends; quotes and dashes of all kinds.
    plant(0, "peace treaty", &[("peace treaty", Plain)]),
    plant(0, "Peace\u{a0}Treaty", &[("peace treaty", Plain)]),
    plant(
        0,
        "“so–called” treaty",
        &[("\"so-called\" treaty", Literal)],
    ),
    plant(
        0,
        "\"so-called\" treaty",
        &[("\"so-called\" treaty", Literal)],
    ),
    plant(
        0,
        "«so—called» treaty",
        &[("\"so-called\" treaty", Literal)],
    ),
    // Expressions.
    plant(0, "No. 4711", &[("/no\\. \\d{4}/", Plain)]),
    plant(0, "No. 815", &[]),
    // Alternations.
    plant(
        0,
        "Joint Statement",
        &[("{joint|common} statement [of 1956]", Plain)],
    ),
    plant(
        0,
        "common statement of 1956",
        &[("{joint|common} statement [of 1956]", Plain)],
    ),
    // Diacritics and canonically equivalent spellings.
    plant(0, "Müller", &[("muller", Plain), ("Müller", Exact)]),
    plant(0, "Mu\u{308}ller", &[("muller", Plain)]),
    plant(0, "MULLER", &[("muller", Plain)]),
    plant(0, "Straße", &[("strasse", Plain)]),
    plant(1, "Королёв", &[("королев", Plain), ("Королёв", Exact)]),
    plant(1, "КОРОЛЕВ", &[("королев", Plain)]),
    plant(
        1,
        "Мирный договор",
        &[("мирный договор", Plain), ("мирн* договор*", Plain)],
    ),
    plant(1, "мирного договора", &[("мирн* договор*", Plain)]),
    plant(2, "Συνθήκη", &[("συνθηκη", Plain), ("Συνθήκη", Exact)]),
    plant(2, "ΣΥΝΘΗΚΗ", &[("συνθηκη", Plain)]),
    plant(2, "συνθη\u{301}κη", &[("συνθηκη", Plain)]),
    plant(
        3,
        "日ソ共同宣言",
        &[("共同宣言", Plain), ("日ソ共同宣言", Exact)],
    ),
    plant(3, "日露共同宣言", &[("共同宣言", Plain)]),
    plant(3, "カ\u{3099}ット", &[("ガット", Plain)]),
    plant(3, "ｶﾞｯﾄ", &[("ガット", Plain)]),
    plant(3, "カット", &[]),
    plant(4, "مُعَاهَدَة", &[("معاهدة", Plain)]),
    plant(4, "معاهدة", &[("معاهدة", Plain), ("معاهدة", Exact)]),
    plant(5, "אֲמָנָה", &[("אמנה", Plain)]),
    plant(5, "אמנה", &[("אמנה", Plain), ("אמנה", Exact)]),
];

const fn plant(
    script: usize,
    text: &'static str,
    found_by: &'static [(&'static str, Way)],
) -> Plant {
    Plant {
        script,
        text,
        found_by,
    }
}

/// Pairs that stand so many words apart, and the queries that count them up to a distance.
const NEAR: [(&str, usize); 3] = [
    ("habomai NEAR/1 shikotan", 1),
    ("habomai NEAR/5 shikotan", 5),
    ("shikotan NEAR/10 habomai", 10),
];

/// Makes `count` texts of about `words` words each.
pub(crate) fn made(seed: u64, count: usize, words: usize) -> Made {
    let mut numbers = Numbers::new(seed);
    let mut totals: BTreeMap<(&'static str, Way), usize> = BTreeMap::new();
    for plant in PLANTS {
        for query in plant.found_by {
            totals.entry(*query).or_default();
        }
    }
    let mut texts = Vec::with_capacity(count);
    for index in 0..count {
        let mut text = String::new();
        let mut written = 0;
        while written < words {
            let script = numbers.below(BETWEEN.len());
            let paragraph = paragraph(script, &mut numbers, &mut totals);
            written += paragraph.len();
            write(&mut text, script, &paragraph, &mut numbers);
        }
        texts.push(Text {
            name: format!("made-{index:04}.txt"),
            text,
        });
    }
    Made { texts, totals }
}

/// The words of a paragraph, each perhaps with blanks inside, with what is planted among them.
fn paragraph(
    script: usize,
    numbers: &mut Numbers,
    totals: &mut BTreeMap<(&'static str, Way), usize>,
) -> Vec<String> {
    let between = BETWEEN[script];
    let mut words: Vec<String> = Vec::new();
    let fill = |words: &mut Vec<String>, numbers: &mut Numbers, count: usize| {
        for _ in 0..count {
            words.push(numbers.pick(between).to_owned());
        }
    };
    let length = 8 + numbers.below(12);
    fill(&mut words, numbers, length);
    for _ in 0..numbers.below(4) {
        let own: Vec<&Plant> = PLANTS
            .iter()
            .filter(|plant| plant.script == script)
            .collect();
        let plant = own[numbers.below(own.len())];
        words.push(plant.text.to_owned());
        for query in plant.found_by {
            *totals.entry(*query).or_default() += 1;
        }
        let length = 3 + numbers.below(6);
        fill(&mut words, numbers, length);
    }
    if script == 0 && numbers.below(3) == 0 {
        let apart = 1 + numbers.below(14);
        let (first, second) = if numbers.below(2) == 0 {
            ("Habomai", "Shikotan")
        } else {
            ("Shikotan", "Habomai")
        };
        words.push(first.to_owned());
        fill(&mut words, numbers, apart - 1);
        words.push(second.to_owned());
        fill(&mut words, numbers, 3);
        for (query, most) in NEAR {
            *totals.entry((query, Plain)).or_default() += usize::from(apart <= most);
        }
    }
    words
}

/// Writes a paragraph; those in scripts with blanks between words are wrapped, sometimes in the
/// middle of what is planted.
fn write(text: &mut String, script: usize, words: &[String], numbers: &mut Numbers) {
    if script == 3 {
        let _ = writeln!(text, "{}。\n", words.concat());
        return;
    }
    let mut width = 0;
    for (index, word) in words.join(" ").split(' ').enumerate() {
        if index > 0 {
            let wrap = width > 60 || (width > 50 && numbers.below(3) == 0);
            text.push(if wrap { '\n' } else { ' ' });
            width = if wrap { 0 } else { width + 1 };
        }
        text.push_str(word);
        width += word.chars().count();
    }
    text.push_str(".\n\n");
}

/// Two passages that quote one another, by the words they begin and end with: document indices and
/// byte ranges in the texts.
pub(crate) struct Planted {
    /// The document that is quoted, and the bytes of the passage.
    pub(crate) quoted: (usize, std::ops::Range<usize>),
    /// The document that quotes, and the bytes of its passage.
    pub(crate) quoting: (usize, std::ops::Range<usize>),
    /// How many words were changed.
    pub(crate) changed: usize,
}

/// Texts with planted quotations.
pub(crate) struct Quoted {
    /// The texts, one paragraph a line with an empty line between.
    pub(crate) texts: Vec<String>,
    /// The quotations; nothing else in the texts is one.
    pub(crate) planted: Vec<Planted>,
}

/// Quotations are taken from paragraphs that hold none, and from each at most once: who quotes a
/// quotation, or what another has quoted, would be quoting that one, too.
///
/// Makes `count` texts of `paragraphs` paragraphs each, and in every second paragraph of every text
/// but the first plants a quotation of 12 to 40 words from an earlier text, at most 15 per cent of
/// its words changed, left out or added; or, as often as not, a look-alike that is too short or too
/// much changed to be one.
pub(crate) fn quoted(seed: u64, count: usize, paragraphs: usize) -> Quoted {
    let mut numbers = Numbers::new(seed);
    let vocabulary: Vec<String> = (0..4000).map(|index| word(index, &mut numbers)).collect();
    let mut drawn = |numbers: &mut Numbers| -> String {
        // Small numbers are more frequent, as words are.
        let (a, b) = (
            numbers.below(vocabulary.len()),
            numbers.below(vocabulary.len()),
        );
        vocabulary[a * b / vocabulary.len()].clone()
    };
    let mut texts: Vec<String> = Vec::new();
    let mut planted = Vec::new();
    let mut used = BTreeSet::new();
    for index in 0..count {
        let mut text = String::new();
        for number in 0..paragraphs {
            if number > 0 {
                text.push_str("\n\n");
            }
            let before: Vec<String> = (0..20 + numbers.below(30))
                .map(|_| drawn(&mut numbers))
                .collect();
            // A paragraph looks like one: a capital at the beginning, a full stop at the end.
            text.push_str("Then ");
            text.push_str(&before.join(" "));
            if index > 0 && number % 2 == 1 {
                let source = numbers.below(index);
                let from = numbers.below(paragraphs.div_ceil(2)) * 2;
                let fresh = used.insert((source, from));
                let genuine = numbers.below(2) == 0;
                if let Some((range, words, changed)) =
                    passage(&texts[source], from, genuine, &mut numbers, &mut drawn)
                    && fresh
                {
                    text.push(' ');
                    let start = text.len();
                    text.push_str(&words);
                    if genuine {
                        planted.push(Planted {
                            quoted: (source, range),
                            quoting: (index, start..text.len()),
                            changed,
                        });
                    }
                }
            }
            let after: Vec<String> = (0..10 + numbers.below(30))
                .map(|_| drawn(&mut numbers))
                .collect();
            text.push(' ');
            text.push_str(&after.join(" "));
            text.push('.');
        }
        texts.push(text);
    }
    Quoted { texts, planted }
}

/// A word that is not any other.
fn word(index: usize, numbers: &mut Numbers) -> String {
    const ON: [&str; 12] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t"];
    const VOWEL: [&str; 6] = ["a", "e", "i", "o", "u", "ai"];
    let mut word = String::new();
    let mut rest = index + 12;
    while rest > 0 {
        word.push_str(ON[rest % ON.len()]);
        word.push_str(VOWEL[numbers.below(VOWEL.len())]);
        rest /= ON.len();
    }
    // The number makes it single.
    word.push_str(["l", "n", "r", "s", ""][index % 5]);
    word
}

type Passage = (std::ops::Range<usize>, String, usize);

/// A passage of a text, changed a little (or too much, or too short, if not `genuine`).
fn passage(
    text: &str,
    from: usize,
    genuine: bool,
    numbers: &mut Numbers,
    drawn: &mut dyn FnMut(&mut Numbers) -> String,
) -> Option<Passage> {
    let paragraph = text.split("\n\n").nth(from)?;
    let words: Vec<&str> = paragraph.split(' ').collect();
    let length = if genuine {
        12 + numbers.below(29)
    } else {
        6 + numbers.below(3)
    };
    let length = length.min(words.len());
    if genuine && length < 12 {
        return None;
    }
    let first = numbers.below(words.len() - length + 1);
    let taken = &words[first..first + length];
    let offset = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    let range = offset(taken[0])..offset(taken[length - 1]) + taken[length - 1].len();
    let mut copy: Vec<String> = taken.iter().map(|word| (*word).to_owned()).collect();
    let most = length * 15 / 100;
    let changed = numbers.below(most + 1);
    let mut places: Vec<usize> = Vec::new();
    while places.len() < changed {
        // Not the first and last word: a quotation ends where the words agree.
        let place = 1 + numbers.below(length - 2);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places.sort_unstable();
    for place in places.iter().rev() {
        match numbers.below(4) {
            0 => {
                copy.remove(*place);
            }
            1 => copy.insert(*place, drawn(numbers)),
            _ => copy[*place] = drawn(numbers),
        }
    }
    Some((range, copy.join(" "), changed))
}
