//! What a page says about itself: title, authors, date, site, address.
//!
//! Knows the vocabularies in which pages say it (Open Graph, Dublin Core, Highwire, JSON-LD, HTML
//! itself). Does not look into the words of the page.

use serde_json::Value;

use super::tree::{NodeKind, Tree};
use crate::corpus::document::Meta;
use crate::corpus::format::iso;

/// Bytes of JSON-LD that are read, per script.
const MAX_JSON: usize = 256 * 1024;
/// Characters a title, a name or an address may have.
const MAX_VALUE: usize = 500;

/// The metadata of a page.
pub(crate) fn of(tree: &Tree) -> Meta {
    let mut found = Found::default();
    for id in 0..tree.len() {
        found.look_at(tree, id);
    }
    found.into_meta()
}

/// Values by name, in the order found; the first of the best vocabulary wins.
#[derive(Default)]
struct Found {
    pairs: Vec<(String, String)>,
}

impl Found {
    fn add(&mut self, name: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() && value.chars().count() <= MAX_VALUE && self.pairs.len() < 400 {
            self.pairs.push((name.to_ascii_lowercase(), value));
        }
    }

    fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.pairs
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        })
    }

    fn all(&self, names: &[&str]) -> Vec<String> {
        for name in names {
            let mut values: Vec<String> = Vec::new();
            for (_, value) in self.pairs.iter().filter(|(key, _)| key == name) {
                if !values.contains(value) && !value.starts_with("http") {
                    values.push(value.clone());
                }
            }
            if !values.is_empty() {
                return values;
            }
        }
        Vec::new()
    }

    fn look_at(&mut self, tree: &Tree, id: usize) {
        match &tree.node(id).kind {
            NodeKind::Comment(text) => self.saved_from(text),
            NodeKind::Text(_) => {}
            NodeKind::Element(name, _) => match &**name {
                "meta" => {
                    if let Some(content) = tree.attribute(id, "content") {
                        for attribute in ["property", "name", "itemprop", "http-equiv"] {
                            if let Some(names) = tree.attribute(id, attribute) {
                                for name in names.split_whitespace() {
                                    self.add(name, content);
                                }
                            }
                        }
                    }
                }
                "title" if tree.name(tree.node(id).parent) != "svg" => {
                    self.add("title", &tree.text_of(id, MAX_VALUE));
                }
                "h1" => self.add("h1", &tree.text_of(id, MAX_VALUE)),
                "html" => {
                    if let Some(language) = tree.attribute(id, "lang") {
                        self.add("lang", language);
                    }
                }
                "link" if tree.attribute(id, "rel") == Some("canonical") => {
                    self.add("canonical", tree.attribute(id, "href").unwrap_or(""));
                }
                "time" => self.time(tree, id),
                "script" if tree.attribute(id, "type") == Some("application/ld+json") => {
                    self.json_ld(tree, id);
                }
                _ => self.named(tree, id),
            },
        }
    }

    fn time(&mut self, tree: &Tree, id: usize) {
        if let Some(value) = tree.attribute(id, "datetime") {
            let published = tree.attribute(id, "pubdate").is_some()
                || tree
                    .attribute(id, "itemprop")
                    .is_some_and(|name| name.contains("datePublished"))
                || tree
                    .attribute(id, "class")
                    .is_some_and(|name| name.contains("published"));
            self.add(if published { "time published" } else { "time" }, value);
        }
    }

    /// Authors and dates that elements of the page are named as.
    fn named(&mut self, tree: &Tree, id: usize) {
        let author = tree
            .attribute(id, "rel")
            .is_some_and(|rel| rel.split_whitespace().any(|word| word == "author"))
            || tree.attribute(id, "itemprop") == Some("author");
        if author {
            let text = tree.text_of(id, 200);
            if text.chars().count() <= 80 {
                self.add("named author", &text);
            }
        }
        if tree.attribute(id, "itemprop") == Some("datePublished") {
            let value = tree
                .attribute(id, "content")
                .map_or_else(|| tree.text_of(id, 80), str::to_owned);
            self.add("time published", &value);
        }
    }

    /// Browsers note in a comment where a page was saved from.
    fn saved_from(&mut self, comment: &str) {
        let Some(at) = comment.find("http") else {
            return;
        };
        if comment.contains("saved from url") || comment.contains("SingleFile") {
            let address = comment[at..].split_whitespace().next().unwrap_or("");
            self.add("saved from", address);
        }
    }

    fn json_ld(&mut self, tree: &Tree, id: usize) {
        let text = tree
            .node(id)
            .first
            .and_then(|child| match &tree.node(child).kind {
                NodeKind::Text(text) if text.len() <= MAX_JSON => Some(text.to_string()),
                NodeKind::Text(_) | NodeKind::Element(..) | NodeKind::Comment(_) => None,
            });
        let Some(value) = text.and_then(|text| serde_json::from_str::<Value>(&text).ok()) else {
            return;
        };
        let things = match &value {
            Value::Array(things) => things.iter().collect::<Vec<_>>(),
            Value::Object(fields) => match fields.get("@graph") {
                Some(Value::Array(things)) => things.iter().collect(),
                _ => vec![&value],
            },
            _ => return,
        };
        for thing in things.into_iter().take(50) {
            self.json_ld_thing(thing);
        }
    }

    fn json_ld_thing(&mut self, thing: &Value) {
        let kind = thing.get("@type").map(Value::to_string).unwrap_or_default();
        if ![
            "Article",
            "Posting",
            "Report",
            "WebPage",
            "Book",
            "Thesis",
            "Legislation",
        ]
        .iter()
        .any(|known| kind.contains(known))
        {
            return;
        }
        // The page around an article says less than the article.
        let weak = kind.contains("WebPage");
        let text = |name: &str| thing.get(name).and_then(Value::as_str);
        if !weak {
            for (name, value) in [
                ("ld title", text("headline").or_else(|| text("name"))),
                ("ld date", text("datePublished")),
            ] {
                if let Some(value) = value {
                    self.add(name, value);
                }
            }
        } else if let Some(value) = text("datePublished") {
            self.add("ld page date", value);
        }
        for (field, name) in [("author", "ld author"), ("publisher", "ld publisher")] {
            let values = match thing.get(field) {
                Some(Value::Array(values)) => values.iter().take(50).collect(),
                Some(value) => vec![value],
                None => Vec::new(),
            };
            for value in values {
                if let Some(value) = value
                    .as_str()
                    .or_else(|| value.get("name").and_then(Value::as_str))
                {
                    self.add(name, value);
                }
            }
        }
    }

    fn into_meta(self) -> Meta {
        let date = self
            .first(&[
                "citation_publication_date",
                "citation_date",
                "article:published_time",
                "ld date",
                "dc.date",
                "dcterms.created",
                "dc.date.issued",
                "dcterms.issued",
                "date",
                "pubdate",
                "time published",
                "ld page date",
                "time",
            ])
            .and_then(iso::date);
        let address = self.first(&["canonical", "og:url", "saved from"]);
        let origin = self
            .first(&[
                "og:site_name",
                "citation_journal_title",
                "citation_publisher",
                "ld publisher",
                "dc.publisher",
                "dcterms.publisher",
                "application-name",
            ])
            .map(str::to_owned)
            .or_else(|| address.and_then(host));
        let mut meta = Meta {
            title: self.title(),
            date,
            authors: self.all(&[
                "citation_author",
                "ld author",
                "dc.creator",
                "dcterms.creator",
                "author",
                "article:author",
                "byl",
                "named author",
            ]),
            origin,
            reference: self
                .first(&["reference", "citation_doi", "dc.identifier"])
                .map(str::to_owned),
            ..Meta::default()
        };
        for (field, value) in [
            ("sources", self.first(&["sources", "dc.source"])),
            ("status", self.first(&["status"])),
            ("url", address),
            ("language", self.first(&["lang", "og:locale"])),
            (
                "description",
                self.first(&["dc.description", "description", "og:description"]),
            ),
        ] {
            if let Some(value) = value {
                meta.fields.push((field.to_owned(), value.to_owned()));
            }
        }
        meta
    }

    /// The title, without the name of the site that pages put behind it.
    fn title(&self) -> Option<String> {
        let headings: Vec<&str> = self
            .pairs
            .iter()
            .filter(|(name, _)| name == "h1")
            .map(|(_, value)| value.as_str())
            .collect();
        let stated = self.first(&[
            "citation_title",
            "ld title",
            "og:title",
            "dc.title",
            "dcterms.title",
            "twitter:title",
            "title",
        ])?;
        let whole = self.first(&["title"]).unwrap_or(stated);
        // A heading that the page's title begins with is the title as printed.
        for heading in &headings {
            if heading.chars().count() >= 4
                && (whole.starts_with(heading) || stated.starts_with(heading))
            {
                return Some((*heading).to_owned());
            }
        }
        if stated != whole {
            return Some(stated.to_owned());
        }
        let site = self.first(&["og:site_name", "application-name", "ld publisher"]);
        for separator in [" | ", " — ", " – ", " - ", " :: ", " » "] {
            if let Some((front, back)) = whole.rsplit_once(separator) {
                let is_site = site.is_some_and(|site| site.eq_ignore_ascii_case(back.trim()));
                let longer = front.split_whitespace().count() >= 3
                    && back.split_whitespace().count() <= 4
                    && separator != " - ";
                if is_site || longer {
                    return Some(front.trim().to_owned());
                }
            }
        }
        Some(whole.to_owned())
    }
}

/// The host of an address, without `www.`.
fn host(address: &str) -> Option<String> {
    let rest = address.split_once("://")?.1;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}
