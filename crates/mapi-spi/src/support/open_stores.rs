//! Which stores are open on a provider object.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The open stores of one provider object, by whatever tells them apart.
///
/// `Logon` looks here first: for a store that is open it answers the same store object again, and no logon object
/// \[LOAD-21\] \[LOAD-23\]. A list knows where objects are and does not keep them, for the client's references end a store.
/// Stores of the client and of the spooler are in lists of their own. Page: `imsprovider-logon`.
///
/// ```
/// use mapi_spi::support::OpenStores;
///
/// struct Store;
///
/// let open = OpenStores::<String, Store>::default();
/// let store = open.add("one".to_owned(), Store);
/// assert!(open.find("one").is_some());
/// drop(store);
/// assert!(open.find("one").is_none());
/// ```
pub struct OpenStores<K, S>(Mutex<Known<K, S>>);

struct Known<K, S> {
    stores: BTreeMap<K, Weak<S>>,
    /// How many entries may be there before those of stores that have gone are taken out.
    limit: usize,
}

impl<K: Ord, S> OpenStores<K, S> {
    /// The store under this key, if somebody still has it.
    pub fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Option<Arc<S>>
    where
        K: Borrow<Q>,
    {
        self.with(|known| known.stores.get(key)?.upgrade())
    }

    /// Adds a store, in place of one that has gone.
    pub fn add(&self, key: K, store: impl Into<Arc<S>>) -> Arc<S> {
        let store = store.into();
        self.with(|known| {
            if known.stores.len() >= known.limit {
                known.stores.retain(|_, store| store.strong_count() > 0);
                known.limit = FEW.max(known.stores.len().saturating_mul(2));
            }
            known.stores.insert(key, Arc::downgrade(&store));
        });
        store
    }

    /// Takes a store out that ends before its last reference goes, unless another one has come under its key since.
    pub fn remove<Q: Ord + ?Sized>(&self, key: &Q, store: &S)
    where
        K: Borrow<Q>,
    {
        self.with(|known| {
            if known.stores.get(key).is_some_and(|listed| std::ptr::eq(listed.as_ptr(), store)) {
                known.stores.remove(key);
            }
        });
    }

    fn with<R>(&self, work: impl FnOnce(&mut Known<K, S>) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// So many entries are kept without a look at them.
const FEW: usize = 16;

impl<K, S> Default for OpenStores<K, S> {
    fn default() -> Self {
        Self(Mutex::new(Known { stores: BTreeMap::new(), limit: FEW }))
    }
}

impl<K: fmt::Debug, S> fmt::Debug for OpenStores<K, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(known.stores.keys()).finish()
    }
}
