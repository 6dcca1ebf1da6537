//! Places the spans of a set of text pairs and prints one prediction per span.

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use glossator::passage::align::Alignment;
use glossator::passage::anchor::Quote;
use glossator::passage::place::PlacedState;
use glossator::passage::quote::Haystack;
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let folder = std::env::args().nth(1).context("usage: anchoring DIR")?;
    let by_quote = std::env::args()
        .nth(2)
        .is_some_and(|flag| flag == "--quote");
    let folder = Path::new(&folder);
    let mut texts: HashMap<String, String> = HashMap::new();
    for line in std::fs::read_to_string(folder.join("texts.jsonl"))?.lines() {
        let value: Value = serde_json::from_str(line)?;
        texts.insert(
            value["id"].as_str().unwrap_or_default().to_owned(),
            value["text"].as_str().unwrap_or_default().to_owned(),
        );
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::fs::read_to_string(folder.join("cases.jsonl"))?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let text = |key: &str| {
            texts
                .get(case[key].as_str().unwrap_or_default())
                .map_or("", String::as_str)
        };
        let started = Instant::now();
        let alignment = Alignment::between(text("old"), text("new"));
        let haystack = Haystack::new(text("new"));
        let spans = case["spans"].as_array().map_or(&[][..], Vec::as_slice);
        let each =
            micros(started) / f64::from(u32::try_from(spans.len().max(1)).unwrap_or(u32::MAX));
        for span in spans {
            let offset = |key: &str| span[key].as_u64().unwrap_or_default() as usize;
            let started = Instant::now();
            let placed = if by_quote {
                let words = |key: &str| span[key].as_str().unwrap_or_default().to_owned();
                let quote = Quote {
                    before: words("prefix"),
                    exact: words("exact"),
                    after: words("suffix"),
                };
                haystack.find(&quote, Some(offset("start")))
            } else {
                alignment.place(offset("start")..offset("end"))
            };
            let us = micros(started) + each;
            let status = match placed.state {
                PlacedState::Exact => "exact",
                PlacedState::Moved => "moved",
                PlacedState::Uncertain => "fuzzy",
                PlacedState::Orphaned => "orphan",
            };
            let at = placed.span.unwrap_or(0..0);
            let line = json!({"id": span["id"], "status": status, "start": at.start, "end": at.end, "review": placed.review, "us": us, "why": placed.why.to_string()});
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn micros(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e6
}
