//! The data of the stores: what would lie on a disk. Nothing here knows MAPI's objects or calls anybody.

mod content;
mod data;
mod folders;
mod messages;
mod names;
mod seed;
mod tree;

use std::sync::{Mutex, PoisonError};

use super::abilities::Abilities;
use super::ids::{ObjectNo, Reference, store_entry_id};
use super::spec::StoreSpec;
use crate::mapi::EntryId;

pub(super) use content::Content;
pub(super) use data::{Folder, StoreData};
pub(super) use folders::NewFolder;
pub(super) use messages::Saving;
pub(super) use seed::number_of;

/// A store as it lies on the disk. All sessions see the same one.
#[derive(Debug)]
pub(super) struct StoreFile {
    pub(super) name: String,
    pub(super) abilities: Abilities,
    data: Mutex<StoreData>,
}

impl StoreFile {
    pub(super) fn new(spec: StoreSpec) -> Self {
        let (name, abilities) = (spec.name.clone(), spec.abilities);
        Self { name, abilities, data: Mutex::new(StoreData::new(spec)) }
    }

    /// Looks at the data or changes them. `work` calls nobody.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut StoreData) -> R) -> R {
        work(&mut self.data.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn id(&self, object: ObjectNo) -> EntryId {
        Reference { store: self.name.clone(), object }.encode()
    }

    /// The same bytes in the store, its folders and its messages \[EID-14\].
    pub(super) fn record_key(&self) -> Vec<u8> {
        store_entry_id(&self.name).as_bytes().to_vec()
    }
}

/// A count as a property has it.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
