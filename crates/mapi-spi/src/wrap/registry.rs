//! One wrapper for one object.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::wrapped::{Wrappable, Wrapped};
use crate::spi::{
    IAttach, IMAPIFolder, IMAPIStatus, IMAPITable, IMSLogon, IMessage, IMsgStore, IProfSect, IStorage,
    IStream,
};

/// Every registry there is.
#[derive(Default)]
pub(crate) struct Registries {
    pub(super) stores: Registry<dyn IMsgStore>,
    pub(super) logons: Registry<dyn IMSLogon>,
    pub(super) folders: Registry<dyn IMAPIFolder>,
    pub(super) messages: Registry<dyn IMessage>,
    pub(super) attachments: Registry<dyn IAttach>,
    pub(super) tables: Registry<dyn IMAPITable>,
    pub(super) streams: Registry<dyn IStream>,
    pub(super) storages: Registry<dyn IStorage>,
    pub(super) status_objects: Registry<dyn IMAPIStatus>,
    pub(super) sections: Registry<dyn IProfSect>,
}

/// The wrappers of the objects of one interface, by where the inner object lives.
///
/// A wrapper holds its inner object, so an address means the same object as long as its wrapper is found here.
pub(crate) struct Registry<I: Wrappable + ?Sized>(Mutex<BTreeMap<usize, Weak<Wrapped<I>>>>);

impl<I: Wrappable + ?Sized> Default for Registry<I> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<I: Wrappable + ?Sized> Registry<I> {
    pub(super) fn find(&self, inner: &Arc<I>) -> Option<Arc<Wrapped<I>>> {
        self.with(|known| known.get(&address(inner))?.upgrade())
    }

    pub(super) fn find_or_add(
        &self,
        inner: &Arc<I>,
        new: impl FnOnce() -> Arc<Wrapped<I>>,
    ) -> Arc<Wrapped<I>> {
        self.with(|known| {
            let place = known.entry(address(inner)).or_default();
            place.upgrade().unwrap_or_else(|| {
                let wrapped = new();
                *place = Arc::downgrade(&wrapped);
                wrapped
            })
        })
    }

    /// Takes a wrapper out, unless its object has got another one since.
    pub(super) fn remove(&self, inner: &Arc<I>, wrapped: &Wrapped<I>) {
        self.with(|known| {
            if known.get(&address(inner)).is_some_and(|kept| std::ptr::eq(kept.as_ptr(), wrapped)) {
                known.remove(&address(inner));
            }
        });
    }

    fn with<R>(&self, work: impl FnOnce(&mut BTreeMap<usize, Weak<Wrapped<I>>>) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn address<I: ?Sized>(object: &Arc<I>) -> usize {
    Arc::as_ptr(object).cast::<()>().addr()
}
