//! Shortcuts to the tables of a session, and sinks that write down what they are told.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::script::*;

/// What a sink was told, in order.
pub(crate) type Heard = Arc<Mutex<Vec<Notification>>>;

pub(crate) fn listen(table: &Arc<dyn IMAPITable>) -> (Connection, Heard) {
    let heard = Heard::default();
    let log = Arc::clone(&heard);
    let sink = move |told: &[Notification]| lock(&log).extend_from_slice(told);
    (table.advise(EventMask::fnevTableModified, Arc::new(sink)).unwrap(), heard)
}

/// The events since the last call, each with one column of its row if there is a row.
pub(crate) fn news(heard: &Heard, column: PropTag) -> Vec<(TableEvent, Option<String>)> {
    let told: Vec<_> = lock(heard).drain(..).collect();
    let event = |told: &Notification| {
        let Notification::Table { event, row, .. } = told else { panic!("{told:?}") };
        (*event, row.get(column).map(text))
    };
    told.iter().map(event).collect()
}

pub(crate) fn text(value: &PropValue) -> String {
    value.as_text().map_or_else(|| format!("{:?}", value.value()), |text| text.into_owned())
}

pub(crate) fn added(text: &str) -> (TableEvent, Option<String>) {
    (TableEvent::RowAdded, Some(text.to_owned()))
}

pub(crate) fn modified(text: &str) -> (TableEvent, Option<String>) {
    (TableEvent::RowModified, Some(text.to_owned()))
}

pub(crate) const DELETED: (TableEvent, Option<String>) = (TableEvent::RowDeleted, None);

pub(crate) fn stores(session: &Session) -> Arc<dyn IMAPITable> {
    session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap()
}

pub(crate) fn status(session: &Session) -> Arc<dyn IMAPITable> {
    session.get_status_table(StringWidth::MAPI_UNICODE).unwrap()
}

pub(crate) fn rows(table: &Arc<dyn IMAPITable>) -> Vec<Row> {
    table.seek_row(Bookmark::BEGINNING, 0).unwrap();
    table.query_rows(1000, QueryRowsFlags::empty()).unwrap()
}

pub(crate) fn new_session(mapi: &Subsystem) -> Arc<Session> {
    mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap()
}

/// Runs `act` with the support object inside every logon.
pub(crate) fn inside_logon(script: &Script, act: impl Fn(&Support) + Send + Sync + 'static) {
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            act(support.unwrap());
        }
    }));
}

/// Keeps the support object of the next logon.
pub(crate) fn kept_support(script: &Script) -> Arc<Mutex<Option<Support>>> {
    let kept: Arc<Mutex<Option<Support>>> = Arc::default();
    let keep = Arc::clone(&kept);
    inside_logon(script, move |support| *lock(&keep) = Some(support.clone()));
    kept
}

pub(crate) fn write(support: &Support, values: &[PropValue]) {
    let section = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).unwrap();
    section.set_props(values).unwrap();
}

pub(crate) fn make_default(session: &Session, name: &str) -> MapiResult<()> {
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&wrapped(name)))
}

/// A script whose stores can be default stores.
pub(crate) fn able() -> Arc<Script> {
    let script = Script::new([]);
    *lock(&script.mask) = StoreSupportMask::STORE_SUBMIT_OK
        | StoreSupportMask::STORE_CREATE_OK
        | StoreSupportMask::STORE_MODIFY_OK;
    script
}
