//! Values of a PST as values of MAPI.

use mapi_spi::mapi::{FileTime, HResult, MapiUid, PropTag, PropType, PropValue, Value};
use outlook_pst::ltp::prop_context::{BinaryValue, GuidValue, PropertyValue, String8Value, UnicodeValue};

use super::code_page::CodePage;

/// A property; `None` for types that only exist inside the file.
pub(super) fn prop(id: u16, value: &PropertyValue, page: CodePage) -> Option<PropValue> {
    Some(PropValue::new(PropTag::new(id, PropType::PT_UNSPECIFIED), to_value(value, page)?))
}

pub(super) fn as_long(value: &PropertyValue) -> Option<i32> {
    if let PropertyValue::Integer32(number) = value { Some(*number) } else { None }
}

pub(super) fn as_text(value: &PropertyValue, page: CodePage) -> Option<String> {
    if let Value::Unicode(text) = to_value(value, page)? { Some(text) } else { None }
}

fn to_value(value: &PropertyValue, page: CodePage) -> Option<Value> {
    Some(match value {
        PropertyValue::Integer16(number) => Value::I2(*number),
        PropertyValue::Integer32(number) => Value::Long(*number),
        PropertyValue::Floating32(number) => Value::R4(*number),
        PropertyValue::Floating64(number) => Value::Double(*number),
        PropertyValue::Currency(number) => Value::Currency(*number),
        PropertyValue::FloatingTime(days) => Value::AppTime(*days),
        PropertyValue::ErrorCode(code) => Value::Error(HResult::from_raw(bits(*code))),
        PropertyValue::Boolean(value) => Value::Boolean(*value),
        PropertyValue::Integer64(number) => Value::I8(*number),
        PropertyValue::String8(text) => Value::Unicode(ansi(text, page)),
        PropertyValue::Unicode(text) => Value::Unicode(unicode(text)),
        PropertyValue::Time(units) => Value::SysTime(time(*units)),
        PropertyValue::Guid(guid) => Value::ClsId(uid(guid)),
        PropertyValue::Binary(bytes) => Value::Binary(binary(bytes)),
        PropertyValue::MultipleInteger16(numbers) => Value::MvI2(numbers.clone()),
        PropertyValue::MultipleInteger32(numbers) => Value::MvLong(numbers.clone()),
        PropertyValue::MultipleFloating32(numbers) => Value::MvR4(numbers.clone()),
        PropertyValue::MultipleFloating64(numbers) => Value::MvDouble(numbers.clone()),
        PropertyValue::MultipleCurrency(numbers) => Value::MvCurrency(numbers.clone()),
        PropertyValue::MultipleFloatingTime(days) => Value::MvAppTime(days.clone()),
        PropertyValue::MultipleInteger64(numbers) => Value::MvI8(numbers.clone()),
        PropertyValue::MultipleString8(texts) => {
            Value::MvUnicode(texts.iter().map(|text| ansi(text, page)).collect())
        }
        PropertyValue::MultipleUnicode(texts) => Value::MvUnicode(texts.iter().map(unicode).collect()),
        PropertyValue::MultipleTime(times) => Value::MvSysTime(times.iter().copied().map(time).collect()),
        PropertyValue::MultipleGuid(guids) => Value::MvClsId(guids.iter().map(uid).collect()),
        PropertyValue::MultipleBinary(values) => Value::MvBinary(values.iter().map(binary).collect()),
        PropertyValue::Null | PropertyValue::Object(_) => return None,
    })
}

fn ansi(text: &String8Value, page: CodePage) -> String {
    let (text, _) = page.decode_without_bom_handling(text.buffer());
    text.trim_end_matches('\0').to_owned()
}

fn unicode(text: &UnicodeValue) -> String {
    String::from_utf16_lossy(text.buffer()).trim_end_matches('\0').to_owned()
}

fn binary(bytes: &BinaryValue) -> Vec<u8> {
    bytes.buffer().to_vec()
}

fn time(units: i64) -> FileTime {
    FileTime::from_units(u64::try_from(units).unwrap_or(0))
}

fn uid(guid: &GuidValue) -> MapiUid {
    MapiUid::from_fields(guid.data1(), guid.data2(), guid.data3(), *guid.data4())
}

fn bits(number: i32) -> u32 {
    u32::from_ne_bytes(number.to_ne_bytes())
}
