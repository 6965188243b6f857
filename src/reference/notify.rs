//! Notifications of an open store, through MAPI: `Subscribe`, `Unsubscribe` and `Notify` \[NOTIF-08\].
//!
//! The key of an advise source has the MAPIUID of the provider, the number of the opening (4 bytes, little-endian) and
//! the identifier of the source, which is the store's own for the whole store. Each opening of a store has keys of its
//! own and tells its own sinks, so that a sink hears once of what any session has changed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::REFERENCE_UID;
use super::disk::{Change, StoreFile, Watcher};
use super::ids::{ObjectNo, Reference};
use super::open_store::OpenStore;
use crate::mapi::codes::{
    MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_ENTRYID,
};
use crate::mapi::{
    EntryId, EventMask, MapiResult, Notification, NotificationKey, NotifyFlags, ObjectEvent, ObjectType,
};
use crate::spi::{Connection, IMAPIAdviseSink, SubscribeRequest};

/// What a client of a store can ask to be told of. Page: `imsgstore-advise`.
const EVENTS: EventMask = EventMask::fnevCriticalError
    .union(EventMask::fnevExtended)
    .union(EventMask::fnevNewMail)
    .union(EventMask::fnevObjectCreated)
    .union(EventMask::fnevObjectCopied)
    .union(EventMask::fnevObjectDeleted)
    .union(EventMask::fnevObjectModified)
    .union(EventMask::fnevObjectMoved)
    .union(EventMask::fnevSearchComplete);

/// What a sink is registered on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Registration {
    source: ObjectNo,
    events: EventMask,
}

/// The registrations that were made through one opening, by the numbers that MAPI gave them.
pub(super) struct Registrations {
    opening: u32,
    all: Mutex<BTreeMap<Connection, Registration>>,
}

impl Registrations {
    pub(super) fn new(file: &StoreFile) -> Self {
        Self { opening: file.next_opening(), all: Mutex::default() }
    }

    fn with<R>(&self, work: impl FnOnce(&mut BTreeMap<Connection, Registration>) -> R) -> R {
        work(&mut self.all.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn wants(&self, source: ObjectNo, event: EventMask) -> bool {
        self.with(|all| all.values().any(|one| one.source == source && one.events.intersects(event)))
    }
}

impl OpenStore {
    /// `Advise` of logon object and store \[LOGON-19\] \[NOTIF-01\] to \[NOTIF-05\]: MAPI keeps the sink.
    pub(super) fn advise(
        self: &Arc<Self>,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: &Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.check_open()?;
        // [LOGON-18]
        if !self.file.abilities.notify {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        if !events.intersects(EVENTS) {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let source = self.source(entry_id)?;
        let key = self.key(source);
        let connection = self.support()?.subscribe(&SubscribeRequest::new(&key, events, sink))?;
        self.registrations.with(|all| all.insert(connection, Registration { source, events }));
        let watcher: Weak<Self> = Arc::downgrade(self);
        self.file.watch(watcher);
        Ok(connection)
    }

    /// \[LOGON-20\] \[NOTIF-07\]
    pub(super) fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.check_alive()?;
        let registration = self.registrations.with(|all| all.remove(&connection));
        registration.ok_or(MAPI_E_NOT_FOUND)?;
        self.support()?.unsubscribe(connection)
    }

    /// The store ends: no sink outlives it.
    pub(super) fn unadvise_all(&self) {
        let connections = self.registrations.with(std::mem::take);
        if !connections.is_empty()
            && let Ok(support) = self.support()
        {
            for connection in connections.into_keys() {
                // The store goes in any case.
                let _ = support.unsubscribe(connection);
            }
        }
    }

    /// The folder or message, or the whole store \[NOTIF-03\].
    fn source(&self, entry_id: Option<&EntryId>) -> MapiResult<ObjectNo> {
        let Some(id) = entry_id else { return Ok(ObjectNo::Store) };
        let reference = Reference::decode(id).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
        let exists = self.file.with(|data| match reference.object {
            ObjectNo::Store => true,
            ObjectNo::Folder(number) => data.folder(number).is_some(),
            ObjectNo::Message(number) => data.message(number).is_some(),
        });
        let here = reference.store.eq_ignore_ascii_case(&self.file.name);
        if here && exists { Ok(reference.object) } else { Err(MAPI_E_NOT_FOUND.into()) }
    }

    fn key(&self, source: ObjectNo) -> NotificationKey {
        let mut bytes = REFERENCE_UID.as_bytes().to_vec();
        bytes.extend(self.registrations.opening.to_le_bytes());
        bytes.extend(self.file.id(source).as_bytes());
        NotificationKey::new(bytes)
    }

    /// Tells the sinks on the store and those on the object, each in a call of its own \[NOTIF-04\].
    pub(super) fn tell(&self, object: Option<ObjectNo>, notification: Notification) {
        let event = notification.event();
        let sources = [Some(ObjectNo::Store), object];
        for source in sources.into_iter().flatten().filter(|source| self.registrations.wants(*source, event))
        {
            if let Ok(support) = self.support() {
                let told = std::slice::from_ref(&notification);
                // What a sink makes of it is its own affair.
                let _ = support.notify(&self.key(source), told, NotifyFlags::empty());
            }
        }
    }

    fn notification(&self, change: &Change) -> (Option<ObjectNo>, Notification) {
        let folder = |number| Some(self.file.id(ObjectNo::Folder(number)));
        // [NOTIF-18] old identifiers are for moves and copies alone.
        let (event, object, parent, old, old_parent) = match *change {
            Change::Created { object, parent } => (ObjectEvent::Created, object, parent, None, None),
            Change::Deleted { object, parent } => (ObjectEvent::Deleted, object, parent, None, None),
            Change::Modified { object, parent } => (ObjectEvent::Modified, object, parent, None, None),
            Change::Moved { object, parent, old_parent } => {
                (ObjectEvent::Moved, object, parent, Some(object), Some(old_parent))
            }
            Change::Copied { object, parent, old, old_parent } => {
                (ObjectEvent::Copied, object, parent, Some(old), Some(old_parent))
            }
        };
        let notification = Notification::Object {
            event,
            entry_id: Some(self.file.id(object)),
            object_type: Some(object.object_type()),
            parent_id: folder(parent),
            old_id: old.map(|old| self.file.id(old)),
            old_parent_id: old_parent.and_then(folder),
            tags: Vec::new(),
        };
        (old.or(Some(object)), notification)
    }
}

impl Watcher for OpenStore {
    fn changed(&self, change: &Change) {
        let (object, notification) = self.notification(change);
        self.tell(object, notification);
    }
}

impl ObjectNo {
    const fn object_type(self) -> ObjectType {
        match self {
            Self::Store => ObjectType::Store,
            Self::Folder(_) => ObjectType::Folder,
            Self::Message(_) => ObjectType::Message,
        }
    }
}
