//! Stores that were opened for reading and take changes, or say that they did.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::bends::Shows;
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(LOGON_12, "promises changes", |wrapping| {
            wrapping
                .store(Shows(PR_STORE_SUPPORT_MASK, |mask| with_bit(mask, StoreSupportMask::STORE_MODIFY_OK)))
        })
        .even_lenient(),
        wrap(LOGON_12, "promises new objects", |wrapping| {
            wrapping
                .store(Shows(PR_STORE_SUPPORT_MASK, |mask| with_bit(mask, StoreSupportMask::STORE_CREATE_OK)))
        })
        .even_lenient(),
        wrap(LOGON_12, "makes folders", |wrapping| wrapping.folder(MakesFolders)).even_lenient(),
        wrap(LOGON_12, "makes drafts", |wrapping| wrapping.folder(MakesMessages(MAPI_E_NO_ACCESS)))
            .only_strict(),
        wrap(LOGON_12, "makes messages", |wrapping| wrapping.folder(MakesMessages(S_OK))).even_lenient(),
        wrap(LOGON_12, "says nothing when a folder keeps its properties", |wrapping| {
            wrapping.folder(SilentFolder::SetProps)
        })
        .also(&[LOGON_17])
        .even_lenient(),
        wrap(LOGON_12, "says nothing when a folder keeps what is deleted", |wrapping| {
            wrapping.folder(SilentFolder::DeleteProps)
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when messages stay", |wrapping| {
            wrapping.folder(SilentFolder::DeleteMessages)
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when a folder stays", |wrapping| {
            wrapping.folder(SilentFolder::DeleteFolder)
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when messages are not copied", |wrapping| {
            wrapping.folder(SilentFolder::CopyMessages)
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when a folder is not copied", |wrapping| {
            wrapping.folder(SilentFolder::CopyFolder)
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when the store keeps what is deleted", |wrapping| {
            wrapping
                .store(OnStore::new().delete_props(|inner, tags| silent(inner.delete_props(tags), Vec::new)))
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when a message keeps what is deleted", |wrapping| {
            wrapping.message(
                OnMessage::new()
                    .delete_props(|inner, tags| silent(inner.delete_props(tags), Vec::new))
                    .save_changes(|inner, flags| silent(inner.save_changes(flags), || ())),
            )
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when a folder is not emptied", |wrapping| {
            wrapping.folder(OnFolder::new().empty_folder(|inner, progress, flags| {
                silent(inner.empty_folder(progress, flags), || Warned::ok(()))
            }))
        })
        .even_lenient(),
        wrap(LOGON_12, "opens for reading what is asked for writing in a message", |wrapping| {
            wrapping.message(ReadsProperty)
        })
        .only_strict(),
        wrap(LOGON_12, "says nothing when a status stays", |wrapping| wrapping.folder(SilentFolder::Status))
            .even_lenient(),
        wrap(LOGON_12, "says nothing when the store keeps its properties", |wrapping| {
            wrapping.store(SilentStore)
        })
        .even_lenient(),
        wrap(LOGON_12, "says nothing when a message stays as it is", |wrapping| {
            wrapping.message(SilentMessage)
        })
        .even_lenient(),
        wrap(LOGON_17, "writes to folders of a store that was opened for reading", |wrapping| {
            let writes = Writes::default();
            wrapping.provider(writes.clone()).folder(writes)
        })
        .also(&[LOGON_12]),
        wrap(LOGON_12, "opens for reading what is asked for writing", |wrapping| {
            wrapping.store(OpensForReading)
        })
        .only_strict(),
    ]
}

fn with_bit(mask: &PropValue, bit: StoreSupportMask) -> Value {
    (mask.as_bits().unwrap() | bit.bits()).into()
}

/// Success where a store that was opened for reading refuses.
fn silent<T>(result: MapiResult<T>, instead: impl FnOnce() -> T) -> MapiResult<T> {
    match result {
        Err(error) if error.code() == MAPI_E_NO_ACCESS => Ok(instead()),
        result => result,
    }
}

struct MakesFolders;

impl WrapFolder for MakesFolders {
    fn create_folder(
        &self,
        inner: &dyn IMAPIFolder,
        request: &CreateFolderRequest<'_>,
    ) -> MapiResult<Arc<dyn IMAPIFolder>> {
        silent(inner.create_folder(request), || Arc::new(Nothing(S_OK)))
    }
}

struct MakesMessages(HResult);

impl WrapFolder for MakesMessages {
    fn create_message(
        &self,
        inner: &dyn IMAPIFolder,
        interface: Option<MapiUid>,
        flags: CreateMessageFlags,
    ) -> MapiResult<Arc<dyn IMessage>> {
        silent(inner.create_message(interface, flags), || Arc::new(Nothing(self.0)))
    }
}

/// An object that belongs to no store.
struct Nothing(HResult);

impl IMAPIProp for Nothing {
    fn get_props(
        &self,
        _tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        Err(MAPI_E_NOT_FOUND.into())
    }

