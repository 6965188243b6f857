//! Notifications.

use serde::{Deserialize, Serialize};

use super::lists::{DetailForm, StringForm};
use super::props::PropForm;
use super::values::{code_back, id_back, in_hex, tag_back};
use super::words::{digits, hex};
use crate::mapi::{
    EntryId, MessageFlags, Notification, ObjectEvent, ObjectType, PropValue, Row, StringWidth, TableEvent,
};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum NotificationForm {
    CriticalError {
        entry_id: Option<String>,
        code: String,
        detail: Option<DetailForm>,
    },
    NewMail {
        entry_id: String,
        parent_id: String,
        flags: u32,
        message_class: StringForm,
        message_flags: u32,
    },
    Object {
        event: ObjectEventForm,
        entry_id: Option<String>,
        object_type: Option<u32>,
        parent_id: Option<String>,
        old_id: Option<String>,
        old_parent_id: Option<String>,
        tags: Vec<String>,
    },
    Table {
        event: u32,
        code: String,
        index: Option<PropForm>,
        prior: Option<PropForm>,
        row: Vec<PropForm>,
    },
    StatusObject {
        entry_id: String,
        values: Vec<PropForm>,
    },
    Extended {
        event: u32,
        parameters: String,
    },
}

/// The variants of [`ObjectEvent`].
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ObjectEventForm {
    Created,
    Deleted,
    Modified,
    Moved,
    Copied,
    SearchComplete,
}

fn id(id: &EntryId) -> String {
    hex(id.as_bytes())
}

fn some_id(optional: Option<&EntryId>) -> Option<String> {
    optional.map(id)
}

fn some_id_back(optional: Option<String>) -> Result<Option<EntryId>, String> {
    optional.map(|text| id_back(&text)).transpose()
}

fn props(props: &[PropValue]) -> Vec<PropForm> {
    props.iter().map(PropForm::of).collect()
}

fn props_back(props: Vec<PropForm>) -> Result<Vec<PropValue>, String> {
    props.into_iter().map(PropForm::back).collect()
}

impl ObjectEventForm {
    fn of(event: ObjectEvent) -> Self {
        match event {
            ObjectEvent::Created => Self::Created,
            ObjectEvent::Deleted => Self::Deleted,
            ObjectEvent::Modified => Self::Modified,
            ObjectEvent::Moved => Self::Moved,
            ObjectEvent::Copied => Self::Copied,
            ObjectEvent::SearchComplete => Self::SearchComplete,
        }
    }

    const fn back(self) -> ObjectEvent {
        match self {
            Self::Created => ObjectEvent::Created,
            Self::Deleted => ObjectEvent::Deleted,
            Self::Modified => ObjectEvent::Modified,
            Self::Moved => ObjectEvent::Moved,
            Self::Copied => ObjectEvent::Copied,
            Self::SearchComplete => ObjectEvent::SearchComplete,
        }
    }
}

impl NotificationForm {
    pub(super) fn of(notification: &Notification) -> Self {
        match notification {
            Notification::CriticalError { entry_id, code, detail } => Self::CriticalError {
                entry_id: some_id(entry_id.as_ref()),
                code: in_hex(code.raw()),
                detail: detail.as_ref().map(DetailForm::of),
            },
            Notification::NewMail { entry_id, parent_id, flags, message_class, message_flags } => {
                Self::NewMail {
                    entry_id: id(entry_id),
                    parent_id: id(parent_id),
                    flags: flags.bits(),
                    message_class: StringForm::of(message_class),
                    message_flags: message_flags.bits(),
                }
            }
            Notification::Object { event, entry_id, object_type, parent_id, old_id, old_parent_id, tags } => {
                Self::Object {
                    event: ObjectEventForm::of(*event),
                    entry_id: some_id(entry_id.as_ref()),
                    object_type: object_type.map(ObjectType::raw),
                    parent_id: some_id(parent_id.as_ref()),
                    old_id: some_id(old_id.as_ref()),
                    old_parent_id: some_id(old_parent_id.as_ref()),
                    tags: tags.iter().map(|tag| in_hex(tag.raw())).collect(),
                }
            }
            Notification::Table { event, code, index, prior, row } => Self::Table {
                event: event.raw(),
                code: in_hex(code.raw()),
                index: index.as_ref().map(PropForm::of),
                prior: prior.as_ref().map(PropForm::of),
                row: props(row.props()),
            },
            Notification::StatusObject { entry_id, values } => {
                Self::StatusObject { entry_id: id(entry_id), values: props(values) }
            }
            Notification::Extended { event, parameters } => {
                Self::Extended { event: *event, parameters: hex(parameters) }
            }
            // A kind that is added gets a form of its own.
            _ => Self::Extended { event: notification.event().bits(), parameters: String::new() },
        }
    }

    pub(super) fn back(self) -> Result<Notification, String> {
        Ok(match self {
            Self::CriticalError { entry_id, code, detail } => Notification::CriticalError {
                entry_id: some_id_back(entry_id)?,
                code: code_back(&code)?,
                detail: detail.map(DetailForm::back).transpose()?,
            },
            Self::NewMail { entry_id, parent_id, flags, message_class, message_flags } => {
                Notification::NewMail {
                    entry_id: id_back(&entry_id)?,
                    parent_id: id_back(&parent_id)?,
                    flags: StringWidth::from_bits_retain(flags),
                    message_class: message_class.back()?,
                    message_flags: MessageFlags::from_bits_retain(message_flags),
                }
            }
            Self::Object { event, entry_id, object_type, parent_id, old_id, old_parent_id, tags } => {
                Notification::Object {
                    event: event.back(),
                    entry_id: some_id_back(entry_id)?,
                    object_type: object_type.map(ObjectType::from_raw),
                    parent_id: some_id_back(parent_id)?,
                    old_id: some_id_back(old_id)?,
                    old_parent_id: some_id_back(old_parent_id)?,
                    tags: tags.iter().map(|tag| tag_back(tag)).collect::<Result<_, _>>()?,
                }
            }
            Self::Table { event, code, index, prior, row } => Notification::Table {
                event: TableEvent::from_raw(event),
                code: code_back(&code)?,
                index: index.map(PropForm::back).transpose()?,
                prior: prior.map(PropForm::back).transpose()?,
                row: Row::new(props_back(row)?),
            },
            Self::StatusObject { entry_id, values } => {
                Notification::StatusObject { entry_id: id_back(&entry_id)?, values: props_back(values)? }
            }
            Self::Extended { event, parameters } => {
                Notification::Extended { event, parameters: digits(&parameters)? }
            }
        })
    }
}
