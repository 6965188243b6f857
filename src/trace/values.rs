//! The words for values.

use std::fmt::Write as _;

use super::event::Bytes;
use super::words::{bytes, counted};
use crate::mapi::{PropTag, PropValue};
use crate::methods::{Interface, Named, ObjectNo, Value};

/// How many property tags are named before the rest is counted.
const TAGS: usize = 6;

/// How many characters of a text are shown.
const CHARACTERS: usize = 40;

/// Values in their order, with commas between them. What came into a buffer is told by the count before it.
pub(super) fn values_text(values: &[Named]) -> String {
    values.iter().filter(|named| named.name != "filled").map(value_text).collect::<Vec<_>>().join(", ")
}

fn value_text(Named { name, value }: &Named) -> String {
    match value {
        Value::Null => format!("no {}", name.replace('_', " ")),
        Value::Bool(true) if name.is_empty() => "yes".to_owned(),
        Value::Bool(false) if name.is_empty() => "no".to_owned(),
        Value::Bool(is) => labelled(name, *is),
        Value::Number(number) => labelled(name, *number),
        Value::Flags(flags) => flags.to_string(),
        Value::Code(code) => code.to_string(),
        Value::Word(word) => (*word).to_owned(),
        Value::Id(id) => bytes(Bytes::of_id(id)),
        Value::Uid(uid) => uid.to_string(),
        Value::Tags(tags) => tags_text(tags),
        Value::Text(text) => text_in_short(text),
        Value::Count(count, unit) => counted(*count, unit, &format!("{unit}s")),
        Value::Props(props) => tags_text(&props.iter().map(PropValue::tag).collect::<Vec<_>>()),
        Value::Rows(rows) => in_all(rows.len(), "row"),
        Value::Bytes(bytes) => in_all(bytes.len(), "byte"),
        Value::Ids(ids) => in_all(ids.len(), "identifier"),
        Value::Uids(uids) => in_all(uids.len(), "identifier"),
        Value::Restriction(_) => "restriction".to_owned(),
        Value::SortOrder(order) => tags_text(&order.orders.iter().map(|order| order.tag).collect::<Vec<_>>()),
        Value::Names(names) | Value::NamesOfTags(_, names) => in_all(names.len(), "name"),
        Value::Problems(problems) => in_all(problems.len(), "problem"),
        Value::Notifications(all) => in_all(all.len(), "notification"),
        Value::Key(_) => "key".to_owned(),
        Value::Elements(elements) => in_all(elements.len(), "element"),
        Value::Error(detail) => {
            let none = || format!("no {}", name.replace('_', " "));
            detail.error.as_ref().map_or_else(none, |text| text_in_short(&text.to_string()))
        }
        Value::Ansi(text) => text_in_short(&text.to_string()),
        Value::Object(object) => object_text(*object),
        Value::Hidden => format!("{name} hidden"),
        other => format!("{other:?}"),
    }
}

fn in_all(len: usize, unit: &str) -> String {
    counted(u32::try_from(len).unwrap_or(u32::MAX), unit, &format!("{unit}s"))
}

/// A number alone does not say what it is.
fn labelled(name: &str, value: impl std::fmt::Display) -> String {
    if name.is_empty() { value.to_string() } else { format!("{name} {value}") }
}

fn tags_text(tags: &[PropTag]) -> String {
    let mut text = tags.iter().take(TAGS).map(PropTag::to_string).collect::<Vec<_>>().join(" ");
    if tags.len() > TAGS {
        let _ = write!(text, " .. {} tags", tags.len());
    }
    if text.is_empty() { "no tags".to_owned() } else { text }
}

fn text_in_short(text: &str) -> String {
    let short: String = text.chars().take(CHARACTERS).collect();
    if short.len() < text.len() { format!("{short:?}..") } else { format!("{short:?}") }
}

/// `folder F1`, or `a folder` if it has no number.
pub(super) fn object_text(object: ObjectNo) -> String {
    let (kind, _) = kind(object.interface);
    if object.number == 0 { format!("a {kind}") } else { format!("{kind} {}", object_name(object)) }
}

/// `F1`.
pub(super) fn object_name(object: ObjectNo) -> String {
    let (_, letter) = kind(object.interface);
    format!("{letter}{}", object.number)
}

/// What objects of an interface are called, and the letter before their numbers.
const KINDS: &[(Interface, &str, &str)] = &[
    (Interface::IMAPIFolder, "folder", "F"),
    (Interface::IMessage, "message", "G"),
    (Interface::IAttach, "attachment", "A"),
    (Interface::IMAPITable, "table", "T"),
    (Interface::IStream, "stream", "R"),
    (Interface::IStorage, "storage", "O"),
    (Interface::IMAPIStatus, "status object", "U"),
    (Interface::IProfSect, "section object", "C"),
    (Interface::IMsgStore, "store object", "M"),
    (Interface::IMSLogon, "logon object", "L"),
];

fn kind(interface: Interface) -> (&'static str, &'static str) {
    let known = KINDS.iter().find(|(known, ..)| *known == interface);
    known.map_or((interface.name(), ""), |(_, kind, letter)| (kind, letter))
}
