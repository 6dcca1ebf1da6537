//! Migration: a library of an older format is brought up to date, after a backup.
//!
//! Knows one function for each step from a format to the next, over the JSON of a line; numbers
//! and checksums are made anew. The journal as it was is set aside and stays.

use std::fs;

use serde_json::{Map, Value};

use super::folder::{Folder, replace};
use super::journal::{self, Mark};
use super::{Report, StoreError, backup, line, rescue};

/// What a step does to the object of a line, without its number and checksum.
pub(super) type Step = fn(&mut Map<String, Value>);

/// The steps: the first leads from format 1 to format 2. There is only one format so far.
pub(super) const STEPS: &[Step] = &[];

/// Brings a library from one format to a later one.
pub(super) fn bring_up(
    folder: &Folder,
    from: u32,
    to: u32,
    steps: &[Step],
    report: &mut Report,
) -> Result<(), StoreError> {
    let path = folder.journal();
    let fault = |source| StoreError::io("brought up to date", &path, source);
    let foreign = || StoreError::Foreign {
        path: path.clone(),
        expected: "a journal that this program can read",
    };
    // Held while everything is rewritten; it is taken again by the opening.
    let _lock = super::open::take_lock(folder)?;
    let first = usize::try_from(from).unwrap_or(usize::MAX).wrapping_sub(1);
    let steps = steps
        .get(first..)
        .filter(|steps| !steps.is_empty())
        .ok_or_else(foreign)?;
    let mut lines: Vec<(u64, Vec<u8>)> = Vec::new();
    let reading = journal::read(&path, Mark::default(), u64::MAX, |line, _, text| {
        lines.push((line.n, text.to_vec()));
    })
    .map_err(fault)?;
    let mut new = Vec::new();
    for (n, text) in lines {
        let mut object: Map<String, Value> =
            serde_json::from_slice(&text).map_err(|_| foreign())?;
        object.shift_remove("n");
        object.shift_remove("crc");
        for step in steps {
            step(&mut object);
        }
        let (text, _) = line::seal(n, &Value::Object(object).to_string());
        new.push(text.trim_end().as_bytes().to_vec());
    }
    let mut header = reading.header.ok_or_else(foreign)?;
    header.format = to;
    let header = serde_json::to_vec(&header).map_err(|_| foreign())?;
    let kept = folder.dir().join(format!("before-format-{to}.backup.gz"));
    backup::write(folder, reading.end, &kept, true).map_err(fault)?;
    let aside = folder.aside(&path, "replaced");
    fs::copy(&path, &aside).map_err(fault)?;
    replace(
        &path,
        &rescue::assembled(&header, new.iter().map(Vec::as_slice)),
    )
    .map_err(fault)?;
    report.say(format!(
        "the library was brought from format {from} to format {to}; as it was it is in {} and {}",
        kept.display(),
        aside.display()
    ));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_taken_after_a_backup() {
        let temp = tempfile::tempdir().unwrap();
        let folder = Folder::new(temp.path());
        let header =
            "{\"glossator\":\"journal\",\"format\":1,\"created\":\"2026-01-01T00:00:00.000Z\"}";
        // A line of a kind that is not known is carried over all the same.
        let (other, _) = line::seal(1, "{\"gloss\":1}");
        fs::write(folder.journal(), format!("{header}\n{other}")).unwrap();
        let step: Step = |object| {
            object.insert("new".into(), Value::Bool(true));
        };
        let mut report = Report::default();
        bring_up(&folder, 1, 2, &[step], &mut report).unwrap();
        let text = fs::read_to_string(folder.journal()).unwrap();
        assert!(text.starts_with("{\"glossator\":\"journal\",\"format\":2,"));
        assert!(text.ends_with("\"gloss\":1,\"new\":true}\n"));
        assert!(temp.path().join("before-format-2.backup.gz").is_file());
        assert!(report.notes[0].contains("from format 1 to format 2"));
        // No step leads from there.
        assert!(bring_up(&folder, 7, 8, &[step], &mut report).is_err());
    }
}
