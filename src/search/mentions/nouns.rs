//! Words by which texts point back: articles, demonstratives, and nouns for kinds of things.
//!
//! Knows short lists for several languages, folded as text is. Knows nothing of forms or places.
//! The nouns are grouped by the kind of thing they name; a tag whose forms end in one noun of a
//! group may be pointed back to by the group's general nouns ("that agreement" for a declaration).

/// What a definite description begins with: `the`, `la`, `die` … and the demonstratives.
const DETERMINERS: &[&str] = &[
    "the", "le", "la", "l", "el", "lo", "il", "der", "die", "das", "den", "dem", "des",
];

/// Words that point back by themselves.
const DEMONSTRATIVES: &[&str] = &[
    "this",
    "that",
    "said",
    "same",
    "aforementioned",
    "above-mentioned",
    "ce",
    "cet",
    "cette",
    "ledit",
    "ladite",
    "dieser",
    "diese",
    "dieses",
    "diesem",
    "diesen",
    "jene",
    "jener",
    "este",
    "esta",
    "ese",
    "esa",
    "dicho",
    "dicha",
    "questo",
    "questa",
    "detto",
    "detta",
];

/// Words after a noun that begin to say which one is meant: then it is a name or description of
/// its own, not one that points back.
const FOLLOWERS: &[&str] = &[
    "of",
    "on",
    "for",
    "about",
    "concerning",
    "regarding",
    "between",
    "among",
    "with",
    "to",
    "signed",
    "concluded",
    "reached",
    "adopted",
    "made",
    "issued",
    "resulting",
    "that",
    "which",
    "de",
    "del",
    "du",
    "des",
    "sur",
    "entre",
    "von",
    "vom",
    "zur",
    "zum",
    "uber",
    "zwischen",
    "sobre",
    "relative",
    "о",
    "об",
    "от",
    "между",
    "по",
];

/// Russian and Ukrainian demonstratives, stems with `*`.
const CYRILLIC_DEMONSTRATIVES: &[&str] = &[
    "этот",
    "эта",
    "это*",
    "эту",
    "этим",
    "данн*",
    "указанн*",
    "названн*",
    "упомянут*",
    "цей",
    "ця",
    "цю",
    "цієї",
    "цього",
    "цій",
];

/// Endings of adjectives in Russian: an adjective before the noun makes it another one.
const ADJECTIVE_ENDINGS: &[&str] = &[
    "ая", "яя", "ой", "ей", "ую", "юю", "ое", "ее", "ого", "его", "ому", "ему", "ый", "ий", "ые",
    "ие", "ых", "их", "ым", "им", "ом", "ем",
];

/// A kind of thing that is named with a common noun.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Nouns, or stems of nouns in languages that inflect (marked with `*`).
    pub(super) nouns: &'static [&'static str],
    /// General nouns that point back to any of them when a demonstrative stands before.
    pub(super) general: &'static [&'static str],
    /// Whether it has numbered parts, so that "Article 9" may point back to it.
    pub(super) has_articles: bool,
}

