//! `Logon` and `SpoolerLogon`: the support object that is lent, and an error that comes out in full.

use super::scope::*;
use crate::identity::{Cx, export_support, lend_support};

type LogonFunction = unsafe extern "system-unwind" fn(
    Unknown,
    Unknown,
    usize,
    *const c_void,
    u32,
    *const c_void,
    u32,
    *const [u8; 16],
    *mut u32,
    Place,
    Place,
    Place,
    Place,
) -> u32;

type SpoolerLogonFunction = unsafe extern "system-unwind" fn(
    Unknown,
    Unknown,
    usize,
    *const c_void,
    u32,
    *const c_void,
    u32,
    *const [u8; 16],
    u32,
    *const u8,
    Place,
    Place,
    Place,
) -> u32;

/// [MEM-05] The arguments are as they were.
macro_rules! held_unchanged {
    ($cx:ident, $at:ident, $($held:ident)+) => {
        $($held.unchanged($cx, $at);)+
    };
}

/// Where the other side writes.
#[derive(Default)]
struct Room {
    security: outs::bytes::Room,
    error: outs::error::Room,
    logon: outs::optional_object::Room<dyn IMSLogon>,
    store: outs::optional_object::Room<dyn IMsgStore>,
}

impl Room {
    /// The outcome of a logon.
    ///
    /// # Safety
    /// The other side has answered this code, and has written what it promises.
    unsafe fn read(self, cx: &Cx, at: Method, code: u32, flags: u32) -> MapiResult<LogonAnswer> {
        let code = HResult::from_raw(code);
        // SAFETY: an error is written beside a failure as well.
        let detail = unsafe { self.error.read(cx, at, flags) }?;
        if code.is_failure() {
            self.security.is_left(cx, at);
            self.logon.is_left(cx, at);
            self.store.is_left(cx, at);
            return Err(detail.map_or_else(|| code.into(), |detail| MapiError::with_detail(code, detail)));
        }
        let mut answer = LogonAnswer::default();
        let has_security = self.security.has_pointer();
        // SAFETY: as this function says.
        unsafe {
            if has_security {
                let security = self.security.read(cx, at)?;
                look_at_security(cx, at, &security);
                answer.spool_security = Some(security);
            }
            answer.logon = self.logon.read(cx, at)?;
            answer.store = self.store.read(cx, at)?;
        }
        let warning = Warning::from_code(code);
        answer.warning = match (warning, detail) {
            (Some(warning), Some(detail)) => Some(warning.with_detail(detail)),
            (warning, _) => warning,
        };
        Ok(answer)
    }
}

/// [SPOOL-03] The data go to another process, where no address of this one means anything.
fn look_at_security(cx: &Cx, at: Method, data: &[u8]) {
    if crate::memory::hold_an_address(data) {
        let text = "the validation data hold an address of this process";
        cx.bridge.findings.add(crate::findings::Breach::AddressInValidationData, Some(at), text);
    }
}

/// `Logon` on a provider object of the other side.
pub(super) fn ask(cx: &Cx, pointer: Unknown, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
    let at = methods::IMSProvider::Logon;
    let flags = request.flags.bits();
    let support = export_support(cx, request.support);
    let mut window = args::window::lend(cx, request.window)?;
    let mut name = args::text::lend(cx, (Some(request.profile_name), flags))?;
    let mut id = args::id::lend(cx, request.entry_id)?;
    let mut iid = args::iid::lend(cx, request.interface)?;
    let ((window,), (c_name,), (size, c_id), (c_iid,)) = (window.c(), name.c(), id.c(), iid.c());
    let mut room = Room::default();
    let (security_size, security) = room.security.c();
    let ((error,), (logon,), (store,)) = (room.error.c(), room.logon.c(), room.store.c());
    // SAFETY: the slot of this method has a function of this type, and what is passed lives until it returns.
    unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), LogonFunction>(function);
        let call = || {
            function(
                pointer,
                support.pointer,
                window,
                c_name,
                size,
                c_id,
                flags,
                c_iid,
                security_size,
                security,
                error,
                logon,
                store,
            )
        };
        let code = guarded_for(cx, at, call);
        held_unchanged!(cx, at, name id iid);
        room.read(cx, at, code, flags)
    }
}

