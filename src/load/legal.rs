//! What can happen in which state, as a table. `LoadMachine::apply` refuses by it and `LoadMachine::legal` lists it, so
//! the two cannot differ.

use std::fmt;

use super::input::InputKind as In;
use super::state::{OpenState, SpoolerState};

/// A set of inputs, a bit for each.
#[derive(Clone, Copy, PartialEq, Eq)]
struct InputSet(u32);

impl InputSet {
    const NONE: Self = Self(0);

    const fn of<const COUNT: usize>(kinds: [In; COUNT]) -> Self {
        let mut bits = 0;
        let mut rest: &[In] = &kinds;
        while let [kind, others @ ..] = rest {
            bits |= Self::bit(*kind);
            rest = others;
        }
        Self(bits)
    }

    const fn bit(kind: In) -> u32 {
        1 << kind as u32
    }

    const fn contains(self, kind: In) -> bool {
        self.0 & Self::bit(kind) != 0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn without(self, kind: In) -> Self {
        Self(self.0 & !Self::bit(kind))
    }
}

/// The inputs of the client's side.
const fn of_client(state: OpenState) -> InputSet {
    match state {
        OpenState::Resolving => const { InputSet::of([In::InitCalled, In::SessionLogoff]) },
        OpenState::Initialising => const { InputSet::of([In::InitReturned, In::SessionLogoff]) },
        OpenState::Ready => const { InputSet::of([In::SectionChosen, In::SessionLogoff]) },
        OpenState::Sectioned => {
            const { InputSet::of([In::LogonCalled, In::ServiceDisabled, In::SessionLogoff]) }
        }
        OpenState::LoggingOn => {
            const { InputSet::of([In::LogonReturned, In::ServiceDisabled, In::SessionLogoff]) }
        }
        OpenState::Unconfigured => {
            const { InputSet::of([In::ConfigureCalled, In::ServiceDisabled, In::SessionLogoff]) }
        }
        OpenState::Configuring => {
            const { InputSet::of([In::ConfigureReturned, In::ServiceDisabled, In::SessionLogoff]) }
        }
        OpenState::LoggedOn => {
            const { InputSet::of([In::StoreHanded, In::StoreReleased, In::SessionLogoff]) }
        }
        OpenState::Open | OpenState::Joined => const { InputSet::of([In::StoreReleased, In::SessionLogoff]) },
        OpenState::LoggingOff => const { InputSet::of([In::LogoffReturned]) },
        OpenState::Failed | OpenState::Closed => InputSet::NONE,
    }
}

/// The inputs of the spooler's side that need an open store.
const fn of_spooler_with_store(state: SpoolerState) -> InputSet {
    match state {
        SpoolerState::NotTold => const { InputSet::of([In::SpoolerTold, In::ServiceDisabled]) },
        SpoolerState::Told => {
            const {
                InputSet::of([
                    In::SpoolerInitCalled,
                    In::SpoolerLogonCalled,
                    In::SpoolerPassesOver,
                    In::ServiceDisabled,
                ])
            }
        }
        SpoolerState::Unconfigured => {
            const { InputSet::of([In::SpoolerConfigureCalled, In::ServiceDisabled]) }
        }
        SpoolerState::Initialising | SpoolerState::LoggingOn | SpoolerState::Configuring => {
            const { InputSet::of([In::ServiceDisabled]) }
        }
        SpoolerState::Excluded | SpoolerState::LoggedOn | SpoolerState::Failed | SpoolerState::LoggedOff => {
            InputSet::NONE
        }
    }
}

/// The inputs of the spooler's side that come whatever has become of the store.
const fn of_spooler(state: SpoolerState) -> InputSet {
    match state {
        SpoolerState::Initialising => const { InputSet::of([In::SpoolerInitReturned]) },
        SpoolerState::LoggingOn => const { InputSet::of([In::SpoolerLogonReturned]) },
        SpoolerState::Configuring => const { InputSet::of([In::SpoolerConfigureReturned]) },
        SpoolerState::LoggedOn => const { InputSet::of([In::SpoolerReleased]) },
        SpoolerState::NotTold
        | SpoolerState::Told
        | SpoolerState::Unconfigured
        | SpoolerState::Excluded
        | SpoolerState::Failed
        | SpoolerState::LoggedOff => InputSet::NONE,
    }
}

/// The inputs of both sides by their states, in the order of `ALL`.
static LEGAL: [[InputSet; SpoolerState::ALL.len()]; OpenState::ALL.len()] = legal_table();

const fn legal_table() -> [[InputSet; SpoolerState::ALL.len()]; OpenState::ALL.len()] {
    let mut table = [[InputSet::NONE; SpoolerState::ALL.len()]; OpenState::ALL.len()];
    let mut opens: &[OpenState] = &OpenState::ALL;
    let mut rows: &mut [[InputSet; SpoolerState::ALL.len()]] = &mut table;
    while let ([open, other_opens @ ..], [row, other_rows @ ..]) = (opens, rows) {
        let mut spoolers: &[SpoolerState] = &SpoolerState::ALL;
        let mut cells: &mut [InputSet] = row;
        while let ([spooler, other_spoolers @ ..], [cell, other_cells @ ..]) = (spoolers, cells) {
            *cell = of_both(*open, *spooler);
            (spoolers, cells) = (other_spoolers, other_cells);
        }
        (opens, rows) = (other_opens, other_rows);
    }
    table
}

const fn of_both(open: OpenState, spooler: SpoolerState) -> InputSet {
    let with_store = if open.has_store() { of_spooler_with_store(spooler) } else { InputSet::NONE };
    of_client(open).and(of_spooler(spooler)).and(with_store)
}

/// What has come to its end while an answer was awaited.
#[derive(Clone, Copy)]
pub(super) struct Over {
    pub(super) session: bool,
    /// The message service is disabled.
    pub(super) service: bool,
}

/// What can happen next, in the documented order of the steps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Moves(InputSet);

impl Moves {
    pub(super) fn new(open: OpenState, spooler: SpoolerState, over: Over) -> Self {
        let of_open = LEGAL.get(open as usize);
        let all =
            of_open.and_then(|of_open| of_open.get(spooler as usize)).copied().unwrap_or(InputSet::NONE);
        // Each comes once; an open that waits for an answer then goes on waiting.
        let all = if over.session { all.without(In::SessionLogoff) } else { all };
        Self(if over.service { all.without(In::ServiceDisabled) } else { all })
    }

    /// Whether `kind` can happen.
    #[must_use]
    pub const fn contains(self, kind: In) -> bool {
        self.0.contains(kind)
    }

    /// The inputs in the order of the steps they belong to; the ends come last.
    pub fn iter(self) -> impl Iterator<Item = In> {
        In::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }

    /// Whether nothing can happen any more.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0.0 == 0
    }
}

impl fmt::Debug for Moves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl fmt::Display for Moves {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<String> = self.iter().map(|kind| format!("{kind:?}")).collect();
        f.write_str(if names.is_empty() { "nothing" } else { "" })?;
        f.write_str(&names.join(", "))
    }
}
