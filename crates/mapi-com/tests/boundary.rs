//! What only the bridge sees: a provider made by hand, with each breach of memory and references.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::ffi::c_void;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use mapi_com::findings::Breach;
use mapi_com::incoming::ComEntry;
use mapi_com::layout::{AllocateBuffer, AllocateMore, FreeBuffer, SPropValue, Unknown};
use mapi_com::outgoing::Loopback;
use mapi_com::unmapped_methods;
use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

/// What the provider made by hand does wrong: as the DLL's instance, which is the one thing that it is told.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Fault {
    None = 1,
    FreesMore,
    FreesTwice,
    FreesUnknown,
    AllocatesOnUnknown,
    ObjectBesideError,
    OverReleases,
    Balanced,
    NullLogon,
    ForeignError,
    ErrorInMore,
    LeavesErrorPointer,
    WritesHalfAVersion,
    WritesNoVersion,
    LoneSurrogate,
}

#[repr(C)]
struct ByHand {
    vtable: *const [*const (); 7],
    fault: usize,
    count: AtomicU32,
    routines: (AllocateBuffer, AllocateMore, FreeBuffer),
}

static VTABLE: VTable = VTable([
    query_interface as *const (),
    add_ref as *const (),
    release as *const (),
    refuses as *const (),
    logon as *const (),
    refuses as *const (),
    refuses as *const (),
]);

struct VTable([*const (); 7]);
// SAFETY: functions may be called on any thread.
unsafe impl Sync for VTable {}

extern "system" fn refuses() -> u32 {
    MAPI_E_NO_SUPPORT.raw()
}

unsafe extern "system" fn query_interface(
    this: *mut ByHand,
    _: *const [u8; 16],
    answer: *mut Unknown,
) -> u32 {
    // SAFETY: the host asks for IUnknown alone.
    unsafe {
        (*this).count.fetch_add(1, Ordering::SeqCst);
        *answer = this.cast();
    }
    0
}

unsafe extern "system" fn add_ref(this: *mut ByHand) -> u32 {
    // SAFETY: the object is there.
    unsafe { (*this).count.fetch_add(1, Ordering::SeqCst) + 1 }
}

unsafe extern "system" fn release(this: *mut ByHand) -> u32 {
    // SAFETY: the object is there, and stays.
    unsafe { (*this).count.fetch_sub(1, Ordering::SeqCst) - 1 }
}

/// A slot of somebody else's object.
unsafe fn slot(object: Unknown, slot: usize) -> extern "system" fn(Unknown) -> u32 {
    // SAFETY: the slots that are used have functions without further arguments.
    unsafe { std::mem::transmute((*object.cast::<*const *const ()>()).add(slot).read()) }
}

#[allow(clippy::too_many_arguments, reason = "the arguments are the method's")]
unsafe extern "system" fn logon(
    this: *mut ByHand,
    support: Unknown,
    _window: usize,
    _name: *const c_void,
    _size: u32,
    _id: *const c_void,
    _flags: u32,
    _interface: *const [u8; 16],
    _security_size: *mut u32,
    _security: *mut Unknown,
    error: *mut Unknown,
    _logon: *mut Unknown,
    _store: *mut Unknown,
) -> u32 {
    // SAFETY: all of it is what the method is given.
    unsafe {
        let by_hand = &*this;
        let (allocate, more, free) = by_hand.routines;
        let (mut block, mut part) = (null_mut(), null_mut());
        if by_hand.fault != Fault::LeavesErrorPointer as usize {
            error.write(null_mut());
        }
        match by_hand.fault {
            fault if fault == Fault::OverReleases as usize => {
                slot(support, 2)(support);
            }
            fault if fault == Fault::Balanced as usize => {
                slot(support, 1)(support);
                slot(support, 2)(support);
            }
            fault if fault == Fault::NullLogon as usize => return 0,
            fault if fault == Fault::ForeignError as usize => {
                static mut ERROR: [u64; 4] = [0; 4];
                *error = (&raw mut ERROR).cast();
            }
            fault if fault == Fault::ErrorInMore as usize => {
                allocate(32, &raw mut block);
                more(32, block, &raw mut part);
                part.cast::<u64>().write_bytes(0, 4);
                *error = part;
            }
            fault if fault == Fault::LoneSurrogate as usize => {
                allocate(32, &raw mut block);
                more(6, block, &raw mut part);
                part.cast::<[u16; 3]>().write([0x41, 0xD800, 0]);
                block.cast::<[u64; 4]>().write([0; 4]);
                block.cast::<Unknown>().add(1).write(part);
                *error = block;
            }
            _ => {
                allocate(32, &raw mut block);
                free(block);
            }
        }
    }
    MAPI_E_LOGON_FAILED.raw()
}

