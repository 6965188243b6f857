//! Support objects, whose references are counted one by one: each of the other side's is one of ours.

use std::sync::{Arc, PoisonError};

use mapi_spi::spi::{IMAPISupport, Support};

use super::bridge::Cx;
use super::com_object::{ComObject, export, original};
use crate::findings::Breach;
use crate::incoming::proxy_of_support;
use crate::layout::Unknown;

type ComSupport = ComObject<dyn IMAPISupport>;

/// A support object that the other side may use for the length of a call, and keep by `AddRef`.
pub(crate) struct LentSupport {
    pub(crate) pointer: Unknown,
    own: bool,
}

impl Drop for LentSupport {
    fn drop(&mut self) {
        if self.own {
            // SAFETY: the pointer was made by `export`, with a count that is the bridge's own.
            unsafe { ComSupport::release(self.pointer) };
        }
    }
}

/// The object in a handle, without a reference that counts.
fn object_of(support: &Support) -> Arc<dyn IMAPISupport> {
    let mut object = None;
    let lent = support.lend(|inner| {
        object = Some(Arc::clone(&inner));
        inner
    });
    // The closure has run; a handle that owns nothing gives its object away as well.
    object.unwrap_or_else(|| lent.into_object())
}

/// Lends a support object to the other side.
pub(crate) fn export_support(cx: &Cx, support: &Support) -> LentSupport {
    let object = object_of(support);
    if let Some(pointer) = crate::incoming::pointer_of_support_proxy(&cx.bridge, &object) {
        return LentSupport { pointer, own: false };
    }
    LentSupport { pointer: export(cx, &object), own: true }
}

/// A pointer with the reference that the handle has.
pub(crate) fn give_support(cx: &Cx, support: Support) -> Unknown {
    let lent = export_support(cx, &support);
    if lent.own {
        // SAFETY: the pointer was made by `export`.
        let com = unsafe { ComSupport::of(lent.pointer) };
        com.handles.lock().unwrap_or_else(PoisonError::into_inner).push(support);
        // The count that the handle stands for.
        com.add_ref();
    } else {
        // The other side's own reference goes back with the pointer.
        drop(support.into_object());
    }
    lent.pointer
}

/// `AddRef` by the other side: a handle more.
pub(crate) unsafe extern "system" fn add_ref_support(this: Unknown) -> u32 {
    // SAFETY: the slot is in the vtable of support objects.
    let com = unsafe { ComSupport::of(this) };
    let Some((object, _)) = com.live() else {
        com.find(Breach::CallAfterRelease, "AddRef after the last Release");
        return 0;
    };
    let owner = Support::from_object(object);
    let handle = owner.clone();
    // What was made of the object for the clone owns no reference.
    drop(owner.into_object());
    com.handles.lock().unwrap_or_else(PoisonError::into_inner).push(handle);
    com.add_ref().unwrap_or(0)
}

/// `Release` by the other side: a handle fewer.
pub(crate) unsafe extern "system" fn release_support(this: Unknown) -> u32 {
    // SAFETY: the slot is in the vtable of support objects.
    let com = unsafe { ComSupport::of(this) };
    let handle = com.handles.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let Some(handle) = handle else {
        com.find(Breach::OverRelease, "a Release more than there were references");
        return 0;
    };
    let mut pieces = mapi_spi::unwind::Pieces::default();
    if pieces.run(move || drop(handle)).is_none() {
        com.find(Breach::Panic, "a panic in Release");
    }
    std::mem::forget(pieces);
    // SAFETY: as above.
    unsafe { ComSupport::release(this) }.unwrap_or(0)
}

/// A support object that the other side lends: a handle that owns no reference.
pub(crate) fn lend_support(cx: &Cx, pointer: Unknown) -> Support {
    let owner = take_support(cx, pointer);
    let lent = owner.lend(|object| object);
    drop(owner.into_object());
    lent
}

/// A handle that takes over a reference which comes with the pointer.
pub(crate) fn take_support(cx: &Cx, pointer: Unknown) -> Support {
    match original::<dyn IMAPISupport>(&cx.bridge, pointer) {
        Some(object) => Support::from_object(object),
        None => Support::from_object(proxy_of_support(cx, pointer)),
    }
}
