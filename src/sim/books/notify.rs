//! Notifications that a provider sends through its support object.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::Arc;

use crate::mapi::{EventMask, NotificationKey};
use crate::spi::{Connection, IMAPIAdviseSink};
use crate::trace::{SessionNo, SupportNo};

/// A sink that waits for the notifications of a key.
struct Subscription {
    support: SupportNo,
    session: SessionNo,
    key: NotificationKey,
    events: EventMask,
    sink: Arc<dyn IMAPIAdviseSink>,
}

/// All subscriptions (`IMAPISupport::Subscribe`), by connection number.
#[derive(Default)]
pub(crate) struct Subscriptions {
    last: u32,
    by_connection: BTreeMap<Connection, Subscription>,
    by_support: BTreeSet<(SupportNo, Connection)>,
    by_key: BTreeMap<(SessionNo, NotificationKey), BTreeSet<Connection>>,
}

impl Subscriptions {
    pub(crate) fn add(
        &mut self,
        session: SessionNo,
        support: SupportNo,
        key: NotificationKey,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> Connection {
        self.last = self.last.wrapping_add(1);
        let connection = Connection::from(NonZeroU32::new(self.last).unwrap_or(NonZeroU32::MIN));
        self.by_support.insert((support, connection));
        self.by_key.entry((session, key.clone())).or_default().insert(connection);
        self.by_connection.insert(connection, Subscription { support, session, key, events, sink });
        connection
    }

    /// Takes a subscription out; its sink is given to the caller, who drops it without the lock.
    pub(crate) fn remove(&mut self, connection: Connection) -> Option<Arc<dyn IMAPIAdviseSink>> {
        let Subscription { support, session, key, sink, .. } = self.by_connection.remove(&connection)?;
        self.by_support.remove(&(support, connection));
        let key = (session, key);
        if let Some(listeners) = self.by_key.get_mut(&key) {
            listeners.remove(&connection);
            if listeners.is_empty() {
                self.by_key.remove(&key);
            }
        }
        Some(sink)
    }

    /// Takes out all subscriptions that were made through a support object.
    #[inline]
    pub(crate) fn remove_of(&mut self, support: SupportNo) -> Vec<Arc<dyn IMAPIAdviseSink>> {
        if self.by_support.is_empty() { Vec::new() } else { self.remove_all_of(support) }
    }

    #[inline(never)]
    fn remove_all_of(&mut self, support: SupportNo) -> Vec<Arc<dyn IMAPIAdviseSink>> {
        let first = self
            .by_support
            .range((support, Connection::FIRST)..)
            .map_while(|(of, connection)| (*of == support).then_some(*connection));
        let connections: Vec<Connection> = first.collect();
        connections.into_iter().filter_map(|connection| self.remove(connection)).collect()
    }

    /// Takes out all sinks.
    pub(crate) fn take_all(&mut self) -> Vec<Arc<dyn IMAPIAdviseSink>> {
        let all = std::mem::take(&mut self.by_connection);
        all.into_values().map(|subscription| subscription.sink).collect()
    }

    /// The registrations in a session for `key` and an event of `events`, in their order.
    pub(crate) fn listeners(
        &self,
        session: SessionNo,
        key: &NotificationKey,
        events: EventMask,
    ) -> Vec<Connection> {
        let connections = self.by_key.get(&(session, key.clone())).into_iter().flatten();
        connections
            .filter(|connection| {
                let subscription = self.by_connection.get(connection);
                subscription.is_some_and(|subscription| subscription.events.intersects(events))
            })
            .copied()
            .collect()
    }

    /// The sink of a registration that has not ended.
    pub(crate) fn sink(&self, connection: Connection) -> Option<Arc<dyn IMAPIAdviseSink>> {
        Some(Arc::clone(&self.by_connection.get(&connection)?.sink))
    }
}
