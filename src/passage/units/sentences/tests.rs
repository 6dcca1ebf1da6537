//! Sentence borders, each case a text with `|` where one sentence ends and the next begins.

use proptest::prelude::*;

use super::sentences;

/// Splits a marked text at its `|` and checks that the borders found are those.
fn check(marked: &str) {
    let text = marked.replace('|', "");
    let found: Vec<&str> = sentences(&text)
        .into_iter()
        .map(|range| &text[range])
        .collect();
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    assert_eq!(found, expected, "in {marked}");
}

#[test]
fn plain_stops_and_strong_ones() {
    check("The treaty was signed. |It entered into force. |Did it? |It did!");
    check("What?! |Nobody answered...");
    check("One sentence without a stop");
    check("The price rose by 3.5 percent in 1956. |Nobody minded.");
}

#[test]
fn abbreviations_and_initials() {
    check("Mr. Smith met Dr. Jones at 5 p.m. on Monday. |They talked.");
    check("The U.S. Government answered. |The case went to the U.S. |The court agreed.");
    check("See cf. Article 9, e.g. No. 12, p. 14 and pp. 15-16. |No more.");
    check("I.S. Ivanov, J. F. Kennedy and Igor S. Ivanov were there. |Nobody spoke.");
    check("They sold cars, boats, etc. |Profits rose.");
    check("He joined Smith Inc. in May. |Later he left Smith Inc. |The firm closed.");
    check("On Oct. 19, 1956, Gen. Marshall and Col. Brown left. |Sgt. Hall stayed.");
    check("It was agreed on Jan. 5. |Nothing followed.");
    check("So do I. |She agreed.");
}

#[test]
fn numbering_and_portion_marks() {
    check("1. The parties agree. |2. They sign.");
    check("1. (C) Summary. |Russian officials were silent. |End summary.");
    check("(C) Summary. |The talks failed.");
    check("IV. The court holds that it is so. |V. Costs.");
    check("B. First point. |C. Second point.");
    check("In the year 1956. |The talks began.");
}

#[test]
fn quotations_and_brackets() {
    check("“It was cold.” |The clocks struck. |“Who is there?” he asked. |Nobody.");
    check("(It had been agreed before.) |The rest was easy.");
    check("\"Stop!\" Bill said. |He stopped.");
    check("He said \"\"No.\"\" |Then he left.");
    check("It was so.[3] |Others deny it.¹² |They are wrong.");
    check("Il a dit : « C'est fini. » |Puis il est parti.");
    check("The text runs “two islands ... were promised” and so on. |It ends.");
    check("He wrote that “the islands [...] Japan may have.” |So it was.");
    check("Well… maybe. |Yes… |No.");
}

#[test]
fn russian() {
    check(
        "В 1956 г. Япония и СССР подписали декларацию. |Она вступила в силу 12 декабря 1956 г. |Это важно.",
    );
    check("Министр И.С. Иванов приехал в г. Токио. |Переговоры шли два дня.");
    check("«Это наш остров», — сказал он. |«Где?» — спросил А. С. Панов.");
    check("Рыба, краб и т.д. |Дальше речь о т.н. компенсации, т.е. о деньгах.");
    check("В 1955–1956 гг. шли переговоры в им. Горького зале. |Итог известен.");
}

#[test]
fn japanese_and_chinese() {
    check("日本は主張した。|ソ連は拒否した！|なぜか？|わからない。");
    check("「二島を返す。」と述べた。|「本当か。」|彼は黙った。");
    check("「行く。」、「帰る。」と言った。");
    check("他说：“两岛归还。”|双方同意。");
    check("（これは別の話である。）|次に進む。");
}

#[test]
fn arabic_and_hindi() {
    check("هل انتهت الحرب؟ |نعم، انتهت؛ ولكن السلام لم يبدأ. |بقي د. أحمد في القاهرة.");
    check("यह एक वाक्य है। |यह दूसरा है।");
}

#[test]
fn german_ordinals() {
    check("Am 19. Oktober 1956 wurde sie unterzeichnet. |Das war z.B. in Moskau.");
}

#[test]
fn blank_lines_end_sentences_and_line_ends_do_not() {
    check("A heading\n\n|A sentence over\ntwo lines. |Another.");
    check("Dialogue.\n|Next line.");
}

proptest! {
    #[test]
    fn sentences_cover_all_but_space(text in r#"([a-zA-Zé。！「」г."'!?…\[\]0-9() \n]|\PC){0,80}"#) {
        let found = sentences(&text);
        let mut at = 0;
        for range in &found {
            prop_assert!(text[at..range.start].chars().all(char::is_whitespace));
            let sentence = &text[range.clone()];
            prop_assert!(!sentence.is_empty());
            prop_assert_eq!(sentence, sentence.trim());
            at = range.end;
        }
        prop_assert!(text[at..].chars().all(char::is_whitespace));
    }
}

/// Scores the borders against a file of sentences, one a line, documents apart by a blank line:
/// `GLOSSATOR_SENTENCES=file cargo test --release sentences_of_a_corpus -- --no-capture`.
#[test]
fn sentences_of_a_corpus() {
    let Some(path) = std::env::var_os("GLOSSATOR_SENTENCES") else {
        println!("skipped: GLOSSATOR_SENTENCES names no file");
        return;
    };
    let corpus = std::fs::read_to_string(path).expect("a file of sentences");
    let (mut right, mut found, mut wanted, mut bytes) = (0, 0, 0, 0);
    let mut time = std::time::Duration::ZERO;
    for document in corpus.split("\n\n") {
        let text = document.trim().replace('\n', " ");
        let mut at = 0;
        let mut ends = Vec::new();
        for line in document.trim().lines() {
            at += line.len();
            ends.push(at);
            at += 1;
        }
        let start = std::time::Instant::now();
        let borders: Vec<usize> = sentences(&text).iter().map(|range| range.end).collect();
        time += start.elapsed();
        bytes += text.len();
        right += borders
            .iter()
            .filter(|end| ends.binary_search(end).is_ok())
            .count();
        found += borders.len();
        wanted += ends.len();
        if std::env::var_os("GLOSSATOR_FAULTS").is_some() {
            let cut = |at: usize| {
                let from = text.floor_char_boundary(at.saturating_sub(40));
                let to = text.ceil_char_boundary((at + 30).min(text.len()));
                format!("{}¦{}", &text[from..at], &text[at..to])
            };
            for end in borders
                .iter()
                .filter(|end| ends.binary_search(end).is_err())
            {
                println!("extra  {}", cut(*end));
            }
            for end in ends
                .iter()
                .filter(|end| borders.binary_search(end).is_err())
            {
                println!("missed {}", cut(*end));
            }
        }
    }
    let ratio = |part: usize, whole: usize| {
        f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(whole).unwrap())
    };
    let (precision, recall) = (ratio(right, found), ratio(right, wanted));
    let f1 = 2.0 * precision * recall / (precision + recall);
    println!(
        "{wanted} sentences: P {precision:.4} R {recall:.4} F1 {f1:.4}, {bytes} bytes in {time:?}"
    );
    assert!(f1 >= 0.99, "F1 {f1}");
}
