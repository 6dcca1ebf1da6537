//! A table of expressions, the real documents where they are at hand, and properties.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::*;

/// A value as the table writes it: its notation, `?` after it where it is doubtful.
fn written(found: &Found) -> String {
    let doubt = if found.doubt.is_some() { "?" } else { "" };
    format!("{}{doubt}", found.value.iso)
}

/// A text with its dates in braces, as the table writes them.
fn mark(text: &str, context: &DateContext) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for found in find(text, context) {
        let words = &text[found.range.clone()];
        let _ = write!(
            marked,
            "{}{{{words}={}}}",
            &text[at..found.range.start],
            written(&found)
        );
        at = found.range.end;
    }
    marked + &text[at..]
}

/// The text of a line of the table, and the dates in it with their words.
fn unmark(line: &str) -> (String, Vec<(String, String)>) {
    let (mut text, mut dates) = (String::new(), Vec::new());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        let (inside, next) = after.split_once('}').expect("a closing brace");
        let (words, value) = inside.split_once('=').expect("a value");
        text.push_str(before);
        text.push_str(words);
        if value != "-" {
            dates.push((words.to_owned(), value.to_owned()));
        }
        rest = next;
    }
    text.push_str(rest);
    (text, dates)
}

fn context_of(line: &str) -> DateContext {
    let mut context = DateContext::default();
    for setting in line.split_whitespace() {
        match setting.split_once('=').expect("a setting") {
            ("document", iso) => {
                context.document = Some(DateValue::new(iso, crate::corpus::Precision::Day));
            }
            ("order", "MonthDay") => context.order = DayMonthOrder::MonthDay,
            ("order", "DayMonth") => context.order = DayMonthOrder::DayMonth,
            (name, _) => panic!("unknown setting {name}"),
        }
    }
    context
}

#[test]
fn expressions_are_found_and_read() {
    let table = include_str!("tests/expressions.txt");
    let mut context = DateContext::default();
    let (mut right, mut asked) = (0, 0);
    let mut faults = String::new();
    for line in table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
    {
        if let Some(settings) = line.strip_prefix('@') {
            context = context_of(settings);
            continue;
        }
        let (text, expected) = unmark(line);
        let found: Vec<(String, String)> = find(&text, &context)
            .iter()
            .map(|found| (text[found.range.clone()].to_owned(), written(found)))
            .collect();
        asked += expected.len().max(1);
        let same = expected
            .iter()
            .filter(|(words, value)| {
                found.iter().any(|(other, read)| {
                    read == value
                        && (other.contains(words.as_str()) || words.contains(other.as_str()))
                })
            })
            .count();
        let extra = found.len().saturating_sub(same);
        right += if expected.is_empty() {
            usize::from(extra == 0)
        } else {
            same
        };
        if same < expected.len() || extra > 0 {
            let _ = writeln!(faults, "  {line}\n  {}", mark(&text, &context));
        }
    }
    println!("{right} of {asked} expressions right");
    assert!(
        faults.is_empty(),
        "{right} of {asked} right; wrong:\n{faults}"
    );
    assert!(asked >= 200, "the table has only {asked} expressions");
}

#[test]
fn dates_of_the_real_documents_are_found() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if !root.join("seeds-truth/001.json").exists() {
        println!("skipped: no documents beside the project");
        return;
    }
    let (mut absolute, mut all) = ((0, 0), (0, 0));
    for (number, order) in [
        ("001", DayMonthOrder::MonthDay),
        ("002", DayMonthOrder::Unknown),
        ("004", DayMonthOrder::Unknown),
    ] {
        let truth = std::fs::read_to_string(root.join(format!("seeds-truth/{number}.json")))
            .expect("a truth file");
        let truth: serde_json::Value = serde_json::from_str(&truth).expect("JSON");
        let document = &truth["document"];
        let name = document["file"].as_str().expect("a file");
        let source = std::fs::read_to_string(root.join("seeds").join(name)).expect("a seed");
        let date = document["date"].as_str().or(document["coverage"].as_str());
        let context = DateContext {
            document: date.map(|iso| DateValue::new(iso, crate::corpus::Precision::Day)),
            order,
            before: None,
        };
        for event in document["dated_events"].as_array().expect("events") {
            let (start, end) = (
                event["start"].as_u64().expect("start"),
                event["end"].as_u64().expect("end"),
            );
            let byte = |at: u64| {
                source
                    .char_indices()
                    .nth(at.try_into().expect("an offset"))
                    .map_or(source.len(), |(byte, _)| byte)
            };
            let (start, end) = (byte(start), byte(end));
            let from = source[..start].rfind("\n\n").map_or(0, |at| at + 2);
            let to = source[end..]
                .find("\n\n")
                .map_or(source.len(), |at| end + at);
            let wanted = event["date"].as_str().expect("a date");
            let hit = find(&source[from..to], &context).into_iter().any(|found| {
                let overlaps = found.range.start + from < end && found.range.end + from > start;
                let iso = found.value.iso.split('T').next().unwrap_or("");
                overlaps && iso == wanted
            });
            let exact = matches!(event["rule"].as_str(), Some("absolute"));
            for (counts, score) in [(exact, &mut absolute), (true, &mut all)] {
                if counts {
                    score.0 += usize::from(hit);
                    score.1 += 1;
                }
            }
            if !hit {
                println!(
                    "{number}: {} should be {wanted}: {}",
                    event["quote"],
                    mark(&source[from..to], &context)
                );
            }
        }
    }
    println!("absolute {absolute:?}, all {all:?}");
    assert!(
        absolute.0 * 100 >= absolute.1 * 98,
        "absolute dates: {absolute:?}"
    );
    assert!(all.0 * 100 >= all.1 * 85, "all dates: {all:?}");
}

