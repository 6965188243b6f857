//! Properties with their values: the tag and, by its type, the value.

use serde::{Deserialize, Serialize};

use super::form::number_in_hex;
use super::restrictions::{self, Node};
use super::words::{digits, hex};
use crate::mapi::{
    AnsiString, FileTime, HResult, MapiUid, PropTag, PropType, PropValue, Restriction, Row, Value,
};

/// A property. What no form is made for, actions of rules, has a tag and no value.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PropForm {
    tag: String,
    value: Plain,
}

/// A value by what it is made of. Floating point numbers are their bits, so that each is the same again.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Plain {
    None,
    Bool(bool),
    Number(i64),
    Bits(u64),
    Text(String),
    Hex(String),
    Numbers(Vec<i64>),
    ManyBits(Vec<u64>),
    Texts(Vec<String>),
    Hexes(Vec<String>),
    Restriction(Vec<Node>),
    /// A restriction that stands in the list of the one around it.
    Inside,
}

impl PropForm {
    pub(super) fn of(prop: &PropValue) -> Self {
        Self { tag: format!("0x{:08X}", prop.tag().raw()), value: plain(prop.value()) }
    }

    /// The same for a property inside of a restriction: restrictions there stand in the list of that one.
    pub(super) fn in_restriction(prop: &PropValue) -> Self {
        let tag = format!("0x{:08X}", prop.tag().raw());
        if matches!(prop.value(), Value::Restriction(_)) {
            return Self { tag, value: Plain::Inside };
        }
        Self { tag, value: plain(prop.value()) }
    }

    /// A property inside of a restriction. What belongs in the place of a restriction has to be put there.
    pub(super) fn back_in_restriction(self) -> Result<PropValue, String> {
        let tag = PropTag::from_raw(number_in_hex(&self.tag)?);
        if matches!(self.value, Plain::Inside) && tag.prop_type() == PropType::PT_SRESTRICTION {
            return Ok(PropValue::new(tag, Value::Restriction(Box::new(Restriction::And(Vec::new())))));
        }
        if matches!(self.value, Plain::Restriction(_)) {
            return Err(format!("{}: a restriction inside of one stands in the same list", self.tag));
        }
        self.back()
    }

    pub(super) fn back(self) -> Result<PropValue, String> {
        let tag = PropTag::from_raw(number_in_hex(&self.tag)?);
        if let Plain::Restriction(nodes) = self.value {
            if tag.prop_type() != PropType::PT_SRESTRICTION {
                return Err(format!("{} has a value of another type", self.tag));
            }
            return Ok(PropValue::new(tag, Value::Restriction(Box::new(restrictions::back(nodes)?))));
        }
        let value = value(tag.prop_type(), self.value);
        let value = value.ok_or_else(|| format!("{} has a value of another type", self.tag))?;
        Ok(PropValue::new(tag, value))
    }
}

pub(super) fn row_of(row: &Row) -> Vec<PropForm> {
    row.props().iter().map(PropForm::of).collect()
}

pub(super) fn row_back(row: Vec<PropForm>) -> Result<Row, String> {
    Ok(Row::new(row.into_iter().map(PropForm::back).collect::<Result<Vec<_>, _>>()?))
}

#[allow(clippy::wildcard_enum_match_arm, reason = "the enum is open")]
fn plain(value: &Value) -> Plain {
    match value {
        Value::I2(number) => Plain::Number((*number).into()),
        Value::Long(number) => Plain::Number((*number).into()),
        Value::I8(number) | Value::Currency(number) => Plain::Number(*number),
        Value::R4(number) => Plain::Bits(number.to_bits().into()),
        Value::Double(number) | Value::AppTime(number) => Plain::Bits(number.to_bits()),
        Value::Error(code) => Plain::Bits(code.raw().into()),
        Value::Boolean(is) => Plain::Bool(*is),
        Value::String8(text) => Plain::Hex(hex(text.as_bytes())),
        Value::Unicode(text) => Plain::Text(text.clone()),
        Value::SysTime(time) => Plain::Bits(time.units()),
        Value::ClsId(uid) => Plain::Text(uid.to_string()),
        Value::Binary(bytes) | Value::ServerEntryId(bytes) => Plain::Hex(hex(bytes)),
        Value::MvI2(numbers) => Plain::Numbers(numbers.iter().map(|number| (*number).into()).collect()),
        Value::MvLong(numbers) => Plain::Numbers(numbers.iter().map(|number| (*number).into()).collect()),
        Value::MvI8(numbers) | Value::MvCurrency(numbers) => Plain::Numbers(numbers.clone()),
        Value::MvR4(numbers) => {
            Plain::ManyBits(numbers.iter().map(|number| number.to_bits().into()).collect())
        }
        Value::MvDouble(numbers) | Value::MvAppTime(numbers) => {
            Plain::ManyBits(numbers.iter().map(|number| number.to_bits()).collect())
        }
        Value::MvSysTime(times) => Plain::ManyBits(times.iter().map(|time| time.units()).collect()),
        Value::MvString8(texts) => Plain::Hexes(texts.iter().map(|text| hex(text.as_bytes())).collect()),
        Value::MvUnicode(texts) => Plain::Texts(texts.clone()),
        Value::MvClsId(uids) => Plain::Texts(uids.iter().map(MapiUid::to_string).collect()),
        Value::MvBinary(all) => Plain::Hexes(all.iter().map(|bytes| hex(bytes)).collect()),
        Value::Restriction(restriction) => Plain::Restriction(restrictions::nodes(restriction)),
        Value::Null | Value::Object | Value::Actions(_) => Plain::None,
        // A type that is added gets a form of its own.
        _ => Plain::None,
    }
}

