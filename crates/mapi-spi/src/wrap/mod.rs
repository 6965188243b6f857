//! A provider around another one: every method of every interface is forwarded, and any can be overridden.
//!
//! Two kinds of authors start here. A *wrapped store*, as the wrapped PST provider of Microsoft's samples, uses another
//! provider's store for what it does not do itself. And a test that a check of a provider can fail takes a good provider
//! and changes one behaviour of it.
//!
//! [`Wrapping`] is the entry point of a DLL around the entry point of another. For each interface there is a trait with
//! one method for each of the interface's, whose default body asks the inner object, such as [`WrapProvider`]; and a struct
//! that takes a closure for each, such as [`OnProvider`]. This wrapper takes two identifiers for the same store if the
//! same provider made them:
//!
//! ```
//! # use std::sync::Arc;
//! use mapi_spi::mapi::{EntryId, EntryIdFlags, MapiResult, MapiUid};
//! use mapi_spi::spi::{IMSProvider, InitAnswer, InitRequest, MemAllocRoutines, ProviderEntry};
//! use mapi_spi::wrap::{OnProvider, Wrapping};
//! # use mapi_spi::mapi::codes::MAPI_E_UNCONFIGURED;
//! # use mapi_spi::spi::{LogonAnswer, LogonRequest, SpoolerLogonRequest};
//! # struct Plain;
//! # impl IMSProvider for Plain {
//! #     fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
//! #         Err(MAPI_E_UNCONFIGURED.into())
//! #     }
//! #     fn spooler_logon(&self, _: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
//! #         Err(MAPI_E_UNCONFIGURED.into())
//! #     }
//! #     fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
//! #         Ok(first == second)
//! #     }
//! # }
//! # fn inner_entry(_: &InitRequest) -> MapiResult<InitAnswer> {
//! #     Ok(InitAnswer::new(Arc::new(Plain)))
//! # }
//!
//! // `inner_entry` is the MSProviderInit of the provider that is wrapped.
//! let entry = Wrapping::new(inner_entry).provider(OnProvider::new().compare_store_ids(|inner, first, second, flags| {
//!     Ok(first.provider_uid() == second.provider_uid() || inner.compare_store_ids(first, second, flags)?)
//! }));
//!
//! let provider = entry.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1)))?.provider.unwrap();
//! let uid = MapiUid::from_fields(0x4D59_5354, 0x4F52, 0x4500, *b"provider");
//! let [one, two] = [b"one", b"two"].map(|data| EntryId::build(EntryIdFlags::empty(), uid, data));
//! assert!(provider.compare_store_ids(&one, &two, 0)?);
//! # Ok::<(), mapi_spi::mapi::MapiError>(())
//! ```
//!
//! A closure is the shortest way to bend one method. A type that implements the trait is the way where several methods
//! share what they remember:
//!
//! ```
//! use std::sync::atomic::{AtomicU32, Ordering};
//! use mapi_spi::mapi::{EntryId, MapiResult};
//! use mapi_spi::spi::{IMSProvider, LogonAnswer, LogonRequest};
//! use mapi_spi::wrap::WrapProvider;
//!
//! /// Counts logons, and compares nothing before the first.
//! #[derive(Default)]
//! struct Counts(AtomicU32);
//!
//! impl WrapProvider for Counts {
//!     fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
//!         self.0.fetch_add(1, Ordering::Relaxed);
//!         inner.logon(request)
//!     }
//!
//!     fn compare_store_ids(
//!         &self,
//!         inner: &dyn IMSProvider,
//!         first: &EntryId,
//!         second: &EntryId,
//!         flags: u32,
//!     ) -> MapiResult<bool> {
//!         Ok(self.0.load(Ordering::Relaxed) > 0 && inner.compare_store_ids(first, second, flags)?)
//!     }
//! }
//! ```
//!
//! # What an override sees
//!
//! An override works inside: it is given the inner object, arguments as the inner object gets them, and its answer is
//! wrapped after it. So `inner` may be asked anything, objects of the inner provider go in as they came out of it, and an
//! override may answer objects of its own. Two methods belong to no single method of an interface: `before` comes before
//! each of them and may fail it, `released` comes when the wrapper is released for the last time.
//!
//! Wrapped is what crosses between the inner provider and the rest of the world:
//!
//! * Of the provider: provider objects, logon objects, stores, folders, messages, attachments, tables, streams, storages,
//!   status objects, and what these give as their other interface (`ILockBytes`). One that comes back as an argument, such as the destination of a copy, is unwrapped before it
//!   reaches the inner provider, which may look for its own type behind it.
//! * Of MAPI and clients: support objects, profile sections, windows, advise sinks, progress objects. One that the
//!   provider hands back goes back as MAPI knows it; windows and progress objects stay wrapped, and so do sinks.
//!
//! Not wrapped are the provider administration object of a message service entry point, objects of kinds that no store
//! provider makes (sessions, address books and what is in them), and what the provider answers as
//! [`MapiObject::Prop`](crate::spi::MapiObject::Prop), which says no interface of its own, or as
//! [`OtherInterface::Own`](crate::spi::OtherInterface::Own), which only who asked for it knows.
//!
//! # Layers
//!
//! A [`Layer`] is around every call on the wrapped objects: it is told object, method and arguments as values, and code
//! and answer when the call returns, and it may answer in place of the object. What is done for every method, such as
//! recording calls or failing some on purpose, is written once that way. [`ObjectWrapper`] puts a layer around objects
//! without a DLL around a DLL.
//!
//! # Identity and references
//!
//! An object has one wrapper as long as that lives, so an object that is handed out again is the same object outside as
//! well; sinks and progress objects get a wrapper each time. The last release of a wrapper releases the inner object at
//! once. References on a support object are handed on one by one: a wrapping that overrides nothing leaves no mark in a
//! trace.

#[macro_use]
mod macros;

mod closures;
mod direction;
mod entry_points;
mod interfaces;
mod layer;
mod mapi_side;
mod objects;
mod overrides;
mod provider_side;
mod registry;
mod sink;
mod support;
mod window;
mod wrapped;
mod wrapping;

pub use closures::{
    OnAttach, OnFolder, OnInit, OnLockBytes, OnLogon, OnMessage, OnProgress, OnProvider, OnSection,
    OnService, OnSink, OnStatus, OnStorage, OnStore, OnStream, OnSupport, OnTable, OnWindow,
};
pub use entry_points::{WrapInit, WrapService};
pub use interfaces::{
    WrapAttach, WrapFolder, WrapLockBytes, WrapLogon, WrapMessage, WrapProgress, WrapProvider, WrapSection,
    WrapStatus, WrapStorage, WrapStore, WrapStream, WrapTable,
};
pub use layer::{Call, Layer, Outcome};
pub use objects::ObjectWrapper;
pub use sink::WrapSink;
pub use support::WrapSupport;
pub use window::WrapWindow;
pub(crate) use wrapped::number_of;
pub use wrapping::Wrapping;
