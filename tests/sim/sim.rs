//! Files of the library that nobody outside of it sees, under their own path.

#[allow(dead_code, unused_imports, reason = "of the library's tables some functions are tested here")]
#[path = "../../src/sim/collections/mod.rs"]
pub(crate) mod collections;
