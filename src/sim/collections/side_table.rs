//! Small values beside what has an ordinal.

use std::marker::PhantomData;

use crate::sim::collections::ordinal::{Ordinal, put};

/// Small values beside what has an ordinal, kept in the order of the ordinals. Every operation but the walk through
/// all costs the same however many there are; what is gone leaves the place of its value behind.
#[derive(Debug)]
pub(crate) struct SideTable<K, V> {
    values: Vec<Option<V>>,
    len: usize,
    key: PhantomData<K>,
}

impl<K: Ordinal, V: Copy> SideTable<K, V> {
    pub(crate) const fn new() -> Self {
        Self { values: Vec::new(), len: 0, key: PhantomData }
    }

    pub(crate) fn get(&self, key: K) -> Option<V> {
        self.values.get(key.index()).copied().flatten()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = K> {
        let numbered = self.values.iter().enumerate();
        numbered.filter(|(_, value)| value.is_some()).map(|(index, _)| K::from_index(index))
    }

    pub(crate) fn insert(&mut self, key: K, value: V) {
        let before = put(&mut self.values, key, Some(value));
        self.len += usize::from(before.is_none());
    }

    pub(crate) fn remove(&mut self, key: K) {
        if let Some(place) = self.values.get_mut(key.index()) {
            self.len -= usize::from(place.is_some());
            *place = None;
        }
    }
}

impl<K: Ordinal, V: Copy> Default for SideTable<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Counts of users.
impl<K: Ordinal> SideTable<K, u32> {
    pub(crate) fn one_more(&mut self, key: K) {
        let count = self.get(key).unwrap_or(0);
        self.insert(key, count.saturating_add(1));
    }

    pub(crate) fn one_less(&mut self, key: K) {
        match self.get(key) {
            None | Some(0 | 1) => self.remove(key),
            Some(count) => self.insert(key, count - 1),
        }
    }
}
