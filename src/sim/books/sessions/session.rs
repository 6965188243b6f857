//! A session, and what is done to it.

use std::collections::BTreeSet;

use litemap::LiteMap;
use smallvec::SmallVec;

use crate::mapi::ResourceFlags;
use crate::sim::books::home::Home;
use crate::sim::books::live::{ClientNo, Revision};
use crate::sim::books::sessions::by_address::ByAddress;
use crate::sim::books::sessions::own_pairs::OwnPairs;
use crate::sim::books::sessions::process::ProcessData;
use crate::sim::collections::SideTable;
use crate::trace::{OpenNo, SectionNo, ServiceNo, StoreNo, SupportNo};

/// Which store has a role in a session, by the role's flag in `PR_RESOURCE_FLAGS`; `None` is nobody.
pub(crate) type Roles = LiteMap<ResourceFlags, Option<SectionNo>>;

/// A session, private or shared.
pub(crate) struct SessionData {
    profile: usize,
    shared: bool,
    /// Clients that hold the session and have not logged off.
    clients: u32,
    ended: bool,
    /// Somebody sees to its end, and looks at it again before they leave.
    attended: bool,
    /// It has ended, and it has been looked at what its providers still hold.
    closed: bool,
    /// Pointers that clients have not released.
    pointers: u32,
    /// Whether one of its clients has mail.
    mail: bool,
    client: ProcessData,
    spooler: ProcessData,
    disabled: LiteMap<ServiceNo, ()>,
    roles: Roles,
    /// Counts the changes of the roles, which its tables show beside the profile.
    roles_revision: Revision,
    /// Counts the changes of what its status table alone shows.
    status_revision: Revision,
    /// The client's open store of each section.
    open_sections: SideTable<SectionNo, StoreNo>,
    /// The spooler's own pairs.
    spooler_open: OwnPairs,
    /// Logons of the spooler and other work with providers' objects; the end of the session waits for it, too.
    work: u32,
    /// Opens that are under way; the end of the session waits for them.
    running: SmallVec<[OpenNo; 1]>,
    /// Logon objects that MAPI holds, in the order of logon.
    logons: SideTable<StoreNo, ()>,
    /// The store objects of the clients' open stores, to know them again.
    by_address: ByAddress,
    /// The support objects of its logons that are not freed.
    supports: SideTable<SupportNo, ()>,
    /// Which client has a pointer to which store, if there can be several clients.
    stores_of_clients: BTreeSet<(ClientNo, StoreNo)>,
}

/// The session and its clients.
impl SessionData {
    /// A session with its first client.
    pub(crate) fn new(profile: usize, shared: bool, mail: bool) -> Self {
        Self {
            profile,
            shared,
            clients: 1,
            ended: false,
            attended: false,
            closed: false,
            pointers: 0,
            mail,
            client: ProcessData::new(),
            spooler: ProcessData::new(),
            disabled: LiteMap::new(),
            roles: Roles::new(),
            roles_revision: Revision::FIRST,
            status_revision: Revision::FIRST,
            open_sections: SideTable::new(),
            spooler_open: OwnPairs::new(),
            work: 0,
            running: SmallVec::new_const(),
            logons: SideTable::new(),
            by_address: ByAddress::default(),
            supports: SideTable::new(),
            stores_of_clients: BTreeSet::new(),
        }
    }

    pub(crate) const fn profile(&self) -> usize {
        self.profile
    }

    pub(crate) const fn is_shared(&self) -> bool {
        self.shared
    }

    /// Whether its last client has logged off.
    pub(crate) const fn has_ended(&self) -> bool {
        self.ended
    }

    pub(crate) const fn has_mail(&self) -> bool {
        self.mail
    }

    /// Another client joins.
    pub(crate) const fn join(&mut self, mail: bool) {
        self.clients += 1;
        self.mail |= mail;
    }

    /// A client logs off. Says whether the session has ended with it.
    pub(crate) const fn leave(&mut self) -> bool {
        self.clients = self.clients.saturating_sub(1);
        self.ended |= self.clients == 0;
        self.clients == 0
    }

    /// A client gets a pointer.
    pub(crate) const fn pointer_is_made(&mut self) {
        self.pointers = self.pointers.saturating_add(1);
    }

    /// A client releases its pointer.
    pub(crate) const fn pointer_is_released(&mut self) {
        self.pointers = self.pointers.saturating_sub(1);
    }

    pub(crate) const fn pointers(&self) -> u32 {
        self.pointers
    }
}

/// What the session says of profile and tables.
impl SessionData {
    /// Something that its status table alone shows has changed.
    pub(crate) const fn status_changed(&mut self) {
        self.status_revision.count_up();
    }

    pub(crate) const fn status_revision(&self) -> Revision {
        self.status_revision
    }

    pub(crate) const fn roles_revision(&self) -> Revision {
        self.roles_revision
    }

    /// One store has a role from now on, or none has.
    pub(crate) fn give_role(&mut self, role: ResourceFlags, to: Option<SectionNo>) {
        self.roles_revision.count_up();
        self.roles.insert(role, to);
    }

    pub(crate) const fn roles(&self) -> &Roles {
        &self.roles
    }

    /// A message service is not used any more \[ERR-12\].
    pub(crate) fn disable(&mut self, service: ServiceNo) {
        self.disabled.insert(service, ());
    }

    pub(crate) fn has_disabled_services(&self) -> bool {
        !self.disabled.is_empty()
    }

