//! Here: what is known of the current passage, worked out once for each place.
//!
//! Knows the address, the size, the doubts and whether ways lead away, so that drawing a frame
//! and offering keys cost nothing that grows with the document. Forgotten when the library changes.

use std::ops::Range;

use super::cursor::Unit;
use super::state::State;
use crate::corpus::Document;
use crate::passage::{address, units};

/// Bytes of a passage whose words are counted at most.
const COUNTED: usize = 4096;

/// What is known of the current passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// The passage: bytes in the document's text.
    range: Range<usize>,
    /// Its unit when this was worked out.
    unit: Unit,
    /// The part of the document in which references were looked for.
    searched: Range<usize>,
    /// The address, as a person writes it.
    pub address: String,
    /// How large the passage is, in words: `sentence`, `3 words`.
    pub size: String,
    /// What is doubtful in the paragraph, and what was corrected in it.
    pub remarks: Vec<String>,
    /// Whether anything that leads away can be gone to.
    pub leads: bool,
}

impl State {
    /// What is known of the current passage; None without a document.
    pub fn here(&self) -> Option<&Here> {
        self.reading.as_ref()?.here.as_ref()
    }

    /// Works out what is known of the current passage, if that is not known yet.
    pub(super) fn look_here(&mut self) {
        let Some(reading) = &self.reading else {
            return;
        };
        let (range, unit) = (reading.cursor.range.clone(), reading.cursor.unit);
        let searched = reading.referrals.searched();
        if let Some(here) = &reading.here
            && here.range == range
            && here.unit == unit
            && here.searched == searched
        {
            return;
        }
        let document = &reading.document;
        let block = document.blocks.get(reading.block());
        let doubts = block.map(|block| document.doubts_at(block));
        let doubts = doubts.unwrap_or_default().into_iter();
        let corrected = block.and_then(|block| document.corrected_at(block).last());
        let corrected = corrected.map(|was| format!("Δ corrected: {was}"));
        let remarks = doubts.map(|doubt| format!("? {doubt}")).chain(corrected);
        let here = Here {
            address: address::of(document, &range).to_string(),
            size: size(document, &range, unit),
            leads: self.leads_away(),
            range,
            unit,
            searched,
            remarks: remarks.collect(),
        };
        if let Some(reading) = &mut self.reading {
            reading.here = Some(here);
        }
    }
}

/// The size of a passage in words.
fn size(document: &Document, range: &Range<usize>, unit: Unit) -> String {
    match unit {
        Unit::Word => "word".to_owned(),
        Unit::Sentence => "sentence".to_owned(),
        Unit::Paragraph => "paragraph".to_owned(),
        Unit::Section => "section".to_owned(),
        Unit::Words if range.len() > COUNTED => "passage".to_owned(),
        Unit::Words => match units::words(document.slice(range)).len() {
            1 => "1 word".to_owned(),
            many => format!("{many} words"),
        },
    }
}
