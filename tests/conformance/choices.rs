//! What a fixture chooses of the machines of the kit: readings of open points, and a user who is asked more than once.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::{Fixture, Report, RuleId, Setup, rules, run_declared};
use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::mapi::*;
use mapi_sim::sim::Reply;
use mapi_sim::spi::*;
use mapi_sim::wrap::{WrapLogon, WrapProvider, Wrapping};

use crate::fixture::Reference;
use crate::kit::{Bent, EVERYTHING};
use crate::mutants::{address, lock};

/// A fixture with more said about its machines.
struct Chosen<F>(F, fn(Setup) -> Setup);

impl<F: Fixture> Fixture for Chosen<F> {
    fn setup(&self) -> Setup {
        (self.1)(self.0.setup())
    }
}

fn broken(report: &Report) -> BTreeSet<RuleId> {
    assert!(report.fixture_fault().is_none(), "{report}");
    let broken = report.entries().iter().filter(|entry| entry.outcome.failure().is_some());
    broken.map(|entry| entry.rule.id).collect()
}

/// The reference provider on machines that read one point in the other way.
struct OtherReading(Reading);

impl OtherReading {
    fn choice(&self) -> Strictness {
        match self.0.default_strictness() {
            Strictness::Strict => Strictness::Lenient,
            Strictness::Lenient => Strictness::Strict,
        }
    }
}

impl Fixture for OtherReading {
    fn setup(&self) -> Setup {
        Reference.setup().reading(self.0, self.choice())
    }
}

#[test]
fn the_reference_provider_is_tried_under_every_reading() {
    // What it does not keep: one of two pages has transports logged off at the end of a session.
    let known = [(Reading::TransportLogoffAtSessionEnd, rules::SHUT_03)];
    for reading in Reading::ALL {
        let report = run_declared(OtherReading(*reading), EVERYTHING);
        let of_reading = known.iter().filter(|(known, _)| known == reading).map(|(_, rule)| *rule);
        assert_eq!(broken(&report), of_reading.collect(), "{reading:?}: {report}");
    }
}

/// Has the section of each open store open for writing.
#[derive(Clone, Default)]
struct HoldsItsSection(Arc<Mutex<Vec<Held>>>);

/// The logon object of a store, and its section.
type Held = (usize, Arc<dyn IProfSect>);

impl WrapProvider for HoldsItsSection {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if let Some(logon) = &answer.logon {
            let section = request.support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)?;
            lock(&self.0).push((address(&**logon), section));
        }
        Ok(answer)
    }
}

impl WrapLogon for HoldsItsSection {
    fn logoff(&self, inner: &dyn IMSLogon, flags: u32) -> MapiResult<()> {
        let of_another = |held: &Held| held.0 != address(inner);
        let (kept, closed) = std::mem::take(&mut *lock(&self.0)).into_iter().partition(of_another);
        *lock(&self.0) = kept;
        drop::<Vec<Held>>(closed);
        inner.logoff(flags)
    }
}

fn holds_its_section(wrapping: Wrapping) -> Wrapping {
    let holds = HoldsItsSection::default();
    wrapping.provider(holds.clone()).logon(holds)
}

/// [PROFILE-04]
#[test]
fn a_fixture_chooses_how_its_machines_read() {
    let strict = run_declared(Bent(holds_its_section), EVERYTHING);
    assert!(broken(&strict).contains(&rules::LOAD_35), "{strict}");
    let lenient = |setup: Setup| setup.reading(Reading::OwnSectionAgain, Strictness::Lenient);
    let report = run_declared(Chosen(Bent(holds_its_section), lenient), EVERYTHING);
    assert_eq!(broken(&report), BTreeSet::new(), "{report}");
}

/// Asks for the server before it asks for anything else.
struct AsksTwice;

impl WrapProvider for AsksTwice {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        if !request.window.has_host() {
            return inner.logon(request);
        }
        inner.logon(&request.window(ParentWindow::new(&ServerFirst(request.window))))
    }
}

/// A window at which each dialog comes behind another one.
struct ServerFirst<'a>(ParentWindow<'a>);

impl DialogHost for ServerFirst<'_> {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        let answer = self.0.show(&Dialog::new("Server").field(DialogField::new("server", "Server")));
        let DialogAnswer::Completed(fields) = &answer else { return answer };
        let known = fields.iter().any(|(_, value)| value == "mail");
        if known { self.0.show(dialog) } else { DialogAnswer::Cancelled }
    }
}

#[test]
fn a_user_answers_as_many_dialogs_as_the_provider_shows() {
    let asks = Bent(|wrapping| wrapping.provider(AsksTwice));
    let once = run_declared(asks, EVERYTHING);
    assert!(broken(&once).contains(&rules::CLAIM_22), "{once}");
    let twice = Chosen(asks, |setup| {
        let server = || Reply::fill("server", "mail");
        setup
            .chooses_store([server(), Reply::fill("store", "first")])
            .types_password([server(), Reply::fill("password", "right")])
    });
    let report = run_declared(twice, EVERYTHING);
    assert_eq!(broken(&report), BTreeSet::new(), "{report}");
}
