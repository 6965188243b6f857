//! Arguments that are values: numbers, flags, identifiers, texts and lists of them.

use std::sync::Arc;

use super::{Field, Missing, Plain, Recorded};
use crate::mapi::*;
use crate::methods::Value;
use crate::spi::{Connection, DialogHost, ParentWindow, ProgressUi, SeekOrigin};

/// No buffer of a caller, and no stream, is longer.
pub(in crate::record::replay) const LONGEST: usize = 1 << 24;

/// How a value becomes each of these types.
macro_rules! plain {
    ($($type:ty $(, or $left_out:expr)?; $($pattern:pat => $value:expr),+;)+) => {$(
        impl Plain for $type {
            #[allow(clippy::wildcard_enum_match_arm, reason = "every other value is one of another type")]
            fn plain(value: &Value) -> Option<Self> {
                match value {
                    $($pattern => $value,)+
                    _ => None,
                }
            }

            $(fn left_out() -> Option<Self> {
                Some($left_out)
            })?
        }
    )+};
}

plain! {
    u32, or 0; Value::Number(number) => u32::try_from(*number).ok(), Value::Flags(flags) => Some(flags.bits());
    i32, or 0; Value::Number(number) => i32::try_from(*number).ok();
    i64, or 0; Value::Number(number) => Some(*number);
    u64, or 0; Value::Number(number) => u64::try_from(*number).ok();
    HResult; Value::Code(code) => Some(*code);
    EntryId; Value::Id(id) => Some(id.clone());
    MapiUid; Value::Uid(uid) => Some(*uid);
    PropTag; Value::Tags(tags) => tags.first().copied();
    Restriction; Value::Restriction(restriction) => Some(Self::clone(restriction));
    SortOrderSet; Value::SortOrder(order) => Some(order.clone());
    String; Value::Text(text) => Some(text.clone());
    MapiString; Value::Text(text) => Some(Self::Unicode(text.clone())), Value::Ansi(text) => Some(Self::Ansi(text.clone()));
    Notification; Value::Notifications(all) => all.first().cloned();
    Vec<EntryId>; Value::Ids(ids) => Some(ids.clone());
    Vec<MapiUid>, or Self::new(); Value::Uids(uids) => Some(uids.clone());
    Vec<PropTag>; Value::Tags(tags) => Some(tags.clone());
    Vec<PropValue>; Value::Props(props) => Some(props.clone());
    Vec<Row>; Value::Rows(rows) => Some(rows.clone());
    Vec<u8>; Value::Bytes(bytes) => Some(bytes.clone());
    Vec<NamedProp>; Value::Names(names) => names.iter().cloned().collect();
}

macro_rules! numbered {
    ($($type:ident)+) => {
        $(impl Plain for $type {
            fn plain(value: &Value) -> Option<Self> {
                by_name(value, Self::ALL, Self::from_raw)
            }
        })+
        by_value! { $($type)+ }
    };
}

/// A value that is recorded by its name, or by its number if it has none.
fn by_name<T: Copy>(value: &Value, all: &[(&str, T)], other: impl Fn(u32) -> T) -> Option<T> {
    if let Value::Word(word) = value {
        return all.iter().find(|(name, _)| name == word).map(|(_, known)| *known);
    }
    <u32 as Plain>::plain(value).map(other)
}

macro_rules! flags {
    ($($type:ident)+) => {
        $(impl Plain for $type {
            fn plain(value: &Value) -> Option<Self> {
                <u32 as Plain>::plain(value).map(Self::from_bits_retain)
            }

            fn left_out() -> Option<Self> {
                Some(Self::empty())
            }
        })+
        by_value! { $($type)+ }
    };
}

/// Arguments that are passed by value.
macro_rules! by_value {
    ($($type:ty)+) => {$(
        impl<'a> Field<'a> for $type {
            type Owned = $type;

            fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<$type, Missing> {
                recorded.plain(name)
            }

            fn lend(owned: &'a mut $type) -> Self {
                *owned
            }
        }
    )+};
}

flags! {
    StringWidth SaveChangesFlags GetPropsFlags GetPropListFlags NamesFlags IdsFlags OpenPropertyFlags CopyFlags EventMask
    ReceiveFolderFlags TableFlags LogoffFlags OpenEntryFlags SearchFlags CreateMessageFlags CopyMessagesFlags CopyFolderFlags
    CreateFolderFlags DeleteMessagesFlags DeleteFolderFlags ReadFlags MessageStatus SaveSortFlags EmptyFolderFlags
    CreateAttachFlags DeleteAttachFlags ModifyRecipientsFlags SubmitFlags SetColumnsFlags QueryColumnsFlags FindRowFlags
    RestrictFlags SortFlags QueryRowsFlags ValidateStateFlags SettingsDialogFlags FlushQueuesFlags AddressBookFlags
    OpenSectionFlags SessionLogoffFlags DefaultStoreFlags ServiceFlags CreateProviderFlags
}

by_value! { u32 i32 i64 u64 HResult MapiUid PropTag }

