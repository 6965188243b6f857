//! The lock around the state, and the way across the boundary to foreign code.

pub(crate) mod dialog;
pub(crate) mod entrance;
pub(crate) mod shared;
