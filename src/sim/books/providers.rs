//! The provider objects of all sessions.

use std::sync::{Arc, Weak};

use crate::sim::books::home::Home;
use crate::sim::books::ledger::holding;
use crate::spi::IMSProvider;
use crate::trace::{Actor, Context, DllNo, Holding, Method, Object, ProviderNo};

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

/// Every provider object that was asked for, in the order of asking.
#[derive(Default)]
pub(crate) struct Providers {
    list: Vec<ProviderData>,
}

impl Providers {
    /// The number of the object that is asked for now.
    pub(crate) fn add(&mut self, home: Home) -> ProviderNo {
        self.list.push(ProviderData { home, object: None, logons: 0, used: false, origin: None });
        ProviderNo::from_index(self.list.len() - 1)
    }

    /// An object has come and is kept.
    pub(crate) fn keep(
        &mut self,
        no: ProviderNo,
        object: &Arc<dyn IMSProvider>,
        context: Context,
        dll: DllNo,
    ) {
        if let Some(data) = self.list.get_mut(no.index()) {
            data.object = Some(Arc::clone(object));
            data.origin = Some(Origin { context, dll, alive: Arc::downgrade(object) });
        }
    }

    pub(crate) fn object(&self, no: ProviderNo) -> Option<Arc<dyn IMSProvider>> {
        self.list.get(no.index())?.object.clone()
    }

    /// MAPI gives the object up. It is to be dropped without the lock.
    pub(crate) fn take(&mut self, no: ProviderNo) -> Option<Arc<dyn IMSProvider>> {
        self.list.get_mut(no.index())?.object.take()
    }

    /// MAPI gives all objects up.
    pub(crate) fn take_all(&mut self) -> Vec<Arc<dyn IMSProvider>> {
        self.list.iter_mut().filter_map(|data| data.object.take()).collect()
    }

    /// Where the objects of a provider object live; what belongs to none is the client's.
    pub(crate) fn home_of(&self, no: Option<ProviderNo>) -> Home {
        no.and_then(|no| self.list.get(no.index())).map_or(Home::Client, |data| data.home)
    }

    /// MAPI has a logon object more.
    pub(crate) fn logon_begins(&mut self, no: ProviderNo) {
        if let Some(data) = self.list.get_mut(no.index()) {
            data.logons = data.logons.saturating_add(1);
            data.used = true;
        }
    }

    /// MAPI has a logon object less.
    pub(crate) fn logon_ends(&mut self, no: ProviderNo) {
        if let Some(data) = self.list.get_mut(no.index()) {
            data.logons = data.logons.saturating_sub(1);
        }
    }

    /// Whether it has had logon objects and has none any more.
    pub(crate) fn is_idle(&self, no: ProviderNo) -> bool {
        self.list.get(no.index()).is_some_and(|data| data.used && data.logons == 0)
    }

    /// Who holds which object. One that MAPI has released may live on behind a client's pointer to a store.
    pub(crate) fn holdings(&self, has_pointer: impl Fn(ProviderNo) -> bool) -> impl Iterator<Item = Holding> {
        self.list.iter().enumerate().filter_map(move |(index, data)| {
            let Origin { context, dll, alive } = data.origin.as_ref()?;
            let (no, made) = (ProviderNo::from_index(index), Method::MsProviderInit);
            let object = Object::Provider(no);
            Some(if data.object.is_some() {
                holding(object, data.home.owner(), 1, made, *context, false)
            } else {
                let count = alive.strong_count();
                holding(object, Actor::Provider(*dll), count, made, *context, !has_pointer(no))
            })
        })
    }
}
