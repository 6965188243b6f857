//! Overrides by closures, one for each method that is to differ.

use std::sync::Arc;

use super::entry_points::{WrapInit, WrapService};
use super::interfaces::{
    WrapAttach, WrapFolder, WrapLockBytes, WrapLogon, WrapMessage, WrapProgress, WrapProvider, WrapSection,
    WrapStatus, WrapStorage, WrapStore, WrapStream, WrapTable,
};
use super::sink::WrapSink;
use super::support::WrapSupport;
use super::window::WrapWindow;
use crate::mapi::*;
use crate::methods::Method;
use crate::spi::*;

/// Collects the rows of an interface and of its bases, then makes the struct.
macro_rules! gather_rows {
    ($head:tt [$next:ident $($more:ident)*] [$($got:tt)*] $($rows:tt)*) => {
        $next! { gather_rows! $head [$($more)*] [$($got)* $($rows)*] }
    };
    ($head:tt [] [$($got:tt)*] $($rows:tt)*) => {
        closures_of_rows! { $head $($got)* $($rows)* }
    };
}

/// A struct with a closure for each row that its trait has.
macro_rules! closures_of_rows {
    (
        { $on:ident for $wrap:ident of $what:ident, inner $inner:ty;
            $(before $method:ty;)? $(released $object:ty;)? $(queried $whole:ty;)?
            [$($plain:ident($($plain_arg:ident: $plain_type:ty),*) -> $plain_answer:ty;)*]
            $(also { $($field:tt)* } { $($setter:tt)* } { $($asked:tt)* })?
        }
        $(
            $slot:literal $name:ident $(= $function:ident(
                $($arg:ident: $type:ty $(=> $_lend:ident)?),* $(,)?
            ) -> $answer:ty $(=> $_receive:ident)?)?;
            $(codes $($code:ident)+;)? $(problems $($problem:ident)+;)?
        )*
    ) => {
        #[doc = concat!(
            "Closures in place of methods of [`", stringify!($what), "`](crate::spi::", stringify!($what), "): a [`",
            stringify!($wrap), "`].\n\n",
            "A closure gets what the method of the trait gets: the inner object and the arguments. What has no closure is ",
            "answered by the inner object."
        )]
        #[derive(Default)]
        #[must_use]
        pub struct $on {
            $(before: Option<Box<dyn Fn($inner, $method) -> MapiResult<()> + Send + Sync>>,)?
            $(released: Option<Box<dyn Fn($object) + Send + Sync>>,)?
            $(other_interface: Option<Box<dyn Fn($whole, &MapiUid) -> MapiResult<OtherInterface> + Send + Sync>>,)?
            $($plain: Option<Box<dyn Fn($inner, $($plain_type),*) -> $plain_answer + Send + Sync>>,)*
            $($($function: Option<Box<dyn Fn($inner, $($type),*) -> MapiResult<$answer> + Send + Sync>>,)?)*
            $($($field)*)?
        }

        impl $on {
            /// Overrides nothing.
            pub fn new() -> Self {
                Self::default()
            }

            $(
                #[doc = concat!("[`", stringify!($wrap), "::before`]: comes before every method, and may refuse it.")]
                pub fn before(
                    mut self,
                    own: impl Fn($inner, $method) -> MapiResult<()> + Send + Sync + 'static,
                ) -> Self {
                    self.before = Some(Box::new(own));
                    self
                }
            )?
            $(
                #[doc = concat!("[`", stringify!($wrap), "::released`]: has the inner object from now on.")]
                pub fn released(mut self, own: impl Fn($object) + Send + Sync + 'static) -> Self {
                    self.released = Some(Box::new(own));
                    self
                }
            )?
            $(
                #[doc = concat!("In place of [`", stringify!($wrap), "::other_interface`].")]
                pub fn other_interface(
                    mut self,
                    own: impl Fn($whole, &MapiUid) -> MapiResult<OtherInterface> + Send + Sync + 'static,
                ) -> Self {
                    self.other_interface = Some(Box::new(own));
                    self
                }
            )?
            $(
                #[doc = concat!("In place of [`", stringify!($wrap), "::", stringify!($plain), "`].")]
                pub fn $plain(
                    mut self,
                    own: impl Fn($inner, $($plain_type),*) -> $plain_answer + Send + Sync + 'static,
                ) -> Self {
                    self.$plain = Some(Box::new(own));
                    self
                }
            )*
            $($(
                #[doc = concat!("In place of [`", stringify!($wrap), "::", stringify!($function), "`].")]
                pub fn $function(
                    mut self,
                    own: impl Fn($inner, $($type),*) -> MapiResult<$answer> + Send + Sync + 'static,
                ) -> Self {
                    self.$function = Some(Box::new(own));
                    self
                }
            )?)*
            $($($setter)*)?
        }

        impl $wrap for $on {
            $(fn before(&self, inner: $inner, method: $method) -> MapiResult<()> {
                self.before.as_ref().map_or(Ok(()), |own| own(inner, method))
            })?

            $(fn released(&self, inner: $object) {
                match &self.released {
                    Some(own) => own(inner),
                    None => drop(inner),
                }
            })?

            $(fn other_interface(&self, inner: $whole, interface: &MapiUid) -> MapiResult<OtherInterface> {
                match &self.other_interface {
                    Some(own) => own(inner, interface),
                    None => Arc::clone(inner).other_interface(interface),
                }
            })?

            $(fn $plain(&self, inner: $inner, $($plain_arg: $plain_type),*) -> $plain_answer {
                match &self.$plain {
                    Some(own) => own(inner, $($plain_arg),*),
                    None => inner.$plain($($plain_arg),*),
                }
            })*

            $($(fn $function(&self, inner: $inner, $($arg: $type),*) -> MapiResult<$answer> {
                match &self.$function {
                    Some(own) => own(inner, $($arg),*),
                    None => inner.$function($($arg),*),
                }
            })?)*
            $($($asked)*)?
        }
    };
}

