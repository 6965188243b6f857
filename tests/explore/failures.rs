//! A provider that fails in some orders alone: found, cut until no switch can be left out, and played again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::explore::{Apart, Finding, Orders, ReplayError, Scenario};
use mapi_sim::mapi::codes::MAPI_E_FAILONEPROVIDER;
use mapi_sim::methods::{self, Method};
use mapi_sim::sim::{BuildError, Subsystem};
use mapi_sim::spi::LogonAnswer;
use mapi_sim::trace::{Event, What};
use mapi_sim::wrap::{OnProvider, OnStore, Wrapping};

use crate::worlds::*;

/// The spooler's logon answers without objects if a client has released a store of any session since the last logon.
fn forgets_after_a_release() -> Result<Subsystem, BuildError> {
    let released = Arc::new(AtomicBool::new(false));
    let [seen, forgiven] = [Arc::clone(&released), Arc::clone(&released)];
    let store = OnStore::new().released(move |_| seen.store(true, Ordering::Relaxed));
    let provider = OnProvider::new().logon(move |inner, request| {
        forgiven.store(false, Ordering::Relaxed);
        inner.logon(request)
    });
    let provider = provider.spooler_logon(move |inner, request| {
        let answer = inner.spooler_logon(request)?;
        if released.load(Ordering::Relaxed) { Ok(LogonAnswer::default()) } else { Ok(answer) }
    });
    world_of(Wrapping::new(entry()).provider(provider).store(store))
}

fn scenario() -> Scenario {
    Scenario::new(forgets_after_a_release).client("one", tidy).client("other", tidy).spooler()
}

#[test]
fn an_order_that_fails_is_found_and_cut_and_played_again() {
    assert!(scenario().explore(Orders::documented()).is_ok(), "in the documented order nothing is wrong");
    let failure = scenario().explore(Orders::preemptions(2)).unwrap_err();
    assert!(matches!(&failure.findings()[0], Finding::Deviation(_)), "{failure}");
    assert!(failure.schedule().switches() <= failure.found().switches());

    let token = failure.schedule().to_string();
    let replay = scenario().replay(&token).unwrap();
    assert_eq!(replay.findings, failure.findings());
    assert_eq!(replay.trace.to_string(), failure.trace().unwrap().to_string());
    assert!(failure.to_string().contains(&token));
}

/// Clients have their names there, and what each of them does when its turn comes.
#[test]
fn the_text_says_who_moves() {
    let failure = scenario().explore(Orders::preemptions(2)).unwrap_err();
    let text = failure.to_string();
    let (_, who) = text.split_once("\nwho moves:\n").unwrap();
    let (who, _) = who.split_once("\n\n").unwrap();
    let names: Vec<&str> = who.lines().map(|line| line[..13].trim()).collect();
    // The spooler is interrupted in its logon by the release of the store.
    assert_eq!(names, ["one", "other", "the spooler", "other", "the spooler"], "{text}");
    assert!(who.starts_with("  one          client -> MAPI  MAPILogonEx(MAPI_NEW_SESSION)\n"), "{text}");
}

#[test]
fn no_switch_can_be_left_out_of_what_was_cut() {
    let failure = scenario().explore(Orders::random(7, 1_000)).unwrap_err();
    let choices = failure.schedule().choices();
    for place in (0..choices.len()).filter(|place| choices[*place] != 0) {
        let mut fewer = choices.to_vec();
        fewer[place] = 0;
        let orders = Orders::given([mapi_sim::explore::Schedule::new(fewer)]);
        assert!(scenario().explore(orders).is_ok(), "without the switch at {place}: {failure}");
    }
}

#[test]
fn a_provider_that_has_changed_is_told_by_the_place() {
    let token = scenario().explore(Orders::preemptions(2)).unwrap_err().schedule().to_string();
    let mended = Scenario::new(world).client("one", tidy).client("other", tidy).spooler();
    let error = mended.replay(&token).unwrap_err();
    let ReplayError::Differs { choice, since, findings, .. } = &error else { panic!("{error}") };
    assert!(*choice > 1 && findings.is_empty(), "{error}");
    // The logon of the spooler, which had no objects, has them now.
    assert!(
        since.iter().any(|line| line == "<- SpoolerLogon S_OK, a store object, a logon object"),
        "{error}"
    );
    let text = error.to_string();
    assert!(
        text.contains("this schedule was made:\n  ") && text.contains("\nfound now:\n  nothing\n"),
        "{text}"
    );
}

