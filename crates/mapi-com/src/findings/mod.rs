//! What only a bridge sees of a provider: duties that Rust's types keep and C++ does not.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use mapi_spi::methods::{Exports, IMSProvider, Interface, Method};

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
    /// A result, or a part of one, that nobody has written to.
    UndefinedBytes,
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
    /// A C++ exception that reached the boundary.
    Exception,
    /// An output parameter that was written to beyond its end.
    WrittenTooWide,
    /// An output parameter of which only a part was written to.
    WrittenTooNarrow,
    /// A success that has not written to an output parameter.
    NotWritten,
    /// A count that is larger than what there was room for.
    CountTooLarge,
    /// An argument that was written to.
    InputChanged,
    /// `lppMAPIError` that is as the caller had it.
    ErrorPointerLeft,
    /// A connection number of which a part is lost.
    ConnectionCut,
    /// A `Release` of the `IMalloc` without an `AddRef`.
    AllocatorReleased,
    /// Validation data that hold an address.
    AddressInValidationData,
    /// `QueryInterface` that does not do its duty.
    BadQueryInterface,
    /// A connection number of zero.
    NoConnection,
    /// A wide string that is no UTF-16. What stands for a part of no character became U+FFFD.
    LoneSurrogate,
}

impl Breach {
    /// The rule of the contract that is broken, by its number in the catalogue of `mapi-sim`. Numbers that begin with `COM` are
    /// of this crate: they stand for what COM demands and MAPI's pages take for granted.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::ForeignMemory
            | Self::ResultInMoreBlock
            | Self::WildPointer
            | Self::WrittenAfterFree
            | Self::UndefinedBytes => "MEM-01",
            Self::NullResult | Self::NotWritten | Self::ResultBesideError => "MEM-04",
            Self::UnknownBlock => "MEM-05",
            Self::OverRelease | Self::CallAfterRelease => "MEM-06",
            Self::FreedMoreBlock | Self::FreedTwice => "MEM-09",
            Self::NoConnection | Self::ConnectionCut => "LOGON-19",
            Self::InputChanged => "MEM-05",
            Self::ErrorPointerLeft => "ERR-04",
            Self::AllocatorReleased => "MEM-08",
            Self::AddressInValidationData => "SPOOL-03",
            Self::WrittenTooWide | Self::WrittenTooNarrow | Self::CountTooLarge => "COM-4",
            Self::Panic | Self::Exception => "COM-1",
            Self::BadQueryInterface => "COM-2",
            Self::LoneSurrogate => "COM-6",
        }
    }

    /// What the rule asks for.
    #[must_use]
    pub const fn expected(self) -> &'static str {
        match self {
            Self::ForeignMemory | Self::ResultInMoreBlock => "results in blocks of MAPIAllocateBuffer",
            Self::UndefinedBytes => "results of which every byte is written",
            Self::WildPointer | Self::WrittenAfterFree => "results that lie in blocks which are not freed",
            Self::NullResult => "a success that hands out what it promises",
            Self::ResultBesideError => "a failure that leaves its output parameters clean",
            Self::UnknownBlock => "MAPIFreeBuffer and MAPIAllocateMore of the provider's own blocks",
            Self::OverRelease | Self::CallAfterRelease => "calls on objects on which there is a reference",
            Self::FreedMoreBlock | Self::FreedTwice => {
                "one MAPIFreeBuffer for each block of MAPIAllocateBuffer"
            }
            Self::NoConnection => "a connection number that is not zero",
            Self::ConnectionCut => "the connection number that Subscribe has answered, all 64 bits of it",
            Self::InputChanged => "arguments as the caller has passed them",
            Self::ErrorPointerLeft => "*lppMAPIError set to a MAPIERROR or to NULL",
            Self::AllocatorReleased => "an AddRef of the IMalloc before each Release",
            Self::AddressInValidationData => "validation data that mean the same in another process",
            Self::WrittenTooWide | Self::WrittenTooNarrow => {
                "output parameters that are written in their width"
            }
            Self::NotWritten => "a success that has written each output parameter",
            Self::CountTooLarge => "a count that is no larger than what there was room for",
            Self::Panic | Self::Exception => "methods that return, with a code where they fail",
            Self::BadQueryInterface => "QueryInterface that answers IID_IUnknown",
            Self::LoneSurrogate => "wide strings in UTF-16",
        }
    }

    /// What to change.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::ForeignMemory => {
                "Allocate what is returned by the routines of MSProviderInit, and not by malloc, new or other routines."
            }
            Self::ResultInMoreBlock => {
                "Begin a result with MAPIAllocateBuffer, and hang only its parts on it by MAPIAllocateMore."
            }
            Self::WildPointer => "Hand out blocks that are not freed, and point only to what lies in them.",
            Self::UndefinedBytes => "Write the whole structure, or its count to what was written.",
            Self::WrittenAfterFree => "Write to no block after MAPIFreeBuffer.",
            Self::NullResult => "Set the output parameter before S_OK is returned.",
            Self::ResultBesideError => {
                "Release what was made, and set the output parameter to NULL, before an error is returned."
            }
            Self::UnknownBlock => {
                "Free only what the provider has allocated or was given to free: arguments stay the caller's."
            }
            Self::OverRelease => {
                "Release an object once for each AddRef and for each pointer that came with a reference."
            }
            Self::CallAfterRelease => "Use an object only as long as the provider has a reference on it.",
            Self::FreedMoreBlock => "Free the block of MAPIAllocateBuffer; what hangs on it goes with it.",
            Self::FreedTwice => "Set a pointer to NULL once its block is freed.",
            Self::NoConnection => "Number connections from 1.",
            Self::ConnectionCut => {
                "Keep connection numbers in a ULONG_PTR: ULONG is too narrow where pointers have 64 bits."
            }
            Self::InputChanged => "Copy what has to be changed.",
            Self::ErrorPointerLeft => "Set *lppMAPIError to NULL before anything else.",
            Self::AllocatorReleased => "Call AddRef on the IMalloc where it is kept.",
            Self::AddressInValidationData => {
                "Put what the spooler needs into the data themselves: its process has other addresses."
            }
            Self::WrittenTooWide => "Write a ULONG where the documentation has a ULONG, and no size_t.",
            Self::WrittenTooNarrow => {
                "Write all of it: a ULONG_PTR and a ULARGE_INTEGER have eight bytes, and a ULONG has four."
            }
            Self::NotWritten => {
                "Set each output parameter, to zero or NULL where there is nothing, before S_OK is returned."
            }
            Self::CountTooLarge => "Answer how much was written into the caller's room.",
            Self::Panic | Self::Exception => "Catch everything in the method, and return an error.",
            Self::BadQueryInterface => {
                "Answer IID_IUnknown with the same pointer whichever interface is asked."
            }
            Self::LoneSurrogate => {
                "Cut text between characters, not between the halves of one, and convert what is no UTF-16."
            }
        }
    }
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
    /// The rule, where the place says more than the kind.
    rule: Option<&'static str>,
}

