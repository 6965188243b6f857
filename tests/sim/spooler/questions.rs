//! While MAPI asks whose pair a `SpoolerLogon` returned, it holds a reference of its own on the pair's support object.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::mapi::codes::MAPI_E_NETWORK_ERROR;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::{IMAPISession, OpenStoreRequest};
use mapi_sim::trace::{Method, SpoolerPair, Trace};
use mapi_sim::wrap::{OnProvider, OnStore, Wrapping};

use crate::common::script::*;
use crate::route_invariants::expect_route_invariants;

const MODELS: [SpoolerModel; 2] = [SpoolerModel::SameProcess, SpoolerModel::OwnProcess];

/// Where the provider is while it is asked, by the time it is there.
const QUESTIONS: [(&str, usize); 2] = [("GetProps", 1), ("CompareStoreIDs", 2)];

/// A session that is logged off while the provider is at `place` for the `turn`th time.
fn logged_off_at(
    (place, turn): (&'static str, usize),
    script: &Arc<Script>,
    machine: SubsystemBuilder,
) -> Trace {
    let mapi = machine.build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let (weak, seen) = (Arc::downgrade(&session), Mutex::new(0));
    *lock(&script.callback) = Some(Arc::new(move |reached, _| {
        *lock(&seen) += usize::from(reached == place);
        if reached == place && *lock(&seen) == turn {
            end(&weak.upgrade().unwrap());
        }
    }));
    let store = open(&session, "a").unwrap();
    mapi.run_spooler();
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::LogonLogoff), 2, "{place}\n{trace}");
    expect_route_invariants(&trace);
    *lock(&script.callback) = None;
    drop((store, session));
    mapi.trace()
}

fn rules(trace: &Trace) -> Vec<&str> {
    trace.deviations().iter().map(|deviation| deviation.rule).collect()
}

#[test]
fn a_session_that_ends_meanwhile_counts_no_reference_of_mapi_against_the_provider() {
    for model in MODELS {
        for question in QUESTIONS {
            let script = Script::new([]);
            let machine = subsystem(&script, None).spooler_model(model);
            let trace = logged_off_at(question, &script, machine);
            trace.expect_no_deviation().unwrap();
            trace.expect_references_balanced().unwrap();
        }
    }
}

#[test]
fn a_reference_of_the_provider_is_counted_all_the_same() {
    for model in MODELS {
        for question in QUESTIONS {
            let script = Script::new([]);
            *lock(&script.hold_on) = true;
            let machine = subsystem(&script, None).spooler_model(model);
            let trace = logged_off_at(question, &script, machine);
            // What was kept is called when the client releases its store.
            assert_eq!(rules(&trace), ["SHUT-09", "SHUT-09", "SHUT-14", "SHUT-14"], "{trace}");
            for deviation in &trace.deviations()[..2] {
                assert!(
                    deviation.got.starts_with("1 reference of the provider on support object "),
                    "{deviation}"
                );
            }
        }
    }
}

/// \[SHUT-03\]
#[test]
fn a_transport_logoff_that_a_reading_wants_is_missed_all_the_same() {
    for question in QUESTIONS {
        let script = Script::new([]);
        let machine =
            subsystem(&script, None).reading(Reading::TransportLogoffAtSessionEnd, Strictness::Strict);
        let trace = logged_off_at(question, &script, machine);
        assert_eq!(rules(&trace), ["SHUT-03", "SHUT-03"], "{trace}");
    }
}

/// \[LOAD-35\]
#[test]
fn a_pair_that_is_logged_off_meanwhile_need_not_say_whose_it_is() {
    for model in MODELS {
        let script = Script::new([]);
        *lock(&script.mute_after_logoff) = true;
        let machine = subsystem(&script, None).spooler_model(model);
        let trace = logged_off_at(("GetProps", 1), &script, machine);
        trace.expect_no_deviation().unwrap();
        trace.expect_references_balanced().unwrap();
    }
}

/// A store that fails is not another store: a call may always fail, and then nothing is known. \[LOAD-35\]
#[test]
fn a_pair_whose_questions_fail_is_no_other_store() {
    let failing = |method: &'static str| {
        let spoolers = Arc::new(AtomicBool::new(false));
        let [asked, compared] = [Arc::clone(&spoolers), Arc::clone(&spoolers)];
        let refused = move |failing: bool, by: &str| {
            if failing && method == by { Err(MapiError::from(MAPI_E_NETWORK_ERROR)) } else { Ok(()) }
        };
        let provider = OnProvider::new().spooler_logon(move |inner, request| {
            let answer = inner.spooler_logon(request);
            spoolers.store(true, Ordering::Relaxed);
            answer
        });
        let provider = provider.compare_store_ids(move |inner, first, second, flags| {
            refused(compared.load(Ordering::Relaxed), "CompareStoreIDs")?;
            inner.compare_store_ids(first, second, flags)
        });
        let store = OnStore::new().get_props(move |inner, tags, flags| {
            refused(asked.load(Ordering::Relaxed), "GetProps")?;
            inner.get_props(tags, flags)
        });
        let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
        Wrapping::new(entry).provider(provider).store(store)
    };
    for model in MODELS {
        for method in ["GetProps", "CompareStoreIDs"] {
            let id = store_entry_id("personal");
            let section = StoreSection::new(DLL_NAME, "Personal").entry_id(id.clone());
            let builder = Subsystem::builder()
                .dll(Dll::new(DLL_NAME).provider_entry(failing(method)))
                .profile(Profile::new(PROFILE).service(Service::new("REFERENCE").store(section)));
            let mapi = builder.spooler_model(model).build().unwrap();
            let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
            let store = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap();
            assert_eq!(mapi.run_spooler(), 1);
            drop(store);
            end(&session);
            let trace = mapi.trace();
            trace.expect_no_deviation().unwrap();
            trace.expect_references_balanced().unwrap();
            trace.expect_invariants().unwrap();
            assert_eq!(trace.opens()[0].spooler_pair(), Some(SpoolerPair::NotSaid), "{trace}");
        }
    }
}
