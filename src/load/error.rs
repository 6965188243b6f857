//! An input that cannot happen now.

use std::fmt;

use super::input::InputKind;
use super::legal::Moves;
use super::state::{OpenState, SpoolerState};

/// The driver reported something that cannot happen in this state: a mistake of the driver, not of the provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Refused {
    /// What was reported.
    pub input: InputKind,
    /// The client's side.
    pub open: OpenState,
    /// The spooler's side.
    pub spooler: SpoolerState,
    /// What can happen.
    pub legal: Moves,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { input, open, spooler, legal } = self;
        write!(f, "{input:?} cannot happen while the open is {open:?} and the spooler's side {spooler:?}; ")?;
        write!(f, "possible is {legal}")
    }
}

impl std::error::Error for Refused {}
