//! A trace as JSON lines, written and read.

mod error;
mod events;
mod form;
mod line;
mod lists;
mod notifications;
mod parties;
mod props;
mod read;
mod restrictions;
mod sum;
mod values;
mod words;
mod write;

pub use error::{TraceReadError, TraceReadReason};

use super::{RenderError, Trace};

impl Trace {
    /// The trace as JSON lines, which [`from_json_lines`](Self::from_json_lines) reads. The page [`record`](crate::record)
    /// has the format.
    ///
    /// # Errors
    /// [`RenderError`] if an event cannot be written; nothing in a trace is known to lead to it.
    pub fn to_json_lines(&self) -> Result<String, RenderError> {
        write::write(self)
    }

    /// The trace that [`to_json_lines`](Self::to_json_lines) has written, or somebody else in that format. It is equal to
    /// the one that was written.
    ///
    /// # Errors
    /// [`TraceReadError`] with the first line that is no line of a trace, and the reason.
    pub fn from_json_lines(text: &str) -> Result<Self, TraceReadError> {
        read::read(text)
    }
}
