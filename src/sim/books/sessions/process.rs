//! What a process has of a session: the client's, and the spooler's where it has one of its own.

use std::collections::VecDeque;

use crate::mapi::MapiUid;
use crate::sim::collections::HashIndex;
use crate::trace::{DllNo, ProviderNo, StoreNo};

/// What one process has of a session.
#[derive(Debug)]
pub(crate) struct ProcessData {
    /// The first provider object of a DLL serves every logon. There can be another if `MSProviderInit` opens a store
    /// of its own DLL, and that one, too, is to be shut down.
    providers: Vec<(DllNo, ProviderNo)>,
    /// Which logon objects registered a MAPIUID, in the order of registration; the first one counts \[EID-07\].
    routes: HashIndex<MapiUid, Claims>,
}

impl ProcessData {
    pub(crate) fn new() -> Self {
        Self { providers: Vec::new(), routes: HashIndex::default() }
    }

    /// Keeps a provider object: by DLL, and for each DLL in the order of making.
    pub(crate) fn add_provider(&mut self, dll: DllNo, no: ProviderNo) {
        let place = self.providers.partition_point(|before| *before < (dll, no));
        self.providers.insert(place, (dll, no));
    }

    pub(crate) fn remove_provider(&mut self, dll: DllNo, no: ProviderNo) {
        if let Ok(place) = self.providers.binary_search(&(dll, no)) {
            self.providers.remove(place);
        }
    }

    /// Every provider object, by DLL.
    pub(crate) fn providers(&self) -> &[(DllNo, ProviderNo)] {
        &self.providers
    }

    /// The provider object of a DLL.
    pub(crate) fn provider(&self, dll: DllNo) -> Option<ProviderNo> {
        let first = self.providers.partition_point(|(before, _)| *before < dll);
        self.providers.get(first).filter(|(of, _)| *of == dll).map(|(_, no)| *no)
    }

    /// The first logon object that registered a MAPIUID.
    pub(crate) fn route(&self, uid: MapiUid) -> Option<StoreNo> {
        self.routes.get(&uid)?.first()
    }

    /// A logon object has a MAPIUID that was registered at this turn.
    pub(crate) fn add_route(&mut self, (uid, turn): (MapiUid, u64), store: StoreNo) {
        self.routes.of(uid).add(turn, store);
    }

    pub(crate) fn remove_route(&mut self, (uid, turn): (MapiUid, u64)) {
        if let Some(claims) = self.routes.get_mut(&uid) {
            claims.remove(turn);
            if claims.is_empty() {
                self.routes.remove(&uid);
            }
        }
    }
}

/// Who registered one MAPIUID, in the order of registration. Usually the last one comes or goes, or the first one.
#[derive(Default, Debug)]
struct Claims(VecDeque<(u64, StoreNo)>);

impl Claims {
    fn first(&self) -> Option<StoreNo> {
        self.0.front().map(|(_, store)| *store)
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A store may be taken up after one that registered later.
    fn add(&mut self, turn: u64, store: StoreNo) {
        if self.0.back().is_none_or(|(last, _)| *last < turn) {
            self.0.push_back((turn, store));
        } else {
            let place = self.0.partition_point(|(before, _)| *before < turn);
            self.0.insert(place, (turn, store));
        }
    }

    fn remove(&mut self, turn: u64) {
        if self.0.back().is_some_and(|(last, _)| *last == turn) {
            self.0.pop_back();
        } else if let Ok(place) = self.0.binary_search_by_key(&turn, |(turn, _)| *turn) {
            self.0.remove(place);
        }
    }
}
