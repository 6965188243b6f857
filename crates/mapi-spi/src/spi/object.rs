//! `MapiObject`: what is opened by an identifier or passed as an untyped pointer.

use std::fmt;
use std::sync::Arc;

use super::{
    IAddrBook, IAttach, ILockBytes, IMAPIContainer, IMAPIFolder, IMAPIProp, IMAPISession, IMAPIStatus,
    IMAPITable, IMessage, IMsgServiceAdmin, IMsgStore, IProfSect, IStorage, IStream,
};
use crate::mapi::{MapiResult, ObjectType, codes};

/// An object of any kind: what MAPI passes as `LPUNKNOWN` with an object type, or as `LPVOID` with an
/// interface identifier.
///
/// The `into_` methods take the interface out as `QueryInterface` would, and answer
/// MAPI_E_INTERFACE_NOT_SUPPORTED if the object has another one. Cloning adds a reference.
#[doc(alias = "LPUNKNOWN")]
#[derive(Clone)]
#[non_exhaustive]
pub enum MapiObject {
    /// `MAPI_STORE`.
    Store(Arc<dyn IMsgStore>),
    /// `MAPI_ADDRBOOK`.
    AddressBook(Arc<dyn IAddrBook>),
    /// `MAPI_FOLDER`.
    Folder(Arc<dyn IMAPIFolder>),
    /// `MAPI_ABCONT`: a container of the address book.
    AbContainer(Arc<dyn IMAPIContainer>),
    /// `MAPI_MESSAGE`.
    Message(Arc<dyn IMessage>),
    /// `MAPI_MAILUSER`: a messaging user.
    MailUser(Arc<dyn IMAPIProp>),
    /// `MAPI_ATTACH`.
    Attach(Arc<dyn IAttach>),
    /// `MAPI_DISTLIST`: a distribution list.
    DistList(Arc<dyn IMAPIContainer>),
    /// `MAPI_PROFSECT`.
    ProfileSection(Arc<dyn IProfSect>),
    /// `MAPI_STATUS`.
    Status(Arc<dyn IMAPIStatus>),
    /// `MAPI_SESSION`.
    Session(Arc<dyn IMAPISession>),
    /// A message service administration object; MAPI has no object type for it.
    ServiceAdmin(Arc<dyn IMsgServiceAdmin>),
    /// A table opened as a property; MAPI has no object type for it.
    Table(Arc<dyn IMAPITable>),
    /// A stream opened as a property; MAPI has no object type for it.
    Stream(Arc<dyn IStream>),
    /// A storage opened as a property; MAPI has no object type for it.
    Storage(Arc<dyn IStorage>),
    /// An array of bytes.
    LockBytes(Arc<dyn ILockBytes>),
    /// Some other object with properties.
    Prop(Arc<dyn IMAPIProp>),
}

