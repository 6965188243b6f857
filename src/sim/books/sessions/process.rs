//! What a process has of a session: the client's, and the spooler's where it has one of its own.

use std::collections::VecDeque;

use smallvec::SmallVec;

use crate::mapi::MapiUid;
use crate::sim::collections::SmallIndex;
use crate::trace::{DllNo, ProviderNo, StoreNo};

/// Provider objects by DLL. As a rule it is one.
type ProviderNos = SmallVec<[(DllNo, ProviderNo); 1]>;

/// What one process has of a session.
#[derive(Debug)]
pub(crate) struct ProcessData {
    /// The first provider object of a DLL serves every logon. There can be another if `MSProviderInit` opens a store
    /// of its own DLL, and that one, too, is to be shut down.
    providers: ProviderNos,
    /// Which logon objects registered a MAPIUID, in the order of registration; the first one counts \[EID-07\].
    routes: SmallIndex<MapiUid, Claims>,
}

impl ProcessData {
    pub(crate) fn new() -> Self {
        Self { providers: SmallVec::new_const(), routes: SmallIndex::default() }
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

    /// Takes all out, by DLL.
    pub(crate) fn take_providers(&mut self) -> ProviderNos {
        std::mem::take(&mut self.providers)
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
        match self.routes.get_mut(&uid) {
            Some(claims) => claims.add(turn, store),
            None => drop(self.routes.insert(uid, Claims::of(turn, store))),
        }
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

/// Who registered one MAPIUID, in the order of registration. Usually there is one; of many the last one comes or goes, or
/// the first one.
#[derive(Debug)]
struct Claims {
    first: Option<(u64, StoreNo)>,
    later: VecDeque<(u64, StoreNo)>,
}

impl Claims {
    const fn of(turn: u64, store: StoreNo) -> Self {
        Self { first: Some((turn, store)), later: VecDeque::new() }
    }

    fn first(&self) -> Option<StoreNo> {
        self.first.map(|(_, store)| store)
    }

    fn is_empty(&self) -> bool {
        self.first.is_none()
    }

    /// A store may be taken up after one that registered later.
    fn add(&mut self, turn: u64, store: StoreNo) {
        if let Some(first) = self.first.filter(|(first, _)| turn < *first) {
            self.first = Some((turn, store));
            self.later.push_front(first);
        } else if self.later.back().is_none_or(|(last, _)| *last < turn) {
            self.later.push_back((turn, store));
        } else {
            let place = self.later.partition_point(|(before, _)| *before < turn);
            self.later.insert(place, (turn, store));
        }
    }

    fn remove(&mut self, turn: u64) {
        if self.first.is_some_and(|(first, _)| first == turn) {
            self.first = self.later.pop_front();
        } else if self.later.back().is_some_and(|(last, _)| *last == turn) {
            self.later.pop_back();
        } else if let Ok(place) = self.later.binary_search_by_key(&turn, |(turn, _)| *turn) {
            self.later.remove(place);
        }
    }
}
