//! W3C Web Annotation (JSON-LD): annotations and links for programs that speak the standard.
//!
//! Knows how a passage is selected there: by its words with their surroundings, and by code points of
//! the text that Glossator reads from the source. A link is an annotation with the motivation
//! `linking`. Tags' forms, colours and decisions have no place in the standard and stay behind.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::harmless;
use super::material::{Attached, Material, Place, Sheet};
use super::offsets::Offsets;
use crate::corpus::DocumentId;
use crate::library::{Link, Target};

/// What names the library as a collection; it is relative to no site.
const COLLECTION: &str = "urn:x-glossator:library";

/// The passages as one collection with one page.
pub fn written(material: &Material) -> String {
    let texts: HashMap<&DocumentId, (&Sheet, Option<Offsets<&str>>)> = material
        .sheets
        .iter()
        .map(|sheet| {
            let text = sheet
                .document
                .as_ref()
                .map(|document| document.text.as_str());
            (&sheet.id, (sheet, text.map(Offsets::new)))
        })
        .collect();
    let selected = |place: &Place, target: &Target| {
        let (sheet, offsets) = match texts.get(&place.document) {
            Some((sheet, offsets)) => (Some(*sheet), offsets.as_ref()),
            None => (None, None),
        };
        selection(place, target, sheet, offsets)
    };
    let mut items: Vec<Value> = Vec::new();
    for passage in material.passages() {
        for note in &passage.notes {
            let target = selected(&passage.place, &note.annotation.target);
            items.push(annotation(note, target));
        }
    }
    for (link, from, to) in material.links_with_ends() {
        let (from, to) = (selected(from, &link.from), selected(to, &link.to));
        items.push(linking(link, from, to));
    }
    let collection = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": COLLECTION,
        "type": "AnnotationCollection",
        "label": "Passages and notes",
        "generator": { "type": "Software", "name": "Glossator" },
        "total": items.len(),
        "first": {
            "id": format!("{COLLECTION}:1"),
            "type": "AnnotationPage",
            "partOf": { "id": COLLECTION, "type": "AnnotationCollection" },
            "startIndex": 0,
            "items": items,
        },
    });
    format!("{}\n", harmless::json(&format!("{collection:#}")))
}

/// Whether a text is a collection of this module.
pub fn is_own(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|value| value["id"] == COLLECTION)
}

/// An annotation.
fn annotation(note: &Attached, target: Value) -> Value {
    let it = &note.annotation;
    let mut bodies: Vec<Value> = Vec::new();
    if !it.note.trim().is_empty() {
        bodies.push(json!({
            "type": "TextualBody",
            "purpose": "commenting",
            "value": it.note,
            "format": "text/markdown",
        }));
    }
    bodies.extend(
        note.tags
            .iter()
            .map(|tag| json!({ "type": "TextualBody", "purpose": "tagging", "value": tag })),
    );
    let motivation = match (it.note.trim().is_empty(), note.tags.is_empty()) {
        (false, _) => "commenting",
        (true, false) => "tagging",
        (true, true) => "highlighting",
    };
    let mut value = common(&it.id.to_string(), motivation, &it.created.0, &it.updated.0);
    value.insert("creator".into(), person(&it.creator.0));
    if !bodies.is_empty() {
        value.insert("body".into(), Value::Array(bodies));
    }
    value.insert("target".into(), target);
    Value::Object(value)
}

/// A link: the passage where it begins is the target, the one where it ends the body.
fn linking(link: &Link, from: Value, mut to: Value) -> Value {
    to["purpose"] = json!("linking");
    let mut bodies = vec![
        to,
        json!({ "type": "TextualBody", "purpose": "classifying", "value": link.relation }),
    ];
    if !link.note.trim().is_empty() {
        bodies.push(json!({
            "type": "TextualBody",
            "purpose": "commenting",
            "value": link.note,
            "format": "text/markdown",
        }));
    }
    let mut value = common(
        &link.id.to_string(),
        "linking",
        &link.created.0,
        &link.updated.0,
    );
    value.insert("creator".into(), person(&link.creator.0));
    value.insert("body".into(), Value::Array(bodies));
    value.insert("target".into(), from);
    Value::Object(value)
}

/// What every annotation has.
fn common(id: &str, motivation: &str, created: &str, modified: &str) -> Map<String, Value> {
    let mut value = Map::new();
    value.insert("id".into(), json!(format!("urn:uuid:{id}")));
    value.insert("type".into(), json!("Annotation"));
    value.insert("motivation".into(), json!(motivation));
    value.insert("created".into(), json!(created));
    value.insert("modified".into(), json!(modified));
    value
}

fn person(name: &str) -> Value {
    json!({ "type": "Person", "name": name })
}

/// A passage as a part of its source. An orphan is selected by its words alone.
fn selection(
    place: &Place,
    target: &Target,
    sheet: Option<&Sheet>,
    offsets: Option<&Offsets<&str>>,
) -> Value {
    let quote = &target.anchor().quote;
    let mut selectors = vec![json!({
        "type": "TextQuoteSelector",
        "exact": place.words,
        "prefix": quote.before,
        "suffix": quote.after,
    })];
    if let (Some(range), Some(offsets)) = (&place.standing.range, offsets) {
        selectors.push(json!({
            "type": "TextPositionSelector",
            "start": offsets.code_point(range.start),
            "end": offsets.code_point(range.end),
        }));
    }
    let document = sheet.and_then(|sheet| sheet.document.as_ref());
    let source = match document {
        Some(document) => source_of(&document.path.to_string_lossy()),
        None => source_of(lost_source(&place.document)),
    };
    json!({ "type": "SpecificResource", "source": source, "selector": selectors })
}

/// The name of a source whose file is not known any more.
fn lost_source(id: &DocumentId) -> &str {
    id.as_str()
}

/// A path as a relative reference: what may not stand in one is percent-encoded.
fn source_of(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
