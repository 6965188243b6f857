//! The bodies of the fuzz targets (folder `fuzz`) as property tests: `PROPTEST_CASES=10000000` makes many of them.
#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

#[path = "../../fuzz/src/bodies.rs"]
mod bodies;

use mapi_sim::explore::{Act, Schedule, Script};
use mapi_sim::mapi::LogonExFlags;
use mapi_sim::sim::{Profile, Subsystem};
use proptest::collection::vec;
use proptest::prelude::*;

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

fn trace() -> Vec<u8> {
    let mapi = Subsystem::builder().profile(Profile::new("P")).build().unwrap();
    mapi.note("a note");
    drop(mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION));
    let lines = mapi.trace().to_json_lines().unwrap();
    // Without sums, so that what is bent is read.
    let open = lines
        .lines()
        .map(|line| line.rsplit_once(",\"sum\"").map_or(line.to_owned(), |(line, _)| format!("{line}}}")));
    open.collect::<Vec<_>>().join("\n").into_bytes()
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
    assert!(mapi_sim::trace::Trace::from_json_lines(std::str::from_utf8(&trace()).unwrap()).is_ok());
    assert!("mapi-sim-script-1: logoff ! IMSProvider::Logon#2=panic".parse::<Script>().is_ok());
}

proptest! {
    #[test]
    fn identifiers_are_read_or_refused(bytes in identifiers()) {
        bodies::identifier(&bytes);
    }

    #[test]
    fn traces_are_read_or_refused(bytes in bent(trace())) {
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
