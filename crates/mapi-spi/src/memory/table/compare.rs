//! The order of two values of one type.

use std::cmp::Ordering;

use crate::mapi::Value;

macro_rules! ordered {
    ($left:expr, $right:expr; $($variant:ident => $compare:expr),+ $(,)?) => {
        $(if let (Value::$variant(left), Value::$variant(right)) = ($left, $right) {
            let compare: fn(_, _) -> Option<Ordering> = $compare;
            return compare(left, right);
        })+
    };
}

/// How `left` compares to `right`; `None` for values of different types and of types without an order.
pub(super) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    ordered! { left, right;
        I2 => |a: &i16, b: &i16| Some(a.cmp(b)),
        Long => |a: &i32, b: &i32| Some(a.cmp(b)),
        I8 => |a: &i64, b: &i64| Some(a.cmp(b)),
        Currency => |a: &i64, b: &i64| Some(a.cmp(b)),
        R4 => |a: &f32, b: &f32| Some(a.total_cmp(b)),
        Double => |a: &f64, b: &f64| Some(a.total_cmp(b)),
        AppTime => |a: &f64, b: &f64| Some(a.total_cmp(b)),
        Boolean => |a: &bool, b: &bool| Some(a.cmp(b)),
        Error => |a: &crate::mapi::HResult, b: &crate::mapi::HResult| Some(a.cmp(b)),
        SysTime => |a: &crate::mapi::FileTime, b: &crate::mapi::FileTime| Some(a.cmp(b)),
        String8 => |a: &crate::mapi::AnsiString, b: &crate::mapi::AnsiString| Some(a.cmp(b)),
        Unicode => |a: &String, b: &String| Some(a.cmp(b)),
        ClsId => |a: &crate::mapi::MapiUid, b: &crate::mapi::MapiUid| Some(a.cmp(b)),
        Binary => |a: &Vec<u8>, b: &Vec<u8>| Some(a.cmp(b)),
        ServerEntryId => |a: &Vec<u8>, b: &Vec<u8>| Some(a.cmp(b)),
        Actions => |a: &crate::mapi::RuleActions, b: &crate::mapi::RuleActions| Some(a.cmp(b)),
    }
    (left.prop_type() == right.prop_type() && left == right).then_some(Ordering::Equal)
}

/// The size of a value in bytes, as `RES_SIZE` counts it.
pub(in crate::memory) fn size(value: &Value) -> u32 {
    let bytes = match value {
        Value::String8(text) => text.as_bytes().len(),
        Value::Unicode(text) => text.encode_utf16().count() * 2,
        Value::Binary(bytes) | Value::ServerEntryId(bytes) => bytes.len(),
        Value::Actions(actions) => actions.as_bytes().len(),
        Value::MvBinary(values) => values.iter().map(Vec::len).sum(),
        Value::MvString8(values) => values.iter().map(|text| text.as_bytes().len()).sum(),
        Value::MvUnicode(values) => values.iter().map(|text| text.encode_utf16().count() * 2).sum(),
        Value::MvI2(values) => values.len() * 2,
        Value::MvLong(values) => values.len() * 4,
        Value::MvR4(values) => values.len() * 4,
        Value::MvDouble(values) | Value::MvAppTime(values) => values.len() * 8,
        Value::MvCurrency(values) | Value::MvI8(values) => values.len() * 8,
        Value::MvSysTime(values) => values.len() * 8,
        Value::MvClsId(values) => values.len() * 16,
        Value::I2(_) | Value::Boolean(_) => 2,
        Value::Long(_) | Value::R4(_) | Value::Error(_) => 4,
        Value::Double(_) | Value::AppTime(_) | Value::Currency(_) | Value::I8(_) | Value::SysTime(_) => 8,
        Value::ClsId(_) => 16,
        Value::Null | Value::Object | Value::Restriction(_) => 0,
    };
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
