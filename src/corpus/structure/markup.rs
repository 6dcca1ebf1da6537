//! Leftovers of markup in plain text: `**bold**`, `*emphasis*`, `\$`, `[words](target)`,
//! `<sup>3</sup>`, `<https://…>`.
//!
//! Knows the notations that converters leave behind. The words stay, the signs go; how the words
//! were set, and where links led, is kept beside the text.

use super::draft::Draft;
use super::notes::is_mark;
use crate::corpus::block::BlockKind;
use crate::corpus::document::{Inline, Style};

/// Clears the leftovers in the blocks of a plain text.
pub(crate) fn clear(drafts: &mut [Draft]) {
    for draft in drafts {
        if draft.kind == Some(BlockKind::Code) || draft.kind == Some(BlockKind::Rule) {
            continue;
        }
        if has_signs(&draft.text) {
            clear_one(draft);
        }
    }
}

/// A text without its leftovers.
pub(crate) fn plain(text: &str) -> String {
    let mut draft = Draft {
        text: text.to_owned(),
        ..Draft::default()
    };
    if has_signs(text) {
        clear_one(&mut draft);
    }
    draft.text
}

/// The next bytes of a text: a sign is answered near by, or not at all. Keeps the work linear.
fn near(text: &str) -> &str {
    text.get(..text.floor_char_boundary(4000)).unwrap_or(text)
}

