//! The JUnit form.

use mapi_sim::conformance::{Fixture, Report, Setup, run, untested_rules};
use mapi_sim::mapi::EntryId;
use mapi_sim::sim::{Dll, StoreSection};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::broken::report;
use crate::text::Absent;

/// The cases of a report in their order, each with all that belongs to it.
fn cases(report: &Report) -> Vec<String> {
    let xml = report.to_junit().unwrap();
    xml.split("<testcase ").skip(1).map(|case| case.trim_end().to_owned()).collect()
}

fn case(report: &Report, id: &str) -> String {
    let name = format!("name=\"{id} ");
    cases(report).into_iter().find(|case| case.starts_with(&name)).unwrap()
}

/// Everything before the calls and the trace, which the simulator's own tests look at.
fn without_trace(case: &str) -> &str {
    case.split("\n  calls ").next().unwrap()
}

#[test]
fn a_case_of_each_outcome() {
    let report = report();
    let mut words = Vec::new();
    let mut shown = Vec::new();
    for entry in report.entries() {
        if !words.contains(&entry.outcome.word()) {
            words.push(entry.outcome.word());
            shown.push(without_trace(&case(&report, &entry.rule.id.to_string())).to_owned());
        }
    }
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn a_failure_has_its_trace() {
    let failure = case(&report(), "ERR-05");
    assert!(failure.contains("\n  trace\n--- outside of any session\n"), "{failure}");
    assert!(failure.contains("step 4  MAPI logs on to the store"), "{failure}");
    assert!(failure.contains("&lt;script&gt;"), "{failure}");
}

#[test]
fn a_rule_without_a_test_is_skipped() {
    let report = report();
    let cases = cases(&report);
    assert_eq!(cases.len(), report.entries().len() + untested_rules().count());
    let rule = case(&report, "MEM-03");
    assert!(rule.contains("classname=\"conformance.untested\""), "{rule}");
    assert!(
        rule.contains("<skipped message=\"types: a row is a value that owns its properties\"/>"),
        "{rule}"
    );
}

/// A provider whose DLL has a name of characters that XML does not have.
struct Unwritable;

impl Fixture for Unwritable {
    fn setup(&self) -> Setup {
        let name = "absent\u{FFFE}\u{FFFF}\u{1}.dll";
        let nothing = EntryId::from_bytes(&[0; 24]);
        Setup::new(Dll::new(name), StoreSection::new(name, "Absent").entry_id(nothing))
    }
}

#[test]
fn a_report_has_only_characters_that_xml_has() {
    let xml = run(Unwritable).to_junit().unwrap();
    assert!(xml.contains("absent\u{FFFD}\u{FFFD}"), "{}", &xml[..400]);
    let strange =
        |letter: &char| matches!(letter, '\u{FFFE}' | '\u{FFFF}' | '\0'..='\u{8}' | '\u{B}'..='\u{1F}');
    assert_eq!(xml.chars().find(strange), None);
}

#[test]
fn the_numbers_of_the_head_are_those_of_the_report() {
    let report = report();
    let counts = report.counts();
    let untested = counts.kept_by_types + counts.unobservable;
    let xml = report.to_junit().unwrap();
    let head = format!(
        "<testsuites name=\"MAPI conformance of broken.dll\" tests=\"{}\" skipped=\"{}\" failures=\"{}\" errors=\"0\">",
        counts.tested() + untested,
        counts.waived + counts.observed + counts.not_applicable + counts.not_reached + untested,
        counts.failed + counts.stale_waivers
    );
    assert!(xml.contains(&head), "{head}: {}", &xml[..300]);
}

#[test]
fn the_text_is_xml_whatever_the_provider_says() {
    let xml = report().to_junit().unwrap();
    let mut reader = Reader::from_str(&xml);
    while reader.read_event().unwrap() != Event::Eof {}
}

#[test]
fn a_fixture_that_is_not_sound_is_an_error() {
    let xml = run(Absent).to_junit().unwrap();
    assert!(xml.contains("name=\"fixture_is_sound\""), "{xml}");
    assert!(xml.contains("<error message=\"expected "), "{xml}");
}
