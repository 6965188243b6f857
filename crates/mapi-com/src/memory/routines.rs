//! The three memory routines that MAPI gives to a provider.

use std::ffi::c_void;
use std::sync::{Mutex, PoisonError};

use mapi_spi::mapi::codes;
use mapi_spi::spi::MemAllocRoutines;

use super::Ledger;
use super::ledger::Place;
use crate::layout::{AllocateBuffer, AllocateMore, FreeBuffer};

/// `MAPIAllocateBuffer`, `MAPIAllocateMore` and `MAPIFreeBuffer` of one host.
#[derive(Clone, Copy)]
pub struct Routines {
    /// `lpfAllocateBuffer`.
    pub allocate_buffer: AllocateBuffer,
    /// `lpfAllocateMore`.
    pub allocate_more: AllocateMore,
    /// `lpfFreeBuffer`.
    pub free_buffer: FreeBuffer,
}

impl Routines {
    fn addresses(&self) -> [usize; 3] {
        [
            (self.allocate_buffer as *const ()).addr(),
            (self.allocate_more as *const ()).addr(),
            (self.free_buffer as *const ()).addr(),
        ]
    }
}

impl PartialEq for Routines {
    fn eq(&self, other: &Self) -> bool {
        self.addresses() == other.addresses()
    }
}

/// The routines have no argument that says whose they are, so there are as many sets as can be told apart.
const SETS: usize = 32;

static LEDGERS: [Ledger; SETS] = [const { Ledger::new() }; SETS];

macro_rules! sets {
    ($($number:literal)+) => {
        [$(Routines {
            allocate_buffer: allocate_buffer::<$number>,
            allocate_more: allocate_more::<$number>,
            free_buffer: free_buffer::<$number>,
        }),+]
    };
}

static ROUTINES: [Routines; SETS] =
    sets![0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31];

/// The set for what MAPI calls by this number, and its ledger. Numbers that are far apart share one.
pub(crate) fn routines_of_set(number: usize) -> (Routines, &'static Ledger) {
    let [first, ..] = &ROUTINES;
    let [first_ledger, ..] = &LEDGERS;
    let set = number % SETS;
    (*ROUTINES.get(set).unwrap_or(first), LEDGERS.get(set).unwrap_or(first_ledger))
}

/// The ledger of a set of this crate's own.
pub(crate) fn ledger_of(routines: &Routines) -> Option<&'static Ledger> {
    ROUTINES.iter().position(|known| known == routines).and_then(|set| LEDGERS.get(set))
}

/// The set of this crate's own that a place in memory is in a block of, freed or not.
#[cfg_attr(not(feature = "load"), allow(dead_code, reason = "as `current`"))]
pub(super) fn routines_at(address: usize) -> Option<Routines> {
    let set = LEDGERS.iter().position(|ledger| ledger.place(address) != Place::Unknown)?;
    ROUTINES.get(set).copied()
}

static KNOWN: Mutex<Vec<Routines>> = Mutex::new(Vec::new());

/// The name under which a provider in Rust knows a host's routines.
pub(crate) fn ordinal_of(routines: &Routines) -> MemAllocRoutines {
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    let index = known.iter().position(|other| other == routines).unwrap_or_else(|| {
        known.push(*routines);
        known.len() - 1
    });
    MemAllocRoutines::new(u32::try_from(index).unwrap_or(u32::MAX - 1) + 1)
}

fn ledger<const SET: usize>() -> Option<&'static Ledger> {
    LEDGERS.get(SET)
}

unsafe extern "system" fn allocate_buffer<const SET: usize>(size: u32, buffer: *mut *mut c_void) -> u32 {
    // SAFETY: the caller passes what the routine asks for.
    unsafe { put_block::<SET>(size, None, buffer) }
}

unsafe extern "system" fn allocate_more<const SET: usize>(
    size: u32,
    object: *mut c_void,
    buffer: *mut *mut c_void,
) -> u32 {
    // SAFETY: the caller passes what the routine asks for.
    unsafe { put_block::<SET>(size, Some(object.addr()), buffer) }
}

/// # Safety
/// `buffer` is NULL or can be written to.
unsafe fn put_block<const SET: usize>(size: u32, root: Option<usize>, buffer: *mut *mut c_void) -> u32 {
    if buffer.is_null() {
        return codes::MAPI_E_INVALID_PARAMETER.raw();
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let block = ledger::<SET>().and_then(|ledger| ledger.allocate(size, root));
    let pointer = block.map_or(std::ptr::null_mut(), std::ptr::with_exposed_provenance_mut);
    // SAFETY: it is not NULL, and the caller says that it can be written to.
    unsafe { buffer.write_unaligned(pointer) };
    match (block, root) {
        (Some(_), _) => codes::S_OK.raw(),
        (None, Some(_)) => codes::MAPI_E_INVALID_PARAMETER.raw(),
        (None, None) => codes::MAPI_E_NOT_ENOUGH_MEMORY.raw(),
    }
}

unsafe extern "system" fn free_buffer<const SET: usize>(buffer: *mut c_void) -> u32 {
    if buffer.is_null() {
        return codes::S_OK.raw();
    }
    let freed = ledger::<SET>().is_some_and(|ledger| ledger.free(buffer.addr()));
    if freed { codes::S_OK.raw() } else { codes::MAPI_E_CALL_FAILED.raw() }
}
