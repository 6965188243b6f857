//! Message services: their entry points, and the objects that administer them.
//!
//! Where the pages are silent, this is how the simulated MAPI behaves:
//!
//! - A service or provider whose entry point fails while it is created is taken out of the profile again.
//! - A service that is deleted goes whatever its entry point answers: a published sample refuses every such call.
//! - A provider that is deleted stays if the entry point refuses; if it succeeds without deleting it, MAPI does.
//! - `MAPI_DIALOG` reaches the entry point as `SERVICE_UI_ALLOWED`, since the same bit means read-only there.
//! - Calls of the administration object that an entry point was given do not lead to the entry point again.

mod change;
mod direct;
mod install;
mod last_error;
pub(crate) mod provider_admin;
mod provider_change;
mod section;
mod services;

pub(crate) use section::open_for_client;
pub(crate) use services::ServiceAdmin;
