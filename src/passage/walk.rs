//! From code points to bytes and back, walking on from the place asked for last.
//!
//! Knows one text and where it stands in it: places asked for in the order of the text cost one walk
//! through it together, however many they are. Asked for one further back it begins anew.

/// A place in a text that moves on.
#[derive(Debug, Clone)]
pub struct Walk<'a> {
    text: &'a str,
    byte: usize,
    code_point: usize,
}

impl<'a> Walk<'a> {
    /// A walk that begins where the text does.
    pub fn of(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            code_point: 0,
        }
    }

    /// The byte of a code point, clamped to the end of the text.
    pub fn byte(&mut self, code_point: usize) -> usize {
        if code_point < self.code_point {
            (self.byte, self.code_point) = (0, 0);
        }
        let rest = self.text.get(self.byte..).unwrap_or("");
        let wanted = code_point - self.code_point;
        match rest.char_indices().nth(wanted) {
            Some((at, _)) => {
                self.byte += at;
                self.code_point = code_point;
                self.byte
            }
            None => self.text.len(),
        }
    }

    /// The code point of a byte, which is taken down to a character boundary.
    pub fn code_point(&mut self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        if byte < self.byte {
            (self.byte, self.code_point) = (0, 0);
        }
        let between = self.text.get(self.byte..byte).unwrap_or("");
        self.code_point += between.chars().count();
        self.byte = byte;
        self.code_point
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{byte_of, code_point_of};
    use super::Walk;

    proptest! {
        #[test]
        fn a_walk_comes_to_the_same_places(text in "[a-zäé日\u{301}]{0,40}", asked in prop::collection::vec((0usize..60, any::<bool>()), 0..12)) {
            let mut walk = Walk::of(&text);
            for (at, bytes) in asked {
                if bytes {
                    prop_assert_eq!(walk.byte(at), byte_of(&text, at));
                } else {
                    prop_assert_eq!(walk.code_point(at), code_point_of(&text, at));
                }
            }
        }
    }
}
