//! Annotations in JSON that follow the W3C Web Annotation model, more or less: collections and pages
//! of the standard, Readium annotation sets, exports and search results of Hypothesis.
//!
//! Knows where each keeps words, positions, notes, tags and links. Does not know the corpus.

use serde_json::Value;

use super::{Bond, Incoming, Remark, Signed, Spot, Unit};
use crate::library::{RecordId, Timestamp};
use crate::passage::Quote;

/// Reads a file; None if it is no JSON with annotations in it. One annotation a line is read too.
pub fn read(text: &str) -> Option<Incoming> {
    let text = text.trim_start_matches('\u{feff}');
    let values: Vec<Value> = match serde_json::from_str(text) {
        Ok(value) => vec![value],
        Err(_) => text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .ok()?,
    };
    let mut reading = Reading::default();
    let mut any = false;
    for value in &values {
        any |= reading.collection(value, &[]);
    }
    any.then(|| {
        reading.answer_replies();
        reading.incoming
    })
}

#[derive(Default)]
struct Reading {
    incoming: Incoming,
    /// Answers to annotations: the foreign name of what is answered, by whom, and the words.
    replies: Vec<(String, String, String)>,
    /// Foreign names by record.
    names: Vec<(String, usize)>,
}

impl Reading {
    /// Takes in whatever holds annotations; whether it is such a thing.
    fn collection(&mut self, value: &Value, names: &[String]) -> bool {
        if let Value::Array(items) = value {
            let mut any = false;
            for item in items {
                any |= self.collection(item, names);
            }
            return any;
        }
        if !value.is_object() {
            return false;
        }
        let mut names = names.to_vec();
        for field in ["dc:title", "dc:identifier"] {
            names.extend(texts(&value["about"][field]));
        }
        for field in ["items", "rows", "annotations"] {
            if let Value::Array(items) = &value[field] {
                for item in items {
                    self.annotation(item, &names);
                }
                return true;
            }
        }
        match &value["first"] {
            Value::Object(_) => return self.collection(&value["first"], &names),
            Value::String(page) => {
                self.incoming.left_out.push(format!(
                    "the collection's annotations are elsewhere, at {page}; import that"
                ));
                return true;
            }
            _ => {}
        }
        if value["target"].is_null() || !is_annotation(value) {
            return false;
        }
        self.annotation(value, &names);
        true
    }

    fn annotation(&mut self, value: &Value, names: &[String]) {
        let name = words(&value["id"]).to_owned();
        let who = value["creator"]["name"]
            .as_str()
            .or_else(|| value["creator"].as_str())
            .or_else(|| {
                value["user"]
                    .as_str()
                    .map(|it| it.trim_start_matches("acct:"))
            })
            .or_else(|| first(&value["creator"])["name"].as_str());
        let signed = Signed {
            creator: who.filter(|it| !it.is_empty()).map(str::to_owned),
            created: Timestamp::parse(words(&value["created"])),
            updated: Timestamp::parse(words(&value["modified"]))
                .or_else(|| Timestamp::parse(words(&value["updated"]))),
        };
        if let Some(parent) = value["references"].as_array().and_then(|it| it.first()) {
            self.replies.push((
                words(parent).to_owned(),
                signed.creator.unwrap_or_default(),
                words(&value["text"]).to_owned(),
            ));
            return;
        }
        let targets = list(&value["target"]);
        if targets.len() > 1 {
            self.incoming.left_out.push(format!(
                "{name}: {} further passages of one annotation",
                targets.len() - 1
            ));
        }
        let Some(target) = targets.first() else {
            return;
        };
        let body = Body::of(value, &name, &mut self.incoming.left_out);
        let spot = self.spot(target, value, names);
        let id = record_id(&name, &spot.quote);
        if let Some(other) = body.link {
            let to = self.spot(&other, value, names);
            self.incoming.links.push(Bond {
                id,
                from: spot,
                to,
                relation: body.relation.unwrap_or_else(|| "see".to_owned()),
                note: body.note,
                signed,
            });
            return;
        }
        self.names.push((name, self.incoming.notes.len()));
        self.incoming.notes.push(Remark {
            id,
            spot,
            tags: body.tags,
            note: body.note,
            colour: body.colour,
            signed,
        });
    }

