//! A method of an object.

use std::fmt;

use super::{Interface, Row};

/// A method of an interface, inherited ones included: `IMsgStore::GetProps` is another one than
/// `IMAPIFolder::GetProps`, and both have the row of `IMAPIProp::GetProps`.
///
/// The constants are in a module for each interface: [`methods::IMsgStore::GetProps`](super::IMsgStore::GetProps). They
/// can be matched against.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Method {
    interface: Interface,
    slot: u8,
}

impl Method {
    /// The constants are made by this; a method without row would have no name.
    pub(super) const fn new(interface: Interface, slot: u8) -> Self {
        Self { interface, slot }
    }

    /// Every method of every interface, in the order of the vtables.
    pub fn all() -> impl Iterator<Item = Self> {
        Interface::ALL.iter().flat_map(|interface| interface.methods())
    }

    /// The interface of the object, which may have inherited the method.
    #[must_use]
    pub const fn interface(self) -> Interface {
        self.interface
    }

    /// The place in the vtable.
    #[must_use]
    pub const fn slot(self) -> u8 {
        self.slot
    }

    /// The name as MAPI spells it, with the interface of the object: `IMsgStore::GetProps`. A function that is exported
    /// has its bare name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let index = usize::from(self.slot.saturating_sub(self.interface.first_slot()));
        self.interface.method_names().get(index).copied().unwrap_or_default()
    }

    /// The name without the interface.
    #[must_use]
    pub fn short_name(self) -> &'static str {
        self.row().map_or("", |row| row.name)
    }

    /// What the table says of it: the row of the interface that declares it. Every constant has one.
    #[must_use]
    pub fn row(self) -> Option<&'static Row> {
        let declares = |interface: &Interface| interface.rows().iter().find(|row| row.slot == self.slot);
        let chain = std::iter::successors(Some(self.interface), |interface| interface.base());
        chain.filter_map(|interface| declares(&interface)).next()
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
