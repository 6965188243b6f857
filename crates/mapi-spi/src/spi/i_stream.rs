//! `ISequentialStream` and `IStream`: OLE's streams, as MAPI opens properties by.

use std::any::Any;
use std::sync::Arc;

use super::{OtherInterface, no_interface, no_support};
use crate::mapi::numbered::numbered;
use crate::mapi::{FileTime, MapiResult, MapiUid};

/// OLE's `ISequentialStream`: reading and writing at a position. No page of its own in MAPI.
///
/// Methods take `&self`, for a stream is shared as any object is; it keeps its position inside.
pub trait ISequentialStream: Any + Send + Sync {
    /// `ISequentialStream::Read`: fills `buffer` from the position on and answers how many bytes there
    /// were; fewer than asked for is the end (`S_FALSE` in OLE). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Read")]
    fn read(&self, buffer: &mut [u8]) -> MapiResult<usize> {
        no_support()
    }

    /// `ISequentialStream::Write`: writes at the position and answers how many bytes went in. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Write")]
    fn write(&self, data: &[u8]) -> MapiResult<usize> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(ISequentialStream);

/// OLE's `IStream`: what `OpenProperty` answers for `IID_IStream`.
pub trait IStream: ISequentialStream {
    /// `IStream::Seek`: moves the position and answers the new one, from the beginning. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Seek")]
    fn seek(&self, offset: i64, origin: SeekOrigin) -> MapiResult<u64> {
        no_support()
    }

    /// `IStream::SetSize`: cuts the stream or fills it up. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetSize")]
    fn set_size(&self, size: u64) -> MapiResult<()> {
        no_support()
    }

    /// `IStream::CopyTo`: copies up to `count` bytes to another stream's position and answers how many were
    /// read and written. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyTo")]
    fn copy_to(&self, destination: &Arc<dyn IStream>, count: u64) -> MapiResult<(u64, u64)> {
        no_support()
    }

    /// `IStream::Commit`: writes buffered changes. `flags`: OLE's `STGC_`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Commit")]
    fn commit(&self, flags: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IStream::Revert`: drops the changes of a transacted stream. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Revert")]
    fn revert(&self) -> MapiResult<()> {
        no_support()
    }

    /// `IStream::LockRegion`: `lock_type` is OLE's `LOCKTYPE`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "LockRegion")]
    fn lock_region(&self, offset: u64, count: u64, lock_type: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IStream::UnlockRegion`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "UnlockRegion")]
    fn unlock_region(&self, offset: u64, count: u64, lock_type: u32) -> MapiResult<()> {
        no_support()
    }

    /// `IStream::Stat`: name, size and times. `flags`: OLE's `STATFLAG`. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "Stat")]
    fn stat(&self, flags: u32) -> MapiResult<StreamStat> {
        no_support()
    }

    /// `IStream::Clone`: another stream object on the same bytes, with a position of its own. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "Clone")]
    fn clone_stream(&self) -> MapiResult<Arc<dyn IStream>> {
        no_support()
    }
}

debug_as_name!(IStream);

numbered! {
    /// Where `IStream::Seek` counts from: OLE's `STREAM_SEEK`.
    SeekOrigin {
        Set = STREAM_SEEK_SET, 0;
        Current = STREAM_SEEK_CUR, 1;
        End = STREAM_SEEK_END, 2;
    }
}

/// What `IStream::Stat` returns: OLE's `STATSTG`, as far as streams of properties fill it.
#[doc(alias = "STATSTG")]
#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct StreamStat {
    /// `pwcsName`: absent if not asked for.
    pub name: Option<String>,
    /// `cbSize`: bytes.
    pub size: u64,
    /// `mtime`: the last change.
    pub modified: Option<FileTime>,
    /// `grfMode`: the `STGM_` mode it was opened with.
    pub mode: u32,
}

impl StreamStat {
    /// A stream of this size in bytes, of which nothing else is said.
    #[must_use]
    pub fn of_size(size: u64) -> Self {
        Self { size, ..Self::default() }
    }
}
