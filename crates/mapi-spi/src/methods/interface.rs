//! The interfaces, each with its rows.

use super::row::{data_of_rows, first};
use super::{Argument, Function, Method, Row};
use crate::mapi::{MapiUid, codes, iids};

/// The constants of an interface's methods, from the rows of one interface of its ancestry.
macro_rules! constants_of_rows {
    ($interface:ident: $($slot:literal $name:ident $(= $function:ident $args:tt -> $answer:ty $(=> $_r:ident)?)?;
        $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?)*) => {
        $(
            #[doc = concat!("`", stringify!($interface), "::", stringify!($name), "`")]
            pub const $name: Method = Method::new(Interface::$interface, $slot);
        )*
    };
}

/// The names of the same methods, joined to those of its bases.
macro_rules! names_of_rows {
    ($interface:literal [$($names:tt)*] [$next:ident $($more:ident)*]
        $($slot:literal $name:ident $(= $function:ident $args:tt -> $answer:ty $(=> $_r:ident)?)?;
        $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?)*) => {
        $next! { names_of_rows! $interface [$($names)* $(concat!($interface, stringify!($name)),)*] [$($more)*] }
    };
    ($interface:literal [$($names:tt)*] []
        $($slot:literal $name:ident $(= $function:ident $args:tt -> $answer:ty $(=> $_r:ident)?)?;
        $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?)*) => {
        &[$($names)* $(concat!($interface, stringify!($name)),)*]
    };
}

/// An interface a line: name, prefix of its methods' names, base, identifier, first slot, rows of its bases and its own.
macro_rules! interfaces {
    ($(
        $name:ident $prefix:literal: $($base:ident)?, $($iid:ident)?, $first:literal,
        [$head:ident $($tail:ident)*] $own:ident;
    )*) => {
        /// An interface of MAPI, or the functions that DLLs export.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[non_exhaustive]
        pub enum Interface {
            $(#[doc = concat!("`", stringify!($name), "`")] $name,)*
        }

        impl Interface {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name as MAPI spells it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            /// The interface it extends.
            #[must_use]
            pub const fn base(self) -> Option<Self> {
                match self { $(Self::$name => first![$(Self::$base)?]),* }
            }

            /// The interface identifier.
            #[must_use]
            pub const fn iid(self) -> Option<MapiUid> {
                match self { $(Self::$name => first![$(iids::$iid)?]),* }
            }

            /// The methods that the interface adds to its base, in the order of the vtable.
            #[must_use]
            pub const fn rows(self) -> &'static [Row] {
                match self { $(Self::$name => $own! { data_of_rows! }),* }
            }

            /// The slot of the first method in [`methods`](Self::methods).
            #[must_use]
            pub(super) const fn first_slot(self) -> u8 {
                match self { $(Self::$name => $first),* }
            }

            /// The names of all methods from [`first_slot`](Self::first_slot) on.
            pub(super) const fn method_names(self) -> &'static [&'static str] {
                match self { $(Self::$name => $head! { names_of_rows! $prefix [] [$($tail)*] }),* }
            }

            /// All methods, those of its bases included but for the three of `IUnknown`, in the order of the vtable.
            pub fn methods(self) -> impl Iterator<Item = Method> {
                (self.first_slot()..).zip(self.method_names()).map(move |(slot, _)| Method::new(self, slot))
            }
        }

        $(
            #[doc = concat!("The methods of `", stringify!($name), "`.")]
            #[allow(non_snake_case, reason = "the names are MAPI's")]
            pub mod $name {
                #![allow(non_upper_case_globals, reason = "the names are MAPI's")]
                use super::{Interface, Method};

                $head! { constants_of_rows! $name: }
                $($tail! { constants_of_rows! $name: })*
            }
        )*
    };
}

