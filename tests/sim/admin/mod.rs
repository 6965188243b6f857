//! Administration of message services and of their providers.

mod providers;
pub(crate) mod recording;
mod services;
