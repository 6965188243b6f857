//! Events without the numbers that depend on what was made before.

use super::event::{Args, Event, Object, Out, What};
use super::fact::Fact;
use super::ids::{OpenNo, ProviderNo, SessionNo, StoreNo, SupportNo};

/// What is numbered in the order of making.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Numbered {
    Session(SessionNo),
    Open(OpenNo),
    Provider(ProviderNo),
    Store(StoreNo),
    Support(SupportNo),
}

macro_rules! numbers {
    ($($kind:ident($number:ident)),+ $(,)?) => {$(
        impl Number for $number {
            fn taken_out(self, out: &mut Vec<Numbered>) -> Self {
                out.push(Numbered::$kind(self));
                Self::from_index(0)
            }
        }
    )+};
}

trait Number {
    /// Puts it into the list, and gives back the first one of its kind.
    fn taken_out(self, out: &mut Vec<Numbered>) -> Self;
}

numbers! {
    Session(SessionNo),
    Open(OpenNo),
    Provider(ProviderNo),
    Store(StoreNo),
    Support(SupportNo),
}

impl Event {
    /// The same event about the first one of everything, with a list of what it is about. Two events that are the same then, with
    /// lists of which one can stand for the other, tell the same.
    pub(crate) fn numberless(self, out: &mut Vec<Numbered>) -> Self {
        Self {
            task: self.task,
            depth: self.depth,
            session: self.session.map(|session| session.taken_out(out)),
            open: self.open.map(|open| open.taken_out(out)),
            what: self.what.numberless(out),
        }
    }
}

impl What {
    fn numberless(self, out: &mut Vec<Numbered>) -> Self {
        match self {
            Self::Call { from, to, method, args } => {
                Self::Call { from, to: to.numberless(out), method, args: args.numberless(out) }
            }
            Self::Return { from, method, code, out: answer } => {
                Self::Return { from: from.numberless(out), method, code, out: answer.numberless(out) }
            }
            Self::Panicked { from, method } => Self::Panicked { from: from.numberless(out), method },
            Self::AddRef { object, by, count } => Self::AddRef { object: object.numberless(out), by, count },
            Self::Release { object, by, count } => {
                Self::Release { object: object.numberless(out), by, count }
            }
            Self::Fact(fact) => Self::Fact(fact.numberless(out)),
        }
    }
}

impl Object {
    fn numberless(self, out: &mut Vec<Numbered>) -> Self {
        match self {
            Self::Session(session) => Self::Session(session.taken_out(out)),
            Self::Services(session) => Self::Services(session.taken_out(out)),
            Self::Provider(provider) => Self::Provider(provider.taken_out(out)),
            Self::Logon(store) => Self::Logon(store.taken_out(out)),
            Self::Store(store) => Self::Store(store.taken_out(out)),
            Self::Folder(store) => Self::Folder(store.taken_out(out)),
            Self::Support(support) => Self::Support(support.taken_out(out)),
            Self::Mapi
            | Self::Dll(_)
            | Self::Service(_)
            | Self::Section(_)
            | Self::Sink
            | Self::Table(_)
            | Self::Opened(_) => self,
        }
    }
}

impl Args {
    #[allow(clippy::wildcard_enum_match_arm, reason = "no other arguments have such a number")]
    fn numberless(self, out: &mut Vec<Numbered>) -> Self {
        match self {
            Self::Logon(support, id, flags) => Self::Logon(support.taken_out(out), id, flags),
            Self::SpoolerLogon(support, id, flags, size) => {
                Self::SpoolerLogon(support.taken_out(out), id, flags, size)
            }
            other => other,
        }
    }
}

impl Out {
    #[allow(clippy::wildcard_enum_match_arm, reason = "no other answer has such a number")]
    fn numberless(self, out: &mut Vec<Numbered>) -> Self {
        match self {
            Self::Init(provider, version) => {
                Self::Init(provider.map(|provider| provider.taken_out(out)), version)
            }
            Self::Store(store) => Self::Store(store.taken_out(out)),
            Self::Session(session) => Self::Session(session.taken_out(out)),
            other => other,
        }
    }
}

impl Fact {
    #[allow(clippy::wildcard_enum_match_arm, reason = "no other fact has such a number")]
    fn numberless(self, out: &mut Vec<Numbered>) -> Self {
        match self {
            Self::SpoolerPair(store, pair) => Self::SpoolerPair(store.taken_out(out), pair),
            Self::SpoolerTold(store) => Self::SpoolerTold(store.taken_out(out)),
            Self::SpoolerLogonDropped(store) => Self::SpoolerLogonDropped(store.taken_out(out)),
            Self::OpenElsewhere(store) => Self::OpenElsewhere(store.taken_out(out)),
            Self::UidsRemoved(store, count) => Self::UidsRemoved(store.taken_out(out), count),
            Self::RowsRemoved(store, count) => Self::RowsRemoved(store.taken_out(out), count),
            Self::LogonReleased(store) => Self::LogonReleased(store.taken_out(out)),
            Self::SupportFreed(support) => Self::SupportFreed(support.taken_out(out)),
            Self::ProviderReleased(provider, owner) => Self::ProviderReleased(provider.taken_out(out), owner),
            other => other,
        }
    }
}
