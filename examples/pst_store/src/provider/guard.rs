//! Panics of the library as errors.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Asks the library something. It panics where it trusts what it reads: at a heap item that reaches beyond its block,
/// at a block longer than blocks can be, at rows of no length, and at rows too short for their own number. All of them
/// are damage of the file, and no reason to end the process.
///
/// The panic still prints its line: only a hook could keep it back, and that belongs to the whole process.
pub(super) fn guarded<R>(question: impl FnOnce() -> io::Result<R>) -> io::Result<R> {
    catch_unwind(AssertUnwindSafe(question))
        .unwrap_or_else(|_| Err(io::Error::new(io::ErrorKind::InvalidData, "its data are damaged")))
}
