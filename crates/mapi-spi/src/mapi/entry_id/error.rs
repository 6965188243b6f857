//! What is wrong with the bytes of an identifier.

use std::fmt;

use crate::mapi::HResult;
use crate::mapi::codes::{MAPI_E_INVALID_ENTRYID, MAPI_E_INVALID_PARAMETER};

/// Bytes that are no identifier of the wanted form, or parts that cannot be made one. Offsets count from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum EntryIdError {
    /// The identifier ends before a part that has to be there.
    TooShort {
        /// The part.
        part: &'static str,
        /// Where the part begins.
        offset: usize,
        /// How many bytes there are.
        len: usize,
    },
    /// The MAPIUID at offset 4 is another one.
    OtherUid {
        /// What was found.
        found: crate::mapi::MapiUid,
        /// The form that was wanted.
        wanted: &'static str,
    },
    /// A string has no terminating zero.
    Unterminated {
        /// The string.
        part: &'static str,
        /// Where it begins.
        offset: usize,
    },
    /// A Unicode string is no UTF-16.
    NotUtf16 {
        /// The string.
        part: &'static str,
        /// Where it begins.
        offset: usize,
    },
    /// Bytes follow the end of the last part.
    Trailing {
        /// Where the identifier should end.
        offset: usize,
        /// How many bytes follow.
        count: usize,
    },
    /// A string cannot be stored, because it holds the zero that would end it.
    EmbeddedZero(&'static str),
    /// A part is empty that must not be.
    Empty(&'static str),
    /// The three strings of a one-off are not of one kind.
    MixedStrings,
}

impl EntryIdError {
    /// The code that MAPI answers: what cannot be read is `MAPI_E_INVALID_ENTRYID`, what cannot be made is
    /// `MAPI_E_INVALID_PARAMETER`.
    #[must_use]
    pub const fn code(self) -> HResult {
        match self {
            Self::TooShort { .. }
            | Self::OtherUid { .. }
            | Self::Unterminated { .. }
            | Self::NotUtf16 { .. }
            | Self::Trailing { .. } => MAPI_E_INVALID_ENTRYID,
            Self::EmbeddedZero(_) | Self::Empty(_) | Self::MixedStrings => MAPI_E_INVALID_PARAMETER,
        }
    }
}

impl fmt::Display for EntryIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { part, offset, len } => {
                write!(f, "the identifier has {len} bytes and ends before its {part} at offset {offset}")
            }
            Self::OtherUid { found, wanted } => {
                write!(f, "the MAPIUID at offset 4 is {found}, not that of {wanted}")
            }
            Self::Unterminated { part, offset } => {
                write!(f, "the {part} at offset {offset} has no terminating zero")
            }
            Self::NotUtf16 { part, offset } => {
                write!(f, "the {part} at offset {offset} is not UTF-16")
            }
            Self::Trailing { offset, count } => {
                write!(f, "{count} bytes follow the end of the identifier at offset {offset}")
            }
            Self::EmbeddedZero(part) => write!(f, "the {part} holds a zero character, which would end it"),
            Self::Empty(part) => write!(f, "the {part} is empty"),
            Self::MixedStrings => {
                f.write_str("the strings of a one-off identifier are all 8-bit or all Unicode")
            }
        }
    }
}

impl std::error::Error for EntryIdError {}

impl From<EntryIdError> for crate::mapi::MapiError {
    fn from(error: EntryIdError) -> Self {
        Self::with_detail(error.code(), crate::mapi::MapiErrorDetail::new(error.to_string()))
    }
}
