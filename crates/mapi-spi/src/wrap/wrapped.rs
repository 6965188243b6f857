//! An object of the wrapper around an object of its provider or of MAPI.

use std::any::Any;
use std::sync::Arc;

use super::layer::{Call, Filled, Layer};
use super::overrides::Overrides;
use super::registry::{Registries, Registry};
use crate::mapi::MapiResult;
use crate::mapi::codes::MAPI_E_INVALID_OBJECT;
use crate::methods::{Interface, Method, ObjectNo, Show, Values};
use crate::spi::{Dialog, DialogAnswer};
use crate::unwind::Pieces;

/// What the objects around one provider object share.
pub(crate) struct Wrapper {
    pub(super) overrides: Arc<Overrides>,
    layer: Option<Arc<dyn Layer>>,
    /// Whether sinks and progress objects that go in are wrapped.
    pub(super) wraps_arguments: bool,
    pub(super) registries: Arc<Registries>,
}

impl Wrapper {
    pub(super) fn new(overrides: &Arc<Overrides>) -> Arc<Self> {
        let (layer, registries) = (overrides.layer.clone(), Arc::default());
        Arc::new(Self { overrides: Arc::clone(overrides), layer, wraps_arguments: true, registries })
    }

    pub(super) fn for_objects(
        overrides: &Arc<Overrides>,
        layer: Arc<dyn Layer>,
        registries: Arc<Registries>,
    ) -> Arc<Self> {
        let (overrides, layer) = (Arc::clone(overrides), Some(layer));
        Arc::new(Self { overrides, layer, wraps_arguments: false, registries })
    }

    /// Tells the layer of a dialog that was shown.
    pub(super) fn tell_dialog(&self, dialog: &Dialog, answer: &DialogAnswer) {
        if let Some(layer) = &self.layer {
            layer.dialog(dialog, answer);
        }
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
pub(crate) trait Wrappable: Send + Sync + 'static {
    const INTERFACE: Interface;

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
    /// The number that the layer gave it.
    number: u32,
    /// Present until the wrapper is dropped.
    inner: Option<Arc<I>>,
}

impl<I: Wrappable + ?Sized> Wrapped<I> {
    /// The wrapper of `inner`: the one there is, where identity counts, else a new one.
    pub(super) fn around(wrapper: &Arc<Wrapper>, inner: Arc<I>) -> Arc<Self> {
        let registry = I::registry(wrapper);
        if let Some(known) = registry.and_then(|registry| registry.find(&inner)) {
            return known;
        }
        // The layer is somebody else's code, so it is asked without the lock of the registry.
        let number = wrapper.layer.as_ref().map_or(0, |layer| layer.number(I::INTERFACE));
        let new = || Arc::new(Self { wrapper: Arc::clone(wrapper), number, inner: Some(Arc::clone(&inner)) });
        match registry {
            Some(registry) => registry.find_or_add(&inner, new),
            None => new(),
        }
    }

    pub(super) const fn wrapper(&self) -> &Arc<Wrapper> {
        &self.wrapper
    }

    const fn object(&self) -> ObjectNo {
        ObjectNo { interface: I::INTERFACE, number: self.number }
    }

    /// A call as the layer is told of it, if there is one.
    pub(super) fn call(&self, method: Method, show: &dyn Fn(&mut Values)) -> Option<Call> {
        let layer = self.wrapper.layer.as_ref()?;
        Some(Call::new(self.object(), method, layer.detail(), show))
    }

    /// Makes a call, with the layer around it if there is one.
    pub(super) fn through<R: Show>(
        &self,
        call: Option<Call>,
        make: impl FnOnce() -> MapiResult<R>,
    ) -> MapiResult<R> {
        self.filling(call, &Filled::default(), make)
    }

    /// The same for a call that may fill a buffer of the caller's.
    pub(super) fn filling<R: Show>(
        &self,
        call: Option<Call>,
        filled: &Filled,
        make: impl FnOnce() -> MapiResult<R>,
    ) -> MapiResult<R> {
        match (call, &self.wrapper.layer) {
            (Some(call), Some(layer)) => {
                let mut make = Some(make);
                call.through(&**layer, filled, &mut || make.take().map(|make| make()))
            }
            _ => make(),
        }
    }

    /// What a call is going to fill.
    pub(super) fn filled(&self) -> Filled {
        self.wrapper.layer.as_ref().map_or_else(Filled::default, |layer| Filled::new(layer.detail()))
    }

    /// The inner object with its references, unless it has been released.
    pub(super) const fn whole_inner(&self) -> Option<&Arc<I>> {
        self.inner.as_ref()
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
        let mut pieces = Pieces::default();
        if let Some(layer) = &self.wrapper.layer {
            pieces.run(|| layer.released(self.object()));
        }
        pieces.run(|| I::released(&self.wrapper, inner));
        pieces.end();
    }
}

/// The number that a layer gave the wrapper which this object is; 0 for another object.
pub(crate) fn number_of<I: Wrappable + ?Sized>(object: &I) -> u32 {
    object.as_any().downcast_ref::<Wrapped<I>>().map_or(0, |wrapped| wrapped.number)
}
