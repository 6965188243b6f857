//! Tasks that take turns: clients and the spooler, in an order that somebody chooses.
//!
//! Every task is driven to its end. A driver that was dropped half-way would leave its call without an answer, and what
//! it lets go of then would call providers in the midst of another task's turn.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll, Wake, Waker};

use crate::sim::books::state::State;
use crate::sim::kernel::panics::{OfTask, Payload};
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::run_to_end;
use crate::trace::TaskNo;

/// What a task does, from its first turn to its last, and what comes of it.
pub(crate) type Story<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A task that has not ended.
struct Task<'a, T> {
    no: TaskNo,
    story: Option<Story<'a, T>>,
    /// What foreign code has panicked with in its calls.
    panics: OfTask,
}

/// What a task panicked with.
pub(crate) type Panic = (TaskNo, Payload);

/// Its waker wakes nobody: at every turn somebody is chosen.
struct Chosen;

impl Wake for Chosen {
    fn wake(self: Arc<Self>) {}
}

static WAKER: LazyLock<Waker> = LazyLock::new(|| Waker::from(Arc::new(Chosen)));

/// Who says which task moves.
pub(crate) trait Referee<T> {
    /// Sees the tasks that can move, in their order, and says which of them moves, by its position; a position that there is
    /// not stands for the last task.
    fn choose(&mut self, waiting: &[TaskNo]) -> usize;

    /// The story of a task has come to its end.
    fn ended(&mut self, _task: TaskNo, _outcome: T) {}

    /// The task that was chosen has moved.
    fn moved(&mut self, _task: TaskNo) {}

    /// Whether this task, which has moved and has not ended, is to move no more. It is dropped where it stands, in the midst of a call
    /// if it is in one: for tasks that would never end.
    fn gives_up(&mut self, _task: TaskNo) -> bool {
        false
    }
}

impl<T, F: FnMut(&[TaskNo]) -> usize> Referee<T> for F {
    fn choose(&mut self, waiting: &[TaskNo]) -> usize {
        self(waiting)
    }
}

/// Runs all stories to their ends; the first one is task 1. At every turn the referee chooses who moves.
///
/// A task that panics ends there, and the others go on: two that unwind at a time would abort the process.
pub(crate) fn take_turns<'a, T>(
    shared: &Shared,
    stories: impl IntoIterator<Item = Story<'a, T>>,
    mut referee: impl Referee<T>,
) -> Vec<Panic> {
    let numbered = (1..).map(TaskNo::new).zip(stories);
    let mut tasks: Vec<Task<'a, T>> =
        numbered.map(|(no, story)| Task { no, story: Some(story), panics: OfTask::default() }).collect();
    let mut panics = Vec::new();
    let mut waiting = Waiting { tasks: Vec::with_capacity(tasks.len()), told: 0 };
    let test = shared.with(|state| {
        state.due.take_turns(true);
        waiting.look(state, shared.bell.count(), &tasks);
        state.recorder.stack().1
    });
    while !tasks.is_empty() {
        let Some(last) = waiting.tasks.len().checked_sub(1) else { break };
        let chosen = waiting.tasks.get(referee.choose(&waiting.tasks).min(last));
        let Some(task) = tasks.iter_mut().find(|task| Some(&task.no) == chosen) else { break };
        let no = task.no;
        let end = task.move_on(shared, &WAKER);
        let gives_up = end.is_none() && referee.gives_up(no);
        if gives_up {
            // What it panics with on its way out is its own, and nobody asks.
            drop(task.end());
        }
        let ended = gives_up || end.is_some();
        if let Some(End { outcome, panicked }) = end {
            panics.extend(panicked.map(|payload| (no, payload)));
            outcome.into_iter().for_each(|outcome| referee.ended(no, outcome));
        }
        if ended {
            tasks.retain(|task| task.no != no);
        }
        shared.with(|state| {
            if ended {
                state.due.task_ends(no);
            }
            state.recorder.turn_of(test);
            if state.opens.waits.take_news() || waiting.told != shared.bell.count() || ended {
                waiting.look(state, shared.bell.count(), &tasks);
            }
        });
        referee.moved(no);
    }
    // Those for whom nobody is left who could wake them: what they have panicked with earlier counts, too.
    for task in &mut tasks {
        let Some(End { outcome, panicked }) = task.move_on(shared, Waker::noop()) else { continue };
        panics.extend(panicked.map(|payload| (task.no, payload)));
        outcome.into_iter().for_each(|outcome| referee.ended(task.no, outcome));
    }
    shared.with(|state| state.due.take_turns(false));
    panics
}

/// The tasks that have not ended and wait for nobody. A spooler that nobody is left to tell of a store is driven to its end when
/// the others have come to theirs.
struct Waiting {
    tasks: Vec<TaskNo>,
    /// How often the spooler had been told of a store when they were looked at.
    told: u32,
}

impl Waiting {
    fn look<T>(&mut self, state: &State, told: u32, tasks: &[Task<'_, T>]) {
        self.told = told;
        self.tasks.clear();
        for Task { no, .. } in tasks {
            if !state.is_held_up(*no, told) {
                self.tasks.push(*no);
            }
        }
    }
}

/// How a story has come to its end.
struct End<T> {
    outcome: Option<T>,
    panicked: Option<Payload>,
}

impl<T> Task<'_, T> {
    /// One turn. What happens from now on, the end of the story included, belongs to this task in the trace.
    fn move_on(&mut self, shared: &Shared, waker: &Waker) -> Option<End<T>> {
        shared.with(|state| state.recorder.turn_of(self.no));
        let mut context = Context::from_waker(waker);
        self.panics.swap();
        let moved = catch_unwind(AssertUnwindSafe(|| match self.story.as_mut() {
            Some(story) => story.as_mut().poll(&mut context),
            None => Poll::Pending,
        }));
        let end = match moved {
            Ok(Poll::Pending) => None,
            Ok(Poll::Ready(outcome)) => Some(End { outcome: Some(outcome), panicked: self.end().err() }),
            // What the story has left may panic, too; the first panic says why.
            Err(payload) => {
                drop(self.end());
                Some(End { outcome: None, panicked: Some(payload) })
            }
        };
        self.panics.swap();
        // What a call has panicked with comes before what its end has led to.
        end.map(|End { outcome, panicked }| End { outcome, panicked: self.panics.first().or(panicked) })
    }

    fn end(&mut self) -> Result<(), Payload> {
        let story = self.story.take();
        catch_unwind(AssertUnwindSafe(|| drop(story)))
    }
}

/// Whoever chooses may panic, and the stories that are left are told to their ends all the same.
impl<T> Drop for Task<'_, T> {
    fn drop(&mut self) {
        if let Some(story) = self.story.take() {
            drop(run_to_end(story));
        }
    }
}
