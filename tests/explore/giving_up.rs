//! Whose failure a fault excuses: providers that take it out on somebody else are found.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::explore::{Client, Failure, Finding, Orders, Scenario, StoryError};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::{HResult, LogonExFlags, MapiError, MapiResult, SessionLogoffFlags, TableFlags};
use mapi_sim::methods;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{BuildError, Dll, Fault, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::{IMsgStore, OpenEntryRequest, OpenStoreRequest};
use mapi_sim::wrap::{OnLogon, OnProvider, OnStore, OnSupport, Wrapping};

use crate::worlds::*;

/// Two stores in one message service each, of the reference provider wrapped so.
fn two_stores(wrap: impl FnOnce(Wrapping) -> Wrapping) -> Result<Subsystem, BuildError> {
    let names = ["personal", "team"];
    let stores = StoreCatalogue::new(names.map(StoreSpec::new));
    let section = |name| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let profile = names.into_iter().fold(Profile::new("Default"), |profile, name| {
        profile.service(Service::new(name.to_uppercase()).store(section(name)))
    });
    let entry = wrap(Wrapping::new(ReferenceDll::new(stores)));
    Subsystem::builder().dll(Dll::new(DLL_NAME).provider_entry(entry)).profile(profile).build()
}

fn one_store(wrap: impl FnOnce(Wrapping) -> Wrapping) -> Result<Subsystem, BuildError> {
    world_of(wrap(Wrapping::new(entry())))
}

/// Something that a provider keeps in mind for all its sessions and stores.
#[derive(Clone, Default)]
struct Kept(Arc<AtomicBool>);

impl Kept {
    fn note<T>(&self, answer: &MapiResult<T>) {
        self.0.fetch_or(answer.is_err(), Ordering::Relaxed);
    }

    fn refuses(&self, code: HResult) -> MapiResult<()> {
        if self.0.load(Ordering::Relaxed) { Err(code.into()) } else { Ok(()) }
    }
}

/// A `GetProps` of stores that fails once something is kept in mind.
fn failing_store(kept: &Kept, code: HResult) -> OnStore {
    let kept = kept.clone();
    OnStore::new().get_props(move |inner, tags, flags| {
        kept.refuses(code)?;
        inner.get_props(tags, flags)
    })
}

/// A `Logon` that keeps in mind that it has failed.
fn remembering_logon(kept: &Kept) -> OnProvider {
    let kept = kept.clone();
    OnProvider::new().logon(move |inner, request| {
        let answer = inner.logon(request);
        kept.note(&answer);
        answer
    })
}

const NO_UID: Fault = Fault::answers(methods::IMAPISupport::SetProviderUID, 1, MAPI_E_NO_ACCESS);

fn found(scenario: &Scenario, client: &str) -> Box<Failure> {
    let failure = scenario.explore(Orders::documented()).unwrap_err();
    let failed = |found: &Finding| matches!(found, Finding::Failed { task, .. } if task == client);
    assert!(failure.findings().iter().any(failed), "{failure}");
    failure
}

fn clean(scenario: &Scenario) {
    assert!(scenario.explore(Orders::random(3, 40)).is_ok_and(|explored| explored.schedules == 40));
}

/// Lets every store be of no use once a logon has failed.
fn spoils_other_stores(code: HResult) -> Result<Subsystem, BuildError> {
    let kept = Kept::default();
    one_store(|wrapping| wrapping.provider(remembering_logon(&kept)).store(failing_store(&kept, code)))
}

#[test]
fn a_store_of_another_session_that_does_not_go_on_is_found() {
    let scenario = Scenario::new(|| spoils_other_stores(MAPI_E_CORRUPT_STORE));
    found(&scenario.client("one", tidy).client("other", tidy).fault(NO_UID), "other");
}

/// That the code is the one of the fault is no excuse.
#[test]
fn the_code_of_a_fault_that_another_client_gets_is_found() {
    let scenario = Scenario::new(|| spoils_other_stores(MAPI_E_NO_ACCESS));
    found(&scenario.client("one", tidy).client("other", tidy).fault(NO_UID), "other");
}

/// A lock of all sessions that a panic has poisoned.
#[test]
fn a_lock_that_another_session_finds_poisoned_is_found() {
    let world = || {
        let lock = Arc::new(Mutex::new(()));
        let support = OnSupport::new().set_provider_uid(move |inner, uid, flags| {
            let held = lock.lock().map_err(|_| MapiError::from(MAPI_E_CALL_FAILED))?;
            let answer = inner.set_provider_uid(uid, flags);
            drop(held);
            answer
        });
        one_store(|wrapping| wrapping.support(support))
    };
    let fault = Fault::panics(methods::IMAPISupport::SetProviderUID, 1);
    found(&Scenario::new(world).client("one", tidy).client("other", tidy).fault(fault), "other");
}

#[test]
fn another_store_of_the_same_session_that_does_not_go_on_is_found() {
    let world = || {
        let kept = Kept::default();
        two_stores(|wrapping| {
            wrapping.provider(remembering_logon(&kept)).store(failing_store(&kept, MAPI_E_CALL_FAILED))
        })
    };
    let both = async |client: Client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        let [first, second] = ["team", "personal"].map(store_entry_id);
        let first = session.open(&OpenStoreRequest::new(&first)).await;
        let second = session.open(&OpenStoreRequest::new(&second)).await?;
        assert!(first.is_err());
        ask(&second).await?;
        second.release().await;
        Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    };
    found(&Scenario::new(world).client("both", both).fault(NO_UID), "both");
}

