//! An event as it is kept: in half of the memory that it takes when it is read.

use super::side::Side;
use crate::mapi::{
    EventMask, HResult, LogoffFlags, LogonExFlags, MapiInitFlags, ServiceFlags, SpoolerNotifyFlags,
};
use crate::methods::Method;
use crate::trace::event::{Actor, Args, Event, Object, Out, ValuesNo, What};
use crate::trace::fact::Fact;
use crate::trace::ids::{DllNo, OpenNo, SectionNo, ServiceNo, SessionNo, StoreNo, TaskNo};

/// An event, with what is too long for it beside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    session: Option<SessionNo>,
    pub(super) open: Option<OpenNo>,
    task: TaskNo,
    depth: u16,
    what: KeptWhat,
}

/// A trace of all calls has some forty events an open.
const _: () = assert!(size_of::<Kept>() <= 32);

#[derive(Clone, Copy, Debug)]
enum KeptWhat {
    Call { args: ArgsKind, method: Method, from: Party, to: Object, data: u32 },
    Return { out: OutKind, method: Method, from: Object, code: HResult, data: u32 },
    Panicked { method: Method, from: Object },
    AddRef { object: Object, by: Party, count: u32 },
    Release { object: Object, by: Party, count: u32 },
    Fact(Fact),
}

/// What can be seen of an event without reading all of it.
#[derive(Clone, Copy, Debug)]
pub(in crate::trace) enum Glance {
    Call {
        to: Object,
        method: Method,
    },
    Return {
        from: Object,
        method: Method,
    },
    Panicked {
        method: Method,
    },
    /// The references to it have become more or fewer.
    Counted(Object),
    Fact(Fact),
}

/// What is too long for an event.
#[derive(Clone, Default, Debug)]
pub(super) struct Long {
    pub(super) args: Side<Args>,
    pub(super) outs: Side<Out>,
}

impl Long {
    /// Empty, with room for so many of each.
    pub(super) fn with_room(items: usize) -> Self {
        Self { args: Side::with_room(items), outs: Side::with_room(items) }
    }
}

impl Kept {
    /// What kind of event it is, and mostly the kind of its arguments, is known where it is recorded.
    #[inline(always)]
    pub(super) fn new(event: Event, long: &mut Long) -> Self {
        let Event { task, depth, session, open, what } = event;
        let what = match what {
            What::Call { from, to, method, args } => {
                let (args, data) = short_args(args).unwrap_or_else(|| (ArgsKind::Long, long.args.push(args)));
                KeptWhat::Call { args, method, from: Party::of(from), to, data }
            }
            What::Return { from, method, code, out } => {
                let (out, data) = short_out(out).unwrap_or_else(|| (OutKind::Long, long.outs.push(out)));
                KeptWhat::Return { out, method, from, code, data }
            }
            What::Panicked { from, method } => KeptWhat::Panicked { method, from },
            What::AddRef { object, by, count } => KeptWhat::AddRef { object, by: Party::of(by), count },
            What::Release { object, by, count } => KeptWhat::Release { object, by: Party::of(by), count },
            What::Fact(fact) => KeptWhat::Fact(fact),
        };
        Self { session, open, task, depth, what }
    }

    #[inline(always)]
    pub(super) const fn glance(&self) -> Glance {
        match self.what {
            KeptWhat::Call { to, method, .. } => Glance::Call { to, method },
            KeptWhat::Return { from, method, .. } => Glance::Return { from, method },
            KeptWhat::Panicked { method, .. } => Glance::Panicked { method },
            KeptWhat::AddRef { object, .. } | KeptWhat::Release { object, .. } => Glance::Counted(object),
            KeptWhat::Fact(fact) => Glance::Fact(fact),
        }
    }

    #[inline(always)]
    pub(super) fn event(&self, long: &Long) -> Event {
        let Self { session, open, task, depth, what } = *self;
        let what = match what {
            KeptWhat::Call { args, method, from, to, data } => {
                What::Call { from: from.actor(), to, method, args: args_of(args, data, long) }
            }
            KeptWhat::Return { out, method, from, code, data } => {
                What::Return { from, method, code, out: out_of(out, data, long) }
            }
            KeptWhat::Panicked { method, from } => What::Panicked { from, method },
            KeptWhat::AddRef { object, by, count } => What::AddRef { object, by: by.actor(), count },
            KeptWhat::Release { object, by, count } => What::Release { object, by: by.actor(), count },
            KeptWhat::Fact(fact) => What::Fact(fact),
        };
        Event { task, depth, session, open, what }
    }
}

/// An [`Actor`] in four bytes.
#[derive(Clone, Copy, Debug)]
struct Party(u32);

/// The first number that is a provider's.
const PROVIDERS: u32 = 4;

