//! Everything that changes, behind one lock.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};

use crate::load::readings::{Choice, Reading, Readings};
use crate::load::{Effects, LoadMachine};
use crate::mapi::{EntryId, HResult, MapiErrorDetail, MapiUid, PropValue, ResourceFlags, StoreLogonFlags};
use crate::sim::books::by_address::ByAddress;
use crate::sim::books::due::DueSessions;
use crate::sim::books::exit::Exit;
use crate::sim::books::ledger::{DepartedStores, OpenSections};
use crate::sim::books::live::{ClientNo, Listeners, LiveTables, Revision};
use crate::sim::books::notify::Subscriptions;
use crate::sim::books::numbers::Numbers;
use crate::sim::books::own_pairs::OwnPairs;
use crate::sim::books::process::{Home, ProcessData};
use crate::sim::books::profile::ProfileSet;
use crate::sim::client::client_store::ClientStore;
use crate::sim::collections::SmallList;
use crate::sim::collections::{SideTable, Slab};
use crate::spi::{IMSLogon, IMSProvider, IMsgStore};
use crate::trace::{
    Bytes, Context, DllNo, Fact, OpenNo, ProviderNo, Recorder, SectionNo, ServiceNo, SessionNo, StoreNo,
    SupportNo,
};

/// The whole world. Nothing in it is called or dropped while the lock is held: what could run a provider's code
/// leaves the state first.
pub(crate) struct State {
    pub(crate) recorder: Recorder,
    pub(crate) readings: Readings,
    pub(crate) profiles: ProfileSet,
    pub(crate) sessions: Vec<SessionData>,
    pub(crate) providers: Vec<ProviderData>,
    pub(crate) opens: Slab<OpenNo, OpenData>,
    /// Of the latest input of a load machine.
    pub(crate) effects: Effects,
    pub(crate) stores: Slab<StoreNo, StoreData>,
    pub(crate) supports: Slab<SupportNo, SupportData>,
    /// The spooler's own pairs by the client's stores, which they may outlive.
    pub(crate) spooler_pairs: SideTable<StoreNo, StoreNo>,
    /// In how many sessions the store of a section is open.
    pub(crate) open_in: SideTable<SectionNo, u32>,
    pub(crate) due: DueSessions,
    pub(crate) subscriptions: Subscriptions,
    /// Who listens to sessions and to their tables.
    pub(crate) listeners: Listeners,
    pub(crate) tables: LiveTables,
    /// Calls of `MAPIInitialize` without their `MAPIUninitialize` \[INIT-02\].
    pub(crate) initialized: u32,
    pub(crate) exit: Exit,
    pub(crate) sections_open: OpenSections,
    pub(crate) departed: DepartedStores,
    pub(crate) numbers: Numbers,
}

/// Which store has a role in this session, by the role's flag in `PR_RESOURCE_FLAGS`; `None` is nobody.
pub(crate) type Roles = BTreeMap<ResourceFlags, Option<SectionNo>>;

/// A session, private or shared.
pub(crate) struct SessionData {
    pub(crate) profile: usize,
    pub(crate) shared: bool,
    /// Clients that hold the session and have not logged off.
    pub(crate) clients: u32,
    pub(crate) logged_off: bool,
    /// Somebody sees to its end, and looks at it again before they leave.
    pub(crate) attended: bool,
    /// It has ended, and what its providers still hold was looked through.
    pub(crate) closed: bool,
    /// Pointers that clients have not released.
    pub(crate) pointers: u32,
    /// Whether one of its clients has mail.
    pub(crate) mail: bool,
    pub(crate) client: ProcessData,
    pub(crate) spooler: ProcessData,
    pub(crate) disabled: BTreeSet<ServiceNo>,
    pub(crate) last_error: Option<(HResult, MapiErrorDetail)>,
    pub(crate) roles: Roles,
    /// Of what the session's tables show beside the profile.
    pub(crate) revision: Revision,
    /// The client's open store of each section.
    pub(crate) open_sections: SideTable<SectionNo, StoreNo>,
    /// The spooler's own pairs.
    pub(crate) spooler_open: OwnPairs,
    /// The spooler's logons that are under way; the end of the session waits for them, too.
    pub(crate) spooler_logons: u32,
    /// Opens that are under way; the end of the session waits for them.
    pub(crate) running: Vec<OpenNo>,
    /// Logon objects that MAPI holds, in the order of logon.
    pub(crate) logons: SideTable<StoreNo, ()>,
    /// The store objects of the clients' open stores, to know them again.
    pub(crate) by_address: ByAddress,
}

/// A provider object.
pub(crate) struct ProviderData {
    pub(crate) home: Home,
    pub(crate) object: Option<Arc<dyn IMSProvider>>,
    /// Its logon objects that MAPI holds.
    pub(crate) logons: u32,
    /// It had a logon object.
    pub(crate) used: bool,
    /// Where it comes from, once there was one.
    pub(crate) origin: Option<ProviderOrigin>,
}

