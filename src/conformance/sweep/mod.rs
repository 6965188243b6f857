//! Every call of a store's life goes wrong in turn.
//!
//! A provider is asked a handful of calls while a store is loaded, used and released, and makes others on MAPI meanwhile. Which
//! of them may fail is on their pages; what a provider does then is seldom tried. [`sweep`] tries all of it, in one line of a
//! provider's tests.

mod finding;
mod route;
mod story;
mod trial;
mod verdict;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use finding::SweepFinding;
pub use route::Route;
pub use verdict::{Sweep, SweepVerdict};

use crate::conformance::declare::Fixture;
use crate::mapi::HResult;
use crate::mapi::codes::{MAPI_E_CORRUPT_STORE, MAPI_E_DISK_ERROR, MAPI_E_NETWORK_ERROR};
use crate::methods::{self, Interface, Method};
use crate::sim::{Fault, SpoolerModel};
use trial::{Course, Run, run};

/// Lets every call of a store's life go wrong in turn, in every way, and says for each what came of it.
///
/// ```no_run
/// # struct MyProvider;
/// # impl mapi_sim::conformance::Fixture for MyProvider {
/// #     fn setup(&self) -> mapi_sim::conformance::Setup {
/// #         unimplemented!()
/// #     }
/// # }
/// // In a test:
/// let sweep = mapi_sim::conformance::sweep(MyProvider).expect_clean()?;
/// assert!(sweep.faults() > 100);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// The life of a store is this: a client logs on, opens the first store of the fixture through the nine steps, asks it and its root folder
/// something, and lets go of store and session on one [`Route`]. Meanwhile other sessions have this store open and the second one,
/// as far as the fixture has it and the provider opens a store twice. There is a life for each route and each
/// [`SpoolerModel`]; calls before the release are tried on the first route alone. Where the client cannot open its store beside
/// others, it is alone.
///
/// In a life one call goes wrong: one of a client on its session, one of MAPI or of a client on an object of the provider, or one of the
/// provider on what MAPI gave it. It answers each code of failure that its page lists ([`Row::codes`](crate::methods::Row::codes)),
/// then one that no page of it lists; where it succeeds it has each warning that its page lists; and it panics, where it is the provider's or made by it. The client takes all further steps
/// whatever comes of it, and then
///
/// - the run has ended, and nobody has panicked but where that was asked for;
/// - the stores of the others can still be used;
/// - somebody logs on to the same store once more, uses it, and lets go of it;
/// - no reference is left, the [invariants](crate::trace::Invariant) hold, and the provider has broken no rule.
///
/// A rule about the very answer that was put in place of the provider's is not held against it, such as that
/// `IMSLogon::Logoff` succeeds. [`Fault`] says what exactly goes wrong; a finding can be
/// looked at alone with [`SubsystemBuilder::fault`](crate::sim::SubsystemBuilder::fault).
///
/// A life that does not end is left behind after the [`time_limit`](Fixture::time_limit) of the fixture.
#[must_use]
pub fn sweep(fixture: impl Fixture) -> Sweep {
    let fixture: Arc<dyn Fixture> = Arc::new(fixture);
    let mut verdicts = Vec::new();
    for spooler in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
        for (index, route) in Route::ALL.into_iter().enumerate() {
            let (course, plain) = without_fault(&fixture, spooler, route);
            if !plain.findings.is_empty() {
                verdicts.push(SweepVerdict::without_fault(course, plain));
                continue;
            }
            // What comes before the release is the same on every route.
            let from = if index == 0 { 0 } else { plain.before_release };
            for (method, number) in numbered(&plain.calls).skip(from) {
                let runs = faults(method, number).map(|fault| (fault, run(&fixture, course, Some(fault))));
                verdicts.push(SweepVerdict::new(course, (method, number), runs));
            }
        }
    }
    Sweep::new(verdicts)
}

/// The life in which nothing goes wrong. A provider that others keep from opening a store at a time is tried alone.
fn without_fault(fixture: &Arc<dyn Fixture>, spooler: SpoolerModel, route: Route) -> (Course, Run) {
    let beside = Course { spooler, route, beside_others: true };
    let plain = run(fixture, beside, None);
    if plain.findings.is_empty() {
        return (beside, plain);
    }
    let course = Course { beside_others: false, ..beside };
    let alone = run(fixture, course, None);
    if alone.findings.is_empty() { (course, alone) } else { (beside, plain) }
}

/// Each call with its number among those of its method.
fn numbered(calls: &[Method]) -> impl Iterator<Item = (Method, u32)> {
    let mut seen = BTreeMap::<Method, u32>::new();
    calls.iter().map(move |method| {
        let number = seen.entry(*method).or_default();
        *number += 1;
        (*method, *number)
    })
}

/// What can go wrong with a call: every code that its page lists, one that it does not list, and a panic, where the call is
/// one of a provider's or on it.
fn faults(method: Method, number: u32) -> impl Iterator<Item = Fault> {
    let listed = method.row().map_or(&[][..], |row| row.codes);
    let failures = listed.iter().copied().filter(|code| code.is_failure());
    let unlisted = UNLISTED.iter().copied().find(|code| !listed.contains(code));
    let codes = failures.chain(unlisted);
    let panics = can_panic(method).then(|| Fault::panics(method, number));
    let answers = codes.map(move |code| Fault::answers(method, number, code));
    let warnings = listed.iter().filter(|code| code.is_success());
    answers.chain(warnings.map(move |code| Fault::warns(method, number, *code))).chain(panics)
}

/// Codes of which no page of these calls lists all.
const UNLISTED: [HResult; 3] = [MAPI_E_DISK_ERROR, MAPI_E_NETWORK_ERROR, MAPI_E_CORRUPT_STORE];

fn can_panic(method: Method) -> bool {
    let of_client = [Interface::IMAPISession, Interface::IMAPIClientShutdown].contains(&method.interface());
    !of_client && method != methods::Exports::MAPILogonEx
}
