//! The text form: the verdict, a line a rule, every failure in full, then how many rules there are of each kind.

use std::fmt;

use super::{Entry, Report};

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.provider(), self.conformance())?;
        if let Some(fault) = self.fixture_fault() {
            return writeln!(f, "  the fixture is not sound: {fault}");
        }
        if let Some(fault) = self.rules_fault() {
            return writeln!(f, "  the rules do not fit: {fault}");
        }
        for entry in self.entries() {
            writeln!(f, "  {}", line(entry))?;
        }
        for failure in self.entries().iter().filter_map(|entry| entry.outcome.failure()) {
            writeln!(f, "\n{failure}")?;
        }
        writeln!(f, "\n{}", self.counts())
    }
}

fn line(entry: &Entry) -> String {
    let why = entry.outcome.reason().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("{:<14} {:<11} {}{why}", entry.outcome.word(), entry.rule.id, entry.title())
}
