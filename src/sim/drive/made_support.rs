//! A support object from the making to the last release, as MAPI counts it.

use std::sync::Arc;

use crate::sim::books::state::State;
use crate::sim::books::supports::SupportFacts;
use crate::sim::books::transactions::logoff::LastRelease;
use crate::sim::kernel::shared::Shared;
use crate::spi::Support;
use crate::trace::SupportNo;

/// A support object with the reference that MAPI holds while it makes its call \[LOAD-20\].
pub(crate) struct MadeSupport {
    pub(crate) handle: Support,
    pub(crate) no: SupportNo,
}

impl MadeSupport {
    #[inline(always)]
    pub(crate) fn new(shared: &Arc<Shared>, state: &mut State, new: SupportFacts) -> Self {
        let (no, context) = state.add_support(new);
        Self { handle: shared.objects.support(shared, no, context, &new), no }
    }

    /// The rest of a release that [`State::mapi_releases`] began. Says whether there was anything to do.
    #[inline(always)]
    pub(crate) async fn put_away(self, shared: &Arc<Shared>, last: Option<LastRelease>) -> bool {
        drop(self.handle.into_object());
        let Some(last) = last else { return false };
        finish_release(shared, last).await;
        true
    }

    /// MAPI gives its own reference up.
    pub(crate) async fn release(self, shared: &Arc<Shared>) {
        let last = shared.with(|state| state.mapi_releases(self.no));
        self.put_away(shared, last).await;
    }

    /// Hands MAPI's reference to the caller.
    pub(crate) fn into_handle(self, state: &mut State) -> Support {
        if let Some(data) = state.supports.get_mut(self.no) {
            data.hand_over();
        }
        self.handle
    }
}

/// [SHUT-08] the rest of a last release calls the provider back, so it happens without the lock.
pub(crate) async fn finish_release(shared: &Arc<Shared>, last: LastRelease) {
    last.finish(shared).await;
    if !shared.is_settled() {
        shared.settle().await;
    }
}
