//! Streams.

use std::sync::Arc;

use super::provider_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends streams of the provider.
    BendStream of IStream, provider_side stream;
    ISequentialStream {
        read(buffer: &mut [u8]) -> usize;
        write(data: &[u8]) -> usize;
    }
    IStream {
        seek(offset: i64, origin: SeekOrigin) -> u64;
        set_size(size: u64) -> ();
        copy_to(destination: &dyn IStream => stream, count: u64) -> (u64, u64);
        commit(flags: u32) -> ();
        revert() -> ();
        lock_region(offset: u64, count: u64, lock_type: u32) -> ();
        unlock_region(offset: u64, count: u64, lock_type: u32) -> ();
        stat(flags: u32) -> StreamStat;
        clone_stream() -> Arc<dyn IStream> => stream;
    }
}
