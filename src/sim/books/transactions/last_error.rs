//! Error texts that MAPI keeps.

use crate::mapi::{HResult, MapiErrorDetail};
use crate::sim::books::state::State;
use crate::trace::{Context, Fact, SessionNo};

impl State {
    /// A session keeps an error text, which is recorded.
    pub(crate) fn keep_detail(
        &mut self,
        context: Context,
        session: SessionNo,
        code: HResult,
        detail: &MapiErrorDetail,
    ) {
        self.record_kept(context, detail);
        self.sessions.keep_error(session, code, detail.clone());
    }

    /// MAPI keeps an error text for `GetLastError` \[ERR-03\].
    pub(crate) fn record_kept(&mut self, context: Context, detail: &MapiErrorDetail) {
        let text = self.recorder.text(detail.to_string());
        self.recorder.fact(context, Fact::ErrorKept(text));
    }
}
