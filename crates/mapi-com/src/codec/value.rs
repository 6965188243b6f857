//! `SPropValue`.

use std::ffi::c_void;

use mapi_spi::mapi::codes::{MAPI_E_INVALID_TYPE, MAPI_E_TYPE_NO_SUPPORT};
use mapi_spi::mapi::{
    FileTime, HResult, MapiResult, MapiUid, PropTag, PropType, PropValue, RuleActions, Value,
};

use super::{count, restriction, text, whole};
use crate::layout::{Actions, PropUnion, SBinary, SPropValue};
use crate::memory::{Blocks, Reader, place, place_list};

/// The version that this crate gives to lists of actions, which are bytes of their maker's own.
const OWN_ACTIONS: u32 = 0x4D53_494D;

const ZERO: PropUnion = PropUnion { bytes: [0; 2] };

pub(crate) fn put(blocks: &mut dyn Blocks, prop: &PropValue) -> MapiResult<SPropValue> {
    let value = put_value(blocks, prop.value())?;
    Ok(SPropValue { tag: prop.tag().raw(), pad: 0, value })
}

pub(crate) fn put_list(blocks: &mut dyn Blocks, props: &[PropValue]) -> MapiResult<*mut SPropValue> {
    // The list is the first block, for a result is freed by its first block.
    let list = blocks.block(props.len() * size_of::<SPropValue>())?.cast::<SPropValue>();
    for (index, prop) in props.iter().enumerate() {
        let value = put(blocks, prop)?;
        // SAFETY: the block has room for as many values as there are.
        unsafe { list.add(index).write(value) };
    }
    Ok(list)
}

/// A value in a block of its own.
pub(crate) fn put_one(blocks: &mut dyn Blocks, prop: &PropValue) -> MapiResult<*mut SPropValue> {
    put_list(blocks, std::slice::from_ref(prop))
}

/// What a union holds that has all its bytes set, whatever the field.
macro_rules! union_of {
    ($field:ident = $value:expr) => {{
        let mut union = ZERO;
        union.$field = $value;
        union
    }};
}

fn put_value(blocks: &mut dyn Blocks, value: &Value) -> MapiResult<PropUnion> {
    Ok(match value {
        Value::Null | Value::Object => ZERO,
        Value::I2(number) => union_of!(i = *number),
        Value::Long(number) => union_of!(l = *number),
        Value::R4(number) => union_of!(flt = *number),
        Value::Double(number) | Value::AppTime(number) => union_of!(dbl = *number),
        Value::Currency(number) | Value::I8(number) => union_of!(li = *number),
        Value::Error(code) => union_of!(err = code.raw()),
        Value::Boolean(yes) => union_of!(b = u16::from(*yes)),
        Value::String8(string) => union_of!(pointer = text::put_narrow(blocks, string)?),
        Value::Unicode(string) => union_of!(pointer = text::put_wide(blocks, string)?),
        Value::SysTime(time) => union_of!(ft = halves(*time)),
        Value::ClsId(uid) => union_of!(pointer = place(blocks, *uid.as_bytes())?.cast()),
        Value::Binary(bytes) | Value::ServerEntryId(bytes) => list_of(blocks, bytes)?,
        Value::Actions(actions) => {
            let bytes = actions.as_bytes();
            let list = place_list(blocks, bytes)?.cast();
            let actions = Actions { version: OWN_ACTIONS, count: count(bytes.len())?, list };
            union_of!(pointer = place(blocks, actions)?.cast())
        }
        Value::Restriction(inner) => union_of!(pointer = restriction::put(blocks, inner)?.cast()),
        Value::MvI2(list) => list_of(blocks, list)?,
        Value::MvLong(list) => list_of(blocks, list)?,
        Value::MvR4(list) => list_of(blocks, list)?,
        Value::MvDouble(list) | Value::MvAppTime(list) => list_of(blocks, list)?,
        Value::MvCurrency(list) | Value::MvI8(list) => list_of(blocks, list)?,
        Value::MvString8(list) => {
            let list = list.iter().map(|string| text::put_narrow(blocks, string));
            let list = list.collect::<MapiResult<Vec<_>>>()?;
            list_of(blocks, &list)?
        }
        Value::MvUnicode(list) => {
            let list = list.iter().map(|string| text::put_wide(blocks, string));
            let list = list.collect::<MapiResult<Vec<_>>>()?;
            list_of(blocks, &list)?
        }
        Value::MvSysTime(list) => {
            list_of(blocks, &list.iter().map(|time| halves(*time)).collect::<Vec<_>>())?
        }
        Value::MvClsId(list) => list_of(blocks, &list.iter().map(|uid| *uid.as_bytes()).collect::<Vec<_>>())?,
        Value::MvBinary(list) => {
            let list = list.iter().map(|bytes| binary(blocks, bytes)).collect::<MapiResult<Vec<_>>>()?;
            list_of(blocks, &list)?
        }
        #[allow(
            clippy::wildcard_enum_match_arm,
            reason = "a type that comes later has to be added here first"
        )]
        _ => return Err(MAPI_E_TYPE_NO_SUPPORT.into()),
    })
}

