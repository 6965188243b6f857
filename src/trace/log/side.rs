//! Lists beside the events, whose numbers go on from part to part.

#[derive(Clone, Debug)]
pub(super) struct Side<T> {
    /// The number of the first one.
    first: u32,
    items: Vec<T>,
}

impl<T> Default for Side<T> {
    fn default() -> Self {
        Self { first: 0, items: Vec::new() }
    }
}

impl<T> Side<T> {
    pub(super) fn with_room(items: usize) -> Self {
        Self { first: 0, items: Vec::with_capacity(items) }
    }

    #[inline]
    pub(super) fn push(&mut self, item: T) -> u32 {
        let number = self.end();
        self.items.push(item);
        number
    }

    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.items.get(usize::try_from(number.checked_sub(self.first)?).ok()?)
    }

    /// An empty list that goes on where this one ends.
    pub(super) fn after(&self) -> Self {
        Self { first: self.end(), items: Vec::new() }
    }

    pub(super) fn append(&mut self, later: Self) {
        self.items.extend(later.items);
    }

    fn end(&self) -> u32 {
        self.first.saturating_add(u32::try_from(self.items.len()).unwrap_or(u32::MAX))
    }
}