#[test]
fn entries_begin_with_their_date() {
    for (text, iso, body) in [
        (
            "October 19, 1956: The declaration is signed.",
            "1956-10-19",
            "The declaration is signed.",
        ),
        (
            "19.10.1956 — Signed in Moscow.",
            "1956-10-19",
            "Signed in Moscow.",
        ),
        (
            "1956年10月19日　共同宣言に署名。",
            "1956-10-19",
            "共同宣言に署名。",
        ),
        (
            "– 7 Feb. 1855 (26 Jan. old style) – Treaty of Shimoda.",
            "1855-02-07",
            "Treaty of Shimoda.",
        ),
        (
            "**Jan. 1, 2000** -- Named acting president.",
            "2000-01-01",
            "Named acting president.",
        ),
        ("1956: Signed.", "1956", "Signed."),
        ("1941-1945 – The war.", "1941/1945", "The war."),
        ("May 1955. Talks open.", "1955-05", "Talks open."),
        (
            "19 октября 1956 г. – Подписана декларация.",
            "1956-10-19",
            "Подписана декларация.",
        ),
    ] {
        let head = parse_entry_head(text).unwrap_or_else(|| panic!("no head in {text}"));
        assert_eq!(head.date.value.iso, iso, "in {text}");
        assert_eq!(&text[head.body..], body, "in {text}");
    }
    for text in [
        "October 19, 1956 was a Friday.",
        "In 1956: nothing.",
        "The 1956 declaration: a text.",
        "February 30, 1956: impossible.",
        "1956 windows: a song.",
    ] {
        assert_eq!(parse_entry_head(text), None, "in {text}");
    }
}

#[test]
fn a_field_gives_one_date() {
    for (text, iso) in [
        ("2007-02-09 15:54", "2007-02-09T15:54"),
        ("Friday, 9 February 2007", "2007-02-09"),
        ("O 091554Z FEB 07", "2007-02-09T15:54Z"),
        ("2012", "2012"),
        ("Moscow, October 1956", "1956-10"),
        ("02/06/2017", "2017-02-06"),
    ] {
        let found = document_date(text, DayMonthOrder::MonthDay)
            .unwrap_or_else(|| panic!("no date in {text}"));
        assert_eq!(found.value.iso, iso, "in {text}");
    }
    assert_eq!(
        document_date("no date at all", DayMonthOrder::Unknown),
        None
    );
}

#[test]
fn a_day_above_twelve_tells_the_order() {
    assert_eq!(
        order_of("Seen 25/12/1956 and 01/02/1957."),
        DayMonthOrder::DayMonth
    );
    assert_eq!(
        order_of("Seen 12/25/1956 and 01/02/1957."),
        DayMonthOrder::MonthDay
    );
    assert_eq!(
        order_of("Seen 12/25/1956 and 25/12/1957."),
        DayMonthOrder::Unknown
    );
    assert_eq!(order_of("Seen 01/02/1957."), DayMonthOrder::Unknown);
}

proptest! {
    #[test]
    fn any_text_gives_valid_ranges(
        text in r"([0-9]{1,6}|[ .,/:年月日〜\-–'’]|May|Oct\.|of|the|by|end|late|q|Q|Z|th|s|century|года|октября|昭和|同|翌|a week later|\PC){0,40}",
    ) {
        let context = DateContext::of(Some(DateValue::day(2007, 2, 9)));
        let mut at = 0;
        for found in find(&text, &context) {
            prop_assert!(found.range.start >= at && found.range.end > found.range.start);
            prop_assert!(text.get(found.range.clone()).is_some());
            at = found.range.end;
            for part in found.value.iso.split('/').filter(|part| *part != "..") {
                let day = part.split('T').next().unwrap_or("").trim_end_matches('~');
                let numbers: Vec<&str> = day.split('-').collect();
                if let [year, month, day] = numbers.as_slice() {
                    let day: u8 = day.parse().expect("a day");
                    prop_assert!(day <= calendar::days_in(year.parse().expect("a year"), month.parse().expect("a month")));
                }
            }
        }
        let _ = parse_entry_head(&text);
        let _ = document_date(&text, DayMonthOrder::Unknown);
    }
}
