//! Parts of the report as plain values: their fields are the keys of the JSON form and the names in the HTML template.

use serde::Serialize;

use super::{Counts, Entry, Outcome, Report};
use crate::catalogue::{self, RuleId};
use crate::conformance::run::Failure;

#[derive(Serialize)]
pub(super) struct CountsView {
    tested: usize,
    pass: usize,
    fail: usize,
    waived: usize,
    stale_waiver: usize,
    not_applicable: usize,
    not_reached: usize,
    observed: usize,
    kept_by_types: usize,
    unobservable: usize,
}

#[derive(Serialize)]
pub(super) struct EntryView<'a> {
    id: &'static str,
    title: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    duty: Option<&'static str>,
    level: &'static str,
    reading: &'static str,
    pages: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
    area: &'static str,
    test: &'static str,
    outcome: &'static str,
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    failure: Option<FailureView<'a>>,
}

#[derive(Serialize)]
struct FailureView<'a> {
    expected: &'a str,
    got: &'a str,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_in: Option<&'static str>,
    calls: Vec<String>,
    trace: Option<String>,
}

#[derive(Serialize)]
pub(super) struct UntestedView {
    id: &'static str,
    title: &'static str,
    level: &'static str,
    pages: Vec<&'static str>,
    status: &'static str,
    reason: &'static str,
}

impl CountsView {
    pub(super) const fn new(counts: Counts) -> Self {
        Self {
            tested: counts.tested(),
            pass: counts.passed,
            fail: counts.failed,
            waived: counts.waived,
            stale_waiver: counts.stale_waivers,
            not_applicable: counts.not_applicable,
            not_reached: counts.not_reached,
            observed: counts.observed,
            kept_by_types: counts.kept_by_types,
            unobservable: counts.unobservable,
        }
    }
}

impl<'a> EntryView<'a> {
    pub(super) fn new(entry: &'a Entry) -> Self {
        Self {
            id: entry.rule.id.as_str(),
            title: entry.title(),
            duty: entry.rule.entry().map(|entry| entry.duty),
            level: entry.rule.level().word(),
            reading: entry.reading.word(),
            pages: pages(entry.rule.pages()),
            source: entry.rule.source(),
            area: entry.rule.area,
            test: entry.rule.name,
            outcome: entry.outcome.word(),
            reason: entry.outcome.reason(),
            cause: cause(&entry.outcome),
            failure: entry.outcome.told().map(FailureView::new),
        }
    }
}

/// The rule that stands in the way of one that was not reached.
const fn cause(outcome: &Outcome) -> Option<&'static str> {
    if let Outcome::NotReached(stopped) = outcome { Some(stopped.cause.as_str()) } else { None }
}

impl<'a> FailureView<'a> {
    fn new(failure: &'a Failure) -> Self {
        let breach = &failure.breach;
        Self {
            expected: &breach.expected,
            got: &breach.got,
            help: Some(&*breach.help).filter(|help| !help.is_empty()),
            seen_in: failure.seen_in.map(RuleId::as_str),
            calls: failure.calls(),
            trace: failure.trace_text(),
        }
    }
}

pub(super) fn untested(report: &Report) -> Vec<UntestedView> {
    let view = |rule: &'static catalogue::RuleEntry| UntestedView {
        id: rule.id,
        title: rule.title,
        level: rule.level.word(),
        pages: pages(rule.pages),
        status: rule.status.word(),
        reason: rule.evidence,
    };
    report.untested().map(view).collect()
}

/// Stems of pages. A rule of the kit's own has words there.
fn pages(stems: &'static str) -> Vec<&'static str> {
    stems.split(',').filter(|page| !page.is_empty() && !page.contains(' ')).collect()
}
