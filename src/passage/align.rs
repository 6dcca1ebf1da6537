//! Alignment of two versions of one text: for every character of the old one, where it stands in the new one.
//!
//! What it achieves is measured by `cargo run --release --example anchoring -- --generate` (own texts, 21 kinds of change)
//! and `-- --time` (10,000 passages on 1.2 MB, and hostile texts).
//!
//! Works on folded texts ([`super::fold`]) in these steps: stretches of k characters unique in both are fixed points; the
//! heaviest chain of them is the backbone; what the backbone leaves over and still matches is moved text; the gaps are filled
//! character by character; chance islands are forgotten and cuts moved to borders. Time and memory grow about linearly with
//! the texts and are bounded for texts that have nothing in common. Knows nothing of spans: those are placed by [`super::place`].

mod affine;
mod chain;
mod draft;
mod gap;
mod kmers;
mod moved;
mod seam;

use std::ops::Range;

use affine::Run;
use draft::{Draft, NONE};
use gap::Budget;
use kmers::Anchor;
use moved::Proof;

use super::fold::{Border, Folded, weight};

/// Where every character of an old text stands in a new one. Immutable; querying it is cheap and needs no lock.
#[derive(Clone, Debug)]
pub struct Alignment {
    /// The texts are the same, code point for code point.
    same: bool,
    old: Folded,
    new: Folded,
    map: Vec<u32>,
    back: Vec<u32>,
    segment: Vec<u32>,
    /// Length of the stretches that tell a place.
    k: usize,
    telling: Vec<bool>,
    twins: Vec<Range<u32>>,
    free: Vec<Range<u32>>,
}

impl Alignment {
    /// Aligns two versions of a text.
    pub fn between(old: &str, new: &str) -> Self {
        let (old, new) = (Folded::new(old), Folded::new(new));
        if old.chars() == new.chars() {
            let map: Vec<u32> = (0..old.len() as u32).collect();
            let (segment, telling) = (vec![0; map.len()], vec![true; map.len()]);
            return Self {
                same: old.source() == new.source(),
                back: map.clone(),
                map,
                segment,
                k: 1,
                telling,
                old,
                new,
                twins: Vec::new(),
                free: Vec::new(),
            };
        }
        let k = kmers::fitting_length(old.chars());
        let telling = kmers::telling(old.chars(), new.chars(), k);
        let (map, back, segment, twins) = {
            let mut draft = Draft::new(&old, &new);
            let twins = fill(&mut draft, k, &telling);
            (draft.map, draft.back, draft.segment, twins)
        };
        let free = free_stretches(&back);
        Self {
            same: false,
            old,
            new,
            map,
            back,
            segment,
            k,
            telling,
            twins,
            free,
        }
    }

    /// True if both texts are the same, code point for code point.
    pub(super) fn is_same_text(&self) -> bool {
        self.same
    }

    pub(super) fn old(&self) -> &Folded {
        &self.old
    }

    pub(super) fn new_text(&self) -> &Folded {
        &self.new
    }

    /// The new counterpart of old folded character `at`.
    pub(super) fn counterpart(&self, at: usize) -> Option<usize> {
        self.map
            .get(at)
            .filter(|&&to| to != NONE)
            .map(|&to| to as usize)
    }

    /// True if an old character claims the new folded character `at`.
    pub(super) fn claimed(&self, at: usize) -> bool {
        self.back.get(at).is_some_and(|&to| to != NONE)
    }

    /// The segment of an old folded character that has a counterpart; 0 is the backbone.
    pub(super) fn segment(&self, at: usize) -> u32 {
        self.segment.get(at).copied().unwrap_or(0)
    }

    /// How many characters in a row it takes to tell a place in these texts from others.
    pub(super) fn telling_length(&self) -> usize {
        self.k
    }

    /// True if old folded character `at` is part of a stretch that tells its place from all others in both texts.
    pub(super) fn is_telling(&self, at: usize) -> bool {
        self.telling.get(at).copied().unwrap_or(false)
    }

    /// True if old folded character `at` stands opposite an equal one.
    pub(super) fn is_kept(&self, at: usize) -> bool {
        self.counterpart(at)
            .is_some_and(|to| self.old.chars()[at] == self.new.chars()[to])
    }

    /// True if the whole of an old stretch could as well stand opposite a twin.
    pub(super) fn has_twin(&self, range: &Range<usize>) -> bool {
        let end = self
            .twins
            .partition_point(|twin| twin.start as usize <= range.start);
        self.twins[..end]
            .iter()
            .rev()
            .take(8)
            .any(|twin| range.end <= twin.end as usize)
    }

