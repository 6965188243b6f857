//! The tables of a session while they are open: they are current, and tell what changes.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::sim::{DefaultStore, DefaultStoreChange, Spooler, SpoolerKey, SpoolerStore, TransportLogoff};
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::script::*;
use crate::tables::listening::*;

#[test]
fn the_open_stores_table_follows_the_profile() {
    let script = able();
    let (mapi, session) = machine(&script);
    let table = stores(&session);
    assert_eq!(table.query_columns(QueryColumnsFlags::empty()).unwrap().len(), 10);
    let state = TableState { status: TableStatus::Complete, table_type: TableType::Dynamic };
    assert_eq!(table.get_status().unwrap(), state);
    let (_, heard) = listen(&table);
    let other = new_session(&mapi);
    let others = stores(&other);
    let (_, beside) = listen(&others);

    // The first store is listed already, and a temporary store never is.
    let _open = open(&session, "a").unwrap();
    let unknown = open_with(&session, &wrapped("temporary"), OpenStoreFlags::MDB_TEMPORARY).unwrap();
    assert_eq!(news(&heard, PR_DISPLAY_NAME_W), []);

    // A store is listed when its provider calls ModifyProfile, with what the provider has written to its section.
    inside_logon(&script, |support| {
        let values = [PropValue::new(PR_DISPLAY_NAME_W, "new"), PropValue::new(PR_ENTRYID, &wrapped("new"))];
        write(support, &values);
    });
    let store = open(&session, "new").unwrap();
    assert_eq!(news(&heard, PR_DISPLAY_NAME_W), [added("new")]);
    assert_eq!(news(&beside, PR_DISPLAY_NAME_W), [added("new")], "another session uses the profile, too");
    drop((store, unknown));
    assert_eq!(news(&heard, PR_DISPLAY_NAME_W), [], "a closed store stays in the profile");

    // The row is deleted if the logon fails later.
    *lock(&script.logons) = [Act::Fail(MAPI_E_FAILONEPROVIDER, "no")].into();
    inside_logon(&script, |support| support.modify_profile(ModifyProfileFlags::empty()).unwrap());
    open(&session, "lost").unwrap_err();
    let told: Vec<TableEvent> = news(&heard, PR_DISPLAY_NAME_W).into_iter().map(|(event, _)| event).collect();
    assert_eq!(told, [TableEvent::RowAdded, TableEvent::RowDeleted]);
    *lock(&script.callback) = None;

    make_default(&session, "b").unwrap();
    assert_eq!(news(&heard, PR_DEFAULT_STORE), [modified("Boolean(true)")]);
    let listed = rows(&table);
    assert_eq!(listed, rows(&stores(&session)), "an open table shows what a new one shows");
    assert_eq!(listed.len(), 3);
    for row in listed {
        let id = row.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
        assert!(session.open_msg_store(&OpenStoreRequest::new(&id)).is_ok(), "{row:?}");
    }
}

#[test]
fn stores_of_a_deleted_service_leave_the_open_table() {
    let (mapi, session) = machine(&Script::new([]));
    let table = stores(&session);
    let (_, heard) = listen(&table);
    let admin = session.admin_services(0).unwrap();
    admin.delete_msg_service(&mapi.services(PROFILE)[0].1).unwrap();
    assert_eq!(news(&heard, PR_DISPLAY_NAME_W), [DELETED, DELETED]);
    assert!(rows(&table).is_empty());
}

#[test]
fn every_sink_of_the_status_table_hears_of_a_row() {
    let script = Script::new([]);
    let mapi = subsystem(&script, None).build().unwrap();
    let shared = LogonExFlags::MAPI_ALLOW_OTHERS | LogonExFlags::MAPI_NO_MAIL;
    let first = mapi.logon(PROFILE, shared).unwrap();
    let second = mapi.logon(PROFILE, shared).unwrap();
    let tables = [status(&first), status(&first), status(&second)];
    let ears: Vec<Heard> = tables.iter().chain(&tables).map(|table| listen(table).1).collect();
    let private = new_session(&mapi);
    let apart = status(&private);
    let (_, stranger) = listen(&apart);
    let told = |expected: &[(TableEvent, Option<String>)]| {
        for ear in &ears {
            assert_eq!(news(ear, PR_STATUS_CODE), expected);
        }
    };

    let kept = kept_support(&script);
    let store = open(&first, "a").unwrap();
    let support = lock(&kept).take().unwrap();
    *lock(&script.callback) = None;
    told(&[added("Long(1)")]);
    let offline = [PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_OFFLINE.bits())];
    support.modify_status_row(&offline, StatusRowFlags::STATUSROW_UPDATE).unwrap();
    told(&[modified("Long(2)")]);
    support.modify_status_row(&offline, StatusRowFlags::STATUSROW_UPDATE).unwrap();
    told(&[]);
    let _mail = mapi.logon(PROFILE, LogonExFlags::MAPI_ALLOW_OTHERS).unwrap();
    told(&[modified("Long(1)")]);
    drop((support, store));
    told(&[DELETED]);
    assert_eq!(lock(&stranger).as_slice(), [], "another session has another table");
    assert_eq!(rows(&tables[0]), rows(&status(&first)));
}

