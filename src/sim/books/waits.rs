//! Opens that wait for others.
//!
//! A second open of what is being initialised or logged on to waits until the first one has got that far \[LOAD-07\],
//! \[LOAD-23\]. On the same stack it cannot wait: the first one is waiting for it.

use std::sync::{Arc, Condvar};

use litemap::LiteMap;

use crate::trace::{OpenNo, TaskNo};

/// Where calls are nested in each other: a thread, or one of the tasks that take turns on a thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stack {
    pub(crate) thread: usize,
    pub(crate) task: TaskNo,
}

/// What an open does that another one has to wait for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Busy {
    /// `MSProviderInit` runs.
    Initialising,
    /// `Logon` runs, or the message service is configured before the next one.
    LoggingOn,
}

/// What becomes of a wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wait {
    Over,
    GoesOn,
    /// The other one waits for this stack, so nobody would ever move.
    Impossible,
}

/// What a task waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum WaitsFor {
    /// Another open has to get on.
    Open(OpenNo, Busy),
    /// The spooler sleeps. So often it had been told of a store when it fell asleep.
    Told(u32),
}

/// Who waits for what.
#[derive(Default)]
pub(crate) struct Waits {
    by_task: LiteMap<TaskNo, WaitsFor>,
    changed: Arc<Condvar>,
    /// Since somebody asked last, a wait has begun or ended, or may be over.
    news: bool,
}

impl Waits {
    /// What threads sleep on.
    pub(crate) fn changed(&self) -> Arc<Condvar> {
        Arc::clone(&self.changed)
    }

    /// An open may have got on.
    #[inline(always)]
    pub(crate) fn wake(&mut self) {
        if !self.by_task.is_empty() {
            self.news = true;
            self.changed.notify_all();
        }
    }

    pub(crate) fn of(&self, task: TaskNo) -> Option<WaitsFor> {
        self.by_task.get(&task).copied()
    }

    /// Whether another task may have to wait, or be able to go on, than when this was asked before.
    pub(crate) fn take_news(&mut self) -> bool {
        std::mem::take(&mut self.news)
    }

    pub(crate) fn begin(&mut self, task: TaskNo, what: WaitsFor) {
        self.news = true;
        self.by_task.insert(task, what);
    }

    pub(crate) fn end(&mut self, task: TaskNo) {
        self.news = true;
        self.by_task.remove(&task);
    }
}
