//! Providers that do not do the same twice: said first, and never a verdict.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use mapi_sim::explore::{Difference, Orders, Scenario, Stage, StoryError};
use mapi_sim::mapi::{
    FileTime, LogonExFlags, PropTag, PropType, PropValue, QueryRowsFlags, Row, SessionLogoffFlags,
    TableFlags, tags,
};
use mapi_sim::sim::{BuildError, Subsystem};
use mapi_sim::spi::{OpenEntryRequest, OpenStoreRequest};
use mapi_sim::trace::TraceDetail;
use mapi_sim::wrap::{OnStore, OnTable, Wrapping};

use crate::worlds::*;

const TIME: PropTag = tags::PR_LAST_MODIFICATION_TIME;

/// Counts over all worlds.
fn counter() -> impl Fn() -> u64 + Clone + Send + Sync + 'static {
    let count = Arc::new(AtomicU64::new(0));
    move || count.fetch_add(1, Ordering::Relaxed)
}

fn time(units: u64) -> PropValue {
    PropValue::new(TIME, FileTime::from_units(units))
}

fn whole(entry: Wrapping) -> Result<Subsystem, BuildError> {
    world_in_detail(entry, TraceDetail::Whole)
}

/// `GetProps` has a time that is another one in each call.
fn with_times(detail: TraceDetail) -> Scenario {
    let next = counter();
    Scenario::new(move || {
        let next = next.clone();
        let store = OnStore::new().get_props(move |inner, tags, flags| {
            let mut answer = inner.get_props(tags, flags)?;
            answer.value.push(time(next()));
            Ok(answer)
        });
        world_in_detail(Wrapping::new(entry()).store(store), detail)
    })
    .client("one", tidy)
    .spooler()
}

#[test]
fn one_that_is_deterministic_says_nothing() {
    let scenario = Scenario::new(|| whole(Wrapping::new(entry()))).client("one", tidy).spooler();
    assert_eq!(scenario.canary(), None);
    let explored = scenario.explore(Orders::random(1, 5)).unwrap();
    assert_eq!(explored.difference(), None);
    assert_eq!(explored.to_string(), "5 schedules played");
}

#[test]
fn one_that_counts_over_worlds_is_told_and_is_no_finding() {
    let explored = with_times(TraceDetail::Whole).explore(Orders::random(1, 5)).unwrap();
    assert!(explored.is_complete());
    let difference = explored.difference().unwrap();
    assert!(difference.first.contains("<- GetProps"), "{difference}");
    assert!(difference.first.contains("PR_LAST_MODIFICATION_TIME"), "{difference}");
    assert_ne!(difference.first, difference.second);
    let text = explored.to_string();
    assert!(text.starts_with("not deterministic: "), "{text}");
    assert!(text.contains(difference.first.trim()) && text.contains(difference.second.trim()), "{text}");
    assert!(text.ends_with("5 schedules played"), "{text}");
}

#[test]
fn the_documented_order_alone_is_told_as_well() {
    let explored = with_times(TraceDetail::Whole).explore(Orders::documented()).unwrap();
    assert!(explored.difference().is_some());
}

/// Headings are counted as well.
#[test]
fn the_line_is_that_of_the_trace_as_it_is_printed() {
    let Difference { line, first, .. } = with_times(TraceDetail::Whole).canary().unwrap();
    let text = Rc::new(RefCell::new(String::new()));
    let seen = Rc::clone(&text);
    let scenario = with_times(TraceDetail::Whole).at_end("its text", move |mapi| {
        *seen.borrow_mut() = mapi.trace().to_string();
        Ok(())
    });
    let _ = scenario.explore(Orders::documented()).unwrap();
    let text = text.borrow();
    let shown = text.lines().nth(line - 1).unwrap();
    assert!(first.starts_with(shown), "{first}\n{shown}");
}

#[test]
fn properties_that_are_declared_to_differ_are_left_out() {
    assert_eq!(with_times(TraceDetail::Whole).may_differ([TIME]).canary(), None);
    let explored = with_times(TraceDetail::Whole).may_differ([TIME]).explore(Orders::documented()).unwrap();
    assert_eq!(explored.difference(), None);
    // Another property leaves this one where it is.
    let other = with_times(TraceDetail::Whole).may_differ([tags::PR_CREATION_TIME]);
    assert!(other.canary().is_some());
    // A trace without values has nothing to compare.
    assert_eq!(with_times(TraceDetail::Calls).canary(), None);
}

