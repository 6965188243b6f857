//! Which orders of a scenario are played, and what comes of it.

use std::fmt;

use crate::explore::apart::{Apart, Known};
use crate::explore::canary::Difference;
use crate::explore::exchange::{By, Refuted};
use crate::explore::failure::Failure;
use crate::explore::finding::Finding;
use crate::explore::play::{Crossing, Oracle, Played};
use crate::explore::scenario::Scenario;
use crate::explore::schedule::Schedule;
use crate::explore::search::{LeftOut, Search};
use crate::sim::Fault;

/// Which orders of a scenario are played.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Orders {
    which: Which,
    apart: Option<Apart>,
    most: Option<u64>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Which {
    Documented,
    All,
    Search(LeftOut),
    Random { seed: u64, count: u64 },
    Given(Vec<Schedule>),
}

impl Orders {
    /// The documented order alone: each client to its end, one after the other, and the spooler as soon as it is told of a
    /// store.
    #[must_use]
    pub const fn documented() -> Self {
        Self::of(Which::Documented)
    }

    /// Every order that makes a difference. Of orders that differ only in moves that commute one is played, see [which orders are left
    /// out](super#which-orders-are-left-out).
    #[must_use]
    pub const fn all() -> Self {
        Self::of(Which::All)
    }

    /// Every schedule, also those of which it is known that they make no difference.
    #[must_use]
    pub const fn all_schedules() -> Self {
        Self::of(Which::Search(LeftOut::Nothing))
    }

    /// Every schedule in which no more than so often somebody else moves while the last one could go on.
    #[must_use]
    pub const fn preemptions(most: u32) -> Self {
        Self::of(Which::Search(LeftOut::MorePreemptions(most)))
    }

    /// So many orders by lot. The same seed gives the same orders.
    #[must_use]
    pub const fn random(seed: u64, count: u64) -> Self {
        Self::of(Which::Random { seed, count })
    }

    /// These schedules.
    #[must_use]
    pub fn given(schedules: impl IntoIterator<Item = Schedule>) -> Self {
        Self::of(Which::Given(schedules.into_iter().collect()))
    }

    /// With [`all`](Self::all): of orders that differ only in what is declared apart one is played. The claim is tried first: orders by
    /// lot are played with two such moves exchanged, and where somebody sees a difference there is a [finding](Finding::NotApart); so is
    /// what is wrong with one of these orders itself. With other orders it changes nothing.
    #[must_use]
    pub fn apart(mut self, apart: Apart) -> Self {
        self.apart = Some(apart);
        self
    }

    /// No more than so many schedules. If there are more, [`Explored::is_complete`] says so.
    #[must_use]
    pub const fn no_more_than(mut self, most: u64) -> Self {
        self.most = Some(most);
        self
    }

    const fn of(which: Which) -> Self {
        Self { which, apart: None, most: None }
    }
}

/// How many orders were played without a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "it says whether all orders were played"]
#[non_exhaustive]
pub struct Explored {
    /// The schedules that were played, each an order of its own.
    pub schedules: u64,
    /// Those that turned out, while they were played, to be an order that had been played before.
    pub repeated: u64,
    complete: bool,
    difference: Option<Difference>,
}

impl Explored {
    /// Whether every order that was asked for has been played. It is not if none was asked for: a test that plays nothing shows
    /// nothing.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete && self.schedules > 0
    }

    /// Where two runs of the documented order differ, if they do: then what was played need not be what another run plays. Nothing that
    /// is held against a provider.
    #[must_use]
    pub const fn difference(&self) -> Option<&Difference> {
        self.difference.as_ref()
    }
}

impl fmt::Display for Explored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedules, repeated, complete, difference } = self;
        difference.iter().try_for_each(|difference| writeln!(f, "{difference}"))?;
        let schedule = if *schedules == 1 { "schedule" } else { "schedules" };
        write!(f, "{schedules} {schedule} played")?;
        if *repeated > 0 {
            write!(f, ", {repeated} more given up as repetitions")?;
        }
        if *complete { Ok(()) } else { f.write_str("; there are more") }
    }
}

impl Scenario {
    /// Plays the scenario in these orders until there is a finding. Before that the [canary](Self::canary) plays the documented order
    /// twice; what it tells stands first in both outcomes, and changes neither.
    ///
    /// # Errors
    /// [`Failure`] with what was found, the schedule, what is left of it when no switch can be taken away, and the trace of that.
    pub fn explore(&self, orders: Orders) -> Result<Explored, Box<Failure>> {
        let difference = self.canary();
        match self.play_all(orders) {
            Ok(explored) => Ok(Explored { difference, ..explored }),
            Err(mut failure) => {
                failure.difference = difference;
                Err(failure)
            }
        }
    }

