//! `MAPIUID`, which is also the form of GUIDs and interface identifiers.

use std::fmt;
use std::str::FromStr;

/// A 16-byte identifier: `MAPIUID`, `GUID`, `IID`. Page: `mapiuid`.
///
/// In memory the first three fields of a GUID are little-endian ("Intel byte order"):
///
/// ```
/// use mapi_spi::mapi::{MapiUid, guids::MUID_STORE_WRAP};
///
/// let wrap: MapiUid = "10BBA138-E505-1A10-A1BB-08002B2A56C2".parse().unwrap();
/// assert_eq!(wrap, MUID_STORE_WRAP);
/// assert_eq!(wrap.as_bytes()[..4], [0x38, 0xA1, 0xBB, 0x10]);
/// ```
#[doc(alias = "MAPIUID")]
#[doc(alias = "GUID")]
#[doc(alias = "IID")]
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MapiUid([u8; 16]);

impl MapiUid {
    /// The identifier with these bytes, as they lie in memory.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The GUID with these fields.
    #[must_use]
    pub const fn from_fields(data1: u32, data2: u16, data3: u16, data4: [u8; 8]) -> Self {
        let [a0, a1, a2, a3] = data1.to_le_bytes();
        let [b0, b1] = data2.to_le_bytes();
        let [c0, c1] = data3.to_le_bytes();
        let [d0, d1, d2, d3, d4, d5, d6, d7] = data4;
        Self([a0, a1, a2, a3, b0, b1, c0, c1, d0, d1, d2, d3, d4, d5, d6, d7])
    }

    /// The bytes, as they lie in memory.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The identifier at the start of `bytes`, if there are enough.
    pub(crate) fn first_of(bytes: &[u8]) -> Option<Self> {
        bytes.first_chunk().copied().map(Self)
    }
}

impl fmt::Display for MapiUid {
    /// GUID text in upper case, without braces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a0, a1, a2, a3, b0, b1, c0, c1, rest @ ..] = self.0;
        let (a, b, c) = (
            u32::from_le_bytes([a0, a1, a2, a3]),
            u16::from_le_bytes([b0, b1]),
            u16::from_le_bytes([c0, c1]),
        );
        let [d0, d1, d2, d3, d4, d5, d6, d7] = rest;
        write!(f, "{a:08X}-{b:04X}-{c:04X}-{d0:02X}{d1:02X}-{d2:02X}{d3:02X}{d4:02X}{d5:02X}{d6:02X}{d7:02X}")
    }
}

impl fmt::Debug for MapiUid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A text is no GUID.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ParseMapiUidError(());

impl fmt::Display for ParseMapiUidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GUID is 32 hexadecimal digits grouped 8-4-4-4-12 by hyphens, with or without braces")
    }
}

impl std::error::Error for ParseMapiUidError {}

impl FromStr for MapiUid {
    type Err = ParseMapiUidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bare = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
        parse_fields(bare).ok_or(ParseMapiUidError(()))
    }
}

fn parse_fields(text: &str) -> Option<MapiUid> {
    let mut groups = text.split('-');
    let mut group = |digits: usize| {
        let group = groups.next()?;
        let valid = group.len() == digits && group.bytes().all(|byte| byte.is_ascii_hexdigit());
        valid.then(|| u64::from_str_radix(group, 16).ok()).flatten()
    };
    let data1 = u32::try_from(group(8)?).ok()?;
    let data2 = u16::try_from(group(4)?).ok()?;
    let data3 = u16::try_from(group(4)?).ok()?;
    let data4 = (group(4)? << 48) | group(12)?;
    groups.next().is_none().then_some(MapiUid::from_fields(data1, data2, data3, data4.to_be_bytes()))
}
