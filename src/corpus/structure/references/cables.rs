//! Ids of American diplomatic cables: year, post, number.
//!
//! Knows their spellings (`07MOSCOW601`, `07 TOKYO 2690`, `MOSCOW 003177`, `#07MOSCOW601`) and the
//! posts that sent most of them. Numbers that are no cables (`ARTICLE 9`, `08 MAY 2008`) are not
//! taken for them: without year and post written together, the post must be known.

use super::{PieceKind, Pieces, Reference, ReferenceKind, known::Known};

/// Posts and offices by the names in their cables; a name of two words is written as one in ids.
const POSTS: &str = "\
ABIDJAN ABUDHABI ABUJA ACCRA ADDISABABA ALGIERS ALMATY AMMAN AMSTERDAM ANKARA ANTANANARIVO ASHGABAT \
ASMARA ASTANA ASUNCION ATHENS AUCKLAND BAGHDAD BAKU BAMAKO BANDARSERIBEGAWAN BANGKOK BARCELONA \
BASRAH BEIJING BEIRUT BELGRADE BERLIN BERN BISHKEK BOGOTA BONN BRASILIA BRATISLAVA BRAZZAVILLE \
BRIDGETOWN BRUSSELS BUCHAREST BUDAPEST BUENOSAIRES BUJUMBURA CAIRO CALCUTTA CANBERRA CARACAS \
CASABLANCA CHENGDU CHENNAI CHIANGMAI CHISINAU COLOMBO CONAKRY COPENHAGEN DAKAR DAMASCUS \
DARESSALAAM DHAHRAN DHAKA DILI DJIBOUTI DOHA DUBAI DUBLIN DUSHANBE FLORENCE FRANKFURT FREETOWN \
FUKUOKA GABORONE GENEVA GEORGETOWN GUANGZHOU GUATEMALA HAMBURG HANOI HARARE HAVANA HELSINKI HILO \
HOCHIMINHCITY HONGKONG ISLAMABAD ISTANBUL JAKARTA JEDDAH JERUSALEM JOHANNESBURG KABUL KAMPALA \
KARACHI KATHMANDU KHARTOUM KIEV KYIV KIGALI KINGSTON KINSHASA KOLKATA KUALALUMPUR KUWAIT LAGOS \
LAHORE LAPAZ LIBREVILLE LILONGWE LIMA LISBON LJUBLJANA LOME LONDON LUANDA LUSAKA LUXEMBOURG MADRID \
MALABO MANAGUA MANAMA MANILA MAPUTO MASERU MBABANE MELBOURNE MEXICO MILAN MINSK MONROVIA MONTERREY \
MONTEVIDEO MONTREAL MOSCOW MUMBAI MUNICH MUSCAT NAHA NAIROBI NAPLES NASSAU NDJAMENA NEWDELHI NIAMEY \
NICOSIA NOUAKCHOTT OSAKAKOBE OSLO OTTAWA OUAGADOUGOU PANAMA PARAMARIBO PARIS PEKING PERTH PESHAWAR \
PHNOMPENH PORTAUPRINCE PORTLOUIS PORTMORESBY PORTOFSPAIN PRAGUE PRAIA PRETORIA PRISTINA QUITO RABAT \
RANGOON RECIFE REYKJAVIK RIGA RIODEJANEIRO RIYADH ROME SAIGON SANAA SANJOSE SANSALVADOR \
SANTIAGO SANTODOMINGO SAOPAULO SAPPORO SARAJEVO SECSTATE SEOUL SHANGHAI SHENYANG SINGAPORE SKOPJE \
SOFIA STATE STOCKHOLM STPETERSBURG STRASBOURG SUVA SYDNEY TAIPEI TAIPEI TALLINN TASHKENT TBILISI \
TEGUCIGALPA TEHRAN TELAVIV THEHAGUE TIJUANA TIRANA TOKYO TORONTO TRIPOLI TUNIS ULAANBAATAR USEUBRUSSELS \
USNATO USOSCE USUNNEWYORK USUN UNVIEVIENNA VALLETTA VANCOUVER VATICAN VIENNA VIENTIANE VILNIUS \
VLADIVOSTOK WARSAW WELLINGTON WINDHOEK YAOUNDE YEKATERINBURG YEREVAN ZAGREB";

/// What a post is called in the lines that say where a cable goes.
const ADDRESSEES: &[&str] = &[
    "AMEMBASSY",
    "AMCONSUL",
    "AMCONGEN",
    "AMLEGATION",
    "USMISSION",
    "USLO",
    "USINT",
    "USDEL",
];

/// Words in capitals that stand before numbers and are no posts.
const NO_POSTS: &str = "\
JAN FEB MAR APR MAY JUN JUL AUG SEP SEPT OCT NOV DEC JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST \
SEPTEMBER OCTOBER NOVEMBER DECEMBER ARTICLE ARTICLES PAGE PAGES SECTION PART CHAPTER NUMBER PARA \
PARAGRAPH TABLE FIGURE ANNEX APPENDIX VOLUME DECL TAGS REASON REASONS HOURS EVENT ITEM";

