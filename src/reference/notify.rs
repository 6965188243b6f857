//! Notifications of an open store, through MAPI: `Subscribe`, `Unsubscribe` and `Notify`.
//!
//! The key of an advise source has the MAPIUID of the provider, the number of the opening (4 bytes, little-endian) and
//! the identifier of the source, which is the store's own for the whole store, or the number of a table. Each opening of
//! a store has keys of its own and tells its own sinks, so that a sink hears once of what any session has changed.

// [NOTIF-08]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};

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

const WHOLE_STORE: Source = Source::Object(ObjectNo::Store);

/// What sinks are registered on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Source {
    /// A folder, a message or the whole store.
    Object(ObjectNo),
    /// An open table, by its number in the opening.
    Table(u32),
}

/// The registrations that were made through one opening.
pub(super) struct OpenedRegistrations {
    opening: u32,
    tables: AtomicU32,
    /// Whether the opening watches the store already.
    watches: Once,
    all: Mutex<Registrations>,
}

#[derive(Default)]
struct Registrations {
    /// By the numbers that MAPI gave them.
    sources: BTreeMap<Connection, Source>,
    events: BTreeMap<Source, BTreeMap<Connection, EventMask>>,
}

impl Registrations {
    fn add(&mut self, connection: Connection, source: Source, events: EventMask) {
        self.sources.insert(connection, source);
        self.events.entry(source).or_default().insert(connection, events);
    }

    fn remove(&mut self, connection: Connection) -> Option<()> {
        let source = self.sources.remove(&connection)?;
        let left = self.events.get_mut(&source)?;
        left.remove(&connection);
        if left.is_empty() {
            self.events.remove(&source);
        }
        Some(())
    }

    fn on(&self, source: Source) -> impl Iterator<Item = (Connection, EventMask)> {
        let all = self.events.get(&source).into_iter().flatten();
        all.map(|(connection, events)| (*connection, *events))
    }
}

impl OpenedRegistrations {
    pub(super) fn new(file: &StoreFile) -> Self {
        Self {
            opening: file.next_opening(),
            tables: AtomicU32::new(0),
            watches: Once::new(),
            all: Mutex::default(),
        }
    }

    fn with<R>(&self, work: impl FnOnce(&mut Registrations) -> R) -> R {
        work(&mut self.all.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn wants(&self, source: Source, event: EventMask) -> bool {
        self.with(|all| all.on(source).any(|(_, events)| events.intersects(event)))
    }
}

impl OpenStore {
    /// `Advise` of logon object and store \[LOGON-19\]: MAPI keeps the sink.
    // [NOTIF-01] to [NOTIF-05]
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
        let connection = self.register(source, events, sink)?;
        self.registrations.watches.call_once(|| {
            let watcher: Weak<Self> = Arc::downgrade(self);
            // As long as the opening lives.
            let _ = self.file.watch(watcher);
        });
        Ok(connection)
    }

    /// MAPI keeps the sink, the store the number that it is known by.
    pub(super) fn register(
        &self,
        source: Source,
        events: EventMask,
        sink: &Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        let key = self.key(source);
        let connection = self.support()?.subscribe(&SubscribeRequest::new(&key, events, sink))?;
        self.registrations.with(|all| all.add(connection, source, events));
        Ok(connection)
    }

    /// A source for the sinks of one table.
    pub(super) fn new_source(&self) -> Source {
        Source::Table(self.registrations.tables.fetch_add(1, Ordering::Relaxed))
    }

    /// \[LOGON-20\]
    // [NOTIF-07]
    pub(super) fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.check_alive()?;
        let registration = self.registrations.with(|all| all.remove(connection));
        registration.ok_or(MAPI_E_NOT_FOUND)?;
        self.support()?.unsubscribe(connection)
    }

    /// The store ends: no sink outlives it.
    pub(super) fn unadvise_all(&self) {
        self.end(self.registrations.with(std::mem::take).sources.into_keys());
    }

    /// A table was released: no sink outlives it.
    pub(super) fn unadvise_source(&self, source: Source) {
        let ended = self.registrations.with(|all| {
            let ended: Vec<Connection> = all.on(source).map(|(connection, _)| connection).collect();
            for connection in &ended {
                let _ = all.remove(*connection);
            }
            ended
        });
        self.end(ended.into_iter());
    }

    fn end(&self, connections: impl ExactSizeIterator<Item = Connection>) {
        if connections.len() > 0
            && let Ok(support) = self.support()
        {
            for connection in connections {
                // The store goes in any case.
                let _ = support.unsubscribe(connection);
            }
        }
    }

    /// The folder or message, or the whole store.
    // [NOTIF-03]
    fn source(&self, entry_id: Option<&EntryId>) -> MapiResult<Source> {
        let Some(id) = entry_id else { return Ok(WHOLE_STORE) };
        let reference = Reference::decode(id).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
        let exists = self.file.with(|data| match reference.object {
            ObjectNo::Store => true,
            ObjectNo::Folder(number) => data.folder(number).is_some(),
            ObjectNo::Message(number) => data.message(number).is_some(),
        });
        let here = reference.store.eq_ignore_ascii_case(&self.file.name);
        if here && exists { Ok(Source::Object(reference.object)) } else { Err(MAPI_E_NOT_FOUND.into()) }
    }

    fn key(&self, source: Source) -> NotificationKey {
        let mut bytes = REFERENCE_UID.as_bytes().to_vec();
        bytes.extend(self.registrations.opening.to_le_bytes());
        match source {
            Source::Object(object) => bytes.extend(self.file.id(object).as_bytes()),
            Source::Table(number) => bytes.extend(number.to_le_bytes()),
        }
        NotificationKey::new(bytes)
    }

    /// Tells the sinks on one source, if there are any for the event.
    pub(super) fn tell_source(&self, source: Source, notification: &Notification) {
        if self.registrations.wants(source, notification.event())
            && let Ok(support) = self.support()
        {
            let told = std::slice::from_ref(notification);
            // What a sink answers changes nothing here.
            let _ = support.notify(&self.key(source), told, NotifyFlags::empty());
        }
    }

    /// What a change means to sinks, and the object that they may be registered on.
    fn notification(&self, change: &Change) -> Option<(ObjectNo, Notification)> {
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
            Change::SearchComplete { folder, parent } => {
                (ObjectEvent::SearchComplete, ObjectNo::Folder(folder), parent, None, None)
            }
            // Its table tells of it.
            Change::Queue | Change::NewMail(_) => return None,
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
        Some((old.unwrap_or(object), notification))
    }
}

impl Watcher for OpenStore {
    fn changed(&self, change: &Change) {
        if let Change::NewMail(notification) = change {
            self.tell_source(WHOLE_STORE, notification);
        } else if let Some((object, notification)) = self.notification(change) {
            self.tell_source(WHOLE_STORE, &notification);
            self.tell_source(Source::Object(object), &notification);
        }
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
