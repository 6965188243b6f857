//! Arguments and answers as plain values.

use super::Interface;
use crate::mapi::{EntryId, FlagBits, HResult, MapiUid, PropTag};

/// An argument of a call, a field of its request, or a part of its answer, under the name that the trait or the struct
/// has for it. An answer that is one value has no name.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// The name.
    pub name: &'static str,
    /// What it was.
    pub value: Value,
}

/// What can be told of an argument or an answer without the objects themselves.
#[derive(Clone, PartialEq, Debug)]
#[non_exhaustive]
pub enum Value {
    /// A pointer that is NULL.
    Null,
    /// Yes or no.
    Bool(bool),
    /// A number; one that is too large for the type is its greatest value.
    Number(i64),
    /// Flags of some type.
    Flags(FlagBits),
    /// A result code.
    Code(HResult),
    /// A value of an enumeration, by its name.
    Word(&'static str),
    /// An entry identifier.
    Id(EntryId),
    /// A MAPIUID or interface identifier.
    Uid(MapiUid),
    /// Property tags, of values as well.
    Tags(Vec<PropTag>),
    /// A text.
    Text(String),
    /// So many of something, such as `row`.
    Count(u32, &'static str),
    /// An object.
    Object(ObjectNo),
    /// Something that is not to be shown, such as a password.
    Hidden,
}

/// An object by the interface that it is used by and the number that a [`Layer`](crate::wrap::Layer) gave it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjectNo {
    /// The interface.
    pub interface: Interface,
    /// The number; 0 for an object that no layer has numbered.
    pub number: u32,
}
