//! Calls on live objects, with recorded arguments.

use std::sync::Arc;

use crate::mapi::{
    Bookmark, CreateMessageFlags, EntryId, GetPropListFlags, GetPropsFlags, LogoffFlags, MapiResult,
    MapiString, MapiUid, OpenEntryFlags, OpenPropertyFlags, PropTag, PropValue, QueryColumnsFlags,
    QueryRowsFlags, ReceiveFolderFlags, SaveChangesFlags, SetColumnsFlags, TableFlags,
};
use crate::methods::{Method, Named, Value};
use crate::spi::{
    IMAPIContainer, IMAPIFolder, IMAPIProp, IMAPITable, IMessage, IMsgStore, IStream, MapiObject,
    OpenEntryRequest, OpenPropertyRequest, SeekOrigin,
};

/// What came of a call, besides what is on record.
pub(super) enum Called {
    /// It was made, and has perhaps opened something.
    Done(Option<MapiObject>),
    /// It was not made.
    Unknown,
}

/// Makes a call on an object. What it answers is on record.
pub(super) fn call(object: &MapiObject, method: Method, values: &[Named]) -> Called {
    let arguments = Arguments(values);
    match own(object, method.short_name(), &arguments) {
        Called::Unknown => prop(object, method.short_name(), &arguments).unwrap_or(Called::Unknown),
        done @ Called::Done(_) => done,
    }
}

#[allow(clippy::wildcard_enum_match_arm, reason = "calls on other objects are not played")]
fn own(object: &MapiObject, method: &str, arguments: &Arguments<'_>) -> Called {
    match object {
        MapiObject::Store(store) => of_store(store, method, arguments),
        MapiObject::Folder(folder) => match of_folder(folder, method, arguments) {
            Called::Unknown => of_container(&**folder, method, arguments),
            done @ Called::Done(_) => done,
        },
        MapiObject::Message(message) => of_message(message, method, arguments),
        MapiObject::Table(table) => of_table(table, method, arguments),
        MapiObject::Stream(stream) => of_stream(stream, method, arguments),
        _ => Called::Unknown,
    }
}

/// Recorded arguments by their names.
struct Arguments<'a>(&'a [Named]);

impl Arguments<'_> {
    fn value(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|named| named.name == name).map(|named| &named.value)
    }

    fn bits(&self, name: &str) -> u32 {
        match self.value(name) {
            Some(Value::Flags(flags)) => flags.bits(),
            Some(Value::Number(number)) => u32::try_from(*number).unwrap_or(0),
            _ => 0,
        }
    }

    fn number(&self, name: &str) -> i64 {
        if let Some(Value::Number(number)) = self.value(name) { *number } else { 0 }
    }

    fn id(&self, name: &str) -> Option<&EntryId> {
        if let Some(Value::Id(id)) = self.value(name) { Some(id) } else { None }
    }

    fn uid(&self, name: &str) -> Option<MapiUid> {
        if let Some(Value::Uid(uid)) = self.value(name) { Some(*uid) } else { None }
    }

    fn tags(&self, name: &str) -> Option<&[PropTag]> {
        if let Some(Value::Tags(tags)) = self.value(name) { Some(tags) } else { None }
    }

    fn props(&self, name: &str) -> Option<&[PropValue]> {
        if let Some(Value::Props(props)) = self.value(name) { Some(props) } else { None }
    }
}

fn nothing<T>(_answered: MapiResult<T>) -> Called {
    Called::Done(None)
}

fn opened<T>(answered: MapiResult<T>, object: impl FnOnce(T) -> MapiObject) -> Called {
    Called::Done(answered.ok().map(object))
}

