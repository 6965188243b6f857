//! Worlds and clients of the scenarios.

use mapi_sim::explore::{Client, ClientSession, ClientStore, Scenario, StoryError};
use mapi_sim::mapi::{EntryId, GetPropsFlags, LogoffFlags, LogonExFlags, OpenStoreFlags, SessionLogoffFlags};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{
    BuildError, Dll, Profile, Service, SpoolerModel, StoreSection, Subsystem, SubsystemBuilder,
};
use mapi_sim::spi::{OpenStoreRequest, ProviderEntry};
use mapi_sim::trace::TraceDetail;

pub(crate) fn id() -> EntryId {
    store_entry_id("personal")
}

/// The entry point of the reference provider with one store.
pub(crate) fn entry() -> ReferenceDll {
    ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]))
}

pub(crate) fn world() -> Result<Subsystem, BuildError> {
    world_of(entry())
}

/// A world with another entry point.
pub(crate) fn world_of(entry: impl ProviderEntry + 'static) -> Result<Subsystem, BuildError> {
    world_with(entry, SpoolerModel::SameProcess)
}

/// The same with the spooler in this place.
pub(crate) fn world_with(
    entry: impl ProviderEntry + 'static,
    spooler: SpoolerModel,
) -> Result<Subsystem, BuildError> {
    builder_of(entry).spooler_model(spooler).build()
}

/// The same with more or less in the trace.
pub(crate) fn world_in_detail(
    entry: impl ProviderEntry + 'static,
    detail: TraceDetail,
) -> Result<Subsystem, BuildError> {
    builder_of(entry).trace_detail(detail).build()
}

fn builder_of(entry: impl ProviderEntry + 'static) -> SubsystemBuilder {
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(id());
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry))
        .profile(Profile::new("Default").service(Service::new("REFERENCE").store(section)))
}

/// Opens the store of the client's own session.
pub(crate) async fn open(session: &ClientSession) -> Result<ClientStore, StoryError> {
    let id = id();
    Ok(session.open(&OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG)).await?)
}

pub(crate) async fn ask(store: &ClientStore) -> Result<(), StoryError> {
    store.step(|store| store.get_props(None, GetPropsFlags::empty())).await?;
    Ok(())
}

/// Opens, uses and releases the store; the session is released with the handle.
pub(crate) async fn tidy(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let store = open(&session).await?;
    ask(&store).await?;
    store.release().await;
    session.logoff(SessionLogoffFlags::empty()).await?;
    Ok(())
}

/// Opens, uses and releases the store, and is content with that: its session is released with the handle.
pub(crate) async fn plain(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let store = open(&session).await?;
    ask(&store).await?;
    store.release().await;
    Ok(())
}

/// Opens the store, logs it off and releases it.
pub(crate) async fn orderly(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let store = open(&session).await?;
    store.step(|store| store.store_logoff(LogoffFlags::LOGOFF_ORDERLY)).await?;
    store.release().await;
    session.logoff(SessionLogoffFlags::empty()).await?;
    Ok(())
}

/// Logs off before it releases the store.
pub(crate) async fn hasty(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let store = open(&session).await?;
    ask(&store).await?;
    session.logoff(SessionLogoffFlags::empty()).await?;
    store.release().await;
    Ok(())
}

/// Two clients open, use and release one store while the spooler logs on and one session is logged off.
pub(crate) fn two_clients() -> Scenario {
    Scenario::new(world).client("tidy", tidy).client("hasty", hasty).spooler()
}

/// Opens and releases the store without mail.
pub(crate) async fn brief(client: Client) -> Result<(), StoryError> {
    open_and_release(&client, LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).await
}

/// The same in a shared session.
pub(crate) async fn sharing(client: Client) -> Result<(), StoryError> {
    open_and_release(&client, LogonExFlags::MAPI_ALLOW_OTHERS | LogonExFlags::MAPI_NO_MAIL).await
}

/// Begins and ends a session.
pub(crate) async fn idle(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    session.logoff(SessionLogoffFlags::empty()).await?;
    Ok(())
}

async fn open_and_release(client: &Client, flags: LogonExFlags) -> Result<(), StoryError> {
    let session = client.logon("Default", flags).await?;
    let store = open(&session).await?;
    store.release().await;
    session.logoff(SessionLogoffFlags::empty()).await?;
    Ok(())
}

/// Opens the store without mail, and simply drops what it has.
pub(crate) async fn careless(client: Client) -> Result<(), StoryError> {
    open_and_drop(&client, LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL).await
}

/// The same in a shared session.
pub(crate) async fn careless_sharing(client: Client) -> Result<(), StoryError> {
    open_and_drop(&client, LogonExFlags::MAPI_ALLOW_OTHERS | LogonExFlags::MAPI_NO_MAIL).await
}

async fn open_and_drop(client: &Client, flags: LogonExFlags) -> Result<(), StoryError> {
    let session = client.logon("Default", flags).await?;
    open(&session).await.map(drop)
}
