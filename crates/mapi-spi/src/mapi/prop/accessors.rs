//! Ways into and out of values.

use std::borrow::Cow;

use super::{FileTime, PropValue, Value};
use crate::mapi::{AnsiString, EntryId, HResult, MapiString, MapiUid};

macro_rules! from {
    ($($type:ty => $variant:ident;)+) => {$(
        impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value)
            }
        }
    )+};
}

from! {
    i16 => I2;
    i32 => Long;
    f32 => R4;
    f64 => Double;
    HResult => Error;
    bool => Boolean;
    i64 => I8;
    AnsiString => String8;
    String => Unicode;
    FileTime => SysTime;
    MapiUid => ClsId;
    Vec<u8> => Binary;
    Vec<i16> => MvI2;
    Vec<i32> => MvLong;
    Vec<String> => MvUnicode;
    Vec<AnsiString> => MvString8;
    Vec<Vec<u8>> => MvBinary;
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Unicode(text.to_owned())
    }
}

impl From<u32> for Value {
    /// The 32 bits as `PT_LONG`, which is how MAPI stores flags and counts.
    fn from(bits: u32) -> Self {
        Self::Long(i32::from_ne_bytes(bits.to_ne_bytes()))
    }
}

impl From<&EntryId> for Value {
    fn from(id: &EntryId) -> Self {
        Self::Binary(id.as_bytes().to_vec())
    }
}

impl From<MapiString> for Value {
    fn from(text: MapiString) -> Self {
        match text {
            MapiString::Ansi(text) => Self::String8(text),
            MapiString::Unicode(text) => Self::Unicode(text),
        }
    }
}

impl Value {
    /// The number of a `PT_LONG`.
    #[must_use]
    pub fn as_long(&self) -> Option<i32> {
        if let Self::Long(number) = self { Some(*number) } else { None }
    }

    /// The 32 bits of a `PT_LONG`, for flags and masks.
    #[must_use]
    pub fn as_bits(&self) -> Option<u32> {
        self.as_long().map(|number| u32::from_ne_bytes(number.to_ne_bytes()))
    }

    /// The value of a `PT_BOOLEAN`.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Boolean(value) = self { Some(*value) } else { None }
    }

    /// The bytes of a `PT_BINARY`.
    #[must_use]
    pub fn as_binary(&self) -> Option<&[u8]> {
        if let Self::Binary(bytes) = self { Some(bytes) } else { None }
    }

    /// The identifier in a `PT_BINARY`.
    #[must_use]
    pub fn as_entry_id(&self) -> Option<EntryId> {
        self.as_binary().map(EntryId::from_bytes)
    }

    /// The text of a `PT_UNICODE`.
    #[must_use]
    pub fn as_unicode(&self) -> Option<&str> {
        if let Self::Unicode(text) = self { Some(text) } else { None }
    }

    /// The text of either kind of string; bytes that are not ASCII come as `\xNN`, since their code page is unknown.
    #[must_use]
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        if let Self::Unicode(text) = self {
            Some(Cow::Borrowed(text))
        } else if let Self::String8(text) = self {
            Some(text.as_ascii().map_or_else(|| Cow::Owned(text.to_string()), Cow::Borrowed))
        } else {
            None
        }
    }

    /// Whether `SetProps` refuses it with MAPI_E_INVALID_PARAMETER: an object, or a list of no values. Page:
    /// `imapiprop-setprops`.
    #[must_use]
    pub fn is_object_or_empty_list(&self) -> bool {
        #[allow(clippy::wildcard_enum_match_arm, reason = "every other type has one value, which can be set")]
        match self {
            Self::Object => true,
            Self::MvI2(list) => list.is_empty(),
            Self::MvLong(list) => list.is_empty(),
            Self::MvR4(list) => list.is_empty(),
            Self::MvDouble(list) | Self::MvAppTime(list) => list.is_empty(),
            Self::MvCurrency(list) | Self::MvI8(list) => list.is_empty(),
            Self::MvString8(list) => list.is_empty(),
            Self::MvUnicode(list) => list.is_empty(),
            Self::MvSysTime(list) => list.is_empty(),
            Self::MvClsId(list) => list.is_empty(),
            Self::MvBinary(list) => list.is_empty(),
            _ => false,
        }
    }

    /// The code of a `PT_ERROR`.
    #[must_use]
    pub fn as_error(&self) -> Option<HResult> {
        if let Self::Error(code) = self { Some(*code) } else { None }
    }
}

macro_rules! forward {
    ($($(#[$doc:meta])* $name:ident -> $type:ty;)+) => {
        impl PropValue {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> Option<$type> {
                self.value().$name()
            }
        )+}
    };
}

forward! {
    /// See [`Value::as_long`].
    as_long -> i32;
    /// See [`Value::as_bits`].
    as_bits -> u32;
    /// See [`Value::as_bool`].
    as_bool -> bool;
    /// See [`Value::as_binary`].
    as_binary -> &[u8];
    /// See [`Value::as_entry_id`].
    as_entry_id -> EntryId;
    /// See [`Value::as_unicode`].
    as_unicode -> &str;
    /// See [`Value::as_text`].
    as_text -> Cow<'_, str>;
    /// See [`Value::as_error`].
    as_error -> HResult;
}
