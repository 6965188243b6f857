//! The methods of `ILockBytes`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_lock_bytes_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 ReadAt = read_at(offset: u64, buffer: &mut [u8] => buffer) -> usize;
        4 WriteAt = write_at(offset: u64, data: &[u8]) -> usize;
        5 Flush = flush() -> ();
        6 SetSize = set_size(size: u64) -> ();
        7 LockRegion = lock_region(offset: u64, count: u64, lock_type: u32) -> ();
        8 UnlockRegion = unlock_region(offset: u64, count: u64, lock_type: u32) -> ();
        9 Stat = stat(flags: u32) -> StreamStat;
    } };
}
