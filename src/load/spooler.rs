//! The transitions of the spooler's side. They never touch the client's \[LOAD-33\].

use super::effect::{Breach, Effect, Effects};
use super::facts::ServiceFacts;
use super::input::{Input, LogonOutcome, Returned};
use super::machine::{Attempt, LoadMachine};
use super::readings::{Choice, Reading};
use super::state::SpoolerState;
use super::step::{SkipReason, Step};
use crate::mapi::HResult;
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_UNCONFIGURED};

impl LoadMachine {
    pub(super) fn spooler_transition(&mut self, input: Input, effects: &mut Effects) {
        match input {
            Input::SpoolerTold => {
                self.reach(Step::SpoolerTold, effects);
                self.spooler = SpoolerState::Told;
            }
            Input::SpoolerLogonCalled => {
                self.reach(Step::SpoolerLogon, effects);
                self.spooler = SpoolerState::LoggingOn;
            }
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
            | Input::StoreHanded
            | Input::StoreReleased
            | Input::SessionLogoff
            | Input::LogoffReturned => {}
        }
    }

    fn spooler_logged_on(&mut self, outcome: LogonOutcome, effects: &mut Effects) {
        let again = self.spooler_attempt == Attempt::First && self.service == ServiceFacts::WithEntry;
        if outcome.code.is_success() {
            self.spooler_succeeded(outcome, effects);
        } else if outcome.code == MAPI_E_UNCONFIGURED && again && self.open.has_store() {
            self.spooler_attempt = Attempt::Second;
            self.spooler = SpoolerState::Unconfigured;
            effects.push(Effect::ConfigureForSpooler);
        } else {
            self.spooler_failed(outcome.code, effects);
        }
    }

    fn spooler_succeeded(&mut self, outcome: LogonOutcome, effects: &mut Effects) {
        match (outcome.store, outcome.logon) {
            // Whoever returns the store of step 5 again may leave the logon object of step 5 where it is.
            (Returned::New, Returned::New | Returned::Known) | (Returned::Known, _) => {
                self.reach(Step::SpoolerObjects, effects);
                self.spooler = SpoolerState::LoggedOn;
                if outcome.store == Returned::Known
                    && self.read(Reading::SpoolerObjects, effects) == Choice::Strict
                {
                    effects.push(Effect::Breach(Breach::SameSpoolerObjects));
                }
                effects.push(Effect::KeepSpoolerObjects);
                if !self.open.has_store() {
                    effects.push(Effect::ReleaseSpoolerObjects);
                }
            }
            (Returned::Nothing, _) | (Returned::New, Returned::Nothing) => {
                effects.push(Effect::Breach(Breach::NoSpoolerObjects));
                self.spooler_failed(MAPI_E_CALL_FAILED, effects);
            }
        }
    }

    fn spooler_configured(&mut self, code: HResult, effects: &mut Effects) {
        if !self.open.has_store() {
            self.spooler = SpoolerState::LoggedOff;
            effects.push(Effect::DropSpoolerLogon);
        } else if code.is_success() || self.read(Reading::RetryAfterFailedEntry, effects) == Choice::Lenient {
            self.spooler = SpoolerState::Told;
        } else {
            self.spooler_failed(code, effects);
        }
    }

    fn spooler_failed(&mut self, code: HResult, effects: &mut Effects) {
        self.spooler = SpoolerState::Failed;
        effects.push(Effect::SpoolerFailed(code));
    }

    /// The store has gone under the spooler's eyes (section 6): what waits is dropped, what runs may finish.
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
            SpoolerState::Excluded
            | SpoolerState::LoggingOn
            | SpoolerState::Configuring
            | SpoolerState::LoggedOn
            | SpoolerState::Failed
            | SpoolerState::LoggedOff => {}
        }
    }
}
