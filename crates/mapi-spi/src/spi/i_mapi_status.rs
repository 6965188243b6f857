//! `IMAPIStatus`: status objects.

use super::{IMAPIProp, ParentWindow, no_support};
use crate::mapi::{
    EntryId, FlushQueuesFlags, MapiResult, MapiString, SettingsDialogFlags, StringWidth, ValidateStateFlags,
};

/// A status object. Page: `imapistatusimapiprop`.
///
/// Which methods it supports is told by `PR_RESOURCE_METHODS` in its row of the status table; the others
/// answer MAPI_E_NO_SUPPORT. Every status object supports `ValidateState`.
pub trait IMAPIStatus: IMAPIProp {
    /// `IMAPIStatus::ValidateState`. Page: `imapistatus-validatestate`.
    ///
    /// Checks the state of the resource and brings the status row up to date. Codes: MAPI_E_BUSY,
    /// MAPI_E_NO_SUPPORT, MAPI_E_USER_CANCEL (remote transports only). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ValidateState")]
    fn validate_state(&self, window: ParentWindow<'_>, flags: ValidateStateFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPIStatus::SettingsDialog`. Page: `imapistatus-settingsdialog`.
    ///
    /// Shows the provider's property sheet. `flags`: `UI_READONLY`. Codes: MAPI_E_NO_SUPPORT. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "SettingsDialog")]
    fn settings_dialog(&self, window: ParentWindow<'_>, flags: SettingsDialogFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPIStatus::ChangePassword`. Page: `imapistatus-changepassword`.
    ///
    /// Codes: MAPI_E_NO_ACCESS (the old password is wrong), MAPI_E_NO_SUPPORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ChangePassword")]
    fn change_password(&self, old: &MapiString, new: &MapiString, width: StringWidth) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPIStatus::FlushQueues`. Page: `imapistatus-flushqueues`.
    ///
    /// Sends and receives now. For the spooler's and transports' status objects; `transport` is given to
    /// the spooler's only. Codes: MAPI_E_BUSY, MAPI_E_NO_SUPPORT. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "FlushQueues")]
    fn flush_queues(
        &self,
        window: ParentWindow<'_>,
        transport: Option<&EntryId>,
        flags: FlushQueuesFlags,
    ) -> MapiResult<()> {
        no_support()
    }
}

debug_as_name!(IMAPIStatus);
