//! The provider objects of all sessions.

use std::sync::Arc;

use crate::sim::books::process::Home;
use crate::sim::books::state::{ProviderData, ProviderOrigin, State};
use crate::spi::IMSProvider;
use crate::trace::{Context, DllNo, ProviderNo, SessionNo};

/// A provider object of a process, by its number.
pub(crate) type Provider = (ProviderNo, Arc<dyn IMSProvider>);

/// A provider object of a session that has not ended.
pub(crate) struct Loaded {
    pub(crate) session: SessionNo,
    pub(crate) number: ProviderNo,
    pub(crate) object: Arc<dyn IMSProvider>,
}

impl State {
    /// Where the objects of a provider object live; what belongs to none is the client's.
    pub(crate) fn home_of(&self, provider: Option<ProviderNo>) -> Home {
        provider.and_then(|no| self.providers.get(no.index())).map_or(Home::Client, |data| data.home)
    }

    pub(crate) fn next_provider(&mut self, home: Home) -> ProviderNo {
        self.providers.push(ProviderData { object: None, home, logons: 0, used: false, origin: None });
        ProviderNo::from_index(self.providers.len() - 1)
    }

    pub(crate) fn keep_provider(
        &mut self,
        context: Context,
        session: SessionNo,
        dll: DllNo,
        no: ProviderNo,
        object: &Arc<dyn IMSProvider>,
    ) {
        let home = self.home_of(Some(no));
        if let Some(data) = self.providers.get_mut(no.index()) {
            data.object = Some(Arc::clone(object));
            data.origin = Some(ProviderOrigin { context, dll, alive: Arc::downgrade(object) });
        }
        if let Some(session) = self.session_mut(session) {
            session.process_mut(home).add_provider(dll, no);
        }
    }

    /// Takes the provider objects that a session has in a process.
    pub(crate) fn take_providers(&mut self, session: SessionNo, home: Home) -> Vec<Provider> {
        let Some(data) = self.session(session) else { return Vec::new() };
        let providers = data.process(home).providers.clone();
        providers.into_iter().filter_map(|(dll, no)| self.take_provider(session, home, dll, no)).collect()
    }

    pub(crate) fn take_provider(
        &mut self,
        session: SessionNo,
        home: Home,
        dll: DllNo,
        no: ProviderNo,
    ) -> Option<Provider> {
        self.session_mut(session)?.process_mut(home).remove_provider(dll, no);
        let object = self.providers.get_mut(no.index())?.object.take()?;
        Some((no, object))
    }

    /// Those of the client's process, in the order of `MSProviderInit`.
    pub(crate) fn loaded(&self, session: SessionNo) -> Vec<Loaded> {
        let data = self.session(session).filter(|data| !data.logged_off);
        let mut numbers: Vec<ProviderNo> =
            data.map_or_else(Vec::new, |data| data.client.providers.iter().map(|(_, no)| *no).collect());
        numbers.sort_unstable();
        let loaded = |number| Some(Loaded { session, number, object: self.provider(number)? });
        numbers.into_iter().filter_map(loaded).collect()
    }
}
