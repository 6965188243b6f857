//! Which pointer is which object: the same `Arc` has the same pointer, the same pointer is the same `Arc`.
//!
//! A [`Bridge`] is one side of the boundary. What goes out over it becomes a [`ComObject`] that lives as long as the other
//! side has references; what comes in becomes a [`Proxy`](crate::incoming::Proxy). An own object that comes back is the
//! original, and a proxy that goes back is the other side's own pointer. After the last `Release` an object stays as a
//! tombstone for a while, so that who still calls it is found.

mod bridge;
mod com_object;
mod support;

pub(crate) use bridge::{Bridge, Cx, Tombstone};
pub(crate) use com_object::{ComObject, Exported, LentObject, Other, export, original, query};
pub(crate) use support::{add_ref_support, release_support};
pub(crate) use support::{export_support, give_support, lend_support, take_support};
