//! Texts to change, made here: sentences put together from small word lists in several scripts, and forms.
//!
//! Long because it holds the word lists of six languages.
//! The sentences repeat words, phrases and openings as real texts do; nothing in them is quoted from anywhere.

use crate::changes::Dice;

/// Words of one language, in the order in which its sentences use them.
struct Language {
    name: &'static str,
    slots: &'static [&'static [&'static str]],
    space: &'static str,
    stop: &'static str,
    capital: bool,
}

const LANGUAGES: &[Language] = &[
    Language {
        name: "english",
        slots: &[
            &[
                "the ambassador",
                "a retired clerk",
                "the harbour master",
                "the second delegation",
                "an interpreter",
                "the minister",
                "her brother",
                "the editor of the evening paper",
                "nobody in the room",
                "the surveyor",
            ],
            &[
                "signed",
                "refused",
                "copied out",
                "carried away",
                "quietly corrected",
                "read aloud",
                "forgot",
                "sealed",
                "denied having seen",
                "translated",
            ],
            &[
                "the treaty",
                "the last page of the protocol",
                "a map of the islands",
                "the letter about the fishing grounds",
                "three of the telegrams",
                "the minutes of the meeting",
                "an unsigned note",
                "the list of prisoners",
            ],
            &[
                "in the spring of that year",
                "before the trial",
                "after the second reading",
                "on a wet evening in October",
                "while the others were at dinner",
                "without being asked",
                "as the ferry left",
                "according to one witness",
            ],
            &[
                "and said no more about it",
                "because the seal was broken",
                "which nobody had expected",
                "although the date was wrong",
                "so that the copy would survive",
                "for reasons that were never given",
                "and then left by the back stairs",
            ],
        ],
        space: " ",
        stop: ". ",
        capital: true,
    },
    Language {
        name: "russian",
        slots: &[
            &[
                "посол",
                "старый переводчик",
                "второй секретарь",
                "редактор газеты",
                "начальник порта",
                "его сестра",
                "комиссия",
                "никто из делегатов",
            ],
            &[
                "подписал",
                "отложил",
                "переписал",
                "прочитал вслух",
                "потерял",
                "исправил",
                "не видел",
                "запечатал",
            ],
            &[
                "договор",
                "последнюю страницу протокола",
                "карту островов",
                "письмо о рыбной ловле",
                "три телеграммы",
                "список пленных",
                "записку без подписи",
            ],
            &[
                "весной того года",
                "перед вторым чтением",
                "в дождливый вечер",
                "пока остальные обедали",
                "без всякой просьбы",
                "по словам свидетеля",
                "когда отходил паром",
            ],
            &[
                "и больше об этом не говорил",
                "потому что печать была сломана",
                "чего никто не ждал",
                "хотя дата была неверной",
                "чтобы копия уцелела",
                "и вышел чёрным ходом",
            ],
        ],
        space: " ",
        stop: ". ",
        capital: true,
    },
    Language {
        name: "japanese",
        slots: &[
            &[
                "大使は",
                "老いた通訳は",
                "港の役人は",
                "第二の代表団は",
                "新聞の編集者は",
                "彼の妹は",
                "委員会は",
                "測量士は",
            ],
            &[
                "その年の春に",
                "裁判の前に",
                "雨の夜に",
                "頼まれもせずに",
                "証人によれば",
                "船が出るころ",
                "食事のあいだに",
            ],
            &[
                "条約の写しを",
                "議事録の最後の頁を",
                "島々の地図を",
                "漁場についての手紙を",
                "三通の電報を",
                "捕虜の名簿を",
                "署名のない覚書を",
            ],
            &[
                "静かに訂正し",
                "声に出して読み",
                "封をして渡し",
                "持ち去ろうとし",
                "書き写してから",
                "机の上に忘れ",
            ],
            &[
                "何も語らなかった",
                "裏口から出て行った",
                "理由を述べなかった",
                "誰も驚かなかった",
                "日付だけを残した",
            ],
        ],
        space: "",
        stop: "。",
        capital: false,
    },
    Language {
        name: "greek",
        slots: &[
            &[
                "ο πρέσβης",
                "ένας παλιός γραφέας",
                "ο λιμενάρχης",
                "η δεύτερη αντιπροσωπεία",
                "ο διερμηνέας",
                "η αδελφή του",
                "ο εκδότης",
            ],
            &[
                "υπέγραψε",
                "αρνήθηκε",
                "αντέγραψε",
                "διόρθωσε σιωπηλά",
                "διάβασε δυνατά",
                "ξέχασε",
                "μετέφρασε",
            ],
            &[
                "τη συνθήκη",
                "την τελευταία σελίδα",
                "έναν χάρτη των νησιών",
                "τρία τηλεγραφήματα",
                "τα πρακτικά",
                "τον κατάλογο των αιχμαλώτων",
            ],
            &[
                "την άνοιξη εκείνου του έτους",
                "πριν από τη δίκη",
                "ένα βροχερό βράδυ",
                "χωρίς να του ζητηθεί",
                "όταν έφευγε το πλοίο",
            ],
            &[
                "και δεν είπε τίποτε άλλο",
                "γιατί η σφραγίδα ήταν σπασμένη",
                "πράγμα που κανείς δεν περίμενε",
                "αν και η ημερομηνία ήταν λάθος",
            ],
        ],
        space: " ",
        stop: ". ",
        capital: true,
    },
    Language {
        name: "hindi",
        slots: &[
            &[
                "राजदूत ने",
                "पुराने लेखक ने",
                "दूसरे दल ने",
                "संपादक ने",
                "उसकी बहन ने",
                "दुभाषिये ने",
                "सर्वेक्षक ने",
            ],
            &[
                "वसंत में",
                "मुकदमे से पहले",
                "बरसात की शाम को",
                "बिना पूछे",
                "गवाह के अनुसार",
                "नाव छूटते समय",
            ],
            &[
                "संधि की प्रति",
                "बैठक का विवरण",
                "द्वीपों का नक्शा",
                "मछली के बारे में पत्र",
                "तीन तार",
                "कैदियों की सूची",
            ],
            &[
                "चुपचाप सुधारी",
                "ज़ोर से पढ़ी",
                "मेज़ पर छोड़ी",
                "किसी को नहीं दिखाई",
                "फिर से लिखी",
            ],
            &[
                "और कुछ नहीं कहा",
                "क्योंकि मुहर टूटी थी",
                "जिसकी आशा न थी",
                "ताकि प्रति बची रहे",
            ],
        ],
        space: " ",
        stop: "। ",
        capital: false,
    },
    Language {
        name: "arabic",
        slots: &[
            &[
                "السفير",
                "كاتب قديم",
                "رئيس الميناء",
                "الوفد الثاني",
                "المترجم",
                "أخته",
                "محرر الصحيفة",
            ],
            &[
                "وقّع",
                "رفض",
                "نسخ",
                "صحّح بهدوء",
                "قرأ بصوت عال",
                "نسي",
                "ختم",
            ],
            &[
                "المعاهدة",
                "الصفحة الأخيرة من المحضر",
                "خريطة الجزر",
                "رسالة الصيد",
                "ثلاث برقيات",
                "قائمة الأسرى",
            ],
            &[
                "في ربيع تلك السنة",
                "قبل المحاكمة",
                "في مساء ممطر",
                "دون أن يطلب منه",
                "حسب أحد الشهود",
            ],
            &[
                "ولم يقل شيئا بعدها",
                "لأن الختم كان مكسورا",
                "وهو ما لم يتوقعه أحد",
                "رغم أن التاريخ خاطئ",
            ],
        ],
        space: " ",
        stop: ". ",
        capital: false,
    },
];

/// The names of the languages that [`prose`] can write.
pub(crate) fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|language| language.name)
}

