//! What lives, by its ordinal.

use std::marker::PhantomData;

use crate::sim::collections::ordinal::{Ordinal, put};

/// Values by ordinal. Every operation costs the same however many values live: those that are gone leave the place of
/// a pointer behind, and their memory is used again.
pub(crate) struct Slab<K, T> {
    places: Vec<Option<Place<T>>>,
    /// Memory of what is gone.
    free: Vec<Place<T>>,
    key: PhantomData<K>,
}

/// The memory of a value, which never moves while it lives.
type Place<T> = Box<Option<T>>;

impl<K: Ordinal, T> Slab<K, T> {
    pub(crate) const fn new() -> Self {
        Self { places: Vec::new(), free: Vec::new(), key: PhantomData }
    }

    pub(crate) fn get(&self, key: &K) -> Option<&T> {
        self.places.get(key.index())?.as_deref()?.as_ref()
    }

    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut T> {
        self.places.get_mut(key.index())?.as_deref_mut()?.as_mut()
    }

    /// All that live, in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, &T)> {
        let places = self.places.iter().enumerate();
        places.filter_map(|(index, place)| Some((K::from_index(index), place.as_deref()?.as_ref()?)))
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.places.iter_mut().filter_map(|place| place.as_deref_mut()?.as_mut())
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
        put(&mut self.places, key, Some(place));
    }

    /// [`remove`](Self::remove) without giving the value back.
    pub(crate) fn forget(&mut self, key: &K) {
        if let Some(mut place) = self.places.get_mut(key.index()).and_then(Option::take) {
            *place = None;
            self.free.push(place);
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<T> {
        let place = self.places.get_mut(key.index())?.take()?;
        self.free.push(place);
        // A value that waits for the push is copied once more.
        self.free.last_mut()?.take()
    }
}