/// A line for each interface whose trait of overrides has nothing but its rows, `before` and `released`.
macro_rules! closures {
    ($($on:ident for $wrap:ident of $interface:ident by $rows:ident $($more:ident)*;)+) => {$(
        $rows! { gather_rows!
            { $on for $wrap of $interface, inner &dyn $interface; before Method; released Arc<dyn $interface>;
                queried &Arc<dyn $interface>; [] }
            [$($more)*] []
        }
    )+};
}

closures! {
    OnLogon for WrapLogon of IMSLogon by i_ms_logon_rows;
    OnStore for WrapStore of IMsgStore by i_mapi_prop_rows i_msg_store_rows;
    OnFolder for WrapFolder of IMAPIFolder by i_mapi_prop_rows i_mapi_container_rows i_mapi_folder_rows;
    OnMessage for WrapMessage of IMessage by i_mapi_prop_rows i_message_rows;
    OnAttach for WrapAttach of IAttach by i_mapi_prop_rows;
    OnTable for WrapTable of IMAPITable by i_mapi_table_rows;
    OnStream for WrapStream of IStream by i_sequential_stream_rows i_stream_rows;
    OnStorage for WrapStorage of IStorage by i_storage_rows;
    OnLockBytes for WrapLockBytes of ILockBytes by i_lock_bytes_rows;
    OnStatus for WrapStatus of IMAPIStatus by i_mapi_prop_rows i_mapi_status_rows;
    OnSection for WrapSection of IProfSect by i_mapi_prop_rows;
    OnProgress for WrapProgress of IMAPIProgress by i_mapi_progress_rows;
}

type OwnShutdown = dyn Fn(&Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> + Send + Sync;

i_ms_provider_rows! { gather_rows!
    {
        OnProvider for WrapProvider of IMSProvider, inner &dyn IMSProvider;
        before Method; released Arc<dyn IMSProvider>; queried &Arc<dyn IMSProvider>; []
        also {
            provider_shutdown: Option<Box<OwnShutdown>>,
        } {
            /// In place of [`WrapProvider::provider_shutdown`].
            pub fn provider_shutdown(
                mut self,
                own: impl Fn(&Arc<dyn IMSProvider>) -> Option<Arc<dyn IMAPIProviderShutdown>> + Send + Sync + 'static,
            ) -> Self {
                self.provider_shutdown = Some(Box::new(own));
                self
            }
        } {
            fn provider_shutdown(
                &self,
                inner: &Arc<dyn IMSProvider>,
            ) -> Option<Arc<dyn IMAPIProviderShutdown>> {
                match &self.provider_shutdown {
                    Some(own) => own(inner),
                    None => Arc::clone(inner).provider_shutdown(),
                }
            }
        }
    }
    [] []
}

i_mapi_support_rows! { gather_rows!
    {
        OnSupport for WrapSupport of IMAPISupport, inner &dyn IMAPISupport;
        before Method; queried &Arc<dyn IMAPISupport>;
        [
            add_ref(counted: CountedBy) -> u32;
            release(counted: CountedBy) -> u32;
        ]
    }
    [] []
}

closures_of_rows! {
    {
        OnSink for WrapSink of IMAPIAdviseSink, inner &dyn IMAPIAdviseSink;
        released Arc<dyn IMAPIAdviseSink>; queried &Arc<dyn IMAPIAdviseSink>;
        [on_notify(notifications: &[Notification]) -> SinkAnswer;]
    }
}

closures_of_rows! {
    {
        OnInit for WrapInit of ProviderEntry, inner &dyn ProviderEntry;
        [ms_provider_init(request: &InitRequest) -> MapiResult<InitAnswer>;]
    }
}

closures_of_rows! {
    {
        OnService for WrapService of ServiceEntry, inner &dyn ServiceEntry;
        [msg_service_entry(request: &ServiceRequest<'_>) -> MapiResult<()>;]
    }
}

closures_of_rows! {
    {
        OnWindow for WrapWindow of ParentWindow, inner ParentWindow<'_>;
        [show(dialog: &Dialog) -> DialogAnswer;]
    }
}