/// The call that made a provider object, and whether the object lives.
pub(crate) struct ProviderOrigin {
    pub(crate) context: Context,
    pub(crate) dll: DllNo,
    pub(crate) alive: Weak<dyn IMSProvider>,
}

/// An open: its state machine and what it is about.
pub(crate) struct OpenData {
    pub(crate) session: SessionNo,
    pub(crate) machine: LoadMachine,
    /// What the logon is asked for.
    pub(crate) facts: LogonFacts,
    pub(crate) store: Option<StoreNo>,
}

/// What a logon was asked for.
#[derive(Clone)]
pub(crate) struct LogonFacts {
    /// The provider's own identifier.
    pub(crate) id: Option<EntryId>,
    /// What traces show of it.
    pub(crate) shown: Option<Bytes>,
    pub(crate) interface: Option<MapiUid>,
    pub(crate) flags: StoreLogonFlags,
}

/// Whose pair of logon and store object it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    /// The client's, from `Logon`.
    Client,
    /// The spooler's own pair, from `SpoolerLogon`, beside this store of the client.
    Spooler(StoreNo),
}

/// How a logon is being ended, so that MAPI calls `IMSLogon::Logoff` once \[SHUT-10\].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// It is not.
    No,
    /// MAPI has called, or is about to call, `IMSLogon::Logoff`.
    LogoffCalled,
}

/// What a new pair of logon and store object belongs to.
#[derive(Clone, Copy)]
pub(crate) struct NewPair {
    pub(crate) session: SessionNo,
    pub(crate) open: OpenNo,
    pub(crate) side: Side,
    pub(crate) provider: ProviderNo,
    pub(crate) dll: DllNo,
    pub(crate) section: SectionNo,
    pub(crate) support: SupportNo,
}

/// A pair of logon and store object that MAPI knows.
pub(crate) struct StoreData {
    pub(crate) session: SessionNo,
    pub(crate) open: OpenNo,
    pub(crate) side: Side,
    pub(crate) provider: ProviderNo,
    pub(crate) dll: DllNo,
    pub(crate) section: SectionNo,
    pub(crate) support: SupportNo,
    pub(crate) logon: Option<Arc<dyn IMSLogon>>,
    pub(crate) store: Weak<dyn IMsgStore>,
    /// The pointer of each client that has the store, dead once it is released.
    pub(crate) clients: SmallList<(ClientNo, Weak<ClientStore>)>,
    pub(crate) security: Option<Arc<[u8]>>,
    /// MAPI has looked after the special folders \[LOAD-28\].
    pub(crate) folders_validated: bool,
    /// How often `StoreLogoff` has succeeded on the store object.
    pub(crate) logoffs_noted: u32,
    /// The open whose state machine has the spooler's side of this store.
    pub(crate) told_by: Option<OpenNo>,
    pub(crate) ending: Ending,
}

/// What a support object was made for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SupportKind {
    /// One `Logon`.
    Store,
    /// One `SpoolerLogon`.
    Spooler,
    /// One call of a message service's entry point.
    Service,
}

/// What a support object is made for.
#[derive(Clone, Copy)]
pub(crate) struct NewSupport {
    pub(crate) kind: SupportKind,
    pub(crate) session: SessionNo,
    pub(crate) open: Option<OpenNo>,
    pub(crate) section: Option<SectionNo>,
    pub(crate) dll: DllNo,
    pub(crate) provider: Option<ProviderNo>,
}

/// A support object's life.
pub(crate) struct SupportData {
    pub(crate) kind: SupportKind,
    pub(crate) session: SessionNo,
    pub(crate) open: Option<OpenNo>,
    pub(crate) section: Option<SectionNo>,
    pub(crate) dll: DllNo,
    pub(crate) provider: Option<ProviderNo>,
    pub(crate) count: u32,
    /// MAPI has the reference that the object was made with.
    pub(crate) mapi_holds: bool,
    /// That the provider keeps it was reported as a deviation.
    pub(crate) reported: bool,
    pub(crate) store: Option<StoreNo>,
    /// The registered MAPIUIDs, each with its turn among all registrations.
    pub(crate) uids: SmallList<(MapiUid, u64)>,
    pub(crate) rows: Vec<StatusRow>,
    /// Calls of `StoreLogoffTransports`, and how many of them ended the spooler's work for good.
    pub(crate) logoff_calls: u32,
    pub(crate) logoffs_completed: u32,
    pub(crate) last_error: Option<Box<MapiErrorDetail>>,
    /// Its logon has ended while the provider held on to it: it accepts nothing but `Release`.
    pub(crate) dead: bool,
}

