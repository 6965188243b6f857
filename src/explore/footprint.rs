//! What a move has touched, and which moves commute.
//!
//! Two moves of different tasks commute if they can be exchanged and nobody sees a difference: neither the provider, which
//! sees its calls in one order, nor the clients, nor MAPI. A provider is opaque: two moves that both run code of providers
//! never commute, whatever they are about, since it may keep things in statics. What MAPI does between two such calls
//! belongs to a session, and commutes with what is done in another one, unless both touch what sessions share.

use crate::sim::Subsystem;
use crate::sim::suspend::{calls_counted, foreign_runs, look_from, profile_writes, spooler_questions};
use crate::trace::{Event, Out, TaskNo, What};

/// What a move has touched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Footprint {
    /// Code of a provider, a sink or a dialog has run.
    foreign: bool,
    /// The sessions whose state it may have looked at or changed, a bit each; those above the 63rd share a bit.
    sessions: u64,
    /// It has written the profiles, which every move may read.
    profiles: bool,
    /// It has asked or told the spooler something.
    spooler: bool,
    /// A call has been counted for a fault, which may be that of any later call.
    counted: bool,
    /// It has to do with the beginning or the end of a session, which others may join or wait for.
    whole_session: bool,
}

impl Footprint {
    /// Whether the order of two moves of different tasks makes no difference to anybody.
    pub(super) const fn commutes(self, other: Self) -> bool {
        let both_foreign = self.foreign && other.foreign;
        let same_session = self.sessions & other.sessions != 0;
        let profiles = self.profiles || other.profiles;
        let spooler = self.spooler && other.spooler;
        let whole_session = self.whole_session && other.whole_session;
        let counted = self.counted && other.counted;
        !(both_foreign || same_session || profiles || spooler || counted || whole_session)
    }
}

/// Watches moves.
pub(super) struct Observer {
    spooler: Option<TaskNo>,
    events: usize,
    profile_writes: u64,
    runs: u64,
    questions: u64,
    calls_counted: u64,
    /// What each task has had to do with so far: a move without an event may be about that.
    sessions: Vec<u64>,
}

impl Observer {
    pub(super) const fn new(spooler: Option<TaskNo>) -> Self {
        Self {
            spooler,
            events: 0,
            profile_writes: 0,
            runs: 0,
            questions: 0,
            calls_counted: 0,
            sessions: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, mapi: &Subsystem) {
        self.events = look_from(mapi, self.events, |_| ());
        self.profile_writes = profile_writes(mapi);
        self.runs = foreign_runs();
        self.questions = spooler_questions();
        self.calls_counted = calls_counted(mapi);
    }

    pub(super) fn end(&mut self, mapi: &Subsystem, task: TaskNo) -> Footprint {
        let mut touched = Footprint {
            foreign: foreign_runs() != self.runs,
            sessions: 0,
            profiles: profile_writes(mapi) != self.profile_writes,
            spooler: spooler_questions() != self.questions || self.spooler == Some(task),
            counted: calls_counted(mapi) != self.calls_counted,
            whole_session: false,
        };
        self.events = look_from(mapi, self.events, |event| touched.add(&event));
        let index = usize::from(task.number());
        if self.sessions.len() <= index {
            self.sessions.resize(index + 1, 0);
        }
        if let Some(sessions) = self.sessions.get_mut(index) {
            *sessions |= touched.sessions;
            touched.sessions = *sessions;
        }
        touched
    }
}

impl Footprint {
    fn add(&mut self, event: &Event) {
        // A logon answers with the session that it has begun or joined.
        let answered = if let What::Return { out: Out::Session(session), .. } = event.what {
            Some(session)
        } else {
            None
        };
        for session in [event.session, answered].into_iter().flatten() {
            self.sessions |= 1 << session.index().min(63);
        }
        self.whole_session |= event.open.is_none();
    }
}
