//! `IMessage`.

use std::sync::Arc;

use mapi_spi::mapi::codes::MAPI_E_NOT_FOUND;
use mapi_spi::mapi::tags::*;
use mapi_spi::mapi::{
    Access, GetPropListFlags, GetPropsFlags, MapiResult, ObjectType, PropTag, PropValue, TableFlags, Value,
    Warned,
};
use mapi_spi::memory::{MemoryProps, MemoryTable};
use mapi_spi::spi::{IMAPIProp, IMAPITable, IMessage, MapiObject, OpenPropertyRequest};

use super::folder::{columns, completed};
use super::open_file::OpenFile;
use super::open_pst::OpenPst;
use super::read::{ROOT, message_props, recipients_of};

const RECIPIENTS: [PropTag; 5] =
    [PR_ROWID, PR_RECIPIENT_TYPE, PR_DISPLAY_NAME_W, PR_ADDRTYPE_W, PR_EMAIL_ADDRESS_W];

pub(super) struct PstMessage {
    inside: Arc<OpenPst>,
    node: u32,
    props: MemoryProps,
}

impl PstMessage {
    pub(super) fn open(inside: &Arc<OpenPst>, node: u32) -> MapiResult<Self> {
        let read = |file: &OpenFile| Ok((message_props(file, node)?, file.parent_of(node)?));
        let (stored, parent) = inside.file.read(read)?;
        let stored = with_plain_subject(stored);
        let mut own = message_values(inside, node);
        own.push(PropValue::new(PR_PARENT_ENTRYID, &inside.id(parent.unwrap_or(ROOT))));
        own.push(PropValue::new(PR_MESSAGE_RECIPIENTS, Value::Object));
        let props = MemoryProps::new(completed(own, stored));
        Ok(Self { inside: Arc::clone(inside), node, props })
    }
}

impl IMAPIProp for PstMessage {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.inside.support.check_open()?;
        self.props.get_props(tags, flags)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        self.inside.support.check_open()?;
        Ok(self.props.get_prop_list(flags))
    }

    fn open_property(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        self.inside.support.check_open()?;
        if request.tag.id() != PR_MESSAGE_RECIPIENTS.id() {
            return Err(MAPI_E_NOT_FOUND.into());
        }
        let flags = TableFlags::from_bits_retain(request.interface_options);
        self.get_recipient_table(flags).map(MapiObject::Table)
    }
}

impl IMessage for PstMessage {
    fn get_recipient_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.inside.support.check_open()?;
        let rows = self.inside.file.read(|file| recipients_of(file, self.node))?;
        Ok(MemoryTable::shared(columns(&RECIPIENTS, flags), rows))
    }
}

pub(super) fn message_values(inside: &OpenPst, node: u32) -> Vec<PropValue> {
    let mut values = inside.about.props_of_objects();
    values.extend([
        PropValue::new(PR_ENTRYID, &inside.id(node)),
        PropValue::new(PR_RECORD_KEY, &inside.id(node)),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Message),
        PropValue::new(PR_MAPPING_SIGNATURE, inside.about.record_key.clone()),
        PropValue::new(PR_ACCESS, Access::MAPI_ACCESS_READ.bits()),
        PropValue::new(PR_ACCESS_LEVEL, 0),
    ]);
    values
}

/// A subject in a PST may begin with two characters that give the length of its prefix ([MS-PST] 2.5.3.1.1.1).
pub(super) fn with_plain_subject(mut stored: Vec<PropValue>) -> Vec<PropValue> {
    for value in &mut stored {
        if value.id() == PR_SUBJECT_W.id()
            && let Some(marked) = value.as_unicode().and_then(|text| text.strip_prefix('\u{1}'))
        {
            *value = PropValue::new(PR_SUBJECT_W, marked.chars().skip(1).collect::<String>());
        }
    }
    stored
}
