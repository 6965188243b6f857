//! What the command says: a line a rule while they are tried, then the report, and the reports in files.

use std::fs;
use std::io::Write;
use std::path::Path;

use mapi_sim::conformance::{Entry, Outcome, Report, Rule};

use crate::arguments::Arguments;
use crate::exit::Trouble;

/// Says how far the run is.
pub(crate) struct Progress<'a> {
    out: &'a mut (dyn Write + Send),
    said: usize,
    all: usize,
}

impl<'a> Progress<'a> {
    pub(crate) fn new(out: &'a mut (dyn Write + Send), all: usize) -> Self {
        Self { out, said: 0, all }
    }

    pub(crate) fn say(&mut self, rule: &Rule, outcome: &Outcome) {
        self.said += 1;
        let width = self.all.to_string().len();
        // Who does not read the progress still gets the report.
        _ = writeln!(
            self.out,
            "[{:>width$}/{}] {:<12} {:<11} {}",
            self.said,
            self.all,
            outcome.word(),
            rule.id,
            rule.title()
        );
    }
}

/// The report as text.
pub(crate) fn write_report(
    report: &Report,
    arguments: &Arguments,
    out: &mut dyn Write,
) -> Result<(), Trouble> {
    out.write_all(text(report, arguments).as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Trouble::Report(format!("the report cannot be printed: {error}")))
}

fn text(report: &Report, arguments: &Arguments) -> String {
    let part = if arguments.rules.is_empty() { "" } else { ", as far as the rules below say" };
    let mut lines = vec![format!("{}: {}{part}", report.provider(), report.conformance())];
    lines.extend(report.fixture_fault().map(|fault| format!("  the first store does not open: {fault}")));
    lines.extend(report.rules_fault().map(|fault| format!("  the rules do not fit: {fault}")));
    lines.extend(report.entries().iter().map(line));
    for failure in report.entries().iter().filter_map(|entry| entry.outcome.failure()) {
        lines.push(format!("\n{}", failure.story()));
        match failure.trace_text() {
            Some(trace) if arguments.trace => lines.push(format!("  trace\n{trace}")),
            Some(_) => lines.push("  trace     with --trace".to_owned()),
            None => {}
        }
    }
    lines.push(format!("\n{}\n", report.counts()));
    lines.join("\n")
}

fn line(entry: &Entry) -> String {
    let why = entry.outcome.reason().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("  {:<14} {:<11} {}{why}", entry.outcome.word(), entry.rule.id, entry.title())
}

/// The reports in files, as many as were asked for.
pub(crate) fn write_reports(report: &Report, arguments: &Arguments) -> Result<(), Trouble> {
    type Render = fn(&Report) -> Result<String, mapi_sim::trace::RenderError>;
    let asked: [(&Option<std::path::PathBuf>, Render); 3] = [
        (&arguments.html, Report::to_html),
        (&arguments.junit, Report::to_junit),
        (&arguments.json, Report::to_json),
    ];
    for (path, render) in asked {
        if let Some(path) = path {
            write(path, render(report).map_err(|error| Trouble::Report(error.to_string()))?)?;
        }
    }
    Ok(())
}

fn write(path: &Path, text: String) -> Result<(), Trouble> {
    fs::write(path, text)
        .map_err(|error| Trouble::Report(format!("{}: cannot be written: {error}", path.display())))
}
