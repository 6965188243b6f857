//! The rows of `ISequentialStream` and `IStream`.

use super::scope::*;

rows! {
    ISequentialStream, fill_i_sequential_stream;
    hand {}
    also {
        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    Read = read(buffer: &mut [u8]) -> plain usize {
        in room: buffer [pv: *mut c_void, cb: u32] = buffer;
        out count: optional_number<u32> [pcbRead: *mut u32];
        call(o) o.read(room);
        as read => (args::length(read)?) from args::size_within(AT, count, buffer.len());
    }
    Write = write(data: &[u8]) -> plain usize {
        in bytes: data [pv: *const c_void, cb: u32] = data;
        out count: optional_number<u32> [pcbWritten: *mut u32];
        call(o) o.write(&bytes);
        as written => (args::length(written)?) from args::size_within(AT, count, data.len());
    }
}

rows! {
    IStream, fill_i_stream;
    hand { Stat: stat_slot; }
    also {
        fn stat(&self, flags: u32) -> MapiResult<StreamStat> {
            super::stat::ask(self.cx(), self.pointer(), methods::IStream::Stat, flags)
        }
    }
    Seek = seek(offset: i64, origin: SeekOrigin) -> plain u64 {
        in by: word [dlibMove: i64] = offset;
        in from: word [dwOrigin: u32] = origin.raw();
        out place: optional_number<u64> [plibNewPosition: *mut u64];
        call(o) o.seek(by, SeekOrigin::from_raw(from));
    }
    SetSize = set_size(size: u64) -> plain () {
        in bytes: word [libNewSize: u64] = size;
        call(o) o.set_size(bytes);
    }
    CopyTo = copy_to(destination: &Arc<dyn IStream>, count: u64) -> plain (u64, u64) {
        in target: object<dyn IStream> [pstm: *mut c_void] = destination;
        in bytes: word [cb: u64] = count;
        out read: optional_number<u64> [pcbRead: *mut u64];
        out written: optional_number<u64> [pcbWritten: *mut u64];
        call(o) o.copy_to(&target, bytes);
        as copied => (copied.0, copied.1) from (read, written);
    }
    Commit = commit(flags: u32) -> plain () {
        in bits: word [grfCommitFlags: u32] = flags;
        call(o) o.commit(bits);
    }
    Revert = revert() -> plain () {
        call(o) o.revert();
    }
    LockRegion = lock_region(offset: u64, count: u64, lock_type: u32) -> plain () {
        in from: word [libOffset: u64] = offset;
        in bytes: word [cb: u64] = count;
        in kind: word [dwLockType: u32] = lock_type;
        call(o) o.lock_region(from, bytes, kind);
    }
    UnlockRegion = unlock_region(offset: u64, count: u64, lock_type: u32) -> plain () {
        in from: word [libOffset: u64] = offset;
        in bytes: word [cb: u64] = count;
        in kind: word [dwLockType: u32] = lock_type;
        call(o) o.unlock_region(from, bytes, kind);
    }
    Clone = clone_stream() -> plain Arc<dyn IStream> {
        out copy: object<dyn IStream> [ppstm: Place];
        call(o) o.clone_stream();
    }
}

/// `Stat`, whose structure the caller has room for.
unsafe extern "system" fn stat_slot<I: ?Sized + Exported + IStream>(
    this: Unknown,
    place: *mut StatStg,
    flags: u32,
) -> u32 {
    // SAFETY: the caller passes what the method's page asks for.
    serve::<I>(this, methods::IStream::Stat, |o| unsafe {
        super::stat::answer(place, flags, |flags| o.stat(flags))
    })
}
