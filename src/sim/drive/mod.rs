//! What calls a provider: one file a way through the interfaces, each asking the machines and books what comes next.

pub(crate) mod logoff;
pub(crate) mod made_support;
pub(crate) mod open;
pub(crate) mod provider_object;
pub(crate) mod resolve;
pub(crate) mod routing;
pub(crate) mod service_entry;
pub(crate) mod session_end;
pub(crate) mod special_folders;
pub(crate) mod spooler;
