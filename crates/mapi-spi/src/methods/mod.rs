//! One table of all methods: a row a method, by which everything that is the same for every method is made.
//!
//! The traits of [`spi`](crate::spi) say what a method does; a row says what a program has to know of it: the slot of
//! the vtable, MAPI's name, the method of the trait with its arguments and its answer, and the codes that its page
//! lists. From the rows come the wrappers of [`wrap`](crate::wrap), the names that traces show, and
//! [`Interface::rows`], which a program may ask at run time:
//!
//! ```
//! use mapi_spi::methods::{self, Interface};
//! use mapi_spi::mapi::codes::MAPI_E_FOLDER_CYCLE;
//!
//! let method = methods::IMAPIFolder::CopyFolder;
//! assert_eq!((method.name(), method.slot()), ("IMAPIFolder::CopyFolder", 23));
//! assert!(method.row().unwrap().codes.contains(&MAPI_E_FOLDER_CYCLE));
//! assert_eq!(methods::IMAPIFolder::GetProps.row(), methods::IMAPIProp::GetProps.row());
//! assert_eq!(Interface::IMAPIFolder.base(), Some(Interface::IMAPIContainer));
//! ```
//!
//! # The rows as macros
//!
//! Each interface has a macro that hands its own rows to another one, after what is given, so that a crate can make
//! more of them. For `IMAPIStatus` it is `i_mapi_status_rows!`; `i_mapi_status_rows! { mine! a b c }` calls
//!
//! ```text
//! mine! { a b c
//!     14 ValidateState = validate_state(window: ParentWindow<'_> => window, flags: ValidateStateFlags) -> ();
//!         codes MAPI_E_BUSY MAPI_E_NO_SUPPORT MAPI_E_USER_CANCEL;
//!     ..
//! }
//! ```
//!
//! - The slot and MAPI's name come first. A method that the trait leaves out has nothing but these.
//! - Then the method of the trait, without `&self` and without the `MapiResult` around its answer. `OnNotify` alone
//!   answers its type bare.
//! - `QueryInterface` is the one method that every trait has: its row is that of `IUnknown`, and `self` is an `Arc`.
//! - `=> NAME` behind an argument or an answer says that objects in it have to be wrapped or unwrapped where they cross
//!   a boundary, and by which function; `buffer` marks one that the method fills, `secret` one that is told with the secure properties only.
//! - `codes` are the return values of the page besides `S_OK`; `problems` are those that it lists for single
//!   properties.
//!
//! The types are named as in [`mapi`](crate::mapi) and [`spi`](crate::spi): who uses the rows has both in scope.

#[macro_use]
mod exports;
#[macro_use]
mod i_addr_book;
#[macro_use]
mod i_lock_bytes;
#[macro_use]
mod i_mapi_advise_sink;
#[macro_use]
mod i_mapi_client_shutdown;
#[macro_use]
mod i_mapi_container;
#[macro_use]
mod i_mapi_folder;
#[macro_use]
mod i_mapi_progress;
#[macro_use]
mod i_mapi_prop;
#[macro_use]
mod i_mapi_provider_shutdown;
#[macro_use]
mod i_mapi_session;
#[macro_use]
mod i_mapi_status;
#[macro_use]
mod i_mapi_support;
#[macro_use]
mod i_mapi_table;
#[macro_use]
mod i_message;
#[macro_use]
mod i_ms_logon;
#[macro_use]
mod i_ms_provider;
#[macro_use]
mod i_msg_service_admin;
#[macro_use]
mod i_msg_store;
#[macro_use]
mod i_provider_admin;
#[macro_use]
mod i_storage;
#[macro_use]
mod i_stream;
#[macro_use]
mod i_unknown;

mod interface;
mod method;
mod row;
mod short;
mod show;
mod value;

pub use interface::*;
pub use method::Method;
pub use row::{Argument, Function, Row};
pub use show::Show;
pub use value::{Named, ObjectNo, ShowDetail, Value, Values};
