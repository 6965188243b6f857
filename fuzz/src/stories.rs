//! Whole traces that the fuzz targets alter: what clients, the spooler, users and providers do, in short and whole.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};

use mapi_sim::explore::Stage;
use mapi_sim::mapi::*;
use mapi_sim::reference::{
    DLL_NAME, PR_REFERENCE_PASSWORD, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id,
};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Trace, TraceDetail};

/// The profile of every story.
pub(crate) const PROFILE: &str = "Default";

const PASSWORD: &str = "open sesame";

/// A machine with the reference provider, on which every story can be played.
pub(crate) fn machine(detail: TraceDetail, model: SpoolerModel, faults: &[&str]) -> Subsystem {
    let mail = StoreSpec::new("mail").writable().notifying().with_sample_mail().default_store();
    let locked = StoreSpec::new("locked").password(PASSWORD);
    let stores = StoreCatalogue::new([mail, locked]);
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = Service::new("REF").with_entry(DLL_NAME).store(section("mail")).store(section("locked"));
    let entry = ReferenceDll::new(StoreCatalogue::new([]));
    let builder = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(ReferenceDll::new(stores)).service_entry(entry))
        .profile(Profile::new(PROFILE).service(service))
        .user(User::answering([Reply::fill("password", PASSWORD), Reply::Cancel]))
        .spooler_model(model)
        .trace_detail(detail);
    let faults = faults.iter().map(|fault| fault.parse().unwrap_or_else(|error| panic!("{fault}: {error}")));
    faults.fold(builder, SubsystemBuilder::fault).build().unwrap_or_else(|error| panic!("{error}"))
}

/// The stories as lines without sums, and the same with them.
pub(crate) fn stories() -> &'static [Vec<String>] {
    static STORIES: OnceLock<Vec<Vec<String>>> = OnceLock::new();
    STORIES.get_or_init(|| {
        let told = [TraceDetail::All, TraceDetail::Whole].map(|detail| {
            [
                nine_steps(detail, SpoolerModel::OwnProcess),
                nine_steps(detail, SpoolerModel::SameProcess),
                tables(detail),
                faults(detail),
                clients(detail),
                administers(detail),
            ]
        });
        let signed = |trace: Trace| trace.to_json_lines().unwrap_or_else(|error| panic!("{error}"));
        let signed: Vec<String> = told.into_iter().flatten().map(signed).collect();
        let mut all: Vec<Vec<String>> =
            signed.iter().map(|text| text.lines().map(unsigned).collect()).collect();
        all.extend(signed.iter().take(3).map(|text| text.lines().map(str::to_owned).collect()));
        all.push(LOGGED.lines().map(str::to_owned).collect());
        all
    })
}

fn unsigned(line: &str) -> String {
    line.rsplit_once(",\"sum\":").map_or_else(|| line.to_owned(), |(line, _)| format!("{line}}}"))
}

type Opened = Arc<dyn IMsgStore>;

fn open(session: &Session, name: &str, flags: OpenStoreFlags) -> MapiResult<Opened> {
    let store = store_entry_id(name);
    let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store }.encode()?;
    Ok(session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags))?.value)
}

fn log_on(mapi: &Subsystem) -> Arc<Session> {
    mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap_or_else(|error| panic!("{error}"))
}

fn log_off(session: &Session) {
    drop(session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0));
}

/// The nine steps, the store used and given back.
fn nine_steps(detail: TraceDetail, model: SpoolerModel) -> Trace {
    let mapi = machine(detail, model, &[]);
    let session = log_on(&mapi);
    if let Ok(store) = open(&session, "mail", OpenStoreFlags::empty()) {
        mapi.run_spooler();
        drop(store.get_props(Some(&[tags::PR_DISPLAY_NAME_W, tags::PR_ENTRYID]), GetPropsFlags::empty()));
        drop(store.store_logoff(LogoffFlags::LOGOFF_ORDERLY));
    }
    log_off(&session);
    drop(session);
    mapi.trace()
}

