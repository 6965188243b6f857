//! The JSON form.

use mapi_sim::conformance::run;
use serde_json::Value;

use crate::broken::report;
use crate::text::Absent;

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

/// The first entry of each outcome, without calls and trace, which the simulator's own tests look at.
fn examples(json: &Value) -> Vec<Value> {
    let mut examples: Vec<Value> = Vec::new();
    for entry in json["entries"].as_array().unwrap() {
        if examples.iter().all(|example| example["outcome"] != entry["outcome"]) {
            let mut entry = entry.clone();
            if let Some(failure) =
                entry["failure"].as_object_mut().filter(|failure| !failure["trace"].is_null())
            {
                failure["calls"] = "(calls)".into();
                failure["trace"] = "(trace)".into();
            }
            examples.push(entry);
        }
    }
    examples
}

#[test]
fn an_entry_of_each_outcome() {
    let json = parsed(&report().to_json().unwrap());
    insta::assert_snapshot!(serde_json::to_string_pretty(&examples(&json)).unwrap());
}

#[test]
fn the_head_and_the_counts() {
    let report = report();
    let json = parsed(&report.to_json().unwrap());
    let keys: Vec<&String> = json.as_object().unwrap().keys().collect();
    let expected = ["conformance", "counts", "entries", "fixture_fault", "format", "provider", "untested"];
    assert_eq!(keys, expected);
    assert_eq!(json["format"], 1);
    assert_eq!(json["provider"], "broken.dll");
    assert_eq!(json["conformance"], "not conformant");
    assert!(json["fixture_fault"].is_null());
    let counts = report.counts();
    for (key, count) in [
        ("tested", counts.tested()),
        ("pass", counts.passed),
        ("fail", counts.failed),
        ("waived", counts.waived),
        ("stale_waiver", counts.stale_waivers),
        ("not_reached", counts.not_reached),
        ("not_applicable", counts.not_applicable),
        ("observed", counts.observed),
        ("kept_by_types", counts.kept_by_types),
        ("unobservable", counts.unobservable),
    ] {
        assert_eq!(json["counts"][key], count, "{key}");
    }
}

#[test]
fn entries_stand_in_the_order_of_the_table_with_their_traces() {
    let report = report();
    let json = parsed(&report.to_json().unwrap());
    let entries = json["entries"].as_array().unwrap();
    assert_eq!(entries.len(), report.entries().len());
    for (value, entry) in entries.iter().zip(report.entries()) {
        assert_eq!(value["id"], entry.rule.id.to_string());
        let failure = entry.outcome.told();
        assert_eq!(value["failure"].is_object(), failure.is_some(), "{}", entry.rule.id);
        let trace = failure.and_then(|failure| failure.trace.as_ref()).map(ToString::to_string);
        assert_eq!(value["failure"]["trace"].as_str().map(ToOwned::to_owned), trace);
        let calls = failure.map(|failure| failure.calls().len()).unwrap_or_default();
        assert_eq!(value["failure"]["calls"].as_array().map_or(0, Vec::len), calls);
    }
}

#[test]
fn rules_without_a_test_say_why() {
    let json = parsed(&report().to_json().unwrap());
    let rule = json["untested"].as_array().unwrap().iter().find(|rule| rule["id"] == "MEM-03").unwrap();
    assert_eq!(rule["status"], "types");
    assert_eq!(rule["level"], "must");
    assert_eq!(rule["reason"], "a row is a value that owns its properties");
    assert_eq!(rule["pages"][0], "managing-memory-for-adrlist-and-srowset-structures");
}

#[test]
fn a_report_without_a_verdict_says_what_is_wrong() {
    let json = parsed(&run(Absent).to_json().unwrap());
    assert_eq!(json["conformance"], "not judged");
    assert!(json["fixture_fault"].as_str().unwrap().contains("expected"));
    assert_eq!(json["entries"].as_array().unwrap().len(), 0);
}
