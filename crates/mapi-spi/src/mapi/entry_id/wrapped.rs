//! The wrapped form of a store's own identifier.

use super::{EntryId, EntryIdError, HEADER};
use crate::mapi::guids::MUID_STORE_WRAP;
use crate::mapi::{AnsiString, EntryIdFlags};

/// Where the DLL name begins: version and flag lie between the MAPIUID and it.
const NAME: usize = HEADER + 2;

/// A store's own identifier with MAPI's wrapping around it. Page: `wrapstoreentryid`.
///
/// Clients get this form \[EID-09\]; MAPI unwraps before it calls a provider \[LOAD-03\].
///
/// | offset | size | what |
/// |--:|--:|:--|
/// | 0 | 4 | flags, zero |
/// | 4 | 16 | `MUID_STORE_WRAP` |
/// | 20 | 2 | version and flag, zero |
/// | 22 | d + 1 | the DLL's name and a zero byte |
/// | 23 + d | 0 to 3 | zero bytes up to a multiple of four from the start |
/// | | | the store's own identifier |
///
/// ```
/// use mapi_spi::mapi::{EntryId, WrappedStoreEntryId};
///
/// let wrapped = WrappedStoreEntryId { dll_name: "EMSMDB.DLL".into(), store: EntryId::from_bytes(b"private") };
/// let id = wrapped.encode().unwrap();
/// assert_eq!(id.len(), 36 + 7);
/// assert_eq!(WrappedStoreEntryId::decode(&id).unwrap(), wrapped);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrappedStoreEntryId {
    /// The name of the provider's DLL as the profile has it \[EID-10\].
    pub dll_name: AnsiString,
    /// The store's own identifier.
    pub store: EntryId,
}

impl WrappedStoreEntryId {
    /// Makes the bytes.
    ///
    /// # Errors
    /// [`EntryIdError::Empty`] and [`EntryIdError::EmbeddedZero`] for names and identifiers that cannot be wrapped.
    pub fn encode(&self) -> Result<EntryId, EntryIdError> {
        let name = self.dll_name.as_bytes();
        if name.is_empty() {
            return Err(EntryIdError::Empty("DLL name"));
        }
        if name.contains(&0) {
            return Err(EntryIdError::EmbeddedZero("DLL name"));
        }
        if self.store.is_empty() {
            return Err(EntryIdError::Empty("store identifier"));
        }
        let header = EntryId::build(EntryIdFlags::empty(), MUID_STORE_WRAP, &[0, 0]);
        let mut bytes = header.as_bytes().to_vec();
        bytes.extend(name);
        bytes.push(0);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes.extend(self.store.as_bytes());
        Ok(EntryId::from_bytes(&bytes))
    }

    /// Reads the bytes. Version, flags and padding are not looked at, as observed in readers of this form.
    ///
    /// # Errors
    /// [`EntryIdError`] that says which part is missing or wrong, and where.
    pub fn decode(id: &EntryId) -> Result<Self, EntryIdError> {
        let bytes = id.as_bytes();
        let too_short = |part, offset| EntryIdError::TooShort { part, offset, len: bytes.len() };
        let found = id.provider_uid().ok_or(too_short("MAPIUID", 4))?;
        if found != MUID_STORE_WRAP {
            return Err(EntryIdError::OtherUid { found, wanted: "a wrapped store identifier" });
        }
        let rest = bytes.get(NAME..).ok_or(too_short("DLL name", NAME))?;
        let end = rest
            .iter()
            .position(|byte| *byte == 0)
            .ok_or(EntryIdError::Unterminated { part: "DLL name", offset: NAME })?;
        let name = rest.get(..end).unwrap_or_default();
        let start = (NAME + end + 1).next_multiple_of(4);
        let store = bytes.get(start..).filter(|store| !store.is_empty());
        let store = store.ok_or(too_short("store identifier", start))?;
        Ok(Self { dll_name: AnsiString::from_bytes(name), store: EntryId::from_bytes(store) })
    }
}
