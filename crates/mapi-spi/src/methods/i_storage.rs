//! The methods of `IStorage`.

#[doc(hidden)]
#[macro_export]
macro_rules! i_storage_rows {
    ($then:ident! $($head:tt)*) => { $then! { $($head)*
        3 CreateStream = create_stream(name: &str, mode: u32) -> Arc<dyn IStream> => stream;
        4 OpenStream = open_stream(name: &str, mode: u32) -> Arc<dyn IStream> => stream;
        5 CreateStorage = create_storage(name: &str, mode: u32) -> Arc<dyn IStorage> => storage;
        6 OpenStorage = open_storage(name: &str, mode: u32) -> Arc<dyn IStorage> => storage;
        7 CopyTo;
        8 MoveElementTo;
        9 Commit = commit(flags: u32) -> ();
        10 Revert = revert() -> ();
        11 EnumElements = enum_elements() -> Vec<StorageElement>;
        12 DestroyElement = destroy_element(name: &str) -> ();
        13 RenameElement = rename_element(old_name: &str, new_name: &str) -> ();
        14 SetElementTimes;
        15 SetClass = set_class(class: &MapiUid) -> ();
        16 SetStateBits;
        17 Stat;
    } };
}