    /// New stretches that nothing in the old text claims.
    pub(super) fn free(&self) -> &[Range<u32>] {
        &self.free
    }

    /// True if more than a twentieth of the old text is in the new one. Below that the texts share only what all texts of a
    /// language share, and looking for single passages would find nothing but look-alikes, slowly.
    pub(super) fn is_related(&self) -> bool {
        let free: usize = self.free.iter().map(ExactSizeIterator::len).sum();
        (self.new.len() - free) * 20 > self.old.len()
    }
}

/// True if `matched` characters (by weight) are what two unrelated stretches of these lengths offer by chance: with the
/// letter statistics of a language a run of n letters turns up about `old · new · e^(−2n)` times.
fn likely_by_chance(matched: u32, old: usize, new: usize) -> bool {
    // Whole logarithms are exact enough: ln n = log₂ n · 0.69.
    let places = f64::from((old + 1).ilog2() + (new + 1).ilog2() + 1) * std::f64::consts::LN_2;
    f64::from(matched) * 2.0 < places + 3.0
}

fn fill(draft: &mut Draft<'_>, k: usize, telling: &[bool]) -> Vec<Range<u32>> {
    let (old, new) = (draft.old.chars(), draft.new.chars());
    let mut budget = Budget::for_texts(old.len(), new.len());
    let anchors = kmers::anchors(old, new, k);
    let chain = chain::heaviest(&anchors);
    let chain = chain::without_strays(&anchors, &chain, k, (old.len() as u32, new.len() as u32));
    let backbone = lay_backbone(draft, &anchors, &chain);
    extend_to_borders(draft, &backbone);
    // A fixed point may reach into text that only begins like what it continues with; that has to be given back before
    // moved text is grown.
    seam::settle_cuts(draft);
    let mut in_chain = vec![false; anchors.len()];
    for &at in &chain {
        in_chain[at] = true;
    }
    let left_over: Vec<Anchor> = anchors
        .iter()
        .zip(&in_chain)
        .filter(|(_, kept)| !**kept)
        .map(|(anchor, _)| *anchor)
        .collect();
    let proof = Proof {
        telling,
        least: 2 * k,
    };
    moved::place_segments(draft, &left_over, &proof, &mut budget);
    fill_gaps(draft, &mut budget);
    seam::forget_islands(draft);
    seam::trim_ends(draft);
    seam::settle_seams(draft, false);
    seam::settle_seams(draft, true);
    let mut twins = seam::settle_cuts(draft);
    twins.sort_unstable_by_key(|twin| (twin.start, twin.end));
    twins
}

fn lay_backbone(draft: &mut Draft<'_>, anchors: &[Anchor], chain: &[usize]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::with_capacity(chain.len());
    for &at in chain {
        let anchor = anchors[at];
        let (old_done, new_done) = runs
            .last()
            .map_or((0, 0), |run| (run.old + run.len, run.new + run.len));
        let overlap = old_done
            .saturating_sub(anchor.old)
            .max(new_done.saturating_sub(anchor.new));
        if overlap < anchor.len {
            let run = Run {
                old: anchor.old + overlap,
                new: anchor.new + overlap,
                len: anchor.len - overlap,
            };
            draft.pair_run(run, 0);
            runs.push(run);
        }
    }
    runs
}

/// The gaps between the diagonals of the backbone, both ends of the texts included.
fn gaps_between(runs: &[Run], old_len: u32, new_len: u32) -> Vec<(Range<u32>, Range<u32>)> {
    let mut gaps = Vec::with_capacity(runs.len() + 1);
    let (mut old_done, mut new_done) = (0, 0);
    for run in runs.iter().chain([&Run {
        old: old_len,
        new: new_len,
        len: 0,
    }]) {
        if run.old > old_done || run.new > new_done {
            gaps.push((old_done..run.old, new_done..run.new));
        }
        (old_done, new_done) = (run.old + run.len, run.new + run.len);
    }
    gaps
}

