//! The methods of `ISequentialStream` and `IStream`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_sequential_stream_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 Read = read(buffer: &mut [u8] => buffer) -> usize;
        4 Write = write(data: &[u8]) -> usize;
    } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! i_stream_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        5 Seek = seek(offset: i64, origin: SeekOrigin) -> u64;
        6 SetSize = set_size(size: u64) -> ();
        7 CopyTo = copy_to(destination: &Arc<dyn IStream> => stream, count: u64) -> (u64, u64);
        8 Commit = commit(flags: u32) -> ();
        9 Revert = revert() -> ();
        10 LockRegion = lock_region(offset: u64, count: u64, lock_type: u32) -> ();
        11 UnlockRegion = unlock_region(offset: u64, count: u64, lock_type: u32) -> ();
        12 Stat = stat(flags: u32) -> StreamStat;
        13 Clone = clone_stream() -> Arc<dyn IStream> => stream;
    } };
}
