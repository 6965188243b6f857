//! What calls have made due: sessions that may end, and notifications.
//!
//! Whatever changes the state marks there what has become due; no driver has to remember it. A session that may end is
//! looked at before the next call is recorded; notifications wait for the end of the call that a client or a provider
//! has made, or of the spooler's work for a store.

use crate::sim::books::providers::Provider;
use crate::sim::checks::provider_findings::SHUTDOWN_FAILED;
use crate::sim::kernel::shared::{Shared, plain};
use crate::sim::kernel::turn::release;
use crate::trace::{Args, Call, Context, Fact, Method, Object, SessionNo};

impl Shared {
    /// Whether nothing can be due, which costs no step of a future to see.
    #[inline(always)]
    pub(crate) fn is_settled(&self) -> bool {
        !self.due.is_set() && self.audience.is_empty()
    }

    /// Does everything that is due.
    pub(crate) async fn settle(&self) {
        self.end_sessions().await;
        if !self.audience.is_empty() {
            self.deliver_notifications().await;
        }
    }

    /// Shuts down the provider objects of sessions that have ended, in every process in which nothing of them lives any
    /// more.
    #[inline(always)]
    pub(crate) async fn end_sessions(&self) {
        if self.due.is_set() {
            self.end_all().await;
        }
    }

    async fn end_all(&self) {
        while let Some(session) = self.with(|state| state.attend()) {
            let attendance = Attendance::of(self, session);
            loop {
                let finished = self.with(|state| state.finish(session));
                if finished.is_empty() {
                    break;
                }
                for provider in finished {
                    self.shut_down(session, provider).await;
                }
            }
            // Whoever finds nothing to shut down has left already.
            std::mem::forget(attendance);
        }
    }

    /// `IMSProvider::Shutdown`, then the last release \[SHUT-12\].
    async fn shut_down(&self, session: SessionNo, (no, provider): Provider) {
        let context = Context::session(session);
        let called = self.with(|state| {
            let from = state.providers.home_of(Some(no)).owner();
            // [SHUT-13] the reserved flags are zero.
            let args = Args::Raw(0);
            let call = Call { from, to: Object::Provider(no), method: Method::ProviderShutdown, args };
            state.record_call(context, call)
        });
        // [SHUT-22] Shutdown cannot be refused.
        if let Ok(result) = self.make(called, || provider.shutdown(0)).await {
            self.with(|state| {
                state.recorder.returned(called, plain(&result));
                if let Err(error) = &result {
                    let got = error.code().to_string();
                    SHUTDOWN_FAILED.record_deviation(&mut state.recorder, context, None, got);
                }
            });
        }
        self.with(|state| state.silence(session, no));
        self.release_provider(context, (no, provider)).await;
    }

    /// The last release of a provider object by its owner.
    pub(crate) async fn release_provider(&self, context: Context, (no, provider): Provider) {
        self.with(|state| {
            let owner = state.providers.home_of(Some(no)).owner();
            state.recorder.fact(context, Fact::ProviderReleased(no, owner));
        });
        release(provider).await;
    }
}

/// Somebody sees to the end of a session. What becomes due meanwhile is theirs to look at.
pub(crate) struct Attendance<'a> {
    shared: &'a Shared,
    session: SessionNo,
}

impl<'a> Attendance<'a> {
    /// Of who has begun to end the session.
    pub(crate) const fn of(shared: &'a Shared, session: SessionNo) -> Self {
        Self { shared, session }
    }
}

impl Drop for Attendance<'_> {
    fn drop(&mut self) {
        self.shared.with(|state| state.attended(self.session));
    }
}
