//! What can happen in which state, as a table. `LoadMachine::apply` refuses by it and `LoadMachine::legal` lists it, so
//! the two cannot differ.

use std::fmt;

use super::input::InputKind as In;
use super::state::{OpenState, SpoolerState};

/// The inputs of the client's side.
const fn of_client(state: OpenState) -> &'static [In] {
    match state {
        OpenState::Resolving => &[In::InitCalled, In::SessionLogoff],
        OpenState::Initialising => &[In::InitReturned, In::SessionLogoff],
        OpenState::Ready => &[In::SectionChosen, In::SessionLogoff],
        OpenState::Sectioned => &[In::LogonCalled, In::SessionLogoff],
        OpenState::LoggingOn => &[In::LogonReturned, In::SessionLogoff],
        OpenState::Unconfigured => &[In::ConfigureCalled, In::SessionLogoff],
        OpenState::Configuring => &[In::ConfigureReturned, In::SessionLogoff],
        OpenState::LoggedOn => &[In::StoreHanded, In::StoreReleased, In::SessionLogoff],
        OpenState::Open | OpenState::Joined => &[In::StoreReleased, In::SessionLogoff],
        OpenState::LoggingOff => &[In::LogoffReturned],
        OpenState::Failed | OpenState::Closed => &[],
    }
}

/// The inputs of the spooler's side that need an open store.
const fn of_spooler_with_store(state: SpoolerState) -> &'static [In] {
    match state {
        SpoolerState::NotTold => &[In::SpoolerTold],
        SpoolerState::Told => &[In::SpoolerInitCalled, In::SpoolerLogonCalled],
        SpoolerState::Unconfigured => &[In::SpoolerConfigureCalled],
        SpoolerState::Excluded
        | SpoolerState::Initialising
        | SpoolerState::LoggingOn
        | SpoolerState::Configuring
        | SpoolerState::LoggedOn
        | SpoolerState::Failed
        | SpoolerState::LoggedOff => &[],
    }
}

/// The inputs of the spooler's side that come whatever has become of the store.
const fn of_spooler(state: SpoolerState) -> &'static [In] {
    match state {
        SpoolerState::Initialising => &[In::SpoolerInitReturned],
        SpoolerState::LoggingOn => &[In::SpoolerLogonReturned],
        SpoolerState::Configuring => &[In::SpoolerConfigureReturned],
        SpoolerState::LoggedOn => &[In::SpoolerReleased],
        SpoolerState::NotTold
        | SpoolerState::Told
        | SpoolerState::Unconfigured
        | SpoolerState::Excluded
        | SpoolerState::Failed
        | SpoolerState::LoggedOff => &[],
    }
}

/// What can happen next, in the documented order of the steps.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Moves {
    open: OpenState,
    spooler: SpoolerState,
    session_ended: bool,
}

impl Moves {
    pub(super) const fn new(open: OpenState, spooler: SpoolerState, session_ended: bool) -> Self {
        Self { open, spooler, session_ended }
    }

    /// Whether `kind` can happen.
    #[must_use]
    pub fn contains(self, kind: In) -> bool {
        // A session ends once; an open that waits for an answer then goes on waiting.
        let again = self.session_ended && kind == In::SessionLogoff;
        let [with_store, of_spooler, of_client] = self.tables();
        !again && (of_client.contains(&kind) || of_spooler.contains(&kind) || with_store.contains(&kind))
    }

    /// The inputs in the order of the steps they belong to; the ends come last.
    pub fn iter(self) -> impl Iterator<Item = In> {
        In::ALL.iter().copied().filter(move |kind| self.contains(*kind))
    }

    /// Whether nothing can happen any more.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.tables().iter().all(|table| table.is_empty())
    }

    const fn tables(self) -> [&'static [In]; 3] {
        let with_store: &[In] = if self.open.has_store() { of_spooler_with_store(self.spooler) } else { &[] };
        [with_store, of_spooler(self.spooler), of_client(self.open)]
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