#[test]
fn so_is_a_declared_property_that_is_there_at_times() {
    let next = counter();
    let scenario = Scenario::new(move || {
        let there = next().is_multiple_of(2);
        let store = OnStore::new().get_props(move |inner, tags, flags| {
            let mut answer = inner.get_props(tags, flags)?;
            if there {
                answer.value.push(time(1));
            }
            Ok(answer)
        });
        whole(Wrapping::new(entry()).store(store))
    })
    .client("one", tidy);
    assert!(scenario.canary().is_some());
    assert_eq!(scenario.may_differ([TIME]).canary(), None);
}

#[test]
fn so_are_columns_of_rows() {
    let next = counter();
    let scenario = Scenario::new(move || {
        let next = next.clone();
        let table = OnTable::new().query_rows(move |_, _, _| {
            Ok(vec![Row::new(vec![PropValue::new(tags::PR_DISPLAY_NAME_W, "a row"), time(next())])])
        });
        whole(Wrapping::new(entry()).table(table))
    })
    .client("one", async |client| {
        let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
        let store = session.open(&OpenStoreRequest::new(&id())).await?;
        store
            .step(|store| {
                let root = store.open_entry(&OpenEntryRequest::root())?.into_folder()?;
                root.get_contents_table(TableFlags::empty())?.query_rows(1, QueryRowsFlags::empty())
            })
            .await?;
        store.release().await;
        Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    });
    let difference = scenario.canary().unwrap();
    assert!(difference.first.contains("<- QueryRows"), "{difference}");
    assert!(difference.first.contains("PR_LAST_MODIFICATION_TIME"), "{difference}");
    assert_eq!(scenario.may_differ([TIME]).canary(), None);
}

/// No number is equal to what is none.
#[test]
fn a_value_that_is_no_number_is_the_same_twice() {
    let scenario = Scenario::new(|| {
        let store = OnStore::new().get_props(|inner, tags, flags| {
            let mut answer = inner.get_props(tags, flags)?;
            let tag = PropTag::new(0x6601, PropType::PT_R8);
            answer.value.push(PropValue::new(tag, f64::NAN));
            Ok(answer)
        });
        whole(Wrapping::new(entry()).store(store))
    });
    assert_eq!(scenario.client("one", tidy).canary(), None);
}

#[test]
fn a_world_that_is_built_at_times_is_told() {
    let next = counter();
    let scenario = Scenario::new(move || -> Result<Subsystem, StoryError> {
        if next() == 0 { Ok(world()?) } else { Err("no DLL".into()) }
    });
    let difference = scenario.client("one", tidy).canary().unwrap();
    assert_eq!(difference.first, "the world was built");
    assert_eq!(difference.second, "the world could not be built: no DLL");
    let never = Scenario::new(|| Err::<Subsystem, _>("no DLL")).client("one", tidy);
    assert_eq!(never.canary(), None);
}

/// A failure says it before anything else, and what was found stays what it is.
#[test]
fn a_failure_says_so_first() {
    let failing = || with_times(TraceDetail::Whole).at_end("nothing is right", |_| Err("it never is".into()));
    let failure = failing().explore(Orders::random(1, 5)).unwrap_err();
    assert!(failure.difference().is_some());
    assert!(failure.to_string().starts_with("not deterministic: "), "{failure}");
    let same = failing().may_differ([TIME]).explore(Orders::random(1, 5)).unwrap_err();
    assert_eq!(same.difference(), None);
    assert!(same.to_string().starts_with("in the order number 1:"), "{same}");
    assert_eq!(same.findings(), failure.findings());
}

#[test]
fn a_script_that_fails_says_so_first() {
    let next = counter();
    let world = move || {
        let next = next.clone();
        let store = OnStore::new().get_props(move |inner, tags, flags| {
            let mut answer = inner.get_props(tags, flags)?;
            answer.value.push(time(next()));
            Ok(answer)
        });
        whole(Wrapping::new(entry()).store(store))
    };
    let stage = Stage::new(world, "Default").store(id());
    let stage = stage.with(|scenario| scenario.at_end("nothing is right", |_| Err("it never is".into())));
    let script = "mapi-sim-script-1: logon(2) open(0,0) use(0,props) release(0)".parse().unwrap();
    let failure = stage.explore(&script, Orders::documented()).unwrap_err();
    assert!(failure.failure().difference().is_some());
    assert!(failure.to_string().starts_with("not deterministic: "), "{failure}");
    let declared = stage.with(|scenario| {
        scenario.at_end("nothing is right", |_| Err("it never is".into())).may_differ([TIME])
    });
    let failure = declared.explore(&script, Orders::documented()).unwrap_err();
    assert_eq!(failure.failure().difference(), None);
}
