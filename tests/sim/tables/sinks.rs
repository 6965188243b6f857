//! Sinks on the tables of a session: which view they belong to, how long they are kept, what they may do.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::script::*;
use crate::tables::listening::*;

#[test]
fn registrations_belong_to_their_table() {
    let (mapi, session) = machine(&able());
    let (one, two) = (stores(&session), stores(&session));
    let sink = || -> Arc<dyn IMAPIAdviseSink> { Arc::new(|_: &[Notification]| ()) };
    for mask in [EventMask::empty(), EventMask::fnevNewMail | EventMask::fnevTableModified] {
        assert_eq!(one.advise(mask, sink()).unwrap_err().code(), MAPI_E_INVALID_PARAMETER);
    }
    let ((first, heard), (second, other)) = (listen(&one), listen(&two));
    assert_eq!(one.unadvise(second).unwrap_err().code(), MAPI_E_NOT_FOUND);
    one.unadvise(first).unwrap();
    assert_eq!(one.unadvise(first).unwrap_err().code(), MAPI_E_NOT_FOUND);
    make_default(&session, "a").unwrap();
    assert!(lock(&heard).is_empty());
    assert_eq!(lock(&other).len(), 1);
    let trace = mapi.trace();
    assert_eq!((trace.count_of(Method::TableAdvise), trace.count_of(Method::TableUnadvise)), (4, 3));
    assert_eq!(trace.count_of(Method::AdviseSinkOnNotify), 1);
    assert!(trace.to_string().contains("stores table"));
}

#[test]
fn table_and_session_let_go_of_their_sinks() {
    let (_mapi, session) = machine(&Script::new([]));
    let register = |table: &Arc<dyn IMAPITable>| {
        let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(|_: &[Notification]| ());
        let weak = Arc::downgrade(&sink);
        table.advise(EventMask::fnevTableModified, sink).unwrap();
        weak
    };
    let (dropped, left) = (stores(&session), status(&session));
    let (of_dropped, of_left) = (register(&dropped), register(&left));
    drop(dropped);
    assert!(of_dropped.upgrade().is_none());
    assert!(of_left.upgrade().is_some());
    end(&session);
    assert!(of_left.upgrade().is_none());
    let codes = [
        left.get_row_count(0).map(drop).unwrap_err().code(),
        left.query_rows(1, QueryRowsFlags::empty()).map(drop).unwrap_err().code(),
        left.get_status().map(drop).unwrap_err().code(),
        left.advise(EventMask::fnevTableModified, Arc::new(|_: &[Notification]| ())).unwrap_err().code(),
    ];
    assert_eq!(codes, [MAPI_E_INVALID_OBJECT; 4], "what is open at the end becomes invalid");
}

/// Registers a sink on the table that does `act`.
fn on_notify(table: &Arc<dyn IMAPITable>, act: impl Fn() + Send + Sync + 'static) -> Connection {
    table.advise(EventMask::fnevTableModified, Arc::new(move |_: &[Notification]| act())).unwrap()
}

#[test]
fn a_sink_may_call_back_unadvise_and_log_off() {
    let (mapi, session) = machine(&able());
    let table = stores(&session);
    let world = Arc::downgrade(&session);
    let seen: Arc<Mutex<Vec<usize>>> = Arc::default();
    let (log, calls) = (Arc::clone(&seen), Arc::clone(&seen));
    on_notify(&table, move || {
        let session = world.upgrade().unwrap();
        let open_store = open(&session, "b").unwrap();
        lock(&log).push(rows(&stores(&session)).len());
        // A change that the sink itself makes is told after it has returned.
        if lock(&log).len() == 1 {
            make_default(&session, "b").unwrap();
            assert_eq!(lock(&log).len(), 1);
        }
        drop(open_store);
    });
    make_default(&session, "a").unwrap();
    assert_eq!(*lock(&calls), [2, 2]);

    // A sink is not called any more once another sink has ended its registration.
    type Victim = Option<(Arc<dyn IMAPITable>, Connection)>;
    let holder: Arc<Mutex<Victim>> = Arc::default();
    let take = Arc::clone(&holder);
    let fresh = status(&session);
    on_notify(&fresh, move || {
        let ends = lock(&take).take();
        if let Some((table, connection)) = ends {
            table.unadvise(connection).unwrap();
        }
    });
    let (connection, silent) = listen(&fresh);
    *lock(&holder) = Some((Arc::clone(&fresh), connection));
    let _store = open(&session, "a").unwrap();
    assert!(lock(&silent).is_empty());

    let world = Arc::downgrade(&session);
    on_notify(&fresh, move || end(&world.upgrade().unwrap()));
    let (_, after) = listen(&fresh);
    make_default(&session, "a").unwrap();
    assert!(lock(&after).is_empty(), "the session has ended before");
    assert_eq!(open(&session, "a").unwrap_err().code(), MAPI_E_END_OF_SESSION);
    assert_eq!(mapi.trace().count_of(Method::ProviderShutdown), 1);
}

#[test]
fn a_sink_that_panics_takes_nothing_with_it() {
    let (mapi, session) = machine(&able());
    let table = stores(&session);
    let connection = on_notify(&table, || panic!("the sink panics"));
    let (_, heard) = listen(&table);
    let caught = catch_unwind(AssertUnwindSafe(|| make_default(&session, "a")));
    assert!(caught.is_err(), "the panic goes to the test");
    assert!(mapi.trace().to_string().contains("OnNotify PANICKED"));
    table.unadvise(connection).unwrap();
    make_default(&session, "b").unwrap();
    let told = ["Store a", "Store a", "Store b"].map(modified);
    assert_eq!(
        news(&heard, PR_DISPLAY_NAME_W),
        told,
        "what the panic interrupted is told with the next news"
    );
}
