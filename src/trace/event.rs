//! What happened, as small plain values; words are made when somebody reads.

use super::fact::Fact;
use super::ids::{DllNo, OpenNo, ProviderNo, SectionNo, ServiceNo, SessionNo, StoreNo, SupportNo, TaskNo};
use crate::mapi::{
    DefaultStoreFlags, EntryId, EventMask, HResult, LogoffFlags, LogonExFlags, MapiInitFlags, MapiUid,
    OpenEntryFlags, OpenSectionFlags, OpenStoreFlags, ProviderInitFlags, ServiceContext, ServiceFlags,
    SpecialFolder, SpiVersion, SpoolerLogonFlags, SpoolerNotifyFlags, StatusRowFlags, StoreLogonFlags,
    StringWidth,
};
use crate::methods::{Method, ObjectNo};

/// One thing that happened, in the order in which it happened.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub struct Event {
    /// Whose turn it was when it happened.
    pub task: TaskNo,
    /// How many calls of its task were under way when it happened; a call and its return have the same depth.
    pub depth: u16,
    /// The session it belongs to, if it belongs to one.
    pub session: Option<SessionNo>,
    /// The `OpenMsgStore` it belongs to: events of a store's later life name the open that made the store.
    pub open: Option<OpenNo>,
    /// What happened.
    pub what: What,
}

/// The kinds of things that happen.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum What {
    /// A call across the boundary between two parties.
    Call {
        /// Who calls.
        from: Actor,
        /// The object that is called.
        to: Object,
        /// The method.
        method: Method,
        /// What was passed.
        args: Args,
    },
    /// The return from the innermost call of its task that has not returned yet.
    Return {
        /// The object that was called.
        from: Object,
        /// The method.
        method: Method,
        /// Its result.
        code: HResult,
        /// What it gave besides the code.
        out: Out,
    },
    /// A call that never returned, because it panicked.
    Panicked {
        /// The object that was called.
        from: Object,
        /// The method.
        method: Method,
    },
    /// A reference was added.
    AddRef {
        /// To what.
        object: Object,
        /// By whom.
        by: Actor,
        /// The count afterwards.
        count: u32,
    },
    /// A reference was given back.
    Release {
        /// Of what.
        object: Object,
        /// By whom.
        by: Actor,
        /// The count afterwards.
        count: u32,
    },
    /// Something that MAPI or the spooler did or found out, without a call.
    Fact(Fact),
}

impl What {
    /// The extracts of identifiers that it has, in the order of the arguments.
    #[inline(always)]
    pub(super) const fn extracts(&self) -> [Option<Bytes>; 2] {
        match self {
            Self::Call { args, .. } => args.extracts(),
            Self::Return { out: Out::Id(id), .. } => [Some(*id), None],
            Self::Return { .. }
            | Self::Panicked { .. }
            | Self::AddRef { .. }
            | Self::Release { .. }
            | Self::Fact(_) => [None, None],
        }
    }
}

impl Args {
    #[inline(always)]
    const fn extracts(&self) -> [Option<Bytes>; 2] {
        match self {
            Self::OpenStore(id, _) | Self::Id(id) => [Some(*id), None],
            Self::Logon(_, id, _)
            | Self::SpoolerLogon(_, id, ..)
            | Self::Entry(id, _)
            | Self::Advise(id, _)
            | Self::DefaultStore(id, _) => [*id, None],
            Self::Ids(first, second) => [Some(*first), Some(*second)],
            Self::None
            | Self::LogonEx(_)
            | Self::Initialize(_)
            | Self::Init(..)
            | Self::SpecialFolder(_)
            | Self::Events(_)
            | Self::Uid(_)
            | Self::Section(..)
            | Self::StatusRow(..)
            | Self::Logoff(_)
            | Self::SpoolerNotify(_)
            | Self::Service(..)
            | Self::ServiceFlags(_)
            | Self::Props(_)
            | Self::Notifications(_)
            | Self::Width(_)
            | Self::Raw(_)
            | Self::Values(_) => [None, None],
        }
    }
}

/// The parties of a trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Actor {
    /// A client application.
    Client,
    /// The MAPI subsystem.
    Mapi,
    /// The MAPI spooler.
    Spooler,
    /// The code of a provider's DLL.
    Provider(DllNo),
    /// The person at the dialogs.
    User,
}

/// What a call goes to, or whose references are counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Object {
    /// The subsystem's own functions.
    Mapi,
    /// A session object.
    Session(SessionNo),
    /// The entry points of a DLL.
    Dll(DllNo),
    /// A provider object.
    Provider(ProviderNo),
    /// A logon object, by the number of its store.
    Logon(StoreNo),
    /// A store object.
    Store(StoreNo),
    /// A folder of a store.
    Folder(StoreNo),
    /// A support object.
    Support(SupportNo),
    /// A message service: its entry point, or the administration object of its providers.
    Service(ServiceNo),
    /// The administration object of all message services, by the session it came from.
    Services(SessionNo),
    /// A section of a profile, opened as an object.
    Section(SectionNo),
    /// An advise sink.
    Sink,
    /// A table of a session.
    Table(TableKind),
    /// An object that a client or the spooler has opened, other than a store: with [`TraceDetail::All`] only.
    ///
    /// Each kind has numbers of its own, which a trace shows behind a letter: folders `F1`, messages `G1`, attachments
    /// `A1`, tables `T1`, streams `R1`, storages `O1`, status objects `U1`, sections `C1`.
    ///
    /// [`TraceDetail::All`]: super::TraceDetail::All
    Opened(ObjectNo),
}

