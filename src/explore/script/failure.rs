//! A script that has failed.

use std::fmt;

use super::Script;
use crate::explore::{Failure, Finding};

/// A script has failed in one order. `Debug` prints the same as `Display`.
#[derive(Clone)]
pub struct ScriptFailure {
    pub(super) found: Script,
    pub(super) shortest: Script,
    pub(super) failure: Failure,
}

impl ScriptFailure {
    /// The script that was played.
    #[must_use]
    pub const fn found(&self) -> &Script {
        &self.found
    }

    /// The script from which no step can be taken away any more.
    #[must_use]
    pub const fn script(&self) -> &Script {
        &self.shortest
    }

    /// How that one fails: what was found, the schedule and the trace.
    #[must_use]
    pub const fn failure(&self) -> &Failure {
        &self.failure
    }

    /// What was found, the most telling first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        self.failure.findings()
    }

    /// Script and schedule in a line, for [`Stage::replay`](super::Stage::replay).
    #[must_use]
    pub fn token(&self) -> String {
        format!("{} @ {}", self.shortest, self.failure.schedule())
    }
}

impl fmt::Display for ScriptFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.failure.difference().iter().try_for_each(|difference| writeln!(f, "{difference}"))?;
        self.findings().iter().try_for_each(|finding| writeln!(f, "{finding}"))?;
        writeln!(f, "script found: {} ({} steps)", self.found, self.found.len())?;
        writeln!(f, "cut to:       {} ({} steps)", self.shortest, self.shortest.len())?;
        writeln!(f, "play again:   {}", self.token())?;
        match self.failure.trace() {
            Some(trace) => write!(f, "\n{trace}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ScriptFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f)?;
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for ScriptFailure {}
