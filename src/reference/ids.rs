//! Entry identifiers of stores, folders and messages.
//!
//! Behind the 20 bytes of flags and MAPIUID stand: the layout's version (1 byte, 1), the kind (1 byte), two zeros, the
//! object's number in its store (4 bytes, little-endian; 0 for a store), and the name of the store (UTF-8) to the end.

use super::REFERENCE_UID;
use crate::mapi::{EntryId, EntryIdFlags};
use crate::support::own_entry_id;

const VERSION: u8 = 1;

/// The identifier of a store, as the provider knows it (not wrapped).
#[must_use]
pub fn store_entry_id(store: &str) -> EntryId {
    build(0, 0, store)
}

/// Which object of a store an identifier names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum ObjectNo {
    Store,
    Folder(usize),
    Message(usize),
}

/// What an identifier says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reference {
    pub(super) store: String,
    pub(super) object: ObjectNo,
}

impl Reference {
    pub(super) fn encode(&self) -> EntryId {
        match self.object {
            ObjectNo::Store => build(0, 0, &self.store),
            ObjectNo::Folder(number) => build(1, number, &self.store),
            ObjectNo::Message(number) => build(2, number, &self.store),
        }
    }

    /// Reads an identifier of this provider, a store's also wrapped \[LOGON-06\]; `None` for any other bytes.
    pub(super) fn decode(id: &EntryId) -> Option<Self> {
        let id = own_entry_id(id, REFERENCE_UID)?;
        let ([VERSION, kind, 0, 0, a, b, c, d], store) = id.provider_data()?.split_first_chunk()? else {
            return None;
        };
        let number = usize::try_from(u32::from_le_bytes([*a, *b, *c, *d])).ok()?;
        let object = match (kind, number) {
            (0, 0) => ObjectNo::Store,
            (1, number) => ObjectNo::Folder(number),
            (2, number) => ObjectNo::Message(number),
            _ => return None,
        };
        let store = std::str::from_utf8(store).ok().filter(|name| !name.is_empty())?;
        Some(Self { store: store.to_owned(), object })
    }

    /// Whether two identifiers mean the same object: names of stores do not know case \[EID-11\] \[EID-12\].
    pub(super) fn same_object(&self, other: &Self) -> bool {
        self.object == other.object && self.store.eq_ignore_ascii_case(&other.store)
    }
}

fn build(kind: u8, number: usize, store: &str) -> EntryId {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    let mut data = vec![VERSION, kind, 0, 0];
    data.extend(number.to_le_bytes());
    data.extend(store.as_bytes());
    EntryId::build(EntryIdFlags::empty(), REFERENCE_UID, &data)
}
