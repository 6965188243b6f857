//! The pieces that every message store provider needs, whatever it stores.
//!
//! Each stands alone: a provider takes those that fit and writes the others itself.
//!
//! | piece | what it does |
//! |:--|:--|
//! | [`check_version`] | `MSProviderInit` refuses a MAPI that is too old |
//! | [`interfaces`] | which interfaces an object may be asked for, and the code for others |
//! | [`own_entry_id`], [`compare_store_ids`], [`compare_entry_ids`] | identifiers, wrapped by MAPI or not, and whether two mean the same object |
//! | [`OwnSection`] | the store's section of the profile |
//! | [`StoreDescription`] | the properties that store, objects in it and section have in common |
//! | [`StatusRow`], [`StatusObject`] | the row of the status table, and the object behind it |
//! | [`OpenStores`] | which stores are open on a provider object |
//! | [`KeptSupport`] | the support object of an open store, given back exactly once |
//! | [`RootFolder`] | the root folder of a store with nothing in it yet |
//!
//! The crate in `examples/starter` of the repository is a provider made of them.

mod entry_ids;
pub mod interfaces;
mod kept_support;
mod open_stores;
mod own_section;
mod root_folder;
mod status;
mod store_description;
mod version;

pub use entry_ids::{compare_entry_ids, compare_store_ids, own_entry_id};
pub use kept_support::KeptSupport;
pub use open_stores::OpenStores;
pub use own_section::OwnSection;
pub use root_folder::RootFolder;
pub use status::{StatusObject, StatusRow};
pub use store_description::StoreDescription;
pub use version::check_version;
