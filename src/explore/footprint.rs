//! What a move has touched, and which moves commute.
//!
//! Two moves of different tasks commute if they can be exchanged and nobody sees a difference: neither the provider, which
//! sees its calls in one order, nor the clients, nor MAPI. A provider is opaque: two moves that both run code of providers
//! never commute, whatever they are about, since it may keep things in statics, unless its author says otherwise
//! ([`Apart`](super::Apart)).
//! What MAPI does belongs to a session, and commutes with what is done in another one, unless it reads what the other
//! one writes.

use litemap::LiteMap;

use crate::explore::apart::Known;
use crate::mapi::LogonExFlags;
use crate::methods;
use crate::sim::Subsystem;
use crate::sim::suspend::{
    Common, calls_counted, common, foreign_releases, foreign_runs, has_faults, look_from, session_bit,
    take_asked,
};
use crate::trace::{Args, Event, Fact, Object, Out, TaskNo, What};

/// What sessions share, a bit each.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
struct Things(u16);

impl Things {
    /// What a provider keeps for all sessions, as its author says, or everything in it. So are sinks and dialogs, which are of clients.
    const PROVIDER: Self = Self(1);
    const PROFILES: Self = Self(1 << 1);
    /// The properties of sections of profiles.
    const PROPS: Self = Self(1 << 11);
    /// Which sections of profiles are open as objects.
    const SECTIONS: Self = Self(1 << 2);
    /// In how many sessions the store of a section is open.
    const OPEN_STORES: Self = Self(1 << 3);
    /// The order in which the spooler was told of stores, and has turned to them.
    const QUEUE: Self = Self(1 << 4);
    /// The stores that have gone while they waited for the spooler.
    const GONE: Self = Self(1 << 10);
    /// How many calls there were until a fault.
    const CALLS: Self = Self(1 << 5);
    /// The sessions that clients can join, and answers of `MAPILogonEx` that a test has prepared.
    const LOGONS: Self = Self(1 << 6);
    /// Identifiers that are given once, which providers and clients see.
    const NUMBERS: Self = Self(1 << 7);
    /// Sessions that have to end, which whoever comes next sees to; whether MAPI is initialised.
    const EVERYBODYS: Self = Self(1 << 8);
    /// Notifications, which whoever comes next delivers.
    const NEWS: Self = Self(1 << 9);

    const fn add_if(&mut self, is: bool, things: Self) {
        if is {
            self.0 |= things.0;
        }
    }

    const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// What a move has touched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Footprint {
    /// Code of a provider, a sink or a dialog has run.
    foreign: bool,
    /// The sessions whose state it may have looked at or changed, a bit each; those above the 63rd share a bit.
    sessions: u64,
    /// What it has looked at.
    reads: Things,
    /// What it has changed. Changes that do not depend on what was there before are no reads.
    writes: Things,
}

impl Footprint {
    /// Whether the order of two moves of different tasks makes no difference to anybody, if the author is right.
    pub(super) const fn commutes(self, other: Self) -> bool {
        let same_session = self.sessions & other.sessions != 0;
        !(same_session || self.reads.meet(other.writes) || other.reads.meet(self.writes))
    }

    /// Whether the order makes no difference only because the author says so.
    pub(super) const fn commutes_by_claim(self, other: Self) -> bool {
        self.foreign && other.foreign && self.commutes(other)
    }

    const fn touch_if(&mut self, is: bool, things: Things) {
        self.reads.add_if(is, things);
        self.writes.add_if(is, things);
    }
}

/// What is known of a move that was watched.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Observed {
    pub(super) touched: Footprint,
    pub(super) left: Left,
}

/// What a move has left for the moves after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Left {
    /// The sessions that its task has to do with.
    sessions: u64,
    /// Those that nobody but the client that has begun them can have.
    private: u64,
}

