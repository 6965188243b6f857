//! Objects of which only the required methods are written, and arguments to call the others with.

use std::sync::Arc;

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

/// Implements every trait with its required methods only.
pub(crate) struct Bare;

impl IMSProvider for Bare {
    fn logon(&self, _request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Err(MAPI_E_FAILONEPROVIDER.into())
    }
    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}
impl IMSLogon for Bare {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        Ok(())
    }
}
impl IMAPIProp for Bare {
    fn get_props(
        &self,
        _tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}
impl IMsgStore for Bare {}
impl IMAPIContainer for Bare {}
impl IMAPIFolder for Bare {}
impl IMessage for Bare {}
impl IAttach for Bare {}
impl IMAPIStatus for Bare {}
impl IProfSect for Bare {}
impl IAddrBook for Bare {}
impl IMAPISession for Bare {}
impl IProviderAdmin for Bare {}
impl IMsgServiceAdmin for Bare {}
impl IMsgServiceAdmin2 for Bare {}
impl ISequentialStream for Bare {}
impl IStream for Bare {}
impl IStorage for Bare {}
impl ILockBytes for Bare {}
impl IMAPIAdviseSink for Bare {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        SinkAnswer::CALLBACK_DISCONTINUE
    }
}
impl IMAPIProgress for Bare {
    fn progress(&self, _value: u32, _count: u32, _total: u32) -> MapiResult<()> {
        Ok(())
    }
}
impl IMAPISupport for Bare {
    fn add_ref(&self, _counted: CountedBy) -> u32 {
        2
    }
    fn release(&self, _counted: CountedBy) -> u32 {
        1
    }
}
impl IMAPITable for Bare {
    fn set_columns(&self, _columns: &[PropTag], _flags: SetColumnsFlags) -> MapiResult<()> {
        Ok(())
    }
    fn query_columns(&self, _flags: QueryColumnsFlags) -> MapiResult<Vec<PropTag>> {
        Ok(Vec::new())
    }
    fn get_row_count(&self, _flags: u32) -> MapiResult<Warned<u32>> {
        Ok(Warned::ok(0))
    }
    fn seek_row(&self, _origin: Bookmark, _rows: i32) -> MapiResult<Warned<i32>> {
        Ok(Warned::ok(0))
    }
    fn query_rows(&self, _rows: i32, _flags: QueryRowsFlags) -> MapiResult<Vec<Row>> {
        Ok(Vec::new())
    }
}

pub(crate) struct Arguments {
    pub(crate) id: EntryId,
    pub(crate) text: MapiString,
    pub(crate) uid: MapiUid,
    pub(crate) folder: Arc<dyn IMAPIFolder>,
    pub(crate) message: Arc<dyn IMessage>,
    pub(crate) object: MapiObject,
    pub(crate) sink: Arc<dyn IMAPIAdviseSink>,
}

pub(crate) fn arguments() -> Arguments {
    let folder: Arc<dyn IMAPIFolder> = Arc::new(Bare);
    Arguments {
        id: EntryId::from_bytes(&[1, 2, 3]),
        text: MapiString::from("text"),
        uid: MapiUid::from_bytes([9; 16]),
        folder: folder.clone(),
        message: Arc::new(Bare),
        object: MapiObject::Folder(folder),
        sink: Arc::new(Bare),
    }
}
