//! The rows of `IMAPIStatus`.

use super::scope::*;

rows! {
    IMAPIStatus, fill_i_mapi_status;
    hand {}
    also {}
    ValidateState = validate_state(window: ParentWindow<'_>, flags: ValidateStateFlags) -> plain () {
        in lent: window [ulUIParam: usize] = window;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.validate_state(lent, ValidateStateFlags::from_bits_retain(bits));
    }
    SettingsDialog = settings_dialog(window: ParentWindow<'_>, flags: SettingsDialogFlags) -> plain () {
        in lent: window [ulUIParam: usize] = window;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.settings_dialog(lent, SettingsDialogFlags::from_bits_retain(bits));
    }
    ChangePassword = change_password(old: &MapiString, new: &MapiString, width: StringWidth) -> plain () {
        in before: text [lpOldPass: *const c_void] given (ulFlags) = (Some(old), width.bits());
        in after: text [lpNewPass: *const c_void] given (ulFlags) = (Some(new), width.bits());
        in bits: word [ulFlags: u32] = width.bits();
        call(o) o.change_password(&some(before)?, &some(after)?, StringWidth::from_bits_retain(bits));
    }
    FlushQueues = flush_queues(
        window: ParentWindow<'_>, transport: Option<&EntryId>, flags: FlushQueuesFlags
    ) -> plain () {
        in lent: window [ulUIParam: usize] = window;
        in id: id [cbTargetTransport: u32, lpTargetTransport: *const c_void] = transport;
        in bits: word [ulFlags: u32] = flags.bits();
        call(o) o.flush_queues(lent, id.as_ref(), FlushQueuesFlags::from_bits_retain(bits));
    }
}
