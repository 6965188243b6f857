//! The bodies of the fuzz targets (folder `fuzz`) as property tests: `PROPTEST_CASES=10000000` makes many of them.
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

#[path = "../../fuzz/src/bodies.rs"]
mod bodies;
#[path = "../../fuzz/src/edits.rs"]
mod edits;
#[path = "../../fuzz/src/stories.rs"]
mod stories;

use mapi_sim::explore::{Act, Schedule, Script};
use mapi_sim::mapi::LogonExFlags;
use mapi_sim::trace::Trace;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use edits::{Edit, edited};
use stories::stories;

/// Text or bytes with some of it replaced, doubled or gone.
fn bent(good: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let change =
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), vec(any::<u8>(), 0..4), any::<bool>());
    vec(change, 0..4).prop_map(move |changes| {
        let mut bytes = good.clone();
        for (one, other, new, doubles) in changes {
            let (one, other) = (one.index(bytes.len() + 1), other.index(bytes.len() + 1));
            let range = one.min(other)..one.max(other).min(one.min(other) + 40);
            let part = bytes[range.clone()].to_vec();
            bytes.splice(range, if doubles { [part.clone(), new, part].concat() } else { new });
        }
        bytes
    })
}

/// Any change of the lines of a story.
fn edit() -> impl Strategy<Value = Edit> {
    let (line, place, key) = (|| 0..400_usize, || 0..4_000_usize, || 0..400_usize);
    prop_oneof![
        line().prop_map(Edit::DropLine),
        line().prop_map(Edit::DoubleLine),
        (line(), line()).prop_map(|(one, other)| Edit::SwapLines(one, other)),
        (line(), key(), line(), key()).prop_map(|(line, key, of, its)| Edit::Replace { line, key, of, its }),
        (line(), key()).prop_map(|(line, key)| Edit::DropKey { line, key }),
        (line(), place(), key()).prop_map(|(line, place, extreme)| Edit::Number { line, place, extreme }),
        (line(), place(), line(), key(), prop::bool::weighted(0.05))
            .prop_map(|(line, place, of, its, long)| Edit::Text { line, place, of, its, long }),
        (line(), place(), key(), any::<bool>()).prop_map(|(line, place, depth, in_objects)| Edit::Nest {
            line,
            place,
            depth,
            in_objects
        }),
        (line(), place(), key()).prop_map(|(line, place, times)| Edit::Repeat { line, place, times }),
        (line(), place()).prop_map(|(line, at)| Edit::CutLine { line, at }),
        (line(), place()).prop_map(|(line, at)| Edit::CutFile { line, at }),
        (0..100_000_usize, 0..8_usize, vec(any_byte(), 0..4)).prop_map(|(at, removed, new)| Edit::Bytes {
            at,
            removed,
            new
        }),
        Just(Edit::Count),
    ]
}

fn any_byte() -> impl Strategy<Value = u8> {
    prop_oneof![any::<u8>(), prop::sample::select(b"0123456789{}[]\",:".to_vec())]
}

/// A story with some changes, after which the last line mostly counts what is there.
fn edited_trace() -> impl Strategy<Value = Vec<u8>> {
    let stories = stories();
    (0..stories.len(), vec(edit(), 0..5), prop::bool::weighted(0.8)).prop_map(
        move |(story, mut edits, counts)| {
            if counts && !edits.iter().any(|edit| matches!(edit, Edit::Bytes { .. })) {
                edits.push(Edit::Count);
            }
            edited(&stories[story], &edits)
        },
    )
}

fn tokens() -> impl Strategy<Value = Vec<u8>> {
    let schedule = Schedule::new([0, 1, 2, 0, 0, 0, 0, 0]).to_string();
    let script =
        Script::new().client([Act::LogOn(LogonExFlags::empty()), Act::Release(1), Act::LogOff]).spooler();
    let faulty = "mapi-sim-script-1: logoff ! IMSProvider::Logon#2=panic";
    prop_oneof![
        bent(schedule.into_bytes()),
        bent(script.to_string().into_bytes()),
        bent(faulty.as_bytes().to_vec())
    ]
}

fn identifiers() -> impl Strategy<Value = Vec<u8>> {
    use mapi_sim::mapi::{EntryId, OneOff, WrappedStoreEntryId};
    let store = EntryId::from_bytes(b"\0\0\0\0provider's uid..store");
    let wrapped = WrappedStoreEntryId { dll_name: "a.dll".into(), store }.encode().unwrap();
    let one_off = OneOff::new("n", "SMTP", "a@b").encode().unwrap();
    prop_oneof![
        bent(wrapped.as_bytes().to_vec()),
        bent(one_off.as_bytes().to_vec()),
        vec(any::<u8>(), 0..100)
    ]
}

/// What is bent is right at first.
#[test]
fn what_is_bent_is_read_before() {
    for story in stories() {
        let trace = Trace::from_json_lines(&story.join("\n")).unwrap();
        assert!(trace.len() >= 9);
        bodies::trace(story.join("\n").as_bytes());
    }
    assert!("mapi-sim-script-1: logoff ! IMSProvider::Logon#2=panic".parse::<Script>().is_ok());
}

/// Changes that leave nothing to be read would try nothing but the reader.
#[test]
fn of_the_altered_traces_many_are_read_and_many_are_refused() {
    let (mut runner, traces) = (TestRunner::deterministic(), edited_trace());
    let is_read =
        |bytes: Vec<u8>| std::str::from_utf8(&bytes).is_ok_and(|text| Trace::from_json_lines(text).is_ok());
    let read = (0..400).filter(|_| is_read(traces.new_tree(&mut runner).unwrap().current())).count();
    assert!((100..300).contains(&read), "{read} of 400 are read");
}

proptest! {
    #[test]
    fn identifiers_are_read_or_refused(bytes in identifiers()) {
        bodies::identifier(&bytes);
    }

    #[test]
    fn traces_are_read_or_refused(bytes in edited_trace()) {
        bodies::trace(&bytes);
    }

    #[test]
    fn tokens_are_read_or_refused(bytes in tokens()) {
        bodies::token(&bytes);
    }

    #[test]
    fn any_bytes_are_no_panic(bytes in vec(any::<u8>(), 0..200)) {
        bodies::identifier(&bytes);
        bodies::trace(&bytes);
        bodies::token(&bytes);
    }
}
