//! The fewest steps that still show a finding.

use super::{Act, Script, ScriptFailure, Stage, Usage};
use crate::explore::{Failure, Finding, Orders, Schedule};
use crate::mapi::{LogoffFlags, LogonExFlags, OpenStoreFlags};

/// How many scripts are tried at most.
const MOST_SCRIPTS: usize = 400;

/// How many orders of a script are tried by lot.
const LOTS: u64 = 24;

/// Takes faults, clients, the spooler and steps away as long as the finding stays, in halves first; then makes what is left plainer.
pub(super) fn fewest(stage: &Stage, found: &Script, failure: Failure) -> ScriptFailure {
    let kind = failure.findings().first().map(Finding::kind).unwrap_or_default();
    let mut shrinker = Shrinker { stage, kind, tried: 0, best: found.clone(), failure };
    loop {
        let before = shrinker.best.clone();
        shrinker.take_parties_away();
        shrinker.take_steps_away();
        shrinker.make_plainer();
        if shrinker.best == before {
            break;
        }
    }
    ScriptFailure { found: found.clone(), shortest: shrinker.best, failure: shrinker.failure }
}

struct Shrinker<'a> {
    stage: &'a Stage,
    kind: String,
    tried: usize,
    best: Script,
    failure: Failure,
}

impl Shrinker<'_> {
    fn take_parties_away(&mut self) {
        for fault in (0..self.best.faults.len()).rev() {
            let mut fewer = self.best.clone();
            fewer.faults.remove(fault);
            self.keep(fewer);
        }
        if self.best.spooler {
            let mut fewer = self.best.clone();
            fewer.spooler = false;
            self.keep(fewer);
        }
        for client in (0..self.best.clients.len()).rev() {
            let mut fewer = self.best.clone();
            fewer.clients.remove(client);
            self.keep(fewer);
        }
    }

    fn take_steps_away(&mut self) {
        for client in 0..self.best.clients.len() {
            let mut size = self.steps_of(client);
            while size > 0 {
                let mut from = 0;
                while from < self.steps_of(client) {
                    let mut fewer = self.best.clone();
                    let end = from.saturating_add(size).min(self.steps_of(client));
                    if let Some(acts) = fewer.clients.get_mut(client) {
                        acts.drain(from..end);
                    }
                    if !self.keep(fewer) {
                        from += size;
                    }
                }
                size /= 2;
            }
        }
    }

    /// Flags go, and what is done with a store becomes the plainest.
    fn make_plainer(&mut self) {
        for client in 0..self.best.clients.len() {
            for place in 0..self.steps_of(client) {
                let act = self.best.clients.get(client).and_then(|acts| acts.get(place)).copied();
                let Some(plainer) = act.and_then(plainer) else { continue };
                let mut script = self.best.clone();
                if let Some(act) = script.clients.get_mut(client).and_then(|acts| acts.get_mut(place)) {
                    *act = plainer;
                }
                self.keep(script);
            }
        }
    }

    fn steps_of(&self, client: usize) -> usize {
        self.best.clients.get(client).map_or(0, Vec::len)
    }

    /// Takes a script in place of the best one if it shows the finding in some order.
    fn keep(&mut self, candidate: Script) -> bool {
        if self.tried == MOST_SCRIPTS {
            return false;
        }
        self.tried += 1;
        let scenario = self.stage.scenario(&candidate);
        // The faults are those of the candidate.
        let same_order = Orders::given([Schedule::new(self.failure.schedule().choices())]);
        for orders in [same_order, Orders::documented(), Orders::random(0, LOTS)] {
            if let Err(failure) = scenario.play_all(orders)
                && failure.findings().iter().any(|finding| finding.kind() == self.kind)
            {
                (self.best, self.failure) = (candidate, *failure);
                return true;
            }
        }
        false
    }
}

fn plainer(act: Act) -> Option<Act> {
    let plain = match act {
        Act::LogOn(_) => Act::LogOn(LogonExFlags::MAPI_NEW_SESSION),
        Act::Open { .. } => Act::Open { store: 0, flags: OpenStoreFlags::empty() },
        Act::Use { .. } => Act::Use { store: 0, how: Usage::Props },
        Act::Advise(_) => Act::Advise(0),
        Act::Unadvise(_) => Act::Unadvise(0),
        Act::StoreLogoff { .. } => Act::StoreLogoff { store: 0, flags: LogoffFlags::empty() },
        Act::Release(_) => Act::Release(0),
        Act::LogOff => Act::LogOff,
    };
    (plain != act).then_some(plain)
}