impl Finding {
    /// The rule that is broken; see [`Breach::rule`].
    #[must_use]
    pub fn rule(&self) -> &'static str {
        let of_tables = self.method.is_some_and(|method| method.interface() == Interface::IMAPITable);
        let is_memory =
            matches!(self.breach, Breach::ForeignMemory | Breach::ResultInMoreBlock | Breach::WildPointer);
        if let Some(rule) = self.rule {
            rule
        } else if self.breach == Breach::ResultBesideError && self.method == Some(Exports::MSProviderInit) {
            "INIT-14"
        } else if is_memory && self.method == Some(IMSProvider::Logon) {
            // Errors have their rule with them; the validation data are what is left.
            "SPOOL-02"
        } else if self.breach == Breach::ResultInMoreBlock && of_tables {
            "MEM-03"
        } else {
            self.breach.rule()
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.method {
            Some(method) => write!(f, "{method}: {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// Findings where no bridge is known: the guard and the `IMalloc` have pointers only.
pub(crate) static UNPLACED: Findings = Findings::new();

/// No more findings than this are kept in one list: the first ones say what is wrong, and a DLL may run for years.
const MOST: usize = 10_000;

/// The findings so far, in their order.
#[derive(Default)]
pub(crate) struct Findings(Mutex<Vec<Finding>>);

impl Findings {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    pub(crate) fn add(&self, breach: Breach, method: Option<Method>, text: impl Into<String>) {
        self.add_under(None, breach, method, text);
    }

    /// A finding for which the place says the rule.
    pub(crate) fn add_under(
        &self,
        rule: Option<&'static str>,
        breach: Breach,
        method: Option<Method>,
        text: impl Into<String>,
    ) {
        let finding = Finding { breach, method, text: text.into(), rule };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() < MOST {
            all.push(finding);
        }
    }

    /// The findings so far, which are not there any more.
    pub(crate) fn take(&self) -> Vec<Finding> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn all(&self) -> Vec<Finding> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
