//! The provider objects of all sessions.

use std::sync::{Arc, Weak};

use crate::sim::books::home::Home;
use crate::sim::books::ledger::holding;
use crate::sim::collections::SideTable;
use crate::spi::IMSProvider;
use crate::trace::{Actor, Context, DllNo, Holding, Method, Object, ProviderNo};

/// How many there are before those that are gone are looked for.
const FIRST_SWEEP: usize = 64;

/// A provider object of a process, by its number.
pub(crate) type Provider = (ProviderNo, Arc<dyn IMSProvider>);

/// A provider object.
struct ProviderData {
    home: Home,
    object: Option<Arc<dyn IMSProvider>>,
    /// Its logon objects that MAPI holds.
    logons: u32,
    /// It had a logon object.
    used: bool,
    /// Where it comes from, once there was one.
    origin: Option<Origin>,
}

/// The call that made a provider object, and whether the object lives.
struct Origin {
    context: Context,
    dll: DllNo,
    alive: Weak<dyn IMSProvider>,
}

/// The provider objects that were asked for and of which something is left. Those of which nothing lives are taken out
/// when there are twice as many.
pub(crate) struct Providers {
    /// How many were asked for.
    asked: usize,
    by_number: SideTable<ProviderNo, ProviderData>,
    sweep_at: usize,
}

impl Providers {
    pub(crate) fn new() -> Self {
        Self { asked: 0, by_number: SideTable::new(), sweep_at: FIRST_SWEEP }
    }

    /// The number of the object that is asked for now.
    pub(crate) fn add(&mut self, home: Home) -> ProviderNo {
        if self.by_number.len() >= self.sweep_at {
            self.by_number.retain(|data| !data.is_gone());
            self.sweep_at = (2 * self.by_number.len()).max(FIRST_SWEEP);
        }
        let no = ProviderNo::from_index(self.asked);
        self.asked += 1;
        self.by_number.insert(no, ProviderData { home, object: None, logons: 0, used: false, origin: None });
        no
    }

    /// No object has come, or it was not kept.
    pub(crate) fn forget(&mut self, no: ProviderNo) {
        self.by_number.forget(no);
    }

    /// An object has come and is kept.
    pub(crate) fn keep(
        &mut self,
        no: ProviderNo,
        object: &Arc<dyn IMSProvider>,
        context: Context,
        dll: DllNo,
    ) {
        if let Some(data) = self.by_number.get_mut(no) {
            data.object = Some(Arc::clone(object));
            data.origin = Some(Origin { context, dll, alive: Arc::downgrade(object) });
        }
    }

    pub(crate) fn object(&self, no: ProviderNo) -> Option<Arc<dyn IMSProvider>> {
        self.by_number.get(no)?.object.clone()
    }

    /// MAPI gives the object up. It is to be dropped without the lock.
    pub(crate) fn take(&mut self, no: ProviderNo) -> Option<Arc<dyn IMSProvider>> {
        self.by_number.get_mut(no)?.object.take()
    }

    /// MAPI gives all objects up.
    pub(crate) fn take_all(&mut self) -> Vec<Arc<dyn IMSProvider>> {
        self.by_number.take_all().filter_map(|data| data.object).collect()
    }

    /// Where the objects of a provider object live; what belongs to none is the client's.
    pub(crate) fn home_of(&self, no: Option<ProviderNo>) -> Home {
        no.and_then(|no| self.by_number.get(no)).map_or(Home::Client, |data| data.home)
    }

    /// MAPI has a logon object more.
    pub(crate) fn logon_begins(&mut self, no: ProviderNo) {
        if let Some(data) = self.by_number.get_mut(no) {
            data.logons = data.logons.saturating_add(1);
            data.used = true;
        }
    }

    /// MAPI has a logon object less.
    pub(crate) fn logon_ends(&mut self, no: ProviderNo) {
        if let Some(data) = self.by_number.get_mut(no) {
            data.logons = data.logons.saturating_sub(1);
        }
    }

    /// Whether it has had logon objects and has none any more.
    pub(crate) fn is_idle(&self, no: ProviderNo) -> bool {
        self.by_number.get(no).is_some_and(|data| data.used && data.logons == 0)
    }

    /// Who holds which object. One that MAPI has released may live on behind a client's pointer to a store.
    pub(crate) fn holdings(&self, has_pointer: impl Fn(ProviderNo) -> bool) -> impl Iterator<Item = Holding> {
        self.by_number.iter().filter_map(move |(no, data)| {
            let Origin { context, dll, alive } = data.origin.as_ref()?;
            let (object, made) = (Object::Provider(no), Method::MsProviderInit);
            if data.object.is_some() {
                return Some(holding(object, data.home.owner(), 1, made, *context, false));
            }
            let count = Some(alive.strong_count()).filter(|count| *count > 0)?;
            Some(holding(object, Actor::Provider(*dll), count, made, *context, !has_pointer(no)))
        })
    }
}

impl ProviderData {
    /// Whether MAPI has released it, and nobody else has it. One that is asked for still has no origin.
    fn is_gone(&self) -> bool {
        let released = self.object.is_none() && self.logons == 0;
        released && self.origin.as_ref().is_some_and(|origin| origin.alive.strong_count() == 0)
    }
}