/// Watches moves.
pub(super) struct Observer {
    known: Known,
    spooler: Option<TaskNo>,
    before: Option<Before>,
    /// What each task has had to do with so far: a move without an event may be about that.
    sessions: LiteMap<TaskNo, u64>,
    /// Sessions that nobody but the client that has begun them can have.
    private: u64,
}

/// What was before a move.
#[derive(Clone, Copy)]
struct Before {
    runs: u64,
    releases: u64,
    calls_counted: u64,
    common: Common,
}

impl Before {
    fn now(mapi: &Subsystem, spooler: Option<TaskNo>) -> Self {
        // What was asked until now is nobody's.
        let _ = take_asked();
        Self {
            runs: foreign_runs(),
            releases: foreign_releases(),
            calls_counted: calls_counted(mapi),
            common: common(mapi, spooler),
        }
    }
}

impl Observer {
    pub(super) const fn new(spooler: Option<TaskNo>, known: Known) -> Self {
        Self { known, spooler, before: None, sessions: LiteMap::new(), private: 0 }
    }

    pub(super) fn begin(&mut self, mapi: &Subsystem) {
        self.before = Some(Before::now(mapi, self.spooler));
    }

    /// A move that was watched in an earlier run is made again.
    pub(super) fn pass(&mut self, task: TaskNo, left: Left) {
        *self.sessions_of(task) = left.sessions;
        self.private = left.private;
    }

    pub(super) fn end(&mut self, mapi: &Subsystem, task: TaskNo) -> Observed {
        let before = self.before.take().unwrap_or_else(|| Before::now(mapi, self.spooler));
        let mut touched = before.compared(mapi, self.spooler.filter(|spooler| *spooler == task));
        touched.touch_if(self.spooler == Some(task) && has_faults(mapi), Things::CALLS);
        let released = foreign_releases() != before.releases;
        let shared = touched.foreign && self.known.is_shared_whatever_it_was(released);
        touched.touch_if(shared, Things::PROVIDER);
        let mut latest = None;
        look_from(mapi, before.common.events, |event| latest = self.add(&mut touched, &event).or(latest));
        let sessions = self.add_sessions(&mut touched, task, latest);
        Observed { touched, left: Left { sessions, private: self.private } }
    }

    /// Says which session the event is about.
    fn add(&mut self, touched: &mut Footprint, event: &Event) -> Option<u64> {
        let mut session = event.session.map(|session| session_bit(session.number()));
        match event.what {
            What::Call { method: methods::Exports::MAPILogonEx, args: Args::LogonEx(flags), .. } => {
                touched.reads.add_if(true, Things::LOGONS);
                let may_join = !flags.contains(LogonExFlags::MAPI_NEW_SESSION);
                touched.touch_if(may_join || flags.contains(LogonExFlags::MAPI_ALLOW_OTHERS), Things::LOGONS);
            }
            // A logon answers with the session that it has begun or joined.
            What::Return { method: methods::Exports::MAPILogonEx, out, .. } => {
                if let Out::Session(begun) = out {
                    let begun = session_bit(begun.number());
                    self.private |= if touched.writes.meet(Things::LOGONS) { 0 } else { begun };
                    session = Some(begun);
                }
            }
            What::Call { method: methods::IMAPISession::SetDefaultStore, .. } => {
                touched.touch_if(true, Things::EVERYBODYS);
            }
            What::Return { from, method, .. } | What::Panicked { from, method } => {
                let shared = of_provider(from) && self.known.is_shared(method);
                touched.touch_if(shared || from == Object::Sink, Things::PROVIDER);
            }
            What::Fact(Fact::DialogShown(_) | Fact::DialogRefused(_) | Fact::DialogAnswered(..)) => {
                touched.touch_if(true, Things::PROVIDER);
            }
            What::Call { .. } | What::AddRef { .. } | What::Release { .. } | What::Fact(_) => {}
        }
        match session {
            None => touched.touch_if(!is_logon(event), Things::EVERYBODYS),
            Some(session) => {
                touched.sessions |= session;
                let ends = event.open.is_none() && session & self.private == 0;
                touched.touch_if(ends, Things::LOGONS);
            }
        }
        session
    }

