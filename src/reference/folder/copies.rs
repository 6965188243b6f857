//! Copying and moving out of a folder.

use std::any::Any;
use std::sync::Arc;

use super::changes::{partial, text};
use super::object::FolderObject;
use crate::mapi::codes::{MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND};
use crate::mapi::iids::IID_IMessage;
use crate::mapi::{
    CopyFolderFlags, CopyMessagesFlags, CreateMessageFlags, DeleteMessagesFlags, EntryId, MapiResult,
    SaveChangesFlags, Warned,
};
use crate::spi::{
    CopyFolderRequest, CopyMessagesRequest, CopyToRequest, IMAPIContainer, IMAPIFolder, MapiObject,
    OpenEntryRequest, ProgressUi,
};
use crate::support::interfaces;

impl FolderObject {
    // [FOLDER-20] [FOLDER-21]
    pub(super) fn copy_or_move_messages(&self, request: &CopyMessagesRequest<'_>) -> MapiResult<Warned<()>> {
        self.inside().check_open()?;
        interfaces::check(request.interface, interfaces::FOLDER)?;
        let moving = request.flags.contains(CopyMessagesFlags::MESSAGE_MOVE);
        if moving {
            self.inside().check_write()?;
        }
        let Some(target) = self.sibling(request.destination) else {
            return self.copy_to_other_store(request.messages, request.destination, moving);
        };
        target.check_takes_messages()?;
        self.for_each(request.messages, |data, number| {
            if moving {
                return data.move_message(number, self.home(data, number), target.number());
            }
            data.copy_message(number, self.home(data, number), target.number()).map(|_| ())
        })
    }

    // [FOLDER-24] [FOLDER-25]
    pub(super) fn copy_or_move_folder(&self, request: &CopyFolderRequest<'_>) -> MapiResult<Warned<()>> {
        self.inside().check_open()?;
        interfaces::check(request.interface, interfaces::FOLDER)?;
        let name = request.new_name.map(text).transpose()?;
        // Between stores, MAPI does it for whoever can ask it to.
        let target = self.sibling(request.destination).ok_or(MAPI_E_NO_SUPPORT)?;
        target.inside().check_write()?;
        let number = self.folder_number(request.entry_id).ok_or(MAPI_E_NOT_FOUND)?;
        let deep = request.flags.contains(CopyFolderFlags::COPY_SUBFOLDERS);
        let moving = request.flags.contains(CopyFolderFlags::FOLDER_MOVE);
        self.inside().file.change(|data| {
            data.folder(number).filter(|folder| folder.parent == self.number()).ok_or(MAPI_E_NOT_FOUND)?;
            if moving {
                data.move_folder(number, target.number(), name.as_deref())
            } else {
                data.copy_folder(number, target.number(), name.as_deref(), deep).map(|_| ())
            }
        })?;
        Ok(Warned::ok(()))
    }

    /// The destination as a folder of the same store, if it is one.
    fn sibling<'a>(&self, destination: &'a Arc<dyn IMAPIFolder>) -> Option<&'a Self> {
        let folder: Option<&Self> = (&**destination as &dyn Any).downcast_ref();
        folder.filter(|folder| Arc::ptr_eq(&folder.inside().file, &self.inside().file))
    }

    /// By what every folder can do: a new message that takes over all properties \[EID-18\].
    fn copy_to_other_store(
        &self,
        messages: &[EntryId],
        destination: &Arc<dyn IMAPIFolder>,
        moving: bool,
    ) -> MapiResult<Warned<()>> {
        let mut failed = false;
        for id in messages {
            let copied = self.copy_one(id, destination);
            let done = copied.and_then(|()| if moving { self.delete_one(id) } else { Ok(()) });
            failed |= done.is_err();
        }
        Ok(partial(failed))
    }

    fn copy_one(&self, id: &EntryId, destination: &Arc<dyn IMAPIFolder>) -> MapiResult<()> {
        let source = self.open_entry(&OpenEntryRequest::new(id))?.into_message()?;
        let copy = destination.create_message(None, CreateMessageFlags::empty())?;
        let target: MapiObject = Arc::clone(&copy).into();
        source.copy_to(&CopyToRequest::new(IID_IMessage, &target))?;
        copy.save_changes(SaveChangesFlags::empty())
    }

    fn delete_one(&self, id: &EntryId) -> MapiResult<()> {
        let none = DeleteMessagesFlags::empty();
        self.delete_messages(std::slice::from_ref(id), ProgressUi::none(), none).map(|_| ())
    }
}
