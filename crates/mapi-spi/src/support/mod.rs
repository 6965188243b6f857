//! The pieces that every message store provider needs, whatever it stores.

mod kept_support;

pub use kept_support::KeptSupport;