    fn save_changes(&self, _flags: SaveChangesFlags) -> MapiResult<()> {
        if self.0 == S_OK { Ok(()) } else { Err(self.0.into()) }
    }
}

impl IMAPIContainer for Nothing {}

impl IMAPIFolder for Nothing {}

impl IMessage for Nothing {}

#[derive(PartialEq, Eq)]
enum SilentFolder {
    SetProps,
    DeleteProps,
    DeleteMessages,
    DeleteFolder,
    CopyMessages,
    CopyFolder,
    Status,
}

impl SilentFolder {
    fn hides<T>(&self, what: &Self, result: MapiResult<T>, instead: T) -> MapiResult<T> {
        if self == what { silent(result, || instead) } else { result }
    }
}

impl WrapFolder for SilentFolder {
    fn set_props(&self, inner: &dyn IMAPIFolder, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.hides(&Self::SetProps, inner.set_props(values), Vec::new())
    }

    fn delete_props(&self, inner: &dyn IMAPIFolder, tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        self.hides(&Self::DeleteProps, inner.delete_props(tags), Vec::new())
    }

    fn delete_messages(
        &self,
        inner: &dyn IMAPIFolder,
        messages: &[EntryId],
        ui: ProgressUi<'_>,
        flags: DeleteMessagesFlags,
    ) -> MapiResult<Warned<()>> {
        self.hides(&Self::DeleteMessages, inner.delete_messages(messages, ui, flags), Warned::ok(()))
    }

    fn delete_folder(
        &self,
        inner: &dyn IMAPIFolder,
        entry_id: &EntryId,
        ui: ProgressUi<'_>,
        flags: DeleteFolderFlags,
    ) -> MapiResult<Warned<()>> {
        self.hides(&Self::DeleteFolder, inner.delete_folder(entry_id, ui, flags), Warned::ok(()))
    }

    fn copy_messages(
        &self,
        inner: &dyn IMAPIFolder,
        request: &CopyMessagesRequest<'_>,
    ) -> MapiResult<Warned<()>> {
        self.hides(&Self::CopyMessages, inner.copy_messages(request), Warned::ok(()))
    }

    fn copy_folder(
        &self,
        inner: &dyn IMAPIFolder,
        request: &CopyFolderRequest<'_>,
    ) -> MapiResult<Warned<()>> {
        self.hides(&Self::CopyFolder, inner.copy_folder(request), Warned::ok(()))
    }

    fn set_message_status(
        &self,
        inner: &dyn IMAPIFolder,
        entry_id: &EntryId,
        status: MessageStatus,
        mask: MessageStatus,
    ) -> MapiResult<MessageStatus> {
        self.hides(&Self::Status, inner.set_message_status(entry_id, status, mask), MessageStatus::empty())
    }
}

struct SilentStore;

impl WrapStore for SilentStore {
    fn set_props(&self, inner: &dyn IMsgStore, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        silent(inner.set_props(values), Vec::new)
    }
}

struct SilentMessage;

impl WrapMessage for SilentMessage {
    fn set_props(&self, inner: &dyn IMessage, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        silent(inner.set_props(values), Vec::new)
    }

    fn save_changes(&self, inner: &dyn IMessage, flags: SaveChangesFlags) -> MapiResult<()> {
        silent(inner.save_changes(flags), || ())
    }
}

/// Forgets, where folders are written to, how the store was opened.
#[derive(Clone, Default)]
struct Writes(Arc<AtomicBool>);

impl WrapProvider for Writes {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.store(!request.flags.contains(StoreLogonFlags::MDB_WRITE), Ordering::Relaxed);
        inner.logon(request)
    }
}

impl WrapFolder for Writes {
    fn get_props(
        &self,
        inner: &dyn IMAPIFolder,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        if self.0.load(Ordering::Relaxed) {
            return WrapFolder::get_props(&Shows(PR_ACCESS_LEVEL, |_| Value::Long(1)), inner, tags, flags);
        }
        inner.get_props(tags, flags)
    }

    fn set_props(&self, inner: &dyn IMAPIFolder, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let set = inner.set_props(values);
        if self.0.load(Ordering::Relaxed) { silent(set, Vec::new) } else { set }
    }
}

struct ReadsProperty;

impl WrapMessage for ReadsProperty {
    fn open_property(&self, inner: &dyn IMessage, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        match inner.open_property(request) {
            Err(error) if error.code() == MAPI_E_NO_ACCESS => {
                inner.open_property(&request.flags(OpenPropertyFlags::empty()))
            }
            opened => opened,
        }
    }
}

struct OpensForReading;

impl WrapStore for OpensForReading {
    fn open_entry(&self, inner: &dyn IMsgStore, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        match inner.open_entry(request) {
            Err(error) if error.code() == MAPI_E_NO_ACCESS => {
                inner.open_entry(&request.flags(OpenEntryFlags::empty()))
            }
            opened => opened,
        }
    }
}
