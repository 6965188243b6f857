//! What clients and the spooler do in a trace.

use std::ops::Range;

use crate::mapi::{LogonExFlags, MapiInitFlags, OpenStoreFlags, SessionLogoffFlags, StoreLogonFlags};
use crate::methods::Method;
use crate::trace::{Actor, Args, Event, Fact, Object, Out, SessionNo, StoreNo, Trace, What};

/// Something to play, with all that happens until somebody does something else.
pub(super) struct Action {
    pub(super) what: Do,
    /// The place of the return of its own call, if it is one.
    pub(super) returned: usize,
    pub(super) events: Range<usize>,
}

pub(super) enum Do {
    /// `MAPILogonEx`, and the session that came of it.
    LogOn(LogonExFlags, Option<SessionNo>),
    /// `OpenMsgStore`; the event that has the identifier, and the store that came of it.
    Open { session: SessionNo, id: usize, flags: OpenStoreFlags, store: Option<StoreNo> },
    /// Whatever waits for the spooler.
    Spooler,
    /// A call of a client on something that it has opened.
    Call { session: Option<SessionNo>, object: Object, method: Method, args: Args },
    /// A client gives something back.
    Release(Object),
    /// `IMAPISession::Logoff`.
    LogOff(SessionNo, SessionLogoffFlags),
    /// The entry point of a message service is called for its own sake: that of a service, or of a DLL.
    Enter { session: SessionNo, entry: Object, args: Args },
    /// `MAPIInitialize`.
    Initialize(MapiInitFlags),
    /// `MAPIUninitialize`.
    Uninitialize,
    /// A call of a client on something else.
    Other(Method),
}

/// The actions in their order.
pub(super) fn actions(trace: &Trace) -> Vec<Action> {
    let mut reader = Reader { trace, events: trace.events(), at: 0, stores: 0, actions: Vec::new() };
    while let Some(event) = reader.events.get(reader.at) {
        reader.read(event);
    }
    let mut actions = reader.actions;
    let mut next = trace.len();
    for action in actions.iter_mut().rev() {
        action.events.end = next;
        next = action.events.start;
    }
    actions
}

/// What sinks of clients call while they are told something, each call with all that it leads to.
pub(super) fn calls_of_sinks(trace: &Trace, events: &Range<usize>) -> Vec<Range<usize>> {
    let all = trace.events();
    let mut calls = Vec::new();
    let mut at = events.start;
    while let Some(event) = all.get(at).filter(|_| events.contains(&at)) {
        at += 1;
        let What::Call { to: Object::Sink, .. } = event.what else { continue };
        let end = end_of(all, at - 1, event);
        while let Some(inner) = all.get(at).filter(|_| at < end) {
            let from_client = matches!(inner.what, What::Call { from: Actor::Client, .. });
            let next = if from_client { end_of(all, at, inner) } else { at + 1 };
            if from_client {
                calls.push(at..next);
            }
            at = next;
        }
    }
    calls
}

/// The place behind the return of a call.
fn end_of(events: &[Event], begin: usize, call: &Event) -> usize {
    let rest = events.get(begin + 1..).unwrap_or_default();
    let returns = |event: &Event| {
        let ends = matches!(event.what, What::Return { .. } | What::Panicked { .. });
        ends && event.depth == call.depth && event.task == call.task
    };
    rest.iter().position(returns).map_or(events.len(), |place| begin + 1 + place + 1)
}

struct Reader<'a> {
    trace: &'a Trace,
    events: &'a [Event],
    at: usize,
    /// How many stores were seen inside of a provider.
    stores: usize,
    actions: Vec<Action>,
}

