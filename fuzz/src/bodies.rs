//! What the fuzz targets do with bytes. The property tests of the crate include this file.

use mapi_sim::explore::{Schedule, Script};
use mapi_sim::mapi::{EntryId, OneOff, WrappedStoreEntryId};
use mapi_sim::trace::Trace;

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

/// Any text is a trace or says in which line it is none; what is a trace can be drawn, judged and written, and is read
/// back equal.
pub(crate) fn trace(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Trace::from_json_lines(text) {
        Err(error) => assert!(error.line > 0 && error.line <= text.split('\n').count(), "{error}"),
        Ok(trace) => {
            let _ = (trace.to_string(), trace.to_mermaid(), trace.violations(), trace.load_mismatches());
            let written = trace.to_json_lines().unwrap_or_else(|error| panic!("{error}"));
            assert!(Trace::from_json_lines(&written).is_ok_and(|read| read == trace), "{written}");
        }
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
