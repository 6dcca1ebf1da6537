//! Runs the kinds of change over own texts and reports what became of the passages.

use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::time::Instant;

use glossator::passage::align::Alignment;
use glossator::passage::place::{Placed, PlacedState};

use crate::changes::{Changing, Dice, draw_passages};
use crate::kinds::{self, Kind};
use crate::texts;

/// What became of the passages of one kind of change.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Passages that are still there, and those of them placed right.
    pub(crate) there: u32,
    pub(crate) right: u32,
    /// Passages that are gone, and those of them given up.
    pub(crate) gone: u32,
    pub(crate) given_up: u32,
    /// Passages placed wrong without a question.
    pub(crate) silent: u32,
    /// Passages asked about.
    pub(crate) asked: u32,
    /// Time for all of them.
    pub(crate) micros: f64,
    /// Passages not placed right, described.
    pub(crate) misses: Vec<String>,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.there += other.there;
        self.right += other.right;
        self.gone += other.gone;
        self.given_up += other.given_up;
        self.silent += other.silent;
        self.asked += other.asked;
        self.micros += other.micros;
        self.misses.extend(other.misses);
    }

    fn line(&self, name: &str) -> String {
        let share = |part: u32, whole: u32| {
            if whole == 0 {
                "     -".to_owned()
            } else {
                format!("{:6.1}", 100.0 * f64::from(part) / f64::from(whole))
            }
        };
        let all = self.there + self.gone;
        format!(
            "{name:28} {all:6} {} {} {} {} {:8.0}",
            share(self.right, self.there),
            share(self.silent, all),
            share(self.given_up, self.gone),
            share(self.asked, all),
            self.micros / f64::from(all.max(1))
        )
    }
}

/// Prints the table of all kinds.
pub(crate) fn by_kind(out: &mut impl Write, seed: u64, show: bool) -> anyhow::Result<()> {
    writeln!(
        out,
        "{:28} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8}",
        "kind of change", "n", "right%", "silent", "gone%", "asked%", "us each"
    )?;
    let mut total = Tally::default();
    for (number, kind) in kinds::ALL.iter().enumerate() {
        let mut tally = Tally::default();
        for (at, text) in texts_for(kind, seed).iter().enumerate() {
            tally.add(measure(
                kind,
                text,
                40,
                seed.wrapping_mul(7_919) + (number * 100 + at) as u64,
            ));
        }
        writeln!(out, "{}", tally.line(kind.name))?;
        for miss in tally.misses.iter().filter(|_| show) {
            writeln!(out, "{miss}")?;
        }
        total.add(tally);
    }
    writeln!(out, "{}", total.line("all"))?;
    Ok(())
}

/// The texts a kind is tried on: prose in several scripts and the sample corpus, or records.
fn texts_for(kind: &Kind, seed: u64) -> Vec<String> {
    let mut dice = Dice(seed);
    if kind.name.starts_with("records") {
        return (0..6).map(|_| texts::forms(25, &mut dice)).collect();
    }
    let mut found: Vec<String> = texts::languages()
        .map(|language| texts::prose(language, 6_000, &mut dice))
        .collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-corpus");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.sort();
    found.extend(
        files
            .iter()
            .filter(|path| {
                path.extension()
                    .is_some_and(|ext| ext == "txt" || ext == "md")
            })
            .filter_map(|path| std::fs::read_to_string(path).ok()),
    );
    found
}

/// Changes a text in one way and places passages drawn from it.
pub(crate) fn measure(kind: &Kind, text: &str, count: usize, seed: u64) -> Tally {
    let mut dice = Dice(seed);
    let old: Vec<char> = text.chars().collect();
    let passages = draw_passages(&old, count, &mut dice);
    let mut changing = Changing::new(text);
    (kind.change)(&mut changing, &passages, &mut dice);
    let new = changing.text();
    let started = Instant::now();
    let alignment = Alignment::between(text, &new);
    let placed: Vec<Placed> = passages
        .iter()
        .map(|passage| alignment.place(passage.clone()))
        .collect();
    let mut tally = Tally {
        micros: started.elapsed().as_secs_f64() * 1e6,
        ..Tally::default()
    };
    for (passage, placed) in passages.iter().zip(&placed) {
        judge(&mut tally, &old, &changing, passage, placed);
    }
    tally
}

fn judge(
    tally: &mut Tally,
    old: &[char],
    changing: &Changing,
    passage: &Range<usize>,
    placed: &Placed,
) {
    let solid = |c: char| !c.is_whitespace();
    let size = old[passage.clone()].iter().filter(|c| solid(**c)).count();
    let kept = changing.chars.iter().filter(|kept| {
        kept.origin.is_some_and(|origin| passage.contains(&origin)) && solid(kept.now)
    });
    let (left, equal) = kept.fold((0, 0), |(left, equal), kept| {
        (
            left + 1,
            equal + usize::from(kept.origin.map(|origin| old[origin]) == Some(kept.now)),
        )
    });
    let is_orphan = placed.state == PlacedState::Orphaned;
    let silent = !is_orphan && !placed.review;
    let Some(place) = changing.place_of(passage) else {
        tally.gone += 1;
        tally.given_up += u32::from(is_orphan);
        tally.silent += u32::from(silent);
        if !is_orphan {
            let was: String = old[passage.clone()].iter().take(70).collect();
            let got: Option<String> = placed.span.clone().map(|span| {
                changing.chars[span]
                    .iter()
                    .take(70)
                    .map(|kept| kept.now)
                    .collect()
            });
            tally.misses.push(format!(
                "{:?}, {}, but it is gone; asked: {}\n   was    {was:?}\n   got    {got:?}",
                placed.state, placed.why, placed.review
            ));
        }
        tally.asked += u32::from(!is_orphan && placed.review);
        return;
    };
    // Half gone, or torn apart: there is no one right answer.
    if left * 2 < size || place.len() > 2 * passage.len() + 300 {
        return;
    }
    tally.there += 1;
    tally.asked += u32::from(placed.review);
    let score = placed
        .span
        .as_ref()
        .filter(|_| !is_orphan)
        .map_or(0.0, |span| f1(changing, span, &place));
    // Where every word was exchanged, giving up is as right as finding the new ones.
    let right = score >= 0.9 || (is_orphan && equal * 5 < size);
    tally.right += u32::from(right);
    tally.silent += u32::from(silent && score < 0.5);
    if !right {
        let start = |chars: &mut dyn Iterator<Item = char>| chars.take(70).collect::<String>();
        let new =
            |range: Range<usize>| start(&mut changing.chars[range].iter().map(|kept| kept.now));
        let was = start(&mut old[passage.clone()].iter().copied());
        let (wanted, got) = (new(place), placed.span.clone().map(new));
        tally.misses.push(format!(
            "{:?}, {}, F1 {score:.2}\n   was    {was:?}\n   wanted {wanted:?}\n   got    {got:?}",
            placed.state, placed.why
        ));
    }
}