impl Party {
    #[inline]
    const fn of(actor: Actor) -> Self {
        Self(match actor {
            Actor::Client => 0,
            Actor::Mapi => 1,
            Actor::Spooler => 2,
            Actor::User => 3,
            Actor::Provider(dll) => (dll.number() - 1).saturating_add(PROVIDERS),
        })
    }

    fn actor(self) -> Actor {
        match self.0 {
            0 => Actor::Client,
            1 => Actor::Mapi,
            2 => Actor::Spooler,
            3 => Actor::User,
            dll => Actor::Provider(DllNo::from_index(usize::try_from(dll - PROVIDERS).unwrap_or(usize::MAX))),
        }
    }
}

macro_rules! short_args {
    ($($name:ident($type:ident)),+ $(,)?) => {
        /// Arguments that are a number or flags, and all others.
        #[derive(Clone, Copy, Debug)]
        enum ArgsKind { None, Props, Notifications, Raw, Values, $($name,)+ Long }

        #[inline(always)]
        const fn short_args(args: Args) -> Option<(ArgsKind, u32)> {
            Some(match args {
                Args::None => (ArgsKind::None, 0),
                Args::Props(number) => (ArgsKind::Props, number),
                Args::Notifications(number) => (ArgsKind::Notifications, number),
                Args::Raw(number) => (ArgsKind::Raw, number),
                Args::Values(ValuesNo(number)) => (ArgsKind::Values, number),
                $(Args::$name(flags) => (ArgsKind::$name, flags.bits()),)+
                Args::OpenStore(..) | Args::Init(..) | Args::Logon(..) | Args::SpoolerLogon(..) | Args::Ids(..)
                | Args::Entry(..) | Args::Id(_) | Args::SpecialFolder(_) | Args::Advise(..) | Args::Uid(_)
                | Args::Section(..) | Args::StatusRow(..) | Args::Service(..) | Args::DefaultStore(..)
                | Args::Width(_) => return None,
            })
        }

        fn args_of(kind: ArgsKind, data: u32, long: &Long) -> Args {
            match kind {
                ArgsKind::None => Args::None,
                ArgsKind::Props => Args::Props(data),
                ArgsKind::Notifications => Args::Notifications(data),
                ArgsKind::Raw => Args::Raw(data),
                ArgsKind::Values => Args::Values(ValuesNo(data)),
                $(ArgsKind::$name => Args::$name($type::from_bits_retain(data)),)+
                ArgsKind::Long => long.args.get(data).copied().unwrap_or(Args::None),
            }
        }
    };
}

short_args! {
    LogonEx(LogonExFlags),
    Initialize(MapiInitFlags),
    Events(EventMask),
    Logoff(LogoffFlags),
    SpoolerNotify(SpoolerNotifyFlags),
    ServiceFlags(ServiceFlags),
}

/// Answers that are a number or flags, and all others.
#[derive(Clone, Copy, Debug)]
enum OutKind {
    None,
    Store,
    Session,
    Different,
    Same,
    Props,
    Connection,
    Logoff,
    Section,
    Service,
    Values,
    Long,
}

#[inline(always)]
const fn short_out(out: Out) -> Option<(OutKind, u32)> {
    Some(match out {
        Out::None => (OutKind::None, 0),
        Out::Store(store) => (OutKind::Store, store.number()),
        Out::Session(session) => (OutKind::Session, session.number()),
        Out::Same(false) => (OutKind::Different, 0),
        Out::Same(true) => (OutKind::Same, 0),
        Out::Props(number) => (OutKind::Props, number),
        Out::Connection(number) => (OutKind::Connection, number),
        Out::Logoff(flags) => (OutKind::Logoff, flags.bits()),
        Out::Section(section) => (OutKind::Section, section.number()),
        Out::Service(service) => (OutKind::Service, service.number()),
        Out::Values(ValuesNo(number)) => (OutKind::Values, number),
        Out::Init(..) | Out::Logon { .. } | Out::Id(_) | Out::Uid(_) => return None,
    })
}

fn out_of(kind: OutKind, data: u32, long: &Long) -> Out {
    let index = || usize::try_from(data).unwrap_or(usize::MAX).saturating_sub(1);
    match kind {
        OutKind::None => Out::None,
        OutKind::Store => Out::Store(StoreNo::from_index(index())),
        OutKind::Session => Out::Session(SessionNo::from_index(index())),
        OutKind::Different => Out::Same(false),
        OutKind::Same => Out::Same(true),
        OutKind::Props => Out::Props(data),
        OutKind::Connection => Out::Connection(data),
        OutKind::Logoff => Out::Logoff(LogoffFlags::from_bits_retain(data)),
        OutKind::Section => Out::Section(SectionNo::from_index(index())),
        OutKind::Service => Out::Service(ServiceNo::from_index(index())),
        OutKind::Values => Out::Values(ValuesNo(data)),
        OutKind::Long => long.outs.get(data).copied().unwrap_or(Out::None),
    }
}
