//! The report as JUnit XML.

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{Entry, Outcome, RenderError, Report};
use crate::catalogue;
use crate::conformance::run::Failure;

impl Report {
    /// The report as JUnit XML, for what shows the results of tests in CI.
    ///
    /// A suite an area, a test case a rule. A rule that is not kept and a waiver that is stale are failures, with the
    /// whole story and the trace in the text. Skipped, each with its reason, are what does not apply, what was not
    /// reached, what is waived, observations, and the rules without a test ([`Report::untested`]). A fixture that is not sound is an error, and
    /// so are rules that do not fit.
    ///
    /// # Errors
    /// [`RenderError`] if the report cannot be written; nothing in a report is known to lead to it.
    pub fn to_junit(&self) -> Result<String, RenderError> {
        let mut junit = quick_junit::Report::new(format!("MAPI conformance of {}", self.provider()));
        if let Some(fault) = self.fixture_fault() {
            junit.add_test_suite(error("fixture", "fixture_is_sound", fault));
        }
        if let Some(fault) = self.rules_fault() {
            junit.add_test_suite(error("rules", "rules_fit", fault));
        }
        for entries in self.entries().chunk_by(|one, next| one.rule.area == next.rule.area) {
            junit.add_test_suite(suite(entries));
        }
        junit.add_test_suite(suite_of_untested(self));
        // The writer leaves control characters out, but not these two, which XML does not have either.
        let xml = junit.to_string().map_err(RenderError::new)?;
        Ok(xml.replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}"))
    }
}

/// A suite of one case, for what keeps rules from being judged.
fn error(about: &str, case: &str, fault: &str) -> TestSuite {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(fault).set_type(about);
    let mut suite = TestSuite::new(about);
    suite.add_test_case(TestCase::new(case, status));
    suite
}

/// Entries of one area.
fn suite(entries: &[Entry]) -> TestSuite {
    let area = entries.first().map_or("", |entry| entry.rule.area);
    let mut suite = TestSuite::new(area);
    for entry in entries {
        let name = format!("{} {}", entry.rule.id, entry.title());
        suite.add_test_case(case(area, name, status(entry)));
    }
    suite
}

fn status(entry: &Entry) -> TestCaseStatus {
    let word = entry.outcome.word();
    match &entry.outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Failed(failure) => failed(entry, failure.breach.to_string(), story(failure)),
        Outcome::StaleWaiver(reason) => {
            let message = format!("the rule is kept and waived: take the waiver away ({reason})");
            failed(entry, message, String::new())
        }
        Outcome::Waived(reason, failure) => skipped(format!("{word}: {reason}"), story(failure)),
        Outcome::Observed(failure) => skipped(format!("{word}: {}", failure.breach), story(failure)),
        Outcome::NotReached(stopped) => skipped(format!("{word}: {stopped}"), story(&stopped.story)),
        Outcome::NotApplicable(_) => {
            skipped(format!("{word}: {}", entry.outcome.reason().unwrap_or_default()), String::new())
        }
    }
}

fn failed(entry: &Entry, message: String, text: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message).set_type(entry.outcome.word());
    if !text.is_empty() {
        status.set_description(text);
    }
    status
}

fn skipped(message: String, text: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(message);
    if !text.is_empty() {
        status.set_description(text);
    }
    status
}

fn case(area: &str, name: String, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(format!("conformance.{area}"));
    case
}

fn suite_of_untested(report: &Report) -> TestSuite {
    const AREA: &str = "untested";
    let case = |rule: &catalogue::RuleEntry| {
        let status = skipped(format!("{}: {}", rule.status, rule.evidence), String::new());
        case(AREA, format!("{} {}", rule.id, rule.title), status)
    };
    let mut suite = TestSuite::new(AREA);
    suite.add_test_cases(report.untested().map(case));
    suite
}

/// A CI server shows this text and nothing else, so the trace is in it.
fn story(failure: &Failure) -> String {
    let trace = failure.trace_text().map(|trace| format!("\n  trace\n{trace}")).unwrap_or_default();
    format!("{}{trace}", failure.story())
}
