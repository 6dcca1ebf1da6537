//! Alignment of two short stretches character by character, with affine gaps.
//!
//! Knows the scores and fills one table; the caller keeps the stretches short. A gap costs to open and little to continue,
//! because words are lost and added whole. Knows nothing of the texts the stretches come from.

/// A diagonal of an alignment: `len` characters of the old stretch from `old` stand opposite those of the new from `new`.
/// They need not all be equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// First character in the old stretch.
    pub old: u32,
    /// First character in the new stretch.
    pub new: u32,
    /// Number of characters.
    pub len: u32,
}

const MATCH: i32 = 8;
const MISMATCH: i32 = -6;
const OPEN: i32 = 14;
const EXTEND: i32 = 1;
const LOWEST: i32 = i32::MIN / 2;

const STEP: u8 = 3;
const DOWN: u8 = 1;
const ACROSS: u8 = 2;
const DOWN_ON: u8 = 4;
const ACROSS_ON: u8 = 8;

/// What a filled table says.
pub(super) struct Filled {
    /// Diagonals in order.
    pub runs: Vec<Run>,
    /// Where the path ends in the old stretch.
    pub old_end: u32,
    /// Where the path ends in the new stretch.
    pub new_end: u32,
}

/// Aligns both stretches from end to end.
pub(super) fn global(old: &[char], new: &[char]) -> Filled {
    fill(old, new, false)
}

/// Aligns from the start of both for as long as it pays; the rest is left.
pub(super) fn prefix(old: &[char], new: &[char]) -> Filled {
    fill(old, new, true)
}

fn fill(old: &[char], new: &[char], free_end: bool) -> Filled {
    let width = new.len() + 1;
    let mut trace = vec![0_u8; (old.len() + 1) * width];
    let mut best_above = vec![0_i32; width];
    let mut down = vec![LOWEST; width];
    for (at, slot) in best_above.iter_mut().enumerate().skip(1) {
        *slot = gap_cost(at);
        trace[at] = ACROSS | ACROSS_ON;
    }
    let (mut top, mut top_at) = (0_i32, (0_usize, 0_usize));
    for (row, &here) in old.iter().enumerate() {
        let line = &mut trace[(row + 1) * width..(row + 2) * width];
        let mut corner = best_above[0];
        best_above[0] = gap_cost(row + 1);
        line[0] = DOWN | DOWN_ON;
        let mut left = best_above[0];
        let mut across = LOWEST;
        for (column, &there) in new.iter().enumerate() {
            let at = column + 1;
            let mut mark = 0_u8;
            let (opened, continued) = (best_above[at] - OPEN - EXTEND, down[at] - EXTEND);
            down[at] = if continued > opened {
                mark |= DOWN_ON;
                continued
            } else {
                opened
            };
            let (opened, continued) = (left - OPEN - EXTEND, across - EXTEND);
            across = if continued > opened {
                mark |= ACROSS_ON;
                continued
            } else {
                opened
            };
            let mut best = corner + if here == there { MATCH } else { MISMATCH };
            if down[at] > best {
                best = down[at];
                mark |= DOWN;
            }
            if across > best {
                best = across;
                mark = (mark & !STEP) | ACROSS;
            }
            line[at] = mark;
            corner = best_above[at];
            best_above[at] = best;
            left = best;
            if free_end && best > top {
                (top, top_at) = (best, (row + 1, at));
            }
        }
    }
    let end = if free_end {
        top_at
    } else {
        (old.len(), new.len())
    };
    Filled {
        runs: walk_back(&trace, width, end),
        old_end: end.0 as u32,
        new_end: end.1 as u32,
    }
}

/// The score of a gap of `len` characters. Stretches are short, so the cost never comes near the limits of the type.
fn gap_cost(len: usize) -> i32 {
    i32::try_from(len).map_or(LOWEST, |len| -OPEN - EXTEND * len)
}

fn walk_back(trace: &[u8], width: usize, end: (usize, usize)) -> Vec<Run> {
    let (mut row, mut column) = end;
    let mut runs: Vec<Run> = Vec::new();
    let mut within = 0_u8;
    while row > 0 || column > 0 {
        let mark = trace[row * width + column];
        let step = if within == 0 { mark & STEP } else { within };
        match step {
            DOWN => {
                within = if mark & DOWN_ON != 0 && row > 1 {
                    DOWN
                } else {
                    0
                };
                row = row.saturating_sub(1);
            }
            ACROSS => {
                within = if mark & ACROSS_ON != 0 && column > 1 {
                    ACROSS
                } else {
                    0
                };
                column = column.saturating_sub(1);
            }
            _ => {
                row -= 1;
                column -= 1;
                match runs.last_mut() {
                    Some(run) if run.old == row as u32 + 1 && run.new == column as u32 + 1 => {
                        run.old -= 1;
                        run.new -= 1;
                        run.len += 1;
                    }
                    _ => runs.push(Run {
                        old: row as u32,
                        new: column as u32,
                        len: 1,
                    }),
                }
            }
        }
    }
    runs.reverse();
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(old: &str, new: &str, free_end: bool) -> String {
        let (old, new): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
        let filled = if free_end {
            prefix(&old, &new)
        } else {
            global(&old, &new)
        };
        let part = |run: &Run| {
            old[run.old as usize..(run.old + run.len) as usize]
                .iter()
                .collect::<String>()
        };
        filled.runs.iter().map(part).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn a_lost_word_is_one_gap() {
        assert_eq!(
            drawn("thebrightcoldday", "thecoldday", false),
            "the|coldday"
        );
    }

    #[test]
    fn a_misread_letter_is_no_gap() {
        assert_eq!(drawn("thewitness", "thcwitness", false), "thewitness");
    }

    #[test]
    fn growing_stops_where_it_no_longer_pays() {
        assert_eq!(drawn("coldday,xqzzwkv", "coldday.abcdefg", true), "coldday");
    }
}
