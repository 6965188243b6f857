//! The machine of one open.

use super::effect::{Effect, Effects};
use super::error::Refused;
use super::facts::{OpenFacts, ProviderObject, ServiceFacts};
use super::input::Input;
use super::legal::{Moves, Over};
use super::readings::{Reading, Strictness};
use super::state::{OpenState, SpoolerState};
use super::step::{SkipReason, Step, StepSet};
use crate::mapi::HResult;
use crate::mapi::codes::{MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED};

/// The state of one open, from `OpenMsgStore` to the end of its store.
///
/// Methods that look: [`open_state`](Self::open_state), [`spooler_state`](Self::spooler_state),
/// [`steps`](Self::steps), [`skipped`](Self::skipped), [`legal`](Self::legal). The one that changes:
/// [`apply`](Self::apply).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoadMachine {
    pub(super) open: OpenState,
    pub(super) spooler: SpoolerState,
    pub(super) facts: OpenFacts,
    pub(super) service: ServiceFacts,
    pub(super) attempt: Attempt,
    pub(super) spooler_attempt: Attempt,
    /// The spooler asks for reading only: the provider has refused it more.
    pub(super) spooler_reads: bool,
    /// The store was open when this open began.
    pub(super) store_open: bool,
    pub(super) spooler_told: bool,
    /// The session ended while an answer was awaited.
    pub(super) session_ended: bool,
    /// The service was disabled after the section was chosen.
    pub(super) service_disabled: bool,
    failure: Option<HResult>,
    steps: StepSet,
    skipped: [Option<SkipReason>; Step::ALL.len()],
}

/// How often a logon has been tried: a provider is configured once \[ERR-13\].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Attempt {
    First,
    Second,
}

impl LoadMachine {
    /// Step 1: a client has called `OpenMsgStore`. A disabled service ends it here, without a call to a provider
    /// \[ERR-12\].
    #[must_use]
    pub fn open(facts: OpenFacts) -> (Self, Effects) {
        let mut effects = Effects::default();
        (Self::begin(facts, &mut effects), effects)
    }

    /// [`open`](Self::open) for a driver that has a place for the effects already.
    pub(crate) fn begin(facts: OpenFacts, effects: &mut Effects) -> Self {
        let mut machine = Self {
            open: OpenState::Resolving,
            spooler: SpoolerState::NotTold,
            facts,
            service: ServiceFacts::None,
            attempt: Attempt::First,
            spooler_attempt: Attempt::First,
            spooler_reads: false,
            store_open: false,
            spooler_told: false,
            session_ended: false,
            service_disabled: false,
            failure: None,
            steps: StepSet::default(),
            skipped: [None; Step::ALL.len()],
        };
        machine.reach(Step::OpenMsgStore, effects);
        if facts.service_disabled {
            machine.fail(MAPI_E_LOGON_FAILED, effects);
        } else if let Some(reason) = skip_of_provider_object(facts.provider_object) {
            machine.skip(&[Step::MsProviderInit, Step::ProviderObject], reason, effects);
            machine.open = OpenState::Ready;
        }
        machine
    }

    /// Takes an input.
    ///
    /// # Errors
    /// [`Refused`] if it cannot happen now; the machine is then unchanged.
    pub fn apply(&mut self, input: Input) -> Result<Effects, Refused> {
        let mut effects = Effects::default();
        self.take(input, &mut effects)?;
        Ok(effects)
    }

    /// [`apply`](Self::apply) for a driver that has a place for the effects already.
    #[inline(always)]
    pub(crate) fn take(&mut self, input: Input, effects: &mut Effects) -> Result<(), Refused> {
        let legal = self.legal();
        if !legal.contains(input.kind()) {
            return Err(Refused { input: input.kind(), open: self.open, spooler: self.spooler, legal });
        }
        self.transition(input, effects);
        Ok(())
    }

    /// What the section was chosen for may not be so any more when the logon returns: the store that was open has gone,
    /// or somebody else has opened it.
    pub(crate) const fn look_again(&mut self, store_open: bool, spooler_told: bool) {
        self.store_open = store_open;
        self.spooler_told = spooler_told;
    }

