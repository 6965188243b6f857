//! Work for which the end of a session waits.

use crate::sim::books::state::State;
use crate::sim::kernel::shared::Shared;
use crate::trace::SessionNo;

/// Something that MAPI does with objects of a session's providers, none of which is shut down meanwhile \[SHUT-12\].
#[must_use = "the end of the session waits until this has ended"]
pub(crate) struct Work<'a> {
    shared: &'a Shared,
    session: SessionNo,
}

impl Shared {
    /// Begins to work with what `find` finds.
    pub(crate) fn work<T>(
        &self,
        session: SessionNo,
        find: impl FnOnce(&mut State) -> Option<T>,
    ) -> Option<(T, Work<'_>)> {
        self.with(|state| {
            let found = find(state)?;
            state.work_begins(session);
            Some(found)
        })
        .map(|found| (found, self.working(session)))
    }

    /// Work that has begun already.
    pub(crate) const fn working(&self, session: SessionNo) -> Work<'_> {
        Work { shared: self, session }
    }
}

impl Work<'_> {
    /// The session may have waited.
    pub(crate) async fn end(self) {
        let shared = self.shared;
        drop(self);
        shared.end_sessions().await;
    }

    /// Somebody else ends it.
    pub(crate) fn goes_on(self) {
        std::mem::forget(self);
    }
}

/// What has become due is left to the next call: this may be a panic.
impl Drop for Work<'_> {
    fn drop(&mut self) {
        self.shared.with(|state| state.work_ends(self.session));
    }
}
