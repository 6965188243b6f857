//! Which logon object is responsible for an identifier.

use std::sync::Arc;

use crate::mapi::MapiUid;
use crate::sim::books::home::Home;
use crate::sim::books::state::State;
use crate::spi::IMSLogon;
use crate::trace::{Context, SessionNo, StoreNo};

/// The logon object that is responsible for an identifier.
pub(crate) struct Route {
    pub(crate) store: StoreNo,
    pub(crate) logon: Arc<dyn IMSLogon>,
    pub(crate) context: Context,
}

impl State {
    /// The first logon object that registered the MAPIUID \[EID-07\].
    pub(crate) fn route(&self, (session, home): (SessionNo, Home), uid: MapiUid) -> Option<Route> {
        self.route_to(self.sessions.get(session)?.process(home).route(uid)?)
    }

    /// The logon object of a store, unless it is logged off.
    pub(crate) fn route_to(&self, store: StoreNo) -> Option<Route> {
        let (logon, context) = self.stores.logon(store).filter(|_| self.stores.is_logged_on(store))?;
        Some(Route { store, logon, context })
    }

    /// Whether a logon object registered a MAPIUID, be it the first to do so or not.
    pub(crate) fn registered(&self, store: StoreNo, uid: MapiUid) -> bool {
        let support = self.stores.get(store).and_then(|data| self.supports.get(data.facts().support));
        support.is_some_and(|support| support.has_registered(uid))
    }
}