/// The object of one variant, or MAPI_E_INTERFACE_NOT_SUPPORTED.
macro_rules! into_interface {
    ($object:expr, $($pattern:pat => $value:expr),+) => {
        match $object {
            $($pattern => Ok($value),)+
            #[allow(clippy::wildcard_enum_match_arm, reason = "every other kind lacks the interface")]
            _ => Err(codes::MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
        }
    };
}

impl MapiObject {
    /// `lpulObjType`: the object's type, if MAPI has one for its kind.
    #[doc(alias = "lpulObjType")]
    pub fn object_type(&self) -> Option<ObjectType> {
        match self {
            Self::Store(_) => Some(ObjectType::Store),
            Self::AddressBook(_) => Some(ObjectType::AddrBook),
            Self::Folder(_) => Some(ObjectType::Folder),
            Self::AbContainer(_) => Some(ObjectType::AbCont),
            Self::Message(_) => Some(ObjectType::Message),
            Self::MailUser(_) => Some(ObjectType::MailUser),
            Self::Attach(_) => Some(ObjectType::Attach),
            Self::DistList(_) => Some(ObjectType::DistList),
            Self::ProfileSection(_) => Some(ObjectType::ProfSect),
            Self::Status(_) => Some(ObjectType::Status),
            Self::Session(_) => Some(ObjectType::Session),
            Self::ServiceAdmin(_)
            | Self::Table(_)
            | Self::Stream(_)
            | Self::Storage(_)
            | Self::LockBytes(_)
            | Self::Prop(_) => None,
        }
    }

    /// The object as `IMsgStore`.
    pub fn into_store(self) -> MapiResult<Arc<dyn IMsgStore>> {
        into_interface!(self, Self::Store(object) => object)
    }

    /// The object as `IAddrBook`.
    pub fn into_address_book(self) -> MapiResult<Arc<dyn IAddrBook>> {
        into_interface!(self, Self::AddressBook(object) => object)
    }

    /// The object as `IMAPIFolder`.
    pub fn into_folder(self) -> MapiResult<Arc<dyn IMAPIFolder>> {
        into_interface!(self, Self::Folder(object) => object)
    }

    /// The object as `IMAPIContainer`: a folder, a container of the address book, a distribution list.
    pub fn into_container(self) -> MapiResult<Arc<dyn IMAPIContainer>> {
        into_interface!(
            self,
            Self::Folder(object) => object as Arc<dyn IMAPIContainer>,
            Self::AbContainer(object) | Self::DistList(object) => object
        )
    }

    /// The object as `IMessage`.
    pub fn into_message(self) -> MapiResult<Arc<dyn IMessage>> {
        into_interface!(self, Self::Message(object) => object)
    }

    /// The object as `IAttach`.
    pub fn into_attach(self) -> MapiResult<Arc<dyn IAttach>> {
        into_interface!(self, Self::Attach(object) => object)
    }

    /// The object as `IProfSect`.
    pub fn into_profile_section(self) -> MapiResult<Arc<dyn IProfSect>> {
        into_interface!(self, Self::ProfileSection(object) => object)
    }

    /// The object as `IMAPIStatus`.
    pub fn into_status(self) -> MapiResult<Arc<dyn IMAPIStatus>> {
        into_interface!(self, Self::Status(object) => object)
    }

    /// The object as `IMAPISession`.
    pub fn into_session(self) -> MapiResult<Arc<dyn IMAPISession>> {
        into_interface!(self, Self::Session(object) => object)
    }

    /// The object as `IMsgServiceAdmin`.
    pub fn into_service_admin(self) -> MapiResult<Arc<dyn IMsgServiceAdmin>> {
        into_interface!(self, Self::ServiceAdmin(object) => object)
    }

    /// The object as `IMAPITable`.
    pub fn into_table(self) -> MapiResult<Arc<dyn IMAPITable>> {
        into_interface!(self, Self::Table(object) => object)
    }

    /// The object as `IStream`.
    pub fn into_stream(self) -> MapiResult<Arc<dyn IStream>> {
        into_interface!(self, Self::Stream(object) => object)
    }

    /// The object as `IStorage`.
    pub fn into_storage(self) -> MapiResult<Arc<dyn IStorage>> {
        into_interface!(self, Self::Storage(object) => object)
    }

    /// The object as `ILockBytes`.
    pub fn into_lock_bytes(self) -> MapiResult<Arc<dyn ILockBytes>> {
        into_interface!(self, Self::LockBytes(object) => object)
    }

    /// The object as `IMAPIProp`, which most kinds are.
    pub fn into_prop(self) -> MapiResult<Arc<dyn IMAPIProp>> {
        match self {
            Self::Store(object) => Ok(object),
            Self::AddressBook(object) => Ok(object),
            Self::Folder(object) => Ok(object),
            Self::AbContainer(object) | Self::DistList(object) => Ok(object),
            Self::Message(object) => Ok(object),
            Self::Attach(object) => Ok(object),
            Self::ProfileSection(object) => Ok(object),
            Self::Status(object) => Ok(object),
            Self::MailUser(object) | Self::Prop(object) => Ok(object),
            Self::Session(_)
            | Self::ServiceAdmin(_)
            | Self::Table(_)
            | Self::Stream(_)
            | Self::Storage(_)
            | Self::LockBytes(_) => Err(codes::MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
        }
    }

    /// Whether two values are the same object, by whatever interface.
    pub fn same_object(first: &Self, second: &Self) -> bool {
        first.address() == second.address()
    }

    /// Where the object lives: its identity. Never shown, for it differs from run to run.
    fn address(&self) -> *const () {
        match self {
            Self::Store(object) => Arc::as_ptr(object).cast(),
            Self::AddressBook(object) => Arc::as_ptr(object).cast(),
            Self::Folder(object) => Arc::as_ptr(object).cast(),
            Self::AbContainer(object) | Self::DistList(object) => Arc::as_ptr(object).cast(),
            Self::Message(object) => Arc::as_ptr(object).cast(),
            Self::MailUser(object) | Self::Prop(object) => Arc::as_ptr(object).cast(),
            Self::Attach(object) => Arc::as_ptr(object).cast(),
            Self::ProfileSection(object) => Arc::as_ptr(object).cast(),
            Self::Status(object) => Arc::as_ptr(object).cast(),
            Self::Session(object) => Arc::as_ptr(object).cast(),
            Self::ServiceAdmin(object) => Arc::as_ptr(object).cast(),
            Self::Table(object) => Arc::as_ptr(object).cast(),
            Self::Stream(object) => Arc::as_ptr(object).cast(),
            Self::Storage(object) => Arc::as_ptr(object).cast(),
            Self::LockBytes(object) => Arc::as_ptr(object).cast(),
        }
    }
}

impl fmt::Debug for MapiObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Store(_) => "Store",
            Self::AddressBook(_) => "AddressBook",
            Self::Folder(_) => "Folder",
            Self::AbContainer(_) => "AbContainer",
            Self::Message(_) => "Message",
            Self::MailUser(_) => "MailUser",
            Self::Attach(_) => "Attach",
            Self::DistList(_) => "DistList",
            Self::ProfileSection(_) => "ProfileSection",
            Self::Status(_) => "Status",
            Self::Session(_) => "Session",
            Self::ServiceAdmin(_) => "ServiceAdmin",
            Self::Table(_) => "Table",
            Self::Stream(_) => "Stream",
            Self::Storage(_) => "Storage",
            Self::LockBytes(_) => "LockBytes",
            Self::Prop(_) => "Prop",
        })
    }
}

/// `From` of each interface that one kind of object has as its standard one.
macro_rules! from_object {
    ($($interface:ident => $variant:ident,)+) => {$(
        impl From<Arc<dyn $interface>> for MapiObject {
            fn from(object: Arc<dyn $interface>) -> Self {
                Self::$variant(object)
            }
        }
    )+};
}

from_object! {
    IMsgStore => Store,
    IAddrBook => AddressBook,
    IMAPIFolder => Folder,
    IMessage => Message,
    IAttach => Attach,
    IProfSect => ProfileSection,
    IMAPIStatus => Status,
    IMAPISession => Session,
    IMsgServiceAdmin => ServiceAdmin,
    IMAPITable => Table,
    IStream => Stream,
    IStorage => Storage,
    ILockBytes => LockBytes,
    IMAPIProp => Prop,
}
