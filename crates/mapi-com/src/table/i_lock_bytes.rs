//! The rows of `ILockBytes`.

use super::scope::*;

rows! {
    ILockBytes, fill_i_lock_bytes;
    hand { Stat: stat_slot; }
    also {
        fn stat(&self, flags: u32) -> MapiResult<StreamStat> {
            super::stat::ask(self.cx(), self.pointer(), methods::ILockBytes::Stat, flags)
        }

        fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
            self.query_other(interface)
        }
    }
    ReadAt = read_at(offset: u64, buffer: &mut [u8]) -> plain usize {
        in from: word [ulOffset: u64] = offset;
        in room: buffer [pv: *mut c_void, cb: u32] = buffer;
        out count: optional_number<u32> [pcbRead: *mut u32];
        call(o) o.read_at(from, room);
        as read => (args::length(read)?) from args::size(count);
    }
    WriteAt = write_at(offset: u64, data: &[u8]) -> plain usize {
        in to: word [ulOffset: u64] = offset;
        in bytes: data [pv: *const c_void, cb: u32] = data;
        out count: optional_number<u32> [pcbWritten: *mut u32];
        call(o) o.write_at(to, &bytes);
        as written => (args::length(written)?) from args::size(count);
    }
    Flush = flush() -> plain () {
        call(o) o.flush();
    }
    SetSize = set_size(size: u64) -> plain () {
        in bytes: word [cb: u64] = size;
        call(o) o.set_size(bytes);
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
}

/// `Stat`, whose structure the caller has room for.
unsafe extern "system" fn stat_slot<I: ?Sized + Exported + ILockBytes>(
    this: Unknown,
    place: *mut StatStg,
    flags: u32,
) -> u32 {
    serve::<I>(this, methods::ILockBytes::Stat, |o| {
        // SAFETY: the caller passes what the method's page asks for.
        unsafe { super::stat::answer(place, flags, |flags| o.stat(flags)) }
    })
}
