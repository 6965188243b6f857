//! What the spooler is given: providers that mix objects up.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::explore::{Finding, Orders, Scenario};
use mapi_sim::mapi::codes::MAPI_E_INVALID_OBJECT;
use mapi_sim::sim::{BuildError, Subsystem};
use mapi_sim::spi::{IMSProvider, IMsgStore};
use mapi_sim::wrap::{OnProvider, OnStore, Wrapping};

use crate::worlds::*;

fn address(provider: &dyn IMSProvider) -> usize {
    std::ptr::from_ref(provider).cast::<()>() as usize
}

/// While the client has its store open, the spooler gets that one, with a new logon object.
fn mixes_a_pair() -> Result<Subsystem, BuildError> {
    let open: Arc<Mutex<BTreeMap<usize, Weak<dyn IMsgStore>>>> = Arc::default();
    let known = Arc::clone(&open);
    let provider = OnProvider::new().logon(move |inner, request| {
        let answer = inner.logon(request)?;
        if let Some(store) = &answer.store {
            open.lock().unwrap().insert(address(inner), Arc::downgrade(store));
        }
        Ok(answer)
    });
    let provider = provider.spooler_logon(move |inner, request| {
        let mut answer = inner.spooler_logon(request)?;
        let open = known.lock().unwrap().get(&address(inner)).and_then(Weak::upgrade);
        answer.store = open.or(answer.store);
        Ok(answer)
    });
    world_of(Wrapping::new(entry()).provider(provider))
}

/// \[LOGON-03\] Neither reading of step 9 knows such a pair.
#[test]
fn the_clients_store_with_a_new_logon_object() {
    let scenario = Scenario::new(mixes_a_pair).client("tidy", tidy).spooler();
    let failure = scenario.explore(Orders::all()).unwrap_err();
    let Finding::Deviation(deviation) = &failure.findings()[0] else { panic!("{failure}") };
    assert_eq!(deviation.rule, "LOGON-03", "{failure}");
    assert_eq!(deviation.got, "store object M1 and another logon object than its own");
    assert_eq!(scenario.replay(&failure.schedule().to_string()).unwrap().findings, failure.findings());
}

/// `StoreLogoff` of one session closes the store for all, until somebody logs on again.
fn closes_for_all() -> Result<Subsystem, BuildError> {
    let closed = Arc::new(AtomicBool::new(false));
    let [opens, closes] = [Arc::clone(&closed), Arc::clone(&closed)];
    let provider = OnProvider::new().logon(move |inner, request| {
        opens.store(false, Ordering::Relaxed);
        inner.logon(request)
    });
    let store = OnStore::new().store_logoff(move |inner, flags| {
        closes.store(true, Ordering::Relaxed);
        inner.store_logoff(flags)
    });
    let store = store.get_props(move |inner, tags, flags| {
        if closed.load(Ordering::Relaxed) {
            return Err(MAPI_E_INVALID_OBJECT.into());
        }
        inner.get_props(tags, flags)
    });
    world_of(Wrapping::new(entry()).provider(provider).store(store))
}

/// \[LOAD-35\] Nobody knows that the spooler has another store than the client's; what is wrong is what the other client meets.
#[test]
fn a_store_that_does_not_tell_whose_it_is() {
    let scenario = Scenario::new(closes_for_all).client("orderly", orderly).client("tidy", tidy).spooler();
    let failure = scenario.explore(Orders::preemptions(1)).unwrap_err();
    let failed = |finding: &Finding| matches!(finding, Finding::Failed { task, error } if task == "tidy" && error.contains("MAPI_E_INVALID_OBJECT"));
    assert!(failure.findings().iter().any(failed), "{failure}");
    assert!(failure.findings().iter().all(|finding| !matches!(finding, Finding::Deviation(_))), "{failure}");
}
