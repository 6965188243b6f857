//! The text form: the verdict, a line a rule, then every failure in full.

use std::fmt;

use super::{Entry, Outcome, Report};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.provider(), self.conformance())?;
        if let Some(fault) = self.fixture_fault() {
            return writeln!(f, "  the fixture is not sound: {fault}");
        }
        for entry in self.entries() {
            writeln!(f, "  {}", line(entry))?;
        }
        for failure in self.entries().iter().filter_map(|entry| entry.outcome.failure()) {
            writeln!(f, "\n{failure}")?;
        }
        Ok(())
    }
}

fn line(entry: &Entry) -> String {
    let title = entry.rule.entry().map_or(entry.rule.name, |known| known.title);
    let why = match &entry.outcome {
        Outcome::Waived(reason, _) | Outcome::StaleWaiver(reason) => format!(" ({reason})"),
        Outcome::NotApplicable(missing) => format!(" (`{missing}` is not declared)"),
        Outcome::Passed | Outcome::Failed(_) | Outcome::Observed(_) => String::new(),
    };
    format!("{:<14} {:<11} {title}{why}", entry.outcome.word(), entry.rule.id)
}
