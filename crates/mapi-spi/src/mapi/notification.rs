//! What an advise sink is told.

use super::{
    EntryId, HResult, MapiErrorDetail, MessageFlags, ObjectType, PropTag, PropValue, Row, StringWidth,
    TableEvent,
};
use super::{EventMask, MapiString};

/// The key of an advise source: who notifies and who listens agree on its bytes (`NOTIFKEY`). Page: `notifkey`.
#[doc(alias = "NOTIFKEY")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NotificationKey(Vec<u8>);

impl NotificationKey {
    /// The key with these bytes.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// An event (`NOTIFICATION`). Page: `notification`.
#[doc(alias = "NOTIFICATION")]
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum Notification {
    /// `fnevCriticalError` (`ERROR_NOTIFICATION`).
    CriticalError {
        /// The object that causes it.
        entry_id: Option<EntryId>,
        /// The code.
        code: HResult,
        /// More about it.
        detail: Option<MapiErrorDetail>,
    },
    /// `fnevNewMail` (`NEWMAIL_NOTIFICATION`).
    NewMail {
        /// The message.
        entry_id: EntryId,
        /// Its folder.
        parent_id: EntryId,
        /// `ulFlags`: `MAPI_UNICODE` unless the class is 8-bit text.
        flags: StringWidth,
        /// Its class.
        message_class: MapiString,
        /// Its `PR_MESSAGE_FLAGS`.
        message_flags: MessageFlags,
    },
    /// One of the `fnevObject` events and `fnevSearchComplete` (`OBJECT_NOTIFICATION`).
    Object {
        /// Which.
        event: ObjectEvent,
        /// The object.
        entry_id: Option<EntryId>,
        /// Its kind.
        object_type: Option<ObjectType>,
        /// Its folder.
        parent_id: Option<EntryId>,
        /// The object it was moved or copied from.
        old_id: Option<EntryId>,
        /// The folder it was moved or copied from.
        old_parent_id: Option<EntryId>,
        /// The properties that changed.
        tags: Vec<PropTag>,
    },
    /// `fnevTableModified` (`TABLE_NOTIFICATION`).
    Table {
        /// What happened.
        event: TableEvent,
        /// The code of an error.
        code: HResult,
        /// `PR_INSTANCE_KEY` of the row.
        index: Option<PropValue>,
        /// `PR_INSTANCE_KEY` of the row before it; `PR_NULL` for the first row, nothing for one that has gone.
        prior: Option<PropValue>,
        /// The row.
        row: Row,
    },
    /// `fnevStatusObjectModified` (`STATUS_OBJECT_NOTIFICATION`).
    StatusObject {
        /// The status object.
        entry_id: EntryId,
        /// What changed.
        values: Vec<PropValue>,
    },
    /// `fnevExtended` (`EXTENDED_NOTIFICATION`).
    Extended {
        /// The provider's own event code.
        event: u32,
        /// The provider's own data.
        parameters: Vec<u8>,
    },
}

/// The events about an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ObjectEvent {
    /// `fnevObjectCreated`
    Created,
    /// `fnevObjectDeleted`
    Deleted,
    /// `fnevObjectModified`
    Modified,
    /// `fnevObjectMoved`
    Moved,
    /// `fnevObjectCopied`
    Copied,
    /// `fnevSearchComplete`
    SearchComplete,
}

impl Notification {
    /// The event as the bit that a sink registers for (`ulEventType`).
    #[must_use]
    #[doc(alias = "ulEventType")]
    pub const fn event(&self) -> EventMask {
        match self {
            Self::CriticalError { .. } => EventMask::fnevCriticalError,
            Self::NewMail { .. } => EventMask::fnevNewMail,
            Self::Object { event, .. } => match event {
                ObjectEvent::Created => EventMask::fnevObjectCreated,
                ObjectEvent::Deleted => EventMask::fnevObjectDeleted,
                ObjectEvent::Modified => EventMask::fnevObjectModified,
                ObjectEvent::Moved => EventMask::fnevObjectMoved,
                ObjectEvent::Copied => EventMask::fnevObjectCopied,
                ObjectEvent::SearchComplete => EventMask::fnevSearchComplete,
            },
            Self::Table { .. } => EventMask::fnevTableModified,
            Self::StatusObject { .. } => EventMask::fnevStatusObjectModified,
            Self::Extended { .. } => EventMask::fnevExtended,
        }
    }
}
