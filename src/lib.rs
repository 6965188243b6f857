//! Test a MAPI message store provider with `cargo test`, on any machine, without Windows or Outlook.
//!
//! This crate plays what stands around a store provider: the **MAPI subsystem** that loads it, the **MAPI spooler** that
//! logs on behind the client's back, and the **client** that opens the store. Your provider is written against the
//! traits in [`spi`]; a [`sim::Subsystem`] takes it through the nine documented steps of loading a store and writes down
//! everything that happens, and your test asserts on the [`trace`].
//!
//! # A whole provider and its test
//!
//! This provider has one store per identifier, with properties and nothing in it. What it does in `logon` is what every
//! store provider owes to MAPI.
//!
//! ```
//! use std::sync::{Arc, Mutex, Weak};
//!
//! use mapi_spi::mapi::{codes::*, tags::*, *};
//! use mapi_spi::memory::MemoryProps;
//! use mapi_spi::spi::*;
//! use mapi_spi::support::KeptSupport;
//!
//! /// The MAPIUID of the identifiers of this provider's stores.
//! pub const UID: MapiUid = MapiUid::from_fields(0x4D59_5354, 0x4F52, 0x4500, *b"provider");
//!
//! /// The entry point of the DLL.
//! pub fn ms_provider_init(_: &InitRequest) -> MapiResult<InitAnswer> {
//!     Ok(InitAnswer::new(Arc::new(Provider::default())))
//! }
//!
//! #[derive(Default)]
//! struct Provider {
//!     open: Mutex<Weak<Store>>,
//! }
//!
//! impl IMSProvider for Provider {
//!     fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
//!         let id = request.entry_id.ok_or(MAPI_E_UNCONFIGURED)?;
//!         let known = self.open.lock().unwrap().upgrade();
//!         if let Some(store) = known.filter(|store| store.support.is_open() && store.id == *id) {
//!             return Ok(LogonAnswer::already_open(store));
//!         }
//!         let (logon, store) = pair(request.support, id)?;
//!         let section = request.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
//!         section.set_props(store.props.values())?;
//!         request.support.set_provider_uid(&UID, 0)?;
//!         request.support.modify_profile(ModifyProfileFlags::empty())?;
//!         let status = [
//!             PropValue::new(PR_DISPLAY_NAME_W, "My Store"),
//!             PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_AVAILABLE.bits()),
//!             PropValue::new(PR_RESOURCE_METHODS, ResourceMethods::STATUS_VALIDATE_STATE.bits()),
//!         ];
//!         request.support.modify_status_row(&status, StatusRowFlags::empty())?;
//!         *self.open.lock().unwrap() = Arc::downgrade(&store);
//!         Ok(LogonAnswer::first(logon, store))
//!     }
//!
//!     fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
//!         let (logon, store) = pair(request.support, request.entry_id.ok_or(MAPI_E_UNCONFIGURED)?)?;
//!         Ok(LogonAnswer::first(logon, store))
//!     }
//!
//!     fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
//!         Ok(first == second)
//!     }
//! }
//!
//! fn pair(support: &Support, id: &EntryId) -> MapiResult<(Arc<Logon>, Arc<Store>)> {
//!     let wrapped = support.wrap_store_entry_id(id)?;
//!     let support = Arc::new(KeptSupport::new(support));
//!     let props = MemoryProps::new(vec![
//!         PropValue::new(PR_DISPLAY_NAME_W, "My Store"),
//!         PropValue::new(PR_ENTRYID, &wrapped),
//!         PropValue::new(PR_PROVIDER_DISPLAY_W, "My Store Provider"),
//!         PropValue::new(PR_RECORD_KEY, id),
//!     ]);
//!     Ok((Arc::new(Logon(Arc::clone(&support))), Arc::new(Store { id: id.clone(), support, props })))
//! }
//!
//! struct Logon(Arc<KeptSupport>);
//!
//! impl IMSLogon for Logon {
//!     fn logoff(&self, _: u32) -> MapiResult<()> {
//!         self.0.logged_off();
//!         Ok(())
//!     }
//! }
//!
//! struct Store {
//!     id: EntryId,
//!     support: Arc<KeptSupport>,
//!     props: MemoryProps,
//! }
//!
//! impl Drop for Store {
//!     fn drop(&mut self) {
//!         self.support.store_released();
//!     }
//! }
//!
//! impl IMAPIProp for Store {
//!     fn get_props(
//!         &self,
//!         tags: Option<&[PropTag]>,
//!         flags: GetPropsFlags,
//!     ) -> MapiResult<Warned<Vec<PropValue>>> {
//!         self.support.check_open()?;
//!         self.props.get_props(tags, flags)
//!     }
//! }
//!
//! impl IMsgStore for Store {
//!     fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
//!         self.support.note_logoff(flags);
//!         Ok(LogoffFlags::empty())
//!     }
//! }
//! ```
//!
//! Its test, in a file of `tests/`; the provider's crate is called `starter` here, and is the folder `examples/starter` of the
//! repository, to be copied:
//!
//! ```
//! # mod starter { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/starter/src/lib.rs")); }
//! use mapi_sim::load::Step;
//! use mapi_sim::mapi::*;
//! use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! use mapi_sim::spi::*;
//! use starter::{UID, ms_provider_init};
//!
//! #[test]
//! fn the_store_loads_through_the_nine_steps() -> Result<(), Box<dyn std::error::Error>> {
//!     let id = EntryId::build(EntryIdFlags::empty(), UID, b"one");
//!     let mapi =
//!         Subsystem::builder()
//!             .dll(Dll::new("mine.dll").provider_entry(ms_provider_init))
//!             .profile(Profile::new("Default").service(
//!                 Service::new("MINE").store(StoreSection::new("mine.dll", "Mine").entry_id(id.clone())),
//!             ))
//!             .build()?;
//!     let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
//!     let store = session.open_msg_store(&OpenStoreRequest::new(&id))?.value;
//!     mapi.run_spooler();
//!     drop(store);
//!     session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;
//!
//!     let trace = mapi.trace();
//!     trace.opens()[0].expect_steps(&Step::ALL)?;
//!     trace.expect_no_deviation()?;
//!     trace.expect_references_balanced()?;
//!     Ok(())
//! }
//! ```
//!
//! # What is where
//!
//! | module | what it has |
//! |:--|:--|
//! | [`mapi`] | the vocabulary: codes, flags, identifiers, property tags and values, rows, notifications |
//! | [`spi`] | the interfaces as traits, with requests and answers as values |
//! | [`load`] | the nine steps as a state machine that calls nobody |
//! | [`sim`] | the world that drives it: profiles, sessions, the support object, the spooler |
//! | [`trace`] | what happened: text, questions, expectations, events for `tracing` |
//! | [`memory`] | tables, properties and streams over data in memory |
//! | [`methods`] | one row a method: slot of the vtable, name, arguments, codes |
//! | [`mod@reference`] | a complete store provider to copy from |
//! | [`support`] | the pieces that every provider needs |
//! | [`wrap`] | a provider around another one, with single methods bent |
//! | [`conformance`] | every rule of the load contract as a named test of a provider |
//! | [`catalogue`] | the rules of the contract, and what stands behind each |
//!
//! Names are MAPI's own: methods in Rust's spelling, types with the name of the interface, constants unchanged. The
//! search of this documentation finds `OpenMsgStore` as well as `open_msg_store`. A code in brackets, such as
//! \[LOAD-19\], is the number of a rule of the contract between MAPI and its providers; a page is the name of the
//! document in Microsoft's MAPI reference that the rule comes from.
//!
//! # Features
//!
//! * `serde`: [`conformance::Report`] as JSON (`to_json`) and [`trace::Trace`] as JSON lines (`to_json_lines`).
//! * `junit`: [`conformance::Report`] as JUnit XML (`to_junit`), for CI.
//! * `html`: [`conformance::Report`] as a page of HTML (`to_html`), for people.
//! * `proptest`: strategies for the vocabulary, in `mapi::strategies`.
//!
//! Everything is deterministic: there are no threads, no clock and no randomness, and the same calls give the same trace
//! byte for byte. A provider may panic, call back from anywhere and return nonsense; no lock is held while it runs.
#![forbid(unsafe_code)]
#![allow(clippy::test_attr_in_doctest, reason = "the crate in examples/starter runs the test that is shown")]

pub mod catalogue;
pub mod conformance;
pub mod load;
pub mod reference;
pub mod sim;
pub mod trace;

#[doc(inline)]
pub use mapi_spi::{mapi, memory, methods, spi, support, wrap};

/// The code in the README is compiled and run with the other examples of this documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
