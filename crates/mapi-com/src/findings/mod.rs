//! What only a bridge sees of a provider: duties that Rust's types keep and C++ does not.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use mapi_spi::methods::Method;

/// A kind of breach of what COM and MAPI demand of memory and references.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Breach {
    /// A success without the object that it promises.
    NullResult,
    /// A failure that left something in an output parameter. It was not read.
    ResultBesideError,
    /// A `Release` more than there were references.
    OverRelease,
    /// A call on an object after its last `Release`.
    CallAfterRelease,
    /// A result that `MAPIAllocateBuffer` has not made.
    ForeignMemory,
    /// A result that is a block of `MAPIAllocateMore`, which nobody can free.
    ResultInMoreBlock,
    /// A result that points into memory that is freed, or beyond a block.
    WildPointer,
    /// `MAPIFreeBuffer` of a block that `MAPIAllocateMore` has made.
    FreedMoreBlock,
    /// `MAPIFreeBuffer` of a block that is freed already.
    FreedTwice,
    /// `MAPIFreeBuffer` or `MAPIAllocateMore` of what is no block.
    UnknownBlock,
    /// Memory that was written to after it was freed.
    WrittenAfterFree,
    /// A panic that reached the boundary.
    Panic,
    /// `QueryInterface` that does not do its duty.
    BadQueryInterface,
    /// A connection number of zero.
    NoConnection,
}

/// A breach that was seen.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// Its kind.
    pub breach: Breach,
    /// The method at whose boundary it was seen, if there is one.
    pub method: Option<Method>,
    /// More about it, without addresses.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.method {
            Some(method) => write!(f, "{method}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// The findings so far, in their order.
#[derive(Default)]
pub(crate) struct Findings(Mutex<Vec<Finding>>);

impl Findings {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(crate) fn add(&self, breach: Breach, method: Option<Method>, text: impl Into<String>) {
        let finding = Finding { breach, method, text: text.into() };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(finding);
    }

    pub(crate) fn all(&self) -> Vec<Finding> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
