//! Test a MAPI message store provider with `cargo test`, on any machine, without Windows or Outlook.
//!
//! This crate plays what stands around a store provider: the **MAPI subsystem** that loads it, the **MAPI spooler** that
//! logs on behind the client's back, and the **client** that opens the store. Your provider is written against the
//! traits in [`spi`]; a [`sim::Subsystem`] takes it through the nine documented steps of loading a store and writes down
//! everything that happens, and your test asserts on the [`trace`].
//!
//! # A whole provider and its tests
//!
//! This provider has stores for reading, each with a root folder and nothing in it. It is conformant: it passes every rule of
//! the [`conformance`] kit for what it declares. What each provider owes to MAPI comes from [`support`]; its crate is the folder
//! `examples/starter` of the repository, to be copied.
//!
//! ```
//! use std::sync::Arc;
//!
//! use mapi_spi::mapi::{codes::*, *};
//! use mapi_spi::memory::MemoryProps;
//! use mapi_spi::spi::*;
//! use mapi_spi::support::*;
//!
//! /// What profiles call the DLL.
//! pub const DLL_NAME: &str = "mine.dll";
//! /// The MAPIUID in the identifiers of this provider: make one of your own, once.
//! pub const UID: MapiUid = MapiUid::from_fields(0x4D59_5354, 0x4F52, 0x4500, *b"provider");
//!
//! /// The entry point of the DLL.
//! pub fn ms_provider_init(request: &InitRequest) -> MapiResult<InitAnswer> {
//!     check_version(request)?;
//!     Ok(InitAnswer::new(Arc::new(Provider::default())))
//! }
//!
//! /// The identifier of a store: its name. That of the store's root folder has a slash behind it.
//! pub fn entry_id(name: &str) -> EntryId {
//!     EntryId::build(EntryIdFlags::empty(), UID, name.as_bytes())
//! }
//!
//! fn name_in(id: &EntryId) -> Option<String> {
//!     let name = own_entry_id(id, UID)?.provider_data()?.to_vec();
//!     String::from_utf8(name).ok().filter(|name| !name.is_empty())
//! }
//!
//! /// The stores that are open in one session, by name.
//! type Open = Arc<OpenStores<String, Store>>;
//!
//! /// The provider object of a session. The spooler's store objects are others than the client's.
//! #[derive(Default)]
//! struct Provider {
//!     client: Open,
//!     spooler: Open,
//! }
//!
//! impl IMSProvider for Provider {
//!     fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
//!         let name = wanted(request.interface, request.entry_id)?;
//!         if let Some(store) = self.client.find(&name).filter(|store| store.0.support.is_open()) {
//!             return Ok(LogonAnswer::already_open(store));
//!         }
//!         let logon = Logon::new(&self.client, request.support, &name)?;
//!         let section = OwnSection::open(request.support)?;
//!         let row = StatusRow::new(&logon.about, DLL_NAME).columns();
//!         logon.about.register(request.support, &section, &row, request.flags)?;
//!         Ok(logon.answer().with_spool_security(UID.as_bytes().to_vec()))
//!     }
//!
//!     fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
//!         let name = wanted(request.interface, request.entry_id)?;
//!         Ok(Logon::new(&self.spooler, request.support, &name)?.answer())
//!     }
//!
//!     fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
//!         Ok(compare_store_ids(first, second, UID))
//!     }
//! }
//!
//! /// The name of the store that a logon asks for. There is a store of every name.
//! fn wanted(interface: Option<MapiUid>, id: Option<&EntryId>) -> MapiResult<String> {
//!     interfaces::check(interface, interfaces::STORE)?;
//!     name_in(id.ok_or(MAPI_E_UNCONFIGURED)?).filter(|name| !name.ends_with('/')).ok_or(MAPI_E_NOT_FOUND.into())
//! }
//!
//! /// MAPI's side of an open store.
//! struct Logon {
//!     about: StoreDescription,
//!     root: RootFolder,
//!     support: Arc<KeptSupport>,
//!     open: Open,
//! }
//!
//! impl Logon {
//!     fn new(open: &Open, support: &Support, name: &str) -> MapiResult<Arc<Self>> {
//!         let about = StoreDescription {
//!             display_name: name.to_owned(),
//!             provider_display: "My Store Provider".to_owned(),
//!             provider_uid: UID,
//!             entry_id: support.wrap_store_entry_id(&entry_id(name))?,
//!             record_key: entry_id(name).as_bytes().to_vec(),
//!             support_mask: StoreSupportMask::STORE_READONLY | StoreSupportMask::STORE_UNICODE_OK,
//!         };
//!         let support = Arc::new(KeptSupport::new(support));
//!         let root = RootFolder::new(&support, &about, &entry_id(&format!("{name}/")));
//!         Ok(Arc::new(Self { about, root, support, open: Arc::clone(open) }))
//!     }
//!
//!     fn answer(self: Arc<Self>) -> LogonAnswer {
//!         let store = self.open.add(self.about.display_name.clone(), Store(Arc::clone(&self)));
//!         LogonAnswer::first(self, store)
//!     }
//! }
//!
//! impl IMSLogon for Logon {
//!     fn logoff(&self, _: u32) -> MapiResult<()> {
//!         self.support.logged_off();
//!         Ok(())
//!     }
//!
//!     fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
//!         // MAPI asks the logon object of one store for objects of all of them.
//!         let name = request.entry_id.and_then(name_in);
//!         let other = name.and_then(|name| self.open.find(name.strip_suffix('/')?));
//!         other.as_ref().map_or(self, |store| &*store.0).root.open_entry(request)
//!     }
//!
//!     fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
//!         self.support.check_open()?;
//!         compare_entry_ids(first, second, UID)
//!     }
//!
//!     fn open_status_entry(&self, iid: Option<MapiUid>, _: OpenEntryFlags) -> MapiResult<Arc<dyn IMAPIStatus>> {
//!         StatusObject::open(&self.support, &StatusRow::new(&self.about, DLL_NAME), iid)
//!     }
//! }
//!
//! /// The side of the client or of the spooler; its last release ends the store.
//! struct Store(Arc<Logon>);
//!
//! impl Drop for Store {
//!     fn drop(&mut self) {
//!         self.0.support.store_released();
//!     }
//! }
//!
//! impl IMAPIProp for Store {
//!     fn get_props(&self, tags: Option<&[PropTag]>, f: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
//!         self.0.support.check_open()?;
//!         MemoryProps::new(self.0.about.store_props()).get_props(tags, f)
//!     }
//! }
//!
//! impl IMsgStore for Store {
//!     fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
//!         self.0.open_entry(request)
//!     }
//!
//!     fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
//!         self.0.compare_entry_ids(first, second, flags)
//!     }
//!
//!     fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
//!         self.0.support.store_logoff(flags)
//!     }
//! }
//! ```
//!
//! Its tests, in files of `tests/`; the provider's crate is called `starter` here. One takes a store through the nine steps:
//!
//! ```
//! # mod starter { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/starter/src/lib.rs")); }
//! use mapi_sim::load::Step;
//! use mapi_sim::mapi::*;
//! use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! use mapi_sim::spi::*;
//! use starter::{DLL_NAME, entry_id, ms_provider_init};
//!
//! #[test]
//! fn the_store_loads_through_the_nine_steps() -> Result<(), Box<dyn std::error::Error>> {
//!     let id = entry_id("one");
//!     let mapi =
//!         Subsystem::builder()
//!             .dll(Dll::new(DLL_NAME).provider_entry(ms_provider_init))
//!             .profile(Profile::new("Default").service(
//!                 Service::new("MINE").store(StoreSection::new(DLL_NAME, "Mine").entry_id(id.clone())),
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
//! The other makes a test of each rule, and one in which every call fails in turn ([`conformance::sweep`]):
//!
//! ```
//! # mod starter { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/starter/src/lib.rs")); }
//! use mapi_sim::conformance::{Fixture, Setup};
//! use mapi_sim::mapi::ResourceFlags;
//! use mapi_sim::sim::{Dll, StoreSection};
//! use starter::{DLL_NAME, entry_id, ms_provider_init};
//!
//! struct Starter;
//!
//! impl Fixture for Starter {
//!     fn setup(&self) -> Setup {
//!         let dll = Dll::new(DLL_NAME).provider_entry(ms_provider_init);
//!         Setup::new(dll, section("one")).second_store(section("two"))
//!     }
//! }
//!
//! /// The section of a store in the profile.
//! fn section(name: &str) -> StoreSection {
//!     StoreSection::new(DLL_NAME, name)
//!         .entry_id(entry_id(name))
//!         .resource_flags(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE)
//! }
//!
//! mapi_sim::conformance_tests!(Starter, capabilities: [mail, second_store]);
//!
//! /// Every call of a store's life fails in turn.
//! #[test]
//! fn it_holds_whatever_goes_wrong() {
//!     mapi_sim::conformance::sweep(Starter).expect_clean().unwrap();
//! }
//! ```
//!
//! What to do when one of them fails, or does not come to an end, is on the page [`troubleshooting`].
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
//! | [`explore`] | clients and the spooler in any order, with whatever goes wrong on purpose |
//! | [`conformance`] | every rule of the load contract as a named test of a provider |
//! | [`catalogue`] | the rules of the contract, and what stands behind each |
//! | [`troubleshooting`] | a page on tests that fail or hang |
//!
//! Names are MAPI's own: methods in Rust's spelling, types with the name of the interface, constants unchanged. The
//! search of this documentation finds `OpenMsgStore` as well as `open_msg_store`. A code in brackets, such as
//! \[LOAD-19\], is the number of a rule of the contract between MAPI and its providers, which
//! [`conformance::explain`] tells more of; a page is the name of the document in Microsoft's MAPI reference that the rule
//! comes from.
//!
//! # Features
//!
//! * `serde`: [`conformance::Report`] as JSON (`to_json`), and the module `record`: [`trace::Trace`] as JSON lines, written, read,
//!   judged and played again.
//! * `junit`: [`conformance::Report`] as JUnit XML (`to_junit`), for CI.
//! * `html`: [`conformance::Report`] as a page of HTML (`to_html`), for people.
//! * `proptest`: strategies for the vocabulary, in `mapi::strategies`, and for scripts of clients, in `explore::strategies`.
//!
//! Everything is deterministic: nothing happens on its own, there is no randomness, and the same calls give the same trace
//! byte for byte. The only clock is that of the time limits for what does not end: the kit tries each rule on a thread of its
//! own, and [`Subsystem::within`](sim::Subsystem::within) does so with a test. A provider may panic, call back from anywhere,
//! wait for itself and return nonsense; no lock is held while it runs.
#![forbid(unsafe_code)]
#![allow(clippy::test_attr_in_doctest, reason = "the crate in examples/starter runs the test that is shown")]

pub mod catalogue;
pub mod conformance;
pub mod explore;
pub mod load;
#[cfg(feature = "serde")]
pub mod record;
pub mod reference;
pub mod sim;
pub mod trace;
pub mod troubleshooting;

#[doc(inline)]
pub use mapi_spi::{mapi, memory, methods, spi, support, wrap};

/// The code in the README is compiled and run with the other examples of this documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
