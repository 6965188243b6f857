//! Whether a fixture can be used at all: before any rule is judged, its store has to open.

use std::sync::Arc;

use super::judge::without_panic;
use super::sightings::{Sighting, panicked, sightings};
use super::watchdog::{Machines, watched};
use crate::catalogue::RuleId;
use crate::conformance::declare::{Declaration, Fixture, StoreSlot};
use crate::conformance::machine::{Trial, log_off};
use crate::conformance::rule::{Breach, Verdict, asks_for, error_text};
use crate::mapi::OpenStoreFlags;

/// A fixture whose store does not open.
pub(in crate::conformance) struct Unsound {
    pub(in crate::conformance) breach: Breach,
    /// The rules that the provider was seen to break meanwhile. They can be judged; without one there is nothing to
    /// judge.
    pub(in crate::conformance) broken: Vec<RuleId>,
}

/// Opens the fixture's first store as plainly as possible.
///
/// Nothing can be judged of a provider whose first store does not open in its time: every rule would wait for it.
pub(in crate::conformance) fn check_fixture(fixture: &Arc<dyn Fixture>) -> Result<(), Unsound> {
    let provider = Arc::clone(fixture);
    let check = move |machines| check_in_time(&*provider, machines);
    watched(fixture.time_limit(), &Machines::default(), check)
        .unwrap_or_else(|stopped| Err(Unsound::nothing_seen(stopped.breach)))
}

fn check_in_time(fixture: &dyn Fixture, machines: Machines) -> Result<(), Unsound> {
    let trial = without_panic(|| Trial::new(fixture, Declaration::NOTHING, FIXTURE, machines))
        .map_err(Unsound::nothing_seen)?;
    let breach = match without_panic(|| opens(&trial)) {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(not_kept)) => not_kept.breach().clone(),
        Err(panic) => panic,
    };
    let traces = trial.traces();
    let seen = sightings(&trial.findings(), &traces).into_iter().map(|Sighting { finding, .. }| finding.rule);
    let broken = seen.chain(panicked(&traces).map(asks_for)).collect();
    Err(Unsound { breach, broken })
}

/// No rule; the trial that comes before all of them.
pub(super) const FIXTURE: RuleId = RuleId::new("FIXTURE-1");

fn opens(trial: &Trial<'_>) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let flags = OpenStoreFlags::MDB_NO_DIALOG | OpenStoreFlags::MDB_NO_MAIL;
    let opened = machine.try_open(&session, StoreSlot::Store, flags)?;
    if let Err(error) = &opened {
        let got = error_text(error);
        return Err(Breach::new("a first store that opens without dialogs", got)
            .help("Look at Setup::new: the DLL's name in the section, the identifier, and what Logon needs.")
            .into());
    }
    drop(opened);
    log_off(&session)
}

impl Unsound {
    const fn nothing_seen(breach: Breach) -> Self {
        Self { breach, broken: Vec::new() }
    }

    /// Whether the provider itself was seen to break a rule, so that the rules say more than the fixture.
    pub(in crate::conformance) const fn shows_a_breach(&self) -> bool {
        !self.broken.is_empty()
    }
}

impl std::fmt::Display for Unsound {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.breach)?;
        if self.shows_a_breach() {
            let rules: Vec<String> = self.broken.iter().map(ToString::to_string).collect();
            write!(f, "; the simulator has recorded a breach of {}", rules.join(", "))?;
        }
        Ok(())
    }
}
