//! An open message.

use std::sync::Arc;

use super::draft::Draft;
use super::parts::{attachment_table, check_read_flags};
use super::recipients;
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND};
use crate::mapi::tags::{PR_MESSAGE_ATTACHMENTS, PR_MESSAGE_RECIPIENTS};
use crate::mapi::{
    CreateAttachFlags, DeleteAttachFlags, MapiResult, MapiUid, ModifyRecipientsFlags, OpenEntryFlags,
    PropTag, ReadFlags, Row, SubmitFlags, TableFlags,
};
use crate::reference::abilities::AccessLevel;
use crate::reference::attachment::AttachmentObject;
use crate::reference::open_store::OpenStore;
use crate::reference::open_table::open_table;
use crate::reference::props::{HasProperties, Properties, check_write, props_of};
use crate::spi::{CreatedAttach, IAttach, IMAPITable, IMessage, MapiObject, OpenPropertyRequest, ProgressUi};
use crate::support::interfaces;

pub(in crate::reference) struct MessageObject {
    draft: Arc<Draft>,
}

impl MessageObject {
    pub(in crate::reference) fn open(
        inside: &Arc<OpenStore>,
        number: usize,
        access: AccessLevel,
    ) -> Option<Self> {
        Some(Self { draft: Arc::new(Draft::open(inside, number, access)?) })
    }

    pub(in crate::reference) fn create(
        inside: &Arc<OpenStore>,
        folder: usize,
        associated: bool,
    ) -> Option<Self> {
        Some(Self { draft: Arc::new(Draft::create(inside, folder, associated)?) })
    }
}

impl MessageObject {
    /// Another object on the same opening, to be handed to MAPI.
    pub(super) fn of_draft(draft: &Arc<Draft>) -> Self {
        Self { draft: Arc::clone(draft) }
    }
}

impl HasProperties for MessageObject {
    type Props = Draft;

    fn properties(&self) -> &Arc<Draft> {
        &self.draft
    }

    /// Both tables are to be had by `OpenProperty`, too.
    // [RECIP-02] [ATT-07]
    fn open_object(&self, request: &OpenPropertyRequest) -> Option<MapiResult<MapiObject>> {
        let flags = TableFlags::from_bits_retain(request.interface_options);
        if request.tag.id() == PR_MESSAGE_RECIPIENTS.id() {
            Some(open_table(request, || self.get_recipient_table(flags)))
        } else if request.tag.id() == PR_MESSAGE_ATTACHMENTS.id() {
            Some(open_table(request, || self.get_attachment_table(flags)))
        } else {
            None
        }
    }

    // [PROP-50]
    fn copy_parts(
        &self,
        wanted: &dyn Fn(PropTag) -> bool,
        destination: &MapiObject,
        moving: bool,
    ) -> MapiResult<()> {
        let destination = destination.clone().into_message()?;
        if wanted(PR_MESSAGE_RECIPIENTS) {
            recipients::copy(&self.draft, &*destination)?;
        }
        if wanted(PR_MESSAGE_ATTACHMENTS) {
            super::parts::copy_attachments(self, &*destination)?;
        }
        if moving {
            self.draft.with(|state| {
                if wanted(PR_MESSAGE_RECIPIENTS) {
                    state.content.recipients.clear();
                }
                if wanted(PR_MESSAGE_ATTACHMENTS) {
                    state.content.attachments.clear();
                }
            });
        }
        Ok(())
    }
}

props_of!(MessageObject);

impl IMessage for MessageObject {
    fn get_attachment_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        attachment_table(&self.draft, flags)
    }

    fn open_attach(
        &self,
        number: u32,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IAttach>> {
        interfaces::check(interface, interfaces::ATTACHMENT)?;
        self.draft.inside().check_open()?;
        // [ACCESS-02] an attachment can do what its message can.
        let most = self.draft.access();
        let access = if flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS) {
            most
        } else if !flags.contains(OpenEntryFlags::MAPI_MODIFY) {
            AccessLevel::Read
        } else if most.may_modify() {
            AccessLevel::Modify
        } else {
            return Err(MAPI_E_NO_ACCESS.into());
        };
        let attachment = AttachmentObject::open(&self.draft, number, access).ok_or(MAPI_E_NOT_FOUND)?;
        Ok(Arc::new(attachment))
    }

    /// It is in the message once it is saved, and others see it once the message is.
    // [ATT-04]
    fn create_attach(
        &self,
        interface: Option<MapiUid>,
        _flags: CreateAttachFlags,
    ) -> MapiResult<CreatedAttach> {
        check_write(&*self.draft)?;
        interfaces::check(interface, interfaces::ATTACHMENT)?;
        let number = self.draft.with(|state| state.content.attachments.new_number());
        Ok(CreatedAttach { number, attach: Arc::new(AttachmentObject::create(&self.draft, number)) })
    }

    // [ATT-05]
    fn delete_attach(&self, number: u32, _ui: ProgressUi<'_>, _flags: DeleteAttachFlags) -> MapiResult<()> {
        check_write(&*self.draft)?;
        let removed = self.draft.with(|state| state.content.attachments.remove(number));
        removed.map(|_| ()).ok_or_else(|| MAPI_E_NOT_FOUND.into())
    }

    fn get_recipient_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        recipients::table(&self.draft, flags)
    }

    fn modify_recipients(&self, flags: ModifyRecipientsFlags, recipients: &[Row]) -> MapiResult<()> {
        recipients::modify(&self.draft, flags, recipients)
    }

    /// the flag is not in use.
    // [SEND-29]
    fn submit_message(&self, _flags: SubmitFlags) -> MapiResult<()> {
        self.submit()
    }

    /// Permanent without a save, and also for a message that was opened for reading.
    // [MSG-19]
    fn set_read_flag(&self, flags: ReadFlags) -> MapiResult<()> {
        let inside = self.draft.inside();
        inside.check_write()?;
        check_read_flags(flags)?;
        inside.file.change(|data| data.set_read_flag(self.draft.number, flags))?;
        Ok(())
    }
}
