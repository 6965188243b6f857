//! The end of a logon: by the last release of its support object, or by the session's end.
//!
//! Both ways end in the same place: MAPIUIDs out of the routing, status rows away, one `IMSLogon::Logoff`, release
//! of the logon object \[SHUT-08\], \[SHUT-10\].

use std::sync::Arc;

use crate::sim::books::transactions::logoff::{LastRelease, Logoff, SessionLogoff, logoff_call};
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::release;
use crate::trace::StoreNo;

impl LastRelease {
    /// Finishes the release: `IMSLogon::Logoff`, and MAPI's references on logon object and sinks.
    pub(crate) async fn finish(self, shared: &Arc<Shared>) {
        if let Some(Logoff { store, logon, context, called }) = self.logoff {
            // [SHUT-13] the reserved flags are zero.
            let result = shared.make(called, || logon.logoff(0)).await;
            let released = shared.with(|state| {
                if let Ok(result) = &result {
                    state.logoff_returned(called, context, result);
                }
                state.forget(store, context)
            });
            release((released, logon)).await;
        }
        release(self.sinks).await;
    }
}

/// Ends a logon because the session ends (route 3): `Logoff` first, in which the provider gives its support object
/// back \[SHUT-11\].
pub(crate) async fn end_by_session(shared: &Arc<Shared>, store: StoreNo) {
    let begun = shared.begin(|state| {
        let logoff = state.begin_session_logoff(store)?;
        let called = state.record_call(logoff.context, logoff_call(store));
        Some((logoff, called))
    });
    let Some((SessionLogoff { logon, context, support }, called)) = begun.await else { return };
    let result = shared.make(called, || logon.logoff(0)).await;
    release(logon).await;
    let leftovers = shared.with(|state| {
        if let Ok(result) = &result {
            state.logoff_returned(called, context, result);
        }
        state.end_session_logoff(store, support, context)
    });
    release(leftovers).await;
}
