//! `IMessage`.

use std::sync::Arc;

use super::attachment::{AttachmentObject, attachment_row};
use super::folder::{columns, instance_key};
use super::ids::ObjectNo;
use super::interfaces;
use super::open_store::{OpenStore, record_key};
use super::read_only::{open_stream, read_only_props};
use super::spec::{MessageSpec, RecipientSpec};
use super::store_props::support_mask;
use crate::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND};
use crate::mapi::iids::IID_IMAPITable;
use crate::mapi::tags::*;
use crate::mapi::{
    Access, MapiResult, MapiString, MapiUid, MessageFlags, ObjectType, OneOff, OpenEntryFlags, PropTag,
    PropValue, RecipientType, Row, TableFlags, Value,
};
use crate::memory::{MemoryProps, MemoryTable};
use crate::spi::{IAttach, IMAPITable, IMessage, MapiObject, OpenPropertyRequest};

/// What a recipient table shows without `SetColumns` \[RECIP-03\] \[RECIP-04\].
const RECIPIENTS: [PropTag; 7] = [
    PR_ROWID,
    PR_RECIPIENT_TYPE,
    PR_DISPLAY_NAME_W,
    PR_ADDRTYPE_W,
    PR_EMAIL_ADDRESS_W,
    PR_ENTRYID,
    PR_RESPONSIBILITY,
];

/// What an attachment table shows without `SetColumns` \[ATT-08\].
const ATTACHMENTS: [PropTag; 8] = [
    PR_ATTACH_NUM,
    PR_INSTANCE_KEY,
    PR_RECORD_KEY,
    PR_RENDERING_POSITION,
    PR_ATTACH_METHOD,
    PR_ATTACH_SIZE,
    PR_ATTACH_FILENAME_W,
    PR_ATTACH_LONG_FILENAME_W,
];

/// An open message.
pub(super) struct MessageObject {
    inside: Arc<OpenStore>,
    number: usize,
    props: MemoryProps,
}

impl MessageObject {
    pub(super) fn open(inside: &Arc<OpenStore>, number: usize) -> Option<Self> {
        let props = MemoryProps::new(props(inside, number)?);
        Some(Self { inside: Arc::clone(inside), number, props })
    }

    fn props(&self) -> MapiResult<&MemoryProps> {
        self.inside.check_open()?;
        Ok(&self.props)
    }

    fn spec(&self) -> MapiResult<&MessageSpec> {
        self.inside.check_open()?;
        Ok(&self.inside.file.message(self.number).ok_or(MAPI_E_NOT_FOUND)?.spec)
    }

    /// Both tables are to be had by `OpenProperty`, too \[RECIP-02\].
    fn open_object(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        let flags = TableFlags::from_bits_retain(request.interface_options);
        let table = if request.tag.id() == PR_MESSAGE_RECIPIENTS.id() {
            self.get_recipient_table(flags)
        } else if request.tag.id() == PR_MESSAGE_ATTACHMENTS.id() {
            self.get_attachment_table(flags)
        } else {
            return open_stream(&self.props, request);
        };
        if request.interface != IID_IMAPITable {
            return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
        }
        table.map(MapiObject::Table)
    }
}

read_only_props!(MessageObject);

impl IMessage for MessageObject {
    fn get_attachment_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        let rows =
            self.spec()?.attachments.iter().enumerate().map(|(number, spec)| attachment_row(number, spec));
        // [ATT-11]
        let table = MemoryTable::new(columns(&ATTACHMENTS, flags), rows.collect()).without_bookmarks();
        Ok(Arc::new(table))
    }

    fn open_attach(
        &self,
        number: u32,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IAttach>> {
        interfaces::check(interface, interfaces::ATTACHMENT)?;
        // [ACCESS-02]
        if flags.contains(OpenEntryFlags::MAPI_MODIFY) && !flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        let number = usize::try_from(number).map_err(|_| MAPI_E_NOT_FOUND)?;
        let spec = self.spec()?.attachments.get(number).ok_or(MAPI_E_NOT_FOUND)?;
        Ok(Arc::new(AttachmentObject::new(&self.inside, number, spec)))
    }

    fn get_recipient_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        let rows =
            self.spec()?.recipients.iter().enumerate().map(|(number, spec)| recipient_row(number, spec));
        Ok(MemoryTable::shared(columns(&RECIPIENTS, flags), rows.collect::<MapiResult<_>>()?))
    }
}

/// A row of a contents table: what the message has, but not its text.
pub(super) fn contents_row(inside: &OpenStore, number: usize) -> Option<Row> {
    let mut values = props(inside, number)?;
    values.retain(|value| *value.value() != Value::Object && value.id() != PR_BODY_W.id());
    values.push(PropValue::new(PR_INSTANCE_KEY, instance_key(number)));
    values.push(PropValue::new(PR_MSG_STATUS, 0));
    Some(Row::new(values))
}

