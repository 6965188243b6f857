//! Every action of a provider at every place where it can be called: no lock is held there, so nothing hangs, every
//! call returns, and the machine works afterwards.
//!
//! A debug build panics where a callee asks for the state while the lock is held, so a hang shows as a panic.

use std::sync::Arc;

use mapi_sim::load::Step;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Event, Trace, What};
use mapi_sim::wrap::*;

use super::calling::{Action, Calling, Cell};
use crate::common::reference;

const PROFILE: &str = "P";

/// Where a provider is called. The client below makes MAPI call each of them.
const PLACES: [&str; 22] = [
    "MSProviderInit",
    "MSGSERVICEENTRY",
    "IMSProvider::Logon",
    "IMSProvider::SpoolerLogon",
    "IMSProvider::CompareStoreIDs",
    "IMSProvider::Shutdown",
    "IMSProvider released",
    "IMSLogon::Logoff",
    "IMSLogon::OpenEntry",
    "IMSLogon::CompareEntryIDs",
    "IMSLogon::Advise",
    "IMSLogon::Unadvise",
    "IMSLogon::OpenStatusEntry",
    "IMSLogon released",
    "IMsgStore::StoreLogoff",
    "IMsgStore::OpenEntry",
    "IMsgStore::Advise",
    "IMsgStore::GetProps",
    "IMsgStore released",
    "IMAPIFolder::GetHierarchyTable",
    "IMAPITable::QueryRows",
    "OnNotify",
];

/// What a provider does there.
const ACTIONS: [(&str, Action); 10] = [
    ("opens the store as an entry", |_, _, session| {
        let _ = session.open_entry(&OpenEntryRequest::new(&wrapped("mail")));
    }),
    ("opens an entry of the store", |cell, _, session| {
        let _ = session.open_entry(&OpenEntryRequest::new(&store_entry_id("mail")));
        for support in cell.supports() {
            let _ = support.open_entry(&OpenEntryRequest::new(&store_entry_id("mail")));
            let _ = support.compare_entry_ids(&store_entry_id("mail"), &store_entry_id("other"), 0);
        }
    }),
    ("opens another store", |_, mapi, session| {
        let _ = open(session, "other").map(|store| {
            mapi.run_spooler();
            drop(store);
        });
    }),
    ("opens profile sections", |cell, mapi, session| {
        for section in mapi.sections(PROFILE) {
            let _ = session.open_profile_section(&section, None, OpenSectionFlags::empty());
        }
        for support in cell.supports() {
            if let Ok(section) = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY) {
                let _ = section.set_props(&[PropValue::new(PR_COMMENT_W, "called back")]);
            }
        }
    }),
    ("notifies", |cell, _, _| {
        for support in cell.supports() {
            cell.ring(&support);
        }
    }),
    ("changes its status row and its MAPIUIDs", |cell, _, session| {
        for support in cell.supports() {
            let _ = support.set_provider_uid(&MapiUid::from_bytes([7; 16]), 0);
            let _ = support
                .modify_status_row(&[PropValue::new(PR_STATUS_CODE, 2)], StatusRowFlags::STATUSROW_UPDATE);
            let _ = support.modify_profile(ModifyProfileFlags::empty());
        }
        let _ = session.get_status_table(StringWidth::MAPI_UNICODE).map(|table| reference::rows(&*table));
        let _ = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).map(|table| reference::rows(&*table));
    }),
    ("releases its last support reference", |cell, _, _| cell.let_go()),
    ("logs the session off", |_, _, session| {
        let _ = session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0);
    }),
    ("lets the spooler run", |_, mapi, _| {
        mapi.run_spooler();
    }),
    ("lives through another session", |_, mapi, _| {
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let _ = open(&session, "mail").map(drop);
        let _ = configure(mapi, &session);
        assert!(mapi.trace().to_string().contains("OpenMsgStore"));
    }),
];

fn wrapped(store: &str) -> EntryId {
    WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(store) }.encode().unwrap()
}

fn open(session: &Session, store: &str) -> MapiResult<Arc<dyn IMsgStore>> {
    let id = wrapped(store);
    Ok(session.open_msg_store(&OpenStoreRequest::new(&id))?.value)
}

fn configure(mapi: &Subsystem, session: &Session) -> MapiResult<()> {
    let admin = session.admin_services(0)?;
    admin.configure_msg_service(&ConfigureServiceRequest::new(&mapi.services(PROFILE)[0].1))
}

