//! How arguments and answers become [`Value`]s: by their types.

mod answers;
mod objects;
mod requests;
mod whole;

use super::{Named, Value, Values};
use crate::mapi::codes::S_OK;
use crate::mapi::{
    Bookmark, EntryId, FlagBits, FlagType, HResult, LockState, MapiErrorDetail, MapiString, MapiUid,
    NamedProp, Notification, NotificationKey, PropProblem, PropTag, PropValue, Restriction, Row,
    ServiceContext, SortOrderSet, Warning,
};
use crate::spi::{Connection, NamesFromIds, ProgressUi, SeekOrigin, StorageElement};

/// An argument or an answer that can be told as values.
///
/// What may be NULL and tells nothing then, such as a window or the interface that is asked for, adds nothing.
pub trait Show {
    /// Adds the values, the only one under this name.
    fn show(&self, name: &'static str, values: &mut Values);

    /// The code of an answer that is no failure: `S_OK` or a warning.
    fn code(&self) -> HResult {
        S_OK
    }

    /// Where an answer that is no failure has its warning, if it can have one.
    fn warning_mut(&mut self) -> Option<&mut Option<Warning>> {
        None
    }
}

/// Adds one value.
fn add(values: &mut Values, name: &'static str, value: Value) {
    values.push(Named { name, value });
}

/// So many of something.
pub(super) fn count(len: usize, unit: &'static str) -> Value {
    Value::Count(u32::try_from(len).unwrap_or(u32::MAX), unit)
}

/// Types that are one value, each with how.
macro_rules! single {
    ($(($($generic:tt)*) $type:ty, $this:ident => $value:expr;)+) => {$(
        impl<$($generic)*> Show for $type {
            fn show(&self, name: &'static str, values: &mut Values) {
                let $this = self;
                add(values, name, $value);
            }
        }
    )+};
}
use single;

impl<F: FlagType> Show for F {
    fn show(&self, name: &'static str, values: &mut Values) {
        add(values, name, Value::Flags(FlagBits::of(*self)));
    }
}

single! {
    () bool, this => Value::Bool(*this);
    () &mut [u8], this => count(this.len(), "byte");
    () u32, this => Value::Number(i64::from(*this));
    () i32, this => Value::Number(i64::from(*this));
    () i64, this => Value::Number(*this);
    () u64, this => Value::Number(i64::try_from(*this).unwrap_or(i64::MAX));
    () usize, this => Value::Number(i64::try_from(*this).unwrap_or(i64::MAX));
    () HResult, this => Value::Code(*this);
    () &EntryId, this => Value::Id((*this).clone());
    () EntryId, this => Value::Id(this.clone());
    () MapiUid, this => Value::Uid(*this);
    () &MapiUid, this => Value::Uid(**this);
    () PropTag, this => Value::Tags(vec![*this]);
    () &[PropTag], this => Value::Tags(this.to_vec());
    () Vec<PropTag>, this => Value::Tags(this.clone());
    () &str, this => Value::Text((*this).to_owned());
    () Connection, this => Value::Number(i64::try_from(this.get()).unwrap_or(i64::MAX));
    () Bookmark, this => bookmark(*this);
    () LockState, this => numbered(this.name(), this.raw());
    () SeekOrigin, this => numbered(this.name(), this.raw());
    () ServiceContext, this => numbered(this.name(), this.raw());
}

/// Types of which more can be told, each by a function of [`ShowDetail`](super::ShowDetail).
macro_rules! by_detail {
    ($($type:ty => $tell:ident;)+) => {$(
        impl Show for $type {
            fn show(&self, name: &'static str, values: &mut Values) {
                let value = values.detail().$tell(self);
                add(values, name, value);
            }
        }
    )+};
}

by_detail! {
    &[EntryId] => ids;
    &[PropValue] => props;
    Vec<PropValue> => props;
    &[Row] => rows;
    Vec<Row> => rows;
    &[u8] => bytes;
    Vec<u8> => bytes;
    &[MapiUid] => uids;
    &[NamedProp] => names;
    NamesFromIds => names_of_tags;
    Vec<PropProblem> => problems;
    Vec<StorageElement> => elements;
    &Notification => notification;
    &[Notification] => notifications;
    &NotificationKey => key;
    &Restriction => restriction;
    &SortOrderSet => sort_order;
    SortOrderSet => sort_order;
    &MapiString => string;
    Option<MapiErrorDetail> => error;
}

fn bookmark(bookmark: Bookmark) -> Value {
    match bookmark {
        Bookmark::BEGINNING => Value::Word("BOOKMARK_BEGINNING"),
        Bookmark::CURRENT => Value::Word("BOOKMARK_CURRENT"),
        Bookmark::END => Value::Word("BOOKMARK_END"),
        other => Value::Number(i64::from(other.raw())),
    }
}

/// Types of which the absent value says something: the root, all properties, no restriction.
macro_rules! null {
    ($($type:ty,)+) => {$(
        impl Show for Option<$type> {
            fn show(&self, name: &'static str, values: &mut Values) {
                match self {
                    Some(value) => value.show(name, values),
                    None => add(values, name, Value::Null),
                }
            }
        }
    )+};
}

null! { &EntryId, EntryId, &[EntryId], &[PropTag], &[NamedProp], &Restriction, &MapiString, }

/// Types of which the absent value is the usual one.
macro_rules! left_out {
    ($($type:ty,)+) => {$(
        impl Show for Option<$type> {
            fn show(&self, name: &'static str, values: &mut Values) {
                if let Some(value) = self {
                    value.show(name, values);
                }
            }
        }
    )+};
}
use left_out;

left_out! { MapiUid, &MapiUid, u32, crate::mapi::ProgressFlags, Vec<Row>, }

impl Show for () {
    fn show(&self, _name: &'static str, _values: &mut Values) {}
}

/// Windows and progress objects tell nothing of a call.
macro_rules! nothing {
    ($($type:ty,)+) => {$(
        impl Show for $type {
            fn show(&self, _name: &'static str, _values: &mut Values) {}
        }
    )+};
}

nothing! { crate::spi::ParentWindow<'_>, ProgressUi<'_>, Option<&crate::spi::SpoolerNotifyData>, }

/// A value by its name, or by its number if it has none.
pub(super) fn numbered(name: Option<&'static str>, raw: u32) -> Value {
    name.map_or(Value::Number(i64::from(raw)), Value::Word)
}
