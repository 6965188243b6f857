//! Input that nobody should pass.

mod bad_input;
mod bad_lists;
mod stray_flags;