    /// [`explore`](Self::explore) without the canary, for who plays many scenarios that differ little.
    pub(super) fn play_all(&self, orders: Orders) -> Result<Explored, Box<Failure>> {
        let most = orders.most.unwrap_or(u64::MAX);
        match orders.which {
            Which::Documented => self.each(std::iter::once((InOrder::Documented, None)), most),
            Which::All => self.all(orders.apart, most),
            Which::Search(left_out) => self.search(left_out, most),
            Which::Random { seed, count } => {
                let lots = (0..count).map(|run| (InOrder::ByLot(Lot::new(seed, run)), None));
                self.each(lots, most)
            }
            Which::Given(schedules) => {
                let given = schedules.iter().map(|one| (InOrder::given(one), one.faults()));
                self.each(given, most)
            }
        }
    }

    fn all(&self, apart: Option<Apart>, most: u64) -> Result<Explored, Box<Failure>> {
        let Some(apart) = apart else { return self.search(LeftOut::Equal(Known::Nothing), most) };
        match self.refute(&apart) {
            None => self.search(LeftOut::Equal(Known::Apart(apart)), most),
            Some(Refuted { played, number, by: By::Run }) => {
                Err(Box::new(Failure::new(self, played, number)))
            }
            // No order fails by itself, so there is nothing to cut.
            Some(Refuted { played, number, by: By::Comparison }) => {
                Err(Box::new(Failure::as_played(self.names(), played, number)))
            }
        }
    }

    fn each<'a>(
        &self,
        orders: impl Iterator<Item = (InOrder, Option<&'a [Fault]>)>,
        most: u64,
    ) -> Result<Explored, Box<Failure>> {
        let mut explored = Explored { schedules: 0, repeated: 0, complete: true, difference: None };
        let mut idle = Idle::default();
        for (mut order, faults) in orders {
            if explored.schedules == most {
                explored.complete = false;
                break;
            }
            explored.schedules += 1;
            let played = self.play(&mut order, faults);
            self.expect_nothing(played, explored.schedules, &mut idle)?;
        }
        self.expect_no_idle_fault(idle)?;
        Ok(explored)
    }

    fn search(&self, left_out: LeftOut, most: u64) -> Result<Explored, Box<Failure>> {
        let mut explored = Explored { schedules: 0, repeated: 0, complete: true, difference: None };
        let mut search = Search::new(left_out);
        let mut idle = Idle::default();
        loop {
            let played = self.play(&mut search, None);
            self.expect_nothing(played, explored.schedules + 1, &mut idle)?;
            if search.was_new() {
                explored.schedules += 1;
            } else {
                explored.repeated += 1;
            }
            let more = search.next();
            if !more || explored.schedules == most {
                explored.complete = !more;
                break;
            }
        }
        self.expect_no_idle_fault(idle)?;
        Ok(explored)
    }

    fn expect_nothing(&self, played: Played, number: u64, idle: &mut Idle) -> Result<(), Box<Failure>> {
        if !played.findings.is_empty() {
            return Err(Box::new(Failure::new(self, played, number)));
        }
        idle.add(number, played);
        Ok(())
    }

    /// A fault that comes to bear nowhere says nothing about a provider, and a test with it passes for nothing.
    fn expect_no_idle_fault(&self, idle: Idle) -> Result<(), Box<Failure>> {
        match idle.first {
            Some((number, played)) if !idle.faults.is_empty() => {
                let findings = idle.faults.into_iter().map(Finding::Idle).collect();
                Err(Box::new(Failure::as_played(self.names(), Played { findings, ..played }, number)))
            }
            _ => Ok(()),
        }
    }
}

/// The faults that have come to bear in no run so far, and the first run in which one of them has not.
#[derive(Default)]
struct Idle {
    first: Option<(u64, Played)>,
    faults: Vec<Fault>,
}

impl Idle {
    fn add(&mut self, number: u64, played: Played) {
        if self.first.is_some() {
            self.faults.retain(|fault| played.idle.contains(fault));
        } else {
            self.faults.clone_from(&played.idle);
            self.first = Some((number, played));
        }
    }
}

/// Orders that no search is needed for.
pub(super) enum InOrder {
    Documented,
    ByLot(Lot),
    /// What is left of the choices of a schedule.
    Given(std::vec::IntoIter<u8>),
}

impl InOrder {
    pub(super) fn given(schedule: &Schedule) -> Self {
        Self::Given(schedule.choices().to_vec().into_iter())
    }
}

impl Oracle for InOrder {
    fn choose(&mut self, crossing: &Crossing<'_>) -> usize {
        match self {
            Self::Documented => {
                let spooler = crossing.options().position(|task| Some(task) == crossing.spooler);
                spooler.unwrap_or(0)
            }
            Self::ByLot(_) | Self::Given(_) if crossing.count() < 2 => 0,
            Self::ByLot(lot) => lot.below(crossing.count()),
            Self::Given(rest) => rest.next().map_or(0, usize::from),
        }
    }
}

/// SplitMix64, by which a seed of zero is as good as another one.
pub(super) struct Lot(u64);

impl Lot {
    pub(super) fn new(seed: u64, run: u64) -> Self {
        let mut lot = Self(seed);
        Self(lot.next() ^ run.wrapping_mul(0xD134_2543_DE82_EF95))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(1).max(1);
        usize::try_from(self.next() % count).unwrap_or(0)
    }
}
