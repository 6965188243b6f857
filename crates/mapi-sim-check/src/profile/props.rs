//! Properties of a section: the tag says what the value has to be.

use std::fmt;

use mapi_sim::mapi::{AnsiString, FileTime, MapiUid, PropTag, PropType, PropValue, Value};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::bytes::{Bytes, Places};

/// Some properties, in the order of the file.
#[derive(Clone, Default, Debug)]
pub(super) struct Props(Vec<(PropTag, Raw)>);

/// A value in which a place may stand.
#[derive(Clone, Debug)]
pub(super) enum Raw {
    Ready(Value),
    Unicode(String),
    Ansi(String),
    Binary(Bytes),
    Texts(Vec<String>),
    Binaries(Vec<Bytes>),
}

impl Props {
    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn at(&self, places: &Places) -> impl Iterator<Item = PropValue> {
        self.0.iter().map(|(tag, raw)| PropValue::new(*tag, raw.at(places)))
    }
}

impl Raw {
    pub(super) fn at(&self, places: &Places) -> Value {
        match self {
            Self::Ready(value) => value.clone(),
            Self::Unicode(text) => Value::Unicode(places.text(text)),
            Self::Ansi(text) => Value::String8(AnsiString::from_bytes(places.text(text))),
            Self::Binary(bytes) => Value::Binary(bytes.at(places)),
            Self::Texts(texts) => Value::MvUnicode(texts.iter().map(|text| places.text(text)).collect()),
            Self::Binaries(list) => Value::MvBinary(list.iter().map(|bytes| bytes.at(places)).collect()),
        }
    }
}

/// A property tag, as `0x6600001F`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag(pub(super) PropTag);

impl<'de> Deserialize<'de> for Tag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let digits = text.strip_prefix("0x").filter(|digits| digits.len() == 8);
        let raw = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let got = || format!("expected a property tag of eight digits, as 0x6600001F; got \"{text}\"");
        raw.map(|raw| Self(PropTag::from_raw(raw))).ok_or_else(|| D::Error::custom(got()))
    }
}

impl<'de> Deserialize<'de> for Props {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Table;

        impl<'de> Visitor<'de> for Table {
            type Value = Props;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("property tags with their values, as \"0x6600001F\" = \"text\"")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Props, A::Error> {
                let mut props = Vec::new();
                while let Some(Tag(tag)) = map.next_key()? {
                    props.push((tag, map.next_value_seed(ValueOf(tag))?));
                }
                Ok(Props(props))
            }
        }

        deserializer.deserialize_map(Table)
    }
}

/// A value of the type that a tag has.
pub(super) struct ValueOf(pub(super) PropTag);

const KNOWN: &str = "PT_UNICODE (001F), PT_STRING8 (001E), PT_LONG (0003), PT_BOOLEAN (000B), PT_BINARY (0102), PT_I2 (0002), \
                     PT_I8 (0014), PT_DOUBLE (0005), PT_SYSTIME (0040), PT_CLSID (0048), PT_MV_UNICODE (101F), \
                     PT_MV_LONG (1003) or PT_MV_BINARY (1102)";

impl<'de> DeserializeSeed<'de> for ValueOf {
    type Value = Raw;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        let ready = |value: Value| Ok(Raw::Ready(value));
        match self.0.prop_type() {
            PropType::PT_UNICODE => String::deserialize(deserializer).map(Raw::Unicode),
            PropType::PT_STRING8 => String::deserialize(deserializer).map(Raw::Ansi),
            PropType::PT_BINARY => Bytes::deserialize(deserializer).map(Raw::Binary),
            PropType::PT_LONG => {
                ready(Value::Long(long(i64::deserialize(deserializer)?).map_err(D::Error::custom)?))
            }
            PropType::PT_BOOLEAN => ready(Value::Boolean(bool::deserialize(deserializer)?)),
            PropType::PT_I2 => ready(Value::I2(i16::deserialize(deserializer)?)),
            PropType::PT_I8 => ready(Value::I8(i64::deserialize(deserializer)?)),
            PropType::PT_DOUBLE => ready(Value::Double(f64::deserialize(deserializer)?)),
            PropType::PT_SYSTIME => {
                ready(Value::SysTime(FileTime::from_units(u64::deserialize(deserializer)?)))
            }
            PropType::PT_CLSID => {
                ready(Value::ClsId(uid(&Bytes::deserialize(deserializer)?).map_err(D::Error::custom)?))
            }
            PropType::PT_MV_UNICODE => Vec::deserialize(deserializer).map(Raw::Texts),
            PropType::PT_MV_BINARY => Vec::deserialize(deserializer).map(Raw::Binaries),
            PropType::PT_MV_LONG => {
                let numbers = Vec::<i64>::deserialize(deserializer)?.into_iter().map(long);
                ready(Value::MvLong(numbers.collect::<Result<_, _>>().map_err(D::Error::custom)?))
            }
            other => {
                let text = format!("expected a tag of type {KNOWN}; got {} with type {other}", self.0);
                Err(D::Error::custom(text))
            }
        }
    }
}

/// 32 bits, with or without a sign.
fn long(number: i64) -> Result<i32, String> {
    let unsigned = || u32::try_from(number).map(u32::cast_signed);
    i32::try_from(number)
        .or_else(|_| unsigned())
        .map_err(|_| format!("expected a number of 32 bits; got {number}"))
}

fn uid(bytes: &Bytes) -> Result<MapiUid, String> {
    let bytes = bytes.fixed().ok_or("expected 16 bytes as \"hex:..\"")?;
    let count = bytes.len();
    let bytes: Result<[u8; 16], _> = bytes.try_into();
    bytes.map(MapiUid::from_bytes).map_err(|_| format!("expected 16 bytes; got {count}"))
}
