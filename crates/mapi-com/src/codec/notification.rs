//! `NOTIFICATION`.

use mapi_spi::mapi::codes::{MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT};
use mapi_spi::mapi::{
    EntryId, EventMask, HResult, MapiResult, MessageFlags, Notification, ObjectEvent, ObjectType, PropTag,
    PropType, PropValue, StringWidth, TableEvent,
};

use super::{count, error, ids, rows, tags, text, value};
use crate::layout::{
    ErrorNotification, ExtendedNotification, NewMailNotification, NotificationStruct, NotificationUnion,
    ObjectNotification, PropUnion, SPropValue, StatusObjectNotification, TableNotification,
};
use crate::memory::{Blocks, Reader, place, place_list};

/// Strings of details are wide, as whoever notifies says in `ulFlags`.
const WIDE: u32 = StringWidth::MAPI_UNICODE.bits();

pub(crate) fn put_list(
    blocks: &mut dyn Blocks,
    notifications: &[Notification],
) -> MapiResult<*mut NotificationStruct> {
    let list = blocks.block(notifications.len() * size_of::<NotificationStruct>())?;
    let list = list.cast::<NotificationStruct>();
    for (index, notification) in notifications.iter().enumerate() {
        let notification = put(blocks, notification)?;
        // SAFETY: the block has room for as many as there are.
        unsafe { list.add(index).write(notification) };
    }
    Ok(list)
}

fn put(blocks: &mut dyn Blocks, notification: &Notification) -> MapiResult<NotificationStruct> {
    let mut info = NotificationUnion { bytes: [0; 10] };
    match notification {
        Notification::CriticalError { entry_id, code, detail } => {
            let id = ids::put(blocks, entry_id.as_ref())?;
            let detail = detail.as_ref().map(|detail| error::put(blocks, detail, true)).transpose()?;
            info.error = ErrorNotification {
                entry_id_size: id.count,
                pad: 0,
                entry_id: id.pointer,
                code: code.raw(),
                flags: WIDE,
                error: detail.map_or(std::ptr::null_mut(), <*mut _>::cast),
            };
        }
        Notification::NewMail { entry_id, parent_id, flags, message_class, message_flags } => {
            let (id, parent) = (ids::put(blocks, Some(entry_id))?, ids::put(blocks, Some(parent_id))?);
            info.new_mail = NewMailNotification {
                entry_id_size: id.count,
                entry_id_pad: 0,
                entry_id: id.pointer,
                parent_size: parent.count,
                parent_pad: 0,
                parent: parent.pointer,
                flags: flags.bits(),
                flags_pad: 0,
                message_class: text::put(blocks, message_class, text::is_wide(flags.bits()))?,
                message_flags: message_flags.bits(),
                pad: 0,
            };
        }
        Notification::Object { .. } => info.object = put_object(blocks, notification)?,
        Notification::Table { event, code, index, prior, row } => {
            info.table = TableNotification {
                event: event.raw(),
                code: code.raw(),
                index: put_optional(blocks, index.as_ref())?,
                prior: put_optional(blocks, prior.as_ref())?,
                row: rows::put_row(blocks, row)?,
                pad: 0,
                end_pad: 0,
            };
        }
        Notification::StatusObject { entry_id, values } => {
            let id = ids::put(blocks, Some(entry_id))?;
            info.status = StatusObjectNotification {
                entry_id_size: id.count,
                entry_id_pad: 0,
                entry_id: id.pointer,
                count: count(values.len())?,
                pad: 0,
                values: value::put_list(blocks, values)?,
            };
        }
        Notification::Extended { event, parameters } => {
            info.extended = ExtendedNotification {
                event: *event,
                size: count(parameters.len())?,
                parameters: place_list(blocks, parameters)?.cast(),
            };
        }
        #[allow(
            clippy::wildcard_enum_match_arm,
            reason = "an event that comes later has to be added here first"
        )]
        _ => return Err(MAPI_E_NO_SUPPORT.into()),
    }
    Ok(NotificationStruct { event: notification.event().bits(), pad: 0, info })
}

