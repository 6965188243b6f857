//! In whose process a provider's objects live.

use crate::sim::spooler::SpoolerModel;
use crate::trace::Actor;

/// In whose process a provider's objects live.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Home {
    /// The client's, where MAPI calls.
    Client,
    /// The spooler's own.
    Spooler,
}

impl Home {
    /// Who owns the provider objects there: initialises, shuts down and releases them.
    pub(crate) const fn owner(self) -> Actor {
        match self {
            Self::Client => Actor::Mapi,
            Self::Spooler => Actor::Spooler,
        }
    }
}

impl SpoolerModel {
    /// Where the objects of spooler logons live.
    pub(crate) const fn home(self) -> Home {
        match self {
            Self::SameProcess => Home::Client,
            Self::OwnProcess => Home::Spooler,
        }
    }
}
