//! The transitions of the client's side. `legal` has let only inputs through that can happen in the present state.

use super::effect::{Effect, Effects, ProtocolFault};
use super::facts::{SectionFacts, ServiceFacts};
use super::input::{InitOutcome, Input, LogonOutcome, Returned};
use super::machine::{Attempt, LoadMachine};
use super::readings::{Reading, Strictness};
use super::state::{OpenState, SpoolerState};
use super::step::{SkipReason, Step};
use super::verdict::{LogonVerdict, verdict};
use crate::mapi::HResult;
use crate::mapi::codes::{
    MAPI_E_CALL_FAILED, MAPI_E_END_OF_SESSION, MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL,
    MAPI_E_VERSION,
};

/// The steps that are left out without mail.
const MAIL: [Step; 3] = [Step::SpoolerTold, Step::SpoolerLogon, Step::SpoolerObjects];

impl LoadMachine {
    pub(super) fn transition(&mut self, input: Input, effects: &mut Effects) {
        match input {
            Input::InitCalled => {
                self.reach(Step::MsProviderInit, effects);
                self.open = OpenState::Initialising;
            }
            Input::InitReturned(outcome) => self.initialised(outcome, effects),
            Input::SectionChosen(section) => self.section_chosen(section, effects),
            Input::LogonCalled => {
                self.reach(Step::Logon, effects);
                self.open = OpenState::LoggingOn;
            }
            Input::LogonReturned(outcome) => self.logged_on(outcome, effects),
            Input::ConfigureCalled => self.open = OpenState::Configuring,
            Input::ConfigureReturned(code) => self.configured(code, effects),
            Input::StoreHanded => {
                self.reach(Step::StoreToClient, effects);
                self.open = if self.store_open { OpenState::Joined } else { OpenState::Open };
            }
            Input::ServiceDisabled => self.disabled(effects),
            Input::StoreReleased => self.store_released(effects),
            Input::SessionLogoff => self.session_logoff(effects),
            Input::LogoffReturned => self.open = OpenState::Closed,
            Input::SpoolerTold
            | Input::SpoolerInitCalled
            | Input::SpoolerInitReturned(_)
            | Input::SpoolerLogonCalled
            | Input::SpoolerPassesOver
            | Input::SpoolerLogonReturned(_)
            | Input::SpoolerConfigureCalled
            | Input::SpoolerConfigureReturned(_)
            | Input::SpoolerReleased => self.spooler_transition(input, effects),
        }
    }

    fn initialised(&mut self, outcome: InitOutcome, effects: &mut Effects) {
        match outcome {
            InitOutcome::Ready => {
                self.reach(Step::ProviderObject, effects);
                effects.push(Effect::KeepProvider);
                self.open = OpenState::Ready;
                if self.session_ended {
                    self.fail(MAPI_E_END_OF_SESSION, effects);
                }
            }
            InitOutcome::VersionTooLow => {
                // [INIT-11]
                effects.push(Effect::ReleaseProvider);
                self.fail_init(MAPI_E_VERSION, effects);
            }
            InitOutcome::NoObject => {
                effects.push(Effect::Fault(ProtocolFault::NoProviderObject));
                self.fail_init(MAPI_E_CALL_FAILED, effects);
            }
            // [LOAD-09] the code is handed on as it is.
            InitOutcome::Failed(code) => self.fail_init(code, effects),
        }
    }

    fn fail_init(&mut self, code: HResult, effects: &mut Effects) {
        if self.facts.service_known && self.read(Reading::FailedInitDisables, effects) == Strictness::Strict {
            effects.push(Effect::DisableService);
        }
        self.fail(code, effects);
    }

    fn section_chosen(&mut self, section: SectionFacts, effects: &mut Effects) {
        self.service = section.service;
        self.store_open = section.store_open;
        self.spooler_told = section.spooler_told;
        if section.store_open {
            for step in [Step::MsProviderInit, Step::ProviderObject] {
                self.skip_for_store(step, effects);
            }
        }
        match section.service {
            ServiceFacts::Disabled => self.fail(MAPI_E_LOGON_FAILED, effects),
            ServiceFacts::None | ServiceFacts::WithoutEntry | ServiceFacts::WithEntry => {
                self.open = OpenState::Sectioned;
            }
        }
    }