fn f1(changing: &Changing, found: &Range<usize>, wanted: &Range<usize>) -> f64 {
    let blank = |at: usize| {
        changing
            .chars
            .get(at)
            .is_none_or(|kept| kept.now.is_whitespace())
    };
    let start = found.clone().find(|&at| !blank(at)).unwrap_or(found.end);
    let end = (start..found.end)
        .rfind(|&at| !blank(at))
        .map_or(start, |at| at + 1);
    let common = end.min(wanted.end).saturating_sub(start.max(wanted.start));
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    2.0 * count(common) / count((end - start + wanted.len()).max(1))
}

/// Prints the time for many passages on a long text, and for texts made to be slow.
pub(crate) fn times(out: &mut impl Write) -> anyhow::Result<()> {
    let mut dice = Dice(11);
    let text = texts::babble(1_200_000, &mut dice);
    let old: Vec<char> = text.chars().collect();
    let passages = draw_passages(&old, 10_000, &mut dice);
    for name in ["paragraphs moved", "misread 3 %", "new edition"] {
        let Some(kind) = kinds::ALL.iter().find(|kind| kind.name == name) else {
            continue;
        };
        let mut changing = Changing::new(&text);
        (kind.change)(&mut changing, &passages[..200], &mut dice);
        let new = changing.text();
        clock(
            out,
            &format!("1.2 MB, 10,000 passages, {name}"),
            &text,
            &new,
            &passages,
        )?;
    }
    let other = texts::babble(1_000_000, &mut Dice(99));
    clock(
        out,
        "two unrelated texts of 1 MB, 1,000 passages",
        &text,
        &other,
        &passages[..1_000],
    )?;
    let equal = "a".repeat(100_000);
    clock(
        out,
        "100,000 equal letters and one more",
        &equal,
        &"a".repeat(100_001),
        &[50..90, 0..100_000],
    )?;
    clock(
        out,
        "100,000 equal letters against others",
        &equal,
        &"b".repeat(100_000),
        &[50..90, 0..100_000],
    )?;
    clock(
        out,
        "a million equal letters, one exchanged",
        &"a".repeat(1_000_000),
        &("a".repeat(500_000) + "b" + &"a".repeat(499_999)),
        &[50..90, 600_000..700_000],
    )?;
    clock(
        out,
        "two letters in turn, shifted",
        &"ab".repeat(300_000),
        &"ba".repeat(290_000),
        &[50..90, 0..500_000],
    )?;
    let paragraph = format!("{}\n\n", texts::prose("english", 100, &mut Dice(5)).trim());
    let copies = paragraph.repeat(1_000_000 / paragraph.len());
    clock(
        out,
        "a paragraph repeated to 1 MB, one dropped",
        &copies,
        &copies[paragraph.len()..],
        &passages[..1_000],
    )?;
    let mut changing = Changing::new(&copies);
    if let Some(kind) = kinds::ALL.iter().find(|kind| kind.name == "misread 3 %") {
        (kind.change)(&mut changing, &[], &mut dice);
    }
    clock(
        out,
        "a paragraph repeated to 1 MB, misread 3 %",
        &copies,
        &changing.text(),
        &passages[..1_000],
    )?;
    Ok(())
}

fn clock(
    out: &mut impl Write,
    name: &str,
    old: &str,
    new: &str,
    passages: &[Range<usize>],
) -> anyhow::Result<()> {
    let started = Instant::now();
    let alignment = Alignment::between(old, new);
    let aligned = started.elapsed().as_secs_f64();
    let mut each: Vec<f64> = Vec::with_capacity(passages.len());
    let mut states = [0_u32; 4];
    for passage in passages {
        let started = Instant::now();
        let placed = alignment.place(passage.clone());
        each.push(started.elapsed().as_secs_f64() * 1e6);
        states[placed.state as usize] += 1;
    }
    let total = started.elapsed().as_secs_f64();
    each.sort_by(f64::total_cmp);
    let at = |percent: usize| {
        each.get((each.len() * percent / 100).min(each.len().saturating_sub(1)))
            .copied()
            .unwrap_or_default()
    };
    writeln!(
        out,
        "{name:52} aligned {aligned:5.2} s, all {total:5.2} s, p50 {:.0} us, p99 {:.0} us; exact {} moved {} uncertain {} orphaned {}",
        at(50),
        at(99),
        states[0],
        states[1],
        states[2],
        states[3]
    )?;
    Ok(())
}
