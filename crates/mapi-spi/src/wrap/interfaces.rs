//! The interfaces that are wrapped as their rows say, without anything of their own.

use std::sync::Arc;

use super::registry::Registry;
use super::wrapped::{Wrappable, Wrapped, Wrapper};
use super::{mapi_side, provider_side};
use crate::mapi::*;
use crate::methods::{self, Interface, Method, Show};
use crate::spi::*;

wrapped! {
    /// Overrides what provider objects answer.
    ///
    /// A request holds the support object and the window as the inner provider gets them: wrapped.
    WrapProvider of IMSProvider, provider_side provider;
    IMSProvider by i_ms_provider_rows, and override {
        /// [`IMSProvider::provider_shutdown`](crate::spi::IMSProvider::provider_shutdown), that of `inner` unless
        /// overridden; none if `before` fails, which it is `IUnknown::QueryInterface` for.
        fn provider_shutdown(&self, inner: &Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
            Arc::clone(inner).provider_shutdown()
        }
    } forward {
        fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
            let (own, inner) = (&self.wrapper().overrides.provider, self.whole_inner()?);
            own.before(&**inner, methods::IUnknown::QueryInterface).ok()?;
            own.provider_shutdown(inner)
        }
    };
}

wrapped! {
    /// Overrides what logon objects answer.
    WrapLogon of IMSLogon, provider_side logon in logons;
    IMSLogon by i_ms_logon_rows;
}

wrapped! {
    /// Overrides what store objects answer.
    ///
    /// [`released`](WrapStore::released) is the last release by the client or the spooler, at which the inner store
    /// goes at once.
    WrapStore of IMsgStore, provider_side store in stores;
    IMAPIProp by i_mapi_prop_rows;
    IMsgStore by i_msg_store_rows;
}

wrapped! {
    /// Overrides what folders answer.
    WrapFolder of IMAPIFolder, provider_side folder in folders;
    IMAPIProp by i_mapi_prop_rows;
    IMAPIContainer by i_mapi_container_rows;
    IMAPIFolder by i_mapi_folder_rows;
}

wrapped! {
    /// Overrides what messages answer.
    WrapMessage of IMessage, provider_side message in messages;
    IMAPIProp by i_mapi_prop_rows;
    IMessage by i_message_rows;
}

wrapped! {
    /// Overrides what attachments answer, which have properties and nothing else.
    WrapAttach of IAttach, provider_side attach in attachments;
    IMAPIProp by i_mapi_prop_rows;
    IAttach by no_rows;
}

wrapped! {
    /// Overrides what tables of the provider answer.
    WrapTable of IMAPITable, provider_side table in tables;
    IMAPITable by i_mapi_table_rows;
}

wrapped! {
    /// Overrides what streams of the provider answer.
    WrapStream of IStream, provider_side stream in streams;
    ISequentialStream by i_sequential_stream_rows;
    IStream by i_stream_rows;
}

wrapped! {
    /// Overrides what storages of the provider answer.
    WrapStorage of IStorage, provider_side storage in storages;
    IStorage by i_storage_rows;
}

wrapped! {
    /// Overrides what the arrays of bytes answer that objects of the provider give as their other interface.
    WrapLockBytes of ILockBytes, provider_side lock_bytes in lock_bytes;
    ILockBytes by i_lock_bytes_rows;
}

wrapped! {
    /// Overrides what status objects answer.
    WrapStatus of IMAPIStatus, provider_side status in status_objects;
    IMAPIProp by i_mapi_prop_rows;
    IMAPIStatus by i_mapi_status_rows;
}

wrapped! {
    /// Overrides what the profile sections answer that the provider opens through its support object.
    WrapSection of IProfSect, mapi_side section in sections;
    IMAPIProp by i_mapi_prop_rows;
    IProfSect by no_rows;
}

wrapped! {
    /// Overrides what the progress objects answer that the provider is given.
    WrapProgress of IMAPIProgress, mapi_side progress;
    IMAPIProgress by i_mapi_progress_rows;
}
