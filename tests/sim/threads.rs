//! Clients, the spooler and providers on several threads.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};
use std::thread;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Event, Method, Trace, What};

use crate::common::script::*;

const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];

/// How many rounds are played: this many, or those of the environment.
fn rounds() -> usize {
    std::env::var("MAPI_SIM_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(100)
}

fn expect_clean(trace: &Trace) {
    trace.expect_no_deviation().unwrap();
    trace.expect_invariants().unwrap();
    trace.expect_references_balanced().unwrap();
}

fn reference_machine(model: SpoolerModel) -> Subsystem {
    let names = ["mail", "other"];
    let specs = names.map(|name| StoreSpec::new(name).with_sample_mail());
    let section = |name| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = names.into_iter().map(section).fold(Service::new("REF"), Service::store);
    Subsystem::builder()
        .spooler_model(model)
        .dll(Dll::new(DLL_NAME).provider_entry(ReferenceDll::new(StoreCatalogue::new(specs))))
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .unwrap()
}

/// Logs on, opens both stores, reads, and gives everything back.
fn client(mapi: &Subsystem, flags: LogonExFlags, first: usize) {
    let session = mapi.logon(PROFILE, flags).unwrap();
    for name in [["mail", "other"], ["other", "mail"]][first % 2] {
        let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(name) };
        let id = id.encode().unwrap();
        let store = match session.open_msg_store(&OpenStoreRequest::new(&id)) {
            Ok(opened) => opened.value,
            // [PROFILE-04] somebody else is writing in the section, after which the service is disabled.
            Err(error) => {
                assert!([MAPI_E_NO_ACCESS, MAPI_E_LOGON_FAILED].contains(&error.code()), "{error}");
                continue;
            }
        };
        let tags = [PR_IPM_SUBTREE_ENTRYID];
        let top = store.get_props(Some(&tags), GetPropsFlags::empty()).unwrap().value;
        let top = top[0].as_entry_id().unwrap();
        let folder = store.open_entry(&OpenEntryRequest::new(&top)).unwrap().into_folder().unwrap();
        folder.get_hierarchy_table(TableFlags::MAPI_UNICODE).unwrap();
        drop((folder, store));
    }
    end(&session);
}

/// The calls of every task are nested in each other, whatever other tasks do meanwhile.
fn expect_nested(trace: &Trace) {
    let mut open = std::collections::BTreeMap::<_, Vec<_>>::new();
    for Event { task, depth, what, .. } in trace.events() {
        let calls = open.entry(*task).or_default();
        match *what {
            What::Call { to, method, .. } => {
                assert_eq!(usize::from(*depth), calls.len(), "{task} {method}");
                calls.push((to, method));
            }
            What::Return { from, method, .. } => assert_eq!(calls.pop(), Some((from, method)), "{task}"),
            What::Panicked { .. } | What::AddRef { .. } | What::Release { .. } | What::Fact(_) | _ => {}
        }
    }
    assert!(open.values().all(Vec::is_empty), "{open:?}");
}

/// `MAPI_SIM_ROUNDS` says how many rounds.
#[test]
fn clients_on_threads_beside_a_spooler_leave_nothing_and_accuse_nobody() {
    for round in 0..rounds() {
        let mapi = reference_machine(MODELS[round % 2]);
        let kinds = [
            LogonExFlags::MAPI_ALLOW_OTHERS,
            LogonExFlags::MAPI_ALLOW_OTHERS,
            LogonExFlags::MAPI_NEW_SESSION,
        ];
        let (over, start) = (AtomicBool::new(false), Barrier::new(kinds.len() + 1));
        thread::scope(|scope| {
            let clients: Vec<_> = kinds
                .into_iter()
                .enumerate()
                .map(|(number, flags)| {
                    let (mapi, start) = (&mapi, &start);
                    scope.spawn(move || {
                        start.wait();
                        client(mapi, flags, number + round);
                    })
                })
                .collect();
            scope.spawn(|| {
                start.wait();
                while !over.load(Ordering::Relaxed) {
                    mapi.run_spooler();
                    thread::yield_now();
                }
            });
            let ends: Vec<_> = clients.into_iter().map(thread::ScopedJoinHandle::join).collect();
            over.store(true, Ordering::Relaxed);
            assert!(ends.iter().all(Result::is_ok), "round {round}\n{}", mapi.trace());
        });
        let trace = mapi.trace();
        expect_clean(&trace);
        expect_nested(&trace);
    }
}

/// Spins until the trace shows this many calls.
fn until(mapi: &Subsystem, method: Method, calls: usize) {
    while mapi.trace().count_of(method) < calls {
        thread::yield_now();
    }
}

