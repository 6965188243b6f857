//! The interfaces of MAPI around a message store provider as Rust traits, with their vocabulary.
//!
//! This is what a provider's production code depends on. The crate `mapi-sim` plays the subsystem, the spooler and the
//! client in the provider's tests, and re-exports the modules of this crate under the same names.
//!
//! | module | what it has |
//! |:--|:--|
//! | [`mapi`] | the vocabulary: codes, flags, identifiers, property tags and values, rows, notifications |
//! | [`spi`] | the interfaces as traits, with requests and answers as values |
//! | [`support`] | the pieces that every provider needs |
//! | [`memory`] | tables, properties and streams over data in memory |
//! | [`methods`] | one row a method: slot of the vtable, name, arguments, codes |
//! | [`wrap`] | a provider around another one, with single methods bent |
//!
//! Names are MAPI's own: methods in Rust's spelling, types with the name of the interface, constants unchanged. The
//! search of this documentation finds `OpenMsgStore` as well as `open_msg_store`. A code in brackets, such as
//! \[LOAD-19\], is the number of a rule of the contract between MAPI and its providers, which
//! `mapi_sim::conformance::explain` tells more of; a page is the name of the document in Microsoft's MAPI reference that the rule
//! comes from.
//!
//! The feature `proptest` adds strategies for the vocabulary, in `mapi::strategies`.
#![forbid(unsafe_code)]

pub mod mapi;
pub mod memory;
#[macro_use]
pub mod methods;
pub mod spi;
pub mod support;
#[doc(hidden)]
pub mod unwind;
pub mod wrap;
