//! `IMessage`: messages, their recipients and attachments.

use std::sync::Arc;

use super::{IAttach, IMAPIProp, IMAPITable, ProgressUi, no_support};
use crate::mapi::{
    CreateAttachFlags, DeleteAttachFlags, MapiResult, MapiUid, ModifyRecipientsFlags, OpenEntryFlags,
    ReadFlags, Row, SubmitFlags, TableFlags,
};

/// A message. Page: `imessageimapiprop`.
pub trait IMessage: IMAPIProp {
    /// `IMessage::GetAttachmentTable`. Page: `imessage-getattachmenttable`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetAttachmentTable")]
    fn get_attachment_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMessage::OpenAttach`. Page: `imessage-openattach`.
    ///
    /// `number`: the attachment's `PR_ATTACH_NUM`; `interface`: `None` is `IAttach`; `flags`:
    /// `MAPI_BEST_ACCESS`, `MAPI_DEFERRED_ERRORS`, `MAPI_MODIFY`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenAttach")]
    fn open_attach(
        &self,
        number: u32,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IAttach>> {
        no_support()
    }

    /// `IMessage::CreateAttach`. Page: `imessage-createattach`.
    ///
    /// A new attachment and its number. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateAttach")]
    fn create_attach(
        &self,
        interface: Option<MapiUid>,
        flags: CreateAttachFlags,
    ) -> MapiResult<CreatedAttach> {
        no_support()
    }

    /// `IMessage::DeleteAttach`. Page: `imessage-deleteattach`. `flags`: `ATTACH_DIALOG`. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "DeleteAttach")]
    fn delete_attach(&self, number: u32, ui: ProgressUi<'_>, flags: DeleteAttachFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMessage::GetRecipientTable`. Page: `imessage-getrecipienttable`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetRecipientTable")]
    fn get_recipient_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        no_support()
    }

    /// `IMessage::ModifyRecipients`. Page: `imessage-modifyrecipients`.
    ///
    /// Adds, replaces or removes recipients (an `ADRLIST`, one row each); without flag the list replaces
    /// all there are. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "ModifyRecipients")]
    fn modify_recipients(&self, flags: ModifyRecipientsFlags, recipients: &[Row]) -> MapiResult<()> {
        no_support()
    }

    /// `IMessage::SubmitMessage`. Page: `imessage-submitmessage`.
    ///
    /// Saves the message and marks it as ready to be sent. Codes: MAPI_E_NO_RECIPIENTS. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "SubmitMessage")]
    fn submit_message(&self, flags: SubmitFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMessage::SetReadFlag`. Page: `imessage-setreadflag`.
    ///
    /// Codes: MAPI_E_NO_SUPPRESS, MAPI_E_INVALID_PARAMETER (flags that exclude each other). Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetReadFlag")]
    fn set_read_flag(&self, flags: ReadFlags) -> MapiResult<()> {
        no_support()
    }
}

debug_as_name!(IMessage);

/// What `IMessage::CreateAttach` returns.
#[derive(Clone, Debug)]
pub struct CreatedAttach {
    /// `lpulAttachmentNum`: becomes `PR_ATTACH_NUM`; good while the message is open.
    pub number: u32,
    /// `lppAttach`.
    pub attach: Arc<dyn IAttach>,
}