fn entry(
    arguments: &Arguments<'_>,
    open: impl FnOnce(&OpenEntryRequest<'_>) -> MapiResult<MapiObject>,
) -> Called {
    let id = arguments.id("entry_id");
    let mut request = id.map_or_else(OpenEntryRequest::root, OpenEntryRequest::new);
    request = request.flags(OpenEntryFlags::from_bits_retain(arguments.bits("flags")));
    request.interface = arguments.uid("interface");
    opened(open(&request), |object| object)
}

fn of_store(store: &Arc<dyn IMsgStore>, method: &str, arguments: &Arguments<'_>) -> Called {
    match method {
        "OpenEntry" => entry(arguments, |request| store.open_entry(request)),
        "CompareEntryIDs" => match (arguments.id("first"), arguments.id("second")) {
            (Some(first), Some(second)) => {
                nothing(store.compare_entry_ids(first, second, arguments.bits("flags")))
            }
            _ => Called::Unknown,
        },
        "GetReceiveFolder" => {
            let class = if let Some(Value::Text(class)) = arguments.value("message_class") {
                Some(MapiString::Unicode(class.clone()))
            } else {
                None
            };
            let flags = ReceiveFolderFlags::from_bits_retain(arguments.bits("flags"));
            nothing(store.get_receive_folder(class.as_ref(), flags))
        }
        "GetReceiveFolderTable" => {
            let flags = TableFlags::from_bits_retain(arguments.bits("flags"));
            opened(store.get_receive_folder_table(flags), MapiObject::Table)
        }
        "StoreLogoff" => nothing(store.store_logoff(LogoffFlags::from_bits_retain(arguments.bits("flags")))),
        _ => Called::Unknown,
    }
}

fn of_folder(folder: &Arc<dyn IMAPIFolder>, method: &str, arguments: &Arguments<'_>) -> Called {
    match method {
        "CreateMessage" => {
            let flags = CreateMessageFlags::from_bits_retain(arguments.bits("flags"));
            opened(folder.create_message(arguments.uid("interface"), flags), MapiObject::Message)
        }
        _ => Called::Unknown,
    }
}

fn of_container(container: &dyn IMAPIContainer, method: &str, arguments: &Arguments<'_>) -> Called {
    let flags = TableFlags::from_bits_retain(arguments.bits("flags"));
    match method {
        "GetContentsTable" => opened(container.get_contents_table(flags), MapiObject::Table),
        "GetHierarchyTable" => opened(container.get_hierarchy_table(flags), MapiObject::Table),
        "OpenEntry" => entry(arguments, |request| container.open_entry(request)),
        _ => Called::Unknown,
    }
}

fn of_message(message: &Arc<dyn IMessage>, method: &str, arguments: &Arguments<'_>) -> Called {
    let flags = TableFlags::from_bits_retain(arguments.bits("flags"));
    match method {
        "GetAttachmentTable" => opened(message.get_attachment_table(flags), MapiObject::Table),
        "GetRecipientTable" => opened(message.get_recipient_table(flags), MapiObject::Table),
        "OpenAttach" => {
            let flags = OpenEntryFlags::from_bits_retain(arguments.bits("flags"));
            let number = arguments.bits("number");
            opened(message.open_attach(number, arguments.uid("interface"), flags), MapiObject::Attach)
        }
        _ => Called::Unknown,
    }
}

fn of_table(table: &Arc<dyn IMAPITable>, method: &str, arguments: &Arguments<'_>) -> Called {
    let rows = || i32::try_from(arguments.number("rows")).unwrap_or(0);
    match method {
        "QueryRows" => {
            nothing(table.query_rows(rows(), QueryRowsFlags::from_bits_retain(arguments.bits("flags"))))
        }
        "SetColumns" => match arguments.tags("columns") {
            Some(tags) => {
                nothing(table.set_columns(tags, SetColumnsFlags::from_bits_retain(arguments.bits("flags"))))
            }
            None => Called::Unknown,
        },
        "QueryColumns" => {
            nothing(table.query_columns(QueryColumnsFlags::from_bits_retain(arguments.bits("flags"))))
        }
        "GetRowCount" => nothing(table.get_row_count(arguments.bits("flags"))),
        "GetStatus" => nothing(table.get_status()),
        "QueryPosition" => nothing(table.query_position()),
        "SeekRow" => match arguments.value("origin") {
            Some(Value::Word("BOOKMARK_BEGINNING")) => nothing(table.seek_row(Bookmark::BEGINNING, rows())),
            Some(Value::Word("BOOKMARK_CURRENT")) => nothing(table.seek_row(Bookmark::CURRENT, rows())),
            Some(Value::Word("BOOKMARK_END")) => nothing(table.seek_row(Bookmark::END, rows())),
            _ => Called::Unknown,
        },
        _ => Called::Unknown,
    }
}

/// No read asks for more.
const LONGEST_READ: usize = 1 << 24;

fn of_stream(stream: &Arc<dyn IStream>, method: &str, arguments: &Arguments<'_>) -> Called {
    match method {
        "Read" => match arguments.value("buffer") {
            Some(Value::Bytes(bytes)) => nothing(stream.read(&mut vec![0; bytes.len()])),
            Some(Value::Count(count, _)) => {
                let length = usize::try_from(*count).unwrap_or(0).min(LONGEST_READ);
                nothing(stream.read(&mut vec![0; length]))
            }
            _ => Called::Unknown,
        },
        "Write" => match arguments.value("data") {
            Some(Value::Bytes(bytes)) => nothing(stream.write(bytes)),
            _ => Called::Unknown,
        },
        "Stat" => nothing(stream.stat(arguments.bits("flags"))),
        "Seek" => match arguments.value("origin") {
            Some(Value::Word("STREAM_SEEK_SET")) => {
                nothing(stream.seek(arguments.number("offset"), SeekOrigin::Set))
            }
            _ => Called::Unknown,
        },
        "Commit" => nothing(stream.commit(arguments.bits("flags"))),
        _ => Called::Unknown,
    }
}

/// What every object with properties has.
#[allow(clippy::wildcard_enum_match_arm, reason = "other objects have no properties")]
fn prop(object: &MapiObject, method: &str, arguments: &Arguments<'_>) -> Option<Called> {
    let props: &dyn IMAPIProp = match object {
        MapiObject::Store(object) => &**object,
        MapiObject::Folder(object) => &**object,
        MapiObject::Message(object) => &**object,
        MapiObject::Attach(object) => &**object,
        MapiObject::ProfileSection(object) => &**object,
        MapiObject::Status(object) => &**object,
        _ => return None,
    };
    Some(match method {
        "GetProps" => {
            let flags = GetPropsFlags::from_bits_retain(arguments.bits("flags"));
            nothing(props.get_props(arguments.tags("tags"), flags))
        }
        "GetPropList" => {
            nothing(props.get_prop_list(GetPropListFlags::from_bits_retain(arguments.bits("flags"))))
        }
        "SaveChanges" => {
            nothing(props.save_changes(SaveChangesFlags::from_bits_retain(arguments.bits("flags"))))
        }
        "SetProps" => nothing(props.set_props(arguments.props("values")?)),
        "DeleteProps" => nothing(props.delete_props(arguments.tags("tags")?)),
        "OpenProperty" => {
            let (tag, interface) = (*arguments.tags("tag")?.first()?, arguments.uid("interface")?);
            let flags = OpenPropertyFlags::from_bits_retain(arguments.bits("flags"));
            let mut request = OpenPropertyRequest::new(tag, interface).flags(flags);
            request.interface_options = arguments.bits("interface_options");
            opened(props.open_property(&request), |object| object)
        }
        _ => return None,
    })
}
