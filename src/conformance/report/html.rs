//! The report as one page of HTML.

use minijinja::value::Serde;
use minijinja::{Environment, Value};
use serde::Serialize;

use super::view::{CountsView, EntryView, UntestedView, untested};
use super::{Conformance, Entry, Outcome, RenderError, Report};
use crate::conformance::run::Failure;

/// The ending of its name turns on that every value is escaped.
const NAME: &str = "report.html";
const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

#[derive(Serialize)]
struct Page<'a> {
    style: &'static str,
    script: &'static str,
    provider: &'a str,
    conformance: &'static str,
    tone: &'static str,
    fixture_fault: Option<&'a str>,
    rules_fault: Option<&'a str>,
    counts: CountsView,
    /// The numbers of the rules that stand against the verdict.
    broken: Vec<&'static str>,
    areas: Vec<Area<'a>>,
    untested: Vec<UntestedView>,
}

#[derive(Serialize)]
struct Area<'a> {
    name: &'static str,
    entries: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    entry: EntryView<'a>,
    /// The drawn trace of a failure: SVG, in which everything foreign is escaped.
    diagram: Option<String>,
}

impl Report {
    /// The report as a page of HTML, for people.
    ///
    /// The page needs no other file and no network. It has the verdict, the counts as a filter, and every rule under its
    /// number (`report.html#LOAD-19`) with links to its pages; a failure with what was expected, what came, what to do,
    /// and the trace as a sequence diagram and as text. Nothing in it runs or is fetched, whatever names and error texts
    /// of the provider hold.
    ///
    /// # Errors
    /// [`RenderError`] if the report cannot be written; nothing in a report is known to lead to it.
    pub fn to_html(&self) -> Result<String, RenderError> {
        let page = Value::from(Serde(Page::new(self)));
        Environment::new().render_named_str(NAME, PAGE, page).map_err(RenderError::new)
    }
}

impl<'a> Page<'a> {
    fn new(report: &'a Report) -> Self {
        Self {
            style: STYLE,
            script: SCRIPT,
            provider: report.provider(),
            conformance: report.conformance().text(),
            tone: tone(report.conformance()),
            fixture_fault: report.fixture_fault(),
            rules_fault: report.rules_fault(),
            counts: CountsView::new(report.counts()),
            broken: report.entries().iter().filter(is_broken).map(|entry| entry.rule.id.as_str()).collect(),
            areas: report
                .entries()
                .chunk_by(|one, next| one.rule.area == next.rule.area)
                .map(Area::new)
                .collect(),
            untested: untested(report),
        }
    }
}

impl<'a> Area<'a> {
    /// Of entries that share their area.
    fn new(entries: &'a [Entry]) -> Self {
        let name = entries.first().map_or("", |entry| entry.rule.area);
        Self { name, entries: entries.iter().map(Row::new).collect() }
    }
}

impl<'a> Row<'a> {
    fn new(entry: &'a Entry) -> Self {
        Self { entry: EntryView::new(entry), diagram: entry.outcome.told().and_then(Failure::diagram) }
    }
}

fn is_broken(entry: &&Entry) -> bool {
    matches!(entry.outcome, Outcome::Failed(_) | Outcome::StaleWaiver(_))
}

/// The class of the verdict in the page's style.
const fn tone(conformance: Conformance) -> &'static str {
    match conformance {
        Conformance::Conformant => "pass",
        Conformance::ConformantWithWaivers => "waived",
        Conformance::NotConformant | Conformance::NotJudged => "fail",
    }
}
