//! The lock around the state, and the way across the boundary to foreign code.

pub(crate) mod dialog;
mod news;
pub(crate) mod reentry;
pub(crate) mod shared;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "who takes turns is a matter of whoever plays other orders")
)]
pub(crate) mod tasks;
pub(crate) mod turn;