    pub(crate) fn is_disabled(&self, service: ServiceNo) -> bool {
        self.disabled.contains_key(&service)
    }
}

/// The objects of the session's providers.
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

    /// Takes a client's store up. Says whether the section had no open store.
    #[inline(always)]
    pub(crate) fn add_store(&mut self, store: StoreNo, section: SectionNo, address: usize) -> bool {
        self.logons.insert(store, ());
        let first = self.open_sections.get(section).is_none();
        self.open_sections.insert(section, store);
        self.by_address.insert(address, store);
        first
    }

    /// Forgets a client's store. Says whether it was the open store of its section.
    #[inline(always)]
    pub(crate) fn remove_store(&mut self, store: StoreNo, section: SectionNo, address: usize) -> bool {
        self.logons.remove(store);
        self.by_address.remove(address, store);
        let open = self.open_sections.get(section) == Some(&store);
        if open {
            self.open_sections.remove(section);
        }
        open
    }

    /// Takes a pair of the spooler's own up.
    #[inline(always)]
    pub(crate) fn add_spooler_pair(&mut self, pair: StoreNo, section: SectionNo) {
        self.logons.insert(pair, ());
        self.spooler_open.add(section, pair);
    }

    /// Forgets a pair of the spooler's own.
    #[inline(always)]
    pub(crate) fn remove_spooler_pair(&mut self, pair: StoreNo, section: SectionNo) {
        self.logons.remove(pair);
        self.spooler_open.remove(section, pair);
    }

    /// The client's open store of a section.
    pub(crate) fn open_store_of(&self, section: SectionNo) -> Option<StoreNo> {
        self.open_sections.get(section).copied()
    }

    /// The pair of the spooler's own that was made first for a section.
    pub(crate) fn spooler_pair_of(&self, section: SectionNo) -> Option<StoreNo> {
        self.spooler_open.first_of(section)
    }

    /// The open store whose store object has this address.
    pub(crate) fn store_at(&self, address: usize) -> Option<StoreNo> {
        self.by_address.get(address)
    }

    /// The pairs whose logon objects MAPI holds, in the order of logon.
    pub(crate) fn logons(&self) -> impl Iterator<Item = StoreNo> {
        self.logons.keys()
    }

    /// A client gets a pointer to a store.
    pub(crate) fn store_is_held(&mut self, client: ClientNo, store: StoreNo) {
        if self.shared {
            self.stores_of_clients.insert((client, store));
        }
    }

    /// A client has no pointer to a store any more.
    pub(crate) fn store_is_released(&mut self, client: ClientNo, store: StoreNo) {
        self.stores_of_clients.remove(&(client, store));
    }

    /// The stores to which a client may have a pointer, in the order of logon.
    pub(crate) fn stores_of(&self, client: ClientNo) -> Vec<StoreNo> {
        if !self.shared {
            return self.logons().collect();
        }
        let first = (client, StoreNo::from_index(0));
        let of_client = self.stores_of_clients.range(first..).take_while(|(of, _)| *of == client);
        of_client.map(|(_, store)| *store).collect()
    }

    pub(crate) fn support_is_made(&mut self, support: SupportNo) {
        self.supports.insert(support, ());
    }

    pub(crate) fn support_is_freed(&mut self, support: SupportNo) {
        self.supports.remove(support);
    }

    /// The support objects that are not freed.
    pub(crate) fn supports(&self) -> impl Iterator<Item = SupportNo> {
        self.supports.keys()
    }

    /// Whether a logon object of the session lives in a process; without a process of the spooler's, all do in the
    /// client's.
    pub(crate) fn has_logons(&self, home: Home) -> bool {
        match home {
            Home::Client => !self.logons.is_empty(),
            Home::Spooler => !self.spooler_open.is_empty(),
        }
    }
}

/// What the end of the session waits for.
impl SessionData {
    pub(crate) fn open_begins(&mut self, open: OpenNo) {
        self.running.push(open);
    }

    #[inline(always)]
    pub(crate) fn open_ends(&mut self, open: OpenNo) {
        // Usually the latest one.
        if self.running.last() == Some(&open) {
            self.running.pop();
        } else {
            self.running.retain(|running| *running != open);
        }
    }

    /// The opens that are under way.
    pub(crate) fn running(&self) -> &[OpenNo] {
        &self.running
    }

    pub(crate) const fn work_begins(&mut self) {
        self.work = self.work.saturating_add(1);
    }

    pub(crate) const fn work_ends(&mut self) {
        self.work = self.work.saturating_sub(1);
    }

    /// Whether its end has to wait for an open or for other work.
    pub(crate) fn waits(&self) -> bool {
        !self.running.is_empty() || self.work > 0
    }

    /// Somebody sees to its end from now on. Says whether nobody did.
    pub(crate) const fn attend(&mut self) -> bool {
        !std::mem::replace(&mut self.attended, true)
    }

    pub(crate) const fn end_attendance(&mut self) {
        self.attended = false;
    }

    /// Whether nothing can be asked of it any more: it is closed, and no client has a pointer.
    pub(crate) const fn is_over(&self) -> bool {
        self.closed && self.pointers == 0
    }

    /// Closes a session that has ended and of which nothing lives. Says whether this is the moment.
    pub(crate) fn close(&mut self) -> bool {
        let over = self.ended && !self.waits() && self.logons.is_empty() && self.spooler_open.is_empty();
        over && !std::mem::replace(&mut self.closed, true)
    }
}
