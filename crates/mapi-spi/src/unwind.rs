//! Foreign code in destructors: a panic that leaves one while another panic unwinds the stack ends the process.
//!
//! For this crate and for `mapi-sim`.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

/// Foreign code that has to be run piece by piece, whatever one piece panics with.
#[derive(Default, Debug)]
pub struct Pieces {
    first: Option<Box<dyn Any + Send>>,
}

impl Pieces {
    /// Runs a piece; nothing if it panics.
    pub fn run<R>(&mut self, piece: impl FnOnce() -> R) -> Option<R> {
        let (mut piece, mut answer) = (Some(piece), None);
        self.attempt(&mut || answer = piece.take().map(|piece| piece()));
        answer
    }

    /// Compiled once, not for each piece.
    fn attempt(&mut self, piece: &mut dyn FnMut()) {
        match catch_unwind(AssertUnwindSafe(piece)) {
            Ok(()) => {}
            Err(payload) if self.first.is_none() => self.first = Some(payload),
            // What somebody panics with may itself panic when it is dropped.
            Err(payload) => std::mem::forget(payload),
        }
    }

    /// After the last piece the first panic goes on, unless the stack unwinds already.
    pub fn end(self) {
        match self.first {
            Some(first) if !thread::panicking() => resume_unwind(first),
            first => std::mem::forget(first),
        }
    }
}

/// Runs foreign code in a destructor.
pub(crate) fn in_destructor(piece: impl FnOnce()) {
    let mut pieces = Pieces::default();
    pieces.run(piece);
    pieces.end();
}
