//! What was expected and what came.

use std::borrow::Cow;
use std::fmt::{self, Display};

use crate::mapi::MapiError;
use crate::trace::Deviation;

/// What a rule asks for and what came instead.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Breach {
    /// What the rule asks for.
    pub expected: String,
    /// What came instead.
    pub got: String,
    /// What to change; empty where whoever made the breach does not say.
    pub help: Cow<'static, str>,
}

impl Breach {
    /// What a rule asks for, as "a name in lower case", and what came instead.
    #[must_use]
    pub fn new(expected: impl Display, got: impl Display) -> Self {
        Self { expected: expected.to_string(), got: got.to_string(), help: Cow::Borrowed("") }
    }

    /// What to change.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = help.into();
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

/// A code with the text that came with it.
pub(in crate::conformance) fn error_text(error: &MapiError) -> String {
    match error.detail() {
        Some(detail) => format!("{} ({detail})", error.code()),
        None => error.code().to_string(),
    }
}
