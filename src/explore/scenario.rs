//! What is played in many orders: a world, clients, the spooler, and what has to hold.

use std::fmt;
use std::rc::Rc;

use crate::explore::author;
use crate::explore::client::Client;
use crate::explore::invariant::{Invariant, When};
use crate::mapi::PropTag;
use crate::sim::suspend::{self, Story};
use crate::sim::{Fault, Subsystem};
use crate::trace::TaskNo;

/// An error of a story or of an invariant, as `?` makes it.
pub type StoryError = Box<dyn std::error::Error>;

/// How a story has ended.
pub(super) type Ended = Result<(), StoryError>;

/// The story of a client.
pub(super) trait Tell {
    fn tell(&self, client: Client) -> Story<'_, Ended>;
}

impl<F: AsyncFn(Client) -> Ended> Tell for F {
    fn tell(&self, client: Client) -> Story<'_, Ended> {
        // A closure may do something before it gives a future: not before its first turn.
        Box::pin(async move { self(client).await })
    }
}

/// A world, clients and the spooler, played from the beginning in every order that is asked for.
///
/// A client is an `async` closure over a [`Client`]; it fails by an error or by a panic, as a test does. Everything has to
/// be the same in every run but the order: a world is built anew for each.
#[derive(Clone)]
pub struct Scenario {
    world: Rc<dyn Fn() -> Result<Subsystem, StoryError>>,
    pub(super) tasks: Vec<Task>,
    pub(super) invariants: Vec<Invariant>,
    pub(super) faults: Vec<Fault>,
    /// Identifiers of properties that differ from run to run.
    pub(super) differing: Vec<u16>,
}

/// Somebody who moves.
#[derive(Clone)]
pub(super) struct Task {
    pub(super) name: String,
    pub(super) part: Part,
}

/// Who that is.
#[derive(Clone)]
pub(super) enum Part {
    Client(Rc<dyn Tell>),
    Spooler,
}

impl Scenario {
    /// A scenario in the worlds that `world` builds.
    pub fn new<E>(world: impl Fn() -> Result<Subsystem, E> + 'static) -> Self
    where
        E: Into<StoryError>,
    {
        Self {
            world: Rc::new(move || world().map_err(Into::into)),
            tasks: Vec::new(),
            invariants: Vec::new(),
            faults: Vec::new(),
            differing: Vec::new(),
        }
    }

    /// A client and its story. The name stands in failures.
    #[must_use]
    pub fn client(
        self,
        name: impl Into<String>,
        story: impl AsyncFn(Client) -> Result<(), StoryError> + 'static,
    ) -> Self {
        self.task(name, Part::Client(Rc::new(story)))
    }

    /// The spooler: it sleeps until it is told of a store, and logs on to what waits.
    #[must_use]
    pub fn spooler(self) -> Self {
        self.task("the spooler", Part::Spooler)
    }

    /// Something that goes wrong in every run, see [faults](super#faults). One that comes to bear in none of the orders that are
    /// played is a finding.
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Properties that are declared to differ from run to run, such as times and keys: the [canary](Self::canary) leaves them out,
    /// whatever type their values have.
    #[must_use]
    pub fn may_differ(mut self, props: impl IntoIterator<Item = PropTag>) -> Self {
        self.differing.extend(props.into_iter().map(PropTag::id));
        self
    }

    /// Holds after every move of somebody: what `check` calls an error is a finding. It sees the subsystem between two moves,
    /// and must not change it.
    #[must_use]
    pub fn always(
        self,
        name: impl Into<String>,
        check: impl Fn(&Subsystem) -> Result<(), StoryError> + 'static,
    ) -> Self {
        self.invariant(name, When::Always, check)
    }

    /// Holds after one move at least, in every order.
    #[must_use]
    pub fn eventually(
        self,
        name: impl Into<String>,
        check: impl Fn(&Subsystem) -> Result<(), StoryError> + 'static,
    ) -> Self {
        self.invariant(name, When::Eventually, check)
    }

    /// Holds when all have come to their ends.
    #[must_use]
    pub fn at_end(
        self,
        name: impl Into<String>,
        check: impl Fn(&Subsystem) -> Result<(), StoryError> + 'static,
    ) -> Self {
        self.invariant(name, When::AtEnd, check)
    }

    fn invariant(
        mut self,
        name: impl Into<String>,
        when: When,
        check: impl Fn(&Subsystem) -> Result<(), StoryError> + 'static,
    ) -> Self {
        self.invariants.push(Invariant { name: name.into(), when, check: Rc::new(check) });
        self
    }

    fn task(mut self, name: impl Into<String>, part: Part) -> Self {
        self.tasks.push(Task { name: name.into(), part });
        self
    }

    pub(super) fn build(&self) -> Result<Subsystem, String> {
        author::ask(|| (self.world)())
    }

    /// The spooler's task.
    pub(super) fn spooler_task(&self) -> Option<TaskNo> {
        let index = self.tasks.iter().position(|task| matches!(task.part, Part::Spooler))?;
        u16::try_from(index + 1).ok().map(TaskNo::new)
    }

    /// Those who move, in their order.
    pub(super) fn names(&self) -> Vec<String> {
        self.tasks.iter().map(|task| task.name.clone()).collect()
    }

    pub(super) fn name_of(&self, task: TaskNo) -> &str {
        let index = usize::from(task.number()).checked_sub(1);
        index.and_then(|index| self.tasks.get(index)).map_or("the test", |task| &task.name)
    }
}

impl Task {
    /// What it does in this world.
    pub(super) fn story<'a>(&'a self, mapi: &'a Subsystem) -> Story<'a, Ended> {
        match &self.part {
            Part::Client(story) => story.tell(Client::new(mapi.clone())),
            Part::Spooler => Box::pin(async {
                suspend::spooler(mapi).await;
                Ok(())
            }),
        }
    }
}

impl fmt::Debug for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scenario").field("tasks", &self.names()).finish_non_exhaustive()
    }
}
