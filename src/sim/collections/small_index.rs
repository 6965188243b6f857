//! Tables that usually have one value.

use std::hash::Hash;

use crate::sim::collections::HashIndex;

/// Values by key, as in a [`HashIndex`], of which there usually is one: it needs no allocation, and is found without a hash.
#[derive(Clone, Debug)]
pub(crate) struct SmallIndex<K, V> {
    one: Option<(K, V)>,
    /// What came while the place of the one was taken.
    others: HashIndex<K, V>,
}

impl<K: Eq + Hash, V> SmallIndex<K, V> {
    pub(crate) fn get(&self, key: &K) -> Option<&V> {
        match &self.one {
            Some((one, value)) if one == key => Some(value),
            Some(_) | None => self.others.get(key),
        }
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        match &mut self.one {
            Some((one, value)) if one == key => Some(value),
            Some(_) | None => self.others.get_mut(key),
        }
    }

    /// Gives back what was there.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        if let Some(held) = self.get_mut(&key) {
            return Some(std::mem::replace(held, value));
        }
        if self.one.is_none() {
            self.one = Some((key, value));
            return None;
        }
        self.others.insert(key, value)
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<V> {
        match self.one.take_if(|(one, _)| one == key) {
            Some((_, value)) => Some(value),
            None => self.others.remove(key),
        }
    }

    /// All values in the order of their keys.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = &V>
    where
        K: Ord,
    {
        let mut all: Vec<(&K, &V)> = self.others.pairs().collect();
        all.extend(self.one.as_ref().map(|(key, value)| (key, value)));
        all.sort_unstable_by_key(|(key, _)| *key);
        all.into_iter().map(|(_, value)| value)
    }

    /// All values in the order of their keys, taken out.
    pub(crate) fn into_values(self) -> impl Iterator<Item = V>
    where
        K: Ord,
    {
        let Self { one, mut others } = self;
        if let Some((key, value)) = one {
            others.insert(key, value);
        }
        others.into_values()
    }
}

impl<K, V> Default for SmallIndex<K, V> {
    fn default() -> Self {
        Self { one: None, others: HashIndex::default() }
    }
}