fn has_signs(text: &str) -> bool {
    text.bytes()
        .any(|byte| matches!(byte, b'*' | b'\\' | b'[' | b'<' | b'_' | b'`' | b'&'))
        || text.contains(['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
}

/// The work on one text: what is read, what is written.
struct Work<'a> {
    source: &'a str,
    at: usize,
    out: String,
    /// Old offsets of joins still to be moved, with their place in the draft.
    moves: Vec<(usize, usize)>,
    inlines: Vec<Inline>,
    calls: Vec<(String, usize)>,
    strong: Option<usize>,
    emphasis: Option<usize>,
}

fn clear_one(draft: &mut Draft) {
    let source = std::mem::take(&mut draft.text);
    let mut work = Work {
        source: &source,
        at: 0,
        out: String::with_capacity(source.len()),
        moves: Vec::new(),
        inlines: Vec::new(),
        calls: Vec::new(),
        strong: None,
        emphasis: None,
    };
    while work.at < source.len() {
        work.step();
    }
    for join in &mut draft.joins {
        join.at = moved(&work.moves, join.at);
    }
    for call in &mut draft.calls {
        call.at = moved(&work.moves, call.at);
    }
    draft.inlines.append(&mut work.inlines);
    draft
        .inlines
        .sort_by_key(|inline| (inline.range.start, inline.range.end));
    for (label, at) in work.calls {
        draft.call(label, at);
    }
    draft.text = work.out;
    let end = draft.text.trim_end().len();
    draft.text.truncate(end);
    let begin = draft.text.len() - draft.text.trim_start().len();
    draft.remove(0..begin);
}

/// Where an old offset has moved to: `moves` holds old and new offsets, both rising.
fn moved(moves: &[(usize, usize)], at: usize) -> usize {
    let index = moves.partition_point(|(old, _)| *old <= at);
    match index.checked_sub(1).and_then(|i| moves.get(i)) {
        Some((old, new)) => new + (at - old),
        None => at,
    }
}

impl Work<'_> {
    fn step(&mut self) {
        let rest = self.source.get(self.at..).unwrap_or("");
        let plain = rest
            .find([
                '*', '\\', '[', '<', '_', '`', '&', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸',
                '⁹',
            ])
            .unwrap_or(rest.len());
        if plain > 0 {
            self.out.push_str(rest.get(..plain).unwrap_or(""));
            self.at += plain;
            return;
        }
        let taken = match rest.as_bytes().first() {
            Some(b'\\') => self.escape(rest),
            Some(b'*') => self.stars(rest),
            Some(b'[') => self.link(rest),
            Some(b'<') => self.angle(rest),
            Some(b'_') => self.underscore(rest),
            Some(b'&') => self.entity(rest),
            _ => self.raised(rest),
        };
        if let Some(length) = taken {
            self.at += length;
            self.moves.push((self.at, self.out.len()));
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            self.out.push_str(rest.get(..length).unwrap_or(""));
            self.at += length;
        }
    }

    /// `\$` and the like: the sign itself.
    fn escape(&mut self, rest: &str) -> Option<usize> {
        // Converters escape what they escaped already.
        let slashes = rest
            .bytes()
            .take(2)
            .take_while(|byte| *byte == b'\\')
            .count();
        let sign = rest.get(slashes..)?.chars().next()?;
        if sign.is_ascii_punctuation() {
            self.out.push(sign);
            Some(slashes + sign.len_utf8())
        } else {
            None
        }
    }

    /// `**` and `*`: bold and emphasis, where an end answers a beginning.
    fn stars(&mut self, rest: &str) -> Option<usize> {
        let count = rest.bytes().take_while(|byte| *byte == b'*').count();
        let before = self.out.chars().next_back();
        let after = rest.get(count..)?.chars().next();
        let opens = after.is_some_and(|c| !c.is_whitespace());
        let closes = before.is_some_and(|c| !c.is_whitespace());
        let end = self.out.len();
        match count {
            2 => {
                if let Some(from) = self.strong.filter(|_| closes) {
                    self.strong = None;
                    self.style(from..end, Style::Strong);
                    return Some(2);
                }
                if opens && near(rest.get(2..)?).contains("**") {
                    self.strong = Some(end);
                    return Some(2);
                }
                None
            }
            1 => {
                if let Some(from) = self.emphasis.filter(|_| closes) {
                    self.emphasis = None;
                    self.style(from..end, Style::Emphasis);
                    return Some(1);
                }
                let word_before = before.is_some_and(char::is_alphanumeric);
                let answered = near(rest.get(1..)?).find('*').is_some_and(|at| {
                    rest.get(1..=at)
                        .is_some_and(|inner| inner.ends_with(|c: char| !c.is_whitespace()))
                });
                if opens && !word_before && answered {
                    self.emphasis = Some(end);
                    return Some(1);
                }
                None
            }
            3 => {
                if let Some(from) = self.strong.filter(|_| closes) {
                    self.strong = None;
                    self.style(from..end, Style::Strong);
                    return Some(3);
                }
                if opens && near(rest.get(3..)?).contains("***") {
                    self.strong = Some(end);
                    return Some(3);
                }
                None
            }
            _ => None,
        }
    }

    /// `_emphasis_` around whole words.
    fn underscore(&mut self, rest: &str) -> Option<usize> {
        if self
            .out
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric)
        {
            return None;
        }
        let inner = rest.strip_prefix('_')?;
        let end = near(inner).find('_')?;
        let words = inner.get(..end)?;
        let after = inner.get(end + 1..)?.chars().next();
        let whole = !words.is_empty()
            && words.len() <= 200
            && !words.starts_with(char::is_whitespace)
            && !words.ends_with(char::is_whitespace)
            && after.is_none_or(|c| !c.is_alphanumeric() && c != '_');
        if !whole {
            return None;
        }
        let from = self.out.len();
        self.out.push_str(words);
        self.style(from..self.out.len(), Style::Emphasis);
        Some(end + 2)
    }

    /// `[words](target)` and `[^3]`.
    fn link(&mut self, rest: &str) -> Option<usize> {
        let close = near(rest).find(']')?;
        let words = rest.get(1..close)?;
        if let Some(label) = words.strip_prefix('^') {
            return self.call(label).then_some(close + 1);
        }
        let target = rest.get(close + 1..)?.strip_prefix('(')?;
        let end = near(target).find(')')?;
        let address = target.get(..end)?;
        if address.contains(char::is_whitespace) || words.contains('[') {
            return None;
        }
        let from = self.out.len();
        self.out.push_str(&plain(words));
        if !matches!(address, "" | "#") {
            self.style(from..self.out.len(), Style::Link(address.to_owned()));
        }
        Some(close + 1 + 1 + end + 1)
    }

    /// `<sup>3</sup>`, `<br>`, `<https://…>`; other tags of that kind go, their words stay.
    fn angle(&mut self, rest: &str) -> Option<usize> {
        let close = near(rest).find('>')?;
        let inner = rest.get(1..close)?;
        if inner == "sup" {
            let body = rest.get(close + 1..)?;
            let end = body.get(..body.floor_char_boundary(32))?.find("</sup>")?;
            let label = body.get(..end)?.trim().trim_matches(['[', ']']);
            if self.call(label) {
                return Some(close + 1 + end + "</sup>".len());
            }
            return Some(close + 1);
        }
        let small = inner.trim_end_matches(['/', ' ']).to_ascii_lowercase();
        if small == "br" {
            self.out.push(' ');
            return Some(close + 1);
        }
        let name = small.trim_start_matches('/');
        if matches!(
            name,
            "sup" | "sub" | "b" | "i" | "u" | "em" | "strong" | "p" | "span" | "div"
        ) {
            return Some(close + 1);
        }
        if inner.starts_with("http://")
            || inner.starts_with("https://")
            || inner.starts_with("mailto:")
        {
            let from = self.out.len();
            self.out.push_str(inner);
            self.style(from..self.out.len(), Style::Link(inner.to_owned()));
            return Some(close + 1);
        }
        None
    }

    /// The entities that saved pages leave behind.
    fn entity(&mut self, rest: &str) -> Option<usize> {
        for (name, sign) in [
            ("&amp;", "&"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&quot;", "\""),
            ("&nbsp;", " "),
            ("&#39;", "'"),
        ] {
            if rest.starts_with(name) {
                self.out.push_str(sign);
                return Some(name.len());
            }
        }
        None
    }

    /// Superscript digits behind a word: the call of a note. `m²` and `10³` stay.
    fn raised(&mut self, rest: &str) -> Option<usize> {
        let mut label = String::new();
        let mut length = 0;
        for character in rest.chars() {
            let Some(digit) = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|c| c == character)
            else {
                break;
            };
            label.push_str(&digit.to_string());
            length += character.len_utf8();
        }
        let word: String = self
            .out
            .chars()
            .rev()
            .take_while(|c| c.is_alphanumeric())
            .take(3)
            .collect();
        let unit = word.chars().count() <= 2
            && word.chars().all(|c| c.is_ascii_alphanumeric())
            && !word.is_empty();
        (length > 0 && !unit && self.call(&label)).then_some(length)
    }

    fn style(&mut self, range: std::ops::Range<usize>, style: Style) {
        if !range.is_empty() {
            self.inlines.push(Inline { range, style });
        }
    }

    /// Notes a call; a blank before the mark goes with it.
    fn call(&mut self, label: &str) -> bool {
        if !is_mark(label) {
            return false;
        }
        let at = self.out.trim_end().len();
        if at > 0 {
            self.out.truncate(at);
        }
        self.calls.push((label.to_owned(), self.out.len()));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleared(text: &str) -> Draft {
        let mut drafts = [Draft {
            text: text.to_owned(),
            ..Draft::default()
        }];
        clear(&mut drafts);
        let [draft] = drafts;
        draft
    }

    #[test]
    fn signs_go_and_words_stay() {
        for (text, clean) in [
            (r"reached \$20 billion", "reached $20 billion"),
            ("[PREL](#) [ETRD](#)", "PREL ETRD"),
            ("**I.S. Ivanov** (Chairman)", "I.S. Ivanov (Chairman)"),
            (
                "the *Nezavisimaya Gazeta* speculates",
                "the Nezavisimaya Gazeta speculates",
            ),
            ("at <http://ria.ru/a_b_c#x>.", "at http://ria.ru/a_b_c#x."),
            (
                r"[http://x.ru/a\\_b.xls](http://x.ru/a_b.xls)",
                "http://x.ru/a_b.xls",
            ),
            ("2 * 3 * 4 and a_b_c", "2 * 3 * 4 and a_b_c"),
            ("10 m² and x³", "10 m² and x³"),
            ("a\\b and C:\\dir", "a\\b and C:\\dir"),
            ("if a < b and c > d", "if a < b and c > d"),
        ] {
            assert_eq!(cleared(text).text, clean, "{text}");
        }
    }

    #[test]
    fn raised_marks_are_calls() {
        let draft = cleared("to Russia.<sup>1</sup> On the contrary⁹ they");
        assert_eq!(draft.text, "to Russia. On the contrary they");
        let calls: Vec<(&str, usize)> = draft
            .calls
            .iter()
            .map(|c| (c.label.as_str(), c.at))
            .collect();
        assert_eq!(calls, [("1", 10), ("9", 26)]);
    }
}
