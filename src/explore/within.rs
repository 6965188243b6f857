//! Exploring with a time limit: for providers that wait for themselves.

use std::cell::RefCell;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::explore::failure::Failure;
use crate::explore::finding::Finding;
use crate::explore::orders::{Explored, Orders};
use crate::explore::play::Played;
use crate::explore::scenario::Scenario;
use crate::explore::schedule::Schedule;
use crate::sim::{Subsystem, run_while};

thread_local! {
    static WATCHED: RefCell<Option<Watched>> = const { RefCell::new(None) };
}

/// What another thread sees of the runs of this one.
#[derive(Clone, Default)]
pub(super) struct Watched(Arc<Mutex<Run>>);

/// The run that is played.
#[derive(Default)]
struct Run {
    number: u64,
    mapi: Option<Subsystem>,
    choices: Vec<u8>,
    names: Vec<String>,
}

impl Watched {
    /// A run begins on this thread. Nothing if nobody watches.
    pub(super) fn begins(scenario: &Scenario, mapi: &Subsystem) -> Option<Self> {
        let watched = WATCHED.with_borrow(Clone::clone)?;
        let before = {
            let mut run = watched.run();
            run.number += 1;
            run.choices.clear();
            run.names = scenario.names();
            run.mapi.replace(mapi.clone())
        };
        // Its objects are those of a provider.
        drop(before);
        Some(watched)
    }

    pub(super) fn chose(&self, choice: u8) {
        self.run().choices.push(choice);
    }

    fn run(&self) -> MutexGuard<'_, Run> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Scenario {
    /// [Explores](Self::explore) on a thread of its own and waits for its end, but for no order longer than `limit`: an order in which
    /// a provider waits for itself is a [finding](Finding::Hangs), with the calls that have not returned. The scenario is made on
    /// that thread. With a limit of zero it is explored on this one, and nobody looks at a clock: for who debugs.
    ///
    /// # Errors
    /// [`Failure`] as in [`explore`](Self::explore). After [`Finding::Hangs`] the thread is left behind with everything that it has, and
    /// nothing is taken away from the schedule.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use mapi_sim::explore::{Orders, Scenario};
    /// # use mapi_sim::mapi::{LogonExFlags, SessionLogoffFlags};
    /// # use mapi_sim::sim::{Profile, Subsystem};
    ///
    /// let scenario = || {
    ///     let world = || Subsystem::builder().profile(Profile::new("Default")).build();
    ///     Scenario::new(world).client("idle", async |client| {
    ///         let session = client.logon("Default", LogonExFlags::MAPI_NEW_SESSION).await?;
    ///         Ok(session.logoff(SessionLogoffFlags::empty()).await?)
    ///     })
    /// };
    /// assert!(Scenario::explore_within(Duration::from_secs(10), scenario, Orders::all())?.is_complete());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explore_within(
        limit: Duration,
        scenario: impl FnOnce() -> Self + Send + 'static,
        orders: Orders,
    ) -> Result<Explored, Box<Failure>> {
        if limit.is_zero() {
            return scenario().explore(orders);
        }
        let watched = Watched::default();
        let seen = watched.clone();
        let explore = move || {
            WATCHED.set(Some(seen));
            scenario().explore(orders)
        };
        match run_while(limit, explore, || watched.run().number) {
            Some(outcome) => outcome,
            None => Err(Box::new(watched.hangs(limit))),
        }
    }
}

impl Watched {
    fn hangs(&self, limit: Duration) -> Failure {
        let Run { number, mapi, choices, names } = mem::take(&mut *self.run());
        let trace = mapi.as_ref().map(Subsystem::trace);
        // Who holds the last reference lets go of a provider's objects, and the provider waits.
        mem::forget(mapi);
        let calls = trace
            .iter()
            .flat_map(|trace| trace.under_way().into_iter().map(|call| trace.line(call).trim().to_owned()));
        let findings = vec![Finding::Hangs { limit, calls: calls.collect() }];
        let schedule = Schedule::new(choices);
        // Two runs were those of the canary.
        let number = number.saturating_sub(2).max(1);
        Failure::as_played(names, Played { schedule, findings, trace, ..Played::default() }, number)
    }
}
