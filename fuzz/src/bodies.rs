//! What the fuzz targets do with bytes. The property tests of the crate include this file.

use mapi_sim::explore::{Schedule, Script};
use mapi_sim::mapi::{EntryId, OneOff, WrappedStoreEntryId};
use mapi_sim::record::replay;
use mapi_sim::sim::SpoolerModel;
use mapi_sim::trace::{Trace, TraceDetail};

use crate::stories::{PROFILE, machine};

/// Any bytes are an identifier: its parts are there or not, and what is decoded and encoded is decoded to the same.
pub(crate) fn identifier(bytes: &[u8]) {
    let id = EntryId::from_bytes(bytes);
    assert_eq!(id.as_bytes(), bytes);
    assert_eq!(id.provider_uid().is_some(), bytes.len() >= 20);
    let _ = (id.provider_data(), id.is_wrapped_store(), format!("{id:?}"));
    // What has an empty name is read, and not made.
    if let Ok(wrapped) = WrappedStoreEntryId::decode(&id)
        && let Ok(again) = wrapped.encode()
    {
        assert_eq!(WrappedStoreEntryId::decode(&again), Ok(wrapped));
    }
    if let Ok(one_off) = OneOff::decode(&id)
        && let Ok(again) = one_off.encode()
    {
        assert_eq!(OneOff::decode(&again), Ok(one_off));
    }
}

/// Any text is a trace or says in which line it is none, why, and what to do.
///
/// What is a trace can be shown, drawn, asked, judged, written and read back equal, and played again. None of this takes more
/// room than the text is worth: a number in it is no reason to make so many of something.
pub(crate) fn trace(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Trace::from_json_lines(text) {
        Err(error) => {
            let (said, lines) = (error.to_string(), text.split('\n').count());
            assert!((1..=lines).contains(&error.line), "{said}: there are {lines} lines");
            let says_all =
                said.starts_with(&format!("line {}: ", error.line)) && said.ends_with(error.reason.to_do());
            assert!(says_all && error.reason.to_do().len() > 20, "{said}");
        }
        Ok(trace) => {
            for shown in [trace.to_string(), trace.to_mermaid(), trace.to_svg()] {
                assert!(shown.len() <= 100 * text.len() + 20_000, "{} bytes of {}", shown.len(), text.len());
            }
            asked(&trace);
            let written = trace.to_json_lines().unwrap_or_else(|error| panic!("{error}"));
            assert!(
                written.len() <= 4 * text.len() + 100 * trace.len() + 1_000,
                "{} of {}",
                written.len(),
                text.len()
            );
            assert!(Trace::from_json_lines(&written).is_ok_and(|read| read == trace), "{written}");
            played(&trace);
        }
    }
}

/// Every question to a trace.
fn asked(trace: &Trace) {
    let _ =
        (trace.violations(), trace.load_mismatches(), trace.expect_invariants(), trace.expect_load_order());
    let _ = (trace.expect_no_deviation(), trace.expect_no_advice(), trace.expect_references_balanced());
    let _ = (
        trace.last_open().map(|open| open.to_string()),
        trace.leaks(),
        trace.since(trace.len() / 2).to_string(),
    );
    for open in trace.opens().iter().take(8) {
        let _ = (open.steps(), open.steps_done(), open.calls(), open.spooler_pair(), open.deviations());
        let _ = (open.expect_steps(&[]), open.expect_calls(&[]), open.expect_no_deviation(), open.is_whole());
        for event in open.events().take(8) {
            let _ = trace.line(event);
        }
    }
    let _ =
        (trace.unbalanced(), trace.diagram().rows(3).references(false).fold_property_calls(false).to_svg());
    for holding in trace.ledger() {
        let _ = trace.holding_text(holding);
    }
}

/// Plays it with the reference provider, which does not panic: each panic is one of the replay or of the simulator.
fn played(trace: &Trace) {
    let mapi = machine(TraceDetail::Whole, SpoolerModel::SameProcess, &[]);
    let before = panics::count();
    match replay(trace, &mapi, PROFILE) {
        Ok(replayed) => assert!(replayed.not_played.iter().all(|why| why.starts_with("line "))),
        Err(difference) => assert!(difference.line > 1 && !difference.came.is_empty(), "{difference}"),
    }
    assert_eq!(panics::count(), before, "a panic in a replay");
}

/// Panics, also those that somebody catches.
mod panics {
    use std::cell::Cell;
    use std::sync::Once;

    thread_local! {
        static PANICS: Cell<u64> = const { Cell::new(0) };
    }

    /// How many there were on this thread.
    pub(super) fn count() -> u64 {
        static COUNTS: Once = Once::new();
        COUNTS.call_once(|| {
            let usual = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                PANICS.with(|panics| panics.set(panics.get() + 1));
                usual(info);
            }));
        });
        PANICS.with(Cell::get)
    }
}

/// Any text is a schedule or a script, or says what is wrong; what is one is written to a text that reads as the same.
pub(crate) fn token(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match text.parse::<Schedule>() {
        Ok(schedule) => assert_eq!(schedule.to_string().parse(), Ok(schedule)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    match text.parse::<Script>() {
        // A client that does nothing, alone, has the text of no client.
        Ok(script) => assert_eq!(
            script.to_string().parse().map(|read: Script| read.to_string()),
            Ok(script.to_string())
        ),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
