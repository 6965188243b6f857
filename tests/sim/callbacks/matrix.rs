//! Every deed of a provider at every place where it can be called: no lock is held there, so nothing hangs, every call
//! returns, and the machine is sound afterwards.
//!
//! A machine of a debug build that is asked for its state by somebody whom it is just calling with the lock held says so
//! by a panic, so a hang shows as one.

use std::sync::Arc;

use mapi_sim::load::Step;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Event, Trace, What};
use mapi_sim::wrap::*;

use super::calling::{Calling, Deed, World};
use crate::common::reference;

const PROFILE: &str = "P";

/// Where a provider is called. The story below comes to each of them.
const PLACES: [&str; 22] = [
    "MSProviderInit",
    "MSGSERVICEENTRY",
    "IMSProvider::logon",
    "IMSProvider::spooler_logon",
    "IMSProvider::compare_store_ids",
    "IMSProvider::shutdown",
    "IMSProvider released",
    "IMSLogon::logoff",
    "IMSLogon::open_entry",
    "IMSLogon::compare_entry_ids",
    "IMSLogon::advise",
    "IMSLogon::unadvise",
    "IMSLogon::open_status_entry",
    "IMSLogon released",
    "IMsgStore::store_logoff",
    "IMsgStore::open_entry",
    "IMsgStore::advise",
    "IMAPIProp::get_props",
    "IMsgStore released",
    "IMAPIContainer::get_hierarchy_table",
    "IMAPITable::query_rows",
    "OnNotify",
];

/// What a provider does there.
const DEEDS: [(&str, Deed); 10] = [
    ("opens the store as an entry", |_, _, session| {
        let _ = session.open_entry(&OpenEntryRequest::new(&wrapped("mail")));
    }),
    ("opens an entry of the store", |world, _, session| {
        let _ = session.open_entry(&OpenEntryRequest::new(&store_entry_id("mail")));
        for support in world.supports() {
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
    ("opens profile sections", |world, mapi, session| {
        for section in mapi.sections(PROFILE) {
            let _ = session.open_profile_section(&section, None, OpenSectionFlags::empty());
        }
        for support in world.supports() {
            if let Ok(section) = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY) {
                let _ = section.set_props(&[PropValue::new(PR_COMMENT_W, "called back")]);
            }
        }
    }),
    ("notifies", |world, _, _| {
        for support in world.supports() {
            world.ring(&support);
        }
    }),
    ("changes its status row and its MAPIUIDs", |world, _, session| {
        for support in world.supports() {
            let _ = support.set_provider_uid(&MapiUid::from_bytes([7; 16]), 0);
            let _ = support
                .modify_status_row(&[PropValue::new(PR_STATUS_CODE, 2)], StatusRowFlags::STATUSROW_UPDATE);
            let _ = support.modify_profile(ModifyProfileFlags::empty());
        }
        let _ = session.get_status_table(StringWidth::MAPI_UNICODE).map(|table| reference::rows(&*table));
        let _ = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).map(|table| reference::rows(&*table));
    }),
    ("releases its last support reference", |world, _, _| world.let_go()),
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

fn machine(world: &Arc<World>) -> (Subsystem, Arc<Session>) {
    let calling = Calling(Arc::clone(world));
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

/// A client that comes to every place. It goes on as far as the deed has left it something to go on with.
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
fn expect_closed(trace: &Trace, cell: &str) {
    let mut open = Vec::new();
    for Event { depth, what, .. } in trace.events() {
        match *what {
            What::Call { to, method, .. } => {
                assert_eq!(usize::from(*depth), open.len(), "{cell}: {method} in\n{trace}");
                open.push((to, method));
            }
            What::Return { from, method, .. } => {
                assert_eq!(open.pop(), Some((from, method)), "{cell}: the call that returns in\n{trace}");
                assert_eq!(usize::from(*depth), open.len(), "{cell}: {method} in\n{trace}");
            }
            What::Panicked { method, .. } => panic!("{cell}: {method} panicked in\n{trace}"),
            What::AddRef { .. } | What::Release { .. } | What::Fact(_) | _ => {}
        }
    }
    assert!(open.is_empty(), "{cell}: {open:?} did not return in\n{trace}");
}

/// A new session works as if nothing had happened.
fn expect_sound(mapi: &Subsystem, cell: &str) {
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&session, "mail").unwrap_or_else(|error| panic!("{cell}: {error}\n{}", mapi.trace()));
    mapi.run_spooler();
    with_store(&session, &*store).unwrap_or_else(|error| panic!("{cell}: {error}\n{}", mapi.trace()));
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    let trace = mapi.trace();
    let last = trace.last_open().unwrap();
    last.expect_steps(&Step::ALL).unwrap_or_else(|mismatch| panic!("{cell}: {mismatch}"));
    assert!(last.deviations().is_empty(), "{cell}: {:?}", last.deviations());
}

fn try_cell(place: &'static str, (name, deed): (&str, Deed)) {
    let cell = format!("in {place} a provider {name}");
    let world = Arc::new(World::new(place, deed));
    let (mapi, session) = machine(&world);
    world.begin(&mapi, &session);
    story(&mapi, &session);
    let (under_way, done) = world.end();
    drop(session);

    assert!(under_way == 0 && done > 0, "{cell}: {done} times, {under_way} under way in\n{}", mapi.trace());
    expect_closed(&mapi.trace(), &cell);
    expect_sound(&mapi, &cell);
    expect_closed(&mapi.trace(), &cell);
    mapi.trace().expect_references_balanced().unwrap_or_else(|mismatch| panic!("{cell}: {mismatch}"));
}

#[test]
fn every_deed_at_every_place_leaves_a_sound_machine() {
    for place in PLACES {
        for deed in DEEDS {
            try_cell(place, deed);
        }
    }
}
