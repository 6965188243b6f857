//! Findings: what a provider did that the contract does not allow.

use std::fmt;

use super::ids::{OpenNo, SessionNo};
use crate::load::Step;

/// A provider's breach of a rule. The simulator went on as MAPI would.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Deviation {
    /// The rule of the contract, for instance `LOAD-19`.
    pub rule: &'static str,
    /// The page of the documentation that the rule rests on (the stem of its file).
    pub page: &'static str,
    /// The session.
    pub session: Option<SessionNo>,
    /// The open.
    pub open: Option<OpenNo>,
    /// The step of the load sequence the open was at.
    pub step: Option<Step>,
    /// What the rule asks for.
    pub expected: &'static str,
    /// What came instead.
    pub got: String,
    /// What to change.
    pub help: &'static str,
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rule)?;
        if let Some(step) = self.step {
            write!(f, " at step {}", step.number())?;
        }
        if let Some(open) = self.open {
            write!(f, " of {open}")?;
        }
        write!(f, ": expected {}; got {} (page {}). {}", self.expected, self.got, self.page, self.help)
    }
}
