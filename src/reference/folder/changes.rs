//! Creating, deleting and marking in a folder.

use std::sync::Arc;

use super::object::FolderObject;
use crate::mapi::codes::{
    MAPI_E_BAD_CHARWIDTH, MAPI_E_COLLISION, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND,
    MAPI_E_OBJECT_DELETED, MAPI_E_TOO_COMPLEX,
};
use crate::mapi::{
    CreateFolderFlags, CreateMessageFlags, DeleteFolderFlags, EmptyFolderFlags, EntryId, FolderType, HResult,
    MapiResult, MapiString, MapiUid, MessageStatus, ReadFlags, SaveSortFlags, SortOrderSet, Warned, Warning,
};
use crate::reference::abilities::AccessLevel;
use crate::reference::disk::{NewFolder, StoreData};
use crate::reference::ids::ObjectNo;
use crate::reference::message::{MessageObject, check_read_flags};
use crate::spi::{CreateFolderRequest, IMAPIFolder, IMessage};
use crate::support::interfaces;

/// The status bits that MAPI defines; of the lower 16 no others are kept.
// [FOLDER-27]
const DEFINED: MessageStatus = MessageStatus::MSGSTATUS_HIGHLIGHTED
    .union(MessageStatus::MSGSTATUS_TAGGED)
    .union(MessageStatus::MSGSTATUS_HIDDEN)
    .union(MessageStatus::MSGSTATUS_DELMARKED)
    .union(MessageStatus::MSGSTATUS_DRAFT)
    .union(MessageStatus::MSGSTATUS_ANSWERED)
    .union(MessageStatus::MSGSTATUS_REMOTE_DOWNLOAD)
    .union(MessageStatus::MSGSTATUS_REMOTE_DELETE)
    .union(MessageStatus::from_bits_retain(0xFFFF_0000));

