//! Which interfaces an object may be asked for.

use crate::mapi::codes::MAPI_E_INTERFACE_NOT_SUPPORTED;
use crate::mapi::iids::{
    IID_IAttachment, IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp, IID_IMAPIStatus, IID_IMessage,
    IID_IMsgStore, IID_IUnknown,
};
use crate::mapi::{MapiResult, MapiUid};

pub(super) const STORE: &[MapiUid] = &[IID_IMsgStore, IID_IMAPIProp, IID_IUnknown];
pub(super) const FOLDER: &[MapiUid] = &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp, IID_IUnknown];
pub(super) const MESSAGE: &[MapiUid] = &[IID_IMessage, IID_IMAPIProp, IID_IUnknown];
pub(super) const ATTACHMENT: &[MapiUid] = &[IID_IAttachment, IID_IMAPIProp, IID_IUnknown];
pub(super) const STATUS: &[MapiUid] = &[IID_IMAPIStatus, IID_IMAPIProp, IID_IUnknown];

/// `lpInterface`: without one the object's standard interface \[LOGON-01\] \[LOGON-02\].
pub(super) fn check(wanted: Option<MapiUid>, offered: &[MapiUid]) -> MapiResult<()> {
    if wanted.is_none_or(|wanted| offered.contains(&wanted)) {
        Ok(())
    } else {
        Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }
}