    fn logged_on(&mut self, outcome: LogonOutcome, effects: &mut Effects) {
        match verdict(outcome.code) {
            LogonVerdict::Success => self.logon_succeeded(outcome, effects),
            LogonVerdict::Unconfigured => self.unconfigured(effects),
            LogonVerdict::ThisOpenOnly => self.fail(outcome.code, effects),
            LogonVerdict::Refusal => self.fail_as_read(Reading::RefusalDisables, outcome.code, effects),
            LogonVerdict::Cancelled => self.fail_as_read(Reading::CancelDisables, outcome.code, effects),
            LogonVerdict::DisablesService => self.fail_service(outcome.code, effects),
        }
    }

    fn logon_succeeded(&mut self, outcome: LogonOutcome, effects: &mut Effects) {
        match (outcome.store, outcome.logon) {
            (Returned::Nothing, _) => self.broken(ProtocolFault::NoStoreObject, effects),
            (Returned::New, Returned::Nothing | Returned::Known) => {
                self.broken(ProtocolFault::NoLogonObject, effects)
            }
            (Returned::New, Returned::New) => {
                if self.store_open {
                    effects.push(Effect::Fault(ProtocolFault::SecondStoreObject));
                }
                self.store_open = false;
                self.spooler_told = false;
                self.reach(Step::LogonAndStore, effects);
                effects.push(Effect::KeepLogon);
                self.store_is_open(effects);
            }
            (Returned::Known, logon) => {
                self.check_logon_object(logon, effects);
                self.store_open = true;
                self.reach(Step::LogonAndStore, effects);
                effects.push(Effect::JoinStore);
                self.store_is_open(effects);
            }
        }
    }

    /// What came beside a store that is open \[LOAD-24\].
    fn check_logon_object(&self, logon: Returned, effects: &mut Effects) {
        match logon {
            Returned::Nothing => {}
            Returned::New => effects.push(Effect::Fault(ProtocolFault::SecondLogonObject)),
            Returned::Known => match self.read(Reading::ExistingLogonObject, effects) {
                Strictness::Strict => effects.push(Effect::Fault(ProtocolFault::ExistingLogonObject)),
                Strictness::Lenient => {}
            },
        }
    }

    fn store_is_open(&mut self, effects: &mut Effects) {
        self.open = OpenState::LoggedOn;
        // [LOAD-28] MDB_NO_MAIL alone decides: a client without mail gets the folders, too.
        if !self.session_ended && !self.facts.store_no_mail {
            effects.push(Effect::ValidateFolders);
        }
        if let Some(reason) = self.why_without_mail(effects) {
            self.spooler = SpoolerState::Excluded;
            self.skip(&MAIL, reason, effects);
        }
        if self.session_ended {
            self.skip(&[Step::StoreToClient], SkipReason::SessionEnded, effects);
            self.fails_with(MAPI_E_END_OF_SESSION, effects);
            // A store that was open before ends with the open that made it.
            if self.store_open {
                self.open = OpenState::Closed;
            } else {
                self.open = OpenState::LoggingOff;
                effects.push(Effect::LogOffAtOnce);
            }
        }
    }

    fn why_without_mail(&self, effects: &mut Effects) -> Option<SkipReason> {
        if self.session_ended {
            Some(SkipReason::SessionEnded)
        } else if self.facts.client_no_mail {
            Some(SkipReason::ClientWithoutMail)
        } else if self.facts.store_no_mail {
            Some(SkipReason::StoreWithoutMail)
        } else if self.spooler_told {
            Some(SkipReason::SpoolerAlreadyTold)
        } else if self.service_disabled {
            Some(SkipReason::ServiceDisabled)
        } else if self.facts.temporary && self.leaves_out(Reading::MailOfTemporaryStore, effects) {
            Some(SkipReason::TemporaryStore)
        } else if self.store_open && self.leaves_out(Reading::MailAfterOpenWithout, effects) {
            Some(SkipReason::OpenedWithoutMail)
        } else {
            None
        }
    }

    fn leaves_out(&self, reading: Reading, effects: &mut Effects) -> bool {
        self.read(reading, effects) == Strictness::Lenient
    }

    fn broken(&mut self, fault: ProtocolFault, effects: &mut Effects) {
        effects.push(Effect::Fault(fault));
        self.fail(MAPI_E_CALL_FAILED, effects);
    }

