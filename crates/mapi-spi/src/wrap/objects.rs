//! Wrappers for objects that somebody hands out himself, without a DLL around a DLL.

use std::sync::Arc;

use super::layer::Layer;
use super::overrides::Overrides;
use super::wrapped::Wrapper;
use crate::spi::{
    IAttach, IMAPIFolder, IMAPIStatus, IMAPITable, IMessage, IMsgStore, IProfSect, IStorage, IStream,
    MapiObject,
};

/// Hands out wrappers with a layer around each call on them.
///
/// Whatever comes out of a wrapped object is wrapped as well; what comes back as an argument is unwrapped. Sinks
/// and progress objects of the caller go in as they are, and windows so that the layer is told of dialogs. An object that is handed out again while its wrapper
/// lives is the same wrapper.
#[derive(Clone)]
pub struct ObjectWrapper {
    wrapper: Arc<Wrapper>,
}

/// A method for each interface.
macro_rules! wraps {
    ($($name:ident: $interface:ident,)+) => {
        impl ObjectWrapper {
            $(
                #[doc = concat!("The wrapper of an `", stringify!($interface), "`.")]
                #[must_use]
                pub fn $name(&self, object: Arc<dyn $interface>) -> Arc<dyn $interface> {
                    self.wrapper.$name(object)
                }
            )+
        }
    };
}

wraps! {
    store: IMsgStore,
    folder: IMAPIFolder,
    message: IMessage,
    attach: IAttach,
    table: IMAPITable,
    stream: IStream,
    storage: IStorage,
    status: IMAPIStatus,
    section: IProfSect,
}

impl ObjectWrapper {
    /// Wrappers with this layer.
    pub fn new(layer: impl Layer + 'static) -> Self {
        let overrides = Arc::new(Overrides::default());
        Self { wrapper: Wrapper::for_objects(&overrides, Arc::new(layer), Arc::default()) }
    }

    /// Wrappers with another layer for what is wrapped from now on. What has a wrapper keeps it.
    #[must_use]
    pub fn with_layer(&self, layer: impl Layer + 'static) -> Self {
        let Wrapper { overrides, registries, .. } = &*self.wrapper;
        Self { wrapper: Wrapper::for_objects(overrides, Arc::new(layer), Arc::clone(registries)) }
    }

    /// Wrappers for somebody else, who gets wrappers of his own. Objects of both are unwrapped by either.
    #[must_use]
    pub fn for_another_party(&self, layer: impl Layer + 'static) -> Self {
        Self { wrapper: Wrapper::for_objects(&self.wrapper.overrides, Arc::new(layer), Arc::default()) }
    }

    /// The store object inside a wrapper; any other as it is.
    #[must_use]
    pub fn inner_store(&self, object: &Arc<dyn IMsgStore>) -> Arc<dyn IMsgStore> {
        self.wrapper.bare(object)
    }

    /// The wrapper of an object of any kind, if the kind has one.
    #[must_use]
    pub fn object(&self, object: MapiObject) -> MapiObject {
        if let MapiObject::ProfileSection(section) = object {
            return MapiObject::ProfileSection(self.section(section));
        }
        self.wrapper.outward(object)
    }
}
