//! What a case is.

pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Some work that is done a given number of times.
pub(crate) struct Case {
    /// Area and work, as in `sessions::one_after_another`.
    pub(crate) name: &'static str,
    /// How many items n stands for: enough that what is there at the beginning does not count.
    pub(crate) items: u32,
    /// The most instructions that an item may take: what it takes and a tenth.
    pub(crate) most: u64,
    /// Does the work with this many items, in a world of its own.
    pub(crate) run: fn(u32) -> Outcome,
}
