//! `ILockBytes`: OLE's arrays of bytes, as storages lie on.

use std::any::Any;
use std::sync::Arc;

use super::{OtherInterface, StreamStat, no_interface, no_support};
use crate::mapi::{MapiResult, MapiUid};

/// OLE's `ILockBytes`: an array of bytes that is read and written at any place. No page of its own in MAPI.
///
/// [`IMAPISupport::i_storage_from_stream`](super::IMAPISupport::i_storage_from_stream) makes a storage on one. An object
/// that has the interface gives it by `other_interface`, see [`OtherInterface`].
pub trait ILockBytes: Any + Send + Sync {
    /// `ILockBytes::ReadAt`: fills `buffer` from `offset` on and answers how many bytes there were. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "ReadAt")]
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> MapiResult<usize> {
        no_support()
    }

    /// `ILockBytes::WriteAt`: writes at `offset` and answers how many bytes went in. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "WriteAt")]
    fn write_at(&self, offset: u64, data: &[u8]) -> MapiResult<usize> {
        no_support()
    }

    /// `ILockBytes::Flush`: writes what is buffered. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Flush")]
    fn flush(&self) -> MapiResult<()> {
        no_support()
    }

    /// `ILockBytes::SetSize`: cuts the array or fills it up. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetSize")]
    fn set_size(&self, size: u64) -> MapiResult<()> {
        no_support()
    }

    /// `ILockBytes::LockRegion`: `lock_type` is OLE's `LOCKTYPE`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "LockRegion")]
    fn lock_region(&self, offset: u64, count: u64, lock_type: u32) -> MapiResult<()> {
        no_support()
    }

    /// `ILockBytes::UnlockRegion`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "UnlockRegion")]
    fn unlock_region(&self, offset: u64, count: u64, lock_type: u32) -> MapiResult<()> {
        no_support()
    }

    /// `ILockBytes::Stat`: name, size and times. `flags`: OLE's `STATFLAG`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Stat")]
    fn stat(&self, flags: u32) -> MapiResult<StreamStat> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(ILockBytes);
