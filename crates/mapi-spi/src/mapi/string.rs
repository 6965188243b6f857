//! Strings: MAPI has two kinds, and which one it is matters.

use std::fmt;

/// An 8-bit string: bytes in some code page that the string itself does not name (`PT_STRING8`, `LPSTR`), without the
/// terminating zero.
#[doc(alias = "LPSTR")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AnsiString(Vec<u8>);

impl AnsiString {
    /// The string with these bytes.
    #[must_use]
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, if it is ASCII and so the same in every code page.
    #[must_use]
    pub fn as_ascii(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok().filter(|text| text.is_ascii())
    }
}

impl From<&str> for AnsiString {
    /// The bytes of `text`, which should be ASCII: other characters are bytes of another code page.
    fn from(text: &str) -> Self {
        Self(text.as_bytes().to_vec())
    }
}

impl fmt::Display for AnsiString {
    /// Printable ASCII as it is, other bytes as `\xNN`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_ascii())
    }
}

impl fmt::Debug for AnsiString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b\"{}\"", self.0.escape_ascii())
    }
}

/// A string argument of a call that has the flag `MAPI_UNICODE`: it knows which kind it is.
#[doc(alias = "LPTSTR")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapiString {
    /// Without `MAPI_UNICODE`.
    Ansi(AnsiString),
    /// With `MAPI_UNICODE`.
    Unicode(String),
}

impl MapiString {
    /// Whether it is a Unicode string.
    #[must_use]
    pub const fn is_unicode(&self) -> bool {
        match self {
            Self::Ansi(_) => false,
            Self::Unicode(_) => true,
        }
    }
}

impl From<&str> for MapiString {
    fn from(text: &str) -> Self {
        Self::Unicode(text.to_owned())
    }
}

impl From<String> for MapiString {
    fn from(text: String) -> Self {
        Self::Unicode(text)
    }
}

impl From<AnsiString> for MapiString {
    fn from(text: AnsiString) -> Self {
        Self::Ansi(text)
    }
}

impl fmt::Display for MapiString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ansi(text) => fmt::Display::fmt(text, f),
            Self::Unicode(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for MapiString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ansi(text) => fmt::Debug::fmt(text, f),
            Self::Unicode(text) => fmt::Debug::fmt(text, f),
        }
    }
}
