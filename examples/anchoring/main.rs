//! Measures how well passages are found again in changed texts.
//!
//! ```text
//! cargo run --release --example anchoring -- --generate [SEED]   own texts changed in 21 known ways: a report by kind
//!                                                                (--show after the seed: every miss)
//! cargo run --release --example anchoring -- --time              10,000 passages on a text of 1.2 MB, and hostile texts
//! cargo run --release --example anchoring -- DIR                 DIR/texts.jsonl and DIR/cases.jsonl: one prediction a line
//! cargo run --release --example anchoring -- DIR --quote         the same by words and context alone
//! ```
//!
//! The report says for each kind of change how many passages were placed right (character F1 of 0.9 and more), how many were
//! placed wrong without being put up for review, how many of those that are gone were given up, how many were asked about,
//! and the time for one passage, alignment included.

mod changes;
mod kinds;
mod report;
mod texts;

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use glossator::passage::align::Alignment;
use glossator::passage::anchor::Quote;
use glossator::passage::place::{Placed, PlacedState};
use glossator::passage::quote::Haystack;
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut out = BufWriter::new(std::io::stdout().lock());
    match arguments.first().map(String::as_str) {
        Some("--generate") => {
            let seed = arguments
                .get(1)
                .map_or(Ok(1), |seed| seed.parse())
                .context("the seed is a number")?;
            report::by_kind(
                &mut out,
                seed,
                arguments.iter().any(|flag| flag == "--show"),
            )?;
        }
        Some("--time") => report::times(&mut out)?,
        Some(folder) => predict(
            &mut out,
            Path::new(folder),
            arguments.get(1).is_some_and(|flag| flag == "--quote"),
        )?,
        None => anyhow::bail!("usage: anchoring --generate [SEED] | --time | DIR [--quote]"),
    }
    out.flush()?;
    Ok(())
}

fn predict(out: &mut impl Write, folder: &Path, by_quote: bool) -> anyhow::Result<()> {
    let mut texts: HashMap<String, String> = HashMap::new();
    for line in std::fs::read_to_string(folder.join("texts.jsonl"))?.lines() {
        let value: Value = serde_json::from_str(line)?;
        texts.insert(string(&value, "id"), string(&value, "text"));
    }
    for line in std::fs::read_to_string(folder.join("cases.jsonl"))?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let text = |key: &str| texts.get(&string(&case, key)).map_or("", String::as_str);
        let spans = case["spans"].as_array().map_or(&[][..], Vec::as_slice);
        let started = Instant::now();
        let place: Box<dyn Fn(&Value) -> Placed> = if by_quote {
            let haystack = Haystack::new(text("new"));
            Box::new(move |span| {
                let quote = Quote {
                    before: string(span, "prefix"),
                    exact: string(span, "exact"),
                    after: string(span, "suffix"),
                };
                haystack.find(&quote, Some(number(span, "start")))
            })
        } else {
            let alignment = Alignment::between(text("old"), text("new"));
            Box::new(move |span| alignment.place(number(span, "start")..number(span, "end")))
        };
        let shared = micros(started) / f64::from(u32::try_from(spans.len().max(1))?);
        for span in spans {
            let started = Instant::now();
            let placed = place(span);
            let us = micros(started) + shared;
            let status = match placed.state {
                PlacedState::Exact => "exact",
                PlacedState::Moved => "moved",
                PlacedState::Uncertain => "fuzzy",
                PlacedState::Orphaned => "orphan",
            };
            let at = placed.span.unwrap_or(0..0);
            let why = placed.why.to_string();
            writeln!(
                out,
                "{}",
                json!({"id": span["id"], "status": status, "start": at.start, "end": at.end, "review": placed.review, "us": us, "why": why})
            )?;
        }
    }
    Ok(())
}

fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value, key: &str) -> usize {
    value[key]
        .as_u64()
        .and_then(|number| usize::try_from(number).ok())
        .unwrap_or_default()
}

fn micros(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e6
}
