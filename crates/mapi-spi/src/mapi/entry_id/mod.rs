//! Entry identifiers: the bytes that name an object.

mod error;
mod one_off;
mod wrapped;

use std::fmt;

pub use error::EntryIdError;
pub use one_off::OneOff;
pub use wrapped::WrappedStoreEntryId;

use super::guids::MUID_STORE_WRAP;
use super::{EntryIdFlags, MapiUid};

/// The length of flags and MAPIUID.
const HEADER: usize = 20;
/// The most bytes that an identifier holds without an allocation.
const INLINE: usize = 62;

/// An entry identifier (`ENTRYID` and its count). Page: `entryid`.
///
/// | offset | size | what |
/// |--:|--:|:--|
/// | 0 | 1 | flags, [`EntryIdFlags`]; all clear in a long-term identifier |
/// | 1 | 3 | reserved, zero |
/// | 4 | 16 | the MAPIUID that the provider registered \[EID-02\] |
/// | 20 | n | the provider's own data |
///
/// Identifiers come from anywhere, so this type holds any bytes, also none or too few; the parts are `Option`s.
/// Up to 62 bytes are kept in place. Two identifiers that name one object may differ in their bytes: `==` compares
/// bytes, the meaning is the provider's (`CompareEntryIDs`).
///
/// ```
/// use mapi_spi::mapi::{EntryId, EntryIdFlags, MapiUid};
///
/// let uid = MapiUid::from_bytes(*b"my store's uid!!");
/// let id = EntryId::build(EntryIdFlags::empty(), uid, b"folder 7");
/// assert_eq!(id.provider_uid(), Some(uid));
/// assert_eq!(id.provider_data(), Some(&b"folder 7"[..]));
/// assert_eq!(EntryId::from_bytes(b"short").provider_uid(), None);
/// ```
#[doc(alias = "ENTRYID")]
#[derive(Clone)]
pub struct EntryId(Repr);

#[derive(Clone)]
enum Repr {
    Inline { len: u8, bytes: [u8; INLINE] },
    Heap(Box<[u8]>),
}

impl EntryId {
    /// The identifier with these bytes, whatever they are.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let mut inline = [0; INLINE];
        match (inline.get_mut(..bytes.len()), u8::try_from(bytes.len())) {
            (Some(slot), Ok(len)) => {
                slot.copy_from_slice(bytes);
                Self(Repr::Inline { len, bytes: inline })
            }
            (Some(_) | None, _) => Self(Repr::Heap(bytes.into())),
        }
    }

    /// An identifier as a provider makes it \[EID-01\], \[EID-02\].
    #[must_use]
    pub fn build(flags: EntryIdFlags, uid: MapiUid, provider_data: &[u8]) -> Self {
        Self::from_parts([&[flags.bits(), 0, 0, 0], uid.as_bytes(), provider_data])
    }

    fn from_parts(parts: [&[u8]; 3]) -> Self {
        let mut bytes = [0; INLINE];
        let mut len = 0;
        for part in parts {
            let end = len + part.len();
            let Some(place) = bytes.get_mut(len..end) else { return Self::from_bytes(&parts.concat()) };
            place.copy_from_slice(part);
            len = end;
        }
        u8::try_from(len)
            .map_or_else(|_| Self::from_bytes(&parts.concat()), |len| Self(Repr::Inline { len, bytes }))
    }

    /// All bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Repr::Inline { len, bytes } => bytes.get(..usize::from(*len)).unwrap_or_default(),
            Repr::Heap(bytes) => bytes,
        }
    }

    /// The number of bytes (`cbEntryID`).
    #[must_use]
    #[doc(alias = "cbEntryID")]
    pub fn len(&self) -> usize {
        self.as_bytes().len()
    }

    /// Whether there are no bytes at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.as_bytes().is_empty()
    }

    /// `abFlags[0]`, if the four flag bytes are there.
    #[must_use]
    pub fn flags(&self) -> Option<EntryIdFlags> {
        let [flags, ..] = self.as_bytes().first_chunk::<4>()?;
        Some(EntryIdFlags::from_bits_retain(*flags))
    }

    /// The MAPIUID by which MAPI routes, if there are enough bytes.
    #[must_use]
    pub fn provider_uid(&self) -> Option<MapiUid> {
        self.as_bytes().get(4..).and_then(MapiUid::first_of)
    }

    /// What follows the MAPIUID.
    #[must_use]
    pub fn provider_data(&self) -> Option<&[u8]> {
        self.as_bytes().get(HEADER..)
    }

    /// Whether the identifier says that it is short-term \[EID-04\].
    #[must_use]
    pub fn is_short_term(&self) -> bool {
        self.flags().is_some_and(|flags| flags.contains(EntryIdFlags::MAPI_SHORTTERM))
    }

    /// Whether it has the header of a wrapped store identifier; see [`WrappedStoreEntryId`].
    #[must_use]
    pub fn is_wrapped_store(&self) -> bool {
        self.provider_uid() == Some(MUID_STORE_WRAP)
    }
}

impl PartialEq for EntryId {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for EntryId {}

impl PartialOrd for EntryId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for EntryId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl std::hash::Hash for EntryId {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl fmt::Debug for EntryId {
    /// Length and last bytes, as a trace shows it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = self.as_bytes();
        let skipped = bytes.len().saturating_sub(8);
        write!(f, "EntryId({} bytes ", bytes.len())?;
        f.write_str(if skipped > 0 { ".." } else { "" })?;
        for byte in bytes.iter().skip(skipped) {
            write!(f, "{byte:02X}")?;
        }
        f.write_str(")")
    }
}
