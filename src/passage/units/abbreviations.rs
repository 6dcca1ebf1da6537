//! What a full stop after a word may mean.
//!
//! Knows abbreviations of English, Russian, German and French by how they behave before a
//! sentence border. Does not know the text around them: that is `sentences`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How an abbreviation behaves when something that could begin a sentence follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// It needs what follows (`Mr.`, `cf.`, `им.`): never a border.
    Leads,
    /// It needs a number (`No.`, `p.`, `Art.`); before anything else it is an ordinary word.
    LeadsNumber,
    /// It may close a sentence (`Inc.`, `Jr.`): a border only before a word that mostly begins
    /// sentences.
    MayEnd,
    /// Not an abbreviation, or one that before a capital mostly closes a sentence (`etc.`).
    Word,
}

/// Titles before names, and what points to something; English, Russian, German, French.
const LEADS: &str = "\
mr mrs ms dr drs prof profs messrs mmes mme mlle pfc wm jas chas geo thos gen col lt maj capt cmdr cdr adm sgt cpl pvt brig gov \
sen sens rep reps rev hon ste pres amb supt insp msgr fr ald atty asst dep mt ft lieut bros \
lt.-col maj.-gen lt.-gen brig.-gen \
vs v cf e.g i.e eg ie viz ca approx incl esp transl trans op loc q.v s.v a.k.a c \
т.е т.к т.н т.о им см ср напр проф акад ген тов св о-в обл респ рук зам гос д-р г-н г-жа гр ред \
изд пер полк кап адм мл чл доц канд \
z.b d.h u.a bzw vgl hr hrsg sog dipl ing p.ex éd env";

/// What stands before a number: parts of works and laws, months, days of the week.
const LEADS_NUMBER: &str = "\
no nos p pp vol vols art arts para paras par fig figs ch chap chaps sec secs sect cl app bk doc \
docs ser sess suppl n nn fn pt pts ex reg regs ed eds pub tel telegr enc \
jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat \
nr rte bd abs ziff kap rn s стр с п пп ст гл рис табл кн вып разд прим ул кв ф оп д л лл ч разр";

/// What may stand at the end of a sentence as well as before a name (`St.`: a street or a saint).
const MAY_END: &str = "\
st inc corp mfg mass tech ltd co cos plc jr sr esq dept div assn univ ave blvd rd hwy ibid al ph.d m.d ala ariz ark \
calif colo conn del fla ga ill ind kan kans ky la md mich minn mo mont neb nev okla ore pa penn \
tenn tex va vt wash wis wyo g.m.b.h lbs oz hrs sq cu руб коп тыс млн млрд экз";

/// Words written small in the middle of a sentence: where one has a capital, it mostly begins one.
const STARTERS: &str = "\
The A An This That These Those He She It They We You I His Her Its Their Our My Your There Here \
Who What When Where Why How Which While If In On At By For From To With Without After Before \
During Since Until Under Over As Of About And But Or Nor So Yet Because Although Though However \
Moreover Thus Therefore Then Now Nevertheless Meanwhile Also Even Still Only Not No Yes Some Many \
Most Both Each Every All Any Other Another Such One Two Once Perhaps Let Do Does Did Is Are Was \
Were Will Would Can Could May Have Has Had Despite Through Throughout According Among Between \
Within Upon Instead Indeed Again Later Today Nothing Nobody Everyone Somebody Someone Neither \
Either Unless Whether Just Never Always Often Sometimes Several Few Much More Well Please Mr Mrs \
В На Он Она Оно Они Это Эти Этот Эта Мы Я Вы По После При Но И А Однако Как Когда Так Также Тогда \
Если Для С Со К Из О Об От До За Под Между Кроме Поэтому Затем Его Их Её Все Не Ни Тем Здесь Там \
Что Кто Где \
Der Die Das Ein Eine Er Sie Es Wir Und Aber Im Am Le Les Un Une Il Elle Ils Ce Cette Mais Et En \
Dans Pour";

/// Verbs that tell who spoke.
const SPEECH: &str = "\
said says asked asks replied cried answered exclaimed whispered shouted called murmured demanded \
snapped yelled inquired screamed muttered remarked observed added";

/// German months and centuries, before which an ordinal's stop is no border.
const GERMAN_ORDINAL: &str = "\
Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember \
Jahrhundert Jahrhunderts";

/// The habit of the word before a full stop, given in lower case without that stop.
pub(super) fn habit(word: &str) -> Habit {
    static HABITS: LazyLock<HashMap<&str, Habit>> = LazyLock::new(|| {
        [
            (LEADS, Habit::Leads),
            (LEADS_NUMBER, Habit::LeadsNumber),
            (MAY_END, Habit::MayEnd),
        ]
        .into_iter()
        .flat_map(|(words, habit)| words.split_whitespace().map(move |word| (word, habit)))
        .collect()
    });
    HABITS.get(word).copied().unwrap_or(Habit::Word)
}

/// Whether a capitalised word mostly begins sentences: an article, pronoun, conjunction,
/// preposition or adverb that is written small in the middle of one.
pub(super) fn is_starter(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| STARTERS.split_whitespace().collect());
    WORDS.contains(word)
}

/// Whether a word is a verb that tells who spoke: `“Stop!” Bill said.` is one sentence.
pub(super) fn tells_speech(word: &str) -> bool {
    SPEECH.split_whitespace().any(|verb| verb == word)
}

/// Whether the stop of a number before this word is that of a German ordinal: `19. Oktober`.
pub(super) fn makes_ordinal(word: &str) -> bool {
    GERMAN_ORDINAL.split_whitespace().any(|name| name == word)
}
