use proptest::prelude::*;

use super::{Case, Folded, fold, fold_cluster};

fn same(a: &str, b: &str) {
    assert_eq!(fold(a, Case::Folded), fold(b, Case::Folded), "{a} / {b}");
}

fn apart(a: &str, b: &str) {
    assert_ne!(fold(a, Case::Folded), fold(b, Case::Folded), "{a} / {b}");
}

#[test]
fn latin_folds_case_marks_and_strokes() {
    same("Müller", "MULLER");
    same("Mu\u{308}ller", "müller");
    same("Łódź", "lodz");
    same("Straße", "STRASSE");
    same("ﬁnal", "final");
    same("ＦＵＬＬ", "full");
    same("İstanbul", "istanbul");
    same("Kōno", "Kono");
    same("Congreſs", "congress");
}

#[test]
fn greek_cyrillic_hebrew_and_arabic_fold_what_their_readers_overlook() {
    same("Συνθήκη", "ΣΥΝΘΗΚΗ");
    same("λόγος", "ΛΟΓΟΣ");
    same("Ещё", "еще");
    same("за\u{301}мок", "замок");
    apart("мой", "мои");
    apart("її", "іі");
    same("й", "и\u{306}");
    same("שָׁלוֹם", "שלום");
    same("مُعَاهَدَة", "معاهدة");
    same("أحمد", "احمد");
    same("مـحـمد", "محمد");
    apart("مؤتمر", "موتمر");
}

#[test]
fn kana_and_other_vowel_signs_keep_their_meaning() {
    apart("が", "か");
    same("が", "か\u{3099}");
    same("ｶﾞ", "ガ");
    apart("ば", "ぱ");
    apart("กำ", "กา");
    same("한", "\u{1112}\u{1161}\u{11ab}");
}

#[test]
fn quotes_dashes_blanks_and_invisible_characters_make_no_difference() {
    same("\"\"non-existent.\"\"", "“non–existent.”");
    same("«да»", "„да“");
    same("「宣言」", "『宣言』");
    same("peace\n  treaty", "peace treaty");
    same("10\u{a0}km", "10 km");
    same("trea\u{ad}ty", "treaty");
    same("wait -- now", "wait — now");
}

#[test]
fn case_can_be_kept() {
    assert_eq!(fold("Mü Ñ Æ", Case::Kept), "Mu N AE");
}

/// The words of `text` that the folded `words` lead back to.
fn back<'a>(text: &'a str, words: &str) -> &'a str {
    let folded = Folded::of_text(text, Case::Folded);
    let start = folded.text().find(words).unwrap();
    &text[folded.source(&(start..start + words.len()))]
}

#[test]
fn the_way_back_leads_to_whole_letters() {
    assert_eq!(back("Der Mu\u{308}ller kam", "muller"), "Mu\u{308}ller");
    assert_eq!(back("Die Straße dort", "strasse"), "Straße");
    assert_eq!(back("Die Straße dort", "se dort"), "ße dort");
}

proptest! {
    /// What is copied many bytes at a time becomes what each letter by itself becomes.
    #[test]
    fn long_stretches_fold_as_single_letters_do(
        pieces in prop::collection::vec("[a-zA-Z0-9.,_]{1,40}|[ '\"`\\-\t\n]{1,3}|[é“—\u{a0}]", 0..12),
    ) {
        let text = pieces.concat();
        let mut expected = String::new();
        for c in text.chars() {
            let one = match c {
                ' ' | '\t' | '\n' | '\u{a0}' => " ".to_owned(),
                '\'' | '"' | '`' | '“' => "'".to_owned(),
                '-' | '—' => "-".to_owned(),
                c => {
                    let mut one = String::new();
                    fold_cluster(c.encode_utf8(&mut [0; 4]), Case::Folded, &mut one);
                    one
                }
            };
            if !(matches!(one.as_str(), " " | "'" | "-") && expected.ends_with(&one)) {
                expected.push_str(&one);
            }
        }
        prop_assert_eq!(fold(&text, Case::Folded), expected);
    }

    #[test]
    fn folding_twice_is_folding_once(text in "[a-zA-Z0-9 .,éÉüßĀ“”«»'\"—–\\-\u{308}\u{ad}\u{200b}がかカЙйёالعشﬁ\u{3000}]{0,40}") {
        let once = fold(&text, Case::Folded);
        prop_assert_eq!(fold(&once, Case::Folded), once);
    }

    #[test]
    fn every_stretch_leads_back_to_a_stretch(text in "[a-zé “”\\-—\u{308}\u{ad}ßがかﬁ\\n ]{0,40}") {
        let folded = Folded::of_text(&text, Case::Folded);
        for (start, c) in folded.text().char_indices() {
            let source = folded.source(&(start..start + c.len_utf8()));
            prop_assert!(text.get(source).is_some());
        }
    }
}
