//! Error texts that MAPI keeps.

use crate::mapi::{HResult, MapiErrorDetail};
use crate::sim::books::state::State;
use crate::trace::{Context, Fact, SessionNo};

impl State {
    pub(crate) fn keep_detail(
        &mut self,
        context: Context,
        session: SessionNo,
        code: HResult,
        detail: &MapiErrorDetail,
    ) {
        self.record_kept(context, detail);
        if let Some(session) = self.session_mut(session) {
            session.last_error = Some((code, detail.clone()));
        }
    }

    /// MAPI keeps an error text for `GetLastError` \[ERR-03\].
    pub(crate) fn record_kept(&mut self, context: Context, detail: &MapiErrorDetail) {
        let text = self.recorder.text(detail.to_string());
        self.recorder.fact(context, Fact::ErrorKept(text));
    }
}
