//! Values beside what has an ordinal.

use std::marker::PhantomData;

use crate::sim::collections::HashIndex;
use crate::sim::collections::ordinal::Ordinal;

/// How many of the latest ordinals have a place of their own.
const PLACES: usize = 64;

/// Values beside what has an ordinal, kept in the order of the ordinals. Every operation but the walk through all costs
/// the same however many there are, and what is gone leaves nothing behind.
///
/// Ordinals are given in ascending order, and what came last is asked for most: the latest ones have a place each, in
/// which nothing has to be searched, and which is used again. Those that live longer move to a table with a hash.
#[derive(Debug)]
pub(crate) struct SideTable<K, V> {
    /// The ordinal of the first place.
    first: usize,
    places: Vec<Option<V>>,
    /// What has a lower ordinal.
    earlier: HashIndex<usize, V>,
    len: usize,
    key: PhantomData<K>,
}

impl<K: Ordinal, V> SideTable<K, V> {
    pub(crate) fn new() -> Self {
        Self { first: 0, places: Vec::new(), earlier: HashIndex::default(), len: 0, key: PhantomData }
    }

    #[inline(always)]
    pub(crate) fn get(&self, key: K) -> Option<&V> {
        match self.places.get(self.place(key)) {
            Some(value) => value.as_ref(),
            None => self.get_earlier(key.number()),
        }
    }

    #[inline(never)]
    fn get_earlier(&self, number: usize) -> Option<&V> {
        self.earlier.get(&number)
    }

    #[inline(always)]
    pub(crate) fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let place = self.place(key);
        match self.places.get_mut(place) {
            Some(value) => value.as_mut(),
            None => self.earlier.get_mut(&key.number()),
        }
    }

    /// Changes a value, which is made if there is none.
    #[inline(always)]
    pub(crate) fn change<R>(&mut self, key: K, change: impl FnOnce(&mut V) -> R) -> R
    where
        V: Default,
    {
        if let Some(value) = self.get_mut(key) {
            return change(value);
        }
        let mut value = V::default();
        let result = change(&mut value);
        self.insert(key, value);
        result
    }

    pub(crate) fn contains_key(&self, key: K) -> bool {
        self.get(key).is_some()
    }

    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All values with their ordinals, in the order of these.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        let earlier = self.earlier.pairs().map(|(number, value)| (K::from_number(*number), value));
        let places = self.places.iter().enumerate();
        let latest =
            places.filter_map(|(place, value)| Some((K::from_number(self.first + place), value.as_ref()?)));
        earlier.chain(latest)
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = K> {
        self.iter().map(|(key, _)| key)
    }

    /// Gives back what was there.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let before = self.put(key.number(), value);
        self.len += usize::from(before.is_none());
        before
    }

    fn put(&mut self, number: usize, value: V) -> Option<V> {
        if self.len == 0 {
            self.begin_at(number);
        }
        let Some(place) = number.checked_sub(self.first) else { return self.put_before(number, value) };
        if let Some(held) = self.places.get_mut(place) {
            return held.replace(value);
        }
        if place >= PLACES {
            self.move_on(number);
            self.places.push(Some(value));
        } else {
            self.places.resize_with(place, || None);
            self.places.push(Some(value));
        }
        None
    }

    /// Before the first place. If few places lie between, they are made; what comes and goes there again and again is not
    /// searched then.
    #[cold]
    fn put_before(&mut self, number: usize, value: V) -> Option<V> {
        let between = self.first.saturating_sub(number);
        if !self.earlier.is_empty() || between + self.places.len() > PLACES {
            return self.earlier.insert(number, value);
        }
        let others = std::iter::repeat_with(|| None).take(between.saturating_sub(1));
        self.places.splice(0..0, std::iter::once(Some(value)).chain(others));
        self.first = number;
        None
    }

    /// What lives and has a place loses it.
    #[cold]
    fn move_on(&mut self, number: usize) {
        for (place, value) in self.places.drain(..).enumerate() {
            if let Some(value) = value {
                self.earlier.insert(self.first + place, value);
            }
        }
        self.first = number;
    }

    fn begin_at(&mut self, number: usize) {
        self.places.clear();
        self.first = number;
    }

    pub(crate) fn remove(&mut self, key: K) -> Option<V> {
        let place = self.place(key);
        let value = match self.places.get_mut(place) {
            Some(value) => value.take()?,
            None => self.remove_earlier(key.number())?,
        };
        self.len -= 1;
        Some(value)
    }

    /// [`remove`](Self::remove) without giving the value back, which would be copied for that.
    pub(crate) fn forget(&mut self, key: K) {
        let place = self.place(key);
        match self.places.get_mut(place) {
            Some(value) => self.len -= usize::from(value.take().is_some()),
            None => self.len -= usize::from(self.remove_earlier(key.number()).is_some()),
        }
    }

    #[inline(never)]
    fn remove_earlier(&mut self, number: usize) -> Option<V> {
        let value = self.earlier.remove(&number);
        if self.earlier.is_empty() {
            // The memory of many that have lived at once.
            self.earlier = HashIndex::default();
        }
        value
    }

    /// Takes all values out, in the order of the ordinals.
    pub(crate) fn take_all(&mut self) -> impl Iterator<Item = V> {
        self.len = 0;
        let earlier = std::mem::take(&mut self.earlier).into_values();
        earlier.chain(std::mem::take(&mut self.places).into_iter().flatten())
    }

    /// Keeps those that `stays`.
    pub(crate) fn retain(&mut self, stays: impl Fn(&V) -> bool) {
        self.earlier.retain(&stays);
        for place in &mut self.places {
            drop(place.take_if(|value| !stays(value)));
        }
        self.len = self.earlier.len() + self.places.iter().flatten().count();
    }

    /// There is no such place for an ordinal that is lower than the first one.
    #[inline(always)]
    fn place(&self, key: K) -> usize {
        key.number().wrapping_sub(self.first)
    }
}

impl<K: Ordinal, V> Default for SideTable<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

/// Counts of users.
impl<K: Ordinal> SideTable<K, u32> {
    pub(crate) fn one_more(&mut self, key: K) {
        match self.get_mut(key) {
            Some(count) => *count = count.saturating_add(1),
            None => {
                self.insert(key, 1);
            }
        }
    }

    pub(crate) fn one_less(&mut self, key: K) {
        match self.get_mut(key) {
            Some(count) if *count > 1 => *count -= 1,
            Some(_) | None => {
                self.remove(key);
            }
        }
    }
}
