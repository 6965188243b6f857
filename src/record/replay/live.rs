//! What the replay has in the live run for what was there in the recorded one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::kept::Kept;
use super::mapping::Mapping;
use crate::mapi::Bookmark;
use crate::methods::{Named, Value};
use crate::sim::Session;
use crate::spi::{Connection, IMAPISession, IProviderAdmin, MapiObject};
use crate::trace::{Object, SessionNo, StoreNo};

/// Objects, bookmarks and connections by their names and numbers in the recorded run, and identifiers.
#[derive(Default)]
pub(super) struct Live {
    pub(super) sessions: BTreeMap<SessionNo, Arc<Session>>,
    objects: BTreeMap<Object, (MapiObject, Option<StoreNo>)>,
    /// The administration of providers, by the service.
    providers: BTreeMap<Object, Arc<dyn IProviderAdmin>>,
    bookmarks: BTreeMap<(Object, u32), Bookmark>,
    connections: BTreeMap<(Object, i64), Connection>,
    pub(super) mapping: Mapping,
}

impl Live {
    pub(super) fn object(&self, name: Object) -> Option<MapiObject> {
        if let Object::Session(session) = name {
            let live = Arc::clone(self.sessions.get(&session)?);
            return Some(MapiObject::Session(live as Arc<dyn IMAPISession>));
        }
        self.objects.get(&name).map(|(object, _)| object.clone())
    }

    pub(super) fn providers(&self, service: Object) -> Option<Arc<dyn IProviderAdmin>> {
        self.providers.get(&service).cloned()
    }

    /// The administration of the services of a session.
    pub(super) fn add_services(&mut self, session: SessionNo, object: MapiObject) {
        self.objects.insert(Object::Services(session), (object, None));
    }

    /// The store that an object was opened in.
    pub(super) fn store_of(&self, name: Object) -> Option<StoreNo> {
        self.objects.get(&name).and_then(|(_, store)| *store)
    }

    pub(super) fn bookmark(&self, table: Object, recorded: u32) -> Option<Bookmark> {
        self.bookmarks.get(&(table, recorded)).copied()
    }

    pub(super) fn connection(&self, object: Object, recorded: i64) -> Option<Connection> {
        self.connections.get(&(object, recorded)).copied()
    }

    pub(super) fn add_store(&mut self, store: StoreNo, object: MapiObject) {
        self.objects.insert(Object::Store(store), (object, Some(store)));
    }

    /// Gives an object back.
    pub(super) fn remove(&mut self, name: Object) -> Option<MapiObject> {
        self.bookmarks.retain(|(table, _), _| *table != name);
        self.connections.retain(|(object, _), _| *object != name);
        self.objects.remove(&name).map(|(object, _)| object)
    }

    /// Keeps what came of a call on `called`, under the names in the recorded answer.
    pub(super) fn keep(&mut self, called: Object, kept: Kept, recorded: &[Named]) {
        match kept {
            Kept::Nothing => {}
            Kept::Providers(providers) => {
                self.providers.insert(called, providers);
            }
            Kept::Object(object) => {
                let store = self.store_of(called);
                let named = recorded.iter().find_map(|named| {
                    if let Value::Object(no) = named.value { Some(Object::Opened(no)) } else { None }
                });
                if let Some(name) = named {
                    self.objects.insert(name, (object, store));
                }
            }
            Kept::Bookmark(bookmark) => {
                if let Some(number) = number_in(recorded).and_then(|number| u32::try_from(number).ok()) {
                    self.bookmarks.insert((called, number), bookmark);
                }
            }
            Kept::Connection(connection) => {
                if let Some(number) = number_in(recorded) {
                    self.connections.insert((called, number), connection);
                }
            }
        }
    }
}

fn number_in(recorded: &[Named]) -> Option<i64> {
    recorded
        .iter()
        .find_map(|named| if let Value::Number(number) = named.value { Some(number) } else { None })
}
