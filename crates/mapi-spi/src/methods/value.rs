//! Arguments and answers as plain values.

use super::Interface;
use super::show::count;
use crate::mapi::{EntryId, FlagBits, HResult, MapiUid, PropTag, PropValue, Row, Value as PropData};

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
    /// Properties with their values, where values are told whole.
    Props(Vec<PropValue>),
    /// Rows, where values are told whole.
    Rows(Vec<Row>),
    /// Bytes, where values are told whole.
    Bytes(Vec<u8>),
    /// Entry identifiers, where values are told whole.
    Ids(Vec<EntryId>),
    /// An object.
    Object(ObjectNo),
    /// Something that is not to be shown, such as a password.
    Hidden,
}

/// How much of arguments and answers is told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum ShowDetail {
    /// Of properties the tags, of rows and bytes the number.
    #[default]
    Short,
    /// Everything that is no object, but for passwords and the secure properties 0x67F0 to 0x67FF. Properties that are
    /// restrictions or actions of rules are left out as well.
    Whole,
    /// The same with the secure properties.
    WithSecure,
}

/// Secure properties of profile sections.
const SECURE: std::ops::RangeInclusive<u16> = 0x67F0..=0x67FF;

/// Restrictions and actions of rules are told by nothing but their tags.
fn has_value(prop: &PropValue) -> bool {
    !matches!(prop.value(), PropData::Restriction(_) | PropData::Actions(_))
}

impl ShowDetail {
    /// What is told of properties.
    pub(super) fn props(self, props: &[PropValue]) -> Value {
        match self {
            Self::Short => Value::Tags(props.iter().map(PropValue::tag).collect()),
            Self::Whole | Self::WithSecure => Value::Props(self.told(props)),
        }
    }

    /// What is told of rows.
    pub(super) fn rows(self, rows: &[Row]) -> Value {
        match self {
            Self::Short => count(rows.len(), "row"),
            Self::Whole | Self::WithSecure => {
                Value::Rows(rows.iter().map(|row| Row::new(self.told(row.props()))).collect())
            }
        }
    }

    fn told(self, props: &[PropValue]) -> Vec<PropValue> {
        let open = |prop: &&PropValue| self == Self::WithSecure || !SECURE.contains(&prop.id());
        props.iter().filter(open).filter(|prop| has_value(prop)).cloned().collect()
    }

    /// What is told of bytes.
    pub(super) fn bytes(self, bytes: &[u8]) -> Value {
        if self == Self::Short { count(bytes.len(), "byte") } else { Value::Bytes(bytes.to_vec()) }
    }

    /// What is told of identifiers.
    pub(super) fn ids(self, ids: &[EntryId]) -> Value {
        if self == Self::Short { count(ids.len(), "identifier") } else { Value::Ids(ids.to_vec()) }
    }
}

/// Arguments or answers while they are told.
#[derive(Clone, Default, Debug)]
pub struct Values {
    list: Vec<Named>,
    detail: ShowDetail,
}

impl Values {
    /// An empty list, for so much.
    #[must_use]
    pub const fn new(detail: ShowDetail) -> Self {
        Self { list: Vec::new(), detail }
    }

    /// How much is told.
    #[must_use]
    pub const fn detail(&self) -> ShowDetail {
        self.detail
    }

    /// Adds a value.
    pub fn push(&mut self, named: Named) {
        self.list.push(named);
    }

    /// The values.
    #[must_use]
    pub fn into_list(self) -> Vec<Named> {
        self.list
    }
}

/// An object by the interface that it is used by and the number that a [`Layer`](crate::wrap::Layer) gave it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ObjectNo {
    /// The interface.
    pub interface: Interface,
    /// The number; 0 for an object that no layer has numbered.
    pub number: u32,
}