/// `SpoolerLogon` on a provider object of the other side.
pub(super) fn ask_for_spooler(
    cx: &Cx,
    pointer: Unknown,
    request: &SpoolerLogonRequest<'_>,
) -> MapiResult<LogonAnswer> {
    let at = methods::IMSProvider::SpoolerLogon;
    let flags = request.flags.bits();
    let support = export_support(cx, request.support);
    let mut window = args::window::lend(cx, request.window)?;
    let mut name = args::text::lend(cx, (Some(request.profile_name), flags))?;
    let mut id = args::id::lend(cx, request.entry_id)?;
    let mut iid = args::iid::lend(cx, request.interface)?;
    let mut data = args::bytes::lend(cx, request.spool_security)?;
    let ((window,), (c_name,), (size, c_id), (c_iid,)) = (window.c(), name.c(), id.c(), iid.c());
    let (data_size, c_data) = data.c();
    let mut room = Room::default();
    let ((error,), (logon,), (store,)) = (room.error.c(), room.logon.c(), room.store.c());
    // SAFETY: the slot of this method has a function of this type, and what is passed lives until it returns.
    unsafe {
        let function = crate::incoming::function_of(pointer, at.slot());
        let function = std::mem::transmute::<*const (), SpoolerLogonFunction>(function);
        let call = || {
            function(
                pointer,
                support.pointer,
                window,
                c_name,
                size,
                c_id,
                flags,
                c_iid,
                data_size,
                c_data,
                error,
                logon,
                store,
            )
        };
        let code = guarded_for(cx, at, call);
        held_unchanged!(cx, at, name id iid data);
        room.read(cx, at, code, flags)
    }
}

/// What a logon is given, as it comes in.
pub(super) struct Given {
    pub(super) support: Unknown,
    pub(super) window: usize,
    pub(super) profile_name: *const c_void,
    pub(super) id_size: u32,
    pub(super) id: *const c_void,
    pub(super) flags: u32,
    pub(super) interface: *const [u8; 16],
}

/// The same for the provider object.
pub(super) struct Taken<'a> {
    pub(super) support: Support,
    pub(super) window: ParentWindow<'a>,
    pub(super) profile_name: MapiString,
    pub(super) id: Option<EntryId>,
    pub(super) interface: Option<MapiUid>,
}

/// Where the answer goes.
pub(super) struct Outs {
    pub(super) security: (*mut u32, Place),
    pub(super) error: Place,
    pub(super) logon: Place,
    pub(super) store: Place,
}

/// Serves a logon.
///
/// # Safety
/// What is given is what the page of the method asks for.
pub(super) unsafe fn answer(
    cx: &Cx,
    given: &Given,
    outs: Outs,
    call: impl FnOnce(&Taken<'_>) -> MapiResult<LogonAnswer>,
) -> MapiResult<HResult> {
    if given.support.is_null() {
        return Err(codes::MAPI_E_INVALID_PARAMETER.into());
    }
    // SAFETY: as this function says.
    unsafe {
        if !outs.security.0.is_null() {
            outs::clear_counted(outs.security)?;
        }
        outs::error::clear((outs.error,))?;
        outs::clear_pointer((outs.logon,))?;
        outs::clear_pointer((outs.store,))?;
        let taken = Taken {
            support: lend_support(cx, given.support),
            window: args::window::take(cx, (given.window,))?,
            profile_name: some(args::text::take(cx, (given.profile_name, given.flags))?)?,
            id: args::id::take(cx, (given.id_size, given.id))?,
            interface: args::iid::take(cx, (given.interface,))?,
        };
        let answer = match call(&taken) {
            Ok(answer) => answer,
            Err(error) => {
                let code = error.code();
                outs::error::write(cx, (outs.error, given.flags), error.into_detail())?;
                return Err(code.into());
            }
        };
        let code = answer.code();
        let detail = answer.warning.as_ref().and_then(|warning| warning.detail().cloned());
        outs::error::write(cx, (outs.error, given.flags), detail)?;
        outs::optional_object::write(cx, (outs.logon,), answer.logon)?;
        outs::optional_object::write(cx, (outs.store,), answer.store)?;
        if let Some(data) = answer.spool_security.filter(|_| !outs.security.0.is_null()) {
            outs::bytes::write(cx, outs.security, data)?;
        }
        Ok(code)
    }
}
