//! Names, problems, sort orders, elements of storages and details of errors.

use serde::{Deserialize, Serialize};

use super::values::{code_back, in_hex, tag_back};
use super::words::{digits, hex};
use crate::mapi::{
    AnsiString, MapiErrorDetail, MapiString, MapiUid, NamedProp, PropName, PropProblem, SortDirection,
    SortOrder, SortOrderSet,
};
use crate::spi::StorageElement;

/// The name of a property: a number or a text in its set.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum NameForm {
    Id { set: String, id: i32 },
    Text { set: String, text: String },
}

impl NameForm {
    pub(super) fn of(name: &NamedProp) -> Self {
        let set = name.set.to_string();
        match &name.name {
            PropName::Id(id) => Self::Id { set, id: *id },
            PropName::String(text) => Self::Text { set, text: text.clone() },
        }
    }

    pub(super) fn back(self) -> Result<NamedProp, String> {
        let (set, name) = match self {
            Self::Id { set, id } => (set, PropName::Id(id)),
            Self::Text { set, text } => (set, PropName::String(text)),
        };
        Ok(NamedProp { set: uid_back(&set)?, name })
    }
}

pub(super) fn names(names: &[Option<NamedProp>]) -> Vec<Option<NameForm>> {
    names.iter().map(|name| name.as_ref().map(NameForm::of)).collect()
}

pub(super) fn names_back(names: Vec<Option<NameForm>>) -> Result<Vec<Option<NamedProp>>, String> {
    names.into_iter().map(|name| name.map(NameForm::back).transpose()).collect()
}

pub(super) fn uid_back(uid: &str) -> Result<MapiUid, String> {
    uid.parse().map_err(|error| format!("{uid:?}: {error}"))
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProblemForm {
    index: u32,
    tag: String,
    code: String,
}

impl ProblemForm {
    pub(super) fn of(problem: &PropProblem) -> Self {
        let PropProblem { index, tag, code } = *problem;
        Self { index, tag: in_hex(tag.raw()), code: in_hex(code.raw()) }
    }

    pub(super) fn back(self) -> Result<PropProblem, String> {
        Ok(PropProblem { index: self.index, tag: tag_back(&self.tag)?, code: code_back(&self.code)? })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SortOrderForm {
    keys: Vec<KeyForm>,
    categories: u32,
    expanded: u32,
}

/// A column and its direction.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyForm {
    tag: String,
    direction: u32,
}

impl SortOrderForm {
    pub(super) fn of(order: &SortOrderSet) -> Self {
        let key = |key: &SortOrder| KeyForm { tag: in_hex(key.tag.raw()), direction: key.direction.raw() };
        let SortOrderSet { orders, categories, expanded } = order;
        Self { keys: orders.iter().map(key).collect(), categories: *categories, expanded: *expanded }
    }

    pub(super) fn back(self) -> Result<SortOrderSet, String> {
        let Self { keys, categories, expanded } = self;
        let order = |key: KeyForm| {
            let direction = SortDirection::from_raw(key.direction);
            Ok(SortOrder { tag: tag_back(&key.tag)?, direction })
        };
        let orders = keys.into_iter().map(order).collect::<Result<_, String>>()?;
        Ok(SortOrderSet { orders, categories, expanded })
    }
}

/// A stream with its size, or a storage.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum ElementForm {
    Stream { name: String, size: u64 },
    Storage { name: String },
}

impl ElementForm {
    pub(super) fn of(element: &StorageElement) -> Self {
        let name = element.name.clone();
        if element.is_storage { Self::Storage { name } } else { Self::Stream { name, size: element.size } }
    }

    pub(super) fn back(self) -> StorageElement {
        match self {
            Self::Stream { name, size } => StorageElement::stream(name, size),
            Self::Storage { name } => StorageElement::storage(name),
        }
    }
}

/// A string of either kind: 8-bit strings are bytes.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum StringForm {
    Ansi(String),
    Unicode(String),
}

impl StringForm {
    pub(super) fn of(text: &MapiString) -> Self {
        match text {
            MapiString::Ansi(text) => Self::Ansi(hex(text.as_bytes())),
            MapiString::Unicode(text) => Self::Unicode(text.clone()),
        }
    }

    pub(super) fn back(self) -> Result<MapiString, String> {
        Ok(match self {
            Self::Ansi(bytes) => MapiString::Ansi(AnsiString::from_bytes(digits(&bytes)?)),
            Self::Unicode(text) => MapiString::Unicode(text),
        })
    }
}

/// A `MAPIERROR`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DetailForm {
    version: u32,
    error: Option<StringForm>,
    component: Option<StringForm>,
    low_level_error: u32,
    context: u32,
}

impl DetailForm {
    pub(super) fn of(detail: &MapiErrorDetail) -> Self {
        let MapiErrorDetail { version, error, component, low_level_error, context, .. } = detail;
        Self {
            version: *version,
            error: error.as_ref().map(StringForm::of),
            component: component.as_ref().map(StringForm::of),
            low_level_error: *low_level_error,
            context: *context,
        }
    }

    pub(super) fn back(self) -> Result<MapiErrorDetail, String> {
        let text = |form: Option<StringForm>| form.map(StringForm::back).transpose();
        let Self { version, error, component, low_level_error, context } = self;
        let mut detail = MapiErrorDetail::default();
        (detail.version, detail.error, detail.component) = (version, text(error)?, text(component)?);
        (detail.low_level_error, detail.context) = (low_level_error, context);
        Ok(detail)
    }
}
