//! Clients that administer message services, and what else a client's handles have.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use mapi_sim::explore::{Client, ClientServices, Finding, Orders, Scenario, StoryError};
use mapi_sim::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NOT_FOUND};
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::{
    EventMask, GetPropsFlags, LogoffFlags, LogonExFlags, MapiResult, MapiUid, Notification, OpenStoreFlags,
    ServiceContext, ServiceFlags, SessionLogoffFlags, StringWidth,
};
use mapi_sim::methods::{Exports, IMAPISession, IMSLogon, IMSProvider, IMsgServiceAdmin, IProviderAdmin};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{BuildError, Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::{
    ConfigureServiceRequest, CreateProviderRequest, CreateServiceRequest, IMAPIAdviseSink, ParentWindow,
    ServiceRequest, SinkAnswer,
};
use mapi_sim::trace::{Actor, Trace, What};

use crate::equal_orders::expect_nothing_lost;
use crate::worlds::*;

/// A profile with one store, and a service that can be added, whose entry point is `told` of everything.
fn with_service(
    told: impl Fn(&ServiceRequest<'_>) -> MapiResult<()> + Send + Sync + 'static,
) -> Result<Subsystem, BuildError> {
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(id());
    let more = StoreSection::new(DLL_NAME, "More").entry_id(store_entry_id("more"));
    let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal").notifying()]));
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry).service_entry(told))
        .profile(Profile::new("Default").service(Service::new("REFERENCE").store(section)))
        .available_service(Service::new("MORE").with_entry(DLL_NAME).store(more))
        .build()
}

fn quiet() -> Result<Subsystem, BuildError> {
    with_service(|_| Ok(()))
}

async fn create(services: &ClientServices) -> MapiResult<MapiUid> {
    let (name, shown) = ("MORE".into(), "More".into());
    services.create(&CreateServiceRequest::new(&name, &shown)).await
}

/// Adds a service and takes it away again.
async fn administering(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let services = session.services().await?;
    let uid = create(&services).await?;
    services.delete(&uid).await?;
    Ok(session.logoff(SessionLogoffFlags::empty()).await?)
}

#[test]
fn others_move_while_an_entry_point_is_about_to_be_called() {
    let schedules = |story: Scenario| {
        let explored = story.client("other", idle).explore(Orders::all_schedules()).unwrap();
        assert!(explored.is_complete());
        explored.schedules
    };
    // Five steps and two calls of the entry point, among which the two steps of the other client come.
    assert_eq!(schedules(Scenario::new(quiet).client("one", administering)), 36);
    let in_one_step = schedules(Scenario::new(quiet).client("one", async |client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        let services = session.services().await?;
        let (name, shown) = ("MORE".into(), "More".into());
        let create = CreateServiceRequest::new(&name, &shown);
        let uid = services.step(|admin| admin.create_msg_service_ex(&create)).await?;
        services.step(|admin| admin.delete_msg_service(&uid)).await?;
        Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    }));
    assert_eq!(in_one_step, 21);
}

#[test]
fn no_outcome_is_lost_beside_an_open() {
    let scenario = Scenario::new(quiet).client("one", administering).client("other", careless);
    assert_eq!(expect_nothing_lost(scenario), [10, 792, 31]);
}

#[test]
fn no_outcome_is_lost_of_two_who_administer() {
    let scenario = Scenario::new(quiet).client("one", administering).client("other", administering);
    assert_eq!(expect_nothing_lost(scenario), [12, 3432, 30]);
}

/// Counts on one service at a time.
fn one_at_a_time() -> Result<Subsystem, BuildError> {
    let living = AtomicU32::new(0);
    with_service(move |request| {
        if request.context == ServiceContext::Create {
            assert_eq!(living.fetch_add(1, Ordering::Relaxed), 0, "one at a time");
        } else {
            living.fetch_sub(1, Ordering::Relaxed);
        }
        Ok(())
    })
}

