//! Which interfaces an object may be asked for: `lpInterface` of `Logon`, `OpenEntry` and their like.

use crate::mapi::codes::MAPI_E_INTERFACE_NOT_SUPPORTED;
use crate::mapi::iids::{
    IID_IAttachment, IID_IMAPIContainer, IID_IMAPIFolder, IID_IMAPIProp, IID_IMAPIStatus, IID_IMessage,
    IID_IMsgStore, IID_IUnknown,
};
use crate::mapi::{MapiResult, MapiUid, ObjectType};

/// Those of a message store.
pub const STORE: &[MapiUid] = &[IID_IMsgStore, IID_IMAPIProp, IID_IUnknown];
/// Those of a folder.
pub const FOLDER: &[MapiUid] = &[IID_IMAPIFolder, IID_IMAPIContainer, IID_IMAPIProp, IID_IUnknown];
/// Those of a message.
pub const MESSAGE: &[MapiUid] = &[IID_IMessage, IID_IMAPIProp, IID_IUnknown];
/// Those of an attachment.
pub const ATTACHMENT: &[MapiUid] = &[IID_IAttachment, IID_IMAPIProp, IID_IUnknown];
/// Those of a status object.
pub const STATUS: &[MapiUid] = &[IID_IMAPIStatus, IID_IMAPIProp, IID_IUnknown];

const OTHER: &[MapiUid] = &[IID_IMAPIProp, IID_IUnknown];

/// Those of a kind of object; of any other object with properties, those that all of them have.
#[must_use]
pub const fn of(kind: Option<ObjectType>) -> &'static [MapiUid] {
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
            | ObjectType::FormInfo
            | ObjectType::Other(_),
        )
        | None => OTHER,
    }
}

/// Whether the interface that a caller wants is among those offered; without one it is the standard one
/// \[LOGON-01\] \[LOGON-02\]. Page: `imsprovider-logon`.
///
/// # Errors
/// `MAPI_E_INTERFACE_NOT_SUPPORTED` for any other.
///
/// ```
/// use mapi_spi::mapi::{codes::MAPI_E_INTERFACE_NOT_SUPPORTED, iids::{IID_IMAPIFolder, IID_IMAPIProp}};
/// use mapi_spi::support::interfaces;
///
/// interfaces::check(None, interfaces::STORE)?;
/// interfaces::check(Some(IID_IMAPIProp), interfaces::STORE)?;
/// let refused = interfaces::check(Some(IID_IMAPIFolder), interfaces::STORE).unwrap_err();
/// assert_eq!(refused.code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
/// # Ok::<(), mapi_spi::mapi::MapiError>(())
/// ```
pub fn check(wanted: Option<MapiUid>, offered: &[MapiUid]) -> MapiResult<()> {
    if wanted.is_none_or(|wanted| offered.contains(&wanted)) {
        Ok(())
    } else {
        Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into())
    }
}
