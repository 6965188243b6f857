//! `IStorage::EnumElements`: a list as OLE's `IEnumSTATSTG`, which the traits have no interface for.

use std::sync::Weak;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use super::scope::*;
use super::stat::{empty, take_name, unwritten};
use crate::findings::Breach;
use crate::identity::{Bridge, Cx, Tombstone};
use crate::memory::task;

/// `IID_IEnumSTATSTG`
const IID_IENUMSTATSTG: MapiUid = MapiUid::from_fields(0xD, 0, 0, [0xC0, 0, 0, 0, 0, 0, 0, 0x46]);

/// `STGTY_STORAGE`
const STORAGE: u32 = 1;
/// `STGTY_STREAM`
const STREAM: u32 = 2;

/// A storage has fewer elements than this: an enumerator that goes on has no end.
const MOST: usize = 1 << 20;

type EnumElements = unsafe extern "system-unwind" fn(Unknown, u32, *const c_void, u32, *mut Unknown) -> u32;
type Next = unsafe extern "system-unwind" fn(Unknown, u32, *mut StatStg, *mut u32) -> u32;

/// An enumerator of the other side, with its reference.
struct Enumerator(Unknown);

impl Drop for Enumerator {
    fn drop(&mut self) {
        // SAFETY: the reference came with the pointer.
        unsafe { crate::incoming::release(self.0) };
    }
}

/// Asks an object of the other side, element by element.
pub(super) fn ask(cx: &Cx, pointer: Unknown) -> MapiResult<Vec<StorageElement>> {
    let at = methods::IStorage::EnumElements;
    let mut room = outs::Fenced::<*mut c_void>::default();
    // SAFETY: the slot of this method has a function of this type.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), EnumElements>(function);
        guarded_for(cx, at, || function(pointer, 0, std::ptr::null(), 0, room.place()))
    });
    if code.is_failure() {
        return Err(code.into());
    }
    let answer = room.if_written(cx, at);
    if answer.is_null() {
        return outs::null_result(cx, at);
    }
    let enumerator = Enumerator(answer);
    let mut elements = Vec::new();
    while let Some(element) = next_of(cx, &enumerator)? {
        if elements.len() == MOST {
            return Err(codes::MAPI_E_TOO_BIG.into());
        }
        elements.push(element);
    }
    Ok(elements)
}

/// The next element; `S_FALSE` is the end.
fn next_of(cx: &Cx, enumerator: &Enumerator) -> MapiResult<Option<StorageElement>> {
    let at = methods::IStorage::EnumElements;
    let (mut stat, mut fetched) = (unwritten(), outs::Fenced::<u32>::default());
    // SAFETY: the slot behind those of IUnknown has a function of this type.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(enumerator.0, 3);
        let function = std::mem::transmute::<*const (), Next>(function);
        guarded_for(cx, at, || function(enumerator.0, 1, &raw mut stat, fetched.place()))
    });
    if code.is_failure() {
        return Err(code.into());
    }
    if code == codes::S_FALSE || fetched.written(cx, at) == 0 {
        return Ok(None);
    }
    // SAFETY: the other side has written the structure, whose name is ours now.
    let name = unsafe { take_name(cx, at, &stat) }?.unwrap_or_default();
    Ok(Some(if outs::written(cx, at, stat.kind) == STORAGE {
        StorageElement::storage(name)
    } else {
        StorageElement::stream(name, outs::written(cx, at, stat.size))
    }))
}

pub(super) unsafe extern "system" fn enum_elements_slot<I: ?Sized + Exported + IStorage>(
    this: Unknown,
    _reserved1: u32,
    _reserved2: *const c_void,
    _reserved3: u32,
    place: Place,
) -> u32 {
    serve::<I>(this, methods::IStorage::EnumElements, |o| {
        // SAFETY: the caller passes a place for the pointer.
        unsafe {
            outs::clear_pointer((place,))?;
            let elements = o.enum_elements()?;
            place.write_unaligned(Elements::give(Arc::downgrade(&o.cx.bridge), elements.into(), 0));
        }
        Ok(codes::S_OK)
    })
}

/// The enumerator of this side: a list that does not change, and how far it is read. It calls nobody, so that nothing in it
/// panics. After the last `Release` its memory stays, as that of other objects.
#[repr(C)]
struct Elements {
    vtable: *const Slot,
    bridge: Weak<Bridge>,
    count: AtomicU32,
    next: AtomicUsize,
    list: Arc<[StorageElement]>,
}

static VTABLE: [Slot; 7] = [
    Slot(query_interface as *const ()),
    Slot(add_ref as *const ()),
    Slot(release as *const ()),
    Slot(next as *const ()),
    Slot(skip as *const ()),
    Slot(reset as *const ()),
    Slot(clone as *const ()),
];

impl Elements {
    /// A pointer with the only reference.
    fn give(bridge: Weak<Bridge>, list: Arc<[StorageElement]>, next: usize) -> Unknown {
        let (count, next) = (AtomicU32::new(1), AtomicUsize::new(next));
        Box::into_raw(Box::new(Self { vtable: VTABLE.as_ptr(), bridge, count, next, list })).cast()
    }

    /// The object behind a pointer that came in as `this`.
    ///
    /// # Safety
    /// The pointer is one of `give`, and its tombstone is still there.
    unsafe fn of<'a>(this: Unknown) -> &'a Self {
        // SAFETY: as this function says.
        unsafe { &*this.cast::<Self>() }
    }

    /// The same for a method: the object, if there is a reference on it.
    ///
    /// # Safety
    /// As [`of`](Self::of).
    unsafe fn live<'a>(this: Unknown) -> Option<&'a Self> {
        // SAFETY: as this function says.
        let elements = unsafe { Self::of(this) };
        if elements.count.load(Ordering::Acquire) > 0 {
            return Some(elements);
        }
        elements.find(Breach::CallAfterRelease, "IEnumSTATSTG: a call after the last Release");
        None
    }

