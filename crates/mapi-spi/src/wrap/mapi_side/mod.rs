//! Around objects of MAPI: arguments go out from the provider, answers come in to it.

pub(super) mod answers;
pub(super) mod args;
