//! What a rule answers: kept, or what was expected and what came.

use std::fmt::{self, Display};

use crate::mapi::{MapiError, MapiResult};
use crate::trace::Deviation;

/// The answer of a rule: kept, or how it is broken.
pub type Verdict = Result<(), Breach>;

/// A rule that is not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Breach {
    /// What the rule asks for.
    pub expected: String,
    /// What came instead.
    pub got: String,
    /// What to change; empty where expectation and finding say it all.
    pub help: &'static str,
}

impl Breach {
    /// What a rule asks for, as "a name in lower case", and what came instead.
    #[must_use]
    pub fn new(expected: impl Display, got: impl Display) -> Self {
        Self { expected: expected.to_string(), got: got.to_string(), help: "" }
    }

    /// What to change.
    #[must_use]
    pub const fn help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }
}

impl Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}; got {}", self.expected, self.got)
    }
}

impl From<&Deviation> for Breach {
    fn from(deviation: &Deviation) -> Self {
        let at = deviation.step.map(|step| format!(" at step {}", step.number())).unwrap_or_default();
        Self::new(deviation.expected, format!("{}{at}", deviation.got)).help(deviation.help)
    }
}

/// The question of a rule: a breach unless `kept`. `help` says what to change; it may be empty.
///
/// # Errors
/// The breach.
pub fn ensure(kept: bool, expected: impl Display, got: impl Display, help: &'static str) -> Verdict {
    if kept { Ok(()) } else { Err(Breach::new(expected, got).help(help)) }
}

/// Calls that have to succeed on the way to the question of a rule.
pub trait OrBreach<T> {
    /// `what` is the call, as "IMsgStore::GetProps of the store".
    ///
    /// # Errors
    /// A breach that names the call, if it failed or gave nothing.
    fn or_breach(self, what: impl Display) -> Result<T, Breach>;
}

impl<T> OrBreach<T> for MapiResult<T> {
    fn or_breach(self, what: impl Display) -> Result<T, Breach> {
        self.map_err(|error| Breach::new(format!("success of {what}"), error_text(&error)))
    }
}

impl<T> OrBreach<T> for Option<T> {
    fn or_breach(self, what: impl Display) -> Result<T, Breach> {
        self.ok_or_else(|| Breach::new(what, "nothing"))
    }
}

/// A code with the text that came with it.
pub(in crate::conformance) fn error_text(error: &MapiError) -> String {
    match error.detail() {
        Some(detail) => format!("{} ({detail})", error.code()),
        None => error.code().to_string(),
    }
}
