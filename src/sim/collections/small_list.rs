//! Lists that usually have one item.

use smallvec::SmallVec;

/// Items in the order of adding. The first one needs no allocation.
#[derive(Clone, Debug)]
pub(crate) struct SmallList<T>(SmallVec<[T; 1]>);

impl<T> SmallList<T> {
    pub(crate) const fn new() -> Self {
        Self(SmallVec::new_const())
    }

    pub(crate) fn push(&mut self, item: T) {
        self.0.push(item);
    }

    /// Takes out the first item that `is_it`.
    pub(crate) fn remove(&mut self, is_it: impl Fn(&T) -> bool) -> Option<T> {
        let position = self.0.iter().position(is_it)?;
        Some(self.0.remove(position))
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T> Default for SmallList<T> {
    fn default() -> Self {
        Self::new()
    }
}
