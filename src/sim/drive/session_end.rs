//! Route 3: the session ends.

use std::sync::Arc;

use crate::mapi::SessionLogoffFlags;
use crate::sim::drive::logoff::end_by_session;
use crate::sim::drive::spooler::end_session;
use crate::sim::kernel::due::Attendance;
use crate::sim::kernel::shared::Shared;
use crate::trace::SessionNo;

/// A client logs off. For a shared session the rest waits for the last client \[SHUT-11\].
pub(crate) async fn log_off(shared: &Arc<Shared>, session: SessionNo, flags: SessionLogoffFlags) {
    let Some(logons) = shared.with(|state| state.client_leaves(session)) else {
        if flags.contains(SessionLogoffFlags::MAPI_LOGOFF_SHARED) {
            shared.with(|state| state.ask_sharers_to_log_off(session));
        }
        return;
    };
    let attendance = Attendance::of(shared, session);
    end_session(shared, &logons).await;
    drop(attendance);
    // A spooler in a process of its own has nothing to wait for [route 4].
    shared.with(|state| state.may_end(session));
    // Those of the spooler have gone by now.
    for store in logons {
        end_by_session(shared, store).await;
    }
}
