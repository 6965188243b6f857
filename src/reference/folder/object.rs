//! An open folder.

use std::sync::Arc;

use super::props::FolderProps;
use super::tables;
use crate::mapi::codes::MAPI_E_NO_ACCESS;
use crate::mapi::iids::IID_IMAPIFolder;
use crate::mapi::tags::{PR_CONTAINER_CONTENTS, PR_CONTAINER_HIERARCHY, PR_FOLDER_ASSOCIATED_CONTENTS};
use crate::mapi::{
    CopyFolderFlags, CopyMessagesFlags, CreateMessageFlags, DeleteFolderFlags, DeleteMessagesFlags,
    EmptyFolderFlags, EntryId, MapiResult, MapiUid, MessageStatus, PropTag, ReadFlags, Restriction,
    SaveSortFlags, SearchFlags, SortOrderSet, StringWidth, TableFlags, Warned,
};
use crate::reference::abilities::AccessLevel;
use crate::reference::disk::StoreData;
use crate::reference::ids::{ObjectNo, Reference};
use crate::reference::open_store::OpenStore;
use crate::reference::open_table::open_table;
use crate::reference::props::{HasProperties, props_of};
use crate::spi::{
    CopyFolderRequest, CopyMessagesRequest, CreateFolderRequest, IMAPIContainer, IMAPIFolder, IMAPITable,
    IMessage, MapiObject, OpenEntryRequest, OpenPropertyRequest, ProgressUi, SearchCriteria,
};

pub(in crate::reference) struct FolderObject {
    pub(super) props: Arc<FolderProps>,
}

impl FolderObject {
    pub(in crate::reference) fn open(
        inside: &Arc<OpenStore>,
        number: usize,
        access: AccessLevel,
    ) -> Option<Self> {
        inside.file.with(|data| data.folder(number).is_some()).then(|| {
            let inside = Arc::clone(inside);
            Self { props: Arc::new(FolderProps { inside, number, access }) }
        })
    }

    pub(super) fn inside(&self) -> &Arc<OpenStore> {
        &self.props.inside
    }

    pub(super) fn number(&self) -> usize {
        self.props.number
    }

    /// Where a message of this folder lies: a search folder shows those of others.
    // [SEARCH-11]
    pub(super) fn home(&self, data: &StoreData, message: usize) -> usize {
        match data.message(message) {
            Some(message) if data.is_search(self.number()) => message.folder,
            Some(_) | None => self.number(),
        }
    }

    // [SEARCH-10]
    pub(super) fn check_takes_messages(&self) -> MapiResult<()> {
        self.inside().check_write()?;
        let is_search = self.inside().file.with(|data| data.is_search(self.number()));
        if is_search { Err(MAPI_E_NO_ACCESS.into()) } else { Ok(()) }
    }

    /// The number of a folder of this store, if the identifier names one.
    pub(super) fn folder_number(&self, id: &EntryId) -> Option<usize> {
        match self.object_number(id)? {
            ObjectNo::Folder(number) => Some(number),
            ObjectNo::Store | ObjectNo::Message(_) => None,
        }
    }

    /// The number of a message of this store, if the identifier names one.
    pub(super) fn message_number(&self, id: &EntryId) -> Option<usize> {
        match self.object_number(id)? {
            ObjectNo::Message(number) => Some(number),
            ObjectNo::Store | ObjectNo::Folder(_) => None,
        }
    }

    fn object_number(&self, id: &EntryId) -> Option<ObjectNo> {
        let reference = Reference::decode(id)?;
        reference.store.eq_ignore_ascii_case(&self.inside().file.name).then_some(reference.object)
    }
}

impl HasProperties for FolderObject {
    type Props = FolderProps;

    fn properties(&self) -> &Arc<FolderProps> {
        &self.props
    }

    /// Both tables are to be had by `OpenProperty`, too.
    // [CONT-01] [CONT-02]
    fn open_object(&self, request: &OpenPropertyRequest) -> Option<MapiResult<MapiObject>> {
        let flags = TableFlags::from_bits_retain(request.interface_options);
        if request.tag.id() == PR_CONTAINER_CONTENTS.id() {
            Some(open_table(request, || self.get_contents_table(flags)))
        } else if request.tag.id() == PR_FOLDER_ASSOCIATED_CONTENTS.id() {
            let flags = flags | TableFlags::MAPI_ASSOCIATED;
            Some(open_table(request, || self.get_contents_table(flags)))
        } else if request.tag.id() == PR_CONTAINER_HIERARCHY.id() {
            Some(open_table(request, || self.get_hierarchy_table(flags)))
        } else {
            None
        }
    }

