//! Code of a scenario's author, which may panic where an error is expected.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::explore::scenario::StoryError;
use crate::sim::suspend::Payload;

/// What comes of it, with the text of an error or of a panic.
pub(super) fn ask<T>(code: impl FnOnce() -> Result<T, StoryError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(code)) {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(payload) => Err(format!("panicked: {}", text_of(&payload))),
    }
}

/// What a panic says.
pub(super) fn text_of(payload: &Payload) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
    text.unwrap_or_else(|| "a panic without a text".to_owned())
}
