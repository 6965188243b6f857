//! All reference stores there are: the disk of the simulated machine.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::disk::StoreFile;
use super::spec::StoreSpec;

/// The stores that the reference provider can open, by name without regard to case.
///
/// A clone is the same catalogue, and so all sessions see the changes of each. Of two stores with one name the later one
/// counts.
#[derive(Clone, Debug)]
pub struct StoreCatalogue {
    stores: Arc<BTreeMap<String, Arc<StoreFile>>>,
}

impl StoreCatalogue {
    /// A catalogue of these stores.
    #[must_use]
    pub fn new(stores: impl IntoIterator<Item = StoreSpec>) -> Self {
        let stores =
            stores.into_iter().map(|spec| (key(&spec.described.name), Arc::new(StoreFile::new(spec))));
        Self { stores: Arc::new(stores.collect()) }
    }

    /// Makes a store unreachable, as if the network were down, or reachable again. Meanwhile logons to it fail; one that
    /// is open answers `MAPI_E_NETWORK_ERROR` and says so in its status row, from the next call on it. A name that no
    /// store has changes nothing.
    pub fn set_offline(&self, name: &str, offline: bool) {
        if let Some(file) = self.find(name) {
            file.set_offline(offline);
        }
    }

    pub(super) fn find(&self, name: &str) -> Option<Arc<StoreFile>> {
        self.stores.get(&key(name)).cloned()
    }
}

fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}
