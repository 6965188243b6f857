//! Named properties.

use crate::mapi::MapiUid;

/// The name of a property: a property set and a number or a text in it (`MAPINAMEID`). Page: `mapinameid`.
#[doc(alias = "MAPINAMEID")]
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NamedProp {
    /// The property set.
    pub set: MapiUid,
    /// The name in the set.
    pub name: PropName,
}

/// The name of a property in its set.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PropName {
    /// A number (`MNID_ID`).
    Id(i32),
    /// A text (`MNID_STRING`).
    String(String),
}
