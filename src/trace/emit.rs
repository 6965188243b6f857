//! The `tracing` view.

use super::event::{Event, What};
use super::fact::Fact;
use super::ids::{OpenNo, SessionNo};

const TARGET: &str = "mapi_sim";

/// Asked once for a batch of events, so that a disabled subscriber costs one check and no formatting. Who listens to
/// anything listens to errors.
#[inline]
pub(crate) fn enabled() -> bool {
    tracing::enabled!(target: TARGET, tracing::Level::ERROR)
}

/// The span of an open, entered whenever that is its turn; the number of the open is told as soon as it has one.
pub(crate) struct OpenSpan(tracing::Span);

impl OpenSpan {
    pub(crate) fn of(session: SessionNo) -> Self {
        let open = tracing::field::Empty;
        Self(tracing::info_span!(target: TARGET, "OpenMsgStore", session = session.number(), open))
    }

    pub(crate) fn name(&self, open: OpenNo) {
        self.0.record("open", open.number());
    }

    /// Its turn, until what is returned goes.
    pub(crate) fn enter(&self) -> tracing::span::Entered<'_> {
        self.0.enter()
    }
}

/// Sends events with their lines to the subscriber; called without any lock of ours, since it is foreign code.
pub(crate) fn emit(lines: &[(Event, String)]) {
    for (event, line) in lines {
        let session = event.session.map(SessionNo::number);
        let open = event.open.map(OpenNo::number);
        let line = line.as_str();
        match event.what {
            What::Call { method, .. } => {
                tracing::debug!(target: TARGET, session, open, method = method.name(), "{line}");
            }
            What::Return { method, code, .. } => {
                tracing::debug!(target: TARGET, session, open, method = method.name(), %code, "{line}");
            }
            What::Panicked { method, .. } => {
                tracing::debug!(target: TARGET, session, open, method = method.name(), panicked = true, "{line}");
            }
            What::AddRef { count, .. } | What::Release { count, .. } => {
                tracing::trace!(target: TARGET, session, open, count, "{line}");
            }
            What::Fact(Fact::Deviated(_)) => tracing::error!(target: TARGET, session, open, "{line}"),
            What::Fact(Fact::Advised(_)) => tracing::warn!(target: TARGET, session, open, "{line}"),
            What::Fact(Fact::Reached(_) | Fact::Skipped(..)) => {
                tracing::info!(target: TARGET, session, open, "{line}");
            }
            What::Fact(_) => tracing::debug!(target: TARGET, session, open, "{line}"),
        }
    }
}
