//! A picker: a field and the candidates that fit what is typed, best first.
//!
//! Knows fuzzy matching and the choice among the matches. Does not know what is picked.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::field::Field;
use crate::app::key::{Code, Key, Named};
use crate::app::many;
use crate::app::state::Place;

/// Rows of candidates on screen at most.
pub const ROWS: usize = 10;

/// Something that can be picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What is matched and shown.
    pub label: String,
    /// What is shown beside it.
    pub detail: String,
    /// What identifies it to whoever asked.
    pub index: usize,
}

/// A field with candidates.
#[derive(Debug, Clone)]
pub struct Picker {
    /// What is typed.
    pub field: Field,
    candidates: Vec<Candidate>,
    /// Indexes of the candidates that fit, best first.
    fitting: Vec<usize>,
    /// The choice among those that fit.
    pub place: Place,
}

impl Picker {
    /// A picker over candidates; with nothing typed they stand in this order.
    pub fn new(candidates: Vec<Candidate>) -> Self {
        let fitting = (0..candidates.len()).collect();
        Self {
            field: Field::default(),
            candidates,
            fitting,
            place: Place::default(),
        }
    }

    /// The candidates that fit, best first.
    pub fn fitting(&self) -> impl Iterator<Item = &Candidate> {
        self.fitting
            .iter()
            .filter_map(|index| self.candidates.get(*index))
    }

    /// How many fit.
    pub fn len(&self) -> usize {
        self.fitting.len()
    }

    /// Whether none fits.
    pub fn is_empty(&self) -> bool {
        self.fitting.is_empty()
    }

    /// The chosen candidate.
    pub fn chosen(&self) -> Option<&Candidate> {
        self.candidates.get(*self.fitting.get(self.place.chosen)?)
    }

    /// The candidate that is called exactly so.
    pub fn named(&self, label: &str) -> Option<&Candidate> {
        self.candidates.iter().find(|it| it.label == label)
    }

    /// Puts other candidates in the place of the present ones.
    pub fn replace(&mut self, candidates: Vec<Candidate>) {
        self.candidates = candidates;
        self.fit();
    }

    /// Moves the candidate with that `index` below all others that fit.
    pub fn put_last(&mut self, index: usize) {
        let is = |it: &usize| self.candidates.get(*it).is_some_and(|it| it.index == index);
        if let Some(at) = self.fitting.iter().position(is) {
            let it = self.fitting.remove(at);
            self.fitting.push(it);
        }
    }

    /// Matches the candidates anew against what is typed.
    pub fn fit(&mut self) {
        let typed = self.field.text().trim();
        self.place = Place::default();
        if typed.is_empty() {
            self.fitting = (0..self.candidates.len()).collect();
            return;
        }
        let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
        let mut scored = many::each(&self.candidates, |first, candidates| {
            let mut matcher = Matcher::new(Config::DEFAULT.match_paths());
            let mut buffer = Vec::new();
            let score = |(candidate, index): (&Candidate, usize)| {
                let text = Utf32Str::new(&candidate.label, &mut buffer);
                let score = pattern.score(text, &mut matcher);
                let score = score.or_else(|| {
                    // The words beside it count too, but less.
                    let detail = Utf32Str::new(&candidate.detail, &mut buffer);
                    pattern.score(detail, &mut matcher).map(|score| score / 4)
                });
                score.map(|score| (Reverse(score), index))
            };
            candidates.iter().zip(first..).filter_map(score).collect()
        });
        scored.sort_unstable();
        self.fitting = scored.into_iter().map(|(_, index)| index).collect();
    }

    /// Takes a stroke: arrows move the choice, everything else is typed.
    pub fn key(&mut self, key: Key) {
        let len = self.len();
        let by = match (key.code, key.ctrl) {
            (Code::Named(Named::Down), _) | (Code::Char('n'), true) => 1,
            (Code::Named(Named::Up), _) | (Code::Char('p'), true) => -1,
            (Code::Named(Named::PageDown), _) => ROWS.cast_signed(),
            (Code::Named(Named::PageUp), _) => -ROWS.cast_signed(),
            _ => {
                if self.field.key(key) {
                    self.fit();
                }
                return;
            }
        };
        // One row beyond either end is the other end.
        if by == -1 && self.place.chosen == 0 {
            self.place.shift(isize::MAX / 2, len, ROWS);
        } else if by == 1 && self.place.chosen + 1 >= len {
            self.place = Place::default();
        } else {
            self.place.shift(by, len, ROWS);
        }
    }

    /// Takes text pasted as a whole.
    pub fn paste(&mut self, text: &str) {
        self.field.paste(text);
        self.fit();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker(labels: &[&str]) -> Picker {
        Picker::new(
            labels
                .iter()
                .enumerate()
                .map(|(index, label)| Candidate {
                    label: (*label).to_owned(),
                    detail: String::new(),
                    index,
                })
                .collect(),
        )
    }

    fn type_in(picker: &mut Picker, text: &str) {
        for key in Key::parse_script(text).expect("a script") {
            picker.key(key);
        }
    }

    #[test]
    fn letters_in_order_fit_wherever_they_stand() {
        let mut picker = picker(&["treaty/1956-declaration", "fish", "Déclaration"]);
        type_in(&mut picker, "decl");
        let fitting: Vec<&str> = picker.fitting().map(|it| it.label.as_str()).collect();
        assert_eq!(fitting.len(), 2);
        assert!(fitting.contains(&"treaty/1956-declaration"));
        assert!(fitting.contains(&"Déclaration"));
    }

    #[test]
    fn the_choice_goes_round() {
        let mut picker = picker(&["a", "b", "c"]);
        type_in(&mut picker, "<up>");
        assert_eq!(picker.chosen().map(|it| it.index), Some(2));
        type_in(&mut picker, "<down>");
        assert_eq!(picker.chosen().map(|it| it.index), Some(0));
    }
}
