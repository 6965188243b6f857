//! The end of a logon: by the last release of its support object, or by the session's end.
//!
//! Both ways end in the same place: MAPIUIDs out of the routing, status rows away, one `IMSLogon::Logoff`, release
//! of the logon object \[SHUT-08\], \[SHUT-10\].

use std::sync::Arc;

use crate::load::Input;
use crate::sim::books::state::{Ending, Side};
use crate::sim::books::transactions::logoff::{LastRelease, Logoff, logoff_call};
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
                state.logoff_returned(called, context, &result);
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
        let data = state.stores.get_mut(&store)?;
        match data.ending {
            Ending::LogoffCalled => return None,
            Ending::No => data.ending = Ending::LogoffCalled,
        }
        let (open, told_by, side, support) = (data.open, data.told_by, data.side, data.support);
        let (logon, context) = (data.logon.clone(), data.context());
        match side {
            Side::Client => state.store_ends(open, told_by, Input::SessionLogoff),
            Side::Spooler(_) => {}
        }
        let logon = logon?;
        Some((logon, context, support, state.record_call(context, logoff_call(store))))
    });
    let Some((logon, context, support, called)) = begun.await else { return };
    let result = shared.make(called, || logon.logoff(0)).await;
    release(logon).await;
    let leftovers = shared.with(|state| {
        state.logoff_returned(called, context, &result);
        state.check_support_released(support, context);
        let logon = state.forget(store, context);
        state.orphan(support, context);
        (logon, state.subscriptions.remove_of(support))
    });
    release(leftovers).await;
}
