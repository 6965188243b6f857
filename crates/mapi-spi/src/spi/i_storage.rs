//! `IStorage`: OLE's storages, as attached OLE objects are kept in.

use std::any::Any;
use std::sync::Arc;

use super::{IStream, OtherInterface, no_interface, no_support};
use crate::mapi::{MapiResult, MapiUid};

/// OLE's `IStorage`: streams and storages by name. What `OpenProperty` answers for `IID_IStorage`.
///
/// Names are Unicode always; `mode` is OLE's `STGM_`. What no MAPI page speaks of (`CopyTo`,
/// `MoveElementTo`, `SetElementTimes`, `SetStateBits`, `Stat`, `snbExclude`) is left out.
pub trait IStorage: Any + Send + Sync {
    /// `IStorage::CreateStream`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateStream")]
    fn create_stream(&self, name: &str, mode: u32) -> MapiResult<Arc<dyn IStream>> {
        no_support()
    }

    /// `IStorage::OpenStream`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenStream")]
    fn open_stream(&self, name: &str, mode: u32) -> MapiResult<Arc<dyn IStream>> {
        no_support()
    }

    /// `IStorage::CreateStorage`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CreateStorage")]
    fn create_storage(&self, name: &str, mode: u32) -> MapiResult<Arc<dyn IStorage>> {
        no_support()
    }

    /// `IStorage::OpenStorage`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenStorage")]
    fn open_storage(&self, name: &str, mode: u32) -> MapiResult<Arc<dyn IStorage>> {
        no_support()
    }

    /// `IStorage::Commit`. `flags`: OLE's `STGC_`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Commit")]
    fn commit(&self, flags: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IStorage::Revert`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Revert")]
    fn revert(&self) -> MapiResult<()> {
        no_support()
    }

    /// `IStorage::EnumElements`: what is in the storage, in one list. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "EnumElements")]
    fn enum_elements(&self) -> MapiResult<Vec<StorageElement>> {
        no_support()
    }

    /// `IStorage::DestroyElement`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "DestroyElement")]
    fn destroy_element(&self, name: &str) -> MapiResult<()> {
        no_support()
    }

    /// `IStorage::RenameElement`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "RenameElement")]
    fn rename_element(&self, old_name: &str, new_name: &str) -> MapiResult<()> {
        no_support()
    }

    /// `IStorage::SetClass`: the class of the object kept in the storage. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetClass")]
    fn set_class(&self, class: &MapiUid) -> MapiResult<()> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IStorage);

/// One element of a storage.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct StorageElement {
    /// Its name.
    pub name: String,
    /// Whether it is a storage; a stream otherwise.
    pub is_storage: bool,
    /// The bytes of a stream, 0 for a storage.
    pub size: u64,
}

impl StorageElement {
    /// A stream of this size in bytes.
    pub fn stream(name: impl Into<String>, size: u64) -> Self {
        Self { name: name.into(), is_storage: false, size }
    }

    /// A storage.
    pub fn storage(name: impl Into<String>) -> Self {
        Self { name: name.into(), is_storage: true, size: 0 }
    }
}
