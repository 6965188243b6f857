//! A schedule that still shows a finding, and of which no fault and no switch can be taken away alone.

use crate::explore::orders::InOrder;
use crate::explore::scenario::Scenario;
use crate::explore::schedule::Schedule;
use crate::sim::Fault;

/// How often the scenario is played again at most.
const MOST_RUNS: usize = 2_000;

/// Takes faults away one by one and switches in halves first, as long as the finding stays; then lets the switches that are left
/// lead to an earlier task.
pub(super) fn shortest(scenario: &Scenario, kind: &str, found: &Schedule) -> Schedule {
    let faults = found.faults().map(<[Fault]>::to_vec);
    let mut shrinker = Shrinker { scenario, kind, runs: 0, best: found.choices().to_vec(), faults };
    loop {
        let before = (shrinker.best.clone(), shrinker.faults.clone());
        shrinker.take_faults_away();
        shrinker.take_switches_away();
        shrinker.lower_choices();
        if (&shrinker.best, &shrinker.faults) == (&before.0, &before.1) {
            break;
        }
    }
    shrinker.cut_end();
    let cut = Schedule::new(shrinker.best);
    match shrinker.faults {
        Some(faults) => cut.with_faults(faults),
        None => cut,
    }
}

struct Shrinker<'a> {
    scenario: &'a Scenario,
    kind: &'a str,
    runs: usize,
    best: Vec<u8>,
    faults: Option<Vec<Fault>>,
}

impl Shrinker<'_> {
    /// The last one first, which is the least likely to be needed.
    fn take_faults_away(&mut self) {
        for place in (0..self.faults.as_ref().map_or(0, Vec::len)).rev() {
            let before = self.faults.clone();
            if let Some(faults) = &mut self.faults {
                faults.remove(place);
            }
            if !self.keep(self.best.clone()) {
                self.faults = before;
            }
        }
    }

    fn take_switches_away(&mut self) {
        let mut size = self.switches().len();
        while size > 0 {
            let mut from = 0;
            loop {
                let switches = self.switches();
                let Some(part) = switches.get(from..).filter(|rest| !rest.is_empty()) else { break };
                let mut fewer = self.best.clone();
                for place in part.iter().take(size) {
                    set(&mut fewer, *place, 0);
                }
                if !self.keep(fewer) {
                    from += size;
                }
            }
            size /= 2;
        }
    }

    fn lower_choices(&mut self) {
        for place in self.switches() {
            let now = self.best.get(place).copied().unwrap_or(0);
            for lower in 1..now {
                let mut candidate = self.best.clone();
                set(&mut candidate, place, lower);
                if self.keep(candidate) {
                    break;
                }
            }
        }
    }

    /// After the end of a schedule every choice is zero.
    fn cut_end(&mut self) {
        let used = self.switches().last().map_or(0, |last| last + 1);
        self.best.truncate(used);
    }

    fn switches(&self) -> Vec<usize> {
        let places = self.best.iter().enumerate().filter(|(_, choice)| **choice != 0);
        places.map(|(place, _)| place).collect()
    }

    /// Takes a schedule in place of the best one if it shows the finding.
    fn keep(&mut self, candidate: Vec<u8>) -> bool {
        if self.runs == MOST_RUNS {
            return false;
        }
        self.runs += 1;
        let order = Schedule::new(candidate.as_slice());
        let played = self.scenario.play(&mut InOrder::given(&order), self.faults.as_deref());
        let shows = played.has(self.kind);
        if shows {
            self.best = candidate;
        }
        shows
    }
}

fn set(choices: &mut [u8], place: usize, to: u8) {
    if let Some(choice) = choices.get_mut(place) {
        *choice = to;
    }
}
