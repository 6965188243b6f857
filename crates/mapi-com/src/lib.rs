//! The bridge between the traits of `mapi-spi` and COM: compiled providers come in, providers in Rust go out.
//!
//! A store provider in C++ is a DLL that exports `MSProviderInit`; [`incoming::ComDll`] is such a file behind
//! [`ProviderEntry`](mapi_spi::spi::ProviderEntry), so that `mapi-sim` tests it as it tests one in Rust. A provider in Rust
//! becomes such a DLL by [`export_msprovider!`] in a cdylib of its own. [`outgoing::Loopback`] is both at once.
//!
//! | module | what it has |
//! |:--|:--|
//! | [`incoming`] | files and functions of compiled providers as entry points |
//! | [`outgoing`] | what the exporting macros are made of |
//! | [`findings`] | what only a bridge sees: breaches of the rules of memory and references |
//! | [`layout`] | the structures of MAPI as they lie in memory |
//!
//! All unsafe code of the workspace is in this crate. It is for machines of 64 bits.

#[cfg(not(target_pointer_width = "64"))]
compile_error!("the structures of this crate are those of 64 bits");

mod code_page;
mod codec;
pub mod findings;
mod guard;
mod identity;
pub mod incoming;
pub mod layout;
mod memory;
pub mod outgoing;
mod table;

pub use code_page::CodePage;
pub use guard::guards_exceptions;
pub use memory::Routines;
pub use table::unmapped_methods;