    /// Whether the store was open when its section was chosen.
    pub(crate) const fn store_was_open(&self) -> bool {
        self.store_open
    }

    /// The client's side.
    #[must_use]
    pub const fn open_state(&self) -> OpenState {
        self.open
    }

    /// The spooler's side.
    #[must_use]
    pub const fn spooler_state(&self) -> SpoolerState {
        self.spooler
    }

    /// Whether the next `SpoolerLogon` asks for `MDB_WRITE`. It does whatever the client has asked for, since the spooler
    /// moves messages, until the provider answers `MAPI_E_NO_ACCESS`.
    #[must_use]
    pub const fn spooler_writes(&self) -> bool {
        !self.spooler_reads
    }

    /// The steps that have happened.
    #[must_use]
    pub const fn steps(&self) -> StepSet {
        self.steps
    }

    /// Why `step` was left out, if it was.
    #[must_use]
    pub fn skipped(&self, step: Step) -> Option<SkipReason> {
        self.skipped.get(usize::from(step.number() - 1)).copied().flatten()
    }

    /// What `OpenMsgStore` has failed with, if it has.
    #[must_use]
    pub const fn failure(&self) -> Option<HResult> {
        self.failure
    }

    /// The latest step that has happened.
    #[must_use]
    pub fn latest_step(&self) -> Option<Step> {
        self.steps.iter().last()
    }

    /// What can happen next. Besides the causes (5 before 6, 6 before 8, 8 before 9, 5 before 7) the order is free; the
    /// documented one comes first.
    #[must_use]
    pub fn legal(&self) -> Moves {
        let over = Over { session: self.session_ended, service: self.service_disabled };
        Moves::new(self.open, self.spooler, over)
    }

    /// Whether nothing can happen any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.legal().is_empty()
    }

    pub(super) fn reach(&mut self, step: Step, effects: &mut Effects) {
        self.steps.insert(step);
        effects.push(Effect::Reached(step));
    }

    pub(super) fn skip(&mut self, steps: &[Step], reason: SkipReason, effects: &mut Effects) {
        for step in steps.iter().copied().filter(|step| !self.steps.contains(*step)) {
            if let Some(slot) = self.skipped.get_mut(usize::from(step.number() - 1))
                && slot.is_none()
            {
                *slot = Some(reason);
                effects.push(Effect::Skipped(step, reason));
            }
        }
    }

    /// An identifier that is in no section has led to a store that is open.
    pub(super) fn skip_for_store(&mut self, step: Step, effects: &mut Effects) {
        let slot = self.skipped.get_mut(usize::from(step.number() - 1));
        if let Some(slot) = slot.filter(|slot| **slot == Some(SkipReason::ProviderObjectExists)) {
            *slot = Some(SkipReason::StoreAlreadyOpen);
            effects.push(Effect::Skipped(step, SkipReason::StoreAlreadyOpen));
        }
    }

    /// The choice for an open point on which it depends what happens now.
    pub(super) fn read(&self, reading: Reading, effects: &mut Effects) -> Strictness {
        let choice = self.facts.readings.of(reading);
        effects.push(Effect::ReadAs(reading, choice));
        choice
    }

    /// What `OpenMsgStore` fails with. A failed open has no store and so nothing for the spooler.
    pub(super) fn fail(&mut self, code: HResult, effects: &mut Effects) {
        self.open = OpenState::Failed;
        self.spooler = SpoolerState::LoggedOff;
        // [SESSION-18] Nobody can be asked, so nothing can be configured.
        let silent = code == MAPI_E_UNCONFIGURED && self.facts.no_dialog;
        self.fails_with(if silent { MAPI_E_LOGON_FAILED } else { code }, effects);
    }

    pub(super) fn fails_with(&mut self, code: HResult, effects: &mut Effects) {
        self.failure = Some(code);
        effects.push(Effect::FailOpen(code));
    }
}

const fn skip_of_provider_object(facts: ProviderObject) -> Option<SkipReason> {
    match facts {
        ProviderObject::Missing => None,
        ProviderObject::Present => Some(SkipReason::ProviderObjectExists),
        ProviderObject::PresentStoreOpen => Some(SkipReason::StoreAlreadyOpen),
    }
}