/// A count and a pointer; NULL for nothing.
pub(crate) fn binary<T: Copy>(blocks: &mut dyn Blocks, values: &[T]) -> MapiResult<SBinary> {
    let pointer = if values.is_empty() { std::ptr::null_mut() } else { place_list(blocks, values)?.cast() };
    Ok(SBinary { count: count(values.len())?, pad: 0, pointer })
}

fn list_of<T: Copy>(blocks: &mut dyn Blocks, values: &[T]) -> MapiResult<PropUnion> {
    let list = binary(blocks, values)?;
    let mut union = ZERO;
    union.list = list;
    Ok(union)
}

/// `FILETIME`: the lower half first.
pub(crate) fn halves(time: FileTime) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = time.units().to_le_bytes();
    [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]
}

pub(crate) fn whole([low, high]: [u32; 2]) -> FileTime {
    FileTime::from_units(u64::from(high) << 32 | u64::from(low))
}

/// # Safety
/// `pointer` is NULL or so many values, whatever they point to lies where it should.
pub(crate) unsafe fn get_list(
    reader: Reader<'_>,
    pointer: *const SPropValue,
    count: u32,
) -> MapiResult<Vec<PropValue>> {
    // SAFETY: as this function says.
    let values = unsafe { reader.list(pointer, count) }?;
    let get = |(index, value)| {
        // SAFETY: as this function says; there are so many values.
        unsafe {
            whole::expect(reader, pointer.add(index))?;
            get(reader, value)
        }
    };
    values.iter().enumerate().map(get).collect()
}

/// # Safety
/// What the value points to lies where it should.
pub(crate) unsafe fn get(reader: Reader<'_>, prop: &SPropValue) -> MapiResult<PropValue> {
    let tag = PropTag::from_raw(prop.tag);
    // SAFETY: as this function says; the tag says which field it is.
    let value = unsafe { get_value(reader, tag.prop_type(), &prop.value) }?;
    Ok(value.map_or_else(|code| PropValue::error(tag, code), |value| PropValue::new(tag, value)))
}

/// One value, or why its type has none here.
///
/// # Safety
/// The union holds a value of this type.
unsafe fn get_value(
    reader: Reader<'_>,
    kind: PropType,
    union: &PropUnion,
) -> MapiResult<Result<Value, HResult>> {
    // SAFETY: the type says which field was written, and all bytes of a union are initialised.
    unsafe {
        Ok(Ok(match kind {
            PropType::PT_NULL => Value::Null,
            PropType::PT_OBJECT => Value::Object,
            PropType::PT_I2 => Value::I2(union.i),
            PropType::PT_LONG => Value::Long(union.l),
            PropType::PT_R4 => Value::R4(union.flt),
            PropType::PT_DOUBLE => Value::Double(union.dbl),
            PropType::PT_APPTIME => Value::AppTime(union.dbl),
            PropType::PT_CURRENCY => Value::Currency(union.li),
            PropType::PT_I8 => Value::I8(union.li),
            PropType::PT_ERROR => Value::Error(HResult::from_raw(union.err)),
            PropType::PT_BOOLEAN => Value::Boolean(union.b != 0),
            PropType::PT_STRING8 => Value::String8(text::get_narrow(reader, union.pointer)?),
            PropType::PT_UNICODE => Value::Unicode(text::get_wide(reader, union.pointer)?),
            PropType::PT_SYSTIME => Value::SysTime(whole(union.ft)),
            PropType::PT_CLSID => {
                Value::ClsId(MapiUid::from_bytes(reader.one(union.pointer.cast::<[u8; 16]>())?))
            }
            PropType::PT_BINARY => Value::Binary(get_binary(reader, union.list)?),
            PropType::PT_SVREID => Value::ServerEntryId(get_binary(reader, union.list)?),
            PropType::PT_ACTIONS => return get_actions(reader, union.pointer),
            PropType::PT_SRESTRICTION => {
                Value::Restriction(Box::new(restriction::get(reader, union.pointer.cast())?))
            }
            kind if kind.is_multi_valued() && !kind.is_instance() => {
                return get_multiple(reader, kind, union.list);
            }
            kind if kind.is_instance() => {
                // A row of a multivalued column has one of its values.
                return get_value(reader, PropType::from_raw(kind.raw() & 0x0FFF), union);
            }
            _ => return Ok(Err(MAPI_E_INVALID_TYPE)),
        }))
    }
}

