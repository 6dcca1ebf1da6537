//! Sets of the documents of a segment.
//!
//! Knows numbers from 0 up to how many there are, a bit for each.

/// A set of documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Documents {
    bits: Vec<u64>,
    count: usize,
}

impl Documents {
    /// None of so many.
    pub(super) fn none(count: usize) -> Self {
        Self {
            bits: vec![0; count.div_ceil(64)],
            count,
        }
    }

    /// All of so many.
    pub(super) fn all(count: usize) -> Self {
        let mut all = Self {
            bits: vec![u64::MAX; count.div_ceil(64)],
            count,
        };
        if let Some(last) = all.bits.last_mut().filter(|_| !count.is_multiple_of(64)) {
            *last = (1 << (count % 64)) - 1;
        }
        all
    }

    #[inline]
    pub(super) fn put(&mut self, document: usize) {
        if document < self.count
            && let Some(bits) = self.bits.get_mut(document / 64)
        {
            *bits |= 1 << (document % 64);
        }
    }

    pub(super) fn drop(&mut self, document: usize) {
        if let Some(bits) = self.bits.get_mut(document / 64) {
            *bits &= !(1 << (document % 64));
        }
    }

    #[inline]
    pub(super) fn has(&self, document: usize) -> bool {
        let bits = self.bits.get(document / 64);
        bits.is_some_and(|bits| bits >> (document % 64) & 1 == 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.bits.iter().all(|bits| *bits == 0)
    }

    /// Leaves those that are in another set, too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (bits, other) in self.bits.iter_mut().zip(&other.bits) {
            *bits &= other;
        }
    }

    /// Adds those of another set.
    pub(super) fn add(&mut self, other: &Self) {
        for (bits, other) in self.bits.iter_mut().zip(&other.bits) {
            *bits |= other;
        }
    }

    /// Those in it, rising.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.bits.iter().enumerate().flat_map(|(word, bits)| {
            let mut left = *bits;
            std::iter::from_fn(move || {
                let next = (left != 0).then_some(left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(word * 64 + next)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Documents;

    #[test]
    fn sets_are_kept_and_added() {
        let mut some = Documents::none(70);
        for document in [3, 64, 69, 70] {
            some.put(document);
        }
        assert_eq!(some.iter().collect::<Vec<_>>(), [3, 64, 69]);
        let mut all = Documents::all(70);
        assert_eq!(all.iter().count(), 70);
        all.keep(&some);
        assert_eq!(all, some);
        assert!(all.has(64) && !all.has(65) && !all.has(1000));
        let mut none = Documents::none(70);
        assert!(none.is_empty());
        none.add(&some);
        assert_eq!(none, some);
    }
}