/// While `MSProviderInit` or `Logon` of the first open runs, the second one has come as far as it can.
#[test]
fn a_second_open_waits_for_the_first_one_on_another_thread() {
    for (place, method, calls) in
        [("MSProviderInit", Method::SessionOpenMsgStore, 2), ("Logon", Method::ProviderCompareStoreIds, 2)]
    {
        for name in ["a", "unlisted"] {
            let script = Script::new([]);
            let (mapi, session) = machine(&script);
            // An identifier that no section has is compared with those of both sections.
            let calls = if name == "unlisted" && place == "Logon" { 4 } else { calls };
            let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
            let (looking, seen) = (mapi.clone(), Arc::clone(&most));
            *lock(&script.callback) = Some(Arc::new(move |called, _: Option<&Support>| {
                if called == place {
                    seen.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    until(&looking, method, calls);
                    inside.fetch_sub(1, Ordering::SeqCst);
                }
            }));
            let stores = thread::scope(|scope| {
                let opens = [(); 2].map(|()| scope.spawn(|| open(&session, name).unwrap()));
                opens.map(|open| open.join().unwrap())
            });
            *lock(&script.callback) = None;
            assert!(Arc::ptr_eq(&stores[0], &stores[1]), "{place} {name}\n{}", mapi.trace());
            assert_eq!(most.load(Ordering::SeqCst), 1, "{place} {name}\n{}", mapi.trace());
            mapi.run_spooler();
            drop(stores);
            end(&session);
            drop(session);
            let trace = mapi.trace();
            assert_eq!(trace.count_of(Method::MsProviderInit), 1, "{trace}");
            expect_clean(&trace);
            expect_nested(&trace);
        }
    }
}

/// A failure of the first open is not the second one's.
#[test]
fn a_second_open_logs_on_itself_when_the_first_one_has_failed() {
    let failure = Act::Fail(MAPI_E_FAILONEPROVIDER, "not yet");
    let script = Script::new([failure]);
    let (mapi, session) = machine(&script);
    let looking = mapi.clone();
    *lock(&script.callback) = Some(Arc::new(move |called, _: Option<&Support>| {
        if called == "Logon" {
            until(&looking, Method::ProviderCompareStoreIds, 2);
        }
    }));
    let opened = thread::scope(|scope| {
        let opens = [(); 2].map(|()| scope.spawn(|| open(&session, "a").is_ok()));
        opens.map(|open| open.join().unwrap())
    });
    *lock(&script.callback) = None;
    assert_eq!(opened.iter().filter(|opened| **opened).count(), 1);
    end(&session);
    drop(session);
    expect_clean(&mapi.trace());
}

/// Each of two opens opens the other one's store from within its logon: if both waited, neither would return.
#[test]
fn opens_that_would_wait_for_each_other_do_not() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    drop(open(&session, "b").unwrap());
    let (both, first) = (Arc::new(Barrier::new(2)), Mutex::new(vec!["a", "b"]));
    let inside = Arc::downgrade(&session);
    *lock(&script.callback) = Some(Arc::new(move |called, _: Option<&Support>| {
        let other = if called == "Logon" { lock(&first).pop() } else { None };
        if let Some(session) = inside.upgrade().filter(|_| other.is_some()) {
            both.wait();
            drop(["a", "b"].map(|name| open(&session, name).unwrap()));
        }
    }));
    thread::scope(|scope| {
        let opens = ["a", "b"].map(|name| {
            let session = &session;
            scope.spawn(move || open(session, name).unwrap())
        });
        drop(opens.map(|open| open.join().unwrap()));
    });
    *lock(&script.callback) = None;
    end(&session);
    drop(session);
    let trace = mapi.trace();
    trace.expect_invariants().unwrap();
    trace.expect_references_balanced().unwrap();
}

/// A thread of the provider's calls back while MAPI waits in `Logon`, `SpoolerLogon` and `Logoff`.
#[test]
fn a_thread_of_the_provider_may_call_its_support_object_meanwhile() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    *lock(&script.callback) = Some(Arc::new(|_, support: Option<&Support>| {
        let Some(support) = support else { return };
        thread::scope(|scope| {
            scope.spawn(|| {
                support.new_uid().unwrap();
                support.wrap_store_entry_id(&store_id("a")).unwrap();
                support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
                let _ = support.compare_entry_ids(&store_id("a"), &store_id("b"), 0);
                let _ = support.open_entry(&OpenEntryRequest::new(&store_id("a")));
                support.modify_profile(ModifyProfileFlags::empty()).unwrap();
                drop(support.clone());
            });
        });
    }));
    let store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    drop(store);
    end(&session);
    drop(session);
    let trace = mapi.trace();
    expect_clean(&trace);
    expect_nested(&trace);
}
