//! The order in which the default spooler takes up what it was told of.

use mapi_sim::mapi::LogoffFlags;
use mapi_sim::sim::QueueSpooler;
use mapi_sim::sim::{Spooler, SpoolerKey};

fn stores<const COUNT: usize>() -> [SpoolerKey; COUNT] {
    let mut next = 0;
    [(); COUNT].map(|()| {
        next += 1;
        SpoolerKey::new(1, next)
    })
}

fn tell<const COUNT: usize>(spooler: &QueueSpooler, stores: [SpoolerKey; COUNT]) {
    for store in stores {
        spooler.told(store);
    }
}

/// What it logs on to until nothing waits.
fn rest(spooler: &QueueSpooler) -> Vec<SpoolerKey> {
    std::iter::from_fn(|| spooler.next_logon()).collect()
}

#[test]
fn it_serves_in_the_order_of_telling() {
    let (spooler, [first, second, third]) = (QueueSpooler::new(), stores());
    tell(&spooler, [third, first, second]);
    assert_eq!(rest(&spooler), [third, first, second]);
}

#[test]
fn a_store_that_goes_while_it_waits_is_passed_over_wherever_it_waits() {
    let all: [SpoolerKey; 3] = stores();
    for gone in all {
        let spooler = QueueSpooler::new();
        tell(&spooler, all);
        assert!(spooler.released(gone).is_none());
        let left: Vec<SpoolerKey> = all.into_iter().filter(|store| *store != gone).collect();
        assert_eq!(rest(&spooler), left);
    }
}

#[test]
fn a_store_that_went_and_came_again_waits_at_its_new_place() {
    let (spooler, [first, second]) = (QueueSpooler::new(), stores());
    spooler.told(first);
    spooler.told(second);
    spooler.released(first);
    spooler.told(first);
    assert_eq!(rest(&spooler), [second, first]);
}

#[test]
fn many_that_go_while_others_wait_leave_the_order_as_it_is() {
    let (spooler, all) = (QueueSpooler::new(), stores::<1000>());
    tell(&spooler, all);
    for (index, store) in all.into_iter().enumerate() {
        if index % 10 != 3 {
            spooler.released(store);
        }
        if index % 10 == 5 {
            spooler.told(store);
        }
    }
    let stayed = all.into_iter().skip(3).step_by(10);
    let came_again = all.into_iter().skip(5).step_by(10);
    assert_eq!(rest(&spooler), stayed.chain(came_again).collect::<Vec<_>>());
}

#[test]
fn a_release_after_a_failed_logon_does_not_keep_the_store_from_being_told_again() {
    let (spooler, [first, second]) = (QueueSpooler::new(), stores());
    spooler.told(first);
    spooler.told(second);
    assert_eq!(spooler.next_logon(), Some(first));
    spooler.logon_failed(first, mapi_sim::mapi::codes::MAPI_E_CALL_FAILED);
    spooler.released(first);
    spooler.told(first);
    assert_eq!(rest(&spooler), [second, first]);
}

#[test]
fn it_is_never_busy_and_lets_go_of_what_it_is_asked_for() {
    let (spooler, [store]) = (QueueSpooler::new(), stores());
    let answer = spooler.logoff_transports(store, LogoffFlags::LOGOFF_ORDERLY);
    assert_eq!(answer.flags, LogoffFlags::LOGOFF_COMPLETE);
    assert!(answer.release);
    assert!(spooler.released(store).is_none());
    assert!(spooler.stores().is_empty());
}

#[test]
fn a_spooler_is_an_object_for_any_thread() {
    const fn any_thread<T: ?Sized + Send + Sync>() {}
    any_thread::<dyn Spooler>();
    any_thread::<std::sync::Arc<dyn Spooler>>();
}