/// The tables that a session has.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TableKind {
    /// The stores of the profile (`IMAPISession::GetMsgStoresTable`).
    Stores,
    /// The resources of the session (`IMAPISession::GetStatusTable`).
    Status,
}

/// The length and the last bytes of a byte string. A trace keeps no more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct Bytes {
    /// The length of the whole string in bytes.
    pub len: u32,
    /// Its last bytes, where entry identifiers of one provider differ; zero-filled in front.
    pub tail: [u8; 8],
}

impl Bytes {
    /// The extract of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let len = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let tail = bytes.last_chunk().copied().unwrap_or_else(|| {
            let mut tail = [0; 8];
            for (slot, byte) in tail.iter_mut().rev().zip(bytes.iter().rev()) {
                *slot = *byte;
            }
            tail
        });
        Self { len, tail }
    }

    /// The extract of an entry identifier.
    #[must_use]
    pub fn of_id(id: &EntryId) -> Self {
        Self::of(id.as_bytes())
    }
}

/// Arguments of a call, in the types of the call.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Args {
    /// Nothing worth showing.
    None,
    /// `MAPILogonEx`.
    LogonEx(LogonExFlags),
    /// `MAPIInitialize`.
    Initialize(MapiInitFlags),
    /// `OpenMsgStore`.
    OpenStore(Bytes, OpenStoreFlags),
    /// `MSProviderInit`.
    Init(SpiVersion, ProviderInitFlags),
    /// `IMSProvider::Logon`.
    Logon(SupportNo, Option<Bytes>, StoreLogonFlags),
    /// `IMSProvider::SpoolerLogon`, with the length of the validation data.
    SpoolerLogon(SupportNo, Option<Bytes>, SpoolerLogonFlags, u32),
    /// Two identifiers that are compared.
    Ids(Bytes, Bytes),
    /// An entry that is opened; `None` is the root.
    Entry(Option<Bytes>, OpenEntryFlags),
    /// One identifier.
    Id(Bytes),
    /// A folder that is made, by its role.
    SpecialFolder(SpecialFolder),
    /// A registration for notifications.
    Advise(Option<Bytes>, EventMask),
    /// A registration for notifications of a table.
    Events(EventMask),
    /// A MAPIUID.
    Uid(MapiUid),
    /// A profile section; `None` is the caller's own.
    Section(Option<MapiUid>, OpenSectionFlags),
    /// The number of columns of a status row.
    StatusRow(u32, StatusRowFlags),
    /// `StoreLogoff` and `StoreLogoffTransports`.
    Logoff(LogoffFlags),
    /// `SpoolerNotify`.
    SpoolerNotify(SpoolerNotifyFlags),
    /// The entry point of a message service.
    Service(ServiceContext, ServiceFlags),
    /// A message service that is created or copied.
    ServiceFlags(ServiceFlags),
    /// `SetDefaultStore`.
    DefaultStore(Option<Bytes>, DefaultStoreFlags),
    /// A number of properties.
    Props(u32),
    /// A number of notifications.
    Notifications(u32),
    /// The width of strings in what is asked for.
    Width(StringWidth),
    /// Reserved flags or another plain number.
    Raw(u32),
    /// Every argument as a value, see [`Trace::values`](super::Trace::values).
    Values(ValuesNo),
}

/// What a call gave back besides its code.
#[derive(Clone, Copy, PartialEq, Debug)]
#[non_exhaustive]
pub enum Out {
    /// Nothing worth showing.
    None,
    /// The provider object of `MSProviderInit` and the version it reported.
    Init(Option<ProviderNo>, SpiVersion),
    /// What a logon returned.
    Logon {
        /// Whether there was a store object.
        store: bool,
        /// Whether there was a logon object.
        logon: bool,
        /// The length of the validation data.
        security: u32,
    },
    /// A store.
    Store(StoreNo),
    /// A session.
    Session(SessionNo),
    /// The answer of a comparison.
    Same(bool),
    /// A number of properties, or of problems with them.
    Props(u32),
    /// A connection number.
    Connection(u32),
    /// Logoff flags on output.
    Logoff(LogoffFlags),
    /// An identifier.
    Id(Bytes),
    /// A MAPIUID.
    Uid(MapiUid),
    /// A profile section.
    Section(SectionNo),
    /// A message service.
    Service(ServiceNo),
    /// The whole answer as values, see [`Trace::values`](super::Trace::values).
    Values(ValuesNo),
}

/// The number of a list of values that a trace keeps beside its events.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ValuesNo(pub(crate) u32);