    // [PROP-50]
    fn copy_parts(
        &self,
        wanted: &dyn Fn(PropTag) -> bool,
        destination: &MapiObject,
        moving: bool,
    ) -> MapiResult<()> {
        let destination = destination.clone().into_folder()?;
        if wanted(PR_CONTAINER_CONTENTS) {
            let messages = self.message_ids();
            let flags = if moving { CopyMessagesFlags::MESSAGE_MOVE } else { CopyMessagesFlags::empty() };
            self.copy_messages(&CopyMessagesRequest::new(&messages, &destination).flags(flags))?;
        }
        if wanted(PR_CONTAINER_HIERARCHY) {
            let flags = if moving { CopyFolderFlags::FOLDER_MOVE } else { CopyFolderFlags::COPY_SUBFOLDERS };
            for id in self.folder_ids() {
                let request = CopyFolderRequest::new(&id, &destination).interface(IID_IMAPIFolder);
                self.copy_folder(&request.flags(flags))?;
            }
        }
        Ok(())
    }
}

props_of!(FolderObject);

impl IMAPIContainer for FolderObject {
    fn get_contents_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        tables::contents(self, flags)
    }

    fn get_hierarchy_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        tables::hierarchy(self, flags)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inside().open_entry(request)
    }

    fn set_search_criteria(
        &self,
        restriction: Option<&Restriction>,
        containers: Option<&[EntryId]>,
        flags: SearchFlags,
    ) -> MapiResult<()> {
        self.search_for(restriction, containers, flags)
    }

    fn get_search_criteria(&self, _width: StringWidth) -> MapiResult<SearchCriteria> {
        self.search_criteria()
    }
}

/// The work is done in two other files: [`changes`](super::changes) has what stays in this folder,
/// [`copies`](super::copies) what leads to another one.
impl IMAPIFolder for FolderObject {
    fn create_message(
        &self,
        interface: Option<MapiUid>,
        flags: CreateMessageFlags,
    ) -> MapiResult<Arc<dyn IMessage>> {
        self.make_message(interface, flags)
    }

    fn copy_messages(&self, request: &CopyMessagesRequest<'_>) -> MapiResult<Warned<()>> {
        self.copy_or_move_messages(request)
    }

    fn delete_messages(
        &self,
        messages: &[EntryId],
        _ui: ProgressUi<'_>,
        _flags: DeleteMessagesFlags,
    ) -> MapiResult<Warned<()>> {
        self.remove_messages(messages)
    }

    fn create_folder(&self, request: &CreateFolderRequest<'_>) -> MapiResult<Arc<dyn IMAPIFolder>> {
        self.make_folder(request)
    }

    fn copy_folder(&self, request: &CopyFolderRequest<'_>) -> MapiResult<Warned<()>> {
        self.copy_or_move_folder(request)
    }

    fn delete_folder(
        &self,
        entry_id: &EntryId,
        _ui: ProgressUi<'_>,
        flags: DeleteFolderFlags,
    ) -> MapiResult<Warned<()>> {
        self.remove_folder(entry_id, flags)
    }

    fn set_read_flags(
        &self,
        messages: Option<&[EntryId]>,
        _ui: ProgressUi<'_>,
        flags: ReadFlags,
    ) -> MapiResult<Warned<()>> {
        self.mark_messages(messages, flags)
    }

    fn get_message_status(&self, entry_id: &EntryId, _flags: u32) -> MapiResult<MessageStatus> {
        self.status_of(entry_id)
    }

    fn set_message_status(
        &self,
        entry_id: &EntryId,
        status: MessageStatus,
        mask: MessageStatus,
    ) -> MapiResult<MessageStatus> {
        self.change_status(entry_id, status, mask)
    }

    fn save_contents_sort(&self, order: &SortOrderSet, flags: SaveSortFlags) -> MapiResult<()> {
        self.keep_order(order, flags)
    }

    fn empty_folder(&self, _ui: ProgressUi<'_>, flags: EmptyFolderFlags) -> MapiResult<Warned<()>> {
        self.remove_everything(flags)
    }
}
