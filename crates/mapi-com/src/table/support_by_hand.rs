//! Methods of `IMAPISupport` that no row is made for: what goes in and comes out by one pointer, and what counts.

use super::scope::*;
use crate::identity::{Cx, LentObject, export, give_support, take_support};
use crate::incoming::{function_of, import};
use crate::memory::{Routines, ordinal_of};

super::details::dialog_slots!(IMAPISupport);

/// The code of a call as a result.
fn done(code: u32) -> MapiResult<HResult> {
    let code = HResult::from_raw(code);
    if code.is_failure() { Err(code.into()) } else { Ok(code) }
}

type GetRoutines = unsafe extern "system" fn(
    Unknown,
    *mut Option<AllocateBuffer>,
    *mut Option<AllocateMore>,
    *mut Option<FreeBuffer>,
) -> u32;

pub(super) fn ask_for_routines(pointer: Unknown) -> MapiResult<MemAllocRoutines> {
    // SAFETY: the proxy of a support object has a pointer of one.
    unsafe { routines_of(pointer) }.map(|routines| ordinal_of(&routines))
}

/// The routines of a support object.
///
/// # Safety
/// The pointer is that of a support object.
pub(crate) unsafe fn routines_of(pointer: Unknown) -> MapiResult<Routines> {
    let (mut allocate, mut more, mut free) = (None, None, None);
    let at = methods::IMAPISupport::GetMemAllocRoutines;
    // SAFETY: the slot of this method has a function of this type.
    done(unsafe {
        let function = std::mem::transmute::<*const (), GetRoutines>(function_of(pointer, at.slot()));
        function(pointer, &raw mut allocate, &raw mut more, &raw mut free)
    })?;
    Ok(Routines { allocate_buffer: some(allocate)?, allocate_more: some(more)?, free_buffer: some(free)? })
}

pub(super) unsafe extern "system" fn get_mem_alloc_routines_slot<I: ?Sized + Exported + IMAPISupport>(
    this: Unknown,
    allocate: *mut Option<AllocateBuffer>,
    more: *mut Option<AllocateMore>,
    free: *mut Option<FreeBuffer>,
) -> u32 {
    serve::<I>(this, methods::IMAPISupport::GetMemAllocRoutines, |o| {
        // The object has no routines, only a name for them: those of its host are the ones that it means.
        o.get_mem_alloc_routines()?;
        if allocate.is_null() || more.is_null() || free.is_null() {
            return Err(codes::MAPI_E_INVALID_PARAMETER.into());
        }
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            allocate.write_unaligned(Some(o.cx.routines.allocate_buffer));
            more.write_unaligned(Some(o.cx.routines.allocate_more));
            free.write_unaligned(Some(o.cx.routines.free_buffer));
        }
        Ok(codes::S_OK)
    })
}

type NotifyFunction =
    unsafe extern "system" fn(Unknown, *const u32, u32, *const NotificationStruct, *mut u32) -> u32;

pub(super) fn ask_to_notify(
    cx: &Cx,
    pointer: Unknown,
    key: &NotificationKey,
    notifications: &[Notification],
    flags: NotifyFlags,
) -> MapiResult<NotifyFlags> {
    let mut key = args::key::lend(cx, key)?;
    let mut list = args::notifications::lend(cx, notifications)?;
    let ((key,), (count, list), mut bits) = (key.c(), list.c(), flags.bits());
    let at = methods::IMAPISupport::Notify;
    // SAFETY: the slot of this method has a function of this type.
    done(unsafe {
        let function = std::mem::transmute::<*const (), NotifyFunction>(function_of(pointer, at.slot()));
        function(pointer, key, count, list, &raw mut bits)
    })?;
    Ok(NotifyFlags::from_bits_retain(bits))
}

pub(super) unsafe extern "system" fn notify_slot<I: ?Sized + Exported + IMAPISupport>(
    this: Unknown,
    key: *const u32,
    count: u32,
    notifications: *const NotificationStruct,
    flags: *mut u32,
) -> u32 {
    serve::<I>(this, methods::IMAPISupport::Notify, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            let key = args::key::take(o.cx, (key,))?;
            let list = args::notifications::take(o.cx, (count, notifications))?;
            super::in_out::answer(flags, |flags| {
                o.notify(&key, &list, NotifyFlags::from_bits_retain(flags)).map(|flags| flags.bits())
            })
        }
    })
}

type ReceiptFunction = unsafe extern "system" fn(Unknown, u32, *mut c_void, Place) -> u32;

pub(super) fn ask_for_receipt(
    cx: &Cx,
    pointer: Unknown,
    flags: ReadReceiptFlags,
    read: &Arc<dyn IMessage>,
    empty: Option<Arc<dyn IMessage>>,
) -> MapiResult<Option<Arc<dyn IMessage>>> {
    let read = LentObject { pointer: export(cx, read) };
    // The reference goes with the pointer, and comes back with the report.
    let given = empty.map_or(std::ptr::null_mut(), |empty| export(cx, &empty));
    let mut message = given;
    let at = methods::IMAPISupport::ReadReceipt;
    // SAFETY: the slot of this method has a function of this type.
    let code = done(unsafe {
        let function = std::mem::transmute::<*const (), ReceiptFunction>(function_of(pointer, at.slot()));
        function(pointer, flags.bits(), read.pointer, &raw mut message)
    });
    if let Err(error) = code {
        drop(LentObject { pointer: given });
        return Err(error);
    }
    Ok((!message.is_null()).then(|| import(cx, message)))
}