/// Before moved text is looked for, the backbone takes what clearly continues it: up to the last strong border.
/// A few equal letters beyond a border are no evidence: most sentences begin like some other sentence.
fn extend_to_borders(draft: &mut Draft<'_>, backbone: &[Run]) {
    let (old_len, new_len) = (draft.old.len() as u32, draft.new.len() as u32);
    for (old_gap, new_gap) in gaps_between(backbone, old_len, new_len) {
        let old = &draft.old.chars()[old_gap.start as usize..old_gap.end as usize];
        let new = &draft.new.chars()[new_gap.start as usize..new_gap.end as usize];
        let room = old.len().min(new.len());
        let (start, end) = (gap::equal_start(old, new), gap::equal_end(old, new));
        let (head, tail) = if start + end >= room {
            // A pure loss or addition: the cut may slide, and goes to the strongest border.
            let strength = |head: usize| {
                let tail = room - head;
                let (old_cut, new_cut) =
                    (old_gap.start as usize + head, new_gap.start as usize + head);
                let (old_back, new_back) =
                    (old_gap.end as usize - tail, new_gap.end as usize - tail);
                if old.len() > new.len() {
                    draft.old.border(old_cut) as u32 + draft.old.border(old_back) as u32
                } else {
                    draft.new.border(new_cut) as u32 + draft.new.border(new_back) as u32
                }
            };
            let head = (room - end..=start)
                .max_by_key(|&head| strength(head))
                .unwrap_or(start);
            (head, room - head)
        } else {
            let is_strong = |at: usize| draft.old.border(at) >= Border::Sentence;
            let head = (1..=start)
                .rev()
                .find(|&head| is_strong(old_gap.start as usize + head))
                .unwrap_or(0);
            let tail = (1..=end)
                .rev()
                .find(|&tail| is_strong(old_gap.end as usize - tail))
                .unwrap_or(0);
            (head, tail)
        };
        draft.pair_run(
            Run {
                old: old_gap.start,
                new: new_gap.start,
                len: head as u32,
            },
            0,
        );
        draft.pair_run(
            Run {
                old: old_gap.end - tail as u32,
                new: new_gap.end - tail as u32,
                len: tail as u32,
            },
            0,
        );
    }
}

/// Fills what is still free between consecutive pairs of the backbone, with moved text taken out on both sides.
fn fill_gaps(draft: &mut Draft<'_>, budget: &mut Budget) {
    let backbone = backbone_runs(draft);
    let (old_len, new_len) = (draft.old.len() as u32, draft.new.len() as u32);
    for (old_gap, new_gap) in gaps_between(&backbone, old_len, new_len) {
        let old_free: Vec<u32> = old_gap
            .filter(|&at| draft.map[at as usize] == NONE)
            .collect();
        let new_free: Vec<u32> = new_gap
            .filter(|&at| draft.back[at as usize] == NONE)
            .collect();
        if old_free.is_empty() || new_free.is_empty() {
            continue;
        }
        let old: Vec<char> = old_free
            .iter()
            .map(|&at| draft.old.chars()[at as usize])
            .collect();
        let new: Vec<char> = new_free
            .iter()
            .map(|&at| draft.new.chars()[at as usize])
            .collect();
        let runs = gap::fill(&old, &new, budget);
        if is_unrelated(&old, &new, &runs) {
            continue;
        }
        for run in runs {
            for step in 0..run.len as usize {
                draft.pair(
                    old_free[run.old as usize + step],
                    new_free[run.new as usize + step],
                    0,
                );
            }
        }
    }
}

/// Text that was replaced by other text still shares letters with it. Runs of four letters and more cover under a tenth of
/// unrelated text and over a quarter of text in which two words of five were exchanged.
fn is_unrelated(old: &[char], new: &[char], runs: &[Run]) -> bool {
    let room = old.len().min(new.len());
    room >= 40 && (evidence_in_runs(old, new, runs) as usize) * 100 < room * 12
}

fn evidence_in_runs(old: &[char], new: &[char], runs: &[Run]) -> u32 {
    let (mut sum, mut open) = (0, 0);
    for run in runs {
        let pairs = old[run.old as usize..]
            .iter()
            .zip(&new[run.new as usize..])
            .take(run.len as usize);
        for (a, b) in pairs {
            if a == b {
                open += weight(*a);
            } else {
                sum += if open >= 4 { open } else { 0 };
                open = 0;
            }
        }
        sum += if open >= 4 { open } else { 0 };
        open = 0;
    }
    sum
}

fn backbone_runs(draft: &Draft<'_>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (old, (&new, &segment)) in draft.map.iter().zip(&draft.segment).enumerate() {
        if new == NONE || segment != 0 {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.old + run.len == old as u32 && run.new + run.len == new => {
                run.len += 1;
            }
            _ => runs.push(Run {
                old: old as u32,
                new,
                len: 1,
            }),
        }
    }
    runs
}

fn free_stretches(back: &[u32]) -> Vec<Range<u32>> {
    let mut free: Vec<Range<u32>> = Vec::new();
    for (at, _) in back.iter().enumerate().filter(|(_, to)| **to == NONE) {
        match free.last_mut() {
            Some(last) if last.end as usize == at => last.end += 1,
            _ => free.push(at as u32..at as u32 + 1),
        }
    }
    free
}
