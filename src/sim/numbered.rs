//! What lives, by its ordinal.

use std::marker::PhantomData;

use crate::trace::{OpenNo, StoreNo, SupportNo};

/// An ordinal that is given once, in ascending order.
pub(crate) trait Ordinal: Copy {
    fn index(self) -> usize;
}

macro_rules! ordinals {
    ($($name:ty),+) => {$(
        impl Ordinal for $name {
            fn index(self) -> usize {
                <$name>::index(self)
            }
        }
    )+};
}

ordinals!(OpenNo, StoreNo, SupportNo);

/// Values by ordinal. Every operation costs the same however many values live: those that are gone leave four bytes
/// behind, and their place is used again.
pub(crate) struct Numbered<K, T> {
    places: Vec<Option<u32>>,
    values: Vec<Option<T>>,
    free: Vec<u32>,
    key: PhantomData<K>,
}

impl<K: Ordinal, T> Numbered<K, T> {
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new(), values: Vec::new(), free: Vec::new(), key: PhantomData }
    }

    pub(crate) fn get(&self, key: &K) -> Option<&T> {
        self.values.get(self.place(*key)?)?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut T> {
        let place = self.place(*key)?;
        self.values.get_mut(place)?.as_mut()
    }

    pub(crate) fn contains_key(&self, key: &K) -> bool {
        self.place(*key).is_some()
    }

    pub(crate) fn insert(&mut self, key: K, value: T) {
        let place = match self.free.pop() {
            Some(place) => {
                if let Some(slot) = self.values.get_mut(place as usize) {
                    *slot = Some(value);
                }
                place
            }
            None => {
                self.values.push(Some(value));
                u32::try_from(self.values.len() - 1).unwrap_or(u32::MAX)
            }
        };
        if self.places.len() <= key.index() {
            self.places.resize(key.index() + 1, None);
        }
        if let Some(slot) = self.places.get_mut(key.index()) {
            *slot = Some(place);
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<T> {
        let place = self.places.get_mut(key.index())?.take()?;
        self.free.push(place);
        self.values.get_mut(place as usize)?.take()
    }

    fn place(&self, key: K) -> Option<usize> {
        self.places.get(key.index()).copied().flatten().map(|place| place as usize)
    }
}
