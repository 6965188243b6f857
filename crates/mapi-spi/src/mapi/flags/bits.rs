//! Flags of any type as one type.

use std::fmt;

use super::{object, provider, session, table, value};

/// A type of flags.
pub trait FlagType: Copy {
    /// Its name and those of its flags.
    const SET: &'static FlagSet;

    /// The bits.
    fn raw(self) -> u32;
}

/// The names of a type of flags and of its flags.
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub struct FlagSet {
    /// The name of the type.
    pub name: &'static str,
    /// The flags with their names in MAPI, some of several bits.
    pub flags: &'static [(&'static str, u32)],
}

impl FlagSet {
    /// Every type of flags in this crate.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [object::SETS, provider::SETS, session::SETS, table::SETS, value::SETS].into_iter().flatten().copied()
    }

    /// The type of this name.
    ///
    /// ```
    /// use mapi_spi::mapi::{FlagBits, FlagSet, OpenStoreFlags};
    ///
    /// let set = FlagSet::named("OpenStoreFlags").unwrap();
    /// assert_eq!(FlagBits::new(set, 4), FlagBits::of(OpenStoreFlags::MDB_WRITE));
    /// ```
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().find(|set| set.name == name)
    }
}

/// Flags whose type is known by its names: for who shows or keeps the flags of any call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlagBits {
    set: &'static FlagSet,
    bits: u32,
}

impl FlagBits {
    /// The same flags without their type.
    pub fn of<F: FlagType>(flags: F) -> Self {
        Self { set: F::SET, bits: flags.raw() }
    }

    /// Flags of this type with these bits.
    #[must_use]
    pub const fn new(set: &'static FlagSet, bits: u32) -> Self {
        Self { set, bits }
    }

    /// The names of the type and of its flags.
    #[must_use]
    pub const fn set(self) -> &'static FlagSet {
        self.set
    }

    /// The bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.bits
    }
}

impl fmt::Display for FlagBits {
    /// The names joined by `|`, what has no name in hexadecimal, `0` without any bit.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut rest, mut before) = (self.bits, "");
        for (name, bits) in self.set.flags {
            // A name is left out if all its bits have names already.
            if self.bits & bits == *bits && rest & bits != 0 {
                write!(f, "{before}{name}")?;
                (rest, before) = (rest & !bits, "|");
            }
        }
        if rest != 0 {
            write!(f, "{before}{rest:#x}")
        } else if before.is_empty() {
            f.write_str("0")
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for FlagBits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({self})", self.set.name)
    }
}
