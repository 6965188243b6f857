//! Two clients open, use and release one PST file while the spooler logs on and one session is logged off, in every order.

use std::path::PathBuf;
use std::sync::LazyLock;

use mapi_sim::explore::{Apart, Client, ClientSession, ClientStore, Orders, Scenario, StoryError};
use mapi_sim::mapi::codes::MAPI_E_DISK_ERROR;
use mapi_sim::mapi::{
    EntryId, GetPropsFlags, LogonExFlags, OpenStoreFlags, SessionLogoffFlags, WrappedStoreEntryId,
};
use mapi_sim::methods;
use mapi_sim::sim::{BuildError, Dll, Fault, Profile, Service, SpoolerModel, StoreSection, Subsystem};
use mapi_sim::spi::{OpenEntryRequest, OpenStoreRequest};
use pst_store::{DLL_NAME, PstDll, store_entry_id};

use crate::pst_files;

/// The file is only read, so one search for it is enough.
static FILE: LazyLock<PathBuf> = LazyLock::new(pst_files::empty_pst);

fn private_id() -> EntryId {
    store_entry_id(FILE.to_str().unwrap())
}

fn id() -> EntryId {
    WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: private_id() }.encode().unwrap()
}

fn world(spooler: SpoolerModel) -> Result<Subsystem, BuildError> {
    let section = StoreSection::new(DLL_NAME, "PST file").entry_id(private_id());
    Subsystem::builder()
        .spooler_model(spooler)
        .dll(Dll::new(DLL_NAME).provider_entry(PstDll))
        .profile(Profile::new("Default").service(Service::new("PST").store(section)))
        .build()
}

async fn open(client: &Client, flags: LogonExFlags) -> Result<(ClientSession, ClientStore), StoryError> {
    let session = client.logon("Default", flags).await?;
    let id = id();
    let store = session.open(&OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG)).await?;
    Ok((session, store))
}

async fn open_and_use(client: &Client) -> Result<(ClientSession, ClientStore), StoryError> {
    let (session, store) = open(client, LogonExFlags::MAPI_NEW_SESSION).await?;
    store.step(|store| store.get_props(None, GetPropsFlags::empty())).await?;
    store.step(|store| store.open_entry(&OpenEntryRequest::root()).map(drop)).await?;
    Ok((session, store))
}

/// Releases the store, then logs off.
async fn tidy(client: Client) -> Result<(), StoryError> {
    let (session, store) = open_and_use(&client).await?;
    store.release().await;
    Ok(session.logoff(SessionLogoffFlags::empty()).await?)
}

/// Logs off before it releases the store.
async fn hasty(client: Client) -> Result<(), StoryError> {
    let (session, store) = open_and_use(&client).await?;
    session.logoff(SessionLogoffFlags::empty()).await?;
    store.release().await;
    Ok(())
}

fn two_clients(spooler: SpoolerModel) -> Scenario {
    Scenario::new(move || world(spooler)).client("tidy", tidy).client("hasty", hasty).spooler()
}

fn schedules(scenario: &Scenario, orders: Orders) -> u64 {
    let explored = scenario.explore(orders).unwrap();
    assert!(explored.is_complete());
    explored.schedules
}

#[test]
fn no_order_of_two_clients_shows_anything() {
    let same = two_clients(SpoolerModel::SameProcess);
    assert_eq!(same.canary(), None);
    assert_eq!([0, 1, 2].map(|most| schedules(&same, Orders::preemptions(most))), [4, 147, 2894]);
    let own = two_clients(SpoolerModel::OwnProcess);
    assert_eq!([0, 1].map(|most| schedules(&own, Orders::preemptions(most))), [4, 147]);
}

#[test]
fn nor_does_one_with_faults() {
    let faults = [
        Fault::answers(methods::IMAPISupport::SetProviderUID, 2, MAPI_E_DISK_ERROR),
        Fault::panics(methods::IMSProvider::SpoolerLogon, 1),
        Fault::ends_spooler(1),
        Fault::cuts_validation_data(1, 3),
        Fault::releases_session_first(1),
    ];
    let counts = faults
        .map(|fault| schedules(&two_clients(SpoolerModel::SameProcess).fault(fault), Orders::preemptions(1)));
    assert_eq!(counts, [27, 147, 147, 147, 172]);
}

/// Opens the file, uses it in one step, and releases it. Its session is released with the handle, or it logs off before.
async fn short(client: &Client, flags: LogonExFlags, logs_off: bool) -> Result<(), StoryError> {
    let (session, store) = open(client, flags).await?;
    let used = store.step(|store| {
        store.get_props(None, GetPropsFlags::empty())?;
        store.open_entry(&OpenEntryRequest::root()).map(drop)
    });
    used.await?;
    store.release().await;
    if logs_off {
        session.logoff(SessionLogoffFlags::empty()).await?;
    }
    Ok(())
}

async fn plain(client: Client) -> Result<(), StoryError> {
    short(&client, LogonExFlags::MAPI_NEW_SESSION, false).await
}

const NO_MAIL: LogonExFlags = LogonExFlags::MAPI_NEW_SESSION.union(LogonExFlags::MAPI_NO_MAIL);

fn plain_beside(name: &str, other: impl AsyncFn(Client) -> Result<(), StoryError> + 'static) -> Scenario {
    Scenario::new(|| world(SpoolerModel::SameProcess)).client("plain", plain).client(name, other).spooler()
}

#[test]
fn every_order_with_mail_for_one_client() {
    let scenario = plain_beside("brief", async |client| short(&client, NO_MAIL, true).await);
    assert_eq!(schedules(&scenario, Orders::all().apart(Apart::sessions())), 309);
}

#[test]
#[ignore = "takes a while, and is run optimised"]
fn every_order_with_nothing_assumed() {
    let scenario = plain_beside("careless", async |client| open(&client, NO_MAIL).await.map(drop));
    assert_eq!(schedules(&scenario, Orders::all()), 16_883);
}

/// Both sessions are released with their handles.
#[test]
#[ignore = "takes a while, and is run optimised"]
fn every_order_with_mail_for_both() {
    assert_eq!(schedules(&plain_beside("other", plain), Orders::all().apart(Apart::sessions())), 28_068);
}

/// One session is released with its handle, the other one is logged off. As many orders as with the reference provider:
/// `cargo test --profile mutants -p pst_store --test pst to_the_end -- --ignored`.
#[test]
#[ignore = "takes a quarter of an hour optimised, and is played by hand"]
fn mail_for_both_of_whom_one_logs_off_to_the_end() {
    let tidy = async |client: Client| short(&client, LogonExFlags::MAPI_NEW_SESSION, true).await;
    assert_eq!(schedules(&plain_beside("tidy", tidy), Orders::all().apart(Apart::sessions())), 930_588);
}
