//! The root folder of a store with nothing in it.

use std::sync::Arc;

use super::{KeptSupport, StoreDescription};
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::iids::IID_IMAPITable;
use crate::mapi::tags::*;
use crate::mapi::{
    Access, EntryId, FolderType, GetPropListFlags, GetPropsFlags, MapiResult, ObjectType, OpenEntryFlags,
    PropTag, PropValue, TableFlags, Value, Warned,
};
use crate::memory::{MemoryProps, MemoryTable};
use crate::spi::{
    IMAPIContainer, IMAPIFolder, IMAPIProp, IMAPITable, MapiObject, OpenEntryRequest, OpenPropertyRequest,
};
use crate::support::interfaces;

/// A root folder without subfolders and messages, for reading.
///
/// Every store has a root folder: it is what `IMsgStore::OpenEntry` opens without an identifier, and its identifier is the
/// first by which MAPI finds the provider \[LOGON-10\]. A provider begins with this one and puts its own in its place when
/// it has folders. It ends with the store. Pages: `imsgstore-openentry`, `imapifolderimapicontainer`.
///
/// ```no_run
/// use mapi_spi::mapi::MapiResult;
/// use mapi_spi::spi::{IMAPIContainer, MapiObject, OpenEntryRequest};
/// use mapi_spi::support::RootFolder;
///
/// /// `OpenEntry` of the logon object and of the store.
/// fn open_entry(root: &RootFolder, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
///     root.open_entry(request)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct RootFolder {
    support: Arc<KeptSupport>,
    entry_id: EntryId,
    props: MemoryProps,
}

impl RootFolder {
    /// The root folder of a store, under an identifier of its own with the provider's MAPIUID.
    #[must_use]
    pub fn new(support: &Arc<KeptSupport>, store: &StoreDescription, entry_id: &EntryId) -> Self {
        let mut props = store.props_of_objects();
        props.extend([
            PropValue::new(PR_ENTRYID, entry_id),
            PropValue::new(PR_RECORD_KEY, entry_id),
            // The root is its own parent.
            PropValue::new(PR_PARENT_ENTRYID, entry_id),
            PropValue::new(PR_OBJECT_TYPE, ObjectType::Folder),
            PropValue::new(PR_FOLDER_TYPE, FolderType::Root),
            PropValue::new(PR_DISPLAY_NAME_W, store.display_name.as_str()),
            PropValue::new(PR_SUBFOLDERS, false),
            PropValue::new(PR_CONTENT_COUNT, 0),
            PropValue::new(PR_CONTENT_UNREAD, 0),
            PropValue::new(PR_ACCESS, Access::MAPI_ACCESS_READ.bits()),
            PropValue::new(PR_ACCESS_LEVEL, 0),
            PropValue::new(PR_CONTAINER_CONTENTS, Value::Object),
            PropValue::new(PR_CONTAINER_HIERARCHY, Value::Object),
        ]);
        Self { support: Arc::clone(support), entry_id: entry_id.clone(), props: MemoryProps::new(props) }
    }
}

impl IMAPIProp for RootFolder {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.support.check_open()?;
        self.props.get_props(tags, flags)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        self.support.check_open()?;
        Ok(self.props.get_prop_list(flags))
    }

    /// Its two tables.
    fn open_property(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        self.support.check_open()?;
        let flags = TableFlags::from_bits_retain(request.interface_options);
        let table = match request.tag.id() {
            id if id == PR_CONTAINER_CONTENTS.id() => self.get_contents_table(flags),
            id if id == PR_CONTAINER_HIERARCHY.id() => self.get_hierarchy_table(flags),
            _ => Err(MAPI_E_NO_SUPPORT.into()),
        };
        interfaces::check(Some(request.interface), &[IID_IMAPITable])?;
        table.map(MapiObject::Table)
    }
}

impl IMAPIContainer for RootFolder {
    fn get_contents_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.support.check_open()?;
        if flags.contains(TableFlags::MAPI_ASSOCIATED) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        Ok(empty_table(&[PR_ENTRYID, PR_MESSAGE_CLASS_W, PR_SUBJECT_W], flags))
    }

    fn get_hierarchy_table(&self, flags: TableFlags) -> MapiResult<Arc<dyn IMAPITable>> {
        self.support.check_open()?;
        Ok(empty_table(&[PR_ENTRYID, PR_DISPLAY_NAME_W, PR_SUBFOLDERS], flags))
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.support.check_open()?;
        if request.entry_id.is_some_and(|id| *id != self.entry_id) {
            return Err(MAPI_E_UNKNOWN_ENTRYID.into());
        }
        interfaces::check(request.interface, interfaces::FOLDER)?;
        // [LOGON-12] there is nothing to be changed.
        let flags = request.flags;
        if flags.contains(OpenEntryFlags::MAPI_MODIFY) && !flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        Ok(MapiObject::Folder(Arc::new(self.clone())))
    }
}

impl IMAPIFolder for RootFolder {}

fn empty_table(columns: &[PropTag], flags: TableFlags) -> Arc<dyn IMAPITable> {
    let unicode = flags.contains(TableFlags::MAPI_UNICODE);
    let columns = columns.iter().map(|column| column.with_string_width(unicode)).collect();
    MemoryTable::shared(columns, Vec::new())
}
