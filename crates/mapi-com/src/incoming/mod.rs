//! What comes in: objects of the other side behind the traits.

#[cfg(feature = "load")]
mod dll;
mod entry;
mod foreign;
#[cfg(feature = "load")]
mod mapi32;
mod proxy;
mod support;

pub use crate::codec::ids::with_odd_ids;
#[cfg(feature = "load")]
pub use dll::{ComDll, LoadError, LoadErrorKind};
pub use entry::{ComEntry, ComServiceEntry};
pub use foreign::ForeignInterface;
pub(crate) use foreign::{add_ref, function_of, query_interface, release};
#[cfg(feature = "load")]
pub use mapi32::Mapi32;
pub(crate) use proxy::{Imported, Proxy, import, import_lent, known_proxy, pointer_of_proxy};
pub(crate) use support::{pointer_of_support_proxy, proxy_of_support};
