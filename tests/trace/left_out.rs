//! Traces that do not have everything, and traces that are taken again and again.

use mapi_sim::load::Step;
use mapi_sim::mapi::*;
use mapi_sim::reference::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::*;

/// A machine whose trace is bounded, and a way to open its store.
fn machine(limit: usize) -> (Subsystem, impl Fn()) {
    let id = store_entry_id("mail");
    let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mail").with_sample_mail()]));
    let section = StoreSection::new(DLL_NAME, "Mail").entry_id(id.clone());
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll))
        .profile(Profile::new("P").service(Service::new("REF").store(section)))
        .trace_limit(limit)
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, move || drop(session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap()))
}

const UNBOUNDED: usize = usize::MAX;

#[test]
fn a_trace_that_is_taken_is_not_kept() {
    let (mapi, open) = machine(UNBOUNDED);
    open();
    let whole = mapi.trace();
    let first = mapi.take_trace();
    assert_eq!(first.events(), whole.events());
    assert_eq!((first.left_out(), mapi.trace().len()), (0, 0));
    mapi.note("between the two");
    open();
    let second = mapi.take_trace();
    assert_eq!((second.left_out(), second.recorded()), (first.len(), first.len() + second.len()));
    let text = second.to_string();
    assert!(text.starts_with(&format!("--- {} earlier events left out\n", first.len())), "{text}");
    assert!(text.contains("between the two"), "{text}");
    let open = second.last_open().unwrap();
    assert!(open.is_whole() && !open.to_string().contains("left out"));
    open.expect_code(Step::OpenMsgStore, codes::S_OK).unwrap();
}

/// The same story in one piece and taken away bit by bit.
#[test]
fn what_is_taken_bit_by_bit_is_the_whole_trace() {
    let (whole, open) = machine(UNBOUNDED);
    let (bits, also_open) = machine(UNBOUNDED);
    let mut events = Vec::new();
    for _ in 0..20 {
        open();
        also_open();
        events.extend(bits.take_trace().events().to_vec());
    }
    assert_eq!(events, whole.trace().events());
}

#[test]
fn copies_keep_what_they_have_while_the_trace_grows() {
    let (mapi, open) = machine(UNBOUNDED);
    let mut copies = vec![mapi.trace()];
    for _ in 0..30 {
        open();
        copies.push(mapi.trace());
    }
    let last = mapi.trace();
    for copy in &copies {
        assert_eq!(copy.events(), &last.events()[..copy.len()]);
        let later = last.since(copy.len());
        assert_eq!(later.events(), &last.events()[copy.len()..]);
        assert_eq!(last.after(copy.recorded()).events(), later.events());
        let own: Vec<&Event> = last
            .events()
            .iter()
            .filter(|event| event.open == last.last_open().map(|open| open.number()))
            .collect();
        assert_eq!(last.last_open().unwrap().events().collect::<Vec<_>>(), own);
    }
    for (one, open) in last.opens().iter().enumerate() {
        assert_eq!(open.number(), OpenNo::from_index(one));
        // The first open begins before that.
        let later = last.since(copies[1].len());
        assert!(one == 0 || later.open(open.number()).steps() == open.steps());
    }
}

#[test]
fn a_bounded_trace_has_the_last_events() {
    let (whole, open) = machine(UNBOUNDED);
    let (bounded, also_open) = machine(100);
    for _ in 0..40 {
        open();
        also_open();
        let (whole, bounded) = (whole.trace(), bounded.trace());
        assert!(bounded.len() >= whole.len().min(100) && bounded.len() < 200, "{}", bounded.len());
        assert_eq!(bounded.left_out() + bounded.len(), whole.len());
        assert_eq!(bounded.recorded(), whole.recorded());
        assert_eq!(bounded.events(), &whole.events()[bounded.left_out()..]);
        let mark = bounded.left_out() + 3;
        assert_eq!((bounded.after(mark).left_out(), bounded.after(mark).len()), (0, bounded.len() - 3));
    }
}

/// Nothing that takes missing events to know is said to be right.
#[test]
fn expectations_about_what_is_missing_are_not_met() {
    let (mapi, open) = machine(60);
    for _ in 0..5 {
        open();
    }
    let trace = mapi.trace();
    assert!(trace.left_out() > 0);
    let refused = trace.expect_invariants().unwrap_err();
    assert!(refused.got().contains("earlier events left out"), "{refused}");
    let first = trace.open(OpenNo::from_index(0));
    assert!(!first.is_whole());
    for refused in [
        first.expect_steps(&[]),
        first.expect_skipped(Step::SpoolerTold),
        first.expect_code(Step::OpenMsgStore, codes::S_OK),
        first.expect_calls(&[]),
    ] {
        let refused = refused.unwrap_err();
        assert!(refused.got().starts_with("not the beginning of open 1: "), "{refused}");
    }
    let last = trace.last_open().unwrap();
    assert!(last.is_whole(), "{trace}");
    last.expect_code(Step::OpenMsgStore, codes::S_OK).unwrap();
    trace.expect_no_deviation().unwrap();
    trace.expect_references_balanced().unwrap();
    let diagram = trace.to_mermaid();
    assert!(diagram.contains(&format!("{} rows before this are left out", trace.left_out())), "{diagram}");
}

#[test]
fn a_trace_that_is_off_keeps_no_words() {
    let (mapi, _session) = (Subsystem::builder().trace_detail(TraceDetail::Off).build().unwrap(), ());
    mapi.note("nothing");
    assert!(mapi.trace().is_empty());
}
