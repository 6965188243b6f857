//! Values of arguments and answers.

use serde::{Deserialize, Serialize};

use super::form::number_in_hex;
use super::parties::{numbered, opened, opened_back};
use super::props::{PropForm, row_back, row_of};
use super::words::{digits, hex, kept};
use crate::mapi::{EntryId, FlagBits, FlagSet, HResult, PropTag};
use crate::methods::{Named, Value};

/// A value under its name.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NamedForm {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    value: ValueForm,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum ValueForm {
    Null,
    Bool(bool),
    Number(i64),
    Flags { set: String, bits: u32 },
    Code(String),
    Word(String),
    Id(String),
    Uid(String),
    Tags(Vec<String>),
    Text(String),
    Count { count: u32, of: String },
    Props(Vec<PropForm>),
    Rows(Vec<Vec<PropForm>>),
    Bytes(String),
    Ids(Vec<String>),
    Object(String),
    Hidden,
}

impl NamedForm {
    pub(super) fn of(named: &Named) -> Self {
        Self { name: named.name.to_owned(), value: ValueForm::of(&named.value) }
    }

    pub(super) fn back(self) -> Result<Named, String> {
        Ok(Named { name: kept(&self.name)?, value: self.value.back()? })
    }
}

impl ValueForm {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(is) => Self::Bool(*is),
            Value::Number(number) => Self::Number(*number),
            Value::Flags(flags) => Self::Flags { set: flags.set().name.to_owned(), bits: flags.bits() },
            Value::Code(code) => Self::Code(in_hex(code.raw())),
            Value::Word(word) => Self::Word((*word).to_owned()),
            Value::Id(id) => Self::Id(hex(id.as_bytes())),
            Value::Uid(uid) => Self::Uid(uid.to_string()),
            Value::Tags(tags) => Self::Tags(tags.iter().map(|tag| in_hex(tag.raw())).collect()),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Count(count, unit) => Self::Count { count: *count, of: (*unit).to_owned() },
            Value::Object(object) => Self::Object(opened(*object)),
            Value::Props(props) => Self::Props(props.iter().map(PropForm::of).collect()),
            Value::Rows(rows) => Self::Rows(rows.iter().map(row_of).collect()),
            Value::Bytes(bytes) => Self::Bytes(hex(bytes)),
            Value::Ids(ids) => Self::Ids(ids.iter().map(|id| hex(id.as_bytes())).collect()),
            Value::Hidden => Self::Hidden,
            other => Self::Text(format!("{other:?}")),
        }
    }

    fn back(self) -> Result<Value, String> {
        Ok(match self {
            Self::Null => Value::Null,
            Self::Bool(is) => Value::Bool(is),
            Self::Number(number) => Value::Number(number),
            Self::Flags { set, bits } => {
                let known =
                    FlagSet::named(&set).ok_or_else(|| format!("there are no flags of the type {set:?}"))?;
                Value::Flags(FlagBits::new(known, bits))
            }
            Self::Code(code) => Value::Code(HResult::from_raw(number_in_hex(&code)?)),
            Self::Word(word) => Value::Word(kept(&word)?),
            Self::Id(id) => Value::Id(EntryId::from_bytes(&digits(&id)?)),
            Self::Uid(uid) => Value::Uid(uid.parse().map_err(|error| format!("{uid:?}: {error}"))?),
            Self::Tags(tags) => {
                let tags = tags.iter().map(|tag| Ok(PropTag::from_raw(number_in_hex(tag)?)));
                Value::Tags(tags.collect::<Result<_, String>>()?)
            }
            Self::Text(text) => Value::Text(text),
            Self::Count { count, of } => Value::Count(count, kept(&of)?),
            Self::Object(object) => {
                let known = numbered(&object).and_then(|(kind, number)| opened_back(kind, number));
                Value::Object(known.ok_or_else(|| format!("{object:?} names no object"))?)
            }
            Self::Props(props) => {
                Value::Props(props.into_iter().map(PropForm::back).collect::<Result<_, _>>()?)
            }
            Self::Rows(rows) => Value::Rows(rows.into_iter().map(row_back).collect::<Result<_, _>>()?),
            Self::Bytes(bytes) => Value::Bytes(digits(&bytes)?),
            Self::Ids(ids) => {
                let ids = ids.iter().map(|id| Ok(EntryId::from_bytes(&digits(id)?)));
                Value::Ids(ids.collect::<Result<_, String>>()?)
            }
            Self::Hidden => Value::Hidden,
        })
    }
}

fn in_hex(number: u32) -> String {
    format!("0x{number:08X}")
}