/// Notifications, a table, restrictions, a sort order, a stream.
fn tables(detail: TraceDetail) -> Trace {
    let mapi = machine(detail, SpoolerModel::SameProcess, &[]);
    let session = log_on(&mapi);
    drop(open(&session, "mail", OpenStoreFlags::MDB_WRITE).and_then(|store| reads(&store)));
    log_off(&session);
    mapi.trace()
}

fn reads(store: &Opened) -> MapiResult<()> {
    let told = store.advise(None, EventMask::from_bits_retain(0x1FE), Arc::new(|_: &[Notification]| {}))?;
    let inbox = store.get_receive_folder(None, ReceiveFolderFlags::MAPI_UNICODE)?.entry_id;
    let request = OpenEntryRequest::new(&inbox).flags(OpenEntryFlags::MAPI_MODIFY);
    let folder = store.open_entry(&request)?.into_folder().map_err(|_| codes::MAPI_E_NOT_FOUND)?;
    let table = folder.get_contents_table(TableFlags::MAPI_UNICODE)?;
    let heard = table.advise(EventMask::fnevTableModified, Arc::new(|_: &[Notification]| {}))?;
    table.set_columns(&[tags::PR_ENTRYID, tags::PR_SUBJECT_W], SetColumnsFlags::empty())?;
    let subject = |text: &str| Restriction::Property {
        op: RelOp::Ne,
        tag: tags::PR_SUBJECT_W,
        value: PropValue::new(tags::PR_SUBJECT_W, text),
    };
    let all = Restriction::Or(vec![
        Restriction::Not(Box::new(Restriction::And(vec![
            subject("a"),
            Restriction::Exist(tags::PR_ENTRYID),
        ]))),
        Restriction::Content {
            fuzzy: FuzzyLevel::from_raw(0x1_0001),
            tag: tags::PR_SUBJECT_W,
            value: PropValue::new(tags::PR_SUBJECT_W, "sample"),
        },
    ]);
    table.restrict(Some(&all), RestrictFlags::empty())?;
    let newest = SortOrder { tag: tags::PR_SUBJECT_W, direction: SortDirection::Descending };
    table.sort_table(&SortOrderSet::plain(vec![newest]), SortFlags::empty())?;
    table.query_rows(2, QueryRowsFlags::empty())?;
    table.find_row(&subject("b"), Bookmark::BEGINNING, FindRowFlags::empty())?;
    let message = folder.create_message(None, CreateMessageFlags::empty())?;
    message.set_props(&[PropValue::new(tags::PR_SUBJECT_W, "written")])?;
    let body = OpenPropertyRequest::new(tags::PR_BODY_W, iids::IID_IStream)
        .flags(OpenPropertyFlags::MAPI_CREATE | OpenPropertyFlags::MAPI_MODIFY);
    let stream = message.open_property(&body)?.into_stream().map_err(|_| codes::MAPI_E_NOT_FOUND)?;
    stream.write(b"some bytes")?;
    stream.set_size(4)?;
    stream.seek(1, SeekOrigin::Set)?;
    stream.read(&mut [0; 8])?;
    stream.commit(0)?;
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE)?;
    table.unadvise(heard)?;
    store.unadvise(told)
}

/// Codes that calls are made to answer, and a provider that panics.
fn faults(detail: TraceDetail) -> Trace {
    let faulty = ["IMSProvider::Logon#1=MAPI_E_FAILONEPROVIDER", "IMsgStore::GetProps#2=panic"];
    let mapi = machine(detail, SpoolerModel::SameProcess, &faulty);
    let session = log_on(&mapi);
    drop(open(&session, "mail", OpenStoreFlags::empty()));
    if let Ok(store) = open(&session, "mail", OpenStoreFlags::empty()) {
        for _ in 0..2 {
            let asked = || store.get_props(Some(&[tags::PR_DISPLAY_NAME_W]), GetPropsFlags::empty());
            drop(catch_unwind(AssertUnwindSafe(asked)));
        }
        mapi.run_spooler();
    }
    log_off(&session);
    drop(session);
    mapi.trace()
}

