//! The interfaces that cross the boundary: their vtables, and what each is as an object.

use std::any::Any;

use super::i_addr_book::fill_i_addr_book;
use super::i_lock_bytes::fill_i_lock_bytes;
use super::i_mapi_advise_sink::fill_i_mapi_advise_sink;
use super::i_mapi_container::fill_i_mapi_container;
use super::i_mapi_folder::fill_i_mapi_folder;
use super::i_mapi_progress::fill_i_mapi_progress;
use super::i_mapi_prop::fill_i_mapi_prop;
use super::i_mapi_provider_shutdown::fill_i_mapi_provider_shutdown;
use super::i_mapi_status::fill_i_mapi_status;
use super::i_mapi_support::fill_i_mapi_support;
use super::i_mapi_table::fill_i_mapi_table;
use super::i_message::fill_i_message;
use super::i_ms_logon::fill_i_ms_logon;
use super::i_ms_provider::fill_i_ms_provider;
use super::i_msg_store::fill_i_msg_store;
use super::i_provider_admin::fill_i_provider_admin;
use super::i_storage::fill_i_storage;
use super::i_stream::{fill_i_sequential_stream, fill_i_stream};
use super::scope::*;
use crate::identity::{Other, add_ref_support, release_support};
use crate::outgoing::{fill_unknown, unmapped};
use mapi_spi::methods::Interface;

impl<I: ?Sized + Imported + IProfSect> IProfSect for Proxy<I> {}
impl<I: ?Sized + Imported + IAttach> IAttach for Proxy<I> {}

/// The references of a support object are counted one by one.
#[allow(clippy::extra_unused_type_parameters, reason = "it is called as the other fillings are")]
const fn count_support<I: ?Sized>(mut table: VTable) -> VTable {
    table = put(table, methods::IUnknown::AddRef, add_ref_support as *const ());
    put(table, methods::IUnknown::Release, release_support as *const ())
}

/// An interface a line: the fillings of its vtable from the root on, and the kind that it is opened as.
macro_rules! interfaces {
    ($($interface:ident [$($fill:ident)+] $(query $query:ident)?;)+) => {
        $(
            impl Exported for dyn $interface {
                const INTERFACE: Interface = Interface::$interface;
                const VTABLE: &'static [Slot] = &{
                    let mut table = fill_unknown::<dyn $interface>([Slot::NONE; 48]);
                    $(table = $fill::<dyn $interface>(table);)+
                    table
                };

                fn as_any(&self) -> &dyn Any {
                    self
                }

                fn query_other(object: Arc<Self>, interface: &MapiUid) -> MapiResult<Other> {
                    $(if let Some(other) = $query(&object, interface) {
                        return Ok(other);
                    })?
                    object.other_interface(interface).map(Other::Interface)
                }
            }

            impl Imported for dyn $interface {
                fn from_proxy(proxy: Arc<Proxy<Self>>) -> Arc<Self> {
                    proxy
                }
            }
        )+

        /// The methods that traits have and this crate does not carry across the boundary.
        ///
        /// They answer MAPI_E_NO_SUPPORT in both directions.
        #[must_use]
        pub fn unmapped_methods() -> Vec<Method> {
            let all = [$(unmapped::<dyn $interface>()),+].concat();
            all.into_iter().filter(|method| method.row().is_some_and(|row| row.function.is_some())).collect()
        }
    };
}

interfaces! {
    IMSProvider [fill_i_ms_provider] query provider_shutdown;
    IMAPIProviderShutdown [fill_i_mapi_provider_shutdown];
    IMSLogon [fill_i_ms_logon];
    IMAPIProp [fill_i_mapi_prop];
    IMsgStore [fill_i_mapi_prop fill_i_msg_store];
    IMAPIContainer [fill_i_mapi_prop fill_i_mapi_container];
    IMAPIFolder [fill_i_mapi_prop fill_i_mapi_container fill_i_mapi_folder];
    IMessage [fill_i_mapi_prop fill_i_message];
    IAttach [fill_i_mapi_prop];
    IMAPITable [fill_i_mapi_table];
    IStream [fill_i_sequential_stream fill_i_stream];
    IStorage [fill_i_storage];
    ILockBytes [fill_i_lock_bytes];
    IMAPIStatus [fill_i_mapi_prop fill_i_mapi_status];
    IProfSect [fill_i_mapi_prop];
    IAddrBook [fill_i_mapi_prop fill_i_addr_book];
    IMAPISupport [fill_i_mapi_support count_support];
    IMAPIAdviseSink [fill_i_mapi_advise_sink];
    IMAPIProgress [fill_i_mapi_progress];
    IProviderAdmin [fill_i_provider_admin];
}

/// The interface of provider objects that a method of the trait gives.
fn provider_shutdown(provider: &Arc<dyn IMSProvider>, interface: &MapiUid) -> Option<Other> {
    if *interface != iids::IID_IMAPIProviderShutdown {
        return None;
    }
    Arc::clone(provider).provider_shutdown().map(Other::Shutdown)
}
