//! What a test says of the world before it begins.

pub(crate) mod builder;
pub(crate) mod fast_shutdown;
pub(crate) mod user;