impl Reader<'_> {
    fn read(&mut self, event: &Event) {
        let begin = self.at;
        self.at += 1;
        if event.depth > 0 {
            return;
        }
        if let What::Call { from, to, method, args } = event.what {
            let end = end_of(self.events, begin, event);
            self.at = end;
            let what = self.called(begin, event, (from, to, method, args), end);
            if let Some(what) = what {
                self.add(what, begin..end);
            }
        } else if let What::Release { object, by: Actor::Client, count: 0 } = event.what {
            self.add(Do::Release(object), begin..self.at);
        } else if let What::Fact(Fact::SpoolerLoadsDll(_)) = event.what {
            self.add(Do::Spooler, begin..self.at);
        }
    }

    /// Turns of the spooler that follow each other are one.
    fn add(&mut self, what: Do, events: Range<usize>) {
        if let (Do::Spooler, Some(Action { what: Do::Spooler, .. })) = (&what, self.actions.last()) {
            return;
        }
        self.actions.push(Action { what, returned: events.end.saturating_sub(1), events });
    }

    fn called(
        &mut self,
        begin: usize,
        event: &Event,
        (from, to, method, args): (Actor, Object, Method, Args),
        end: usize,
    ) -> Option<Do> {
        let (out, session) = (self.out_of(end), event.session);
        if from == Actor::Spooler {
            return Some(Do::Spooler);
        }
        match (to, method) {
            (Object::Mapi, Method::MapiLogonEx) => {
                let flags =
                    if let Args::LogonEx(flags) = args { flags } else { LogonExFlags::MAPI_NEW_SESSION };
                let session = if let Some(Out::Session(session)) = out { Some(session) } else { None };
                Some(Do::LogOn(flags, session))
            }
            (Object::Mapi, Method::MapiInitialize) => {
                Some(Do::Initialize(if let Args::Initialize(flags) = args {
                    flags
                } else {
                    MapiInitFlags::empty()
                }))
            }
            (Object::Mapi, Method::MapiUninitialize) => Some(Do::Uninitialize),
            (Object::Service(_) | Object::Dll(_), Method::MsgServiceEntry) if from == Actor::Mapi => {
                self.entered(event, to, args)
            }
            (Object::Session(session), Method::SessionOpenMsgStore) => {
                let flags =
                    if let Args::OpenStore(_, flags) = args { flags } else { OpenStoreFlags::empty() };
                let store = if let Some(Out::Store(store)) = out { Some(store) } else { None };
                Some(Do::Open { session, id: begin, flags, store })
            }
            (Object::Session(session), Method::SessionLogoff) => {
                let flags = if let Args::Raw(bits) = args { bits } else { 0 };
                Some(Do::LogOff(session, SessionLogoffFlags::from_bits_retain(flags)))
            }
            (
                Object::Session(_)
                | Object::Services(_)
                | Object::Service(_)
                | Object::Store(_)
                | Object::Opened(_),
                _,
            ) if from == Actor::Client => Some(Do::Call { session, object: to, method, args }),
            _ if self.trace.is_seen_by_provider() => {
                self.seen_by_provider(begin, event, (to, method, args), out)
            }
            _ if from == Actor::Client => Some(Do::Other(method)),
            _ => None,
        }
    }

    /// A call that MAPI makes on its own way to something else is part of that.
    fn entered(&self, event: &Event, entry: Object, args: Args) -> Option<Do> {
        let session = event.session.filter(|_| event.open.is_none())?;
        Some(Do::Enter { session, entry, args })
    }

    /// What a client has done so that MAPI calls this.
    fn seen_by_provider(
        &mut self,
        begin: usize,
        event: &Event,
        (to, method, args): (Object, Method, Args),
        out: Option<Out>,
    ) -> Option<Do> {
        let session = event.session.unwrap_or(SessionNo::from_index(0));
        match (to, method, args) {
            (Object::Provider(_), Method::ProviderLogon, Args::Logon(_, _, flags)) => {
                let store = match out {
                    Some(Out::Store(store)) => Some(store),
                    Some(Out::Logon { store: true, .. }) => {
                        self.stores += 1;
                        Some(StoreNo::from_index(self.stores - 1))
                    }
                    _ => None,
                };
                Some(Do::Open { session, id: begin, flags: open_flags(flags), store })
            }
            (Object::Provider(_), Method::ProviderSpoolerLogon, _) => Some(Do::Spooler),
            (Object::Provider(_), Method::ProviderShutdown, _) => {
                Some(Do::LogOff(session, SessionLogoffFlags::empty()))
            }
            (Object::Store(_) | Object::Opened(_), ..) => {
                Some(Do::Call { session: event.session, object: to, method, args })
            }
            _ => None,
        }
    }

    fn out_of(&self, end: usize) -> Option<Out> {
        let What::Return { out, .. } = self.events.get(end.checked_sub(1)?)?.what else { return None };
        Some(out)
    }
}

/// The client's flags that become these at `Logon`.
fn open_flags(flags: StoreLogonFlags) -> OpenStoreFlags {
    let both = [
        (StoreLogonFlags::MAPI_DEFERRED_ERRORS, OpenStoreFlags::MAPI_DEFERRED_ERRORS),
        (StoreLogonFlags::MDB_NO_DIALOG, OpenStoreFlags::MDB_NO_DIALOG),
        (StoreLogonFlags::MDB_NO_MAIL, OpenStoreFlags::MDB_NO_MAIL),
        (StoreLogonFlags::MDB_TEMPORARY, OpenStoreFlags::MDB_TEMPORARY),
        (StoreLogonFlags::MDB_WRITE, OpenStoreFlags::MDB_WRITE),
    ];
    let given = both.into_iter().filter(|(logon, _)| flags.contains(*logon));
    given.fold(OpenStoreFlags::empty(), |all, (_, open)| all | open)
}
