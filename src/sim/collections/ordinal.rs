//! Ordinals, and lists of places that are found by them.

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

/// Puts an item where that of `key` lies, and gives the one that lay there. The next ordinal usually is one push.
pub(super) fn put<K: Ordinal, I>(items: &mut Vec<Option<I>>, key: K, item: Option<I>) -> Option<I> {
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