interfaces! {
    Exports "": , , 0, [exports_rows] exports_rows;
    IUnknown "IUnknown::": , IID_IUnknown, 0, [i_unknown_rows] i_unknown_rows;
    IMSProvider "IMSProvider::": IUnknown, IID_IMSProvider, 3, [i_ms_provider_rows] i_ms_provider_rows;
    IMAPIProviderShutdown "IMAPIProviderShutdown::": IUnknown, IID_IMAPIProviderShutdown, 3,
        [i_mapi_provider_shutdown_rows] i_mapi_provider_shutdown_rows;
    IMSLogon "IMSLogon::": IUnknown, IID_IMSLogon, 3, [i_ms_logon_rows] i_ms_logon_rows;
    IMAPIProp "IMAPIProp::": IUnknown, IID_IMAPIProp, 3, [i_mapi_prop_rows] i_mapi_prop_rows;
    IMsgStore "IMsgStore::": IMAPIProp, IID_IMsgStore, 3, [i_mapi_prop_rows i_msg_store_rows] i_msg_store_rows;
    IMAPIContainer "IMAPIContainer::": IMAPIProp, IID_IMAPIContainer, 3,
        [i_mapi_prop_rows i_mapi_container_rows] i_mapi_container_rows;
    IMAPIFolder "IMAPIFolder::": IMAPIContainer, IID_IMAPIFolder, 3,
        [i_mapi_prop_rows i_mapi_container_rows i_mapi_folder_rows] i_mapi_folder_rows;
    IMessage "IMessage::": IMAPIProp, IID_IMessage, 3, [i_mapi_prop_rows i_message_rows] i_message_rows;
    IAttach "IAttach::": IMAPIProp, IID_IAttachment, 3, [i_mapi_prop_rows] no_rows;
    IMAPITable "IMAPITable::": IUnknown, IID_IMAPITable, 3, [i_mapi_table_rows] i_mapi_table_rows;
    ISequentialStream "ISequentialStream::": IUnknown, IID_ISequentialStream, 3,
        [i_sequential_stream_rows] i_sequential_stream_rows;
    IStream "IStream::": ISequentialStream, IID_IStream, 3,
        [i_sequential_stream_rows i_stream_rows] i_stream_rows;
    IStorage "IStorage::": IUnknown, IID_IStorage, 3, [i_storage_rows] i_storage_rows;
    ILockBytes "ILockBytes::": IUnknown, IID_ILockBytes, 3, [i_lock_bytes_rows] i_lock_bytes_rows;
    IMAPIStatus "IMAPIStatus::": IMAPIProp, IID_IMAPIStatus, 3,
        [i_mapi_prop_rows i_mapi_status_rows] i_mapi_status_rows;
    IProfSect "IProfSect::": IMAPIProp, IID_IProfSect, 3, [i_mapi_prop_rows] no_rows;
    IMAPISupport "IMAPISupport::": IUnknown, IID_IMAPISup, 3, [i_mapi_support_rows] i_mapi_support_rows;
    IMAPIAdviseSink "IMAPIAdviseSink::": IUnknown, IID_IMAPIAdviseSink, 3,
        [i_mapi_advise_sink_rows] i_mapi_advise_sink_rows;
    IMAPIProgress "IMAPIProgress::": IUnknown, IID_IMAPIProgress, 3, [i_mapi_progress_rows] i_mapi_progress_rows;
    IMAPISession "IMAPISession::": IUnknown, IID_IMAPISession, 3, [i_mapi_session_rows] i_mapi_session_rows;
    IMAPIClientShutdown "IMAPIClientShutdown::": IUnknown, IID_IMAPIClientShutdown, 3,
        [i_mapi_client_shutdown_rows] i_mapi_client_shutdown_rows;
    IMsgServiceAdmin "IMsgServiceAdmin::": IUnknown, IID_IMsgServiceAdmin, 3,
        [i_msg_service_admin_rows] i_msg_service_admin_rows;
    IMsgServiceAdmin2 "IMsgServiceAdmin2::": IMsgServiceAdmin, IID_IMsgServiceAdmin2, 3,
        [i_msg_service_admin_rows i_msg_service_admin2_rows] i_msg_service_admin2_rows;
    IProviderAdmin "IProviderAdmin::": IUnknown, IID_IProviderAdmin, 3, [i_provider_admin_rows] i_provider_admin_rows;
    IAddrBook "IAddrBook::": IMAPIProp, IID_IAddrBook, 3, [i_mapi_prop_rows i_addr_book_rows] i_addr_book_rows;
}
