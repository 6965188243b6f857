//! Values of arguments and answers.

use serde::{Deserialize, Serialize};

use super::form::number_in_hex;
use super::lists::{
    DetailForm, ElementForm, NameForm, ProblemForm, SortOrderForm, names, names_back, uid_back,
};
use super::notifications::NotificationForm;
use super::parties::{numbered, opened, opened_back};
use super::props::{PropForm, row_back, row_of};
use super::restrictions::{self, Node};
use super::words::{digits, hex, kept};
use crate::mapi::{AnsiString, EntryId, FlagBits, FlagSet, HResult, MapiUid, NotificationKey, PropTag};
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
    Uids(Vec<String>),
    Restriction(Vec<Node>),
    SortOrder(SortOrderForm),
    Names(Vec<Option<NameForm>>),
    NamesOfTags { tags: Vec<String>, names: Vec<Option<NameForm>> },
    Problems(Vec<ProblemForm>),
    Notifications(Vec<NotificationForm>),
    Key(String),
    Elements(Vec<ElementForm>),
    Error(DetailForm),
    Ansi(String),
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
            Value::Tags(tags) => Self::Tags(in_hex_all(tags)),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Count(count, unit) => Self::Count { count: *count, of: (*unit).to_owned() },
            Value::Object(object) => Self::Object(opened(*object)),
            Value::Props(props) => Self::Props(props.iter().map(PropForm::of).collect()),
            Value::Rows(rows) => Self::Rows(rows.iter().map(row_of).collect()),
            Value::Bytes(bytes) => Self::Bytes(hex(bytes)),
            Value::Ids(ids) => Self::Ids(ids.iter().map(|id| hex(id.as_bytes())).collect()),
            Value::Uids(uids) => Self::Uids(uids.iter().map(MapiUid::to_string).collect()),
            Value::Restriction(restriction) => Self::Restriction(restrictions::nodes(restriction)),
            Value::SortOrder(order) => Self::SortOrder(SortOrderForm::of(order)),
            Value::Names(all) => Self::Names(names(all)),
            Value::NamesOfTags(tags, all) => Self::NamesOfTags { tags: in_hex_all(tags), names: names(all) },
            Value::Problems(problems) => Self::Problems(problems.iter().map(ProblemForm::of).collect()),
            Value::Notifications(all) => Self::Notifications(all.iter().map(NotificationForm::of).collect()),
            Value::Key(key) => Self::Key(hex(key.as_bytes())),
            Value::Elements(elements) => Self::Elements(elements.iter().map(ElementForm::of).collect()),
            Value::Error(detail) => Self::Error(DetailForm::of(detail)),
            Value::Ansi(text) => Self::Ansi(hex(text.as_bytes())),
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
            Self::Code(code) => Value::Code(code_back(&code)?),
            Self::Word(word) => Value::Word(kept(&word)?),
            Self::Id(id) => Value::Id(id_back(&id)?),
            Self::Uid(uid) => Value::Uid(uid_back(&uid)?),
            Self::Tags(tags) => Value::Tags(all_back(&tags, tag_back)?),
            Self::Text(text) => Value::Text(text),
            Self::Count { count, of } => Value::Count(count, kept(&of)?),
            Self::Object(object) => {
                let known = numbered(&object).and_then(|(kind, number)| opened_back(kind, number));
                Value::Object(known.ok_or_else(|| format!("{object:?} names no object"))?)
            }
            Self::Props(props) => Value::Props(each_back(props, PropForm::back)?),
            Self::Rows(rows) => Value::Rows(each_back(rows, row_back)?),
            Self::Bytes(bytes) => Value::Bytes(digits(&bytes)?),
            Self::Ids(ids) => Value::Ids(all_back(&ids, id_back)?),
            Self::Uids(uids) => Value::Uids(all_back(&uids, uid_back)?),
            Self::Restriction(nodes) => Value::Restriction(Box::new(restrictions::back(nodes)?)),
            Self::SortOrder(order) => Value::SortOrder(order.back()?),
            Self::Names(names) => Value::Names(names_back(names)?),
            Self::NamesOfTags { tags, names } => {
                Value::NamesOfTags(all_back(&tags, tag_back)?, names_back(names)?)
            }
            Self::Problems(problems) => Value::Problems(each_back(problems, ProblemForm::back)?),
            Self::Notifications(all) => Value::Notifications(each_back(all, NotificationForm::back)?),
            Self::Key(key) => Value::Key(NotificationKey::new(digits(&key)?)),
            Self::Elements(elements) => {
                Value::Elements(elements.into_iter().map(ElementForm::back).collect())
            }
            Self::Error(detail) => Value::Error(Box::new(detail.back()?)),
            Self::Ansi(text) => Value::Ansi(AnsiString::from_bytes(digits(&text)?)),
            Self::Hidden => Value::Hidden,
        })
    }
}

pub(super) fn in_hex(number: u32) -> String {
    format!("0x{number:08X}")
}

fn in_hex_all(tags: &[PropTag]) -> Vec<String> {
    tags.iter().map(|tag| in_hex(tag.raw())).collect()
}

pub(super) fn tag_back(tag: &str) -> Result<PropTag, String> {
    number_in_hex(tag).map(PropTag::from_raw)
}

pub(super) fn code_back(code: &str) -> Result<HResult, String> {
    number_in_hex(code).map(HResult::from_raw)
}

pub(super) fn id_back(id: &str) -> Result<EntryId, String> {
    digits(id).map(|bytes| EntryId::from_bytes(&bytes))
}

fn all_back<T>(texts: &[String], back: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    texts.iter().map(|text| back(text)).collect()
}

fn each_back<F, T>(forms: Vec<F>, back: impl Fn(F) -> Result<T, String>) -> Result<Vec<T>, String> {
    forms.into_iter().map(back).collect()
}
