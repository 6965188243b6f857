//! The data of the stores: what would lie on a disk. Nothing here knows MAPI's objects or calls anybody.

mod change;
mod content;
mod data;
mod folders;
mod journal;
mod members;
mod messages;
mod names;
mod queue;
mod receive;
mod search;
mod seed;
mod tree;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use super::abilities::Abilities;
use super::described::Described;
use super::ids::{ObjectNo, Reference, store_entry_id};
use super::spec::StoreSpec;
use crate::mapi::EntryId;

pub(super) use change::{Change, Watcher};
pub(super) use content::Content;
pub(super) use data::{Folder, Message, StoreData};
pub(super) use folders::NewFolder;
pub(super) use journal::Touched;
pub(super) use members::Members;
pub(super) use messages::{Origin, Saving};
pub(super) use search::Search;

/// A store as it lies on the disk. All sessions see the same one.
pub(super) struct StoreFile {
    pub(super) name: String,
    pub(super) abilities: Abilities,
    /// Nobody can reach the store.
    offline: AtomicBool,
    data: LazyLock<Mutex<StoreData>, Fill>,
    watchers: Mutex<Watchers>,
}

/// Fills a store when it is looked at for the first time: a catalogue may have many that nobody opens.
type Fill = Box<dyn FnOnce() -> Mutex<StoreData> + Send>;

#[derive(Default)]
struct Watchers {
    openings: u32,
    last: u64,
    /// In the order in which they began to watch.
    all: BTreeMap<u64, Weak<dyn Watcher>>,
}

impl StoreFile {
    pub(super) fn new(spec: StoreSpec) -> Self {
        let StoreSpec { described, abilities } = spec;
        let name = described.name.clone();
        let fill: Fill = Box::new(|| Mutex::new(Described::fill(described)));
        Self {
            name,
            abilities,
            offline: AtomicBool::new(false),
            data: LazyLock::new(fill),
            watchers: Mutex::default(),
        }
    }

    pub(super) fn is_offline(&self) -> bool {
        self.offline.load(Ordering::SeqCst)
    }

    pub(super) fn set_offline(&self, offline: bool) {
        self.offline.store(offline, Ordering::SeqCst);
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
            watchers.openings = watchers.openings.saturating_add(1);
            watchers.openings
        })
    }

    /// Tells `watcher` of every change, until it has gone or [`unwatch`](Self::unwatch) is called with the number that it
    /// gets here.
    pub(super) fn watch(&self, watcher: Weak<dyn Watcher>) -> u64 {
        self.with_watchers(|watchers| {
            watchers.last += 1;
            watchers.all.insert(watchers.last, watcher);
            watchers.last
        })
    }

    /// What watches from an object that ends.
    pub(super) fn unwatch(&self, number: u64) {
        let ended = self.with_watchers(|watchers| watchers.all.remove(&number));
        drop(ended);
    }

    fn watchers(&self) -> Vec<Arc<dyn Watcher>> {
        self.with_watchers(|watchers| watchers.all.values().filter_map(Weak::upgrade).collect())
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
