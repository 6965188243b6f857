//! How many schedules there are: pinned, so that a turn that comes or goes is noticed.

use mapi_sim::explore::{Explored, Orders, Scenario};

use crate::worlds::*;

fn count(scenario: &Scenario, orders: Orders) -> u64 {
    let explored: Explored = scenario.explore(orders).unwrap();
    assert!(explored.is_complete());
    explored.schedules
}

#[test]
fn of_two_clients_and_the_spooler_by_preemptions() {
    let counts = [0, 1, 2].map(|most| count(&two_clients(), Orders::preemptions(most)));
    assert_eq!(counts, [4, 133, 2355]);
}

#[test]
fn a_limit_is_told() {
    let explored = two_clients().explore(Orders::preemptions(2).no_more_than(100)).unwrap();
    assert!(!explored.is_complete());
    assert_eq!(explored.schedules, 100);
    assert_eq!(explored.to_string(), "100 schedules played; there are more");
}

#[test]
fn one_task_has_one_order() {
    assert_eq!(count(&Scenario::new(world).client("one", tidy), Orders::all_schedules()), 1);
}

#[test]
fn the_same_seed_gives_the_same_orders() {
    for seed in [0, 1, u64::MAX] {
        assert_eq!(count(&two_clients(), Orders::random(seed, 50)), 50);
    }
}

/// A test that plays nothing shows nothing.
#[test]
fn no_order_is_not_every_order() {
    for none in [Orders::given([]), Orders::random(1, 0)] {
        let explored = Scenario::new(world).client("one", idle).explore(none).unwrap();
        assert!(explored.schedules == 0 && !explored.is_complete());
    }
}
