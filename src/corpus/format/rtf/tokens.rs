//! RTF as groups, control words, and text in bytes.
//!
//! Knows the syntax. Does not know what any word means, but for `\bin`, whose data are no syntax.

/// A part of the syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'b> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word` or `\word7`
    Word(&'b [u8], Option<i32>),
    /// A control symbol such as `\*` or `\~`.
    Symbol(u8),
    /// A byte of text, written as itself or as `\'e9`.
    Byte(u8),
}

/// The tokens of a file.
pub(super) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    /// The tokens of these bytes.
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn byte(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn control(&mut self) -> Token<'b> {
        let Some(first) = self.byte(0) else {
            return Token::Symbol(b'\\');
        };
        if first == b'\'' {
            let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
            if let (Some(high), Some(low)) = (hex(self.byte(1)), hex(self.byte(2))) {
                self.at += 3;
                return Token::Byte((high * 16 + low) as u8);
            }
        }
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return match first {
                b'\\' | b'{' | b'}' => Token::Byte(first),
                b'\n' | b'\r' => Token::Word(b"par", None),
                symbol => Token::Symbol(symbol),
            };
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .take(32)
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let word = rest.get(..length).unwrap_or_default();
        self.at += length;
        let minus =
            self.byte(0) == Some(b'-') && self.byte(1).is_some_and(|byte| byte.is_ascii_digit());
        self.at += usize::from(minus);
        let mut number: Option<i32> = None;
        while let Some(digit) = self.byte(0).filter(u8::is_ascii_digit) {
            let value = number
                .unwrap_or(0)
                .saturating_mul(10)
                .saturating_add(i32::from(digit - b'0'));
            number = Some(value);
            self.at += 1;
        }
        if minus {
            number = number.map(i32::saturating_neg);
        }
        if self.byte(0) == Some(b' ') {
            self.at += 1;
        }
        if word == b"bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
        }
        Token::Word(word, number)
    }
}

impl<'b> Iterator for Tokens<'b> {
    type Item = Token<'b>;

    fn next(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = self.byte(0)?;
            self.at += 1;
            match byte {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\\' => return Some(self.control()),
                b'\n' | b'\r' | 0 => {}
                b'\t' => return Some(Token::Word(b"tab", None)),
                byte => return Some(Token::Byte(byte)),
            }
        }
    }
}