/// About `len` characters of prose, in paragraphs with a heading now and then.
pub(crate) fn prose(language: &str, len: usize, dice: &mut Dice) -> String {
    let language = LANGUAGES
        .iter()
        .find(|known| known.name == language)
        .unwrap_or(&LANGUAGES[0]);
    let mut text = String::new();
    let mut chapter = 0;
    while text.chars().count() < len {
        if dice.hits(15) {
            chapter += 1;
            let title: &&str = dice.pick(language.slots[2]);
            text.extend([&chapter.to_string(), language.stop, title, "\n\n"]);
        }
        for _ in 0..2 + dice.below(6) {
            text.push_str(&sentence(language, dice));
        }
        text.truncate(text.trim_end().len());
        text.push_str("\n\n");
    }
    text
}

fn sentence(language: &Language, dice: &mut Dice) -> String {
    let mut said = String::new();
    for (place, slot) in language.slots.iter().enumerate() {
        if place + 1 == language.slots.len() && dice.hits(40) {
            continue;
        }
        if place > 0 {
            said.push_str(language.space);
        }
        let words: &&str = dice.pick(slot);
        said.push_str(words);
        if place == 0 && dice.hits(30) {
            // Numbers and dates make sentences differ as they do in real records.
            said.extend([language.space, &(1890 + dice.below(110)).to_string()]);
        }
    }
    if language.capital {
        let first: String = said
            .chars()
            .next()
            .map(|c| c.to_uppercase().collect())
            .unwrap_or_default();
        said = first + &said.chars().skip(1).collect::<String>();
    }
    said + language.stop
}

/// Records that differ only in their heads, with the same words below.
pub(crate) fn forms(count: usize, dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..count {
        text.push_str(&form(dice));
    }
    text
}

/// One record of [`forms`].
pub(crate) fn form(dice: &mut Dice) -> String {
    let names = [
        "Ada Brandt",
        "Milan Horak",
        "Keiko Arai",
        "Jonah Price",
        "Lidia Serra",
        "Omar Haddad",
        "Nina Volkova",
        "Paul Okoro",
    ];
    format!(
        "File {}\nHolder: {}\nGranted: {} {}\n\nThe holder may enter the archive on working days and copy by hand what is laid before him. \
         Nothing is lent. A copy made by machine has to be asked for and is charged by the page.\n\nGiven at the registry under seal.\n\n",
        1000 + dice.below(9000),
        dice.pick(&names),
        dice.pick(&["March", "May", "July", "October"]),
        1890 + dice.below(60),
    )
}

/// Prose of words that mean nothing, for long texts in which little repeats.
pub(crate) fn babble(len: usize, dice: &mut Dice) -> String {
    let syllables = [
        "ba", "re", "mi", "no", "tu", "sha", "kel", "or", "in", "the", "dra", "vo", "li", "qua",
        "pen", "sto", "ur", "gan",
    ];
    let mut text = String::with_capacity(len + 400);
    while text.len() < len {
        for _ in 0..3 + dice.below(5) {
            for word in 0..6 + dice.below(14) {
                if word > 0 {
                    text.push(' ');
                }
                // Short words are frequent and few, long ones rare and many.
                let parts = 1 + dice.below(2) + dice.below(3);
                let reach = if parts == 1 { 6 } else { syllables.len() };
                for _ in 0..parts {
                    text.push_str(syllables[dice.below(reach)]);
                }
            }
            text.push_str(". ");
        }
        text.push_str("\n\n");
    }
    text
}
