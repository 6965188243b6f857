//! The interfaces of MAPI as Rust traits: what a message store provider implements and what it is given.
//!
//! One interface a file, methods in the order of the vtable. What is the same for every method is in the table of
//! [`methods`](crate::methods). An argument list of more than
//! three is a `#[non_exhaustive]` request struct with a constructor and setters; what a page calls an
//! output parameter is part of the answer, and `Option` where it may be absent.
//!
//! # What every method has in common
//!
//! * A `&[T]` is a count and a pointer; `Option<&EntryId>` is a count and a pointer that may be NULL;
//!   `Option<MapiUid>` named `interface` is an `lpInterface` that may be NULL.
//! * `Err` carries a failure code and, where the page has an `lppMAPIError`, the `MAPIERROR`. A success
//!   that the page allows to carry a warning is a [`Warned`](crate::mapi::Warned).
//! * A method with a default body answers `MAPI_E_NO_SUPPORT` unless its text says otherwise, so a
//!   minimal provider implements only what it cannot do without.
//! * Objects are `Arc`s; dropping the last clone is the last `Release`. The support object is the
//!   exception: its references are counted one by one, see [`Support`].
//! * Every interface has [`Any`](std::any::Any) as supertrait: the owner of an object finds his own type again
//!   by `(&*object as &dyn Any).downcast_ref()`, as C++ providers do with an interface of their own. Entry points and
//!   [`DialogHost`] are no interfaces of MAPI and have none.
//! * Every interface has `other_interface`, which is `IUnknown::QueryInterface` for what no method here gives: OLE's
//!   [`ILockBytes`], and interfaces that an object and who asks for them know by themselves. The object is the same,
//!   so the answer is a reference on it; see [`OtherInterface`].
#![allow(
    unused_variables,
    reason = "default bodies use no argument, but the names belong to the documentation"
)]

use crate::mapi::{MapiResult, codes};

/// Setters of request structs. `impl Into` so that an optional argument takes the bare value, too.
macro_rules! setters {
    ($($(#[$meta:meta])* $name:ident: $type:ty,)+) => {$(
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: impl Into<$type>) -> Self {
            self.$name = $name.into();
            self
        }
    )+};
}

/// Setters of lists: plain slices, so that a reference on an array fits.
macro_rules! list_setters {
    ($($(#[$meta:meta])* $name:ident: [$type:ty],)+) => {$(
        $(#[$meta])*
        #[must_use]
        pub fn $name(mut self, $name: &'a [$type]) -> Self {
            self.$name = $name;
            self
        }
    )+};
}

/// `Debug` of an object is its interface's name: addresses would differ from run to run.
macro_rules! debug_as_name {
    ($name:ident) => {
        impl std::fmt::Debug for dyn $name + '_ {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($name))
            }
        }
    };
}

mod address_requests;
mod advise_sink;
mod connection;
mod copy_requests;
mod entry_points;
mod folder_requests;
mod i_addr_book;
mod i_attach;
mod i_lock_bytes;
mod i_mapi_client_shutdown;
mod i_mapi_container;
mod i_mapi_folder;
mod i_mapi_progress;
mod i_mapi_prop;
mod i_mapi_provider_shutdown;
mod i_mapi_session;
mod i_mapi_status;
mod i_mapi_support;
mod i_mapi_table;
mod i_message;
mod i_ms_logon;
mod i_ms_provider;
mod i_msg_service_admin;
mod i_msg_store;
mod i_prof_sect;
mod i_provider_admin;
mod i_storage;
mod i_stream;
mod logon;
mod object;
mod open_requests;
mod other_interface;
mod service_requests;
mod support;
mod support_requests;
mod window;

pub use address_requests::{
    AddressAnswer, AddressRequest, DetailsAnswer, DetailsRequest, NewEntryRequest, OneOffRequest,
    ResolveNameRequest,
};
pub use advise_sink::{IMAPIAdviseSink, SinkAnswer};
pub use connection::Connection;
pub use copy_requests::{CopyPropsRequest, CopyToRequest, DoCopyPropsRequest, DoCopyToRequest};
pub use entry_points::{
    InitAnswer, InitRequest, MemAllocRoutines, ProviderEntry, ServiceEntry, ServiceRequest,
};
pub use folder_requests::{
    CopyFolderRequest, CopyMessagesRequest, CreateFolderRequest, SupportCopyFolderRequest,
    SupportCopyMessagesRequest,
};
pub use i_addr_book::IAddrBook;
pub use i_attach::IAttach;
pub use i_lock_bytes::ILockBytes;
pub use i_mapi_client_shutdown::IMAPIClientShutdown;
pub use i_mapi_container::{IMAPIContainer, SearchCriteria};
pub use i_mapi_folder::IMAPIFolder;
pub use i_mapi_progress::{IMAPIProgress, ProgressUi};
pub use i_mapi_prop::{IMAPIProp, NamesFromIds, OpenPropertyRequest};
pub use i_mapi_provider_shutdown::IMAPIProviderShutdown;
pub use i_mapi_session::{IMAPISession, MessageOptionsRequest, ShowFormRequest};
pub use i_mapi_status::IMAPIStatus;
pub use i_mapi_support::IMAPISupport;
pub use i_mapi_table::{ExpandedRows, IMAPITable, TablePosition, TableState};
pub use i_message::{CreatedAttach, IMessage};
pub use i_ms_logon::IMSLogon;
pub use i_ms_provider::IMSProvider;
pub use i_msg_service_admin::{
    ConfigureServiceRequest, CopyServiceRequest, CreateServiceRequest, IMsgServiceAdmin, IMsgServiceAdmin2,
};
pub use i_msg_store::{IMsgStore, ReceiveFolder};
pub use i_prof_sect::IProfSect;
pub use i_provider_admin::{CreateProviderRequest, IProviderAdmin};
pub use i_storage::{IStorage, StorageElement};
pub use i_stream::{ISequentialStream, IStream, SeekOrigin, StreamStat};
pub use logon::{LogonAnswer, LogonRequest, SpoolerLogonRequest};
pub use object::MapiObject;
pub use open_requests::{OpenEntryRequest, OpenStoreRequest};
pub use other_interface::OtherInterface;
pub use service_requests::{
    MakeInvalidRequest, OpenTemplateRequest, PropsheetRequest, RegisterPreprocessorRequest,
};
pub use support::{CountedBy, Support};
pub use support_requests::{SpoolerNotifyData, SubscribeRequest};
pub use window::{Dialog, DialogAnswer, DialogField, DialogHost, ParentWindow};

/// What an optional method answers unless a provider implements it.
fn no_support<T>() -> MapiResult<T> {
    Err(codes::MAPI_E_NO_SUPPORT.into())
}

/// What an object answers that has no other interface \[ERR-16\].
fn no_interface<T>() -> MapiResult<T> {
    Err(codes::MAPI_E_INTERFACE_NOT_SUPPORTED.into())
}