fn machine(cell: &Arc<Cell>) -> (Subsystem, Arc<Session>) {
    let calling = Calling(Arc::clone(cell));
    let wrapping = Wrapping::new(reference::dll())
        .init(calling.clone())
        .service(calling.clone())
        .provider(calling.clone())
        .logon(calling.clone())
        .store(calling.clone())
        .folder(calling.clone())
        .table(calling);
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = Service::new("REF").store(section("mail")).store(section("other")).with_entry(DLL_NAME);
    let entry = wrapping.service_entry(reference::dll());
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).service_entry(entry).provider_entry(wrapping))
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

/// A client that makes MAPI call every place. It does not mind calls that fail because of the action.
fn story(mapi: &Subsystem, session: &Arc<Session>) {
    let _ = configure(mapi, session);
    if let Ok(store) = open(session, "mail") {
        mapi.run_spooler();
        let _ = with_store(session, &*store);
        let _ = store.store_logoff(LogoffFlags::LOGOFF_ORDERLY);
    }
    let _ = session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0);
}

fn with_store(session: &Session, store: &dyn IMsgStore) -> MapiResult<()> {
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(Deaf);
    let _ = store.advise(None, EventMask::fnevCriticalError, Arc::clone(&sink));
    let tags = [PR_IPM_SUBTREE_ENTRYID];
    let top = store.get_props(Some(&tags), GetPropsFlags::empty())?.value[0].as_entry_id().unwrap();
    let request = OpenEntryRequest::new(&top);
    let folder = store.open_entry(&request)?.into_folder().unwrap();
    let table = folder.get_hierarchy_table(TableFlags::MAPI_UNICODE)?;
    table.query_rows(i32::MAX, QueryRowsFlags::empty())?;
    session.open_entry(&request)?;
    session.compare_entry_ids(&top, &top, 0)?;
    let connection = session.advise(Some(&top), EventMask::fnevCriticalError, sink)?;
    session.unadvise(connection)?;
    let status = session.get_status_table(StringWidth::MAPI_UNICODE)?;
    for id in reference::rows(&*status).iter().filter_map(|row| row.get(PR_ENTRYID)?.as_entry_id()) {
        let _ = session.open_entry(&OpenEntryRequest::new(&id));
    }
    Ok(())
}

/// The sink of a client that does not listen.
struct Deaf;

impl IMAPIAdviseSink for Deaf {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        SinkAnswer::S_OK
    }
}

/// Every call has its return, in the order and at the depth of calls inside calls.
fn expect_closed(trace: &Trace, case: &str) {
    let mut open = Vec::new();
    for Event { depth, what, .. } in trace.events() {
        match *what {
            What::Call { to, method, .. } => {
                assert_eq!(usize::from(*depth), open.len(), "{case}: {method} in\n{trace}");
                open.push((to, method));
            }
            What::Return { from, method, .. } => {
                assert_eq!(open.pop(), Some((from, method)), "{case}: the call that returns in\n{trace}");
                assert_eq!(usize::from(*depth), open.len(), "{case}: {method} in\n{trace}");
            }
            What::Panicked { method, .. } => panic!("{case}: {method} panicked in\n{trace}"),
            What::AddRef { .. } | What::Release { .. } | What::Fact(_) | _ => {}
        }
    }
    assert!(open.is_empty(), "{case}: {open:?} did not return in\n{trace}");
}

/// A new session works.
fn expect_sound(mapi: &Subsystem, case: &str) {
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&session, "mail").unwrap_or_else(|error| panic!("{case}: {error}\n{}", mapi.trace()));
    mapi.run_spooler();
    with_store(&session, &*store).unwrap_or_else(|error| panic!("{case}: {error}\n{}", mapi.trace()));
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    let trace = mapi.trace();
    let last = trace.last_open().unwrap();
    last.expect_steps(&Step::ALL).unwrap_or_else(|mismatch| panic!("{case}: {mismatch}"));
    assert!(last.deviations().is_empty(), "{case}: {:?}", last.deviations());
}

fn try_cell(place: &'static str, (name, action): (&str, Action)) {
    let case = format!("in {place} a provider {name}");
    let cell = Arc::new(Cell::new(place, action));
    let (mapi, session) = machine(&cell);
    cell.begin(&mapi, &session);
    story(&mapi, &session);
    let (under_way, done) = cell.end();
    drop(session);

    assert!(under_way == 0 && done > 0, "{case}: {done} times, {under_way} under way in\n{}", mapi.trace());
    expect_closed(&mapi.trace(), &case);
    expect_sound(&mapi, &case);
    expect_closed(&mapi.trace(), &case);
    mapi.trace().expect_references_balanced().unwrap_or_else(|mismatch| panic!("{case}: {mismatch}"));
}

#[test]
fn every_action_at_every_place_leaves_a_sound_machine() {
    for place in PLACES {
        for action in ACTIONS {
            try_cell(place, action);
        }
    }
}
