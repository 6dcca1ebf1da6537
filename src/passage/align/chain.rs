//! The heaviest chain of anchors that keeps the order of both texts: the backbone of an alignment.
//!
//! Knows anchors and their weights, and which members of a chain are there by chance. Knows nothing of characters.

use super::kmers::Anchor;

/// Indices of the heaviest chain that increases in both texts. `anchors` are sorted by their old place; O(n log n).
pub(super) fn heaviest(anchors: &[Anchor]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..anchors.len()).collect();
    order.sort_unstable_by_key(|&at| anchors[at].new);
    let mut rank = vec![0_usize; anchors.len()];
    for (place, &at) in order.iter().enumerate() {
        rank[at] = place + 1;
    }
    // A Fenwick tree over the new places: the best chain that ends before a place.
    let mut tree = vec![(0_u64, usize::MAX); anchors.len() + 1];
    let mut before = vec![usize::MAX; anchors.len()];
    let mut best = (0_u64, usize::MAX);
    for (at, anchor) in anchors.iter().enumerate() {
        let mut reach = (0_u64, usize::MAX);
        let mut place = rank[at] - 1;
        while place > 0 {
            if tree[place].0 > reach.0 {
                reach = tree[place];
            }
            place &= place - 1;
        }
        before[at] = reach.1;
        let chain = (reach.0 + u64::from(anchor.hits), at);
        if chain.0 > best.0 {
            best = chain;
        }
        place = rank[at];
        while place < tree.len() {
            if chain.0 > tree[place].0 {
                tree[place] = chain;
            }
            place += place & place.wrapping_neg();
        }
    }
    let mut chain = Vec::new();
    let mut at = best.1;
    while at != usize::MAX {
        chain.push(at);
        at = before[at];
    }
    chain.reverse();
    chain
}

/// Members of `chain` that are not there by chance. A short anchor that forces a jump longer than itself on both of its sides
/// buys its few characters with two gaps; the fill of the gap decides better whether it belongs there.
pub(super) fn without_strays(
    anchors: &[Anchor],
    chain: &[usize],
    k: usize,
    ends: (u32, u32),
) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::with_capacity(chain.len());
    for (place, &at) in chain.iter().enumerate() {
        let here = anchors[at];
        let left = kept.last().map_or((0, 0), |&at| {
            (
                anchors[at].old + anchors[at].len,
                anchors[at].new + anchors[at].len,
            )
        });
        let right = chain
            .get(place + 1)
            .map_or(ends, |&at| (anchors[at].old, anchors[at].new));
        let jump_left = here
            .old
            .saturating_sub(left.0)
            .abs_diff(here.new.saturating_sub(left.1));
        let jump_right = right
            .0
            .saturating_sub(here.old + here.len)
            .abs_diff(right.1.saturating_sub(here.new + here.len));
        let stray = here.len < 2 * k as u32 && jump_left > here.len && jump_right > here.len;
        if !stray {
            kept.push(at);
        }
    }
    kept
}
