//! An alignment in the making: which old character stands opposite which new one, and in which segment.
//!
//! Knows the two maps and keeps them each other's inverse. Segment 0 is the backbone, the others are moved text.

use super::affine::Run;
use crate::passage::fold::Folded;

/// No counterpart.
pub(super) const NONE: u32 = u32::MAX;

#[derive(Debug)]
pub(super) struct Draft<'a> {
    pub old: &'a Folded,
    pub new: &'a Folded,
    /// For each old character its new counterpart, or [`NONE`].
    pub map: Vec<u32>,
    /// For each new character its old counterpart, or [`NONE`].
    pub back: Vec<u32>,
    /// For each old character with a counterpart its segment.
    pub segment: Vec<u32>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(old: &'a Folded, new: &'a Folded) -> Self {
        Self {
            old,
            new,
            map: vec![NONE; old.len()],
            back: vec![NONE; new.len()],
            segment: vec![0; old.len()],
        }
    }

    /// Pairs the characters of a diagonal.
    pub(super) fn pair_run(&mut self, run: Run, segment: u32) {
        for step in 0..run.len {
            self.pair(run.old + step, run.new + step, segment);
        }
    }

    /// Pairs two characters that both are free.
    pub(super) fn pair(&mut self, old: u32, new: u32, segment: u32) {
        if self.map[old as usize] == NONE && self.back[new as usize] == NONE {
            self.map[old as usize] = new;
            self.back[new as usize] = old;
            self.segment[old as usize] = segment;
        }
    }

    /// Frees an old character and its counterpart.
    pub(super) fn part(&mut self, old: u32) {
        let new = std::mem::replace(&mut self.map[old as usize], NONE);
        if new != NONE {
            self.back[new as usize] = NONE;
        }
    }

    /// True if the pair at this old character is of equal characters.
    pub(super) fn equal(&self, old: u32) -> bool {
        let new = self.map[old as usize];
        new != NONE && self.old.chars()[old as usize] == self.new.chars()[new as usize]
    }
}
