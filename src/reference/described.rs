//! What is in a store, shared by all that look like it when they are new.

use std::sync::{Arc, OnceLock};

use super::disk::StoreData;
use super::folder_spec::FolderSpec;
use super::spec::{MessageSpec, StandardFolder};

/// A store as a test describes it, and the data of a new one once there is one.
#[derive(Debug)]
pub(super) struct Described {
    pub(super) name: String,
    pub(super) password: Option<String>,
    pub(super) messages: Vec<(StandardFolder, MessageSpec)>,
    pub(super) folders: Vec<FolderSpec>,
    /// To copy this takes less than to make it.
    new_store: OnceLock<StoreData>,
}

impl Described {
    pub(super) const fn new(name: String) -> Self {
        Self { name, password: None, messages: Vec::new(), folders: Vec::new(), new_store: OnceLock::new() }
    }

    /// The description for a change of it. Copies and the stores that are made of them stay as they are.
    pub(super) fn change(shared: &mut Arc<Self>) -> &mut Self {
        let own = Arc::make_mut(shared);
        own.new_store = OnceLock::new();
        own
    }

    /// The data of a store that looks like this.
    pub(super) fn fill(shared: Arc<Self>) -> StoreData {
        match Arc::try_unwrap(shared) {
            Ok(own) => StoreData::new(own),
            Err(shared) => shared.new_store.get_or_init(|| StoreData::new(Self::clone(&shared))).clone(),
        }
    }
}

/// A copy is made to be changed or used up: it does without the data.
impl Clone for Described {
    fn clone(&self) -> Self {
        Self {
            name: self.name.clone(),
            password: self.password.clone(),
            messages: self.messages.clone(),
            folders: self.folders.clone(),
            new_store: OnceLock::new(),
        }
    }
}