/// News of mail as a structure of its own, which is what the spooler is told by.
pub(crate) fn put_new_mail(
    blocks: &mut dyn Blocks,
    notification: &Notification,
) -> MapiResult<*mut NewMailNotification> {
    let notification = put(blocks, notification)?;
    if notification.event != EventMask::fnevNewMail.bits() {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    // SAFETY: news of mail have written this field.
    place(blocks, unsafe { notification.info.new_mail })
}

/// # Safety
/// `pointer` is NULL or a `NEWMAIL_NOTIFICATION`.
pub(crate) unsafe fn get_new_mail(
    reader: Reader<'_>,
    pointer: *const NewMailNotification,
) -> MapiResult<Notification> {
    let mut info = NotificationUnion { bytes: [0; 10] };
    // SAFETY: as this function says.
    unsafe {
        info.new_mail = reader.one(pointer)?;
        get(reader, &NotificationStruct { event: EventMask::fnevNewMail.bits(), pad: 0, info })
    }
}

fn put_object(blocks: &mut dyn Blocks, notification: &Notification) -> MapiResult<ObjectNotification> {
    let Notification::Object { entry_id, object_type, parent_id, old_id, old_parent_id, tags, .. } =
        notification
    else {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    };
    let id = ids::put(blocks, entry_id.as_ref())?;
    let parent = ids::put(blocks, parent_id.as_ref())?;
    let old = ids::put(blocks, old_id.as_ref())?;
    let old_parent = ids::put(blocks, old_parent_id.as_ref())?;
    let tags = if tags.is_empty() { std::ptr::null_mut() } else { tags::put(blocks, tags)?.cast() };
    Ok(ObjectNotification {
        entry_id_size: id.count,
        entry_id_pad: 0,
        entry_id: id.pointer,
        object_type: object_type.map_or(0, ObjectType::raw),
        parent_size: parent.count,
        parent: parent.pointer,
        old_size: old.count,
        old_pad: 0,
        old: old.pointer,
        old_parent_size: old_parent.count,
        old_parent_pad: 0,
        old_parent: old_parent.pointer,
        tags,
    })
}

/// A value that is no pointer: an absent one has the tag 0.
fn put_optional(blocks: &mut dyn Blocks, prop: Option<&PropValue>) -> MapiResult<SPropValue> {
    let none = SPropValue { tag: 0, pad: 0, value: PropUnion { bytes: [0; 2] } };
    prop.map_or(Ok(none), |prop| value::put(blocks, prop))
}

/// # Safety
/// `pointer` is NULL or so many notifications, each of its kind.
pub(crate) unsafe fn get_list(
    reader: Reader<'_>,
    pointer: *const NotificationStruct,
    count: u32,
) -> MapiResult<Vec<Notification>> {
    // SAFETY: as this function says.
    let list = unsafe { reader.list(pointer, count) }?;
    // SAFETY: as this function says.
    list.iter().map(|notification| unsafe { get(reader, notification) }).collect()
}

/// # Safety
/// The notification is of its kind.
unsafe fn get(reader: Reader<'_>, notification: &NotificationStruct) -> MapiResult<Notification> {
    let info = &notification.info;
    let event = EventMask::from_bits_retain(notification.event);
    // SAFETY: the kind says which field was written.
    unsafe {
        Ok(match event {
            EventMask::fnevCriticalError => {
                let of = info.error;
                let detail = Some(of.error.cast_const()).filter(|detail| !detail.is_null());
                let detail = detail.map(|detail| error::get(reader, detail.cast(), text::is_wide(of.flags)));
                Notification::CriticalError {
                    entry_id: ids::get(reader, of.entry_id_size, of.entry_id)?,
                    code: HResult::from_raw(of.code),
                    detail: detail.transpose()?,
                }
            }
            EventMask::fnevNewMail => {
                let of = info.new_mail;
                Notification::NewMail {
                    entry_id: get_id(reader, of.entry_id_size, of.entry_id)?,
                    parent_id: get_id(reader, of.parent_size, of.parent)?,
                    flags: StringWidth::from_bits_retain(of.flags),
                    message_class: text::get(reader, of.message_class, text::is_wide(of.flags))?,
                    message_flags: MessageFlags::from_bits_retain(of.message_flags),
                }
            }
            EventMask::fnevTableModified => {
                let of = info.table;
                Notification::Table {
                    event: TableEvent::from_raw(of.event),
                    code: HResult::from_raw(of.code),
                    index: get_optional(reader, &of.index)?,
                    prior: get_optional(reader, &of.prior)?,
                    row: rows::get_row(reader, of.row)?,
                }
            }
            EventMask::fnevStatusObjectModified => {
                let of = info.status;
                Notification::StatusObject {
                    entry_id: get_id(reader, of.entry_id_size, of.entry_id)?,
                    values: value::get_list(reader, of.values, of.count)?,
                }
            }
            EventMask::fnevExtended => {
                let of = info.extended;
                let parameters = reader.list(of.parameters.cast::<u8>(), of.size)?;
                Notification::Extended { event: of.event, parameters }
            }
            other => get_object(reader, object_event(other)?, info.object)?,
        })
    }
}

/// # Safety
/// What the notification points to lies where it should.
unsafe fn get_object(
    reader: Reader<'_>,
    event: ObjectEvent,
    of: ObjectNotification,
) -> MapiResult<Notification> {
    let tags = of.tags.cast::<u32>().cast_const();
    // SAFETY: as this function says.
    unsafe {
        Ok(Notification::Object {
            event,
            entry_id: ids::get(reader, of.entry_id_size, of.entry_id)?,
            object_type: Some(of.object_type).filter(|kind| *kind != 0).map(ObjectType::from_raw),
            parent_id: ids::get(reader, of.parent_size, of.parent)?,
            old_id: ids::get(reader, of.old_size, of.old)?,
            old_parent_id: ids::get(reader, of.old_parent_size, of.old_parent)?,
            tags: if tags.is_null() { Vec::<PropTag>::new() } else { tags::get(reader, tags)? },
        })
    }
}

fn object_event(event: EventMask) -> MapiResult<ObjectEvent> {
    Ok(match event {
        EventMask::fnevObjectCreated => ObjectEvent::Created,
        EventMask::fnevObjectDeleted => ObjectEvent::Deleted,
        EventMask::fnevObjectModified => ObjectEvent::Modified,
        EventMask::fnevObjectMoved => ObjectEvent::Moved,
        EventMask::fnevObjectCopied => ObjectEvent::Copied,
        EventMask::fnevSearchComplete => ObjectEvent::SearchComplete,
        _ => return Err(MAPI_E_INVALID_PARAMETER.into()),
    })
}

/// # Safety
/// The pointer is NULL or so many bytes.
unsafe fn get_id(reader: Reader<'_>, count: u32, pointer: *const std::ffi::c_void) -> MapiResult<EntryId> {
    // SAFETY: as this function says.
    let id = unsafe { ids::get(reader, count, pointer) }?;
    Ok(id.unwrap_or_else(|| EntryId::from_bytes(&[])))
}

/// A value that may be absent. One without type says that there is none; `PR_NULL` is a value.
///
/// # Safety
/// What the value points to lies where it should.
unsafe fn get_optional(reader: Reader<'_>, prop: &SPropValue) -> MapiResult<Option<PropValue>> {
    let tag = PropTag::from_raw(prop.tag);
    if tag.prop_type() == PropType::PT_UNSPECIFIED {
        return Ok(None);
    }
    // SAFETY: as this function says.
    let prop = unsafe { value::get(reader, prop) }?;
    Ok(Some(prop))
}