#[test]
fn a_client_fails_by_an_error_or_by_a_panic() {
    let failing = Scenario::new(world).client("failing", async |client| {
        client.logon("Nobody", Default::default()).await?;
        Ok(())
    });
    let failure = failing.explore(Orders::documented()).unwrap_err();
    assert!(matches!(&failure.findings()[0], Finding::Failed { task, .. } if task == "failing"), "{failure}");

    let panicking = Scenario::new(world).client("panicking", async |client| {
        client.step(|_| assert_eq!(1, 2, "not equal")).await;
        Ok(())
    });
    let failure = panicking.explore(Orders::documented()).unwrap_err();
    let text = failure.to_string();
    assert!(text.contains("panicking panicked: assertion `left == right` failed: not equal"), "{text}");
}

#[test]
fn a_provider_that_panics_in_a_call_of_the_spooler_is_a_finding() {
    let world = || {
        let provider = OnProvider::new().spooler_logon(|_, _| panic!("of the spooler's"));
        world_of(Wrapping::new(entry()).provider(provider))
    };
    let failure =
        Scenario::new(world).client("one", tidy).spooler().explore(Orders::documented()).unwrap_err();
    let text = failure.findings()[0].to_string();
    assert_eq!(text, "the spooler panicked: of the spooler's");
}

#[test]
fn a_world_that_cannot_be_built_is_a_finding() {
    let scenario = Scenario::new(|| Err::<Subsystem, _>("no DLL")).client("one", tidy);
    let failure = scenario.explore(Orders::all()).unwrap_err();
    assert_eq!(failure.findings(), [Finding::World("no DLL".to_owned())]);
    assert!(failure.trace().is_none());
}

#[test]
fn invariants_of_the_author_are_asked_after_every_move() {
    let sessions =
        |mapi: &Subsystem| mapi.trace().events().iter().filter(|event| event.session.is_some()).count();
    let base = || Scenario::new(world).client("one", tidy);
    let never = base().always("no session", move |mapi| {
        if sessions(mapi) == 0 { Ok(()) } else { Err("there is a session".into()) }
    });
    let failure = never.explore(Orders::documented()).unwrap_err();
    assert_eq!(failure.findings()[0].to_string(), "no session: there is a session");

    let at_end =
        base().at_end(
            "a session",
            move |mapi| {
                if sessions(mapi) > 0 { Ok(()) } else { Err("there was none".into()) }
            },
        );
    assert!(at_end.explore(Orders::documented()).is_ok());

    let eventually = base().eventually("two sessions", |mapi| {
        let second =
            mapi.trace().events().iter().any(|event| event.session.is_some_and(|no| no.index() == 1));
        if second { Ok(()) } else { Err("one session at most".into()) }
    });
    let failure = eventually.explore(Orders::documented()).unwrap_err();
    assert_eq!(failure.findings()[0].to_string(), "two sessions: one session at most");
}

#[test]
fn a_provider_that_does_not_do_the_same_twice_is_told() {
    assert_eq!(Scenario::new(world).client("one", tidy).spooler().canary(), None);
    let first = AtomicBool::new(true);
    let odd = Scenario::new(move || {
        let first = first.swap(false, Ordering::Relaxed);
        let provider = OnProvider::new().logon(move |inner, request| {
            if first { inner.logon(request) } else { Err(MAPI_E_FAILONEPROVIDER.into()) }
        });
        world_of(Wrapping::new(entry()).provider(provider))
    });
    let difference = odd.client("one", tidy).canary().unwrap();
    assert!(difference.first != difference.second && difference.line > 1, "{difference:?}");
}

/// In no order that is left of those that differ only in what is declared apart do both stores open before one is asked. The orders in
/// which the claim is tried are orders as well.
#[test]
fn what_its_author_says_has_to_hold_where_a_claim_is_tried() {
    let both_open = |mapi: &Subsystem| {
        let trace = mapi.trace();
        let returns = |what: Method| {
            let is =
                move |event: &&Event| matches!(event.what, What::Return { method, .. } if method == what);
            trace.events().iter().filter(is).count()
        };
        let asked = returns(methods::IMsgStore::GetProps);
        if returns(methods::IMAPISession::OpenMsgStore) == 2 && asked == 0 {
            Err("both are open".into())
        } else {
            Ok(())
        }
    };
    let scenario = Scenario::new(world).client("one", plain).client("other", plain);
    let scenario = scenario.always("one store at a time", both_open);
    let failure = scenario.explore(Orders::all().apart(Apart::sessions())).unwrap_err();
    let [Finding::Own { name, why }] = failure.findings() else { panic!("{failure}") };
    assert_eq!((name.as_str(), why.as_str()), ("one store at a time", "both are open"));
    let replay = scenario.replay(&failure.schedule().to_string()).unwrap();
    assert_eq!(replay.findings, failure.findings());
}
