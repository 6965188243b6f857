//! Every deed of a provider at every place where it can be called: no lock is held there, so nothing hangs, every call
//! returns, and the machine is sound afterwards.
//!
//! A machine of a debug build that is asked for its state by somebody whom it is just calling with the lock held says so
//! by a panic, so a hang shows as one.
#![cfg(feature = "sim")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by a panic")]

mod common;
#[path = "common/reference.rs"]
mod reference;

use std::sync::{Arc, Mutex, Weak};

use common::lock;
use mapi_sim::load::Step;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Event, Trace, What};
use mapi_sim::wrap::*;

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

type Deed = fn(&Arc<World>, &Subsystem, &Arc<Session>);

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

/// The provider's side of a cell of the matrix.
struct World {
    place: &'static str,
    deed: Deed,
    machine: Mutex<Option<(Subsystem, Weak<Session>)>>,
    /// Further references on support objects, and the logon objects that hold the first ones.
    kept: Mutex<Vec<Support>>,
    logons: Mutex<Vec<Weak<dyn IMSLogon>>>,
    /// Deeds that are being done and that have been done.
    count: Mutex<(u32, u32)>,
}

impl World {
    /// The provider is called. A deed may lead to the same place again: it is done twice inside itself and four times
    /// at all, and no more.
    fn at(self: &Arc<Self>, place: &'static str) {
        let Some((mapi, weak)) = lock(&self.machine).clone() else { return };
        let Some(session) = weak.upgrade() else { return };
        if place != self.place || !self.may_begin() {
            return;
        }
        (self.deed)(self, &mapi, &session);
        let mut count = lock(&self.count);
        *count = (count.0 - 1, count.1 + 1);
    }

    fn may_begin(&self) -> bool {
        let mut count = lock(&self.count);
        let may = count.0 < 2 && count.0 + count.1 < 4;
        count.0 += u32::from(may);
        may
    }

    fn supports(&self) -> Vec<Support> {
        lock(&self.kept).clone()
    }

    /// Keeps what a logon was given and what it made.
    fn keep(&self, support: &Support, answer: &LogonAnswer) {
        if let Some(logon) = &answer.logon {
            let support = support.clone();
            lock(&self.kept).push(support);
            lock(&self.logons).push(Arc::downgrade(logon));
        }
    }

    /// The further references, when a store or a logon ends.
    fn forget(&self) {
        let kept = std::mem::take(&mut *lock(&self.kept));
        drop(kept);
    }

    /// Gives all references on support objects back, also those that hold stores open.
    fn let_go(&self) {
        self.forget();
        let logons = std::mem::take(&mut *lock(&self.logons));
        for logon in logons.iter().filter_map(Weak::upgrade) {
            let _ = logon.logoff(0);
        }
    }

    /// A notification to a sink that the provider registers for it.
    fn ring(self: &Arc<Self>, support: &Support) {
        let key = NotificationKey::new(*b"key");
        let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(Calling(Arc::clone(self)));
        let request = SubscribeRequest::new(&key, EventMask::fnevCriticalError, &sink);
        if let Ok(connection) = support.subscribe(&request) {
            let event =
                Notification::CriticalError { entry_id: None, code: codes::MAPI_E_CALL_FAILED, detail: None };
            let _ = support.notify(&key, &[event], NotifyFlags::empty());
            let _ = support.unsubscribe(connection);
        }
    }
}

/// Bends every object of the reference provider so that the world is told when it is called.
#[derive(Clone)]
struct Calling(Arc<World>);

macro_rules! calling {
    ($($bend:ident of $interface:ident { $($more:tt)* })+) => {$(
        impl $bend for Calling {
            fn before(&self, _inner: &dyn $interface, method: &'static str) -> MapiResult<()> {
                self.0.at(method);
                Ok(())
            }

            fn released(&self, inner: Arc<dyn $interface>) {
                self.0.at(concat!(stringify!($interface), " released"));
                self.0.forget();
                drop(inner);
            }

            $($more)*
        }
    )+};
}

calling! {
    BendProvider of IMSProvider {
        fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            let answer = inner.logon(request)?;
            self.0.keep(request.support, &answer);
            self.0.ring(request.support);
            Ok(answer)
        }

        fn spooler_logon(
            &self,
            inner: &dyn IMSProvider,
            request: &SpoolerLogonRequest<'_>,
        ) -> MapiResult<LogonAnswer> {
            let answer = inner.spooler_logon(request)?;
            self.0.keep(request.support, &answer);
            Ok(answer)
        }
    }
    BendLogon of IMSLogon {
        fn advise(
            &self,
            _inner: &dyn IMSLogon,
            _entry_id: Option<&EntryId>,
            _events: EventMask,
            _sink: Arc<dyn IMAPIAdviseSink>,
        ) -> MapiResult<Connection> {
            Ok(Connection::FIRST)
        }

        fn unadvise(&self, _inner: &dyn IMSLogon, _connection: Connection) -> MapiResult<()> {
            Ok(())
        }

        fn logoff(&self, inner: &dyn IMSLogon, flags: u32) -> MapiResult<()> {
            self.0.forget();
            inner.logoff(flags)
        }
    }
    BendStore of IMsgStore {}
    BendTable of IMAPITable {}
}

impl BendFolder for Calling {
    fn before(&self, _inner: &dyn IMAPIFolder, method: &'static str) -> MapiResult<()> {
        // Folders have properties, too; the place is the store's.
        if method != "IMAPIProp::get_props" {
            self.0.at(method);
        }
        Ok(())
    }
}

impl BendInit for Calling {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        self.0.at("MSProviderInit");
        inner.ms_provider_init(request)
    }
}

impl BendService for Calling {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.0.at("MSGSERVICEENTRY");
        inner.msg_service_entry(request)
    }
}

impl IMAPIAdviseSink for Calling {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        self.0.at("OnNotify");
        SinkAnswer::S_OK
    }
}

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
            _ => {}
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
    let world = Arc::new(World {
        place,
        deed,
        machine: Mutex::default(),
        kept: Mutex::default(),
        logons: Mutex::default(),
        count: Mutex::default(),
    });
    let (mapi, session) = machine(&world);
    *lock(&world.machine) = Some((mapi.clone(), Arc::downgrade(&session)));
    story(&mapi, &session);
    *lock(&world.machine) = None;
    world.forget();
    drop(session);

    let (under_way, done) = *lock(&world.count);
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
