//! Arguments and answers as plain values.

use super::{Interface, Show};
use crate::mapi::{
    AnsiString, EntryId, FlagBits, HResult, MapiErrorDetail, MapiUid, NamedProp, Notification,
    NotificationKey, PropProblem, PropTag, PropValue, Restriction, Row, SortOrderSet,
};
use crate::spi::StorageElement;

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
    /// MAPIUIDs or interface identifiers, where values are told whole.
    Uids(Vec<MapiUid>),
    /// A restriction, where values are told whole.
    Restriction(Box<Restriction>),
    /// A sort order, where values are told whole.
    SortOrder(SortOrderSet),
    /// Names of properties, where values are told whole.
    Names(Vec<Option<NamedProp>>),
    /// Tags and their names, where values are told whole.
    NamesOfTags(Vec<PropTag>, Vec<Option<NamedProp>>),
    /// Problems with single properties, where values are told whole.
    Problems(Vec<PropProblem>),
    /// Notifications, where values are told whole.
    Notifications(Vec<Notification>),
    /// The key of an advise source, where values are told whole.
    Key(NotificationKey),
    /// What is in a storage, where values are told whole.
    Elements(Vec<StorageElement>),
    /// Details of an error, where values are told whole.
    Error(Box<MapiErrorDetail>),
    /// A text of 8-bit characters, where values are told whole; in short it is a [`Text`](Self::Text).
    Ansi(AnsiString),
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
    /// Everything that is no object, but for passwords, the secure properties 0x67F0 to 0x67FF and properties that are
    /// actions of rules. In restrictions, such properties have no value (`PT_NULL`).
    Whole,
    /// The same with the secure properties and passwords.
    WithSecure,
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

    /// Adds a password or its like, which is not shown but where secure properties are.
    pub(crate) fn push_secret(&mut self, secret: &dyn Show, name: &'static str) {
        if self.detail == ShowDetail::WithSecure {
            secret.show(name, self);
        } else {
            self.push(Named { name, value: Value::Hidden });
        }
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
