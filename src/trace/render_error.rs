//! A rendering that did not come about.

use std::fmt;

/// A trace or a report could not be written in some form. Its text says why.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("it cannot be rendered: {0}")]
pub struct RenderError(String);

impl RenderError {
    pub(crate) fn new(cause: impl fmt::Display) -> Self {
        Self(cause.to_string())
    }
}
