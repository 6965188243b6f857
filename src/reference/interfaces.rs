//! Which interfaces an object may be asked for.

use std::sync::Arc;

use crate::mapi::codes::MAPI_E_INTERFACE_NOT_SUPPORTED;
use crate::mapi::iids::{
    IID_IAttachment, IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp, IID_IMAPIStatus, IID_IMAPITable,
    IID_IMessage, IID_IMsgStore, IID_IUnknown,
};
use crate::mapi::{MapiResult, MapiUid, ObjectType};
use crate::spi::{IMAPITable, MapiObject, OpenPropertyRequest};

pub(super) const STORE: &[MapiUid] = &[IID_IMsgStore, IID_IMAPIProp, IID_IUnknown];
pub(super) const FOLDER: &[MapiUid] = &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp, IID_IUnknown];
pub(super) const MESSAGE: &[MapiUid] = &[IID_IMessage, IID_IMAPIProp, IID_IUnknown];
pub(super) const ATTACHMENT: &[MapiUid] = &[IID_IAttachment, IID_IMAPIProp, IID_IUnknown];
pub(super) const STATUS: &[MapiUid] = &[IID_IMAPIStatus, IID_IMAPIProp, IID_IUnknown];

const OTHER: &[MapiUid] = &[IID_IMAPIProp, IID_IUnknown];

/// Those of a kind of object.
pub(super) const fn of(kind: Option<ObjectType>) -> &'static [MapiUid] {
    match kind {
        Some(ObjectType::Store) => STORE,
        Some(ObjectType::Folder) => FOLDER,
        Some(ObjectType::Message) => MESSAGE,
        Some(ObjectType::Attach) => ATTACHMENT,
        Some(ObjectType::Status) => STATUS,
        Some(
            ObjectType::AddrBook
            | ObjectType::AbCont
            | ObjectType::MailUser
            | ObjectType::DistList
            | ObjectType::ProfSect
            | ObjectType::Session
            | ObjectType::FormInfo,
        )
        | None => OTHER,
    }
}

/// `lpInterface`: without one the object's standard interface \[LOGON-01\] \[LOGON-02\].
pub(super) fn check(wanted: Option<MapiUid>, offered: &[MapiUid]) -> MapiResult<()> {
    if wanted.is_none_or(|wanted| offered.contains(&wanted)) {
        Ok(())
    } else {
        Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }
}

/// A property that opens as a table and as nothing else \[PROP-30\].
pub(super) fn table(
    request: &OpenPropertyRequest,
    open: impl FnOnce() -> MapiResult<Arc<dyn IMAPITable>>,
) -> MapiResult<MapiObject> {
    if request.interface == IID_IMAPITable {
        open().map(MapiObject::Table)
    } else {
        Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }
}
