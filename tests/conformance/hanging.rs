//! Providers that wait for themselves, or panic under their own lock: the kit goes on, and says what happened.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use mapi_sim::conformance::{
    Capability, Conformance, Declaration, Fixture, Outcome, RULES, Report, RuleId, RuleSet, Setup, rules,
    run, run_declared, run_with, test_fixture, test_rule,
};
use mapi_sim::mapi::*;
use mapi_sim::methods::{Interface, ObjectNo};
use mapi_sim::spi::*;
use mapi_sim::wrap::{Call, Layer, WrapProvider, Wrapping};

use crate::fixture::Reference;
use crate::kit::{Bent, panic_text};

/// A provider with one lock for everything, held over the call of a support object.
#[derive(Clone, Default)]
struct WaitsForItself(Arc<Mutex<()>>);

impl WrapProvider for WaitsForItself {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let section = request.support.open_profile_section(None, OpenSectionFlags::empty());
        drop((section, held));
        inner.logon(request)
    }

    fn compare_store_ids(
        &self,
        inner: &dyn IMSProvider,
        first: &EntryId,
        second: &EntryId,
        flags: u32,
    ) -> MapiResult<bool> {
        let _held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inner.compare_store_ids(first, second, flags)
    }
}

/// A provider that waits for ever in the spooler's logon.
struct SpoolerWaits;

impl WrapProvider for SpoolerWaits {
    fn spooler_logon(&self, _: &dyn IMSProvider, _: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        loop {
            std::thread::park();
        }
    }
}

const MAIL: Declaration = Declaration { capabilities: &[Capability::Mail], ..Declaration::NOTHING };

/// A fixture that is waited for a moment only.
struct Briefly<F>(F);

impl<F: Fixture> Fixture for Briefly<F> {
    fn setup(&self) -> Setup {
        self.0.setup()
    }

    fn declaration(&self) -> Declaration {
        MAIL
    }

    fn time_limit(&self) -> Duration {
        Duration::from_millis(300)
    }
}

fn waits_for_itself() -> impl Fixture {
    Briefly(Bent(|wrapping| wrapping.provider(WaitsForItself::default())))
}

fn only(rule: RuleId) -> RuleSet {
    let rule = RULES.iter().find(|known| known.id == rule).unwrap();
    RuleSet::empty().with(*rule)
}

#[test]
fn a_provider_that_waits_for_itself_is_left_behind() {
    let report = run(waits_for_itself());
    assert_eq!(report.conformance(), Conformance::NotJudged, "{report}");
    let text = report.fixture_fault().unwrap().to_string();
    for part in ["OpenMsgStore", "Logon", "OpenProfileSection", "CompareStoreIDs", "LOAD-13", "300ms"] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
    let text = panic_text(|| test_fixture(waits_for_itself(), Declaration::NOTHING, None));
    for part in ["not sound", "LOAD-13", "MAPI_SIM_TIME_LIMIT"] {
        assert!(text.contains(part), "{part} is not in: {text}");
    }
}

#[test]
fn a_rule_whose_trial_does_not_end_says_which_calls_have_not_returned() {
    let spooler_waits = || Briefly(Bent(|wrapping| wrapping.provider(SpoolerWaits)));
    let outcome = |report: &Report| report.entries()[0].outcome.clone();

    let report = run_with(spooler_waits(), &only(rules::LOAD_35));
    let Outcome::Failed(failure) = outcome(&report) else { panic!("{report}") };
    assert!(failure.to_string().contains("SpoolerLogon"), "{failure}");
    assert!(failure.trace.is_some(), "what happened until then");

    // What needs no spooler is judged as ever.
    let report = run_with(spooler_waits(), &only(rules::LOAD_19));
    assert!(matches!(outcome(&report), Outcome::Passed), "{report}");
    test_rule(spooler_waits(), MAIL, None, rules::LOAD_19);
    let text = panic_text(|| test_rule(spooler_waits(), MAIL, None, rules::LOAD_35));
    assert!(text.contains("SpoolerLogon") && text.contains("no end after 300ms"), "{text}");
}

/// A setup that does not return.
struct Endless;

impl Fixture for Endless {
    fn setup(&self) -> Setup {
        loop {
            std::thread::park();
        }
    }

    fn time_limit(&self) -> Duration {
        Duration::from_millis(100)
    }
}

#[test]
fn a_setup_that_does_not_return_is_no_provider_to_be_judged() {
    let report = run(Endless);
    assert_eq!(report.conformance(), Conformance::NotJudged, "{report}");
    assert!(report.fixture_fault().unwrap().to_string().contains("setup"), "{report}");
}

/// With zero a trial runs where the test runs.
#[test]
fn without_a_limit_there_is_no_other_thread() {
    struct Here(std::thread::ThreadId);
    impl Fixture for Here {
        fn setup(&self) -> Setup {
            assert_eq!(std::thread::current().id(), self.0);
            Reference.setup()
        }
        fn time_limit(&self) -> Duration {
            Duration::ZERO
        }
    }
    test_rule(Here(std::thread::current().id()), Declaration::NOTHING, None, rules::LOAD_19);
}

/// A provider with one lock, which its first panic poisons. From then on every call panics, also those of the end.
#[derive(Clone, Default)]
struct Poisoned {
    calls: Arc<Mutex<usize>>,
    at: usize,
}

impl Poisoned {
    fn at(at: usize) -> Self {
        Self { at, ..Self::default() }
    }
}

impl Layer for Poisoned {
    fn around(&self, call: &Call, _: &mut dyn FnMut() -> mapi_sim::wrap::Outcome) -> MapiResult<()> {
        if [Interface::IMAPISupport, Interface::IProfSect].contains(&call.object.interface) {
            return Ok(());
        }
        let mut calls = self.calls.lock().unwrap();
        *calls += 1;
        assert!(*calls < self.at, "call {calls}");
        Ok(())
    }

    fn released(&self, _: ObjectNo) {
        drop(self.calls.lock().unwrap());
    }
}

#[test]
fn a_provider_that_panics_under_its_lock_gets_its_verdicts() {
    let panics: [fn(Wrapping) -> Wrapping; 5] = [
        |wrapping| wrapping.layer(Poisoned::at(1)),
        |wrapping| wrapping.layer(Poisoned::at(2)),
        |wrapping| wrapping.layer(Poisoned::at(3)),
        |wrapping| wrapping.layer(Poisoned::at(6)),
        |wrapping| wrapping.layer(Poisoned::at(12)),
    ];
    for bent in panics {
        let report = run_declared(Bent(bent), MAIL);
        assert_ne!(report.conformance(), Conformance::Conformant, "{report}");
        assert_ne!(report.conformance(), Conformance::ConformantWithWaivers, "{report}");
    }
}
