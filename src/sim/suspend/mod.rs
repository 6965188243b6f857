//! The simulator for who plays orders: calls that can be suspended, and tasks that take turns.

mod services;

pub(crate) use services::*;

use std::sync::Arc;

use crate::mapi::{
    DefaultStoreFlags, EntryId, EventMask, MapiResult, MapiUid, OpenStoreFlags, SessionLogoffFlags, Warned,
};
use crate::methods::Method;
use crate::sim::client::client_store::ClientStore;
use crate::sim::client::session::Session;
use crate::sim::client::subsystem::Subsystem;
use crate::sim::drive::spooler;
use crate::sim::setup::fault::Fault;
use crate::spi::{Connection, IMAPIAdviseSink, IMsgStore, MapiObject, OpenEntryRequest, OpenStoreRequest};
use crate::trace::{Event, SessionNo, TaskNo};

pub(crate) use crate::sim::books::due::session_bit;
pub(crate) use crate::sim::books::transactions::common::Common;
pub(crate) use crate::sim::kernel::asked::take_asked;
pub(crate) use crate::sim::kernel::depth::{foreign_releases, foreign_runs, runs_unseen};
pub(crate) use crate::sim::kernel::panics::Payload;
pub(crate) use crate::sim::kernel::tasks::{Referee, Story};
pub(crate) use crate::sim::kernel::turn::turn;
pub(crate) use crate::sim::setup::fault::{Incident, Reach};

/// Runs all stories to their ends. The first one is task 1; the referee says at every turn who moves.
pub(crate) fn take_turns<'a, T>(
    mapi: &Subsystem,
    stories: impl IntoIterator<Item = Story<'a, T>>,
    referee: impl Referee<T>,
) -> Vec<crate::sim::kernel::tasks::Panic> {
    crate::sim::kernel::tasks::take_turns(mapi.shared(), stories, referee)
}

/// What the spooler does as long as others may open stores: it sleeps until it is told of one, and logs on to what waits.
pub(crate) async fn spooler(mapi: &Subsystem) {
    let mut seen = 0;
    while mapi.shared().sleep_until_told(&mut seen).await {
        spooler::run(mapi.shared()).await;
    }
}

pub(crate) async fn open_msg_store(
    session: &Session,
    request: &OpenStoreRequest<'_>,
) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
    session.opens(request.into()).await
}

pub(crate) async fn open_entry(session: &Session, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
    session.opens_entry(request).await
}

pub(crate) async fn open_store_of_section(
    session: &Session,
    section: &MapiUid,
    flags: OpenStoreFlags,
) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
    session.opens_section(section, flags).await
}

pub(crate) async fn compare_entry_ids(
    session: &Session,
    first: &EntryId,
    second: &EntryId,
) -> MapiResult<bool> {
    session.compares_entry_ids(first, second, 0).await
}

pub(crate) async fn advise(
    session: &Session,
    entry_id: Option<&EntryId>,
    events: EventMask,
    sink: Arc<dyn IMAPIAdviseSink>,
) -> MapiResult<Connection> {
    session.advises(entry_id, events, sink).await
}

pub(crate) async fn unadvise(session: &Session, connection: Connection) -> MapiResult<()> {
    session.unadvises(connection).await
}

pub(crate) async fn set_default_store(
    session: &Session,
    flags: DefaultStoreFlags,
    id: Option<&EntryId>,
) -> MapiResult<()> {
    session.sets_default_store(flags, id).await
}

pub(crate) async fn logoff(session: &Session, flags: SessionLogoffFlags) -> MapiResult<()> {
    session.logs_off(flags).await
}

pub(crate) async fn release_store(store: Arc<dyn IMsgStore>) {
    ClientStore::release(store).await;
}

/// Looks at the events from this one on, as all are counted. Says how many there were until now.
pub(crate) fn look_from(mapi: &Subsystem, first: usize, look: impl FnMut(Event)) -> usize {
    mapi.shared().with(|state| {
        state.recorder.events_from(first).for_each(look);
        state.recorder.recorded()
    })
}

/// More faults, for calls from now on.
pub(crate) fn arm(mapi: &Subsystem, faults: &[Fault]) {
    mapi.shared().arm(faults);
}

/// Lists the calls that could go wrong from now on.
pub(crate) fn list_calls(mapi: &Subsystem) {
    mapi.shared().list_calls();
}

/// The calls since then, in their order.
pub(crate) fn listed_calls(mapi: &Subsystem) -> Vec<Method> {
    mapi.shared().listed_calls()
}

/// How many calls were counted for some fault.
pub(crate) fn calls_counted(mapi: &Subsystem) -> u64 {
    mapi.shared().calls_counted()
}

/// Where faults have come to bear.
pub(crate) fn incidents(mapi: &Subsystem) -> Vec<Incident> {
    mapi.shared().incidents()
}

/// Whether this release of a store is the one before which the session ends.
pub(crate) fn releases_session_first(mapi: &Subsystem, session: impl FnOnce() -> Option<SessionNo>) -> bool {
    mapi.shared().releases_session_first(session)
}

/// What sessions have in common, and what has been done to it; and which sessions a task has to see to.
pub(crate) fn common(mapi: &Subsystem, task: Option<TaskNo>) -> Common {
    mapi.shared().common(task)
}

/// Whether something may go wrong on purpose.
pub(crate) fn has_faults(mapi: &Subsystem) -> bool {
    mapi.shared().has_faults()
}
