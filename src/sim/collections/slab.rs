//! What lives, by its ordinal.

use crate::sim::collections::SideTable;
use crate::sim::collections::ordinal::Ordinal;

/// How much memory of what is gone is kept to be used again.
const MOST_FREE: usize = 16;

/// Values by ordinal. Every operation costs the same however many values live, and what is gone leaves nothing behind but
/// some memory that is used again.
pub(crate) struct Slab<K, T> {
    living: SideTable<K, Place<T>>,
    /// Memory of what is gone.
    free: Vec<Place<T>>,
}

/// The memory of a value, which never moves while it lives.
type Place<T> = Box<Option<T>>;

impl<K: Ordinal, T> Slab<K, T> {
    pub(crate) fn new() -> Self {
        Self { living: SideTable::new(), free: Vec::new() }
    }

    #[inline(always)]
    pub(crate) fn get(&self, key: &K) -> Option<&T> {
        self.living.get(*key)?.as_ref().as_ref()
    }

    #[inline(always)]
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut T> {
        self.living.get_mut(*key)?.as_mut().as_mut()
    }

    pub(crate) const fn len(&self) -> usize {
        self.living.len()
    }

    /// All that live, in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, &T)> {
        self.living.iter().filter_map(|(key, place)| Some((key, place.as_ref().as_ref()?)))
    }

    /// Takes all values out, in the order of their numbers.
    pub(crate) fn take_all(&mut self) -> impl Iterator<Item = T> {
        self.living.take_all().filter_map(|place| *place)
    }

    /// Keeps those that `stays`.
    pub(crate) fn retain(&mut self, stays: impl Fn(&T) -> bool) {
        self.living.retain(|place| place.as_ref().as_ref().is_some_and(&stays));
    }

    pub(crate) fn contains_key(&self, key: &K) -> bool {
        self.get(key).is_some()
    }

    pub(crate) fn insert(&mut self, key: K, value: T) {
        let place = match self.free.pop() {
            Some(mut place) => {
                *place = Some(value);
                place
            }
            None => Box::new(Some(value)),
        };
        self.living.insert(key, place);
    }

    /// [`remove`](Self::remove) without giving the value back.
    pub(crate) fn forget(&mut self, key: &K) {
        if let Some(mut place) = self.living.remove(*key) {
            *place = None;
            if self.free.len() < MOST_FREE {
                self.free.push(place);
            }
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<T> {
        let place = self.living.remove(*key)?;
        if self.free.len() >= MOST_FREE {
            return *place;
        }
        self.free.push(place);
        // A value that waits for the push is copied once more.
        self.free.last_mut()?.take()
    }
}
