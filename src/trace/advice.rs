//! What a client did that its own rules do not allow, and what a provider did for nothing.

use std::fmt;

use super::ids::{OpenNo, SessionNo};

/// A client's breach of a rule, or a call of a provider that nothing comes of. It is no breach of a provider's, so that no
/// expectation about providers fails by it.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Advice {
    /// The rule of the contract, for instance `SHUT-18`.
    pub rule: &'static str,
    /// The page of the documentation that the rule rests on (the stem of its file).
    pub page: &'static str,
    /// The session.
    pub session: Option<SessionNo>,
    /// The open that the object of the breach came from.
    pub open: Option<OpenNo>,
    /// What the rule asks for.
    pub expected: &'static str,
    /// What was done instead.
    pub got: String,
    /// What to change.
    pub help: &'static str,
}

impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rule)?;
        if let Some(open) = self.open {
            write!(f, " of {open}")?;
        }
        write!(f, ": expected {}; got {} (page {}). {}", self.expected, self.got, self.page, self.help)
    }
}
