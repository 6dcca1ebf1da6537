//! Colours of tags as numbers, for forms that know no names.
//!
//! Knows a value for each name and the nearest name for each value. How a colour looks on the screen
//! is the theme's, and differs from theme to theme.

/// The names with a value that reads well as a ground and as a mark on white.
const NAMED: [(&str, [u8; 3]); 8] = [
    ("red", [0xd6, 0x40, 0x45]),
    ("orange", [0xe0, 0x7b, 0x2a]),
    ("yellow", [0xe3, 0xb5, 0x05]),
    ("green", [0x3f, 0x9a, 0x56]),
    ("cyan", [0x1b, 0x9a, 0xaa]),
    ("blue", [0x3b, 0x6f, 0xc4]),
    ("purple", [0x7e, 0x57, 0xa8]),
    ("pink", [0xd9, 0x62, 0x9a]),
];

/// The value of a colour by its name, as `#RRGGBB`; None for a name that is not known.
pub fn rgb(name: &str) -> Option<String> {
    let (_, [r, g, b]) = NAMED.iter().find(|(known, _)| *known == name)?;
    Some(format!("#{r:02X}{g:02X}{b:02X}"))
}

/// The name that is nearest to a value written `#RRGGBB` or `#RGB`.
pub fn name(value: &str) -> Option<&'static str> {
    let digits = value.trim().strip_prefix('#')?;
    let digits: Vec<u8> = digits
        .chars()
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    let wanted: [u8; 3] = match *digits.as_slice() {
        [r, g, b] => [r * 17, g * 17, b * 17],
        [_, _, _, _, _, _] => [0, 2, 4].map(|at| digits[at] * 16 + digits[at + 1]),
        _ => return None,
    };
    let far = |(_, known): &&(&str, [u8; 3])| -> u32 {
        let pairs = known.iter().zip(wanted);
        pairs.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    NAMED.iter().min_by_key(far).map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_value_and_comes_back_from_it() {
        for (known, _) in NAMED {
            assert_eq!(name(&rgb(known).unwrap()), Some(known));
        }
        assert_eq!(name("#00f"), Some("blue"));
        assert_eq!(name("#FFFF00"), Some("yellow"));
        assert_eq!(
            (name("blue"), name("#12"), name("#gggggg")),
            (None, None, None)
        );
        assert_eq!(rgb("mauve"), None);
    }
}