const KINDS: &[Kind] = &[
    Kind {
        nouns: &[
            "declaration",
            "agreement",
            "treaty",
            "accord",
            "convention",
            "protocol",
            "pact",
            "charter",
            "memorandum",
            "communique",
            "statement",
            "covenant",
            "constitution",
            "act",
            "law",
            "resolution",
            "traite",
            "protocole",
            "charte",
            "erklarung",
            "abkommen",
            "vertrag",
            "protokoll",
            "gesetz",
            "declaracion",
            "acuerdo",
            "tratado",
            "convenio",
            "dichiarazione",
            "trattato",
            "декларац*",
            "договор*",
            "соглашен*",
            "протокол*",
            "конвенц*",
            "пакт*",
            "устав*",
            "宣言",
            "条約",
            "協定",
            "議定書",
            "声明",
            "憲章",
            "协定",
            "条约",
            "协议",
            "合意",
        ],
        general: &[
            "agreement",
            "accord",
            "document",
            "instrument",
            "text",
            "dokument",
            "abkommen",
            "documento",
            "acuerdo",
            "документ*",
            "соглашен*",
            "文書",
            "合意",
            "文件",
        ],
        has_articles: true,
    },
    Kind {
        nouns: &[
            "summit",
            "meeting",
            "conference",
            "talks",
            "negotiations",
            "session",
            "congress",
            "sommet",
            "gipfel",
            "konferenz",
            "cumbre",
            "саммит*",
            "встреч*",
            "переговор*",
            "конференц*",
            "会談",
            "会議",
            "交渉",
        ],
        general: &["meeting", "talks", "meetings", "встреч*", "会談"],
        has_articles: false,
    },
    Kind {
        nouns: &[
            "island",
            "islands",
            "archipelago",
            "chain",
            "territory",
            "territories",
            "peninsula",
            "strait",
            "iles",
            "inseln",
            "islas",
            "остров*",
            "территор*",
            "архипелаг*",
            "島",
            "諸島",
            "群島",
            "領土",
        ],
        general: &[
            "islands",
            "territory",
            "territories",
            "остров*",
            "территор*",
            "島",
        ],
        has_articles: false,
    },
    Kind {
        nouns: &[
            "ministry",
            "committee",
            "commission",
            "council",
            "agency",
            "party",
            "company",
            "corporation",
            "bank",
            "court",
            "parliament",
            "organization",
            "organisation",
            "institute",
            "министерств*",
            "комитет*",
            "комисси*",
            "совет*",
            "агентств*",
            "парти*",
            "суд*",
            "省",
            "委員会",
            "庁",
            "党",
        ],
        general: &["body", "organization", "organisation", "орган*"],
        has_articles: false,
    },
];

/// Whether a noun of the lists stands for a word: as itself, or with any ending after its stem.
pub(super) fn stands_for(noun: &str, word: &str) -> bool {
    match noun.strip_suffix('*') {
        // Endings are short: a longer rest is another word (`договоренность`).
        Some(stem) => word
            .strip_prefix(stem)
            .is_some_and(|rest| rest.chars().count() <= 3),
        None => noun == word,
    }
}

/// The kind that a head noun belongs to, with the noun as the list has it.
pub(super) fn kind_of(head: &str) -> Option<(&'static Kind, &'static str)> {
    KINDS.iter().find_map(|kind| {
        kind.nouns
            .iter()
            .find(|noun| stands_for(noun, head))
            .map(|noun| (kind, *noun))
    })
}

/// The noun of a language without blanks that a wording ends with.
pub(super) fn unspaced_head(wording: &str) -> Option<(&'static Kind, &'static str)> {
    KINDS
        .iter()
        .flat_map(|kind| kind.nouns.iter().map(move |noun| (kind, *noun)))
        .filter(|(_, noun)| {
            noun.chars().all(crate::search::words::is_unspaced) && wording.ends_with(noun)
        })
        .max_by_key(|(_, noun)| noun.len())
}

/// Whether a word makes what follows definite.
pub(super) fn is_determiner(word: &str) -> bool {
    DETERMINERS.contains(&word) || is_demonstrative(word)
}

/// Whether a word points back.
pub(super) fn is_demonstrative(word: &str) -> bool {
    DEMONSTRATIVES.contains(&word)
        || CYRILLIC_DEMONSTRATIVES
            .iter()
            .any(|known| stands_for(known, word))
}

/// Whether a word after a noun says which one is meant.
pub(super) fn is_follower(word: &str) -> bool {
    FOLLOWERS.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a word looks like an adjective in Russian.
pub(super) fn is_cyrillic_adjective(word: &str) -> bool {
    word.chars().count() > 4
        && ADJECTIVE_ENDINGS
            .iter()
            .any(|ending| word.ends_with(ending))
}
