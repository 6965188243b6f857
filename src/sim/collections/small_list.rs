//! Lists that usually have one item.

/// Items in the order of adding. The first one needs no allocation.
#[derive(Clone, Debug)]
pub(crate) struct SmallList<T> {
    first: Option<T>,
    rest: Vec<T>,
}

impl<T> Default for SmallList<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> SmallList<T> {
    pub(crate) const fn new() -> Self {
        Self { first: None, rest: Vec::new() }
    }

    pub(crate) fn push(&mut self, item: T) {
        if self.is_empty() {
            self.first = Some(item);
        } else {
            self.rest.push(item);
        }
    }

    /// Takes out the first item that `is_it`.
    pub(crate) fn remove(&mut self, is_it: impl Fn(&T) -> bool) -> Option<T> {
        if let Some(first) = self.first.take_if(|first| is_it(first)) {
            return Some(first);
        }
        let position = self.rest.iter().position(is_it)?;
        Some(self.rest.remove(position))
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.first.is_none() && self.rest.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.first = None;
        self.rest.clear();
    }

    pub(crate) fn len(&self) -> usize {
        usize::from(self.first.is_some()) + self.rest.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.first.iter().chain(&self.rest)
    }
}