/// Opens, and opens again if that has failed.
async fn persistent(client: Client) -> Result<(), StoryError> {
    let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    let store = match open(&session).await {
        Ok(store) => store,
        Err(_) => open(&session).await?,
    };
    ask(&store).await?;
    store.release().await;
    Ok(session.logoff(SessionLogoffFlags::empty()).await?)
}

#[test]
fn a_store_that_does_not_open_any_more_is_found() {
    let world = || {
        let kept = Kept::default();
        let provider = OnProvider::new().logon(move |inner, request| {
            kept.refuses(MAPI_E_BUSY)?;
            let answer = inner.logon(request);
            kept.note(&answer);
            answer
        });
        one_store(|wrapping| wrapping.provider(provider))
    };
    found(&Scenario::new(world).client("persistent", persistent).fault(NO_UID), "persistent");
    clean(&Scenario::new(self::world).client("persistent", persistent).fault(NO_UID));
}

#[test]
fn a_client_that_loses_its_store_by_what_the_spooler_meets_is_found() {
    let world = || {
        let kept = Kept::default();
        let seen = kept.clone();
        let provider = OnProvider::new().spooler_logon(move |inner, request| {
            let asked = request.support.get_mem_alloc_routines();
            seen.note(&asked);
            asked?;
            inner.spooler_logon(request)
        });
        one_store(|wrapping| wrapping.provider(provider).store(failing_store(&kept, MAPI_E_CALL_FAILED)))
    };
    let late = async |client: Client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        let store = open(&session).await?;
        ask(&store).await?;
        ask(&store).await?;
        store.release().await;
        Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    };
    let fault = Fault::answers(methods::IMAPISupport::GetMemAllocRoutines, 1, MAPI_E_CALL_FAILED);
    let scenario = Scenario::new(world).client("late", late).spooler().fault(fault);
    let failure = scenario.explore(Orders::preemptions(2)).unwrap_err();
    assert!(matches!(&failure.findings()[0], Finding::Failed { task, .. } if task == "late"), "{failure}");
}