    fn find(&self, breach: Breach, text: &str) {
        if let Some(bridge) = self.bridge.upgrade() {
            bridge.findings.add(breach, Some(methods::IStorage::EnumElements), text);
        }
    }

    /// Goes on by at most so many; the answer is where they begin, and they end.
    fn advance(&self, wanted: u32) -> std::ops::Range<usize> {
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        let end = |start: usize| start.saturating_add(wanted).min(self.list.len());
        let start = self.next.fetch_update(Ordering::AcqRel, Ordering::Acquire, |start| Some(end(start)));
        let start = start.unwrap_or_else(|start| start);
        start..end(start)
    }
}

fn all_of(got: usize, wanted: u32) -> u32 {
    if usize::try_from(wanted).is_ok_and(|wanted| wanted == got) { 0 } else { codes::S_FALSE.raw() }
}

unsafe extern "system" fn query_interface(this: Unknown, iid: *const [u8; 16], answer: *mut Unknown) -> u32 {
    if iid.is_null() || answer.is_null() {
        return codes::MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: the caller passes an identifier and a place for the pointer.
    unsafe {
        let iid = MapiUid::from_bytes(iid.read_unaligned());
        let is_own = (iid == iids::IID_IUnknown || iid == IID_IENUMSTATSTG) && add_ref(this) > 0;
        answer.write_unaligned(if is_own { this } else { std::ptr::null_mut() });
        if is_own { codes::S_OK.raw() } else { codes::MAPI_E_INTERFACE_NOT_SUPPORTED.raw() }
    }
}

unsafe extern "system" fn add_ref(this: Unknown) -> u32 {
    // SAFETY: the pointer is of `give`.
    let elements = unsafe { Elements::of(this) };
    let more = |count: u32| (count > 0).then_some(count + 1);
    let before = elements.count.fetch_update(Ordering::AcqRel, Ordering::Acquire, more);
    before.map(|before| before + 1).unwrap_or_else(|_| {
        elements.find(Breach::CallAfterRelease, "IEnumSTATSTG: AddRef after the last Release");
        0
    })
}

unsafe extern "system" fn release(this: Unknown) -> u32 {
    // SAFETY: the pointer is of `give`.
    let elements = unsafe { Elements::of(this) };
    let fewer = |count: u32| count.checked_sub(1);
    let Ok(before) = elements.count.fetch_update(Ordering::AcqRel, Ordering::Acquire, fewer) else {
        elements.find(Breach::OverRelease, "IEnumSTATSTG: a Release more than there were references");
        return 0;
    };
    if before == 1 {
        let tombstone = Tombstone { pointer: this, free };
        // Without its side nobody is left who would be told of another call.
        match elements.bridge.upgrade() {
            Some(bridge) => bridge.bury(tombstone),
            None => drop(tombstone),
        }
    }
    before - 1
}

/// # Safety
/// The pointer is of `give`, and nobody uses it any more.
unsafe fn free(pointer: *mut c_void) {
    // SAFETY: as this function says.
    drop(unsafe { Box::from_raw(pointer.cast::<Elements>()) });
}

unsafe extern "system" fn next(this: Unknown, wanted: u32, stats: *mut StatStg, fetched: *mut u32) -> u32 {
    // How many there are has to be told, but for a single one.
    if stats.is_null() || (fetched.is_null() && wanted != 1) {
        return codes::MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: the caller has room for so many structures, and one for their number.
    unsafe {
        let Some(elements) = Elements::live(this) else { return codes::MAPI_E_INVALID_OBJECT.raw() };
        let range = elements.advance(wanted);
        let mut got = 0;
        for element in elements.list.get(range).unwrap_or_default() {
            let Ok(stat) = stat_of(element) else { break };
            stats.add(got).write_unaligned(stat);
            got += 1;
        }
        if !fetched.is_null() {
            fetched.write_unaligned(u32::try_from(got).unwrap_or(u32::MAX));
        }
        all_of(got, wanted)
    }
}

/// An element as OLE has it. Its name is the receiver's to free.
fn stat_of(element: &StorageElement) -> MapiResult<StatStg> {
    let mut stat = empty();
    stat.kind = if element.is_storage { STORAGE } else { STREAM };
    stat.size = element.size;
    stat.name = task::text(&element.name)?;
    Ok(stat)
}

unsafe extern "system" fn skip(this: Unknown, wanted: u32) -> u32 {
    // SAFETY: the pointer is of `give`.
    let Some(elements) = (unsafe { Elements::live(this) }) else { return codes::MAPI_E_INVALID_OBJECT.raw() };
    all_of(elements.advance(wanted).len(), wanted)
}

unsafe extern "system" fn reset(this: Unknown) -> u32 {
    // SAFETY: the pointer is of `give`.
    let Some(elements) = (unsafe { Elements::live(this) }) else { return codes::MAPI_E_INVALID_OBJECT.raw() };
    elements.next.store(0, Ordering::Release);
    codes::S_OK.raw()
}

unsafe extern "system" fn clone(this: Unknown, place: Place) -> u32 {
    if place.is_null() {
        return codes::MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: the caller has a place for the pointer.
    unsafe {
        place.write_unaligned(std::ptr::null_mut());
        let Some(elements) = Elements::live(this) else { return codes::MAPI_E_INVALID_OBJECT.raw() };
        let (bridge, next) = (Weak::clone(&elements.bridge), elements.next.load(Ordering::Acquire));
        place.write_unaligned(Elements::give(bridge, Arc::clone(&elements.list), next));
    }
    codes::S_OK.raw()
}
