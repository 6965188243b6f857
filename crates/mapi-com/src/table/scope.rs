//! What the rows need to have in scope: the vocabulary, the traits, and what they are made into.

pub(super) use std::ffi::c_void;
pub(super) use std::sync::Arc;

pub(super) use mapi_spi::mapi::*;
pub(super) use mapi_spi::methods::{self, Method};
pub(super) use mapi_spi::spi::*;

pub(super) use super::args::some;
pub(super) use super::outs::Place;
pub(super) use super::{args, outs};
pub(super) use crate::guard::guarded_for;
pub(super) use crate::identity::Exported;
pub(super) use crate::incoming::{Imported, Proxy};
pub(super) use crate::layout::*;
pub(super) use crate::outgoing::{VTable, put, serve};
