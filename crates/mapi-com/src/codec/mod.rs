//! Codecs of values: each holds both directions, into the structures of [`layout`](crate::layout) and back.
//!
//! `put` writes into [`Blocks`](crate::memory::Blocks), `get` reads by a [`Reader`](crate::memory::Reader).

pub(crate) mod error;
pub(crate) mod ids;
pub(crate) mod names;
pub(crate) mod notification;
pub(crate) mod restriction;
pub(crate) mod rows;
pub(crate) mod sort;
pub(crate) mod tags;
pub(crate) mod text;
pub(crate) mod value;
mod whole;

use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::MAPI_E_TOO_BIG;

/// A length as MAPI has it.
pub(crate) fn count(len: usize) -> MapiResult<u32> {
    u32::try_from(len).map_err(|_| MAPI_E_TOO_BIG.into())
}