fn recipient_row(number: usize, spec: &RecipientSpec) -> MapiResult<Row> {
    let RecipientSpec { kind, name, address } = spec;
    let text = |text: &str| MapiString::from(text);
    let id = OneOff::new(text(name), text("SMTP"), text(address)).encode()?;
    let row_id = u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Row::new(vec![
        PropValue::new(PR_ROWID, row_id),
        PropValue::new(PR_INSTANCE_KEY, instance_key(number)),
        PropValue::new(PR_RECIPIENT_TYPE, *kind),
        PropValue::new(PR_DISPLAY_NAME_W, name.as_str()),
        PropValue::new(PR_ADDRTYPE_W, "SMTP"),
        PropValue::new(PR_EMAIL_ADDRESS_W, address.as_str()),
        PropValue::new(PR_ENTRYID, &id),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::MailUser),
        PropValue::new(PR_RESPONSIBILITY, false),
    ]))
}

/// [MSG-01] [MSG-13]
fn props(inside: &OpenStore, number: usize) -> Option<Vec<PropValue>> {
    let file = &inside.file;
    let message = file.message(number)?;
    let spec = &message.spec;
    let id = file.id(ObjectNo::Message(number));
    let mut values = spec.props.clone();
    values.extend([
        PropValue::new(PR_ENTRYID, &id),
        PropValue::new(PR_RECORD_KEY, &id),
        PropValue::new(PR_SEARCH_KEY, &id),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Message),
        PropValue::new(PR_PARENT_ENTRYID, &file.id(ObjectNo::Folder(message.folder))),
        PropValue::new(PR_STORE_ENTRYID, &inside.wrapped),
        PropValue::new(PR_STORE_RECORD_KEY, record_key(file)),
        PropValue::new(PR_MAPPING_SIGNATURE, record_key(file)),
        PropValue::new(PR_STORE_SUPPORT_MASK, support_mask().bits()),
        PropValue::new(PR_MESSAGE_CLASS_W, spec.class.as_str()),
        PropValue::new(PR_MESSAGE_FLAGS, flags(spec).bits()),
        PropValue::new(PR_MESSAGE_SIZE, size(spec)),
        PropValue::new(PR_HASATTACH, !spec.attachments.is_empty()),
        PropValue::new(PR_SUBJECT_W, spec.subject.as_str()),
        PropValue::new(PR_NORMALIZED_SUBJECT_W, without_prefix(&spec.subject)),
        PropValue::new(PR_BODY_W, spec.body.as_str()),
        PropValue::new(PR_DISPLAY_TO_W, names(spec, RecipientType::To)),
        PropValue::new(PR_DISPLAY_CC_W, names(spec, RecipientType::Cc)),
        PropValue::new(PR_DISPLAY_BCC_W, names(spec, RecipientType::Bcc)),
        PropValue::new(PR_CLIENT_SUBMIT_TIME, spec.received),
        PropValue::new(PR_MESSAGE_DELIVERY_TIME, spec.received),
        PropValue::new(PR_CREATION_TIME, spec.received),
        PropValue::new(PR_LAST_MODIFICATION_TIME, spec.received),
        PropValue::new(PR_ACCESS, Access::MAPI_ACCESS_READ.bits()),
        PropValue::new(PR_ACCESS_LEVEL, 0),
        PropValue::new(PR_MESSAGE_RECIPIENTS, Value::Object),
        PropValue::new(PR_MESSAGE_ATTACHMENTS, Value::Object),
    ]);
    if let Some((name, address)) = &spec.sender {
        values.extend([
            PropValue::new(PR_SENDER_NAME_W, name.as_str()),
            PropValue::new(PR_SENDER_ADDRTYPE_W, "SMTP"),
            PropValue::new(PR_SENDER_EMAIL_ADDRESS_W, address.as_str()),
        ]);
    }
    Some(values)
}

fn flags(spec: &MessageSpec) -> MessageFlags {
    let mut flags = MessageFlags::MSGFLAG_UNMODIFIED;
    flags.set(MessageFlags::MSGFLAG_READ, spec.read);
    flags.set(MessageFlags::MSGFLAG_HASATTACH, !spec.attachments.is_empty());
    flags
}

/// Bytes of the text and of the attachments: an estimate, as everywhere.
fn size(spec: &MessageSpec) -> u32 {
    let data: usize = spec.attachments.iter().map(|attachment| attachment.data.len()).sum();
    u32::try_from(data.saturating_add(spec.subject.len()).saturating_add(spec.body.len())).unwrap_or(u32::MAX)
}

/// The subject without a prefix of up to three letters, as `Re: `.
fn without_prefix(subject: &str) -> &str {
    let split = subject.split_once(": ");
    split.filter(|(prefix, _)| (1..=3).contains(&prefix.chars().count())).map_or(subject, |(_, rest)| rest)
}

fn names(spec: &MessageSpec, kind: RecipientType) -> String {
    let of_kind = spec.recipients.iter().filter(|recipient| recipient.kind == kind);
    of_kind.map(|recipient| recipient.name.as_str()).collect::<Vec<_>>().join("; ")
}
