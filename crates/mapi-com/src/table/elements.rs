//! `IStorage::EnumElements`: a list as OLE's `IEnumSTATSTG`, which the traits have no interface for.

use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use super::scope::*;
use super::stat::{empty, take_name, unwritten};
use crate::identity::Cx;
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
            place.write_unaligned(Elements::give(elements.into(), 0));
        }
        Ok(codes::S_OK)
    })
}

/// The enumerator of this side: a list that does not change, and how far it is read. It calls nobody, so that nothing in it
/// panics.
#[repr(C)]
struct Elements {
    vtable: *const Slot,
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
    fn give(list: Arc<[StorageElement]>, next: usize) -> Unknown {
        let made =
            Self { vtable: VTABLE.as_ptr(), count: AtomicU32::new(1), next: AtomicUsize::new(next), list };
        Box::into_raw(Box::new(made)).cast()
    }

    /// The object behind a pointer that came in as `this`.
    ///
    /// # Safety
    /// The pointer is one of `give`, and has a reference.
    unsafe fn of<'a>(this: Unknown) -> &'a Self {
        // SAFETY: as this function says.
        unsafe { &*this.cast::<Self>() }
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
        let is_own = iid == iids::IID_IUnknown || iid == IID_IENUMSTATSTG;
        if is_own {
            add_ref(this);
        }
        answer.write_unaligned(if is_own { this } else { std::ptr::null_mut() });
        if is_own { codes::S_OK.raw() } else { codes::MAPI_E_INTERFACE_NOT_SUPPORTED.raw() }
    }
}

unsafe extern "system" fn add_ref(this: Unknown) -> u32 {
    // SAFETY: the caller has a reference.
    unsafe { Elements::of(this) }.count.fetch_add(1, Ordering::Relaxed) + 1
}

unsafe extern "system" fn release(this: Unknown) -> u32 {
    // SAFETY: the caller has a reference. No Rust reference is left when the memory is given back.
    unsafe {
        let left = Elements::of(this).count.fetch_sub(1, Ordering::AcqRel) - 1;
        if left == 0 {
            drop(Box::from_raw(this.cast::<Elements>()));
        }
        left
    }
}

unsafe extern "system" fn next(this: Unknown, wanted: u32, stats: *mut StatStg, fetched: *mut u32) -> u32 {
    // How many there are has to be told, but for a single one.
    if stats.is_null() || (fetched.is_null() && wanted != 1) {
        return codes::MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: the caller has a reference, room for so many structures, and one for their number.
    unsafe {
        let elements = Elements::of(this);
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
    // SAFETY: the caller has a reference.
    let elements = unsafe { Elements::of(this) };
    all_of(elements.advance(wanted).len(), wanted)
}

unsafe extern "system" fn reset(this: Unknown) -> u32 {
    // SAFETY: the caller has a reference.
    unsafe { Elements::of(this) }.next.store(0, Ordering::Release);
    codes::S_OK.raw()
}

unsafe extern "system" fn clone(this: Unknown, place: Place) -> u32 {
    if place.is_null() {
        return codes::MAPI_E_INVALID_PARAMETER.raw();
    }
    // SAFETY: the caller has a reference, and a place for the pointer.
    unsafe {
        let elements = Elements::of(this);
        let next = elements.next.load(Ordering::Acquire);
        place.write_unaligned(Elements::give(Arc::clone(&elements.list), next));
    }
    codes::S_OK.raw()
}
