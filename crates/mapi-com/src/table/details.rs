//! `Details`, which `IMAPISupport` and `IAddrBook` have alike. The functions of modeless dialogs and of buttons do not cross.

use super::scope::*;
use crate::identity::Cx;

/// What is passed, but for the object.
#[derive(Clone, Copy)]
pub(super) struct Arguments {
    pub(super) window: *mut usize,
    pub(super) size: u32,
    pub(super) id: *const c_void,
    pub(super) text: *const c_void,
    pub(super) flags: u32,
}

type Function = unsafe extern "system-unwind" fn(
    Unknown,
    *mut usize,
    *const c_void,
    *const c_void,
    u32,
    *const c_void,
    *const c_void,
    *const c_void,
    *const c_void,
    u32,
) -> u32;

/// `DIALOG_MODAL`, `DIALOG_SDI`, `MAPI_UNICODE`. The one other flag on the method's page is `AB_TELL_DETAILS_CHANGE`.
const OF_THE_DIALOG: u32 = 0x8000_0003;

/// Whether the code says if something was changed.
const fn tells_changes(flags: u32) -> bool {
    flags & !OF_THE_DIALOG != 0
}

/// Asks an object of the other side.
pub(super) fn ask_for_details(
    cx: &Cx,
    pointer: Unknown,
    at: Method,
    request: &DetailsRequest<'_>,
) -> MapiResult<DetailsAnswer> {
    let flags = request.flags.bits();
    let mut window = args::window::lend(cx, request.window)?;
    let mut id = args::id::lend(cx, Some(request.entry_id))?;
    let mut text = args::text::lend(cx, (request.button_text, flags))?;
    let ((mut handle,), (size, id_at), (text_at,)) = (window.c(), id.c(), text.c());
    let none = std::ptr::null();
    // SAFETY: the slots that this is used for have a function of this type, and what is passed lives until it returns.
    let code = HResult::from_raw(unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), Function>(function);
        guarded_for(cx, at, || {
            function(pointer, &raw mut handle, none, none, size, id_at, none, none, text_at, flags)
        })
    });
    id.unchanged(cx, at);
    text.unchanged(cx, at);
    if code.is_failure() {
        return Err(code.into());
    }
    Ok(DetailsAnswer::new(tells_changes(flags) && code == codes::S_OK))
}

/// Serves the other side.
///
/// # Safety
/// The pointers are NULL or what the method's page asks for.
pub(super) unsafe fn answer_details(
    cx: &Cx,
    arguments: Arguments,
    call: impl FnOnce(&DetailsRequest<'_>) -> MapiResult<DetailsAnswer>,
) -> MapiResult<HResult> {
    let Arguments { window, size, id, text, flags } = arguments;
    // SAFETY: as this function says.
    let (window, id, text) = unsafe {
        let window = super::addresses::window_at(cx, window)?;
        (window, some(args::id::take(cx, (size, id))?)?, args::text::take(cx, (text, flags))?)
    };
    let request = DetailsRequest::new(&id)
        .window(window)
        .button_text(text.as_ref())
        .flags(DetailsFlags::from_bits_retain(flags));
    let answer = call(&request)?;
    Ok(if tells_changes(flags) && !answer.changed { codes::S_FALSE } else { codes::S_OK })
}

/// The two methods in a vtable.
macro_rules! dialog_slots {
    ($trait:ident) => {
        pub(super) unsafe extern "system" fn address_slot<I: ?Sized + Exported + $trait>(
            this: Unknown,
            window: *mut usize,
            parms: *const AdrParm,
            list: Place,
        ) -> u32 {
            let at = methods::$trait::Address;
            serve::<I>(this, at, |o| {
                // SAFETY: the caller passes what the method's page asks for.
                unsafe {
                    crate::table::addresses::answer_addresses(o.cx, at, (window, parms, list), |request| {
                        o.address(request)
                    })
                }
            })
        }

        #[allow(clippy::too_many_arguments, reason = "the arguments are the method's")]
        pub(super) unsafe extern "system" fn details_slot<I: ?Sized + Exported + $trait>(
            this: Unknown,
            window: *mut usize,
            _dismiss: *const c_void,
            _dismiss_context: *const c_void,
            size: u32,
            id: *const c_void,
            _button: *const c_void,
            _button_context: *const c_void,
            text: *const c_void,
            flags: u32,
        ) -> u32 {
            serve::<I>(this, methods::$trait::Details, |o| {
                let arguments = crate::table::details::Arguments { window, size, id, text, flags };
                // SAFETY: the caller passes what the method's page asks for.
                unsafe {
                    crate::table::details::answer_details(o.cx, arguments, |request| o.details(request))
                }
            })
        }
    };
}
pub(super) use dialog_slots;