/// Several clients and the spooler take turns.
fn clients(detail: TraceDetail) -> Trace {
    let world = move || Ok::<_, BuildError>(machine(detail, SpoolerModel::SameProcess, &[]));
    let stage = Stage::new(world, PROFILE).store(store_entry_id("mail"));
    let script = "mapi-sim-script-1: logon(2) open(0,4) use(0,props) advise(0) release(0) logoff \
                  | logon(2) open(0,0) use(0,props) store_logoff(0,1) logoff | spooler";
    let played = stage.replay(&format!("{script} @ mapi-sim-1:"));
    played.unwrap_or_else(|error| panic!("{error}")).trace
}

/// A user who is asked for a password, and a client that administers.
fn administers(detail: TraceDetail) -> Trace {
    let mapi = machine(detail, SpoolerModel::SameProcess, &[]);
    let session = log_on(&mapi);
    drop(open(&session, "locked", OpenStoreFlags::empty()));
    if let Ok(admin) = session.admin_services(0) {
        drop(configures(&mapi, &*admin));
    }
    log_off(&session);
    drop(session);
    mapi.trace()
}

fn configures(mapi: &Subsystem, admin: &dyn IMsgServiceAdmin) -> MapiResult<()> {
    let uid = mapi.services(PROFILE).first().map(|(_, uid)| *uid).ok_or(codes::MAPI_E_NOT_FOUND)?;
    let table = admin.get_msg_service_table(0)?;
    table.query_rows(9, QueryRowsFlags::empty())?;
    let props = [PropValue::new(PR_REFERENCE_PASSWORD, PASSWORD)];
    let asking = ConfigureServiceRequest::new(&uid).flags(ServiceFlags::SERVICE_UI_ALWAYS);
    drop(admin.configure_msg_service(&asking));
    drop(admin.get_last_error(codes::MAPI_E_USER_CANCEL, StringWidth::MAPI_UNICODE));
    admin.configure_msg_service(&ConfigureServiceRequest::new(&uid).props(&props))?;
    let providers = admin.admin_providers(&uid, 0)?;
    providers.get_provider_table(StringWidth::MAPI_UNICODE)?.query_rows(9, QueryRowsFlags::empty())?;
    Ok(())
}

/// What a provider in another language logs of itself.
const LOGGED: &str = r#"{"kind":"trace","format":"mapi-sim trace","version":1,"seen_from":"provider","dlls":["refstore.dll"]}
{"kind":"call","session":1,"open":1,"from":"mapi","to":"dll 1","method":"MSProviderInit","args":{"kind":"init","version":65552,"flags":0}}
{"kind":"return","session":1,"open":1,"from":"dll 1","method":"MSProviderInit","code":{"hex":"0x00000000"},"out":{"kind":"init","provider":1,"version":65552}}
{"kind":"call","session":1,"from":"mapi","to":"service 1","method":"MSGSERVICEENTRY","args":{"kind":"values","values":[{"name":"context","value":{"number":3}},{"name":"flags","value":{"number":0}},{"name":"props","value":{"props":[{"tag":"0x67F0001F","value":{"text":"open sesame"}}]}}]}}
{"kind":"return","session":1,"from":"service 1","method":"MSGSERVICEENTRY","code":{"hex":"0x00000000"}}
{"kind":"call","session":1,"open":1,"from":"client","to":"store 1","method":"IMsgStore::GetProps","args":{"kind":"values","values":[{"name":"tags","value":{"tags":["0x3001001F"]}},{"name":"flags","value":{"number":0}}]}}
{"kind":"return","session":1,"open":1,"from":"store 1","method":"IMsgStore::GetProps","code":{"hex":"0x8004010F"}}
{"kind":"release","session":1,"open":1,"object":"store 1","by":"client","count":0}
{"kind":"call","session":1,"from":"mapi","to":"provider 1","method":"IMSProvider::Shutdown"}
{"kind":"return","session":1,"from":"provider 1","method":"IMSProvider::Shutdown","code":{"hex":"0x00000000"}}
{"kind":"end","events":9}"#;
