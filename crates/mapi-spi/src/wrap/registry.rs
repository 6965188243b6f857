//! One wrapper for one object.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::wrapped::{Wrappable, Wrapped};

/// The wrappers of the objects of one interface, by where the inner object lives.
///
/// A wrapper holds its inner object, so an address means the same object as long as its wrapper is found here.
pub(super) struct Registry<I: Wrappable + ?Sized>(Mutex<BTreeMap<usize, Weak<Wrapped<I>>>>);

impl<I: Wrappable + ?Sized> Default for Registry<I> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<I: Wrappable + ?Sized> Registry<I> {
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
