//! One side of the boundary: its objects, its proxies, its findings.

use std::any::Any;
use std::collections::{BTreeMap, VecDeque};
use std::ffi::c_void;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mapi_spi::methods::{Interface, Method};

use crate::findings::Findings;
use crate::memory::{Reader, Routines, ledger_of};

/// How many objects stay as tombstones after their last `Release`.
const TOMBSTONES: usize = 4096;

/// One side of the boundary.
#[derive(Default)]
pub(crate) struct Bridge {
    pub(crate) findings: Findings,
    objects: Mutex<Objects>,
    proxies: Mutex<BTreeMap<(usize, Interface), Box<dyn Any + Send>>>,
}

/// What has gone out.
#[derive(Default)]
pub(crate) struct Objects {
    /// The interface that a pointer of ours is good for.
    pub(super) by_pointer: BTreeMap<usize, Interface>,
    /// The pointer of an object: by where the object lives, and the root of the interface.
    pub(super) by_address: BTreeMap<(usize, Interface), usize>,
    tombstones: VecDeque<Tombstone>,
}

/// The memory of an object that is released, with how to give it back.
pub(crate) struct Tombstone {
    pub(crate) pointer: *mut c_void,
    pub(crate) free: unsafe fn(*mut c_void),
}

// SAFETY: nothing but the address is used until the memory is given back, which any thread may do.
unsafe impl Send for Tombstone {}

impl Bridge {
    pub(super) fn objects(&self) -> MutexGuard<'_, Objects> {
        self.objects.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn proxies(&self) -> MutexGuard<'_, BTreeMap<(usize, Interface), Box<dyn Any + Send>>> {
        self.proxies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Objects that have gone out and have references, by the interfaces that they went out by.
    pub(crate) fn live_objects(&self) -> Vec<Interface> {
        let mut interfaces: Vec<Interface> = self.objects().by_pointer.values().copied().collect();
        interfaces.sort_unstable();
        interfaces
    }

    /// Keeps the memory of a released object, and gives that of the oldest one back.
    pub(crate) fn bury(&self, tombstone: Tombstone) {
        let mut objects = self.objects();
        objects.tombstones.push_back(tombstone);
        let oldest =
            if objects.tombstones.len() > TOMBSTONES { objects.tombstones.pop_front() } else { None };
        drop(objects);
        drop(oldest);
    }
}

impl Drop for Tombstone {
    fn drop(&mut self) {
        // SAFETY: the memory is that of an object without references, and nobody else gives it back.
        unsafe { (self.free)(self.pointer) };
    }
}

/// What a call across the boundary belongs to: the side, and the memory routines of its host.
#[derive(Clone)]
pub(crate) struct Cx {
    pub(crate) bridge: Arc<Bridge>,
    pub(crate) routines: Routines,
}

impl Cx {
    /// Reads results of the other side, and holds them against the ledger if the routines have one.
    pub(crate) fn results(&self, method: Method) -> Reader<'_> {
        ledger_of(&self.routines).map_or_else(Reader::of_arguments, |ledger| {
            Reader::of_results(ledger, &self.bridge.findings, method)
        })
    }

    /// Whether the other side is a provider whose memory is in the books, and not the host of one in Rust.
    pub(crate) fn is_on_trial(&self) -> bool {
        ledger_of(&self.routines).is_some()
    }

    /// Frees a result of the other side. What is no such block is left alone, for freeing it could do anything.
    pub(crate) fn free_result(&self, reader: Reader<'_>, pointer: *mut c_void) {
        if !pointer.is_null() && reader.is_result(pointer) {
            // SAFETY: the block is of these routines, and its receiver frees it.
            unsafe { (self.routines.free_buffer)(pointer) };
        }
    }
}
