//! The catalogue is complete, its evidence exists, and the source names no rule that it does not have.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use mapi_sim::catalogue::{Party, Status, rule, rules};
use mapi_sim::conformance::{Capability, RULES, explain};

use crate::root;

/// Number, party and level of every rule of the contract about loading, and of what real clients rely on beyond it.
const CONTRACT: &str = include_str!("rules.tsv");

/// Areas of rules that come with later parts of the contract; the source may name them already.
const LATER: &[&str] = &[
    "ACCESS", "ATT", "CONT", "COUPLED", "FOLDER", "KEY", "MSG", "NOTIF", "NPROP", "OBS", "PROP", "QUEUE",
    "RECIP", "RECV", "SEARCH", "SEND", "STATOBJ", "STORE", "STPROP", "TABLE",
];

/// What looks like the number of a rule.
const OTHER: &[&str] = &["CRC-32", "UTF-16"];

#[test]
fn every_rule_of_the_contract_is_listed_once_and_as_it_is() {
    let listed: Vec<_> =
        rules().iter().map(|rule| format!("{}\t{}\t{}", rule.id, rule.party, rule.level)).collect();
    let claims = Capability::ALL.iter().filter_map(|capability| capability.claim());
    let claims = claims.map(|id| format!("{id}\tprovider\tmust"));
    let contract: Vec<_> = CONTRACT.lines().skip(1).map(str::to_owned).chain(claims).collect();
    assert_eq!(listed, contract);
    assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), listed.len());
    assert!(rules().iter().all(|rule| !rule.title.is_empty() && !rule.pages.is_empty()));
    for rule in rules() {
        assert!(rule.duty.ends_with(['.', ')']), "a duty is a sentence: {rule}");
    }
}

#[test]
fn every_test_that_is_named_exists() {
    for rule in rules() {
        if rule.status == Status::Checked {
            let checked = RULES.iter().find(|known| known.id.to_string() == rule.id);
            assert_eq!(checked.map(|known| known.name), Some(rule.evidence), "{rule}");
        } else if rule.status == Status::Kept {
            let (file, name) = rule.evidence.split_once("::").unwrap_or_else(|| panic!("{rule}"));
            let text =
                fs::read_to_string(root().join("tests").join(file)).unwrap_or_else(|_| panic!("{rule}"));
            assert!(text.contains(&format!("#[test]\nfn {name}()")), "{rule}");
        } else if rule.status == Status::Open {
            assert_eq!(rule.evidence, "-", "{rule}");
        } else {
            assert!(rule.evidence.contains(' '), "a reason is a sentence: {rule}");
        }
    }
}

#[test]
fn few_rules_for_mapi_do_not_apply() {
    let of =
        |status| rules().iter().filter(|rule| rule.party != Party::Provider && rule.status == status).count();
    assert!(of(Status::NotApplicable) <= 8);
    assert_eq!(of(Status::Checked), 0, "what binds MAPI is kept by the simulator, not checked in a provider");
}

#[test]
fn every_rule_of_the_kit_is_listed_as_checked() {
    for known in RULES {
        let rule = rule(&known.id.to_string()).unwrap_or_else(|| panic!("{known:?}"));
        assert_eq!(rule.status, Status::Checked, "{rule}");
        assert_eq!(rule.party, Party::Provider, "{rule}");
    }
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The numbers of rules in a text: capitals, a hyphen, two digits.
fn numbers(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-');
    let is_number = |word: &&str| {
        word.split_once('-').is_some_and(|(area, digits)| {
            area.len() >= 3
                && area.chars().all(|letter| letter.is_ascii_uppercase())
                && digits.len() == 2
                && digits.chars().all(|digit| digit.is_ascii_digit())
        })
    };
    words.filter(is_number).map(str::to_owned).collect()
}

#[test]
fn the_source_names_known_rules_only() {
    let mut files = Vec::new();
    for folder in ["src", "crates/mapi-spi/src", "tests", "examples"] {
        sources(&root().join(folder), &mut files);
    }
    let mut seen = 0;
    for file in files {
        for id in numbers(&fs::read_to_string(&file).unwrap()) {
            if OTHER.contains(&id.as_str()) {
                continue;
            }
            let area = id.split_once('-').unwrap().0;
            assert!(rule(&id).is_some() || LATER.contains(&area), "{id} in {}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// Readers look a number up by `explain`, so what they read names rules of the catalogue alone. Comments that are no
/// documentation may name rules of later parts of the contract.
#[test]
fn the_documentation_names_rules_of_the_catalogue_only() {
    let mut files = Vec::new();
    for folder in ["src", "crates/mapi-spi/src", "examples"] {
        sources(&root().join(folder), &mut files);
    }
    let is_documentation =
        |line: &&str| ["///", "//!"].iter().any(|mark| line.trim_start().starts_with(mark));
    let mut unknown = Vec::new();
    let mut look = |file: &Path, text: &str| {
        let strange =
            numbers(text).into_iter().filter(|id| rule(id).is_none() && !OTHER.contains(&id.as_str()));
        unknown.extend(strange.map(|id| format!("{id} in {}", file.display())));
    };
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        look(file, &text.lines().filter(is_documentation).collect::<Vec<_>>().join("\n"));
    }
    for page in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md"].map(|name| root().join(name)) {
        look(&page, &fs::read_to_string(&page).unwrap());
    }
    assert!(unknown.is_empty(), "{} unknown: {unknown:#?}", unknown.len());
}

#[test]
fn findings_name_rules_that_bind_providers_and_their_pages() {
    let text = fs::read_to_string(root().join("src/sim/checks/provider_findings.rs")).unwrap()
        + &fs::read_to_string(root().join("src/sim/checks/load_findings.rs")).unwrap();
    let mut seen = 0;
    for finding in text.split("rule: \"").skip(1) {
        let id = finding.split('"').next().unwrap();
        let page = finding.split("page: \"").nth(1).unwrap().split('"').next().unwrap();
        let rule = rule(id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(rule.party, Party::Provider, "{rule}");
        assert!(rule.pages.split(',').any(|known| known == page), "{page} is no page of\n{rule}");
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
}

#[test]
fn a_rule_explains_itself() {
    let text = rule("LOAD-06").unwrap().to_string();
    for part in [
        "LOAD-06 Step 2 skip",
        "binds    mapi (must)",
        "status   kept",
        "evidence sim/open/paths.rs::",
        "pages    ",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(rule("LOAD-0").is_none());
}

/// As the names of tests and of constants write it.
#[test]
fn a_rule_is_found_in_whatever_way_its_number_is_written() {
    for number in ["LOAD-19", "load-19", "LOAD_19", "load_19", "Load-19"] {
        assert_eq!(rule(number).map(|rule| rule.id), Some("LOAD-19"), "{number}");
        assert!(explain(number).unwrap().starts_with("LOAD-19 "), "{number}");
    }
    for number in ["load19", "load--19", "load-1", "-19", "load-190", ""] {
        assert!(rule(number).is_none() && explain(number).is_none(), "{number}");
    }
}
