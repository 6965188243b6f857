//! Shortcuts to the tables of a session, and sinks that write down what they are told.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    reason = "no test uses everything, and a test fails by a panic"
)]

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::common::*;

/// What a sink was told, in order.
pub type Heard = Arc<Mutex<Vec<Notification>>>;

pub fn listen(table: &Arc<dyn IMAPITable>) -> (Connection, Heard) {
    let heard = Heard::default();
    let log = Arc::clone(&heard);
    let sink = move |told: &[Notification]| lock(&log).extend_from_slice(told);
    (table.advise(EventMask::fnevTableModified, Arc::new(sink)).unwrap(), heard)
}

/// The events told since the last time, each with a column of its row if it has one.
pub fn news(heard: &Heard, column: PropTag) -> Vec<(TableEvent, Option<String>)> {
    let told: Vec<_> = lock(heard).drain(..).collect();
    let event = |told: &Notification| {
        let Notification::Table { event, row, .. } = told else { panic!("{told:?}") };
        (*event, row.get(column).map(text))
    };
    told.iter().map(event).collect()
}

pub fn text(value: &PropValue) -> String {
    value.as_text().map_or_else(|| format!("{:?}", value.value()), |text| text.into_owned())
}

pub fn added(text: &str) -> (TableEvent, Option<String>) {
    (TableEvent::RowAdded, Some(text.to_owned()))
}

pub fn modified(text: &str) -> (TableEvent, Option<String>) {
    (TableEvent::RowModified, Some(text.to_owned()))
}

pub const DELETED: (TableEvent, Option<String>) = (TableEvent::RowDeleted, None);

pub fn stores(session: &Session) -> Arc<dyn IMAPITable> {
    session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap()
}

pub fn status(session: &Session) -> Arc<dyn IMAPITable> {
    session.get_status_table(StringWidth::MAPI_UNICODE).unwrap()
}

pub fn rows(table: &Arc<dyn IMAPITable>) -> Vec<Row> {
    table.seek_row(Bookmark::BEGINNING, 0).unwrap();
    table.query_rows(1000, QueryRowsFlags::empty()).unwrap()
}

pub fn new_session(mapi: &Subsystem) -> Arc<Session> {
    mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap()
}

/// Runs `act` with the support object inside every logon.
pub fn inside_logon(script: &Script, act: impl Fn(&Support) + Send + Sync + 'static) {
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            act(support.unwrap());
        }
    }));
}

/// Keeps the support object of the next logon.
pub fn kept_support(script: &Script) -> Arc<Mutex<Option<Support>>> {
    let kept: Arc<Mutex<Option<Support>>> = Arc::default();
    let keep = Arc::clone(&kept);
    inside_logon(script, move |support| *lock(&keep) = Some(support.clone()));
    kept
}

pub fn write(support: &Support, values: &[PropValue]) {
    let section = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).unwrap();
    section.set_props(values).unwrap();
}

pub fn make_default(session: &Session, name: &str) -> MapiResult<()> {
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&wrapped(name)))
}

/// A script whose stores can be default stores.
pub fn able() -> Arc<Script> {
    let script = Script::new([]);
    *lock(&script.mask) = StoreSupportMask::STORE_SUBMIT_OK
        | StoreSupportMask::STORE_CREATE_OK
        | StoreSupportMask::STORE_MODIFY_OK;
    script
}