impl FolderObject {
    /// Nothing is in the folder before the message is saved.
    // [FOLDER-11]
    pub(super) fn make_message(
        &self,
        interface: Option<MapiUid>,
        flags: CreateMessageFlags,
    ) -> MapiResult<Arc<dyn IMessage>> {
        self.check_takes_messages()?;
        interfaces::check(interface, interfaces::MESSAGE)?;
        let associated = flags.contains(CreateMessageFlags::MAPI_ASSOCIATED);
        // [CONT-05]
        if associated && !self.inside().file.abilities.default_store {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let message = MessageObject::create(self.inside(), self.number(), associated);
        Ok(Arc::new(message.ok_or(MAPI_E_OBJECT_DELETED)?))
    }

    // [FOLDER-07] [FOLDER-09]
    pub(super) fn make_folder(&self, request: &CreateFolderRequest<'_>) -> MapiResult<Arc<dyn IMAPIFolder>> {
        self.inside().check_write()?;
        interfaces::check(request.interface, interfaces::FOLDER)?;
        let name = text(request.name)?;
        let comment = request.comment.map(text).transpose()?;
        match request.folder_type {
            FolderType::Generic => {}
            FolderType::Search if self.inside().file.abilities.default_store => {}
            FolderType::Search => return Err(MAPI_E_NO_SUPPORT.into()),
            FolderType::Root | FolderType::Other(_) => return Err(MAPI_E_INVALID_PARAMETER.into()),
        }
        if name.is_empty() {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        let new = NewFolder { folder_type: request.folder_type, name: name.clone(), comment };
        let number = self.inside().file.change(|data| {
            let made = data.create_folder(self.number(), new);
            if made == Err(MAPI_E_COLLISION) && request.flags.contains(CreateFolderFlags::OPEN_IF_EXISTS) {
                return data.child(self.number(), &name).ok_or(MAPI_E_COLLISION);
            }
            made
        })?;
        let folder = Self::open(self.inside(), number, AccessLevel::Modify).ok_or(MAPI_E_OBJECT_DELETED)?;
        Ok(Arc::new(folder))
    }

    pub(super) fn remove_folder(
        &self,
        entry_id: &EntryId,
        flags: DeleteFolderFlags,
    ) -> MapiResult<Warned<()>> {
        self.inside().check_write()?;
        let number = self.folder_number(entry_id).ok_or(MAPI_E_NOT_FOUND)?;
        self.inside().file.change(|data| data.delete_folder(number, self.number(), flags))?;
        Ok(Warned::ok(()))
    }

    /// Deletes what it can and tells if that was not all.
    // [FOLDER-15] [FOLDER-16]
    pub(super) fn remove_messages(&self, messages: &[EntryId]) -> MapiResult<Warned<()>> {
        self.inside().check_write()?;
        self.for_each(messages, |data, number| data.delete_message(number, self.home(data, number)))
    }

    /// Everything goes but the folder itself.
    // [FOLDER-17]
    pub(super) fn remove_everything(&self, flags: EmptyFolderFlags) -> MapiResult<Warned<()>> {
        self.inside().check_write()?;
        let associated = flags.contains(EmptyFolderFlags::DEL_ASSOCIATED);
        let left = self.inside().file.change(|data| data.empty_folder(self.number(), associated))?;
        Ok(partial(left > 0))
    }

    pub(super) fn mark_messages(
        &self,
        messages: Option<&[EntryId]>,
        flags: ReadFlags,
    ) -> MapiResult<Warned<()>> {
        self.inside().check_write()?;
        check_read_flags(flags)?;
        let all;
        let messages = match messages {
            Some(messages) => messages,
            None => {
                all = self.message_ids();
                &all
            }
        };
        self.for_each(messages, |data, number| {
            data.in_folder(number, self.home(data, number))?;
            data.set_read_flag(number, flags)
        })
    }

    pub(super) fn status_of(&self, entry_id: &EntryId) -> MapiResult<MessageStatus> {
        self.inside().check_open()?;
        let number = self.message_number(entry_id).ok_or(MAPI_E_NOT_FOUND)?;
        let status =
            self.inside().file.with(|data| data.in_folder(number, self.home(data, number)).map(|m| m.status));
        Ok(status?)
    }

    // [FOLDER-26] [FOLDER-27]
    pub(super) fn change_status(
        &self,
        entry_id: &EntryId,
        status: MessageStatus,
        mask: MessageStatus,
    ) -> MapiResult<MessageStatus> {
        self.inside().check_write()?;
        let number = self.message_number(entry_id).ok_or(MAPI_E_NOT_FOUND)?;
        let changed = self.inside().file.change(|data| {
            let message = data.in_folder(number, self.home(data, number))?;
            let before = message.status;
            message.status = (before.difference(mask) | (status & mask)) & DEFINED;
            data.note_message(number);
            Ok::<_, HResult>(before)
        });
        Ok(changed?)
    }

    // [FOLDER-30]
    pub(super) fn keep_order(&self, order: &SortOrderSet, flags: SaveSortFlags) -> MapiResult<()> {
        self.inside().check_write()?;
        if order.categories > 0 {
            return Err(MAPI_E_TOO_COMPLEX.into());
        }
        self.inside().file.change(|data| {
            let mut folders = vec![self.number()];
            if flags.contains(SaveSortFlags::RECURSIVE_SORT) {
                folders.extend(data.descendants(self.number(), true).iter().map(|(number, _)| *number));
            }
            for number in folders {
                data.folder_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?.order = order.clone();
            }
            Ok(())
        })
    }

    /// Works on every message that is there, and warns of those that are not.
    pub(super) fn for_each(
        &self,
        messages: &[EntryId],
        mut work: impl FnMut(&mut StoreData, usize) -> Result<(), HResult>,
    ) -> MapiResult<Warned<()>> {
        let failed = self.inside().file.change(|data| {
            let mut one =
                |id: &&EntryId| self.message_number(id).is_none_or(|number| work(data, number).is_err());
            messages.iter().filter(&mut one).count()
        });
        Ok(partial(failed > 0))
    }

    pub(super) fn message_ids(&self) -> Vec<EntryId> {
        let file = &self.inside().file;
        let numbers = file
            .with(|data| data.folder(self.number()).map(|folder| folder.messages.iter().collect::<Vec<_>>()));
        numbers.into_iter().flatten().map(|number| file.id(ObjectNo::Message(number))).collect()
    }

    pub(super) fn folder_ids(&self) -> Vec<EntryId> {
        let file = &self.inside().file;
        let numbers = file.with(|data| {
            data.folder(self.number()).map(|folder| folder.folders.members.iter().collect::<Vec<_>>())
        });
        numbers.into_iter().flatten().map(|number| file.id(ObjectNo::Folder(number))).collect()
    }
}

/// Success, with a warning if something was left undone.
pub(super) fn partial(incomplete: bool) -> Warned<()> {
    if incomplete { Warned::warning((), Warning::partial_completion()) } else { Warned::ok(()) }
}

/// A name from the caller; one whose code page is unknown cannot be kept.
// [CONT-06]
pub(in crate::reference) fn text(text: &MapiString) -> MapiResult<String> {
    match text {
        MapiString::Unicode(text) => Ok(text.clone()),
        MapiString::Ansi(text) => {
            text.as_ascii().map(str::to_owned).ok_or_else(|| MAPI_E_BAD_CHARWIDTH.into())
        }
    }
}
