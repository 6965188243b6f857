//! Objects of any kind as pointers.

use mapi_spi::mapi::codes::{MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT};
use mapi_spi::mapi::iids::*;
use mapi_spi::mapi::{MapiResult, MapiUid, ObjectType};
use mapi_spi::methods::Interface;
use mapi_spi::spi::*;

use crate::identity::{Bridge, Cx, export, original};
use crate::incoming::{add_ref, import, known_proxy, query_interface, release};
use crate::layout::Unknown;

/// A pointer of the object, with a reference for the receiver.
#[allow(clippy::wildcard_enum_match_arm, reason = "sessions and administration stay at home")]
pub(crate) fn export_object(cx: &Cx, object: &MapiObject) -> MapiResult<Unknown> {
    Ok(match object {
        MapiObject::Store(object) => export(cx, object),
        MapiObject::Folder(object) => export(cx, object),
        MapiObject::AddressBook(object) => export(cx, object),
        MapiObject::AbContainer(object) | MapiObject::DistList(object) => export(cx, object),
        MapiObject::Message(object) => export(cx, object),
        MapiObject::Attach(object) => export(cx, object),
        MapiObject::ProfileSection(object) => export(cx, object),
        MapiObject::Status(object) => export(cx, object),
        MapiObject::Table(object) => export(cx, object),
        MapiObject::Stream(object) => export(cx, object),
        MapiObject::Storage(object) => export(cx, object),
        MapiObject::LockBytes(object) => export(cx, object),
        MapiObject::MailUser(object) | MapiObject::Prop(object) => export(cx, object),
        _ => return Err(MAPI_E_NO_SUPPORT.into()),
    })
}

/// The interfaces of the kinds that are opened, from an identifier to an object and back.
macro_rules! kinds {
    ($($variant:ident $interface:ident;)+) => {
        /// An own object that came back, by the interface that it went out by.
        fn original_object(bridge: &Bridge, pointer: Unknown) -> Option<MapiObject> {
            match bridge.interface_of(pointer)? {
                $(Interface::$interface => {
                    original::<dyn $interface>(bridge, pointer).map(MapiObject::$variant)
                })+
                #[allow(clippy::wildcard_enum_match_arm, reason = "the others are no kinds that are opened")]
                _ => None,
            }
        }

        /// The object behind a pointer of this interface, which comes with a reference for us.
        fn import_as(cx: &Cx, pointer: Unknown, interface: Interface) -> Option<MapiObject> {
            Some(match interface {
                $(Interface::$interface => MapiObject::$variant(import::<dyn $interface>(cx, pointer)),)+
                #[allow(clippy::wildcard_enum_match_arm, reason = "the others are no kinds that are opened")]
                _ => return None,
            })
        }

        /// The proxy that an object has already, whatever its interface.
        fn known_object(cx: &Cx, pointer: Unknown) -> Option<MapiObject> {
            $(if let Some(object) = known_proxy::<dyn $interface>(cx, pointer) {
                return Some(MapiObject::$variant(object));
            })+
            None
        }

        const KINDS: &[Interface] = &[$(Interface::$interface),+];
    };
}

kinds! {
    Folder IMAPIFolder;
    Message IMessage;
    Store IMsgStore;
    Attach IAttach;
    ProfileSection IProfSect;
    Status IMAPIStatus;
    Table IMAPITable;
    Stream IStream;
    Storage IStorage;
    LockBytes ILockBytes;
    AbContainer IMAPIContainer;
    AddressBook IAddrBook;
    Prop IMAPIProp;
}

/// The interface that objects of a type are opened by.
#[allow(clippy::wildcard_enum_match_arm, reason = "the others are no objects of a store")]
fn interface_of(kind: ObjectType) -> Option<Interface> {
    Some(match kind {
        ObjectType::Store => Interface::IMsgStore,
        ObjectType::Folder => Interface::IMAPIFolder,
        ObjectType::AbCont | ObjectType::DistList => Interface::IMAPIContainer,
        ObjectType::Message => Interface::IMessage,
        ObjectType::MailUser => Interface::IMAPIProp,
        ObjectType::Attach => Interface::IAttach,
        ObjectType::ProfSect => Interface::IProfSect,
        ObjectType::AddrBook => Interface::IAddrBook,
        ObjectType::Status => Interface::IMAPIStatus,
        _ => return None,
    })
}

/// The kind of interface that an identifier is of.
fn interface_by(iid: &MapiUid) -> Option<Interface> {
    KINDS.iter().copied().find(|interface| interface.iid() == Some(*iid))
}

/// An interface by whose pointer the caller learns little of the object: it is asked for more.
fn is_general(iid: &MapiUid) -> bool {
    [IID_IUnknown, IID_IMAPIProp, IID_IMAPIContainer].contains(iid)
}

/// The object behind a pointer that comes with a reference for us. It has the interface that was asked for, or that of
/// its type where nothing was.
pub(crate) fn import_object(
    cx: &Cx,
    pointer: Unknown,
    asked: Option<MapiUid>,
    kind: Option<ObjectType>,
) -> MapiResult<MapiObject> {
    if let Some(own) = original_object(&cx.bridge, pointer) {
        // SAFETY: the reference of the pointer is ours, and is not needed.
        unsafe { release(pointer) };
        return Ok(own);
    }
    let of_kind = kind.and_then(interface_of);
    let imported = match (asked.filter(|asked| !is_general(asked)), of_kind) {
        (Some(asked), _) => interface_by(&asked).and_then(|interface| import_as(cx, pointer, interface)),
        (None, Some(interface)) if asked.is_none() => import_as(cx, pointer, interface),
        (None, of_kind) => find_out(cx, pointer, of_kind),
    };
    imported.ok_or_else(|| {
        // SAFETY: the reference of the pointer is ours, and nobody takes it.
        unsafe { release(pointer) };
        MAPI_E_INTERFACE_NOT_SUPPORTED.into()
    })
}

/// The object by the most that it can do.
fn find_out(cx: &Cx, pointer: Unknown, of_kind: Option<Interface>) -> Option<MapiObject> {
    if let Some(known) = known_object(cx, pointer) {
        // SAFETY: the reference of the pointer is ours, and the proxy has its own.
        unsafe { release(pointer) };
        return Some(known);
    }
    let wanted = of_kind.into_iter().chain(KINDS.iter().copied());
    for interface in wanted {
        let Some(iid) = interface.iid() else { continue };
        // SAFETY: there is a reference on the object.
        if let Ok(better) = unsafe { query_interface(pointer, &iid) } {
            // SAFETY: the reference of the pointer is ours, and the answer has another one.
            unsafe { release(pointer) };
            return import_as(cx, better, interface);
        }
    }
    None
}

/// The object behind a pointer that is lent to us.
pub(crate) fn import_lent_object(
    cx: &Cx,
    pointer: Unknown,
    interface: Option<MapiUid>,
) -> MapiResult<MapiObject> {
    if pointer.is_null() {
        return Err(MAPI_E_INVALID_PARAMETER.into());
    }
    // SAFETY: who lends a pointer has a reference on it.
    unsafe { add_ref(pointer) };
    import_object(cx, pointer, interface, None)
}

/// The object behind a pointer of this interface, if it is of a kind that is opened. Else the reference stays with the
/// pointer.
pub(crate) fn import_by_interface(cx: &Cx, pointer: Unknown, interface: &MapiUid) -> Option<MapiObject> {
    import_as(cx, pointer, interface_by(interface)?)
}
