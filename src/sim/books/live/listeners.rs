//! Sinks that MAPI itself tells something: those of a session and of its tables.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use crate::mapi::Notification;
use crate::sim::books::live::audience::Audience;
use crate::sim::books::live::tables::TableNo;
use crate::spi::{Connection, IMAPIAdviseSink};
use crate::trace::SessionNo;

/// A client of a session, private or shared, in the order of `MAPILogonEx`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct ClientNo(usize);

impl ClientNo {
    pub(crate) const fn from_index(index: usize) -> Self {
        Self(index)
    }
}

/// What a sink was registered on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Source {
    /// A session, without an identifier \[SESSION-10\].
    Session(SessionNo),
    /// An open table of a session.
    Table(TableNo),
}

struct Listener {
    source: Source,
    client: ClientNo,
    session: SessionNo,
    sink: Arc<dyn IMAPIAdviseSink>,
}

/// Something that a sink has still to be told. It names the registration, so that one which ends is told no more.
struct Pending {
    connection: Connection,
    notifications: Arc<[Notification]>,
}

/// One call of `OnNotify`.
pub(crate) struct Delivery {
    pub(crate) session: SessionNo,
    pub(crate) connection: Connection,
    pub(crate) sink: Arc<dyn IMAPIAdviseSink>,
    pub(crate) notifications: Arc<[Notification]>,
}

/// All registrations in the order of making, and what has not been told yet.
pub(crate) struct Listeners {
    audience: Audience,
    last: Option<Connection>,
    kept: BTreeMap<Connection, Listener>,
    pending: VecDeque<Pending>,
    /// Somebody is delivering; what happens meanwhile is delivered by them.
    delivering: bool,
}

/// Sinks that were taken out, to be dropped without the lock.
type Sinks = Vec<Arc<dyn IMAPIAdviseSink>>;

impl Listeners {
    pub(crate) const fn new(audience: Audience) -> Self {
        Self { audience, last: None, kept: BTreeMap::new(), pending: VecDeque::new(), delivering: false }
    }

    pub(crate) fn add(
        &mut self,
        source: Source,
        session: SessionNo,
        client: ClientNo,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> Connection {
        let connection = self.last.map_or(Connection::FIRST, Connection::next);
        self.last = Some(connection);
        self.kept.insert(connection, Listener { source, client, session, sink });
        self.audience.set_sinks(self.kept.len());
        connection
    }

    /// Ends a registration of `source`, if it has one of this number.
    pub(crate) fn remove(
        &mut self,
        source: Source,
        connection: Connection,
    ) -> Option<Arc<dyn IMAPIAdviseSink>> {
        if self.kept.get(&connection)?.source != source {
            return None;
        }
        let listener = self.kept.remove(&connection);
        self.audience.set_sinks(self.kept.len());
        listener.map(|listener| listener.sink)
    }

    pub(crate) fn remove_of_source(&mut self, source: Source) -> Sinks {
        self.remove_all(|listener| listener.source == source)
    }

    pub(crate) fn remove_of_client(&mut self, client: ClientNo) -> Sinks {
        self.remove_all(|listener| listener.client == client)
    }

    pub(crate) fn take_all(&mut self) -> Sinks {
        self.remove_all(|_| true)
    }

    fn remove_all(&mut self, which: impl Fn(&Listener) -> bool) -> Sinks {
        let gone = self.kept.iter().filter(|(_, listener)| which(listener)).map(|(number, _)| *number);
        let gone: Vec<Connection> = gone.collect();
        let gone = gone.iter().filter_map(|number| self.kept.remove(number));
        let sinks = gone.map(|listener| listener.sink).collect();
        self.audience.set_sinks(self.kept.len());
        sinks
    }

    /// Whoever listens to `source` now will be told.
    pub(crate) fn announce(&mut self, source: Source, notifications: Vec<Notification>) {
        if notifications.is_empty() {
            return;
        }
        let notifications: Arc<[Notification]> = notifications.into();
        let of_source = self.kept.iter().filter(|(_, listener)| listener.source == source);
        self.pending.extend(of_source.map(|(connection, _)| Pending {
            connection: *connection,
            notifications: Arc::clone(&notifications),
        }));
    }

    /// Whether somebody is delivering.
    pub(crate) const fn is_delivering(&self) -> bool {
        self.delivering
    }

    /// Lets the next one deliver.
    pub(crate) const fn end_delivery(&mut self) {
        self.delivering = false;
    }

    /// Whether a registration has not ended.
    pub(crate) fn stands(&self, connection: Connection) -> bool {
        self.kept.contains_key(&connection)
    }

    pub(crate) fn has_pending(&self) -> bool {
        !self.pending.is_empty()
    }

    /// The next notifications whose registration still stands. Whoever gets some is delivering.
    pub(crate) fn next(&mut self) -> Option<Delivery> {
        let next = self.take_next();
        self.delivering = next.is_some();
        next
    }

    fn take_next(&mut self) -> Option<Delivery> {
        while let Some(Pending { connection, notifications }) = self.pending.pop_front() {
            if let Some(listener) = self.kept.get(&connection) {
                let (session, sink) = (listener.session, Arc::clone(&listener.sink));
                return Some(Delivery { session, connection, sink, notifications });
            }
        }
        None
    }
}
