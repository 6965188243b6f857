//! The simulated world: a subsystem with profiles and DLLs, sessions, a spooler, a user.
//!
//! A test builds a [`Subsystem`], logs on, and uses the [`Session`] as a client does; the provider sees MAPI. The steps
//! 8 and 9 happen when the test lets the spooler run:
//!
//! ```
//! use mapi_sim::load::Step;
//! use mapi_sim::mapi::{LogonExFlags, OpenStoreFlags, WrappedStoreEntryId};
//! use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
//! use mapi_sim::spi::{IMAPISession, OpenStoreRequest, ParentWindow};
//!
//! let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
//! let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
//! let mapi = Subsystem::builder()
//!     .dll(Dll::new(DLL_NAME).provider_entry(dll))
//!     .profile(Profile::new("Default").service(Service::new("REFERENCE").store(section)))
//!     .build()?;
//!
//! let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
//! let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id("personal") }.encode()?;
//! let store = session.open_msg_store(&OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG))?.value;
//! mapi.run_spooler();
//! drop(store);
//! session.logoff(ParentWindow::none(), Default::default(), 0)?;
//!
//! let trace = mapi.trace();
//! trace.opens()[0].expect_steps(&Step::ALL)?;
//! trace.expect_references_balanced()?;
//! trace.expect_no_deviation()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is simulated
//!
//! `MAPILogonEx` (private and shared sessions, profiles by name, by default and by the user's choice), `OpenMsgStore` with all nine steps and
//! every documented skip and failure, message services with the configure loop and their administration
//! (`IMsgServiceAdmin`, `IMsgServiceAdmin2`, `IProviderAdmin`, with [`SubsystemBuilder::available_service`] in place of
//! `MapiSvc.inf`), profile sections, the support object of stores and of message services, the special folders of a
//! store (`HrValidateIPMSubtree`), routing by MAPIUID, the stores table, the status table, `Subscribe` and `Notify`,
//! notifications of both tables while they are open, an empty address book, `MAPI_LOGOFF_SHARED`,
//! the spooler in two models ([`SpoolerModel`]: on the session's own provider object, or in a process of its own), and
//! the release of stores, sessions and provider objects in their documented order, and fast shutdown without any release.
//!
//! Where the documentation is silent or disagrees, the table in [`load::readings`](crate::load::readings) has what is read;
//! [`SubsystemBuilder::reading`] chooses the other reading of a point.
//!
//! # What is not simulated yet
//!
//! These answer `MAPI_E_NO_SUPPORT`: of `IMAPISession` forms, message options and address types; every method of the
//! address book that `OpenAddressBook` gives; of `IMAPISupport` the rest about address books, submission, copying, reports,
//! dialogs of MAPI's own, `MakeInvalid` and storages on streams. Notifications of a provider are delivered at once, also
//! those that MAPI would deliver later. No profile has transports or address books, and no service has sections beyond
//! its own and those of its providers (`PR_SERVICE_EXTRA_UIDS`). There is no administration of profiles
//! (`MAPIAdminProfiles`, `IProfAdmin`): the builder makes them, and they have no passwords.

mod books;
mod checks;
mod client;
pub(crate) mod collections;
mod drive;
mod kernel;
#[cfg(feature = "serde")]
pub(crate) mod played;
mod setup;
mod spooler;
mod support;
pub(crate) mod suspend;

pub use books::profile::Profile;
pub use client::builder::SubsystemBuilder;
pub use client::session::Session;
pub use client::subsystem::Subsystem;
pub use client::within::Overdue;
pub(crate) use client::within::{run_while, run_within};
pub use setup::dll::Dll;
pub use setup::error::BuildError;
pub use setup::fast_shutdown::FastShutdown;
pub use setup::fault::{Fault, FaultError, InjectedPanic};
pub use setup::init_fault::InitFault;
pub use setup::quirk::Quirk;
pub use setup::service::{Service, StoreSection};
pub use setup::user::{Reply, User};
pub use spooler::{
    DefaultStore, DefaultStoreChange, QueueSpooler, Spooler, SpoolerKey, SpoolerModel, SpoolerStore,
    TransportLogoff,
};
