//! A provider that takes its process along: the rule says so, and the other verdicts stand.

use std::fs;
use std::process::Command;

use crate::{changed_profile, check, err, mutant, out, profile, rules, scratch};

fn got(report: &str, rule: &str) -> String {
    let story =
        report.split(&format!("\n{rule} ")).nth(1).unwrap_or_else(|| panic!("no story of {rule}: {report}"));
    story.lines().find_map(|line| line.strip_prefix("  got       ")).unwrap().to_owned()
}

#[test]
fn a_crash_is_a_failure_with_its_signal() {
    let output = check(&mutant("crash"), &profile(), &[]);
    let report = out(&output);
    assert_eq!(output.status.code(), Some(1), "{report}");
    assert_eq!(rules(&report, "fail"), ["LOGON-16"], "{report}");
    assert_eq!(got(&report, "LOGON-16"), "the process has ended with signal SIGSEGV in IMsgStore::OpenEntry");
    // The other verdicts stand: what does not open entries is kept.
    assert!(rules(&report, "pass").len() > 80 && rules(&report, "pass").contains(&"LOAD-19"), "{report}");
    assert!(report.contains("LOGON-16 stands in the way"), "{report}");
}

#[test]
fn a_process_that_is_ended_is_a_failure() {
    let output = check(&mutant("process-ended"), &profile(), &["--rule", "LOGON-16", "--rule", "LOAD-19"]);
    let report = out(&output);
    assert_eq!(
        (rules(&report, "fail"), rules(&report, "pass")),
        (vec!["LOGON-16"], vec!["LOAD-19"]),
        "{report}"
    );
    assert_eq!(got(&report, "LOGON-16"), "the process has ended with exit code 3 in IMsgStore::OpenEntry");
}

#[test]
fn a_call_that_never_returns_is_a_failure() {
    let hasty = changed_profile("hasty", "template =", "time_limit = 1\ntemplate =");
    let output = check(&mutant("hang"), &hasty, &["--rule", "LOGON-16", "--rule", "LOAD-19"]);
    let report = out(&output);
    assert_eq!(
        (rules(&report, "fail"), rules(&report, "pass")),
        (vec!["LOGON-16"], vec!["LOAD-19"]),
        "{report}"
    );
    let got = got(&report, "LOGON-16");
    assert!(
        got.starts_with("no end after 1s; these have not returned: ") && got.contains("IMsgStore::OpenEntry"),
        "{got}"
    );
}

#[test]
fn a_crash_at_the_end_of_the_process_has_a_rule_of_its_own() {
    let output = check(&mutant("crash-at-exit"), &profile(), &["--rule", "LOAD-19"]);
    let report = out(&output);
    assert_eq!(
        (rules(&report, "fail"), rules(&report, "pass")),
        (vec!["COM-3"], vec!["LOAD-19"]),
        "{report}"
    );
    assert_eq!(got(&report, "COM-3"), "the process has ended with signal SIGABRT");
    assert!(report.contains("seen      while LOAD-19 was on trial"), "{report}");
}

/// A library that ends its process while it is loaded is told of, too.
#[test]
fn a_crash_while_loading_is_told() {
    let folder = scratch("loading");
    let (source, library) = (folder.join("dies.cpp"), folder.join("dies.so"));
    let text = "#include <cstdlib>\nstatic struct S { S() { std::abort(); } } s;\nextern \"C\" int MSProviderInit() { return 0; }\n";
    fs::write(&source, text).unwrap();
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "g++".to_owned());
    let built =
        Command::new(compiler).args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status().unwrap();
    assert!(built.success());
    let output = check(&library, &profile(), &[]);
    assert_eq!(output.status.code(), Some(4));
    let said = err(&output);
    assert!(
        said.contains("the process has ended with signal SIGABRT while the provider was loaded"),
        "{said}"
    );
}

/// With the guard an exception is a code and a finding, and the process goes on.
#[cfg(feature = "guard")]
#[test]
fn an_exception_is_a_failure_and_takes_nothing_along() {
    let apart = check(&mutant("exception-at-the-vtable"), &profile(), &[]);
    let report = out(&apart);
    assert_eq!(got(&report, "COM-1"), "IMAPIProp::GetProps: an exception of type int", "{report}");
    assert!(rules(&report, "pass").len() > 90, "{report}");
    assert!(!report.contains("signal"), "{report}");
    let together = check(&mutant("exception-at-the-vtable"), &profile(), &["--in-process"]);
    assert_eq!(out(&together), report);
}

#[cfg(feature = "guard")]
#[test]
fn an_exception_in_logon_says_what_it_was() {
    let report = out(&check(&mutant("exception-in-logon"), &profile(), &["--in-process"]));
    let what = "IMSProvider::Logon: an exception of type std::runtime_error: the server is away";
    assert_eq!(got(&report, "COM-1"), what, "{report}");
    assert!(rules(&report, "fail").contains(&"LOGON-01"), "{report}");
}

/// A reference too few: what becomes of that is a crash sooner or later, and is told as one.
#[test]
fn an_object_that_is_released_too_often_is_a_failure() {
    let report = out(&check(
        &mutant("object-over-released"),
        &profile(),
        &["--rule", "LOGON-16", "--rule", "LOAD-19"],
    ));
    assert_eq!(
        (rules(&report, "fail"), rules(&report, "pass")),
        (vec!["LOGON-16"], vec!["LOAD-19"]),
        "{report}"
    );
}
