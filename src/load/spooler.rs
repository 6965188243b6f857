//! The transitions of the spooler's side. They never touch the client's \[LOAD-33\].

use super::effect::{Effect, Effects, ProtocolFault};
use super::facts::ServiceFacts;
use super::input::{InitOutcome, Input, LogonOutcome, Returned};
use super::machine::{Attempt, LoadMachine};
use super::readings::{Reading, Strictness};
use super::state::SpoolerState;
use super::step::{SkipReason, Step};
use crate::mapi::HResult;
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_NO_ACCESS, MAPI_E_UNCONFIGURED, MAPI_E_VERSION};

impl LoadMachine {
    pub(super) fn spooler_transition(&mut self, input: Input, effects: &mut Effects) {
        match input {
            Input::SpoolerTold => {
                self.reach(Step::SpoolerTold, effects);
                self.spooler = SpoolerState::Told;
            }
            Input::SpoolerInitCalled => self.spooler = SpoolerState::Initialising,
            Input::SpoolerInitReturned(outcome) => self.spooler_initialised(outcome, effects),
            Input::SpoolerLogonCalled => {
                self.reach(Step::SpoolerLogon, effects);
                self.spooler = SpoolerState::LoggingOn;
            }
            Input::SpoolerPassesOver => self.spooler_loses_store(SkipReason::NoValidationData, effects),
            Input::SpoolerLogonReturned(outcome) => self.spooler_logged_on(outcome, effects),
            Input::SpoolerConfigureCalled => self.spooler = SpoolerState::Configuring,
            Input::SpoolerConfigureReturned(code) => self.spooler_configured(code, effects),
            Input::SpoolerReleased => self.spooler = SpoolerState::LoggedOff,
            Input::InitCalled
            | Input::InitReturned(_)
            | Input::SectionChosen(_)
            | Input::LogonCalled
            | Input::LogonReturned(_)
            | Input::ConfigureCalled
            | Input::ConfigureReturned(_)
            | Input::ServiceDisabled
            | Input::StoreHanded
            | Input::StoreReleased
            | Input::SessionLogoff
            | Input::LogoffReturned => {}
        }
    }

    /// The same answers as in step 3, but what fails is the spooler's side alone.
    fn spooler_initialised(&mut self, outcome: InitOutcome, effects: &mut Effects) {
        match outcome {
            InitOutcome::Ready => {
                effects.push(Effect::KeepProvider);
                self.spooler_waits_again(effects);
            }
            InitOutcome::VersionTooLow => {
                // [INIT-11]
                effects.push(Effect::ReleaseProvider);
                self.spooler_failed(MAPI_E_VERSION, effects);
            }
            InitOutcome::NoObject => {
                effects.push(Effect::Fault(ProtocolFault::NoProviderObject));
                self.spooler_failed(MAPI_E_CALL_FAILED, effects);
            }
            InitOutcome::Failed(code) => self.spooler_failed(code, effects),
        }
    }

    fn spooler_logged_on(&mut self, outcome: LogonOutcome, effects: &mut Effects) {
        let first = self.spooler_attempt == Attempt::First;
        let again = first && self.service == ServiceFacts::WithEntry && !self.service_disabled;
        if outcome.code.is_success() {
            self.spooler_succeeded(outcome, effects);
        } else if outcome.code == MAPI_E_UNCONFIGURED && again && self.open.has_store() {
            self.spooler_attempt = Attempt::Second;
            self.spooler = SpoolerState::Unconfigured;
            effects.push(Effect::ConfigureForSpooler);
        } else if outcome.code == MAPI_E_NO_ACCESS && self.spooler_writes() {
            // A store that nobody may write in has nothing to deliver into, but it can be read.
            self.spooler_reads = true;
            self.spooler_waits_again(effects);
        } else {
            self.spooler_failed(outcome.code, effects);
        }
    }

    fn spooler_succeeded(&mut self, outcome: LogonOutcome, effects: &mut Effects) {
        match (outcome.store, outcome.logon) {
            // A provider that returns the store of step 5 again need not return its logon object, too.
            (Returned::New, Returned::New | Returned::Known) | (Returned::Known, _) => {
                self.reach(Step::SpoolerObjects, effects);
                self.spooler = SpoolerState::LoggedOn;
                if outcome.store == Returned::Known
                    && self.read(Reading::SpoolerObjects, effects) == Strictness::Strict
                {
                    effects.push(Effect::Fault(ProtocolFault::SameSpoolerObjects));
                }
                effects.push(Effect::KeepSpoolerObjects);
                if !self.open.has_store() {
                    effects.push(Effect::ReleaseSpoolerObjects);
                }
            }
            (Returned::Nothing, _) | (Returned::New, Returned::Nothing) => {
                effects.push(Effect::Fault(ProtocolFault::NoSpoolerObjects));
                self.spooler_failed(MAPI_E_CALL_FAILED, effects);
            }
        }
    }

    fn spooler_configured(&mut self, code: HResult, effects: &mut Effects) {
        let tries_again = !self.open.has_store()
            || code.is_success()
            || self.read(Reading::RetryAfterFailedEntry, effects) == Strictness::Lenient;
        if tries_again {
            self.spooler_waits_again(effects);
        } else {
            self.spooler_failed(code, effects);
        }
    }

    /// What had to come before the logon, or before the next one, is done; the store may have gone meanwhile, and its service may be disabled.
    fn spooler_waits_again(&mut self, effects: &mut Effects) {
        if self.open.has_store() && !self.service_disabled {
            self.spooler = SpoolerState::Told;
        } else {
            self.spooler = SpoolerState::LoggedOff;
            effects.push(Effect::DropSpoolerLogon);
        }
    }

    fn spooler_failed(&mut self, code: HResult, effects: &mut Effects) {
        self.spooler = SpoolerState::Failed;
        effects.push(Effect::SpoolerFailed(code));
    }

    /// The spooler cannot log on to the store any more while its side is not over: a logon that waits is dropped, one
    /// that runs may finish.
    pub(super) fn spooler_loses_store(&mut self, reason: SkipReason, effects: &mut Effects) {
        match self.spooler {
            SpoolerState::NotTold => {
                self.spooler = SpoolerState::LoggedOff;
                let mail = [Step::SpoolerTold, Step::SpoolerLogon, Step::SpoolerObjects];
                self.skip(&mail, reason, effects);
            }
            SpoolerState::Told | SpoolerState::Unconfigured => {
                self.spooler = SpoolerState::LoggedOff;
                self.skip(&[Step::SpoolerLogon, Step::SpoolerObjects], reason, effects);
                effects.push(Effect::DropSpoolerLogon);
            }
            // The answer of the initialisation is still awaited; no logon follows it.
            SpoolerState::Initialising => {
                self.skip(&[Step::SpoolerLogon, Step::SpoolerObjects], reason, effects);
            }
            SpoolerState::Excluded
            | SpoolerState::LoggingOn
            | SpoolerState::Configuring
            | SpoolerState::LoggedOn
            | SpoolerState::Failed
            | SpoolerState::LoggedOff => {}
        }
    }
}
