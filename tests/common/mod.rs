//! What several test binaries share.
#![allow(dead_code, unreachable_pub, reason = "no binary uses everything")]

pub mod reference;
pub mod script;