fn value(of: PropType, plain: Plain) -> Option<Value> {
    Some(match plain {
        Plain::None if of == PropType::PT_OBJECT => Value::Object,
        Plain::None => Value::Null,
        Plain::Bool(is) if of == PropType::PT_BOOLEAN => Value::Boolean(is),
        Plain::Bool(_) | Plain::Restriction(_) | Plain::Inside => return None,
        Plain::Number(number) => match of {
            PropType::PT_I2 => Value::I2(number.try_into().ok()?),
            PropType::PT_LONG => Value::Long(number.try_into().ok()?),
            PropType::PT_I8 => Value::I8(number),
            PropType::PT_CURRENCY => Value::Currency(number),
            _ => return None,
        },
        Plain::Bits(bits) => match of {
            PropType::PT_R4 => Value::R4(f32::from_bits(bits.try_into().ok()?)),
            PropType::PT_DOUBLE => Value::Double(f64::from_bits(bits)),
            PropType::PT_APPTIME => Value::AppTime(f64::from_bits(bits)),
            PropType::PT_ERROR => Value::Error(HResult::from_raw(bits.try_into().ok()?)),
            PropType::PT_SYSTIME => Value::SysTime(FileTime::from_units(bits)),
            _ => return None,
        },
        Plain::Text(text) => match of {
            PropType::PT_UNICODE => Value::Unicode(text),
            PropType::PT_CLSID => Value::ClsId(text.parse().ok()?),
            _ => return None,
        },
        Plain::Hex(text) => match of {
            PropType::PT_STRING8 => Value::String8(AnsiString::from_bytes(digits(&text).ok()?)),
            PropType::PT_BINARY => Value::Binary(digits(&text).ok()?),
            PropType::PT_SVREID => Value::ServerEntryId(digits(&text).ok()?),
            _ => return None,
        },
        Plain::Numbers(numbers) => many_numbers(of, numbers)?,
        Plain::ManyBits(bits) => many_bits(of, bits)?,
        Plain::Texts(texts) => match of {
            PropType::PT_MV_UNICODE => Value::MvUnicode(texts),
            PropType::PT_MV_CLSID => {
                Value::MvClsId(texts.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?)
            }
            _ => return None,
        },
        Plain::Hexes(texts) => {
            let all = texts.iter().map(|text| digits(text).ok()).collect::<Option<Vec<_>>>()?;
            match of {
                PropType::PT_MV_BINARY => Value::MvBinary(all),
                PropType::PT_MV_STRING8 => {
                    Value::MvString8(all.into_iter().map(AnsiString::from_bytes).collect())
                }
                _ => return None,
            }
        }
    })
}

fn many_numbers(of: PropType, numbers: Vec<i64>) -> Option<Value> {
    Some(match of {
        PropType::PT_MV_I2 => {
            Value::MvI2(numbers.into_iter().map(|number| number.try_into().ok()).collect::<Option<_>>()?)
        }
        PropType::PT_MV_LONG => {
            Value::MvLong(numbers.into_iter().map(|number| number.try_into().ok()).collect::<Option<_>>()?)
        }
        PropType::PT_MV_I8 => Value::MvI8(numbers),
        PropType::PT_MV_CURRENCY => Value::MvCurrency(numbers),
        _ => return None,
    })
}

fn many_bits(of: PropType, bits: Vec<u64>) -> Option<Value> {
    Some(match of {
        PropType::PT_MV_R4 => {
            let floats = bits.into_iter().map(|bits| bits.try_into().ok().map(f32::from_bits));
            Value::MvR4(floats.collect::<Option<_>>()?)
        }
        PropType::PT_MV_DOUBLE => Value::MvDouble(bits.into_iter().map(f64::from_bits).collect()),
        PropType::PT_MV_APPTIME => Value::MvAppTime(bits.into_iter().map(f64::from_bits).collect()),
        PropType::PT_MV_SYSTIME => Value::MvSysTime(bits.into_iter().map(FileTime::from_units).collect()),
        _ => return None,
    })
}
