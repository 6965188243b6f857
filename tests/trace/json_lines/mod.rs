//! Traces as JSON lines: written, read back equal, and refused where something is wrong.

mod administered;
mod administration;
mod arbitrary;
mod damage;
mod every_call;
mod kinds;
mod played;
mod replay;
mod whole;

use mapi_sim::sim::Subsystem;
use mapi_sim::trace::{Trace, TraceDetail, TraceReadReason};
use serde_json::{Value, json};

use crate::common::script::*;
use crate::diagrams::{Fails, NoLogonObject, Panics, bent, nine_steps};

fn lines(trace: &Trace) -> Vec<Value> {
    let lines = trace.to_json_lines().unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn find<'a>(lines: &'a [Value], key: &str, value: &str) -> &'a Value {
    lines.iter().find(|line| line[key] == value).unwrap_or_else(|| panic!("no {key} {value}"))
}

/// Writes and reads it, and compares all that can be asked.
pub(crate) fn there_and_back(trace: &Trace) -> Trace {
    let text = trace.to_json_lines().unwrap();
    let read = Trace::from_json_lines(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(read == *trace, "{read}\n\n{trace}");
    assert_eq!(read.to_string(), trace.to_string());
    assert_eq!(read.to_json_lines().unwrap(), text);
    assert_eq!(
        (read.len(), read.left_out(), read.recorded()),
        (trace.len(), trace.left_out(), trace.recorded())
    );
    assert_eq!(read.ledger(), trace.ledger());
    read
}

#[test]
fn the_first_line_says_what_it_is_and_the_last_how_much() {
    let trace = nine_steps();
    let lines = lines(&trace);
    let (first, last) = (&lines[0], lines.last().unwrap());
    assert_eq!((&first["kind"], &first["format"]), (&json!("trace"), &json!("mapi-sim trace")));
    assert_eq!((&first["version"], &first["detail"]), (&json!(1), &json!("calls")));
    assert_eq!((&last["kind"], &last["events"]), (&json!("end"), &json!(trace.len())));
    assert_eq!(lines.len(), trace.len() + trace.ledger().len() + 2);
    assert!(lines.iter().all(|line| line["sum"].is_string()));
}

#[test]
fn calls_and_returns_have_the_names_of_mapi_and_typed_arguments() {
    let mut lines = lines(&nine_steps());
    lines.iter_mut().for_each(|line| drop(line.as_object_mut().unwrap().remove("sum")));
    assert_eq!(
        *find(&lines, "method", "IMSProvider::Logon"),
        json!({
            "depth": 1, "session": 1, "open": 1, "kind": "call",
            "from": "mapi", "to": "provider 1", "method": "IMSProvider::Logon",
            "args": {
                "kind": "logon", "support": 1, "entry_id": { "len": 31, "tail": "00000000006F6E65" },
                "flags": 0x8000_0004_u32,
            },
        })
    );
    let of_logon = |line: &&Value| line["kind"] == "return" && line["method"] == "IMSProvider::Logon";
    assert_eq!(
        *lines.iter().find(of_logon).unwrap(),
        json!({
            "depth": 1, "session": 1, "open": 1, "kind": "return",
            "from": "provider 1", "method": "IMSProvider::Logon",
            "code": { "name": "S_OK", "hex": "0x00000000" },
            "out": { "kind": "logon", "store": true, "logon": true, "security": 16 },
        })
    );
}

#[test]
fn steps_references_and_findings() {
    let lines_of_good = lines(&nine_steps());
    let reached = lines_of_good.iter().filter(|line| line["fact"]["kind"] == "reached");
    let steps: Vec<u64> = reached.map(|line| line["fact"]["step"].as_u64().unwrap()).collect();
    assert_eq!(steps, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let added = find(&lines_of_good, "kind", "add_ref");
    assert_eq!(
        (&added["object"], &added["by"], &added["count"]),
        (&json!("support 1"), &json!("mapi"), &json!(1))
    );

    let trace = bent("a.dll", NoLogonObject);
    let lines_of_bent = lines(&trace);
    let deviation = find(&lines_of_bent, "kind", "deviation");
    assert_eq!(deviation["rule"], trace.deviations()[0].rule);
    assert_eq!(deviation["got"], trace.deviations()[0].got);
    assert!(lines_of_bent.iter().any(|line| line["fact"] == json!({ "kind": "deviated", "number": 0 })));
    assert!(lines(&bent("a.dll", Panics)).iter().any(|line| line["kind"] == "panicked"));
}

#[test]
fn traces_of_all_kinds_are_read_as_they_were_written() {
    for trace in [nine_steps(), bent("a.dll", Fails), bent("a.dll", NoLogonObject), bent("a.dll", Panics)] {
        let read = there_and_back(&trace);
        assert_eq!(read.to_svg(), trace.to_svg());
        assert_eq!(read.to_mermaid(), trace.to_mermaid());
        assert_eq!(read.deviations(), trace.deviations());
        assert_eq!(read.violations(), trace.violations());
        for events in [0, 1, trace.len() / 2, trace.len()] {
            there_and_back(&trace.since(events));
        }
    }
}

#[test]
fn every_detail_is_read_as_it_was_written() {
    for detail in [TraceDetail::Off, TraceDetail::Steps, TraceDetail::Calls, TraceDetail::All] {
        let mapi = subsystem(&Script::new([]), None).trace_detail(detail).build().unwrap();
        mapi.note("a note\n\"with\" lines");
        let session = mapi.logon(PROFILE, mapi_sim::mapi::LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let store = open(&session, "a").unwrap();
        mapi.run_spooler();
        there_and_back(&mapi.trace());
        drop(store);
        end(&session);
        there_and_back(&mapi.trace());
        let taken = mapi.take_trace();
        mapi.note("later");
        assert_eq!(there_and_back(&mapi.trace()).left_out(), taken.len());
    }
}

#[test]
fn a_bounded_trace_says_how_many_events_are_left_out() {
    let mapi = subsystem(&Script::new([]), None).trace_limit(10).build().unwrap();
    let session = mapi.logon(PROFILE, mapi_sim::mapi::LogonExFlags::MAPI_NEW_SESSION).unwrap();
    drop(open(&session, "a").unwrap());
    let trace = mapi.trace();
    assert!(trace.left_out() > 10);
    assert_eq!(lines(&trace)[0]["left_out"], trace.left_out());
    there_and_back(&trace);
    assert!(there_and_back(&trace).expect_invariants().is_err(), "events are missing");
}

#[test]
fn traces_that_tell_something_else_are_not_equal() {
    let machine = || subsystem(&Script::new([]), None).build().unwrap();
    let noted = |text: &str| -> Trace {
        let mapi: Subsystem = machine();
        mapi.note(text);
        mapi.trace()
    };
    assert!(noted("one") == noted("one"));
    assert!(noted("one") != noted("two"));
    assert!(noted("one") != machine().trace());
    assert!(nine_steps() != bent("a.dll", Fails));
}

/// The first line of a trace with one DLL, without sums.
pub(crate) const HEADER: &str =
    r#"{"kind":"trace","format":"mapi-sim trace","version":1,"dlls":["mine.dll"]}"#;

fn reason(lines: &[&str]) -> (usize, TraceReadReason) {
    let error = Trace::from_json_lines(&lines.join("\n")).unwrap_err();
    assert!(error.to_string().starts_with(&format!("line {}: ", error.line)), "{error}");
    (error.line, error.reason)
}

#[test]
fn lines_written_by_hand_are_read_and_may_leave_out_what_is_not_known() {
    let call = r#"{"kind":"call","from":"mapi","to":"dll 1","method":"MSProviderInit"}"#;
    let back = r#"{"kind":"return","from":"dll 1","method":"MSProviderInit","code":{"hex":"0x00000000"}}"#;
    let trace =
        Trace::from_json_lines(&[HEADER, call, back, r#"{"kind":"end","events":2}"#].join("\n")).unwrap();
    assert!(trace.to_string().contains("MAPI -> mine.dll  MSProviderInit()"), "{trace}");
    there_and_back(&trace);
}

#[test]
fn a_file_that_is_no_trace_says_why() {
    let end = r#"{"kind":"end","events":0}"#;
    assert_eq!(reason(&[""]), (1, TraceReadReason::NoHeader));
    assert_eq!(reason(&["<html>"]), (1, TraceReadReason::NoHeader));
    assert_eq!(reason(&[end]), (1, TraceReadReason::NoHeader));
    let later = HEADER.replace("\"version\":1", "\"version\":2,\"more\":[]");
    assert_eq!(reason(&[&later, end]), (1, TraceReadReason::Version(2)));
    assert_eq!(reason(&[HEADER]), (1, TraceReadReason::Truncated));
    assert_eq!(reason(&[HEADER, end, end]), (3, TraceReadReason::AfterEnd));
    let counted = r#"{"kind":"end","events":3}"#;
    assert_eq!(reason(&[HEADER, counted]), (2, TraceReadReason::Count { said: 3, found: 0 }));
}

/// What a line of an event says that cannot be.
fn meaning(line: &str) -> String {
    match reason(&[HEADER, line]) {
        (2, TraceReadReason::Meaning(why) | TraceReadReason::Form(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_line_that_has_no_meaning_says_which_part() {
    let call = |from: &str, to: &str, method: &str, args: &str| {
        format!(r#"{{"kind":"call","from":"{from}","to":"{to}","method":"{method}","args":{args}}}"#)
    };
    for (line, why) in [
        (call("mapi", "dll 2", "MSProviderInit", r#"{"kind":"none"}"#), "dll 2: the first line names 1"),
        (call("mapi", "dll 0", "MSProviderInit", r#"{"kind":"none"}"#), "numbers of objects begin with 1"),
        (call("mapi", "dll 01", "MSProviderInit", r#"{"kind":"none"}"#), "\"dll 01\" names no object"),
        (call("nobody", "dll 1", "MSProviderInit", r#"{"kind":"none"}"#), "\"nobody\" is no party"),
        (call("mapi", "dll 1", "MSProviderExit", r#"{"kind":"none"}"#), "no interface has a method \"MSProviderExit\""),
        (call("mapi", "dll 1", "MSProviderInit", r#"{"kind":"other"}"#), "unknown variant `other`"),
        (call("mapi", "dll 1", "MSProviderInit", r#"{"kind":"raw"}"#), "missing field `value`"),
        (call("mapi", "dll 1", "MSProviderInit", r#"{"kind":"raw","value":-1}"#), "invalid value: integer `-1`"),
        (call("mapi", "dll 1", "MSProviderInit", r#"{"kind":"none","more":1}"#), "unknown field `more`"),
        (
            call("mapi", "logon 1", "IMSLogon::OpenEntry", r#"{"kind":"id","entry_id":{"len":3,"tail":"00"}}"#),
            "an identifier of 3 bytes shows its last 3",
        ),
        (
            call("mapi", "logon 1", "IMSLogon::OpenEntry", r#"{"kind":"id","entry_id":{"len":1,"tail":"0"}}"#),
            "pairs of hexadecimal digits",
        ),
        (r#"{"kind":"fact","fact":{"kind":"reached","step":10}}"#.to_owned(), "there is no step 10"),
        (r#"{"kind":"fact","fact":{"kind":"deviated","number":0}}"#.to_owned(), "no line of a deviation stands above"),
        (
            r#"{"kind":"return","from":"dll 1","method":"MSProviderInit","code":{"name":"S_OK","hex":"0x80004005"}}"#
                .to_owned(),
            "0x80004005 is not the code S_OK",
        ),
        (HEADER.to_owned(), "a second header"),
        ("{\"kind\":\"call\"".to_owned(), "EOF while parsing"),
    ] {
        let said = meaning(&line);
        assert!(said.contains(why), "{line}: {said:?} does not say {why:?}");
    }
}
