//! Files that a person writes by hand: configuration, keys, themes.
//!
//! Knows TOML, lines and how to say what is wrong: every fault at once, each with its line and the
//! nearest name that would have been right. Knows nothing of what a setting means; whoever reads a
//! file says which names and values there are. A fault never stops the program: the setting is
//! left out and the fault is shown.

use std::fmt;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Something wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as it is shown to a person.
    pub file: String,
    /// The line, counted from 1; 0 where the fault is that of the whole file.
    pub line: usize,
    /// What is wrong, and what to write instead.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "{}: {}", self.file, self.message)
        } else {
            write!(f, "{}:{}: {}", self.file, self.line, self.message)
        }
    }
}

/// A value with the bytes of the file where it stands.
pub type Value<'a> = Spanned<DeValue<'a>>;

/// A file while it is read: its text and what was found wrong in it so far.
#[derive(Debug)]
pub struct Page<'a> {
    file: String,
    text: &'a str,
    faults: Vec<Fault>,
}

impl<'a> Page<'a> {
    /// Parses a file. What cannot be parsed is a fault; the rest of the file is still read.
    pub fn parse(file: impl Into<String>, text: &'a str) -> (Self, DeTable<'a>) {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut page = Self {
            file: file.into(),
            text,
            faults: Vec::new(),
        };
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            // One slip of the pen makes a row of errors; the first of a line says what it was.
            let line = page.line(&span);
            if page.faults.last().is_none_or(|last| last.line != line) {
                page.fault(&span, error.message().to_owned());
            }
        }
        (page, table.into_inner())
    }

    /// Notes a fault at these bytes of the file.
    pub fn fault(&mut self, at: &Range<usize>, message: impl Into<String>) {
        self.faults.push(Fault {
            file: self.file.clone(),
            line: self.line(at),
            message: message.into(),
        });
    }

    /// Notes a name that is not known, with the nearest that is.
    pub fn unknown<'n>(
        &mut self,
        at: &Range<usize>,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let advice = match nearest(name, known) {
            Some(near) => format!("; did you mean “{near}”?"),
            None => String::new(),
        };
        self.fault(at, format!("there is no {what} “{name}”{advice}"));
    }

    /// A text, or a fault.
    pub fn string<'v>(&mut self, name: &str, value: &'v Value<'_>) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong(name, value, "a text in quotation marks");
        }
        text
    }

    /// Yes or no, or a fault.
    pub fn boolean(&mut self, name: &str, value: &Value<'_>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.wrong(name, value, "true or false");
        }
        flag
    }

    /// A whole number within bounds, or a fault.
    pub fn number(&mut self, name: &str, value: &Value<'_>, bounds: Range<usize>) -> Option<usize> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|it| usize::from_str_radix(it.as_str(), it.radix()).ok())
            .filter(|number| bounds.contains(number));
        if number.is_none() {
            let (low, high) = (bounds.start, bounds.end.saturating_sub(1));
            self.wrong(name, value, &format!("a whole number from {low} to {high}"));
        }
        number
    }

    /// A table, or a fault.
    pub fn table<'v, 'd>(
        &mut self,
        name: &str,
        value: &'v Value<'d>,
        shape: &str,
    ) -> Option<&'v DeTable<'d>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(name, value, shape);
        }
        table
    }

    /// Notes that a value is not what its name asks for.
    pub fn wrong(&mut self, name: &str, value: &Value<'_>, wanted: &str) {
        let found = value.get_ref().type_str();
        self.fault(
            &value.span(),
            format!("“{name}” takes {wanted}, not this {found}"),
        );
    }

    /// All faults in the order of the file.
    pub fn into_faults(mut self) -> Vec<Fault> {
        self.faults.sort();
        self.faults
    }

    /// The line of a place, counted from 1.
    fn line(&self, at: &Range<usize>) -> usize {
        let end = at.start.min(self.text.len());
        let before = self.text.as_bytes().get(..end).unwrap_or_default();
        1 + memchr::memchr_iter(b'\n', before).count()
    }
}

/// The known name that is nearest to a mistaken one, if any is near enough to be meant.
pub fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let lower = name.to_lowercase();
    known
        .into_iter()
        .map(|candidate| {
            let likeness = strsim::jaro_winkler(&lower, &candidate.to_lowercase());
            let steps = strsim::damerau_levenshtein(&lower, candidate);
            (candidate, likeness, steps)
        })
        // A name is meant when most of it is there, or when a slip or two lead to it.
        .filter(|(_, likeness, steps)| *likeness > 0.8 || (*steps <= 2 && lower.len() > 3))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(candidate, ..)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_line_and_all_are_told() {
        let text = "measure = 72\ntheme = 3\n\nmouse = \"yes\"\nmeasrue = 1\n";
        let (mut page, table) = Page::parse("config.toml", text);
        for (name, value) in &table {
            match name.get_ref().as_ref() {
                "measure" => assert_eq!(page.number("measure", value, 20..201), Some(72)),
                "theme" => assert_eq!(page.string("theme", value), None),
                "mouse" => assert_eq!(page.boolean("mouse", value), None),
                other => page.unknown(&name.span(), "setting", other, ["theme", "measure"]),
            }
        }
        let told: Vec<String> = page.into_faults().iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "config.toml:2: “theme” takes a text in quotation marks, not this integer",
                "config.toml:4: “mouse” takes true or false, not this string",
                "config.toml:5: there is no setting “measrue”; did you mean “measure”?",
            ]
        );
    }

    #[test]
    fn a_broken_line_does_not_hide_the_rest() {
        let (page, table) = Page::parse("x", "a = 1\nb = = 2\nc = 3\n");
        assert!(table.iter().any(|(name, _)| name.get_ref() == "c"));
        let faults = page.into_faults();
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].line, 2);
    }

    #[test]
    fn far_names_are_not_offered() {
        assert_eq!(nearest("cursr", ["cursor", "code"]), Some("cursor"));
        assert_eq!(nearest("zebra", ["cursor", "code"]), None);
    }
}
