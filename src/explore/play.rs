//! One run of a scenario: every choice is made by an oracle.

use crate::explore::apart::Known;
use crate::explore::author::{self, text_of};
use crate::explore::endless::Patience;
use crate::explore::finding::Finding;
use crate::explore::footprint::{Left, Observed, Observer};
use crate::explore::giving_up::gives_up_rightly;
use crate::explore::invariant::Watch;
use crate::explore::scenario::{Ended, Scenario};
use crate::explore::schedule::Schedule;
use crate::explore::token::GREATEST;
use crate::explore::within::Watched;
use crate::sim::suspend::{Payload, Referee, arm, incidents, look_from, take_turns};
use crate::sim::{Fault, InjectedPanic, Subsystem};
use crate::trace::{TaskNo, Trace};

/// Who can move. The options are the task that has moved last, if it can go on, then the others in their order.
pub(super) struct Crossing<'a> {
    /// All of them in their order.
    waiting: &'a [TaskNo],
    /// The place of the one that goes on.
    last: Option<usize>,
    pub(super) spooler: Option<TaskNo>,
}

impl Crossing<'_> {
    pub(super) fn options(&self) -> impl Iterator<Item = TaskNo> {
        let first = self.last.and_then(|place| self.waiting.get(place));
        let others = self.waiting.iter().enumerate().filter(|(place, _)| Some(*place) != self.last);
        first.into_iter().chain(others.map(|(_, task)| task)).copied()
    }

    pub(super) const fn count(&self) -> usize {
        self.waiting.len()
    }

    /// Whether the first option goes on.
    pub(super) const fn goes_on(&self) -> bool {
        self.last.is_some()
    }

    /// The place of an option among those that wait.
    const fn place(&self, option: usize) -> usize {
        match self.last {
            Some(place) if option == 0 => place,
            Some(place) if option <= place => option - 1,
            Some(_) | None => option,
        }
    }
}

/// Who chooses.
pub(super) trait Oracle {
    /// The position of the one who moves. Asked as well if one alone can.
    fn choose(&mut self, crossing: &Crossing<'_>) -> usize;

    /// What the move that it has chosen leaves, if it knows that from an earlier run: then nobody watches.
    fn known(&self) -> Option<Left> {
        None
    }

    /// A move that was watched, for who says that it wants to know.
    fn moved(&mut self, _task: TaskNo, _observed: Observed) {}

    /// What is known about providers, if footprints are wanted.
    fn observes(&self) -> Option<Known> {
        None
    }
}

/// A run that has ended.
#[derive(Default)]
pub(super) struct Played {
    pub(super) schedule: Schedule,
    pub(super) findings: Vec<Finding>,
    pub(super) trace: Option<Trace>,
    /// The faults that have not come to bear.
    pub(super) idle: Vec<Fault>,
    /// How many events there were before each choice and at the end, if that was noted.
    pub(super) events: Vec<usize>,
}

impl Played {
    pub(super) fn has(&self, kind: &str) -> bool {
        self.findings.iter().any(|finding| finding.kind() == kind)
    }
}

impl Scenario {
    /// Plays once, with the faults of the scenario or with others.
    pub(super) fn play(&self, oracle: &mut dyn Oracle, faults: Option<&[Fault]>) -> Played {
        self.play_looking(oracle, faults, false)
    }

    /// Plays once, and notes what has happened before each choice.
    pub(super) fn play_checked(&self, oracle: &mut dyn Oracle, faults: Option<&[Fault]>) -> Played {
        self.play_looking(oracle, faults, true)
    }

    fn play_looking(&self, oracle: &mut dyn Oracle, faults: Option<&[Fault]>, checked: bool) -> Played {
        let mapi = match self.build() {
            Ok(mapi) => mapi,
            Err(why) => {
                let findings = vec![Finding::World(why)];
                return Played { findings, ..Played::default() };
            }
        };
        let faults = faults.or_else(|| Some(self.faults.as_slice()).filter(|own| !own.is_empty()));
        arm(&mapi, faults.unwrap_or_default());
        let stories = self.tasks.iter().map(|task| task.story(&mapi));
        let mut player = Player::new(self, &mapi, oracle, checked);
        let panics = take_turns(&mapi, stories, &mut player);
        let endless = player.patience.lost();
        let (schedule, events, mut failed, watch) = player.end(faults.map(<[Fault]>::to_vec));
        if let Some((task, moves)) = endless {
            let findings = vec![Finding::Endless { task: self.name_of(task).to_owned(), moves }];
            let (idle, trace) = (mapi.idle_faults(), Some(mapi.take_trace()));
            return Played { schedule, findings, trace, idle, events };
        }
        let mut findings: Vec<Finding> =
            panics.iter().filter_map(|(task, payload)| self.panicked(*task, payload)).collect();
        findings.append(&mut failed);
        findings.extend(watch.end(&mapi));
        let trace = mapi.take_trace();
        findings.extend(Finding::of_trace(&trace, &incidents(&mapi)));
        Played { schedule, findings, trace: Some(trace), idle: mapi.idle_faults(), events }
    }

