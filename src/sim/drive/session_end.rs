//! Route 3: the session ends.

use std::sync::Arc;

use crate::mapi::SessionLogoffFlags;
use crate::sim::drive::logoff::end_by_session;
use crate::sim::drive::provider_object::shut_down;
use crate::sim::drive::spooler::end_session;
use crate::sim::kernel::shared::Shared;
use crate::trace::{Context, SessionNo};

/// A client logs off. For a shared session the rest waits for the last client \[SHUT-11\].
pub(crate) async fn log_off(shared: &Arc<Shared>, session: SessionNo, flags: SessionLogoffFlags) {
    let Some(logons) = shared.with(|state| state.client_leaves(session)) else {
        if flags.contains(SessionLogoffFlags::MAPI_LOGOFF_SHARED) {
            shared.with(|state| state.ask_sharers_to_log_off(session));
        }
        return;
    };
    end_session(shared, &logons).await;
    // A spooler in a process of its own has nothing to wait for [route 4].
    finish_session(shared, session).await;
    // Those of the spooler have gone by now.
    for store in logons {
        end_by_session(shared, store).await;
    }
    finish_session(shared, session).await;
}

/// Shuts down the provider objects of a session that has ended, in every process in which nothing of it lives any more,
/// and looks again after that.
pub(crate) async fn finish_session(shared: &Shared, session: SessionNo) {
    loop {
        let finished = shared.with(|state| state.finish(session));
        if finished.is_empty() {
            return;
        }
        for provider in finished {
            shut_down(shared, Context::session(session), provider).await;
        }
    }
}