/// A row of the status table as a provider gave it.
pub(crate) struct StatusRow {
    /// Its turn among all rows.
    pub(crate) number: u32,
    pub(crate) columns: Vec<PropValue>,
}

impl State {
    pub(crate) fn session(&self, session: SessionNo) -> Option<&SessionData> {
        self.sessions.get(session.index())
    }

    pub(crate) fn session_mut(&mut self, session: SessionNo) -> Option<&mut SessionData> {
        self.sessions.get_mut(session.index())
    }

    pub(crate) fn provider(&self, provider: ProviderNo) -> Option<Arc<dyn IMSProvider>> {
        self.providers.get(provider.index())?.object.clone()
    }

    /// The client's store that a store of either side belongs to.
    pub(crate) fn client_store_of(&self, store: StoreNo) -> StoreNo {
        match self.stores.get(&store).map(|data| data.side) {
            Some(Side::Spooler(client)) => client,
            Some(Side::Client) | None => store,
        }
    }

    /// The provider object of a DLL in a process of a session.
    pub(crate) fn provider_of(
        &self,
        session: SessionNo,
        home: Home,
        dll: DllNo,
    ) -> Option<(ProviderNo, Arc<dyn IMSProvider>)> {
        let no = self.session(session)?.process(home).provider(dll)?;
        Some((no, self.provider(no)?))
    }

    /// The logon object of a store and the context of its events.
    pub(crate) fn logon(&self, store: StoreNo) -> Option<(Arc<dyn IMSLogon>, Context)> {
        let data = self.stores.get(&store)?;
        Some((data.logon.clone()?, data.context()))
    }

    /// The choice for an open point on which it depends what happens now.
    pub(crate) fn read(&mut self, context: Context, reading: Reading) -> Choice {
        let choice = self.readings.of(reading);
        self.recorder.fact(context, Fact::ReadAs(reading, choice));
        choice
    }

    /// `StoreLogoff` has succeeded on a store object.
    pub(crate) fn note_logoff(&mut self, store: StoreNo) {
        if let Some(data) = self.stores.get_mut(&store) {
            data.logoffs_noted = data.logoffs_noted.saturating_add(1);
        }
    }
}

impl SessionData {
    pub(crate) const fn process(&self, home: Home) -> &ProcessData {
        match home {
            Home::Client => &self.client,
            Home::Spooler => &self.spooler,
        }
    }

    pub(crate) const fn process_mut(&mut self, home: Home) -> &mut ProcessData {
        match home {
            Home::Client => &mut self.client,
            Home::Spooler => &mut self.spooler,
        }
    }

    pub(crate) fn new(profile: usize, shared: bool, mail: bool) -> Self {
        Self {
            profile,
            shared,
            clients: 1,
            logged_off: false,
            attended: false,
            closed: false,
            pointers: 0,
            mail,
            client: ProcessData::new(),
            spooler: ProcessData::new(),
            disabled: BTreeSet::new(),
            last_error: None,
            roles: Roles::new(),
            revision: Revision::FIRST,
            open_sections: SideTable::new(),
            spooler_open: OwnPairs::default(),
            spooler_logons: 0,
            running: Vec::new(),
            logons: SideTable::new(),
            by_address: ByAddress::default(),
        }
    }
}

impl StoreData {
    /// The store object is known by its address; it belongs to the clients.
    pub(crate) const fn new(
        pair: NewPair,
        logon: Option<Arc<dyn IMSLogon>>,
        store: Weak<dyn IMsgStore>,
    ) -> Self {
        let NewPair { session, open, side, provider, dll, section, support } = pair;
        Self {
            session,
            open,
            side,
            provider,
            dll,
            section,
            support,
            logon,
            store,
            clients: SmallList::new(),
            security: None,
            folders_validated: false,
            logoffs_noted: 0,
            told_by: None,
            ending: Ending::No,
        }
    }

    /// The pointer of a client, if it has or had one.
    pub(crate) fn pointer_of(&self, client: ClientNo) -> Option<&Weak<ClientStore>> {
        self.clients.iter().find(|(of, _)| *of == client).map(|(_, pointer)| pointer)
    }

    /// How many other clients have the store.
    pub(crate) fn other_clients(&self, client: ClientNo) -> usize {
        self.clients.iter().filter(|(other, pointer)| *other != client && pointer.strong_count() > 0).count()
    }

    /// Where the store object lies. The weak pointer keeps the place from being used again.
    pub(crate) fn address(&self) -> usize {
        self.store.as_ptr().cast::<()>().addr()
    }

    pub(crate) const fn context(&self) -> Context {
        Context::of(self.session, Some(self.open))
    }
}

impl SupportData {
    pub(crate) const fn context(&self) -> Context {
        Context::of(self.session, self.open)
    }
}
