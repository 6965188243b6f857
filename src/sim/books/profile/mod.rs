//! Profiles: message services, their provider sections, and the properties in them.

mod administer;
mod install;
mod props;
mod provider_table;
mod section;
mod service_table;
mod set;

pub(crate) use administer::Removal;
pub(crate) use provider_table::{profile_provider_table, provider_table};
pub(crate) use section::{SectionAccess, open_named};
pub(crate) use service_table::service_table;
pub(crate) use set::ProfileSet;