unsafe extern "system" fn init(
    instance: usize,
    malloc: Unknown,
    allocate: Option<AllocateBuffer>,
    more: Option<AllocateMore>,
    free: Option<FreeBuffer>,
    _flags: u32,
    _mapi_version: u32,
    version: *mut u32,
    provider: *mut Unknown,
) -> u32 {
    let (allocate_buffer, allocate_more, free_buffer) = (allocate.unwrap(), more.unwrap(), free.unwrap());
    let (mut block, mut part) = (null_mut(), null_mut());
    // SAFETY: the routines are given what each breach needs.
    unsafe {
        uses_malloc(malloc);
        allocate_buffer(8, &raw mut block);
        allocate_more(8, block, &raw mut part);
        match instance {
            fault if fault == Fault::FreesMore as usize => {
                free_buffer(part);
            }
            fault if fault == Fault::FreesTwice as usize => {
                free_buffer(block);
            }
            fault if fault == Fault::FreesUnknown as usize => {
                free_buffer((&raw mut part).cast());
            }
            fault if fault == Fault::AllocatesOnUnknown as usize => {
                let mut none = null_mut();
                assert_ne!(allocate_more(8, (&raw mut part).cast(), &raw mut none), 0);
                assert!(none.is_null());
            }
            _ => {}
        }
        free_buffer(block);
        match instance {
            fault if fault == Fault::WritesNoVersion as usize => {}
            fault if fault == Fault::WritesHalfAVersion as usize => version.cast::<u16>().write(0x10),
            _ => *version = SpiVersion::CURRENT.raw(),
        }
        *provider = Box::into_raw(Box::new(ByHand {
            vtable: &raw const VTABLE.0,
            fault: instance,
            count: AtomicU32::new(1),
            routines: (allocate_buffer, allocate_more, free_buffer),
        }))
        .cast();
    }
    if instance == Fault::ObjectBesideError as usize { MAPI_E_VERSION.raw() } else { 0 }
}

/// `IMalloc::Alloc`, `Realloc` and `Free`.
unsafe fn uses_malloc(malloc: Unknown) {
    type Alloc = extern "system" fn(Unknown, usize) -> *mut u8;
    type Realloc = extern "system" fn(Unknown, *mut u8, usize) -> *mut u8;
    type Free = extern "system" fn(Unknown, *mut u8);
    // SAFETY: these are the slots of the interface.
    unsafe {
        let slot = |slot: usize| (*malloc.cast::<*const *const ()>()).add(slot).read();
        slot_of(malloc, 1);
        let block = std::mem::transmute::<*const (), Alloc>(slot(3))(malloc, 4);
        block.write_bytes(7, 4);
        let block = std::mem::transmute::<*const (), Realloc>(slot(4))(malloc, block, 4_000);
        assert_eq!(block.add(3).read(), 7);
        std::mem::transmute::<*const (), Free>(slot(5))(malloc, block);
        slot_of(malloc, 2);
    }
}

/// Calls a slot without arguments.
unsafe fn slot_of(object: Unknown, number: usize) {
    // SAFETY: the slot has no further arguments.
    unsafe { slot(object, number)(object) };
}

/// A support object that counts.
#[derive(Default)]
struct Counting(Mutex<u32>);

impl IMAPISupport for Counting {
    fn add_ref(&self, _: CountedBy) -> u32 {
        *self.0.lock().unwrap() += 1;
        *self.0.lock().unwrap()
    }

    fn release(&self, _: CountedBy) -> u32 {
        *self.0.lock().unwrap() -= 1;
        *self.0.lock().unwrap()
    }
}

/// What is found when the provider is loaded and logged on to, and the count of the support object at the end.
fn found(fault: Fault) -> (Vec<Breach>, u32) {
    // Sets of routines are shared in this process, and so is what is found about them.
    static ONE: Mutex<()> = Mutex::new(());
    let _held = ONE.lock();
    // SAFETY: the function is an `MSProviderInit`.
    let entry = unsafe { ComEntry::from_function(init) }.of_instance(fault as usize);
    let before = entry.findings().len();
    let counting = Arc::new(Counting(Mutex::new(1)));
    let support = Support::from_object(counting.clone());
    let answer = entry.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1)));
    if let Ok(answer) = answer {
        let name = MapiString::from("p");
        let request = LogonRequest::new(&support, &name, None, StoreLogonFlags::MAPI_UNICODE);
        drop(answer.provider.unwrap().logon(&request));
    }
    let count = *counting.0.lock().unwrap();
    drop(support);
    (entry.findings().into_iter().skip(before).map(|finding| finding.breach).collect(), count)
}

