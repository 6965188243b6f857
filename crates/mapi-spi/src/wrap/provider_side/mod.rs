//! Around objects of the provider: arguments come in from MAPI and clients, answers go out to them.

pub(super) mod answers;
pub(super) mod args;
