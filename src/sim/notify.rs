//! Notifications that a provider sends through its support object.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use crate::mapi::{EventMask, NotificationKey};
use crate::spi::{Connection, IMAPIAdviseSink};
use crate::trace::{SessionNo, SupportNo};

/// A sink that waits for the notifications of a key.
struct Subscription {
    session: SessionNo,
    support: SupportNo,
    key: NotificationKey,
    events: EventMask,
    sink: Arc<dyn IMAPIAdviseSink>,
}

/// All subscriptions (`IMAPISupport::Subscribe`), by connection number.
#[derive(Default)]
pub(crate) struct Subscriptions {
    last: u32,
    by_connection: BTreeMap<Connection, Subscription>,
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
        self.by_connection.insert(connection, Subscription { session, support, key, events, sink });
        connection
    }

    /// Takes a subscription out; its sink is given to the caller, who drops it without the lock.
    pub(crate) fn remove(&mut self, connection: Connection) -> Option<Arc<dyn IMAPIAdviseSink>> {
        self.by_connection.remove(&connection).map(|subscription| subscription.sink)
    }

    /// Takes out all subscriptions that were made through a support object.
    pub(crate) fn remove_of(&mut self, support: SupportNo) -> Vec<Arc<dyn IMAPIAdviseSink>> {
        let of = |(connection, subscription): (&Connection, &Subscription)| {
            (subscription.support == support).then_some(*connection)
        };
        let connections: Vec<Connection> = self.by_connection.iter().filter_map(of).collect();
        connections.into_iter().filter_map(|connection| self.remove(connection)).collect()
    }

    /// The sinks of a session that registered for `key` and an event of `events`, in the order of registration.
    pub(crate) fn listeners(
        &self,
        session: SessionNo,
        key: &NotificationKey,
        events: EventMask,
    ) -> Vec<Arc<dyn IMAPIAdviseSink>> {
        let listens = |subscription: &&Subscription| {
            subscription.session == session
                && subscription.key == *key
                && subscription.events.intersects(events)
        };
        self.by_connection
            .values()
            .filter(listens)
            .map(|subscription| Arc::clone(&subscription.sink))
            .collect()
    }
}
