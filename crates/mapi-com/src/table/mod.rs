//! The rows: each method with its C arguments, from which both directions are made.
//!
//! Slots and names are those of [`methods`](mapi_spi::methods); a row adds the arguments as they lie on the stack, each
//! with its codec, how the trait is called with them, and how the answer is told apart into output parameters.
#![allow(non_snake_case, reason = "arguments have the names of their pages")]

#[macro_use]
mod macros;

pub(crate) mod args;
pub(crate) mod objects;
pub(crate) mod outs;

mod addr_book_by_hand;
mod address_parms;
mod addresses;
mod adr_list;
mod details;
mod elements;
mod i_addr_book;
mod i_lock_bytes;
mod i_mapi_advise_sink;
mod i_mapi_container;
mod i_mapi_folder;
mod i_mapi_progress;
mod i_mapi_prop;
mod i_mapi_provider_shutdown;
mod i_mapi_status;
mod i_mapi_support;
mod i_mapi_table;
mod i_message;
mod i_ms_logon;
mod i_ms_provider;
mod i_msg_store;
mod i_provider_admin;
mod i_storage;
mod i_stream;
mod in_out;
mod interfaces;
mod logon;
mod names;
mod scope;
mod stat;
mod support_by_hand;

pub use interfaces::unmapped_methods;
pub(crate) use support_by_hand::routines_of;
