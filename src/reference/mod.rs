//! The reference store provider: stores in memory, loaded as a provider of a real store is.
//!
//! It is what to look at: the order of work inside `Logon` ([`ReferenceDll`]), the pair of logon and store object that
//! share one inside, the support object that is kept exactly as long as the store is open, and the end by either
//! route. It depends on `mapi-spi` alone, as a provider of your own does, and takes from [`support`](crate::support) what
//! every provider needs. The crate in `examples/starter` is smaller, and the one to begin with.
//!
//! A [`StoreCatalogue`] stands for the disk; it is made of [`StoreSpec`]s and shared by all sessions:
//!
//! ```
//! use mapi_sim::reference::{MessageSpec, ReferenceDll, StandardFolder, StoreCatalogue, StoreSpec};
//!
//! let personal = StoreSpec::new("personal")
//!     .password("secret")
//!     .message(StandardFolder::Inbox, MessageSpec::new("Welcome").body("Hello."));
//! let dll = ReferenceDll::new(StoreCatalogue::new([personal, StoreSpec::new("archive")]));
//! # let _ = dll;
//! ```
//!
//! # Codes of `Logon`
//!
//! | Case | Dialogs forbidden | Dialogs allowed |
//! |---|---|---|
//! | no identifier, none in the profile section | `MAPI_E_UNCONFIGURED` | asks for the store |
//! | no such store | `MAPI_E_NOT_FOUND` | asks for the store |
//! | the store cannot be reached | `MAPI_E_LOGON_FAILED` | asks for the store |
//! | password missing or wrong | `MAPI_E_FAILONEPROVIDER` | asks for the password |
//! | the user cancels | | `MAPI_E_USER_CANCEL` |
//! | three wrong answers | | `MAPI_E_LOGON_FAILED` |
//! | an interface that stores do not have | `MAPI_E_INTERFACE_NOT_SUPPORTED` | the same |
//!
//! # Capabilities
//!
//! A plain store can be read only. Each capability is asked for by a method of [`StoreSpec`], and
//! `PR_STORE_SUPPORT_MASK` tells which a store has:
//!
//! | method | what the store can do then |
//! |---|---|
//! | [`writable`](StoreSpec::writable) | creating, changing, copying and deleting, named properties; through openings with `MDB_WRITE` |
//! | [`notifying`](StoreSpec::notifying) | `Advise` of logon object and store, for the store, a folder or a message; tables that follow |
//! | [`submitting`](StoreSpec::submitting) | `SubmitMessage`, `AbortSubmit`, and the outgoing queue for the spooler |
//! | [`coupled`](StoreSpec::coupled) | sends to [`COUPLED_DOMAIN`] without the spooler |
//! | [`default_store`](StoreSpec::default_store) | all of that but `coupled`, associated contents, search folders, receive folders, `NotifyNewMail` |
//!
//! Changes lie in the catalogue: all sessions see them, and so does a later one. The properties of stores and folders
//! change at once, messages and attachments with `SaveChanges`. Time is the store's own, a second a change, for there is
//! no clock.
//!
//! # Where to look
//!
//! `disk` has the data and every change of them, and knows nothing of MAPI's objects; `props` has `IMAPIProp` for all
//! objects in one place; `folder`, `message` and `attachment` have the objects; `log_on` and `open_store` have what
//! makes a provider out of it.
//!
//! # What it does not do
//!
//! There are no embedded messages, no expanded rows of multi-valued columns, no
//! deletion that could be undone, and no reports. Folders are copied inside a store only.

mod abilities;
mod attachment;
mod catalogue;
mod copy;
mod coupled;
mod described;
mod disk;
mod dll;
mod folder;
mod folder_spec;
mod ids;
mod live_table;
mod log_on;
mod logon_object;
mod message;
mod named;
mod notify;
mod open_store;
mod open_table;
mod own_section_admin;
mod props;
mod provider;
mod queue;
mod reach;
mod receive;
mod section;
mod security;
mod service;
mod spec;
mod status;
mod store_object;
mod store_props;
mod stream;
mod table_rows;

use crate::mapi::{MapiUid, PropTag, PropType};

pub use catalogue::StoreCatalogue;
pub use coupled::COUPLED_DOMAIN;
pub use dll::ReferenceDll;
pub use folder_spec::FolderSpec;
pub use ids::store_entry_id;
pub use spec::{AttachmentSpec, MessageSpec, RecipientSpec, StandardFolder, StoreSpec};

/// The name under which a profile finds the reference provider.
pub const DLL_NAME: &str = "refstore.dll";

/// The MAPIUID in every entry identifier of the provider, and its `PR_MDB_PROVIDER` \[EID-06\].
// [STPROP-03]
pub const REFERENCE_UID: MapiUid =
    MapiUid::from_fields(0x6D61_7069, 0x5349, 0x4D01, [0x80, 0x72, 0x65, 0x66, 0x73, 0x74, 0x6F, 0x72]);

/// The store's password in the profile section, in the range that sections hide \[PROFILE-09\].
pub const PR_REFERENCE_PASSWORD: PropTag = PropTag::new(0x67F0, PropType::PT_UNICODE);

/// `PR_PROVIDER_DISPLAY` and the component in error texts.
const PROVIDER_DISPLAY: &str = "Reference Store";
