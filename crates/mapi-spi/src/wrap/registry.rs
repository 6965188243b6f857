//! One wrapper for one object.

use std::any::Any;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::wrapped::{Wrappable, Wrapped};
use crate::spi::{
    IAttach, ILockBytes, IMAPIFolder, IMAPIStatus, IMAPITable, IMSLogon, IMessage, IMsgStore, IProfSect,
    IStorage, IStream,
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
    pub(super) lock_bytes: Registry<dyn ILockBytes>,
    pub(super) status_objects: Registry<dyn IMAPIStatus>,
    pub(super) sections: Registry<dyn IProfSect>,
}

/// The wrappers of the objects of one interface, by where the inner object lives.
///
/// A wrapper holds its inner object, so an address means the same object as long as its wrapper is found here.
pub(crate) struct Registry<I: Wrappable + ?Sized> {
    known: Known,
    interface: PhantomData<fn(&I)>,
}

impl<I: Wrappable + ?Sized> Default for Registry<I> {
    fn default() -> Self {
        Self { known: Known::default(), interface: PhantomData }
    }
}

impl<I: Wrappable + ?Sized> Registry<I> {
    pub(super) fn find(&self, inner: &Arc<I>) -> Option<Arc<Wrapped<I>>> {
        self.known.find(address(inner))?.downcast().ok()
    }

    pub(super) fn find_or_add(&self, inner: &Arc<I>, new: impl Fn() -> Arc<Wrapped<I>>) -> Arc<Wrapped<I>> {
        let found = self.known.find_or_add(address(inner), &|| new());
        // Nothing else is in this registry.
        found.downcast().unwrap_or_else(|_| new())
    }

    /// Takes a wrapper out, unless its object has got another one since.
    pub(super) fn remove(&self, inner: &Arc<I>, wrapped: &Wrapped<I>) {
        self.known.remove(address(inner), std::ptr::from_ref(wrapped).addr());
    }
}

fn address<I: ?Sized>(object: &Arc<I>) -> usize {
    Arc::as_ptr(object).cast::<()>().addr()
}

type Wrapping = dyn Any + Send + Sync;

/// Wrappers of any interface: one map to compile, not one for each interface.
#[derive(Default)]
struct Known(Mutex<BTreeMap<usize, Weak<Wrapping>>>);

impl Known {
    fn find(&self, inner: usize) -> Option<Arc<Wrapping>> {
        self.by_inner().get(&inner)?.upgrade()
    }

    fn find_or_add(&self, inner: usize, new: &dyn Fn() -> Arc<Wrapping>) -> Arc<Wrapping> {
        let mut known = self.by_inner();
        known.get(&inner).and_then(Weak::upgrade).unwrap_or_else(|| {
            let wrapped = new();
            known.insert(inner, Arc::downgrade(&wrapped));
            wrapped
        })
    }

    fn remove(&self, inner: usize, wrapped: usize) {
        let mut known = self.by_inner();
        if known.get(&inner).is_some_and(|kept| kept.as_ptr().addr() == wrapped) {
            known.remove(&inner);
        }
    }

    fn by_inner(&self) -> MutexGuard<'_, BTreeMap<usize, Weak<Wrapping>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
