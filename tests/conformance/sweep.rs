//! Every call of a store's life goes wrong in turn.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mapi_sim::conformance::{Fixture, Setup, Sweep, SweepFinding, sweep};
use mapi_sim::mapi::GetPropsFlags;
use mapi_sim::mapi::codes::*;
use mapi_sim::reference::*;
use mapi_sim::sim::Dll;
use mapi_sim::spi::Support;
use mapi_sim::wrap::{OnLogon, OnProvider, OnStore, OnSupport, Wrapping};

use crate::fixture::*;

#[test]
fn the_reference_provider_holds_whatever_goes_wrong() {
    let sweep = sweep(Reference).expect_clean().unwrap();
    assert_eq!((sweep.verdicts().len(), sweep.faults()), (151, 353));
    let names: BTreeSet<String> =
        sweep.verdicts().iter().map(mapi_sim::conformance::SweepVerdict::name).collect();
    assert_eq!(names.len(), 151, "a name for each");
    for name in [
        "same process, store first: IMSProvider::Logon#1",
        "same process, store first: IMAPISupport::SetProviderUID#1",
        "own process, session first: IMSLogon::Logoff#2",
        "own process, store first: MSProviderInit#2",
        "same process, fast shutdown: IMAPIProviderShutdown::DoFastShutdown#1",
    ] {
        assert!(names.contains(name), "{name} in {names:#?}");
    }
    let text = sweep.to_string();
    assert!(text.starts_with("151 calls went wrong in 353 ways; 0 of them show something"), "{text}");
}

/// The reference provider, wrapped.
struct Bent<W> {
    wrap: W,
    limit: Duration,
}

impl<W: Fn(Wrapping) -> Wrapping + Send + Sync + 'static> Fixture for Bent<W> {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = (self.wrap)(Wrapping::new(ReferenceDll::new(stores.clone())));
        setup(Dll::new(DLL_NAME).provider_entry(entry), &stores)
    }

    fn time_limit(&self) -> Duration {
        self.limit
    }
}

/// What is found of a provider that is wrapped so.
fn found(wrap: impl Fn(Wrapping) -> Wrapping + Send + Sync + 'static) -> Sweep {
    found_within(Duration::from_secs(10), wrap)
}

fn found_within(limit: Duration, wrap: impl Fn(Wrapping) -> Wrapping + Send + Sync + 'static) -> Sweep {
    let sweep = *sweep(Bent { wrap, limit }).expect_clean().unwrap_err();
    assert!(!sweep.to_string().contains("ok "), "failures alone are shown");
    sweep
}

/// The calls that show a finding.
fn calls(sweep: &Sweep, is: impl Fn(&SweepFinding) -> bool) -> BTreeSet<String> {
    let shows = |found: &SweepFinding| is(found);
    let failures = sweep.failures().filter(|verdict| verdict.findings.iter().any(|(_, found)| shows(found)));
    failures.map(|verdict| verdict.call.unwrap().0.to_string()).collect()
}

/// A sweep of a provider that does nothing wrong, wrapped so.
fn clean(wrap: impl Fn(Wrapping) -> Wrapping + Send + Sync + 'static) -> Sweep {
    *sweep(Bent { wrap, limit: Duration::from_secs(10) }).expect_clean().map(Box::new).unwrap()
}

#[test]
fn a_provider_for_one_session_at_a_time_is_tried_alone() {
    let sweep = clean(|wrapping| {
        let sessions = Arc::new(AtomicU32::new(0));
        let ended = Arc::clone(&sessions);
        let provider = OnProvider::new().logon(move |inner, request| {
            if sessions.load(Ordering::Relaxed) > 0 {
                return Err(MAPI_E_SESSION_LIMIT.into());
            }
            let answer = inner.logon(request)?;
            sessions.fetch_add(1, Ordering::Relaxed);
            Ok(answer)
        });
        let logon = OnLogon::new().released(move |inner| {
            drop(inner);
            ended.store(0, Ordering::Relaxed);
        });
        wrapping.provider(provider).logon(logon)
    });
    assert!(sweep.verdicts().iter().all(|verdict| !verdict.beside_others));
    assert!(sweep.faults() > 300, "{}", sweep.faults());
}

#[test]
fn a_provider_for_unicode_alone_is_left_alone() {
    let sweep = clean(|wrapping| {
        wrapping.store(OnStore::new().get_props(|inner, tags, flags| {
            if flags.contains(GetPropsFlags::MAPI_UNICODE) {
                inner.get_props(tags, flags)
            } else {
                Err(MAPI_E_BAD_CHARWIDTH.into())
            }
        }))
    });
    assert!(sweep.verdicts().iter().all(|verdict| verdict.beside_others));
}

#[test]
fn a_reference_that_is_lost_when_a_call_fails_is_found() {
    let sweep = found(|wrapping| {
        let kept = Mutex::new(Vec::<Support>::new());
        wrapping.provider(OnProvider::new().logon(move |inner, request| {
            let answer = inner.logon(request);
            if answer.is_err() {
                kept.lock().unwrap().push(request.support.clone());
            }
            answer
        }))
    });
    let broken =
        calls(&sweep, |found| matches!(found, SweepFinding::Deviation(one) if one.rule == "LOGON-02"));
    assert!(broken.contains("IMAPISupport::SetProviderUID"), "{broken:?}");
    assert!(!broken.contains("IMSProvider::Logon"), "the provider has not been called: {broken:?}");
    assert_eq!(broken, calls(&sweep, |found| matches!(found, SweepFinding::Leak(_))));
}

