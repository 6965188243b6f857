//! A rendering that did not come about.

use std::fmt;

/// A trace or a report could not be written in some form. Its text says why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenderError(String);

impl RenderError {
    pub(crate) fn new(cause: impl fmt::Display) -> Self {
        Self(cause.to_string())
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it cannot be rendered: {}", self.0)
    }
}

impl std::error::Error for RenderError {}
