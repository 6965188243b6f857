//! Storages.

use std::sync::Arc;

use super::provider_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends storages of the provider.
    BendStorage of IStorage, provider_side storage;
    IStorage {
        create_stream(name: &str, mode: u32) -> Arc<dyn IStream> => stream;
        open_stream(name: &str, mode: u32) -> Arc<dyn IStream> => stream;
        create_storage(name: &str, mode: u32) -> Arc<dyn IStorage> => storage;
        open_storage(name: &str, mode: u32) -> Arc<dyn IStorage> => storage;
        commit(flags: u32) -> ();
        revert() -> ();
        enum_elements() -> Vec<StorageElement>;
        destroy_element(name: &str) -> ();
        rename_element(old_name: &str, new_name: &str) -> ();
        set_class(class: &MapiUid) -> ();
    }
}
