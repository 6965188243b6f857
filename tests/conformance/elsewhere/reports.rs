//! Rules from elsewhere and findings in the forms of the report beside the text.

#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
use super::*;

/// One rule from elsewhere that is waived, one that a finding breaks, and all others.
#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
fn report() -> Report {
    let waived = Declaration { waivers: &[(ACME_2, "an old name")], ..SAID };
    run_declared_with(findings::Found(ACME_4), waived, &with_acme())
}

/// A report that judges nothing, since a rule is misspelt.
#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
fn misspelt() -> Report {
    judged(Declaration { lenient: &[MISSPELT], ..SAID })
}

#[cfg(feature = "serde")]
#[test]
fn json_says_what_a_rule_rests_on_and_where_it_was_seen_broken() {
    let parsed =
        |report: &Report| -> serde_json::Value { serde_json::from_str(&report.to_json().unwrap()).unwrap() };
    let report = report();
    let json = parsed(&report);
    let find = |id: &str| json["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap();
    let waived = find("ACME-2");
    assert_eq!((&waived["area"], &waived["level"]), (&"handbook".into(), &"should".into()));
    assert_eq!((&waived["outcome"], &waived["reason"]), (&"waived".into(), &"an old name".into()));
    assert_eq!(waived["source"], "Handbook of Acme, page 8");
    assert_eq!(find("ACME-1")["pages"], serde_json::json!(["imsprovider-logon", "imsgstoreimapiprop"]));
    let seen = entry(&report, ACME_4).outcome.failure().unwrap().seen_in.unwrap();
    assert_eq!(find("ACME-4")["failure"]["seen_in"], seen.as_str());
    assert!(find("LOAD-19").get("source").is_none() && json.get("rules_fault").is_none());
    let fault = parsed(&misspelt());
    assert_eq!(
        fault["rules_fault"],
        "expected waivers and lenient readings of rules of this run; got ACME-222"
    );
    assert_eq!(fault["conformance"], "not judged");
}

#[cfg(feature = "junit")]
#[test]
fn junit_has_a_suite_of_the_area() {
    let xml = report().to_junit().unwrap();
    assert!(xml.contains("<testsuite name=\"handbook\" tests=\"5\" "), "{xml}");
    assert!(
        xml.contains("<testcase name=\"ACME-4 Memory is freed once\" classname=\"conformance.handbook\">"),
        "{xml}"
    );
    assert!(xml.contains("message=\"expected a block that is freed once; got one freed twice\""), "{xml}");
    let fault = misspelt().to_junit().unwrap();
    assert!(fault.contains("<testcase name=\"rules_fit\""), "{fault}");
    assert!(fault.contains("got ACME-222"), "{fault}");
}

#[cfg(feature = "html")]
#[test]
fn html_has_a_place_for_each_rule_and_a_link_to_the_trial() {
    let report = report();
    let page = report.to_html().unwrap();
    assert!(page.contains("<h2>handbook</h2>"));
    assert!(page.contains("id=\"ACME-4\" data-outcome=\"fail\" open>"));
    assert!(page.contains("<dt>source</dt><dd>Handbook of Acme, page 8</dd>"));
    let seen = entry(&report, ACME_4).outcome.failure().unwrap().seen_in.unwrap();
    assert!(
        page.contains(&format!("<dt>seen</dt><dd>while <a href=\"#{seen}\">{seen}</a> was on trial</dd>"))
    );
    assert_eq!(page.matches("<dt>seen</dt>").count(), 1);
    let fault = misspelt().to_html().unwrap();
    assert!(fault.contains("got ACME-222</p>"));
}
