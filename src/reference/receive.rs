//! Receive folders and new mail.

use std::sync::Arc;

use super::disk::Change;
use super::folder::{columns, text};
use super::ids::{ObjectNo, Reference};
use super::open_store::{OpenStore, Role};
use crate::mapi::codes::{MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND};
use crate::mapi::tags::{PR_ENTRYID, PR_INSTANCE_KEY, PR_MESSAGE_CLASS_W, PR_RECORD_KEY};
use crate::mapi::{
    AnsiString, EntryId, MapiResult, MapiString, Notification, PropTag, PropValue, ReceiveFolderFlags, Row,
    TableFlags,
};
use crate::memory::MemoryTable;
use crate::spi::{IMAPITable, ReceiveFolder};

// [RECV-19]
const SETTINGS: [PropTag; 3] = [PR_ENTRYID, PR_MESSAGE_CLASS_W, PR_RECORD_KEY];

impl OpenStore {
    pub(super) fn receive_folder(
        &self,
        class: Option<&MapiString>,
        flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        self.check_open()?;
        let class = class.map(text).transpose()?.unwrap_or_default();
        let (folder, explicit) = self.file.with(|data| {
            let (folder, explicit) = data.receive_folder(&class);
            (folder, explicit.to_owned())
        });
        let unicode = flags.contains(ReceiveFolderFlags::MAPI_UNICODE);
        let explicit =
            if unicode { MapiString::from(explicit) } else { AnsiString::from(explicit.as_str()).into() };
        Ok(ReceiveFolder { entry_id: self.file.id(ObjectNo::Folder(folder)), explicit_class: Some(explicit) })
    }

    pub(super) fn receive_folder_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.check_open()?;
        let row = |(class, folder): (String, usize)| {
            let id = self.file.id(ObjectNo::Folder(folder));
            Row::new(vec![
                PropValue::new(PR_ENTRYID, &id),
                PropValue::new(PR_INSTANCE_KEY, class.to_ascii_lowercase().into_bytes()),
                PropValue::new(PR_MESSAGE_CLASS_W, class),
                PropValue::new(PR_RECORD_KEY, &id),
            ])
        };
        let rows = self.file.with(|data| data.receive_folders()).into_iter().map(row).collect();
        Ok(MemoryTable::shared(columns(&SETTINGS, flags), rows))
    }

    pub(super) fn set_receive_folder(
        &self,
        class: Option<&MapiString>,
        folder: Option<&EntryId>,
    ) -> MapiResult<()> {
        self.check_write()?;
        if !self.file.abilities.default_store {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let class = class.map(text).transpose()?.unwrap_or_default();
        let number = |id: &EntryId| match Reference::decode(id).map(|reference| reference.object) {
            Some(ObjectNo::Folder(number)) => Ok(number),
            Some(ObjectNo::Store | ObjectNo::Message(_)) | None => Err(MAPI_E_NOT_FOUND),
        };
        let folder = folder.map(number).transpose()?;
        Ok(self.file.change(|data| data.set_receive_folder(&class, folder))?)
    }

    /// The spooler has put a message into the store: every sink on a whole store hears of it.
    // [RECV-05] [RECV-06]
    pub(super) fn new_mail(&self, notification: &Notification) -> MapiResult<()> {
        self.check_open()?;
        if self.role != Role::Spooler || !self.file.abilities.default_store {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let Notification::NewMail { .. } = notification else { return Err(MAPI_E_INVALID_PARAMETER.into()) };
        self.file.change(|data| data.note(Change::NewMail(Box::new(notification.clone()))));
        Ok(())
    }
}