    /// `MAPI_E_UNCONFIGURED`: the provider is configured once, then the code is final \[ERR-13\].
    fn unconfigured(&mut self, effects: &mut Effects) {
        if self.store_open {
            return self.fail(MAPI_E_UNCONFIGURED, effects);
        }
        match (self.service, self.attempt) {
            (ServiceFacts::WithEntry, Attempt::First) if !self.session_ended && !self.service_disabled => {
                self.attempt = Attempt::Second;
                self.open = OpenState::Unconfigured;
                effects.push(Effect::Configure);
            }
            (
                ServiceFacts::WithEntry
                | ServiceFacts::WithoutEntry
                | ServiceFacts::None
                | ServiceFacts::Disabled,
                Attempt::First | Attempt::Second,
            ) => {
                self.fail_as_read(Reading::CancelDisables, MAPI_E_UNCONFIGURED, effects);
            }
        }
    }

    fn configured(&mut self, code: HResult, effects: &mut Effects) {
        if self.session_ended {
            self.fail(MAPI_E_END_OF_SESSION, effects);
        } else if self.service_disabled {
            self.fail(MAPI_E_LOGON_FAILED, effects);
        } else if code.is_success()
            || self.read(Reading::RetryAfterFailedEntry, effects) == Strictness::Lenient
        {
            self.open = OpenState::Sectioned;
        } else if [MAPI_E_USER_CANCEL, MAPI_E_UNCONFIGURED].contains(&code) {
            self.fail_as_read(Reading::CancelDisables, code, effects);
        } else {
            self.fail_service(code, effects);
        }
    }

    /// The open fails. Whether that disables the service is an open point, if the store has a service.
    fn fail_as_read(&mut self, reading: Reading, code: HResult, effects: &mut Effects) {
        if self.can_disable() && self.read(reading, effects) == Strictness::Strict {
            effects.push(Effect::DisableService);
        }
        self.fail(code, effects);
    }

    /// A failed first logon disables the service; one for a store that is open never does [ERR-12].
    fn fail_service(&mut self, code: HResult, effects: &mut Effects) {
        if self.can_disable() {
            effects.push(Effect::DisableService);
        }
        self.fail(code, effects);
    }

    const fn can_disable(&self) -> bool {
        match self.service {
            ServiceFacts::WithEntry | ServiceFacts::WithoutEntry => {
                !self.store_open && !self.service_disabled
            }
            ServiceFacts::None | ServiceFacts::Disabled => false,
        }
    }

    /// No provider of the service is called any more \[ERR-12\]; a call that runs may finish, and a store that is open
    /// stays so.
    fn disabled(&mut self, effects: &mut Effects) {
        self.service_disabled = true;
        match self.open {
            OpenState::Sectioned | OpenState::Unconfigured => self.fail(MAPI_E_LOGON_FAILED, effects),
            OpenState::LoggedOn | OpenState::Open | OpenState::Joined => {
                self.spooler_loses_store(SkipReason::ServiceDisabled, effects);
            }
            OpenState::Resolving
            | OpenState::Initialising
            | OpenState::Ready
            | OpenState::LoggingOn
            | OpenState::Configuring
            | OpenState::LoggingOff
            | OpenState::Failed
            | OpenState::Closed => {}
        }
    }

    fn store_released(&mut self, effects: &mut Effects) {
        match self.open {
            OpenState::Joined => self.open = OpenState::Closed,
            OpenState::LoggedOn | OpenState::Open => {
                self.open = OpenState::LoggingOff;
                effects.push(Effect::CallLogoff);
            }
            OpenState::Resolving
            | OpenState::Initialising
            | OpenState::Ready
            | OpenState::Sectioned
            | OpenState::LoggingOn
            | OpenState::Unconfigured
            | OpenState::Configuring
            | OpenState::LoggingOff
            | OpenState::Failed
            | OpenState::Closed => {}
        }
        self.spooler_loses_store(SkipReason::StoreReleased, effects);
    }

    fn session_logoff(&mut self, effects: &mut Effects) {
        self.session_ended = true;
        match self.open {
            // The answer of the call that runs is still awaited.
            OpenState::Initialising | OpenState::LoggingOn | OpenState::Configuring => {}
            OpenState::Resolving | OpenState::Ready | OpenState::Sectioned | OpenState::Unconfigured => {
                self.fail(MAPI_E_END_OF_SESSION, effects);
            }
            OpenState::LoggedOn | OpenState::Open => {
                self.open = OpenState::LoggingOff;
                self.spooler_loses_store(SkipReason::SessionEnded, effects);
                effects.push(Effect::CallLogoff);
            }
            OpenState::Joined => {
                self.open = OpenState::Closed;
                self.spooler_loses_store(SkipReason::SessionEnded, effects);
            }
            OpenState::LoggingOff | OpenState::Failed | OpenState::Closed => {}
        }
    }
}
