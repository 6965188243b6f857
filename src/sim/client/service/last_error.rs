//! What `GetLastError` of an administration object tells.

use std::sync::{Mutex, PoisonError};

use crate::mapi::{HResult, MapiErrorDetail, MapiResult};

/// The text of the previous call's error, if there was one.
#[derive(Default)]
pub(super) struct LastError(Mutex<Option<(HResult, MapiErrorDetail)>>);

impl LastError {
    pub(super) fn keep<T>(&self, result: &MapiResult<T>) {
        let error = result.as_ref().err();
        let kept = error.and_then(|error| Some((error.code(), error.detail()?.clone())));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    pub(super) fn of(&self, result: HResult) -> Option<MapiErrorDetail> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(code, _)| *code == result).map(|(_, detail)| detail.clone())
    }
}