/// A cable's id in normal form: two digits of the year, the post in capitals, the number without
/// leading zeros. `year_hint` gives the year where the id leaves it out; None where there is no id.
pub fn normalise_reference_id(id: &str, year_hint: Option<i32>) -> Option<String> {
    let pieces = Pieces::of(id);
    let last = pieces.len().checked_sub(1)?;
    let number = pieces.digits(last)?;
    // Words before the number, back to a number or a mark of classification.
    let mut first = last;
    while first > 0 && last - first < 4 && is_post_word(pieces.letters(first - 1)) {
        first -= 1;
    }
    if first == last {
        return None;
    }
    let post: String = (first..last).map(|index| pieces.letters(index)).collect();
    if post.len() < 3 || is_listed(NO_POSTS, &post) || number == "0" {
        return None;
    }
    // Digits before the post are the year, unless they end a count of sections: "01 OF 02 MOSCOW 3".
    let written = first.checked_sub(1).filter(|at| {
        let counted = *at > 0 && pieces.is(*at - 1, "of");
        let digits = pieces
            .get(*at)
            .is_some_and(|piece| piece.kind == PieceKind::Digits);
        digits && !counted
    });
    let year = match written {
        Some(at) => match pieces.text(at) {
            year if year.len() == 2 => year.to_owned(),
            year if year.len() == 4 => year.get(2..)?.to_owned(),
            _ => return None,
        },
        None => format!("{:02}", year_hint?.rem_euclid(100)),
    };
    Some(format!("{year}{post}{number}"))
}

/// Whether a word can be part of a post's name: capitals, and no mark of classification.
fn is_post_word(word: &str) -> bool {
    word.len() > 1
        && word.bytes().all(|byte| byte.is_ascii_uppercase())
        && !matches!(
            word,
            "UNCLAS"
                | "UNCLASSIFIED"
                | "CONFIDENTIAL"
                | "SECRET"
                | "SENSITIVE"
                | "SBU"
                | "NOFORN"
                | "OF"
                | "AMEMBASSY"
                | "AMCONSUL"
                | "REF"
                | "REFTEL"
                | "FM"
                | "TO"
                | "AND"
        )
}

/// The post in an id in normal form.
pub(super) fn post_of(normal: &str) -> Option<&str> {
    let rest = normal.get(2..)?;
    let post = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    (!post.is_empty()).then_some(post)
}

/// A cable named at a piece. In a list of references (`listing`) any word in capitals before a
/// number is a post.
pub(super) fn at(
    pieces: &Pieces<'_>,
    index: usize,
    known: &Known,
    listing: bool,
) -> Option<(Reference, usize)> {
    let hash = usize::from(pieces.is_sign(index, '#') && pieces.is_tight(index + 1));
    let begin = index + hash;
    let year = pieces
        .get(begin)
        .filter(|piece| piece.kind == PieceKind::Digits)
        .map(|_| pieces.text(begin))
        .filter(|digits| digits.len() == 2);
    // Digits that end a count of sections are no year: "01 OF 02 MOSCOW 000601".
    if year.is_some() && begin > 0 && pieces.is(begin - 1, "of") {
        return None;
    }
    let post_at = begin + usize::from(year.is_some());
    let number_at = post_end(pieces, post_at)?;
    let number = pieces.digits(number_at).filter(|number| *number != "0")?;
    let whole = pieces.is_whole(begin, number_at + 1) && !goes_on(pieces, number_at);
    let near = (post_at.max(begin + 1)..=number_at)
        .all(|at| !pieces.gap(at).contains('\n') && pieces.gap(at).len() <= 2);
    if !(whole && near) {
        return None;
    }
    let post: String = (post_at..number_at).map(|at| pieces.letters(at)).collect();
    if post.len() < 3 || is_listed(NO_POSTS, &post) {
        return None;
    }
    let glued =
        year.is_some() && pieces.is_tight(post_at) && pieces.is_tight(number_at) && post.len() > 3;
    let familiar = listing || is_listed(POSTS, &post) || known.has_post(&post);
    if !(glued || familiar) {
        return None;
    }
    // In the lines that say where a cable goes, the number behind a post counts what was sent
    // there: "INFO RUEHKO/AMEMBASSY TOKYO PRIORITY 3672". A list of references may name posts so.
    let addressed = post_at > 0 && pieces.is_any(post_at - 1, ADDRESSEES);
    if year.is_none() && addressed && !listing {
        return None;
    }
    let normal = match year {
        Some(year) => format!("{year}{post}{number}"),
        None => undated(&post, number, known)?,
    };
    let target = known.cable(&normal).map_or(normal.clone(), str::to_owned);
    let next = number_at + 1;
    let reference = Reference {
        range: pieces.range(index, next),
        kind: ReferenceKind::Cable,
        target: Some(target),
        paragraph: None,
    };
    Some((reference, next))
}

/// The piece after a post's name that begins at an index: the number. Names have one to three words.
fn post_end(pieces: &Pieces<'_>, index: usize) -> Option<usize> {
    let mut at = index;
    while at < index + 3 && is_post_word(pieces.letters(at)) {
        at += 1;
    }
    let number = at > index
        && pieces
            .get(at)
            .is_some_and(|piece| piece.kind == PieceKind::Digits);
    number.then_some(at)
}

/// Whether digits go on behind a sign, so that they are no number of a cable: `TOKYO 2.5`.
fn goes_on(pieces: &Pieces<'_>, at: usize) -> bool {
    pieces.is_tight(at + 1)
        && pieces.is_tight(at + 2)
        && matches!(pieces.text(at + 1), "." | "," | ":" | "%" | "/")
        && pieces.digits(at + 2).is_some()
}

/// The id of a cable that leaves its year out: the document's own year, or the one before where
/// only that is in the corpus.
fn undated(post: &str, number: &str, known: &Known) -> Option<String> {
    let year = known.year()?;
    let id = |year: i32| format!("{:02}{post}{number}", year.rem_euclid(100));
    let own = id(year);
    let last = id(year - 1);
    let earlier = known.cable(&own).is_none() && known.cable(&last).is_some();
    Some(if earlier { last } else { own })
}

fn is_listed(list: &str, word: &str) -> bool {
    list.split_ascii_whitespace().any(|listed| listed == word)
}
