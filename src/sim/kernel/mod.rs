//! The lock around the state, the way across the boundary to foreign code, turns, and what calls have made due.

pub(crate) mod asked;
pub(crate) mod bell;
pub(crate) mod calls;
pub(crate) mod depth;
pub(crate) mod dialog;
pub(crate) mod due;
mod faults;
mod here;
mod leftovers;
pub(crate) mod let_go;
mod notifications;
pub(crate) mod objects;
pub(crate) mod panics;
pub(crate) mod reentry;
pub(crate) mod shared;
pub(crate) mod tasks;
pub(crate) mod traced;
pub(crate) mod turn;
mod wait;
pub(crate) mod work;