#[test]
fn an_entry_point_that_counts_on_one_client_at_a_time_is_found() {
    let scenario = Scenario::new(one_at_a_time).client("one", administering).client("other", administering);
    assert!(scenario.explore(Orders::documented()).is_ok());
    let failure = scenario.explore(Orders::all()).unwrap_err();
    let found = failure.findings().iter().any(
        |finding| matches!(finding, Finding::Panicked { message, .. } if message.contains("one at a time")),
    );
    assert!(found, "{failure}");
    assert_eq!(failure.schedule().switches(), 1, "{failure}");
    assert_eq!(scenario.replay(&failure.schedule().to_string()).unwrap().findings, failure.findings());
}

/// Hears everything and does nothing.
struct Deaf;

impl IMAPIAdviseSink for Deaf {
    fn on_notify(&self, _: &[Notification]) -> SinkAnswer {
        SinkAnswer::S_OK
    }
}

/// Everything else that the handles have.
async fn all_handles(client: Client) -> Result<(), StoryError> {
    let created = EventMask::fnevObjectCreated;
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let section = client.step(|mapi| mapi.sections("Default")[0]).await;
    let store = session.open_store_of_section(&section, OpenStoreFlags::MDB_WRITE).await?;
    let props = store.step(|store| store.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty())).await?;
    let id = props.value[0].as_entry_id().unwrap();
    assert!(session.compare_entry_ids(&id, &id).await?);
    for whose in [None, Some(&id)] {
        let connection = session.advise(whose, created, Arc::new(Deaf)).await?;
        session.unadvise(connection).await?;
    }
    let connection = store.advise(None, created, Arc::new(Deaf)).await?;
    store.unadvise(connection).await?;
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY).await?;
    store.release().await;
    let services = session.services().await?;
    let uid = create(&services).await?;
    services.configure(&ConfigureServiceRequest::new(&uid)).await?;
    let providers = services.providers(&uid).await?;
    let provider = providers.create(&CreateProviderRequest::new(&"another".into())).await?;
    providers.delete(&provider).await?;
    assert_eq!(providers.delete(&provider).await.unwrap_err().code(), MAPI_E_NOT_FOUND);
    assert!(providers.step(|admin| admin.get_provider_table(StringWidth::default()).is_ok()).await);
    session.install_service("MORE", ParentWindow::none(), ServiceFlags::empty()).await?;
    session.uninstall_service("MORE", ParentWindow::none(), ServiceFlags::empty()).await?;
    services.delete(&uid).await?;
    session.logoff(SessionLogoffFlags::empty()).await?;
    assert_eq!(create(&services).await.unwrap_err().code(), MAPI_E_END_OF_SESSION);
    Ok(())
}

fn calls(trace: &Trace, by_client: bool) -> Vec<String> {
    let events = trace.events();
    let calls = events.iter().filter_map(|event| {
        let What::Call { from, method, .. } = event.what else { return None };
        ((from == Actor::Client) == by_client).then(|| method.to_string())
    });
    calls.collect()
}

#[test]
fn every_handle_makes_its_call() {
    let scenario = Scenario::new(quiet).client("one", all_handles).at_end("calls", |mapi| {
        let trace = mapi.trace();
        let by_client = calls(&trace, true);
        let expected = [
            IMAPISession::OpenMsgStore,
            IMAPISession::CompareEntryIDs,
            IMAPISession::Advise,
            IMAPISession::Unadvise,
            IMAPISession::AdminServices,
            IMsgServiceAdmin::ConfigureMsgService,
            IMsgServiceAdmin::AdminProviders,
            IMsgServiceAdmin::DeleteMsgService,
            IProviderAdmin::CreateProvider,
            IProviderAdmin::DeleteProvider,
            IMAPISession::Logoff,
        ];
        for method in expected {
            assert!(by_client.contains(&method.to_string()), "{method}: {by_client:?}");
        }
        let of_providers = calls(&trace, false);
        for method in [IMSLogon::CompareEntryIDs, IMSLogon::Advise, IMSLogon::Unadvise, IMSProvider::Logon] {
            assert!(of_providers.contains(&method.to_string()), "{method}: {of_providers:?}");
        }
        let entry = Exports::MSGSERVICEENTRY.to_string();
        assert_eq!(of_providers.iter().filter(|method| **method == entry).count(), 7);
        Ok(())
    });
    assert!(scenario.explore(Orders::documented()).is_ok());
}