    /// A panic that nobody has asked for.
    fn panicked(&self, task: TaskNo, payload: &Payload) -> Option<Finding> {
        if payload.is::<InjectedPanic>() {
            return None;
        }
        Some(Finding::Panicked { task: self.name_of(task).to_owned(), message: text_of(payload) })
    }
}

/// How many choices there is room for at first.
const CHOICES: usize = 64;

/// Puts the choices to the oracle and keeps them.
struct Player<'a> {
    scenario: &'a Scenario,
    mapi: &'a Subsystem,
    oracle: &'a mut dyn Oracle,
    spooler: Option<TaskNo>,
    last: Option<TaskNo>,
    /// Tasks that have not come to their first turn.
    to_begin: std::ops::RangeInclusive<u16>,
    /// The oracle has chosen the move.
    chose: bool,
    choices: Vec<u8>,
    failed: Vec<Finding>,
    watch: Watch<'a>,
    patience: Patience,
    watched: Option<Watched>,
    observer: Option<Observer>,
    /// What the move leaves that is made now, if the oracle knows it.
    known: Option<Left>,
    checker: Option<Checker>,
}

impl<'a> Player<'a> {
    fn new(scenario: &'a Scenario, mapi: &'a Subsystem, oracle: &'a mut dyn Oracle, checked: bool) -> Self {
        let observer = oracle.observes().map(|known| Observer::new(scenario.spooler_task(), known));
        Self {
            scenario,
            mapi,
            oracle,
            spooler: scenario.spooler_task(),
            last: None,
            to_begin: 1..=u16::try_from(scenario.tasks.len()).unwrap_or(u16::MAX),
            chose: false,
            choices: Vec::with_capacity(CHOICES),
            failed: Vec::new(),
            watch: Watch::new(&scenario.invariants),
            patience: Patience::default(),
            watched: Watched::begins(scenario, mapi),
            observer,
            known: None,
            checker: checked.then(Checker::default),
        }
    }

    fn end(self, faults: Option<Vec<Fault>>) -> (Schedule, Vec<usize>, Vec<Finding>, Watch<'a>) {
        let Self { mapi, choices, failed, checker, watch, .. } = self;
        let checker = checker.map(|mut checker| {
            checker.look(mapi);
            checker
        });
        let Checker { checks, events, .. } = checker.unwrap_or_default();
        (Schedule::checked(choices, checks, faults), events, failed, watch)
    }
}

impl Referee<Ended> for &mut Player<'_> {
    fn choose(&mut self, waiting: &[TaskNo]) -> usize {
        // What a story does before its first step has no order.
        if let Some(first) = self.to_begin.next() {
            return waiting.iter().position(|task| task.number() == first).unwrap_or(0);
        }
        self.chose = true;
        let last = waiting.iter().position(|task| Some(*task) == self.last);
        let crossing = Crossing { waiting, last, spooler: self.spooler };
        // Of more tasks than a schedule can name, the last ones wait until others have ended.
        let most = waiting.len().saturating_sub(1).min(GREATEST);
        let choice = self.oracle.choose(&crossing).min(most);
        if most > 0 {
            if let Some(checker) = &mut self.checker {
                checker.look(self.mapi);
            }
            let choice = u8::try_from(choice).unwrap_or(u8::MAX);
            self.choices.push(choice);
            if let Some(watched) = &self.watched {
                watched.chose(choice);
            }
        }
        if let Some(observer) = &mut self.observer {
            self.known = self.oracle.known();
            if self.known.is_none() {
                observer.begin(self.mapi);
            }
        }
        crossing.place(choice)
    }

    fn ended(&mut self, task: TaskNo, outcome: Ended) {
        if let Err(error) = outcome
            && !gives_up_rightly(self.mapi, task, &error)
        {
            // Making its words may panic.
            let error = author::ask(|| Ok(error.to_string())).unwrap_or_else(|why| why);
            self.failed.push(Finding::Failed { task: self.scenario.name_of(task).to_owned(), error });
        }
    }

    fn moved(&mut self, task: TaskNo) {
        self.watch.moved(self.mapi);
        if !self.chose {
            return;
        }
        self.last = Some(task);
        match (&mut self.observer, self.known) {
            (Some(observer), Some(left)) => observer.pass(task, left),
            (Some(observer), None) => self.oracle.moved(task, observer.end(self.mapi, task)),
            (None, _) => {}
        }
    }

    fn gives_up(&mut self, task: TaskNo) -> bool {
        self.patience.ends(self.mapi, task)
    }
}

/// Notes what has happened between choices, in six bits each.
#[derive(Default)]
struct Checker {
    seen: usize,
    checks: Vec<u8>,
    events: Vec<usize>,
}

impl Checker {
    fn look(&mut self, mapi: &Subsystem) {
        let mut sum = Fnv::default();
        self.seen = look_from(mapi, self.seen, |event| sum.add(format!("{event:?}").as_bytes()));
        self.checks.push(sum.six_bits());
        self.events.push(self.seen);
    }
}

/// FNV-1a: a token has to mean the same for every compiler, which the hashers of the standard library do not promise.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Fnv {
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }

    fn six_bits(&self) -> u8 {
        u8::try_from((self.0 ^ (self.0 >> 32)) & 63).unwrap_or(0)
    }
}
