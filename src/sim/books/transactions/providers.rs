//! Provider objects of sessions.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::sim::books::home::Home;
use crate::sim::books::providers::Provider;
use crate::sim::books::state::State;
use crate::spi::IMSProvider;
use crate::trace::{Context, DllNo, ProviderNo, SessionNo};

/// Provider objects that their session does not have any more, in the order in which they are shut down. As a rule it is one.
pub(crate) type TakenProviders = SmallVec<[Provider; 1]>;

/// A provider object of a session that has not ended. It may be shut down while others are called.
pub(crate) struct LoadedProvider {
    pub(crate) session: SessionNo,
    pub(crate) number: ProviderNo,
}

impl State {
    /// The provider object of a DLL in a process of a session.
    pub(crate) fn provider_of(&self, session: SessionNo, home: Home, dll: DllNo) -> Option<Provider> {
        let no = self.sessions.get(session)?.process(home).provider(dll)?;
        Some((no, self.providers.object(no)?))
    }

    /// A session keeps a provider object.
    pub(crate) fn keep_provider(
        &mut self,
        context: Context,
        session: SessionNo,
        dll: DllNo,
        no: ProviderNo,
        object: &Arc<dyn IMSProvider>,
    ) {
        let home = self.providers.home_of(Some(no));
        self.providers.keep(no, object, context, dll);
        if let Some(session) = self.sessions.get_mut(session) {
            session.process_mut(home).add_provider(dll, no);
        }
    }

    /// Takes the provider objects that a session has in a process.
    pub(super) fn take_providers(&mut self, session: SessionNo, home: Home) -> TakenProviders {
        let data = self.sessions.get_mut(session);
        let numbers = data.map(|data| data.process_mut(home).take_providers()).unwrap_or_default();
        numbers.into_iter().filter_map(|(_, no)| Some((no, self.providers.take(no)?))).collect()
    }

    pub(super) fn take_provider(
        &mut self,
        session: SessionNo,
        home: Home,
        dll: DllNo,
        no: ProviderNo,
    ) -> Option<Provider> {
        self.sessions.get_mut(session)?.process_mut(home).remove_provider(dll, no);
        Some((no, self.providers.take(no)?))
    }

    /// The provider objects that a session has in the client's process, in the order of `MSProviderInit`.
    pub(crate) fn loaded_providers(&self, session: SessionNo) -> Vec<LoadedProvider> {
        let data = self.sessions.get(session).filter(|data| !data.has_ended());
        let loaded = data.into_iter().flat_map(|data| data.process(Home::Client).providers());
        let mut numbers: Vec<ProviderNo> = loaded.map(|(_, no)| *no).collect();
        numbers.sort_unstable();
        numbers.into_iter().map(|number| LoadedProvider { session, number }).collect()
    }
}
