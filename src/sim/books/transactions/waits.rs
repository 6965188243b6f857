//! Which open another one has to wait for.

use crate::sim::books::state::State;
use crate::sim::books::waits::{Busy, Stack, Wait, WaitsFor};
use crate::trace::{DllNo, OpenNo, SectionNo, SessionNo, TaskNo};

impl State {
    /// The stack on which MAPI is called now.
    pub(crate) const fn stack(&self) -> Stack {
        let (thread, task) = self.recorder.stack();
        Stack { thread, task }
    }

    /// The open that initialises a DLL for a session on another stack.
    pub(crate) fn initialising(&self, session: SessionNo, dll: Option<DllNo>) -> Option<OpenNo> {
        self.busy_open(session, dll, Busy::Initialising, |_| true)
    }

    /// The open that logs on to the store of a section on another stack. Opens for which no section was found may be
    /// about one store.
    #[inline(always)]
    pub(crate) fn logging_on(
        &self,
        session: SessionNo,
        dll: Option<DllNo>,
        section: Option<SectionNo>,
    ) -> Option<OpenNo> {
        // Usually there is the one that asks.
        if self.sessions.get(session)?.running().len() < 2 {
            return None;
        }
        self.busy_open(session, dll, Busy::LoggingOn, |open| self.opens.found_section(open) == section)
    }

    #[cold]
    fn busy_open(
        &self,
        session: SessionNo,
        dll: Option<DllNo>,
        busy: Busy,
        is_meant: impl Fn(OpenNo) -> bool,
    ) -> Option<OpenNo> {
        let running = self.sessions.get(session)?.running().iter().copied();
        let mut elsewhere = running.filter(|open| {
            let is_of_dll =
                self.opens.driven_on(*open).is_some_and(|(stack, of)| of == dll && stack != self.stack());
            is_of_dll && self.opens.is_busy(*open, busy)
        });
        elsewhere.find(|open| is_meant(*open))
    }

    /// Whether a logon to a store of the DLL runs on this very stack: it has made a store that MAPI does not know yet.
    #[cold]
    pub(crate) fn is_nested_in_logon(&self, session: SessionNo, dll: DllNo, open: OpenNo) -> bool {
        let running = self.sessions.get(session).map_or(&[][..], |data| data.running());
        running.iter().any(|other| {
            let here = self.opens.driven_on(*other) == Some((self.stack(), Some(dll)));
            here && *other != open && self.opens.is_busy(*other, Busy::LoggingOn)
        })
    }

    /// A stack waits until an open is not busy any more. One that cannot be suspended holds up every task of its thread.
    pub(crate) fn wait(&mut self, open: OpenNo, busy: Busy, suspended: bool) -> Wait {
        let here = self.stack();
        let over = !self.opens.is_busy(open, busy);
        let owner = self.opens.driven_on(open).map(|(stack, _)| stack).filter(|_| !over);
        let Some(owner) = owner else {
            self.opens.waits.end(here.task);
            return Wait::Over;
        };
        if (!suspended && owner.thread == here.thread) || self.waits_for(owner.task, here.task) {
            self.opens.waits.end(here.task);
            return Wait::Impossible;
        }
        self.opens.waits.begin(here.task, WaitsFor::Open(open, busy));
        Wait::GoesOn
    }

    /// Whether a task waits for another one, be it through others.
    fn waits_for(&self, task: TaskNo, other: TaskNo) -> bool {
        let mut task = task;
        while task != other {
            let Some(WaitsFor::Open(open, _)) = self.opens.waits.of(task) else { return false };
            let Some((stack, _)) = self.opens.driven_on(open) else { return false };
            task = stack.task;
        }
        true
    }

    /// Whether a task that takes turns has nothing to do but to wait, when the spooler has been told of so many stores.
    pub(crate) fn is_held_up(&self, task: TaskNo, told: u32) -> bool {
        match self.opens.waits.of(task) {
            Some(WaitsFor::Open(open, busy)) => self.opens.is_busy(open, busy),
            Some(WaitsFor::Told(before)) => before == told,
            None => false,
        }
    }

    /// The spooler's task sleeps until it is told of one store more.
    pub(crate) fn falls_asleep(&mut self, told: u32) {
        let here = self.stack();
        self.opens.waits.begin(here.task, WaitsFor::Told(told));
    }

    /// It has been told.
    pub(crate) fn wakes_up(&mut self) {
        let here = self.stack();
        self.opens.waits.end(here.task);
    }
}
