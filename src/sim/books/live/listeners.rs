//! Sinks that MAPI itself tells something: those of a session and of its tables.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
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
    by_source: BTreeSet<(Source, Connection)>,
    by_client: BTreeSet<(ClientNo, Connection)>,
    pending: VecDeque<Pending>,
    /// Somebody is delivering; what happens meanwhile is delivered by them.
    delivering: bool,
}

/// Sinks that were taken out, to be dropped without the lock.
type Sinks = Vec<Arc<dyn IMAPIAdviseSink>>;

impl Listeners {
    pub(crate) const fn new(audience: Audience) -> Self {
        Self {
            audience,
            last: None,
            kept: BTreeMap::new(),
            by_source: BTreeSet::new(),
            by_client: BTreeSet::new(),
            pending: VecDeque::new(),
            delivering: false,
        }
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
        self.by_source.insert((source, connection));
        self.by_client.insert((client, connection));
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
        self.take(connection)
    }

    /// In the order of making, like those of the other methods.
    pub(crate) fn remove_of_source(&mut self, source: Source) -> Sinks {
        let gone: Vec<Connection> = self.of_source(source).collect();
        gone.into_iter().filter_map(|connection| self.take(connection)).collect()
    }

    pub(crate) fn remove_of_client(&mut self, client: ClientNo) -> Sinks {
        let gone = self.by_client.range((client, Connection::FIRST)..);
        let gone = gone.take_while(|(of, _)| *of == client).map(|(_, connection)| *connection);
        let gone: Vec<Connection> = gone.collect();
        gone.into_iter().filter_map(|connection| self.take(connection)).collect()
    }

    pub(crate) fn take_all(&mut self) -> Sinks {
        let gone: Vec<Connection> = self.kept.keys().copied().collect();
        gone.into_iter().filter_map(|connection| self.take(connection)).collect()
    }

    fn take(&mut self, connection: Connection) -> Option<Arc<dyn IMAPIAdviseSink>> {
        let Listener { source, client, sink, .. } = self.kept.remove(&connection)?;
        self.by_source.remove(&(source, connection));
        self.by_client.remove(&(client, connection));
        self.audience.set_sinks(self.kept.len());
        Some(sink)
    }

    /// The registrations on `source`, in the order of making.
    fn of_source(&self, source: Source) -> impl Iterator<Item = Connection> {
        let from = self.by_source.range((source, Connection::FIRST)..);
        from.take_while(move |(of, _)| *of == source).map(|(_, connection)| *connection)
    }

    /// Whether anybody listens to `source`.
    pub(crate) fn has(&self, source: Source) -> bool {
        self.of_source(source).next().is_some()
    }

    /// Whoever listens to `source` now will be told.
    pub(crate) fn announce(&mut self, source: Source, notifications: Vec<Notification>) {
        if notifications.is_empty() {
            return;
        }
        let notifications: Arc<[Notification]> = notifications.into();
        let told: Vec<Connection> = self.of_source(source).collect();
        let pending = |connection| Pending { connection, notifications: Arc::clone(&notifications) };
        self.pending.extend(told.into_iter().map(pending));
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