    /// A passage: its source and how it is selected there.
    fn spot(&mut self, target: &Value, annotation: &Value, names: &[String]) -> Spot {
        let mut sources: Vec<String> = Vec::new();
        let named = match target {
            Value::String(address) => address.as_str(),
            _ => words(&target["source"]),
        };
        let named = if named.is_empty() {
            target["source"]["id"]
                .as_str()
                .unwrap_or_else(|| words(&target["id"]))
        } else {
            named
        };
        sources.push(named.split('#').next().unwrap_or(named).to_owned());
        sources.push(words(&annotation["uri"]).to_owned());
        sources.extend(texts(&annotation["document"]["title"]));
        sources.extend(names.iter().cloned());
        sources.dedup();
        let mut spot = Spot {
            source: self.incoming.source(sources),
            // Programs in a browser count as it does.
            unit: if annotation["uri"].is_string() {
                Unit::Utf16
            } else {
                Unit::CodePoints
            },
            ..Spot::default()
        };
        let mut selectors = list(&target["selector"]);
        while let Some(selector) = selectors.pop() {
            match words(&selector["type"]) {
                "TextQuoteSelector" => {
                    spot.quote = Quote {
                        before: words(&selector["prefix"]).to_owned(),
                        exact: words(&selector["exact"]).to_owned(),
                        after: words(&selector["suffix"]).to_owned(),
                    };
                }
                "TextPositionSelector" => {
                    let offset = |field: &str| usize::try_from(selector[field].as_u64()?).ok();
                    spot.at = offset("start")
                        .zip(offset("end"))
                        .map(|(start, end)| start..end);
                }
                _ => {}
            }
            // What refines a selector selects within it.
            selectors.extend(list(&selector["refinedBy"]));
        }
        spot
    }

    /// Puts answers below the notes that they answer.
    fn answer_replies(&mut self) {
        for (parent, who, text) in std::mem::take(&mut self.replies) {
            let place = self.names.iter().find(|(name, _)| *name == parent);
            match place.and_then(|(_, at)| self.incoming.notes.get_mut(*at)) {
                Some(remark) => {
                    if !remark.note.is_empty() {
                        remark.note.push_str("\n\n");
                    }
                    remark.note.push_str(&format!("{who}: {text}"));
                }
                None => self.incoming.left_out.push(format!(
                    "an answer to an annotation that is not in the file: “{text}”"
                )),
            }
        }
    }
}

/// What an annotation says.
#[derive(Default)]
struct Body {
    note: String,
    tags: Vec<String>,
    colour: Option<String>,
    relation: Option<String>,
    link: Option<Value>,
}

impl Body {
    fn of(value: &Value, name: &str, left_out: &mut Vec<String>) -> Self {
        let mut body = Self::default();
        let linking = list(&value["motivation"]).iter().any(|it| it == "linking");
        body.say(words(&value["bodyValue"]));
        body.say(words(&value["text"]));
        body.tags.extend(texts(&value["tags"]));
        for it in list(&value["body"]) {
            if let Value::String(address) = &it {
                body.say(&format!("<{address}>"));
                continue;
            }
            let purposes = list(&it["purpose"]);
            let purpose = |wanted: &str| purposes.iter().any(|it| it == wanted);
            let text = words(&it["value"]);
            body.tags.extend(texts(&it["keyword"]));
            let colour = it["color"].as_str().or_else(|| it["colour"].as_str());
            body.colour = body.colour.or_else(|| colour.map(str::to_owned));
            if purpose("tagging") {
                body.tags
                    .extend((!text.is_empty()).then(|| text.to_owned()));
            } else if linking && purpose("classifying") {
                body.relation = Some(text.to_owned());
            } else if linking && !it["selector"].is_null() {
                body.link = Some(it.clone());
            } else if !text.is_empty() {
                body.say(text);
            } else if let Some(source) = it["source"].as_str().or_else(|| it["id"].as_str()) {
                body.say(&format!("<{source}>"));
            } else if !it["items"].is_null() {
                left_out.push(format!("{name}: a body that is a list of alternatives"));
            }
        }
        body
    }

    fn say(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if !self.note.is_empty() {
            self.note.push_str("\n\n");
        }
        self.note.push_str(text);
    }
}

fn is_annotation(value: &Value) -> bool {
    list(&value["type"]).iter().any(|it| it == "Annotation") || value["uri"].is_string()
}

/// The record's name: the UUID in it, else one that follows from it.
fn record_id(name: &str, quote: &Quote) -> RecordId {
    let digits = name.rsplit([':', '/']).next().unwrap_or(name);
    match uuid::Uuid::try_parse(digits) {
        Ok(id) => RecordId(id),
        Err(_) => RecordId::derived(&["w3c", name, &quote.exact]),
    }
}

/// A text, or nothing.
fn words(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// One value or several, as a list.
fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    }
}

fn first(value: &Value) -> &Value {
    value
        .as_array()
        .and_then(|it| it.first())
        .unwrap_or(&Value::Null)
}

/// One text or several.
fn texts(value: &Value) -> Vec<String> {
    list(value)
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
