//! Two measures of agreement beyond chance, for answers of yes and no.
//!
//! Knows counts alone. Cohen's kappa: J. Cohen, "A Coefficient of Agreement for Nominal Scales",
//! Educational and Psychological Measurement 20 (1960), 37–46. Krippendorff's alpha for nominal data with
//! missing values: K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A to C;
//! Content Analysis, chapter 12.

/// What two people answered, unit by unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Crossed {
    /// Units to which both said yes.
    pub both: usize,
    /// Only the first.
    pub first: usize,
    /// Only the second.
    pub second: usize,
    /// Neither.
    pub neither: usize,
}

/// Cohen's kappa: (observed − expected) / (1 − expected), where what is expected follows from how
/// often each says yes. None where there is nothing to compare, or neither ever varies.
pub fn kappa(crossed: &Crossed) -> Option<f64> {
    let Crossed {
        both,
        first,
        second,
        neither,
    } = *crossed;
    let all = number(both + first + second + neither);
    if all == 0.0 {
        return None;
    }
    let observed = number(both + neither) / all;
    let (a, b) = (number(both + first) / all, number(both + second) / all);
    let expected = a * b + (1.0 - a) * (1.0 - b);
    (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}

/// What any number of people answered, as the coincidences of Krippendorff's matrix: every pair of
/// answers to a unit counts for one part of how many could be paired with it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Answers {
    /// Answers of yes that can be paired.
    yes: f64,
    /// Answers of no.
    no: f64,
    /// Coincidences of yes and no, in one direction.
    mixed: f64,
    /// Units with answers of both kinds.
    pub differing: usize,
}

impl Answers {
    /// Adds `times` units to which so many said yes and no. One answer alone cannot be paired.
    pub fn add(&mut self, yes: usize, no: usize, times: usize) {
        let people = yes + no;
        if people < 2 {
            return;
        }
        let times_f = number(times);
        self.yes += number(yes) * times_f;
        self.no += number(no) * times_f;
        self.mixed += number(yes * no) / number(people - 1) * times_f;
        if yes > 0 && no > 0 {
            self.differing += times;
        }
    }
}

/// Krippendorff's alpha: 1 − (n − 1) · o(yes, no) / (n(yes) · n(no)). None where nobody ever varies.
pub fn alpha(answers: &Answers) -> Option<f64> {
    let expected = answers.yes * answers.no;
    (expected > 0.0).then(|| 1.0 - (answers.yes + answers.no - 1.0) * answers.mixed / expected)
}

/// A count as a number to divide by; counts of units are far below where it would round.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of paragraphs and words are below 2^52"
)]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kappa_is_that_of_a_worked_example() {
        // 35 of 50 alike; the first says yes to 25, the second to 30: by chance 0.5.
        let crossed = Crossed {
            both: 20,
            first: 5,
            second: 10,
            neither: 15,
        };
        assert!((kappa(&crossed).unwrap() - 0.4).abs() < 1e-9);
        let same = Crossed {
            both: 3,
            neither: 9,
            ..Crossed::default()
        };
        assert_eq!(kappa(&same), Some(1.0));
        assert_eq!(kappa(&Crossed::default()), None);
        assert_eq!(
            kappa(&Crossed {
                neither: 4,
                ..Crossed::default()
            }),
            None
        );
    }

    #[test]
    fn alpha_is_that_of_a_worked_example() {
        // Two observers, ten units, four of them differing, six answers of yes among twenty:
        // 1 − 19 · 4 / (14 · 6).
        let mut answers = Answers::default();
        answers.add(2, 0, 1);
        answers.add(1, 1, 4);
        answers.add(0, 2, 5);
        assert!((alpha(&answers).unwrap() - (1.0 - 19.0 * 4.0 / 84.0)).abs() < 1e-9);
        assert_eq!(answers.differing, 4);
        // An answer alone says nothing.
        let before = answers;
        answers.add(1, 0, 7);
        assert_eq!(answers, before);
        assert_eq!(alpha(&Answers::default()), None);
    }
}