/// # Safety
/// The list holds values of this type.
unsafe fn get_multiple(
    reader: Reader<'_>,
    kind: PropType,
    list: SBinary,
) -> MapiResult<Result<Value, HResult>> {
    let (pointer, count) = (list.pointer, list.count);
    // SAFETY: the type says what the list is of.
    unsafe {
        Ok(Ok(match kind {
            PropType::PT_MV_I2 => Value::MvI2(reader.list(pointer.cast(), count)?),
            PropType::PT_MV_LONG => Value::MvLong(reader.list(pointer.cast(), count)?),
            PropType::PT_MV_R4 => Value::MvR4(reader.list(pointer.cast(), count)?),
            PropType::PT_MV_DOUBLE => Value::MvDouble(reader.list(pointer.cast(), count)?),
            PropType::PT_MV_APPTIME => Value::MvAppTime(reader.list(pointer.cast(), count)?),
            PropType::PT_MV_CURRENCY => Value::MvCurrency(reader.list(pointer.cast(), count)?),
            PropType::PT_MV_I8 => Value::MvI8(reader.list(pointer.cast(), count)?),
            PropType::PT_MV_STRING8 => Value::MvString8(get_texts(reader, list, |reader, pointer| {
                text::get_narrow(reader, pointer)
            })?),
            PropType::PT_MV_UNICODE => {
                Value::MvUnicode(get_texts(reader, list, |reader, pointer| text::get_wide(reader, pointer))?)
            }
            PropType::PT_MV_SYSTIME => {
                let times: Vec<[u32; 2]> = reader.list(pointer.cast(), count)?;
                Value::MvSysTime(times.into_iter().map(whole).collect())
            }
            PropType::PT_MV_CLSID => {
                let uids: Vec<[u8; 16]> = reader.list(pointer.cast(), count)?;
                Value::MvClsId(uids.into_iter().map(MapiUid::from_bytes).collect())
            }
            PropType::PT_MV_BINARY => {
                let lists: Vec<SBinary> = reader.list(pointer.cast(), count)?;
                let lists = lists.into_iter().map(|list| get_binary(reader, list));
                Value::MvBinary(lists.collect::<MapiResult<_>>()?)
            }
            _ => return Ok(Err(MAPI_E_INVALID_TYPE)),
        }))
    }
}

/// # Safety
/// The list holds pointers to strings that `get` reads.
unsafe fn get_texts<T>(
    reader: Reader<'_>,
    list: SBinary,
    get: impl Fn(Reader<'_>, *const c_void) -> MapiResult<T>,
) -> MapiResult<Vec<T>> {
    // SAFETY: as this function says.
    let pointers: Vec<*const c_void> = unsafe { reader.list(list.pointer.cast(), list.count) }?;
    pointers.into_iter().map(|pointer| get(reader, pointer)).collect()
}

/// # Safety
/// The pointer is NULL or so many bytes.
pub(crate) unsafe fn get_binary(reader: Reader<'_>, list: SBinary) -> MapiResult<Vec<u8>> {
    // SAFETY: as this function says.
    unsafe { reader.list(list.pointer.cast::<u8>(), list.count) }
}

/// # Safety
/// The pointer is NULL or an `ACTIONS`.
unsafe fn get_actions(reader: Reader<'_>, pointer: *const c_void) -> MapiResult<Result<Value, HResult>> {
    // SAFETY: as this function says.
    let actions = unsafe { reader.one(pointer.cast::<Actions>()) }?;
    if actions.version != OWN_ACTIONS {
        return Ok(Err(MAPI_E_TYPE_NO_SUPPORT));
    }
    // SAFETY: lists with this version are bytes.
    let bytes = unsafe { reader.list(actions.list.cast::<u8>(), actions.count) }?;
    Ok(Ok(Value::Actions(RuleActions::new(bytes))))
}
