//! What a client makes in a store that can be changed.

use std::sync::Arc;

use crate::conformance::rule::{OrBreach, Reached, Verdict, listed, way};
use crate::mapi::codes::MAPI_E_BAD_CHARWIDTH;
use crate::mapi::{AnsiString, CreateMessageFlags, FolderType, MapiString, PropValue, SaveChangesFlags};
use crate::spi::{CreateFolderRequest, IMAPIFolder, IMessage};

/// A new folder.
pub(in crate::conformance) fn new_folder(
    parent: &dyn IMAPIFolder,
    name: &str,
) -> Reached<Arc<dyn IMAPIFolder>> {
    let create =
        |name: MapiString| parent.create_folder(&CreateFolderRequest::new(FolderType::Generic, &name));
    let made = match create(MapiString::from(name)) {
        // [ERR-07] A provider without Unicode takes narrow names.
        Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => create(AnsiString::from(name).into()),
        made => made,
    };
    made.or_not_reached(way::WRITE, "CreateFolder, since `write` is declared")
}

/// A new message with these properties, which is not saved yet.
pub(in crate::conformance) fn new_message(
    folder: &dyn IMAPIFolder,
    props: &[PropValue],
) -> Reached<Arc<dyn IMessage>> {
    let made = folder.create_message(None, CreateMessageFlags::empty());
    let message = made.or_not_reached(way::WRITE, "CreateMessage, since `write` is declared")?;
    if !props.is_empty() {
        let tags = listed(props.iter().map(PropValue::tag));
        message
            .set_props(props)
            .or_not_reached(way::WRITE, format_args!("SetProps of {tags} of a new message"))?;
    }
    Ok(message)
}

/// Saves a new message.
pub(in crate::conformance) fn save(message: &dyn IMessage, flags: SaveChangesFlags) -> Verdict {
    message.save_changes(flags).or_not_reached(way::WRITE, "SaveChanges of a new message")
}
