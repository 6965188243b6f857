//! What a test says of the world before it begins.

pub(crate) mod dll;
pub(crate) mod error;
pub(crate) mod fast_shutdown;
pub(crate) mod fault;
pub(crate) mod init_fault;
pub(crate) mod near_names;
pub(crate) mod options;
pub(crate) mod quirk;
pub(crate) mod service;
pub(crate) mod user;