numbered! { LockState FolderType SeekOrigin ServiceContext }

/// References, each to what is kept.
macro_rules! by_reference {
    ($($type:ty as $owned:ty;)+) => {$(
        impl<'a> Field<'a> for &'a $type {
            type Owned = $owned;

            fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<$owned, Missing> {
                recorded.plain(name)
            }

            fn lend(owned: &'a mut $owned) -> Self {
                owned
            }
        }
    )+};
}

by_reference! {
    EntryId as EntryId;
    MapiUid as MapiUid;
    Restriction as Restriction;
    SortOrderSet as SortOrderSet;
    MapiString as MapiString;
    Notification as Notification;
    str as String;
    [EntryId] as Vec<EntryId>;
    [MapiUid] as Vec<MapiUid>;
    [PropTag] as Vec<PropTag>;
    [PropValue] as Vec<PropValue>;
    [Row] as Vec<Row>;
    [u8] as Vec<u8>;
}

/// The same where NULL may stand.
macro_rules! optional {
    ($($type:ty as $owned:ty;)+) => {$(
        impl<'a> Field<'a> for Option<&'a $type> {
            type Owned = Option<$owned>;

            fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self::Owned, Missing> {
                recorded.some(name)
            }

            fn lend(owned: &'a mut Self::Owned) -> Self {
                owned.as_ref().map(|owned| -> &$type { owned })
            }
        }
    )+};
}

optional! {
    EntryId as EntryId;
    MapiString as MapiString;
    MapiUid as MapiUid;
    Restriction as Restriction;
    [EntryId] as Vec<EntryId>;
    [PropTag] as Vec<PropTag>;
    [NamedProp] as Vec<NamedProp>;
}

impl<'a> Field<'a> for Option<MapiUid> {
    type Owned = Self;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self, Missing> {
        recorded.some(name)
    }

    fn lend(owned: &'a mut Self) -> Self {
        *owned
    }
}

/// A buffer to be filled: as long as it was.
impl<'a> Field<'a> for &'a mut [u8] {
    type Owned = Vec<u8>;

    #[allow(clippy::wildcard_enum_match_arm, reason = "every other value is one of another type")]
    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Vec<u8>, Missing> {
        let length = match recorded.value(name) {
            Some(Value::Bytes(bytes)) => Some(bytes.len()),
            Some(Value::Count(count, _)) => usize::try_from(*count).ok(),
            _ => None,
        };
        let length = length.ok_or_else(|| "the trace does not have the length of its buffer".to_owned())?;
        if length > LONGEST {
            return Err(format!("its buffer is longer than {LONGEST} bytes"));
        }
        Ok(vec![0; length])
    }

    fn lend(owned: &'a mut Vec<u8>) -> Self {
        owned
    }
}

/// A position that has no name is one that the live table has given.
impl<'a> Field<'a> for Bookmark {
    type Owned = Self;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self, Missing> {
        match recorded.value(name) {
            Some(Value::Word("BOOKMARK_BEGINNING")) => Ok(Self::BEGINNING),
            Some(Value::Word("BOOKMARK_CURRENT")) => Ok(Self::CURRENT),
            Some(Value::Word("BOOKMARK_END")) => Ok(Self::END),
            _ => {
                let number = recorded.plain(name)?;
                Ok(recorded.live.bookmark(recorded.object, number).unwrap_or(Self::from_raw(number)))
            }
        }
    }

    fn lend(owned: &'a mut Self) -> Self {
        *owned
    }
}

impl<'a> Field<'a> for Connection {
    type Owned = Self;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self, Missing> {
        let number: i64 = recorded.plain(name)?;
        let live = recorded.live.connection(recorded.object, number);
        let made_up = || u64::try_from(number).ok().and_then(Self::new);
        live.or_else(made_up).ok_or_else(|| format!("{number} is no number of a registration"))
    }

    fn lend(owned: &'a mut Self) -> Self {
        *owned
    }
}

/// Windows are not in a trace: a call is made with one if a dialog is awaited above it.
impl<'a> Field<'a> for ParentWindow<'a> {
    type Owned = Option<Arc<dyn DialogHost>>;

    fn own(recorded: &Recorded<'_>, _name: &'static str) -> Result<Self::Owned, Missing> {
        Ok(recorded.window.clone())
    }

    fn lend(owned: &'a mut Self::Owned) -> Self {
        owned.as_deref().map_or(Self::none(), Self::new)
    }
}

/// Progress objects are not in a trace: calls are made without them.
impl<'a> Field<'a> for ProgressUi<'a> {
    type Owned = Option<Arc<dyn DialogHost>>;

    fn own(recorded: &Recorded<'_>, name: &'static str) -> Result<Self::Owned, Missing> {
        <ParentWindow<'_> as Field<'_>>::own(recorded, name)
    }

    fn lend(owned: &'a mut Self::Owned) -> Self {
        Self { window: <ParentWindow<'_> as Field<'_>>::lend(owned), progress: None }
    }
}
