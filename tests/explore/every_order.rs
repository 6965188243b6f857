//! Two clients open, use and release one store while the spooler logs on and one session is logged off: every order, to the end.

use mapi_sim::explore::{Apart, Explored, Orders, Scenario};
use mapi_sim::methods::IMSProvider;

use crate::worlds::*;

fn count(scenario: &Scenario, orders: Orders) -> [u64; 2] {
    let explored: Explored = scenario.explore(orders).unwrap();
    assert!(explored.is_complete());
    [explored.schedules, explored.repeated]
}

/// The spooler logs on to the store of one client; the other one drops what it has as soon as it has it.
#[test]
#[ignore = "takes a while, and is run optimised"]
fn with_nothing_assumed_about_the_provider() {
    let scenario = Scenario::new(world).client("careless", careless).client("plain", plain).spooler();
    assert_eq!(count(&scenario, Orders::all()), [16_883, 0]);
}

#[test]
fn with_mail_for_one_client() {
    let scenario = Scenario::new(world).client("brief", brief).client("tidy", tidy).spooler();
    assert_eq!(count(&scenario, Orders::all().apart(Apart::sessions())), [11_242, 2]);
}

#[test]
#[ignore = "takes minutes, and is run optimised"]
fn with_mail_for_both() {
    let scenario = Scenario::new(world).client("plain", plain).client("tidy", tidy).spooler();
    assert_eq!(count(&scenario, Orders::all().apart(Apart::sessions())), [930_588, 13_559]);
}

/// Both sessions are released with their handles, and the logons to the provider may have to do with each other.
#[test]
#[ignore = "takes a while, and is run optimised"]
fn with_mail_for_both_and_logons_that_share() {
    let scenario = Scenario::new(world).client("one", plain).client("other", plain).spooler();
    let apart = Apart::sessions().except([IMSProvider::Logon, IMSProvider::SpoolerLogon]);
    assert_eq!(count(&scenario, Orders::all().apart(apart)), [35_324, 44]);
}
