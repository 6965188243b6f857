//! Rules that are judged apart, each as if in a process of its own, make the same report.

use mapi_sim::conformance::{
    Behind, Conformance, Declaration, Fixture, Judgement, Outcome, Report, RuleId, RuleSet, judge_fixture,
    judge_rule, report_of, rules, run,
};
use mapi_sim::methods;

use crate::broken::Broken;

const NAME: &str = "broken.dll";

/// Every rule tried alone.
fn judgements(rules: &RuleSet) -> Vec<Judgement> {
    let declaration = Broken(NAME).declaration();
    let rest = rules.iter().filter_map(|rule| judge_rule(Broken(NAME), declaration, rules, rule.id));
    std::iter::once(judge_fixture(Broken(NAME))).chain(rest).collect()
}

fn report(judgements: impl IntoIterator<Item = Judgement>) -> Report {
    report_of(NAME, Broken(NAME).declaration(), &RuleSet::kit(), judgements)
}

#[test]
fn a_report_of_judgements_is_that_of_the_run() {
    let together = run(Broken(NAME));
    assert_eq!(report(judgements(&RuleSet::kit())).to_string(), together.to_string());
}

#[cfg(feature = "serde")]
#[test]
fn judgements_go_from_process_to_process() {
    let kit = RuleSet::kit();
    let sent = judgements(&kit).into_iter().map(|judgement| judgement.to_json().unwrap());
    let came = report(sent.map(|text| Judgement::from_json(&text, &kit).unwrap()));
    let together = run(Broken(NAME));
    assert_eq!(came.to_string(), together.to_string());
    assert_eq!(came.to_json().unwrap(), together.to_json().unwrap());
    #[cfg(feature = "html")]
    assert_eq!(came.to_html().unwrap(), together.to_html().unwrap());
    #[cfg(feature = "junit")]
    assert_eq!(came.to_junit().unwrap(), together.to_junit().unwrap());
}

#[cfg(feature = "serde")]
#[test]
fn what_is_no_judgement_is_refused() {
    let kit = RuleSet::kit();
    let refused = |text: &str| Judgement::from_json(text, &kit).err().unwrap().to_string();
    assert!(refused("{}").starts_with("no judgement: missing field"));
    let text = judge_fixture(Broken(NAME)).to_json().unwrap();
    let unknown = refused(&text.replace("FIXTURE-1", "LOAD-999"));
    assert_eq!(unknown, "no judgement: there is no rule LOAD-999");
}

#[test]
fn a_rule_that_nobody_tried_is_not_kept() {
    let all = judgements(&RuleSet::kit());
    let report = report(all.into_iter().filter(|judgement| judgement.rule() != rules::LOAD_13));
    let text = failure_of(&report, rules::LOAD_13);
    assert_eq!(text, "expected a trial of this rule; got none: there is no judgement of it");
}

fn failure_of(report: &Report, id: RuleId) -> String {
    let entry = report.entries().iter().find(|entry| entry.rule.id == id).unwrap();
    entry.outcome.failure().unwrap().breach.to_string()
}

fn died(rule: RuleId, method: Option<methods::Method>) -> Judgement {
    let breach = mapi_sim::conformance::Breach::new("a process that goes on", "SIGSEGV");
    Judgement::died(&RuleSet::kit(), rule, method, breach, vec!["a call".to_owned()]).unwrap()
}

#[test]
fn a_process_that_dies_is_a_failure_of_what_asks_for_the_call() {
    let open_entry = Some(methods::IMsgStore::OpenEntry);
    let dead = [rules::LOGON_16, rules::LOAD_13, rules::LOAD_12];
    let all = judgements(&RuleSet::kit()).into_iter().filter(|one| !dead.contains(&one.rule()));
    let report = report(all.chain(dead.map(|rule| died(rule, open_entry))));
    assert_eq!(failure_of(&report, rules::LOGON_16), "expected a process that goes on; got SIGSEGV");
    let entry = report.entries().iter().find(|entry| entry.rule.id == rules::LOAD_13).unwrap();
    let Outcome::NotReached(stopped) = &entry.outcome else { panic!("{:?}", entry.outcome) };
    assert_eq!((stopped.cause, stopped.behind), (rules::LOGON_16, Behind::Failure));
    assert_eq!(stopped.story.trace_text().as_deref(), Some("a call"));
}

#[test]
fn a_process_that_dies_of_its_own_trial_breaks_its_rule() {
    let dead = [rules::LOAD_13];
    let all = judgements(&RuleSet::kit()).into_iter().filter(|one| !dead.contains(&one.rule()));
    let report = report(all.chain([died(rules::LOAD_13, Some(methods::IMsgStore::OpenEntry))]));
    assert_eq!(failure_of(&report, rules::LOAD_13), "expected a process that goes on; got SIGSEGV");
}

#[test]
fn a_fixture_whose_process_dies_is_not_judged() {
    let silent = report([died(Judgement::fixture_id(), None)]);
    assert_eq!(silent.conformance(), Conformance::NotJudged);
    assert_eq!(silent.fixture_fault(), Some("expected a process that goes on; got SIGSEGV"));
    // With a call that broke a rule the rules say more.
    let told = report([died(Judgement::fixture_id(), Some(methods::IMSProvider::Logon))]);
    assert_eq!(told.conformance(), Conformance::NotConformant);
}

#[test]
fn the_outcome_of_one_trial_is_that_of_the_report() {
    let kit = RuleSet::kit();
    let outcome =
        |id, declaration| judge_rule(Broken(NAME), declaration, &kit, id).unwrap().outcome(declaration);
    let declaration = Broken(NAME).declaration();
    assert_eq!(outcome(rules::INIT_09, declaration).word(), "waived");
    assert_eq!(outcome(rules::INIT_09, Declaration::NOTHING).word(), "fail");
    assert_eq!(outcome(rules::LOAD_13, declaration).word(), "pass");
    assert!(judge_rule(Broken(NAME), declaration, &kit, rules::CLAIM_22).is_some());
    assert!(judge_rule(Broken(NAME), declaration, &RuleSet::empty(), rules::LOAD_13).is_none());
}