    /// A client has to do with what it has had to do with so far, the spooler with the store that it has turned to. Says what the
    /// task has to do with from now on.
    fn add_sessions(&mut self, touched: &mut Footprint, task: TaskNo, latest: Option<u64>) -> u64 {
        let asked = take_asked();
        touched.touch_if(asked.order, Things::QUEUE);
        touched.writes.add_if(asked.gone, Things::GONE);
        touched.reads.add_if(asked.turned_to.is_some(), Things::GONE);
        let turned_to = asked.turned_to.filter(|_| self.spooler == Some(task));
        let sessions = self.sessions_of(task);
        touched.sessions |= asked.sessions | *sessions;
        *sessions = turned_to.map_or(touched.sessions, |turned_to| turned_to | latest.unwrap_or(0));
        *sessions
    }

    fn sessions_of(&mut self, task: TaskNo) -> &mut u64 {
        self.sessions.entry(task).or_default()
    }
}

impl Before {
    /// What has become of what sessions share.
    fn compared(&self, mapi: &Subsystem, spooler: Option<TaskNo>) -> Footprint {
        let (before, now) = (&self.common, &common(mapi, spooler));
        // A client has had to do with what it sees to; the spooler turns from session to session.
        let of_spooler = spooler.map_or(0, |_| before.due_of_task | now.due_of_task);
        let mut touched = Footprint {
            foreign: foreign_runs() != self.runs,
            // Whoever comes by may see to the end of a session.
            sessions: before.due | now.due | of_spooler,
            reads: Things::EVERYBODYS,
            writes: Things::default(),
        };
        let Footprint { reads, writes, .. } = &mut touched;
        reads.add_if(before.profile_reads != now.profile_reads, Things::PROFILES);
        reads.add_if(before.prop_reads != now.prop_reads, Things::PROPS);
        reads.add_if(before.sections_tried != now.sections_tried, Things::SECTIONS);
        writes.add_if(before.sections_open != now.sections_open, Things::SECTIONS);
        reads.add_if(before.stores_asked != now.stores_asked, Things::OPEN_STORES);
        writes.add_if(before.stores_opened != now.stores_opened, Things::OPEN_STORES);
        writes.add_if(before.due != now.due || before.process != now.process, Things::EVERYBODYS);
        touched.touch_if(before.profile_writes != now.profile_writes, Things::PROFILES);
        touched.touch_if(before.uids != now.uids, Things::NUMBERS);
        touched.touch_if(before.prop_writes != now.prop_writes, Things::PROPS);
        touched.touch_if(before.logon_answers != now.logon_answers, Things::LOGONS);
        touched.touch_if(before.has_audience || now.has_audience, Things::NEWS);
        touched.touch_if(self.calls_counted != calls_counted(mapi), Things::CALLS);
        touched
    }
}

/// Whether an object is a provider's own, or one that is taken for it.
const fn of_provider(object: Object) -> bool {
    match object {
        Object::Dll(_)
        | Object::Provider(_)
        | Object::Logon(_)
        | Object::Store(_)
        | Object::Folder(_)
        | Object::Service(_)
        | Object::Opened(_) => true,
        Object::Mapi
        | Object::Session(_)
        | Object::Support(_)
        | Object::Services(_)
        | Object::Section(_)
        | Object::Sink
        | Object::Table(_) => false,
    }
}

/// Whether an event without a session is of a logon, which begins one.
fn is_logon(event: &Event) -> bool {
    match event.what {
        What::Call { method, .. } | What::Return { method, .. } => method == methods::Exports::MAPILogonEx,
        What::Panicked { .. } | What::AddRef { .. } | What::Release { .. } | What::Fact(_) => false,
    }
}
