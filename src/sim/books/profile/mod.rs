//! Profiles: message services, their provider sections, and the properties in them.

mod administer;
mod change;
mod content;
mod described;
mod index;
mod install;
mod props;
mod provider_table;
mod records;
mod service_table;
mod set;
mod users;

pub(crate) use administer::Removal;
pub use described::Profile;
pub(crate) use provider_table::{profile_provider_table, provider_table};
pub(crate) use service_table::service_table;
pub(crate) use set::ProfileSet;
pub(crate) use users::{Room, SectionAccess, SectionUse};
