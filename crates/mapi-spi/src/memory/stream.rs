//! A stream over bytes that are there already.

use std::sync::{Arc, Mutex, PoisonError};

use crate::mapi::{HResult, MapiResult};
use crate::spi::{ISequentialStream, IStream, SeekOrigin, StreamStat};

/// `STG_E_ACCESSDENIED`, a code of OLE: the stream is open for reading.
// [PROP-32]
const STG_E_ACCESSDENIED: HResult = HResult::from_raw(0x8003_0005);
/// `STG_E_INVALIDFUNCTION`, a code of OLE: a position before the beginning.
const STG_E_INVALIDFUNCTION: HResult = HResult::from_raw(0x8003_0001);
/// How much `CopyTo` hands over at once.
const BLOCK: usize = 4096;

/// An `IStream` for reading over bytes in memory. Locking, transactions and writing are refused.
#[derive(Debug)]
pub struct MemoryStream {
    bytes: Arc<[u8]>,
    position: Mutex<u64>,
}

impl MemoryStream {
    /// A stream that stands at the beginning.
    #[must_use]
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { bytes: bytes.into(), position: Mutex::new(0) }
    }

    /// The same, ready to be returned by a method.
    #[must_use]
    pub fn shared(bytes: impl Into<Arc<[u8]>>) -> Arc<dyn IStream> {
        Arc::new(Self::new(bytes))
    }

    fn size(&self) -> u64 {
        u64::try_from(self.bytes.len()).unwrap_or(u64::MAX)
    }

    /// What lies from the position on, at most `count` bytes, and moves on.
    fn take(&self, count: usize) -> &[u8] {
        let mut position = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        let from = usize::try_from(*position).unwrap_or(usize::MAX);
        let rest = self.bytes.get(from..).unwrap_or_default();
        let taken = rest.get(..count).unwrap_or(rest);
        *position = position.saturating_add(u64::try_from(taken.len()).unwrap_or(u64::MAX));
        taken
    }
}

impl ISequentialStream for MemoryStream {
    fn read(&self, buffer: &mut [u8]) -> MapiResult<usize> {
        let taken = self.take(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(taken) {
            *place = *byte;
        }
        Ok(taken.len())
    }

    fn write(&self, _data: &[u8]) -> MapiResult<usize> {
        Err(STG_E_ACCESSDENIED.into())
    }
}

impl IStream for MemoryStream {
    fn seek(&self, offset: i64, origin: SeekOrigin) -> MapiResult<u64> {
        let mut position = self.position.lock().unwrap_or_else(PoisonError::into_inner);
        let from = match origin {
            SeekOrigin::Set => 0,
            SeekOrigin::Current => *position,
            SeekOrigin::End => self.size(),
            SeekOrigin::Other(_) => return Err(STG_E_INVALIDFUNCTION.into()),
        };
        // A position behind the end is allowed; nothing is read there.
        *position = from.checked_add_signed(offset).ok_or(STG_E_INVALIDFUNCTION)?;
        Ok(*position)
    }

    fn set_size(&self, _size: u64) -> MapiResult<()> {
        Err(STG_E_ACCESSDENIED.into())
    }

    fn copy_to(&self, destination: &Arc<dyn IStream>, count: u64) -> MapiResult<(u64, u64)> {
        let (mut read, mut written) = (0, 0);
        while read < count {
            let block = self.take(usize::try_from(count - read).unwrap_or(usize::MAX).min(BLOCK));
            if block.is_empty() {
                break;
            }
            read = read.saturating_add(u64::try_from(block.len()).unwrap_or(u64::MAX));
            let taken = destination.write(block)?;
            written = u64::saturating_add(written, u64::try_from(taken).unwrap_or(u64::MAX));
        }
        Ok((read, written))
    }

    fn stat(&self, _flags: u32) -> MapiResult<StreamStat> {
        Ok(StreamStat { size: self.size(), ..StreamStat::default() })
    }

    fn clone_stream(&self) -> MapiResult<Arc<dyn IStream>> {
        let position = *self.position.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::new(Self { bytes: Arc::clone(&self.bytes), position: Mutex::new(position) }))
    }
}
