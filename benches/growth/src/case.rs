//! What a case is.

use std::fmt;

pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Some work that is done a given number of times.
pub(crate) struct Case {
    /// Area and work, as in `sessions::one_after_another`.
    pub(crate) name: &'static str,
    /// How many items n stands for: enough that what is there at the beginning does not count.
    pub(crate) items: u32,
    /// The most that an item may take.
    pub(crate) most: Most,
    /// Does the work with this many items, in a world of its own.
    pub(crate) run: fn(u32) -> Outcome,
}

impl Case {
    /// A case whose items may take so many instructions.
    pub(crate) const fn of(name: &'static str, items: u32, most: u64, run: fn(u32) -> Outcome) -> Self {
        Self { name, items, most: Most::Instructions(most), run }
    }
}

/// What is counted of an item, and how much of it there may be.
#[derive(Clone, Copy)]
pub(crate) enum Most {
    /// What it takes and a tenth.
    Instructions(u64),
    /// The memory that is left when it is over. Whoever counts it does so at the end of the process, so that the case
    /// forgets its world instead of dropping it.
    Bytes(u64),
}

impl fmt::Display for Most {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instructions(most) => write!(f, "instructions {most}"),
            Self::Bytes(most) => write!(f, "bytes {most}"),
        }
    }
}