#[test]
fn a_right_provider_has_no_findings() {
    assert_eq!(found(Fault::None), (vec![], 1));
}

#[test]
fn each_breach_is_found() {
    let of = |fault| found(fault).0;
    assert_eq!(of(Fault::FreesMore), [Breach::FreedMoreBlock]);
    assert_eq!(of(Fault::FreesTwice), [Breach::FreedTwice]);
    assert_eq!(of(Fault::LeavesErrorPointer), [Breach::ErrorPointerLeft]);
    assert_eq!(of(Fault::FreesUnknown), [Breach::UnknownBlock]);
    assert_eq!(of(Fault::AllocatesOnUnknown), [Breach::UnknownBlock]);
    assert_eq!(of(Fault::ObjectBesideError), [Breach::ResultBesideError]);
    assert_eq!(of(Fault::ForeignError), [Breach::ForeignMemory]);
    assert_eq!(of(Fault::ErrorInMore), [Breach::ResultInMoreBlock]);
    assert_eq!(of(Fault::WritesHalfAVersion), [Breach::WrittenTooNarrow]);
    assert_eq!(of(Fault::WritesNoVersion), [Breach::NotWritten]);
    assert_eq!(of(Fault::LoneSurrogate), [Breach::LoneSurrogate]);
}

#[test]
fn references_of_a_support_object_are_counted_one_by_one() {
    assert_eq!(found(Fault::Balanced), (vec![], 1), "one more and one fewer");
    assert_eq!(found(Fault::OverReleases), (vec![Breach::OverRelease], 1), "the host's own stays");
    assert_eq!(found(Fault::NullLogon), (vec![], 1), "a logon without objects is for the host to judge");
}

/// A provider whose logon panics.
struct Panics;

impl IMSProvider for Panics {
    fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        panic!("a provider that gives up")
    }

    fn compare_store_ids(&self, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        let detail = MapiErrorDetail::new("not today");
        Err(MapiError::with_detail(MAPI_E_BUSY, detail))
    }
}

#[test]
fn a_panic_becomes_a_code_and_a_finding() {
    let loopback = Loopback::new(|_: &InitRequest| Ok(InitAnswer::new(Arc::new(Panics))));
    let provider = loopback.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap();
    let provider = provider.provider.unwrap();
    let support = Support::from_object(Arc::new(Counting(Mutex::new(1))));
    let name = MapiString::from("p");
    let request = LogonRequest::new(&support, &name, None, StoreLogonFlags::MAPI_UNICODE);
    assert_eq!(provider.logon(&request).unwrap_err().code(), MAPI_E_CALL_FAILED);
    let id = EntryId::from_bytes(&[1]);
    assert_eq!(provider.compare_store_ids(&id, &id, 0).unwrap_err().code(), MAPI_E_BUSY);
    drop(provider);
    let findings = loopback.findings();
    assert_eq!(findings.iter().map(|finding| finding.breach).collect::<Vec<_>>(), [Breach::Panic]);
    assert_eq!(findings[0].to_string(), "IMSProvider: a panic in IMSProvider::Logon");
}

/// No method answers MAPI_E_NO_SUPPORT because its row is missing.
#[test]
fn all_methods_cross() {
    assert_eq!(unmapped_methods(), []);
}

#[test]
fn structures_have_the_sizes_of_64_bits() {
    let sizes: Vec<(&str, usize)> = mapi_com::layout::SIZES.to_vec();
    assert!(sizes.contains(&("SPropValue", 24)) && size_of::<SPropValue>() == 24);
    for wanted in [
        ("SBinary", 16),
        ("MAPIERROR", 32),
        ("SRow", 16),
        ("NOTIFICATION", 88),
        ("SRestriction", 32),
        ("MAPINAMEID", 24),
        ("SSortOrder", 8),
        ("SPropProblem", 12),
        ("ADRPARM", 136),
    ] {
        assert!(sizes.contains(&wanted), "{wanted:?}");
    }
}