/// The session ends before a client releases its store, and whoever shares it is told so; another session goes on.
#[test]
fn who_has_a_session_that_ends_may_give_up() {
    let first = Fault::releases_session_first(1);
    clean(&Scenario::new(world).client("one", tidy).fault(first));
    let shared = Scenario::new(world).client("one", sharing).client("other", sharing).fault(first);
    clean(&shared);

    let spoiled = Kept::default();
    let world = move || {
        spoiled.0.store(false, Ordering::Relaxed);
        let kept = spoiled.clone();
        let logon = OnLogon::new().logoff(move |inner, flags| {
            kept.0.store(true, Ordering::Relaxed);
            inner.logoff(flags)
        });
        one_store(|wrapping| wrapping.logon(logon).store(failing_store(&spoiled, MAPI_E_END_OF_SESSION)))
    };
    found(&Scenario::new(world).client("one", tidy).client("other", tidy).fault(first), "other");
}

/// A call that is not on record, such as one on a folder, may be the one that has met the fault.
#[test]
fn a_fault_in_a_call_that_is_not_on_record_is_an_excuse() {
    let looking = async |client: Client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        let store = open(&session).await?;
        let rows = |store: &Arc<dyn IMsgStore>| {
            let root = store.open_entry(&OpenEntryRequest::root())?.into_folder()?;
            root.get_hierarchy_table(TableFlags::empty()).map(drop)
        };
        store.step(rows).await?;
        store.release().await;
        Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    };
    let fault = Fault::answers(methods::IMAPIContainer::GetHierarchyTable, 1, MAPI_E_BUSY);
    clean(&Scenario::new(world).client("looking", looking).fault(fault));

    let spoiling = || {
        let kept = Kept::default();
        let looked = kept.clone();
        let store = failing_store(&kept, MAPI_E_BUSY).open_entry(move |inner, request| {
            looked.0.store(true, Ordering::Relaxed);
            inner.open_entry(request)
        });
        one_store(|wrapping| wrapping.store(store))
    };
    found(&Scenario::new(spoiling).client("looking", looking).client("other", tidy).fault(fault), "other");
}

/// A provider may hold against a store what has gone wrong in its own logon.
#[test]
fn a_store_whose_own_logon_has_met_the_fault_may_be_of_no_use() {
    let world = || {
        let kept = Kept::default();
        let seen = kept.clone();
        let support = OnSupport::new().set_provider_uid(move |inner, uid, flags| {
            seen.note(&inner.set_provider_uid(uid, flags));
            Ok(())
        });
        one_store(|wrapping| wrapping.support(support).store(failing_store(&kept, MAPI_E_UNKNOWN_ENTRYID)))
    };
    let scenario = Scenario::new(world).client("one", tidy).fault(NO_UID);
    clean(&scenario);
    found(&scenario.client("other", tidy), "other");
}

/// A code that no call of the client has answered: what it has met may be its reason, what another one has met may not.
#[test]
fn a_code_of_the_clients_own_needs_a_fault_that_it_has_met() {
    let own_code = async |client: Client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        match session.open(&OpenStoreRequest::new(&id())).await {
            Ok(_) => Err(MapiError::from(MAPI_E_VERSION).into()),
            Err(_) => Err(MapiError::from(MAPI_E_TIMEOUT).into()),
        }
    };
    clean(&Scenario::new(world).client("own code", own_code).fault(NO_UID));
    found(&Scenario::new(world).client("one", tidy).client("own code", own_code).fault(NO_UID), "own code");
}

/// A message service that MAPI disables is disabled for the session.
#[test]
fn a_service_that_is_disabled_for_the_session_is_an_excuse_there() {
    let scenario = |flags| {
        let insisting = async move |client: Client| {
            let session = client.logon("Default", flags).await?;
            let _ = open(&session).await;
            drop(open(&session).await?);
            Ok(())
        };
        let fault = Fault::answers(methods::IMSProvider::Logon, 1, MAPI_E_LOGON_FAILED);
        Scenario::new(world).client("one", insisting).client("other", insisting).fault(fault)
    };
    clean(&scenario(LogonExFlags::MAPI_NEW_SESSION));
    clean(&scenario(LogonExFlags::MAPI_ALLOW_OTHERS));
}
