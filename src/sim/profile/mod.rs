//! Profiles: message services, their provider sections, and the properties in them.

mod build;
mod install;
mod props;
mod provider_table;
mod section;
mod set;

pub use build::{Profile, Service, StoreSection};
pub(crate) use provider_table::provider_table;
pub(crate) use section::{ProfileSection, SectionUser, open_named};
pub(crate) use set::ProfileSet;
