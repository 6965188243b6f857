//! An object of the wrapper around an object of its provider or of MAPI.

use std::any::Any;
use std::sync::Arc;

use super::overrides::Overrides;
use super::registry::Registry;
use crate::mapi::MapiResult;
use crate::mapi::codes::MAPI_E_INVALID_OBJECT;
use crate::spi::{IMSLogon, IMsgStore};

/// What the objects around one provider object share.
pub(super) struct Wrapper {
    pub(super) overrides: Arc<Overrides>,
    pub(super) stores: Registry<dyn IMsgStore>,
    pub(super) logons: Registry<dyn IMSLogon>,
}

impl Wrapper {
    pub(super) fn new(overrides: &Arc<Overrides>) -> Arc<Self> {
        Arc::new(Self {
            overrides: Arc::clone(overrides),
            stores: Registry::default(),
            logons: Registry::default(),
        })
    }

    /// The object inside, if `object` is a wrapper made with the same overrides; else the object itself.
    pub(super) fn bare<I: Wrappable + ?Sized>(&self, object: &Arc<I>) -> Arc<I> {
        self.inside(object.as_any()).unwrap_or_else(|| Arc::clone(object))
    }

    pub(super) fn inside<I: Wrappable + ?Sized>(&self, object: &dyn Any) -> Option<Arc<I>> {
        let wrapped = object.downcast_ref::<Wrapped<I>>()?;
        // Another session of the same DLL has another `Wrapper`, but its objects are the inner provider's, too.
        wrapped.inner.clone().filter(|_| Arc::ptr_eq(&wrapped.wrapper.overrides, &self.overrides))
    }
}

/// An interface that has a wrapper.
pub(super) trait Wrappable: 'static {
    fn as_any(&self) -> &dyn Any;

    /// Where the wrappers are found again, if the identity of objects counts.
    fn registry(wrapper: &Wrapper) -> Option<&Registry<Self>> {
        let _ = wrapper;
        None
    }

    /// The wrapper is gone.
    fn released(wrapper: &Wrapper, inner: Arc<Self>);
}

/// The wrapper object of an interface.
pub(super) struct Wrapped<I: Wrappable + ?Sized> {
    wrapper: Arc<Wrapper>,
    /// Present until the wrapper is dropped.
    inner: Option<Arc<I>>,
}

impl<I: Wrappable + ?Sized> Wrapped<I> {
    /// The wrapper of `inner`: the one there is, where identity counts, else a new one.
    pub(super) fn around(wrapper: &Arc<Wrapper>, inner: Arc<I>) -> Arc<Self> {
        let new = || Arc::new(Self { wrapper: Arc::clone(wrapper), inner: Some(Arc::clone(&inner)) });
        match I::registry(wrapper) {
            Some(registry) => registry.find_or_add(&inner, new),
            None => new(),
        }
    }

    pub(super) const fn wrapper(&self) -> &Arc<Wrapper> {
        &self.wrapper
    }

    pub(super) fn inner(&self) -> MapiResult<&I> {
        self.inner.as_deref().ok_or_else(|| MAPI_E_INVALID_OBJECT.into())
    }
}

impl<I: Wrappable + ?Sized> Drop for Wrapped<I> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else { return };
        // First, for what the inner object does when it is released may ask for the same object again.
        if let Some(registry) = I::registry(&self.wrapper) {
            registry.remove(&inner, self);
        }
        I::released(&self.wrapper, inner);
    }
}