#[test]
fn a_release_that_asks_again_and_again_is_found() {
    let sweep = found(|wrapping| {
        wrapping.support(OnSupport::new().store_logoff_transports(|inner, flags| {
            let answer = inner.store_logoff_transports(flags);
            if answer.is_err() {
                inner.store_logoff_transports(flags)?;
                inner.store_logoff_transports(flags)?;
            }
            answer
        }))
    });
    let calls = calls(&sweep, |found| matches!(found, SweepFinding::Invariant(_)));
    assert_eq!(calls, BTreeSet::from(["IMAPISupport::StoreLogoffTransports".to_owned()]));
}

#[test]
fn a_panic_of_the_providers_own_is_found() {
    let sweep = found(|wrapping| {
        wrapping.support(OnSupport::new().modify_status_row(|inner, columns, flags| {
            inner.modify_status_row(columns, flags).unwrap();
            Ok(())
        }))
    });
    let calls = calls(&sweep, |found| matches!(found, SweepFinding::Panics(text) if text.contains("unwrap")));
    assert_eq!(calls, BTreeSet::from(["IMAPISupport::ModifyStatusRow".to_owned()]));
}

#[test]
fn a_store_of_others_that_does_not_go_on_is_found() {
    let sweep = found(|wrapping| {
        let broken = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&broken);
        let provider = OnProvider::new().logon(move |inner, request| {
            let answer = inner.logon(request);
            broken.fetch_or(answer.is_err(), Ordering::Relaxed);
            answer
        });
        let store = OnStore::new().get_props(move |inner, tags, flags| {
            if seen.load(Ordering::Relaxed) {
                Err(MAPI_E_CORRUPT_STORE.into())
            } else {
                inner.get_props(tags, flags)
            }
        });
        wrapping.provider(provider).store(store)
    });
    let others = calls(&sweep, |found| matches!(found, SweepFinding::OtherStore { .. }));
    let again = calls(&sweep, |found| matches!(found, SweepFinding::LogonAgain(_)));
    assert!(others.contains("IMAPISupport::SetProviderUID"), "{others:?}");
    assert_eq!(others, again);
}

#[test]
fn a_provider_that_waits_for_itself_after_a_failure_is_left_behind() {
    let sweep = found_within(Duration::from_secs(2), |wrapping| {
        wrapping.provider(OnProvider::new().logon(|inner, request| {
            let answer = inner.logon(request);
            if answer.as_ref().is_err_and(|error| error.code() == MAPI_E_NO_ACCESS) {
                let lock = Mutex::new(());
                let _first = lock.lock();
                // The second one never comes.
                let _second = lock.lock();
            }
            answer
        }))
    });
    let hangs = |found: &SweepFinding| matches!(found, SweepFinding::Hangs { calls, .. } if calls[1].contains("Logon"));
    assert_eq!(calls(&sweep, hangs), BTreeSet::from(["IMAPISupport::OpenProfileSection".to_owned()]));
}

#[test]
fn a_provider_that_fails_by_itself_is_told_once_a_course() {
    let sweep = found(|wrapping| {
        wrapping.provider(OnProvider::new().logon(|_, _| Err(MAPI_E_FAILONEPROVIDER.into())))
    });
    assert_eq!((sweep.verdicts().len(), sweep.faults()), (14, 0));
    let text = sweep.to_string();
    assert!(text.contains("same process, store first: nothing goes wrong"), "{text}");
    assert!(text.contains("MAPI_E_FAILONEPROVIDER"), "{text}");
}

#[test]
fn a_provider_that_does_not_do_the_same_twice_is_told() {
    let logons = Arc::new(AtomicU32::new(0));
    let sweep = found(move |wrapping| {
        let logons = Arc::clone(&logons);
        wrapping.provider(OnProvider::new().logon(move |inner, request| {
            if logons.fetch_add(1, Ordering::Relaxed) < 4 {
                request.support.new_uid()?;
            }
            inner.logon(request)
        }))
    });
    let idle = calls(&sweep, |found| matches!(found, SweepFinding::Idle(_)));
    assert!(idle.contains("IMAPISupport::NewUID"), "{idle:?}");
}

#[test]
fn a_fixture_of_which_no_machine_can_be_built_is_told() {
    struct Nameless;
    impl Fixture for Nameless {
        fn setup(&self) -> Setup {
            Setup::new(Dll::new(""), chosen("first"))
        }
    }
    let sweep = *sweep(&Nameless).expect_clean().unwrap_err();
    let machine = |found: &SweepFinding| matches!(found, SweepFinding::Machine(_));
    assert!(sweep.failures().all(|verdict| verdict.findings.iter().all(|(_, found)| machine(found))));
    assert!(sweep.to_string().contains("no machine can be built"), "{sweep}");
}