pub(super) unsafe extern "system" fn read_receipt_slot<I: ?Sized + Exported + IMAPISupport>(
    this: Unknown,
    flags: u32,
    read: *mut c_void,
    message: Place,
) -> u32 {
    serve::<I>(this, methods::IMAPISupport::ReadReceipt, |o| {
        if message.is_null() {
            return Err(codes::MAPI_E_INVALID_PARAMETER.into());
        }
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            let read = args::object::take::<dyn IMessage>(o.cx, (read,))?;
            let given = message.read_unaligned();
            let empty = (!given.is_null()).then(|| crate::incoming::import_lent::<dyn IMessage>(o.cx, given));
            let report = o.read_receipt(ReadReceiptFlags::from_bits_retain(flags), &read, empty)?;
            // The reference that came with the message is used up; the report has one of its own.
            drop(LentObject { pointer: given });
            let report = report.map_or(std::ptr::null_mut(), |report| export(o.cx, &report));
            message.write_unaligned(report);
        }
        Ok(codes::S_OK)
    })
}

type YieldFunction = unsafe extern "system" fn(Unknown, u32) -> u32;

pub(super) fn ask_to_yield(pointer: Unknown, flags: u32) -> MapiResult<Warned<()>> {
    let at = methods::IMAPISupport::SpoolerYield;
    // SAFETY: the slot of this method has a function of this type.
    let code = done(unsafe {
        std::mem::transmute::<*const (), YieldFunction>(function_of(pointer, at.slot()))(pointer, flags)
    })?;
    Ok(Warned { value: (), warning: Warning::from_code(code) })
}

pub(super) unsafe extern "system" fn spooler_yield_slot<I: ?Sized + Exported + IMAPISupport>(
    this: Unknown,
    flags: u32,
) -> u32 {
    serve::<I>(this, methods::IMAPISupport::SpoolerYield, |o| {
        o.spooler_yield(flags).map(|answer| answer.code())
    })
}

type TemplateFunction = unsafe extern "system" fn(
    Unknown,
    u32,
    *const c_void,
    u32,
    *mut c_void,
    *const [u8; 16],
    Place,
    *mut c_void,
) -> u32;

pub(super) fn ask_for_template(
    cx: &Cx,
    pointer: Unknown,
    request: &OpenTemplateRequest<'_>,
) -> MapiResult<MapiObject> {
    let at = methods::IMAPISupport::OpenTemplateID;
    let mut id = args::id::lend(cx, Some(request.template_id))?;
    let mut data = args::prop::lend(cx, request.prop_data)?;
    let mut iid = args::iid::lend(cx, request.interface)?;
    let mut room = outs::any::Room::default();
    let ((size, id), (data,), (iid,), (place,)) = (id.c(), data.c(), iid.c(), room.c());
    // SAFETY: the slot of this method has a function of this type; it has written an object if it has succeeded.
    unsafe {
        let function = std::mem::transmute::<*const (), TemplateFunction>(function_of(pointer, at.slot()));
        let sibling = std::ptr::null_mut();
        done(function(pointer, size, id, request.flags.bits(), data, iid, place, sibling))?;
        room.read(cx, at, iid)
    }
}

pub(super) unsafe extern "system" fn open_template_id_slot<I: ?Sized + Exported + IMAPISupport>(
    this: Unknown,
    size: u32,
    id: *const c_void,
    flags: u32,
    data: *mut c_void,
    interface: *const [u8; 16],
    place: Place,
    _sibling: *mut c_void,
) -> u32 {
    serve::<I>(this, methods::IMAPISupport::OpenTemplateID, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            outs::any::clear((place,))?;
            let id = some(args::id::take(o.cx, (size, id))?)?;
            let data = args::prop::take(o.cx, (data,))?;
            let iid = args::iid::take(o.cx, (interface,))?;
            let flags = TemplateFlags::from_bits_retain(flags);
            let object =
                o.open_template_id(&OpenTemplateRequest::new(&id, &data).flags(flags).interface(iid))?;
            outs::any::write(o.cx, (place, interface), object)?;
        }
        Ok(codes::S_OK)
    })
}

pub(super) unsafe extern "system" fn store_logoff_transports_slot<I: ?Sized + Exported + IMAPISupport>(
    this: Unknown,
    flags: *mut u32,
) -> u32 {
    serve::<I>(this, methods::IMAPISupport::StoreLogoffTransports, |o| {
        let call =
            |flags| o.store_logoff_transports(LogoffFlags::from_bits_retain(flags)).map(|flags| flags.bits());
        // SAFETY: the caller passes what the method's page asks for.
        unsafe { super::in_out::answer(flags, call) }
    })
}

type ServiceSupportFunction = unsafe extern "system" fn(Unknown, u32, Place) -> u32;

pub(super) fn ask_for_service_support(cx: &Cx, pointer: Unknown, flags: u32) -> MapiResult<Support> {
    let at = methods::IMAPISupport::GetSvcConfigSupportObj;
    let mut support = std::ptr::null_mut();
    // SAFETY: the slot of this method has a function of this type.
    done(unsafe {
        let function =
            std::mem::transmute::<*const (), ServiceSupportFunction>(function_of(pointer, at.slot()));
        function(pointer, flags, &raw mut support)
    })?;
    if support.is_null() {
        return Err(codes::MAPI_E_CALL_FAILED.into());
    }
    Ok(take_support(cx, support))
}

pub(super) unsafe extern "system" fn get_svc_config_support_obj_slot<I: ?Sized + Exported + IMAPISupport>(
    this: Unknown,
    flags: u32,
    place: Place,
) -> u32 {
    serve::<I>(this, methods::IMAPISupport::GetSvcConfigSupportObj, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        unsafe {
            outs::clear_pointer((place,))?;
            let support = o.get_svc_config_support_obj(flags)?;
            place.write_unaligned(give_support(o.cx, support));
        }
        Ok(codes::S_OK)
    })
}
