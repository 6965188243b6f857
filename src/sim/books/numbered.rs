//! What lives, by its ordinal.

use std::marker::PhantomData;

use crate::trace::{OpenNo, SectionNo, StoreNo, SupportNo};

/// An ordinal that is given once, in ascending order.
pub(crate) trait Ordinal: Copy {
    fn index(self) -> usize;
    fn from_index(index: usize) -> Self;
}

macro_rules! ordinals {
    ($($name:ty),+) => {$(
        impl Ordinal for $name {
            fn index(self) -> usize {
                <$name>::index(self)
            }

            fn from_index(index: usize) -> Self {
                <$name>::from_index(index)
            }
        }
    )+};
}

ordinals!(OpenNo, SectionNo, StoreNo, SupportNo);

/// Values by ordinal. Every operation costs the same however many values live: those that are gone leave the place of
/// a pointer behind, and their memory is used again.
pub(crate) struct Numbered<K, T> {
    places: Vec<Option<Place<T>>>,
    /// Memory of what is gone.
    free: Vec<Place<T>>,
    key: PhantomData<K>,
}

/// The memory of a value, which never moves while it lives.
type Place<T> = Box<Option<T>>;

impl<K: Ordinal, T> Numbered<K, T> {
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

    /// [`remove`](Self::remove) for who does not want the value.
    pub(crate) fn forget(&mut self, key: &K) {
        if let Some(mut place) = self.places.get_mut(key.index()).and_then(Option::take) {
            *place = None;
            self.free.push(place);
        }
    }

    pub(crate) fn remove(&mut self, key: &K) -> Option<T> {
        let mut place = self.places.get_mut(key.index())?.take()?;
        let value = place.take();
        self.free.push(place);
        value
    }
}

/// Puts an item where that of `key` lies, and gives the one that lay there. The next ordinal, as a rule, is one push.
fn put<K: Ordinal, I>(items: &mut Vec<Option<I>>, key: K, item: Option<I>) -> Option<I> {
    if items.len() == key.index() {
        items.push(item);
        return None;
    }
    if items.len() < key.index() {
        grow(items, key.index());
    }
    items.get_mut(key.index()).and_then(|slot| std::mem::replace(slot, item))
}

#[cold]
fn grow<I>(items: &mut Vec<Option<I>>, last: usize) {
    items.resize_with(last + 1, || None);
}

/// Small values beside what has an ordinal, kept in the order of the ordinals. Every operation but the walk through
/// all costs the same however many there are; what is gone leaves the place of its value behind.
pub(crate) struct Beside<K, V> {
    values: Vec<Option<V>>,
    len: usize,
    key: PhantomData<K>,
}

impl<K: Ordinal, V: Copy> Beside<K, V> {
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

/// Counts of users.
impl<K: Ordinal> Beside<K, u32> {
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
