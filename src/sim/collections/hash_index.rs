//! Tables that are asked by key.

use std::hash::Hash;

use rustc_hash::FxBuildHasher;

#[allow(
    clippy::disallowed_types,
    reason = "asked by key, and walked through in the order of the keys only; a tree would grow with the open stores"
)]
type Table<K, V> = std::collections::HashMap<K, V, FxBuildHasher>;

/// Values by key. Every operation but the walk through all costs the same however many there are. The hasher has no seed:
/// nobody chooses ordinals, addresses and identifiers to do harm.
#[derive(Clone, Debug)]
pub(crate) struct HashIndex<K, V>(Table<K, V>);

impl<K: Eq + Hash, V> HashIndex<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.0.get_mut(key)
    }

    /// The value of a key, which is made if there is none.
    pub(crate) fn of(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.0.entry(key).or_default()
    }

    /// Gives back what was there.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        self.0.insert(key, value)
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        self.0.remove(key)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Keeps the values that `stays`.
    pub(crate) fn retain(&mut self, stays: impl Fn(&V) -> bool) {
        self.0.retain(|_, value| stays(value));
    }

    /// All keys and values in the order of the keys.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&K, &V)>
    where
        K: Ord,
    {
        let mut all: Vec<(&K, &V)> = self.0.iter().collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        all.into_iter()
    }

    /// All values in the order of their keys, taken out.
    pub(crate) fn into_values(self) -> impl Iterator<Item = V>
    where
        K: Ord,
    {
        let mut all: Vec<(K, V)> = self.0.into_iter().collect();
        all.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        all.into_iter().map(|(_, value)| value)
    }
}

impl<K, V> Default for HashIndex<K, V> {
    fn default() -> Self {
        Self(Table::default())
    }
}
