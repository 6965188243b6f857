//! A stream that is written.

use std::sync::{Arc, Mutex, PoisonError};

use crate::mapi::{HResult, MapiResult};
use crate::spi::{ISequentialStream, IStream, SeekOrigin, StreamStat};
use crate::unwind::in_destructor;

/// `STG_E_INVALIDFUNCTION`, a code of OLE: a position before the beginning.
const STG_E_INVALIDFUNCTION: HResult = HResult::from_raw(0x8003_0001);
/// `STG_E_MEDIUMFULL`, a code of OLE: more than memory can hold.
const STG_E_MEDIUMFULL: HResult = HResult::from_raw(0x8003_0070);
/// The longest stream: no property holds more, and whoever asks for more by mistake does not get all memory.
const LONGEST: usize = 0x7FFF_FFFF;
/// `STGM_READWRITE`, a mode of OLE.
const STGM_READWRITE: u32 = 2;

/// Where the bytes go.
type Keep = Box<dyn Fn(&[u8]) -> MapiResult<()> + Send + Sync>;

/// An `IStream` for reading and writing over bytes in memory.
///
/// `Commit` hands the bytes to a function, and so does the last release if something was written since. Writing behind
/// the end makes the stream longer, up to 2 gigabytes. Locking, `Revert` and `Clone` are refused.
///
/// ```
/// use std::sync::{Arc, Mutex};
///
/// use mapi_spi::memory::EditStream;
/// use mapi_spi::spi::{ISequentialStream, IStream};
///
/// let kept = Arc::new(Mutex::new(Vec::new()));
/// let target = Arc::clone(&kept);
/// let stream = EditStream::new(Vec::new(), move |bytes: &[u8]| {
///     *target.lock().unwrap() = bytes.to_vec();
///     Ok(())
/// });
/// stream.write(b"abc")?;
/// stream.commit(0)?;
/// assert_eq!(*kept.lock().unwrap(), b"abc");
/// # Ok::<(), mapi_spi::mapi::MapiError>(())
/// ```
// [PROP-32]
pub struct EditStream {
    keep: Keep,
    state: Mutex<State>,
}

struct State {
    bytes: Vec<u8>,
    position: usize,
    changed: bool,
}

impl EditStream {
    /// A stream over `bytes` that stands at the beginning; `keep` is called without a lock.
    pub fn new(bytes: Vec<u8>, keep: impl Fn(&[u8]) -> MapiResult<()> + Send + Sync + 'static) -> Self {
        Self { keep: Box::new(keep), state: Mutex::new(State { bytes, position: 0, changed: false }) }
    }

    /// Stands at the end, as a stream opened with `STREAM_APPEND` does.
    #[must_use]
    pub fn at_end(self) -> Self {
        self.with(|state| state.position = state.bytes.len());
        self
    }

    fn with<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep_changes(&self) -> MapiResult<()> {
        let changed = self.with(|state| std::mem::take(&mut state.changed).then(|| state.bytes.clone()));
        changed.map_or(Ok(()), |bytes| (self.keep)(&bytes))
    }
}

impl Drop for EditStream {
    fn drop(&mut self) {
        // A release has no answer that could tell of a failure.
        in_destructor(|| drop(self.keep_changes()));
    }
}

impl ISequentialStream for EditStream {
    fn read(&self, buffer: &mut [u8]) -> MapiResult<usize> {
        self.with(|state| {
            let rest = state.bytes.get(state.position..).unwrap_or_default();
            let taken = rest.len().min(buffer.len());
            for (place, byte) in buffer.iter_mut().zip(rest) {
                *place = *byte;
            }
            state.position += taken;
            Ok(taken)
        })
    }

    fn write(&self, data: &[u8]) -> MapiResult<usize> {
        self.with(|state| {
            let end = state.position.checked_add(data.len()).filter(|end| *end <= LONGEST);
            let end = end.ok_or(STG_E_MEDIUMFULL)?;
            if state.bytes.len() < end {
                state.bytes.resize(end, 0);
            }
            if let Some(places) = state.bytes.get_mut(state.position..end) {
                places.copy_from_slice(data);
            }
            state.position = end;
            state.changed = true;
            Ok(data.len())
        })
    }
}

impl IStream for EditStream {
    fn seek(&self, offset: i64, origin: SeekOrigin) -> MapiResult<u64> {
        self.with(|state| {
            let from = match origin {
                SeekOrigin::Set => 0,
                SeekOrigin::Current => wide(state.position),
                SeekOrigin::End => wide(state.bytes.len()),
                SeekOrigin::Other(_) => return Err(STG_E_INVALIDFUNCTION.into()),
            };
            let to = from.checked_add_signed(offset).ok_or(STG_E_INVALIDFUNCTION)?;
            state.position = usize::try_from(to).map_err(|_| STG_E_INVALIDFUNCTION)?;
            Ok(to)
        })
    }

    fn set_size(&self, size: u64) -> MapiResult<()> {
        let size = usize::try_from(size).ok().filter(|size| *size <= LONGEST).ok_or(STG_E_MEDIUMFULL)?;
        self.with(|state| {
            state.bytes.resize(size, 0);
            state.changed = true;
        });
        Ok(())
    }

    fn copy_to(&self, destination: &Arc<dyn IStream>, count: u64) -> MapiResult<(u64, u64)> {
        // The other stream may be a foreign object, so it is not written to under the lock.
        let taken = self.with(|state| {
            let rest = state.bytes.get(state.position..).unwrap_or_default();
            let count = rest.len().min(usize::try_from(count).unwrap_or(usize::MAX));
            let taken = rest.get(..count).unwrap_or_default().to_vec();
            state.position += count;
            taken
        });
        let written = destination.write(&taken)?;
        Ok((wide(taken.len()), wide(written)))
    }

    fn commit(&self, _flags: u32) -> MapiResult<()> {
        self.keep_changes()
    }

    fn stat(&self, _flags: u32) -> MapiResult<StreamStat> {
        let size = self.with(|state| wide(state.bytes.len()));
        Ok(StreamStat { size, mode: STGM_READWRITE, ..StreamStat::default() })
    }
}

fn wide(size: usize) -> u64 {
    u64::try_from(size).unwrap_or(u64::MAX)
}
