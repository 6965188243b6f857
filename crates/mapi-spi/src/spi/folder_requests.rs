//! Arguments of the folder methods that copy and create, and of their helpers in `IMAPISupport`.

use std::sync::Arc;

use super::{IMAPIFolder, ProgressUi};
use crate::mapi::{
    CopyFolderFlags, CopyMessagesFlags, CreateFolderFlags, EntryId, FolderType, MapiString, MapiUid,
};

/// Arguments of `IMAPIFolder::CopyMessages`. Page: `imapifolder-copymessages`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CopyMessagesRequest<'a> {
    /// `lpMsgList`.
    pub messages: &'a [EntryId],
    /// `lpInterface`: how the destination is to be accessed; `None` is `IMAPIFolder`.
    pub interface: Option<MapiUid>,
    /// `lpDestFolder`: an open folder.
    pub destination: &'a Arc<dyn IMAPIFolder>,
    /// `ulUIParam` and `lpProgress`.
    pub ui: ProgressUi<'a>,
    /// `ulFlags`.
    pub flags: CopyMessagesFlags,
}

impl<'a> CopyMessagesRequest<'a> {
    /// Copies messages without showing anything.
    pub fn new(messages: &'a [EntryId], destination: &'a Arc<dyn IMAPIFolder>) -> Self {
        let flags = CopyMessagesFlags::empty();
        Self { messages, interface: None, destination, ui: ProgressUi::none(), flags }
    }

    setters! {
        /// How the destination is to be accessed.
        interface: Option<MapiUid>,
        /// Parent window and progress object.
        ui: ProgressUi<'a>,
        /// The flags.
        flags: CopyMessagesFlags,
    }
}

/// Arguments of `IMAPIFolder::CopyFolder`. Page: `imapifolder-copyfolder`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CopyFolderRequest<'a> {
    /// `lpEntryID`: the subfolder.
    pub entry_id: &'a EntryId,
    /// `lpInterface`: how the destination is to be accessed; `None` is `IMAPIFolder`.
    pub interface: Option<MapiUid>,
    /// `lpDestFolder`: an open folder.
    pub destination: &'a Arc<dyn IMAPIFolder>,
    /// `lpszNewFolderName`: `None` keeps the name. Unicode if `flags` has `MAPI_UNICODE`.
    pub new_name: Option<&'a MapiString>,
    /// `ulUIParam` and `lpProgress`.
    pub ui: ProgressUi<'a>,
    /// `ulFlags`.
    pub flags: CopyFolderFlags,
}

impl<'a> CopyFolderRequest<'a> {
    /// Copies one subfolder under its name, without its own subfolders.
    pub fn new(entry_id: &'a EntryId, destination: &'a Arc<dyn IMAPIFolder>) -> Self {
        Self {
            entry_id,
            interface: None,
            destination,
            new_name: None,
            ui: ProgressUi::none(),
            flags: CopyFolderFlags::empty(),
        }
    }

    setters! {
        /// How the destination is to be accessed.
        interface: Option<MapiUid>,
        /// The name in the destination.
        new_name: Option<&'a MapiString>,
        /// Parent window and progress object.
        ui: ProgressUi<'a>,
        /// The flags.
        flags: CopyFolderFlags,
    }
}

/// Arguments of `IMAPIFolder::CreateFolder`. Page: `imapifolder-createfolder`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreateFolderRequest<'a> {
    /// `ulFolderType`: generic or search.
    pub folder_type: FolderType,
    /// `lpszFolderName`. Unicode if `flags` has `MAPI_UNICODE`.
    pub name: &'a MapiString,
    /// `lpszFolderComment`: the first value of `PR_COMMENT`.
    pub comment: Option<&'a MapiString>,
    /// `lpInterface`: `None` is `IMAPIFolder`.
    pub interface: Option<MapiUid>,
    /// `ulFlags`.
    pub flags: CreateFolderFlags,
}

impl<'a> CreateFolderRequest<'a> {
    /// A folder without comment.
    pub fn new(folder_type: FolderType, name: &'a MapiString) -> Self {
        Self { folder_type, name, comment: None, interface: None, flags: CreateFolderFlags::empty() }
    }

    setters! {
        /// The comment.
        comment: Option<&'a MapiString>,
        /// The interface wanted of the new folder.
        interface: Option<MapiUid>,
        /// The flags.
        flags: CreateFolderFlags,
    }
}

/// Arguments of `IMAPISupport::CopyMessages`. Page: `imapisupport-copymessages`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SupportCopyMessagesRequest<'a> {
    /// `lpSrcInterface`: `None` is `IMAPIFolder`.
    pub source_interface: Option<MapiUid>,
    /// `lpSrcFolder`: the folder that holds the messages.
    pub source: &'a Arc<dyn IMAPIFolder>,
    /// The arguments that `IMAPIFolder::CopyMessages` has, too.
    pub copy: CopyMessagesRequest<'a>,
}

impl<'a> SupportCopyMessagesRequest<'a> {
    /// Copies from `source` what `copy` says.
    pub fn new(source: &'a Arc<dyn IMAPIFolder>, copy: CopyMessagesRequest<'a>) -> Self {
        Self { source_interface: None, source, copy }
    }

    setters! {
        /// How the source is to be accessed.
        source_interface: Option<MapiUid>,
    }
}

/// Arguments of `IMAPISupport::CopyFolder`. Page: `imapisupport-copyfolder`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SupportCopyFolderRequest<'a> {
    /// `lpSrcInterface`: `None` is `IMAPIFolder`.
    pub source_interface: Option<MapiUid>,
    /// `lpSrcFolder`: the parent of the folder to copy.
    pub source: &'a Arc<dyn IMAPIFolder>,
    /// The arguments that `IMAPIFolder::CopyFolder` has, too; `interface` is reserved here and NULL.
    pub copy: CopyFolderRequest<'a>,
}

impl<'a> SupportCopyFolderRequest<'a> {
    /// Copies from `source` what `copy` says.
    pub fn new(source: &'a Arc<dyn IMAPIFolder>, copy: CopyFolderRequest<'a>) -> Self {
        Self { source_interface: None, source, copy }
    }

    setters! {
        /// How the source is to be accessed.
        source_interface: Option<MapiUid>,
    }
}