#[test]
fn rows_keep_their_names_as_long_as_they_are_there() {
    let (_mapi, session) = machine(&Script::new([]));
    let first = open(&session, "a").unwrap();
    let _second = open(&session, "b").unwrap();
    let name = |row: &Row| (row.get(PR_INSTANCE_KEY).unwrap().clone(), row.get(PR_ROWID).unwrap().clone());
    let before: Vec<_> = rows(&status(&session)).iter().map(name).collect();
    drop(first);
    let after: Vec<_> = rows(&status(&session)).iter().map(name).collect();
    assert_eq!(before.len(), 5);
    assert_eq!(after, [&before[..3], &before[4..]].concat());
    for (index, name) in before.iter().enumerate() {
        assert!(!before[..index].iter().any(|other| other.0 == name.0 || other.1 == name.1), "{name:?}");
    }
}

/// A spooler that notes each change of the default store, and delivers to the one of the moment.
#[derive(Default, Debug)]
struct DeliveringSpooler {
    queue: QueueSpooler,
    changes: Mutex<Vec<DefaultStoreChange>>,
    delivered: Mutex<Vec<(&'static str, Option<EntryId>)>>,
}

impl DeliveringSpooler {
    fn target(&self) -> Option<EntryId> {
        lock(&self.changes).last().and_then(|change| change.now.as_ref()?.entry_id.clone())
    }

    fn deliver(&self, message: &'static str, target: Option<EntryId>) {
        lock(&self.delivered).push((message, target));
    }
}

impl Spooler for DeliveringSpooler {
    fn told(&self, store: SpoolerKey) {
        self.queue.told(store);
    }
    fn next_logon(&self) -> Option<SpoolerKey> {
        self.queue.next_logon()
    }
    fn logged_on(&self, store: SpoolerKey, objects: SpoolerStore) {
        self.queue.logged_on(store, objects);
    }
    fn logon_failed(&self, store: SpoolerKey, code: HResult) {
        self.queue.logon_failed(store, code);
    }
    fn notified(&self, store: SpoolerKey, flags: SpoolerNotifyFlags) {
        self.queue.notified(store, flags);
    }
    fn logoff_transports(&self, store: SpoolerKey, flags: LogoffFlags) -> TransportLogoff {
        self.queue.logoff_transports(store, flags)
    }
    fn released(&self, store: SpoolerKey) -> Option<SpoolerStore> {
        self.queue.released(store)
    }
    fn default_store_changed(&self, change: &DefaultStoreChange) {
        lock(&self.changes).push(change.clone());
    }
}

#[test]
fn a_new_default_store_is_announced() {
    let spooler = Arc::new(DeliveringSpooler::default());
    let mapi = subsystem(&able(), None).spooler(Arc::clone(&spooler) as Arc<dyn Spooler>).build().unwrap();
    let session = new_session(&mapi);
    let _stores = [open(&session, "a").unwrap(), open(&session, "b").unwrap()];
    mapi.run_spooler();
    let tables = [stores(&session), status(&session)];
    let ears = tables.each_ref().map(|table| listen(table).1);
    let flags = |expected: &[&str]| {
        let expected: Vec<_> = expected.iter().map(|flags| modified(flags)).collect();
        for ear in &ears {
            assert_eq!(news(ear, PR_RESOURCE_FLAGS), expected);
        }
    };
    make_default(&session, "a").unwrap();
    flags(&["Long(34)"]);
    let under_way = spooler.target();
    let before = mapi.trace().events().len();
    make_default(&session, "b").unwrap();
    flags(&["Long(32)", "Long(34)"]);
    let trace = mapi.trace().since(before);
    for method in [Method::StoreLogoff, Method::LogonLogoff, Method::ProviderSpoolerLogon] {
        assert_eq!(trace.count_of(method), 0, "{method}: what is under way stays undisturbed");
    }
    spooler.deliver("came before", under_way);
    spooler.deliver("came after", spooler.target());
    let delivered = [("came before", Some(wrapped("a"))), ("came after", Some(wrapped("b")))];
    assert_eq!(*lock(&spooler.delivered), delivered);

    make_default(&session, "b").unwrap();
    flags(&[]);
    session.set_default_store(DefaultStoreFlags::MAPI_PRIMARY_STORE, Some(&wrapped("a"))).unwrap();
    flags(&["Long(4128)"]);
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, None).unwrap();
    flags(&["Long(32)"]);
    let changes = lock(&spooler.changes);
    let names = changes.iter().map(|change| (change.before.clone(), change.now.clone()));
    let store =
        |name: &str, number| Some(DefaultStore::new(Some(wrapped(name)), Some(SpoolerKey::new(1, number))));
    let (a, b) = (store("a", 1), store("b", 2));
    assert_eq!(names.collect::<Vec<_>>(), [(None, a.clone()), (a, b.clone()), (b, None)]);
    assert!(mapi.trace().to_string().contains("\"Store b\" is the default from now on"));
}

#[test]
fn a_permanent_default_store_is_the_default_of_other_sessions() {
    let spooler = Arc::new(DeliveringSpooler::default());
    let mapi = subsystem(&able(), None).spooler(Arc::clone(&spooler) as Arc<dyn Spooler>).build().unwrap();
    let sessions = [new_session(&mapi), new_session(&mapi)];
    let tables = sessions.each_ref().map(|session| stores(session));
    let ears = tables.each_ref().map(|table| listen(table).1);
    make_default(&sessions[0], "a").unwrap();
    for ear in &ears {
        assert_eq!(news(ear, PR_DEFAULT_STORE), [modified("Boolean(true)")]);
    }
    let told: Vec<u32> = lock(&spooler.changes).iter().map(|change| change.session).collect();
    assert_eq!(told, [1, 2]);
    assert!(lock(&spooler.changes).iter().all(|change| change.now.as_ref().unwrap().open.is_none()));
}
