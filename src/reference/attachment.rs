//! `IAttach`.

use std::sync::{Arc, Mutex, PoisonError};

use super::abilities::AccessLevel;
use super::disk::count;
use super::message::Draft;
use super::open_store::OpenStore;
use super::props::{HasProperties, Properties, props_of};
use crate::mapi::tags::{
    PR_ACCESS_LEVEL, PR_ATTACH_DATA_BIN, PR_ATTACH_METHOD, PR_ATTACH_NUM, PR_ATTACH_SIZE, PR_INSTANCE_KEY,
    PR_OBJECT_TYPE, PR_RECORD_KEY, PR_RENDERING_POSITION,
};
use crate::mapi::{AttachMethod, MapiResult, ObjectType, PropTag, PropValue, Row, SaveChangesFlags, Value};
use crate::memory::MemoryProps;
use crate::spi::IAttach;

/// `PR_RENDERING_POSITION` of an attachment that is not shown inside the text.
const NOT_RENDERED: i32 = -1;

/// What only the store sets.
const COMPUTED: [PropTag; 6] =
    [PR_ATTACH_NUM, PR_OBJECT_TYPE, PR_RECORD_KEY, PR_INSTANCE_KEY, PR_ATTACH_SIZE, PR_ACCESS_LEVEL];

/// An open attachment.
pub(super) struct AttachmentObject(Arc<AttachmentProps>);

/// Private to the opening until `SaveChanges` puts them into the message, which keeps them until it is saved itself.
// [ATT-04]
pub(super) struct AttachmentProps {
    message: Arc<Draft>,
    number: u32,
    access: AccessLevel,
    stored: Mutex<MemoryProps>,
}

impl AttachmentObject {
    pub(super) fn open(message: &Arc<Draft>, number: u32, access: AccessLevel) -> Option<Self> {
        let stored = message.with(|state| state.content.attachments.get(number).cloned())?;
        Some(Self::new(message, number, access, stored))
    }

    // [ATT-03]
    pub(super) fn create(message: &Arc<Draft>, number: u32) -> Self {
        let stored = MemoryProps::new(vec![
            PropValue::new(PR_ATTACH_METHOD, AttachMethod::None),
            PropValue::new(PR_RENDERING_POSITION, NOT_RENDERED),
        ]);
        Self::new(message, number, AccessLevel::Modify, stored)
    }

    fn new(message: &Arc<Draft>, number: u32, access: AccessLevel, stored: MemoryProps) -> Self {
        let (message, stored) = (Arc::clone(message), Mutex::new(stored));
        Self(Arc::new(AttachmentProps { message, number, access, stored }))
    }
}

impl AttachmentProps {
    fn with<R>(&self, work: impl FnOnce(&mut MemoryProps) -> R) -> R {
        work(&mut self.stored.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Properties for AttachmentProps {
    fn inside(&self) -> &Arc<OpenStore> {
        self.message.inside()
    }

    fn access(&self) -> AccessLevel {
        self.access
    }

    fn read(&self) -> MapiResult<MemoryProps> {
        self.inside().check_open()?;
        Ok(self.with(|stored| values(self.number, stored, self.access)))
    }

    fn computed(&self, tag: PropTag) -> bool {
        COMPUTED.iter().any(|computed| computed.id() == tag.id())
    }

    fn change(&self, work: &mut dyn FnMut(&mut MemoryProps)) -> MapiResult<()> {
        self.with(work);
        Ok(())
    }

    fn save(&self, _flags: SaveChangesFlags) -> MapiResult<()> {
        let stored = self.with(|stored| stored.clone());
        self.message.with(|state| state.content.attachments.put(self.number, stored));
        Ok(())
    }
}

impl HasProperties for AttachmentObject {
    type Props = AttachmentProps;

    fn properties(&self) -> &Arc<AttachmentProps> {
        &self.0
    }
}

props_of!(AttachmentObject);

impl IAttach for AttachmentObject {}

/// A row has what the attachment has, but not its data.
pub(super) fn attachment_row(number: u32, stored: &MemoryProps) -> Row {
    let mut values = values(number, stored, AccessLevel::Read);
    values.remove(PR_ATTACH_DATA_BIN);
    values.set(PropValue::new(PR_INSTANCE_KEY, key(number)));
    Row::new(values.values().to_vec())
}

// [ATT-02] [ATT-12]
fn values(number: u32, stored: &MemoryProps, access: AccessLevel) -> MemoryProps {
    let size = stored.find(PR_ATTACH_DATA_BIN).and_then(Value::as_binary).map_or(0, <[u8]>::len);
    let mut props = stored.clone();
    for value in [
        PropValue::new(PR_ATTACH_NUM, number),
        PropValue::new(PR_OBJECT_TYPE, ObjectType::Attach),
        PropValue::new(PR_RECORD_KEY, key(number)),
        PropValue::new(PR_ATTACH_SIZE, count(size)),
        PropValue::new(PR_ACCESS_LEVEL, access.raw()),
    ] {
        props.set(value);
    }
    props
}

/// Unique in the message, and as long-lived as the attachment.
fn key(number: u32) -> Vec<u8> {
    number.to_le_bytes().to_vec()
}
