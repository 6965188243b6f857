//! Memory that crosses the boundary: who makes it, who reads it, who frees it.
//!
//! Arguments lie in an [`Arena`] for the length of a call. Results are blocks of `MAPIAllocateBuffer` and
//! `MAPIAllocateMore`, which the receiver frees: those of the host that the object belongs to. The routines that this
//! crate gives to a compiled provider keep a [`Ledger`].

mod blocks;
pub(crate) mod current;
mod ledger;
pub(crate) mod malloc;
mod reader;
mod regions;
mod routines;
pub(crate) mod task;

pub(crate) use blocks::{Arena, Blocks, Buffer, place, place_list};
pub(crate) use ledger::Ledger;
pub(crate) use reader::Reader;
pub(crate) use regions::hold_an_address;
pub use routines::Routines;
pub(crate) use routines::{ledger_of, ordinal_of, routines_of_set};
