//! Verdicts on providers that load.

use std::fs;

use serde_json::Value;

use crate::{changed_profile, check, err, mutant, out, profile, provider, rules, scratch};

#[test]
fn the_provider_is_conformant_rule_by_rule_in_processes_of_their_own() {
    let output = check(&provider(), &profile(), &[]);
    let report = out(&output);
    assert_eq!(output.status.code(), Some(0), "{report}{}", err(&output));
    assert!(report.starts_with("libcppstore: conformant\n"), "{report}");
    assert_eq!(rules(&report, "pass").len(), 141, "{report}");
    // A line a rule while they are tried, the last one of them as well.
    let progress = err(&output);
    assert_eq!(progress.lines().count(), 128, "{progress}");
    assert!(progress.lines().last().unwrap().starts_with("[128/128] pass"), "{progress}");
}

#[test]
fn one_process_says_the_same() {
    let apart = check(&provider(), &profile(), &["--jobs", "3"]);
    let together = check(&provider(), &profile(), &["--in-process"]);
    assert_eq!((together.status.code(), out(&together)), (apart.status.code(), out(&apart)));
}

#[test]
fn a_fault_is_found_and_told_with_page_and_calls() {
    let output = check(&mutant("support-not-kept"), &profile(), &["--rule", "load_19"]);
    let report = out(&output);
    assert_eq!(output.status.code(), Some(1), "{report}");
    // Without a reference the provider's later calls are on an object that is not its own any more.
    assert_eq!(rules(&report, "fail"), ["LOAD-19", "MEM-06"], "{report}");
    for part in [
        "  expected  ",
        "  got       ",
        "  to do     ",
        "microsoft.com",
        "IMSProvider::Logon(",
        "with --trace",
    ] {
        assert!(report.contains(part), "{part}: {report}");
    }
    let traced = out(&check(&mutant("support-not-kept"), &profile(), &["--rule", "LOAD-19", "--trace"]));
    assert!(traced.contains("step 4  MAPI logs on to the store"), "{traced}");
}

/// What only a bridge sees is under the rule's own number.
#[test]
fn breaches_of_memory_are_under_their_rules() {
    for (name, rule) in
        [("props-by-malloc", "MEM-01"), ("buffer-not-freed", "MEM-09"), ("null-object", "MEM-04")]
    {
        let output = check(&mutant(name), &profile(), &["--in-process"]);
        let report = out(&output);
        assert_eq!(output.status.code(), Some(1), "{name}: {report}");
        assert!(rules(&report, "fail").contains(&rule), "{name}: {report}");
    }
}

#[test]
fn reports_are_written_to_files() {
    let folder = scratch("reports");
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (html, junit, json) = (path("r.html"), path("r.xml"), path("r.json"));
    let more = ["--html", &html, "--junit", &junit, "--json", &json];
    let output = check(&mutant("support-not-kept"), &profile(), &more);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_str(&fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(json["provider"], "libcppstore");
    assert_eq!(json["conformance"], "not conformant");
    let entries = json["entries"].as_array().unwrap();
    let broken = entries.iter().find(|entry| entry["id"] == "LOAD-19").unwrap();
    assert!(broken["failure"]["trace"].as_str().unwrap().contains("IMSProvider::Logon"), "{broken}");
    assert!(fs::read_to_string(junit).unwrap().contains("failures=\"2\""));
    assert!(fs::read_to_string(html).unwrap().contains("<svg"));
}

#[test]
fn the_nine_steps_alone_show_their_trace() {
    for place in ["--jobs=1", "--in-process"] {
        let output = check(&provider(), &profile(), &["--steps", place]);
        let said = out(&output);
        assert_eq!(output.status.code(), Some(0), "{said}{}", err(&output));
        assert!(
            said.contains("step 9") && said.ends_with("all nine steps, and nothing wrong was seen\n"),
            "{said}"
        );
        let output = check(&mutant("support-not-kept"), &profile(), &["--steps", place]);
        let said = out(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("not as it should be:\n") && said.contains("LOAD-19"), "{said}");
    }
}

#[test]
fn a_waiver_needs_its_reason_and_its_fault() {
    let waived = changed_profile("waived", "[store]\n", "[waivers]\nLOGON-10 = \"next week\"\n\n[store]\n");
    let output = check(&mutant("uid-not-registered"), &waived, &["--rule", "LOGON-10"]);
    let report = out(&output);
    assert_eq!(output.status.code(), Some(0), "{report}");
    assert!(report.contains("conformant with waivers") && report.contains("(next week)"), "{report}");
    let stale = check(&provider(), &waived, &["--rule", "LOGON-10"]);
    assert_eq!((stale.status.code(), rules(&out(&stale), "stale waiver")), (Some(1), vec!["LOGON-10"]));
}

#[test]
fn what_is_not_declared_does_not_apply() {
    let without = changed_profile("without", "\"fast_shutdown\", ", "");
    let report = out(&check(&provider(), &without, &[]));
    assert_eq!(rules(&report, "fail"), ["CLAIM-12"], "{report}");
    assert!(report.contains("(`fast_shutdown` is not declared)"), "{report}");
    // A rule that is asked for does not pass by not running.
    let asked = check(&provider(), &without, &["--rule", "SHUT-20"]);
    assert_eq!(asked.status.code(), Some(2));
    assert!(err(&asked).contains("does not apply, since the profile file does not declare `fast_shutdown`"));
    let found = check(&provider(), &profile(), &["--rule", "MEM-01"]);
    assert_eq!(found.status.code(), Some(2));
    assert!(err(&found).contains("--rule MEM-01: what breaks this rule shows in the trials of all others"));
    let unknown = check(&provider(), &profile(), &["--rule", "LOAD-999"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(err(&unknown).contains("--rule LOAD-999: there is no such rule"), "{}", err(&unknown));
}

/// The rule in the way is tried as well, so that the report says what to mend.
#[test]
fn what_stands_in_the_way_of_a_rule_is_in_its_report() {
    let report = out(&check(&mutant("no-status-row"), &profile(), &["--rule", "STATUS-07"]));
    assert_eq!(rules(&report, "not reached"), ["STATUS-07"], "{report}");
    assert_eq!(rules(&report, "fail"), ["STATUS-01"], "{report}");
}

#[test]
fn a_provider_whose_store_does_not_open_is_not_judged() {
    let nowhere = changed_profile("nowhere", "{folder}/first.store\" }", "{folder}/nowhere/first.store\" }");
    let nowhere_text = fs::read_to_string(&nowhere).unwrap();
    fs::write(
        &nowhere,
        nowhere_text.replace("utf8:{folder}/first.store", "utf8:{folder}/nowhere/first.store"),
    )
    .unwrap();
    let output = check(&provider(), &nowhere, &[]);
    assert_eq!(output.status.code(), Some(7), "{}", out(&output));
    assert!(
        out(&output).contains("the first store does not open: expected a first store"),
        "{}",
        out(&output)
    );
}

/// The spooler's process has a copy of the DLL, and so globals of its own; `spooler-by-globals` is found by that.
#[test]
fn the_spooler_may_have_a_process_of_its_own() {
    let own = changed_profile("own-process", "template =", "spooler = \"own process\"\ntemplate =");
    let report = out(&check(&provider(), &own, &["--in-process"]));
    assert!(report.starts_with("libcppstore: conformant\n"), "{report}");
}
