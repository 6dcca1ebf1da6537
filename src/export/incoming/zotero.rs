//! Annotations of Zotero, as its programming interface and the exporters built on it give them.
//!
//! Knows items of the type `annotation`, alone, in a list, or as the `annotations` of attachments.
//! Positions count in Zotero's own pages, so that every passage is found by its words.

use serde_json::Value;

use super::{Incoming, Remark, Signed, Spot};
use crate::library::{RecordId, Timestamp};
use crate::passage::Quote;

/// Reads a file; None if it holds no annotation of Zotero.
pub fn read(text: &str) -> Option<Incoming> {
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
    let mut incoming = Incoming::default();
    take(&value, &[], &mut incoming, 0);
    (!incoming.is_empty() || !incoming.left_out.is_empty()).then_some(incoming)
}

fn take(value: &Value, names: &[String], incoming: &mut Incoming, depth: usize) {
    if depth > 16 {
        return;
    }
    match value {
        Value::Array(items) => {
            for item in items {
                take(item, names, incoming, depth + 1);
            }
        }
        Value::Object(fields) => {
            // The interface wraps every item in `data`.
            let data = if value["data"].is_object() {
                &value["data"]
            } else {
                value
            };
            if !data["annotationType"].is_null() {
                annotation(data, names, incoming);
                return;
            }
            let mut names = names.to_vec();
            for field in ["filename", "path", "title", "url"] {
                names.extend(data[field].as_str().map(str::to_owned));
            }
            for (_, field) in fields {
                if field.is_array() || field.is_object() {
                    take(field, &names, incoming, depth + 1);
                }
            }
        }
        _ => {}
    }
}

fn annotation(data: &Value, names: &[String], incoming: &mut Incoming) {
    let text = |field: &str| data[field].as_str().unwrap_or("").to_owned();
    let words = text("annotationText");
    let page = text("annotationPageLabel");
    if words.trim().is_empty() {
        let kind = text("annotationType");
        incoming
            .left_out
            .push(format!("an annotation without words ({kind}, page {page})"));
        return;
    }
    let mut names = names.to_vec();
    names.push(text("parentItem"));
    let source = incoming.source(names);
    let tags = data["tags"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let tags = tags
        .iter()
        .filter_map(|it| it["tag"].as_str().or_else(|| it.as_str()));
    incoming.notes.push(Remark {
        id: RecordId::derived(&["zotero", &text("key"), &words]),
        spot: Spot {
            source,
            quote: Quote {
                exact: words,
                ..Quote::default()
            },
            ..Spot::default()
        },
        tags: tags.map(str::to_owned).collect(),
        note: text("annotationComment"),
        colour: None,
        signed: Signed {
            creator: Some(text("annotationAuthorName")).filter(|it| !it.is_empty()),
            created: Timestamp::parse(&text("dateAdded")),
            updated: Timestamp::parse(&text("dateModified")),
        },
    });
}
