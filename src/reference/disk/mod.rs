//! The data of the stores: what would lie on a disk. Nothing here knows MAPI's objects or calls anybody.

mod change;
mod content;
mod data;
mod folders;
mod messages;
mod names;
mod queue;
mod receive;
mod search;
mod seed;
mod tree;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::abilities::Abilities;
use super::ids::{ObjectNo, Reference, store_entry_id};
use super::spec::StoreSpec;
use crate::mapi::EntryId;

pub(super) use change::{Change, Watcher};
pub(super) use content::Content;
pub(super) use data::{Folder, Message, StoreData};
pub(super) use folders::NewFolder;
pub(super) use messages::{Origin, Saving};
pub(super) use search::Search;

/// A store as it lies on the disk. All sessions see the same one.
pub(super) struct StoreFile {
    pub(super) name: String,
    pub(super) abilities: Abilities,
    data: Mutex<StoreData>,
    watchers: Mutex<Watchers>,
}

#[derive(Default)]
struct Watchers {
    last: u32,
    all: Vec<Weak<dyn Watcher>>,
}

impl StoreFile {
    pub(super) fn new(spec: StoreSpec) -> Self {
        let (name, abilities) = (spec.name.clone(), spec.abilities);
        Self { name, abilities, data: Mutex::new(StoreData::new(spec)), watchers: Mutex::default() }
    }

    /// Looks at the data. `work` calls nobody.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut StoreData) -> R) -> R {
        work(&mut self.data.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Changes the data, and then tells who watches what has changed. `work` calls nobody.
    pub(super) fn change<R>(&self, work: impl FnOnce(&mut StoreData) -> R) -> R {
        let result = self.with(work);
        self.tell();
        result
    }

    /// Tells who watches of what has changed since this was done last.
    pub(super) fn tell(&self) {
        for change in self.with(|data| std::mem::take(&mut data.changes)) {
            for watcher in self.watchers() {
                watcher.changed(&change);
            }
        }
    }

    /// A number for an opening of the store that may watch it; the numbers tell openings apart.
    pub(super) fn next_opening(&self) -> u32 {
        self.with_watchers(|watchers| {
            watchers.last = watchers.last.saturating_add(1);
            watchers.last
        })
    }

    /// Tells `watcher` of every change as long as it lives, once however often it asks.
    pub(super) fn watch(&self, watcher: Weak<dyn Watcher>) {
        self.with_watchers(|watchers| {
            if !watchers.all.iter().any(|known| Weak::ptr_eq(known, &watcher)) {
                watchers.all.push(watcher);
            }
        });
    }

    fn watchers(&self) -> Vec<Arc<dyn Watcher>> {
        self.with_watchers(|watchers| {
            watchers.all.retain(|watcher| watcher.strong_count() > 0);
            watchers.all.iter().filter_map(Weak::upgrade).collect()
        })
    }

    fn with_watchers<R>(&self, work: impl FnOnce(&mut Watchers) -> R) -> R {
        work(&mut self.watchers.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn id(&self, object: ObjectNo) -> EntryId {
        Reference { store: self.name.clone(), object }.encode()
    }

    /// The same bytes in the store, its folders and its messages \[EID-14\].
    pub(super) fn record_key(&self) -> Vec<u8> {
        store_entry_id(&self.name).as_bytes().to_vec()
    }
}

impl fmt::Debug for StoreFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoreFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// A count as a property has it.
pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
