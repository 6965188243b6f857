//! A support object, and what is done to it.

use crate::mapi::{MapiErrorDetail, MapiUid, PropValue};
use crate::sim::books::supports::status_row::StatusRow;
use crate::sim::collections::SmallList;
use crate::trace::{
    Actor, Context, DllNo, Holding, Method, Object, OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo,
    SupportNo,
};

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

/// What a support object belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SupportFacts {
    pub(crate) kind: SupportKind,
    pub(crate) session: SessionNo,
    pub(crate) open: Option<OpenNo>,
    pub(crate) section: Option<SectionNo>,
    pub(crate) dll: DllNo,
    pub(crate) provider: Option<ProviderNo>,
}

/// A support object's life.
pub(crate) struct SupportData {
    facts: SupportFacts,
    count: u32,
    /// MAPI has the reference that the object was made with.
    mapi_holds: bool,
    /// That the provider keeps it was reported as a deviation.
    reported: bool,
    store: Option<StoreNo>,
    /// The registered MAPIUIDs, each with its turn among all registrations.
    uids: SmallList<(MapiUid, u64)>,
    rows: Vec<StatusRow>,
    /// Calls of `StoreLogoffTransports`, and how many of them ended the spooler's work for good.
    logoff_calls: u32,
    logoffs_completed: u32,
    last_error: Option<Box<MapiErrorDetail>>,
    life: Life,
}

/// Whether it accepts calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Life {
    Alive,
    /// Its logon has ended in the midst of the last release of its store. It accepts nothing but `Release`, and what the
    /// provider still calls in there is no breach.
    BeingLetGo,
    /// Its logon has ended while somebody held on to it: it accepts nothing but `Release`.
    Ended,
}

/// How many MAPIUIDs and status rows went.
#[derive(Clone, Copy)]
pub(crate) struct Unregistered {
    pub(crate) uids: usize,
    pub(crate) rows: usize,
}

impl SupportData {
    /// A support object with one reference, MAPI's own.
    pub(crate) const fn new(facts: SupportFacts) -> Self {
        Self {
            facts,
            count: 1,
            mapi_holds: true,
            reported: false,
            store: None,
            uids: SmallList::new(),
            rows: Vec::new(),
            logoff_calls: 0,
            logoffs_completed: 0,
            last_error: None,
            life: Life::Alive,
        }
    }

    pub(crate) const fn facts(&self) -> &SupportFacts {
        &self.facts
    }

    pub(crate) const fn context(&self) -> Context {
        Context::of(self.facts.session, self.facts.open)
    }

    /// The text of the latest error.
    pub(crate) fn last_error(&self) -> Option<&MapiErrorDetail> {
        self.last_error.as_deref()
    }

    pub(crate) fn keep_error(&mut self, detail: Option<MapiErrorDetail>) {
        self.last_error = detail.map(Box::new);
    }
}

/// Its references.
impl SupportData {
    /// The provider takes a reference. Says how many there are.
    pub(crate) const fn add_reference(&mut self) -> u32 {
        self.count = self.count.saturating_add(1);
        self.count
    }

    /// Somebody gives a reference back. Says how many there are still.
    pub(crate) fn release(&mut self, by: Actor) -> u32 {
        self.count = self.count.saturating_sub(1);
        self.mapi_holds &= by != Actor::Mapi;
        self.count
    }

    /// MAPI's own reference becomes the provider's.
    pub(crate) const fn hand_over(&mut self) {
        self.mapi_holds = false;
    }

    /// The references of the provider: all but MAPI's own.
    pub(crate) fn kept(&self) -> u32 {
        self.count.saturating_sub(u32::from(self.mapi_holds))
    }

    /// A deviation has said that the provider keeps it.
    pub(crate) const fn report(&mut self) {
        self.reported = true;
    }

    pub(crate) const fn is_reported(&self) -> bool {
        self.reported
    }

    /// The references of the provider, and the one of MAPI while the call lasts that the object was made for.
    pub(crate) fn holdings(&self, no: SupportNo) -> [Holding; 2] {
        let made = match self.facts.kind {
            SupportKind::Store => Method::ProviderLogon,
            SupportKind::Spooler => Method::ProviderSpoolerLogon,
            SupportKind::Service => Method::MsgServiceEntry,
        };
        let (object, context) = (Object::Support(no), self.context());
        let overdue = self.store.is_none() && !self.mapi_holds;
        let provider = Actor::Provider(self.facts.dll);
        [
            Holding::new(object, Actor::Mapi, u32::from(self.mapi_holds), made, context, false),
            Holding::new(object, provider, self.kept(), made, context, overdue),
        ]
    }
}

/// What it stands for.
impl SupportData {
    /// The store whose logon object has it.
    pub(crate) const fn store(&self) -> Option<StoreNo> {
        self.store
    }

    /// Its logon has led to a store.
    pub(crate) const fn belongs_to(&mut self, store: StoreNo) {
        self.store = Some(store);
    }

    /// Registers a MAPIUID; even a duplicate counts \[EID-05\].
    pub(crate) fn register(&mut self, uid: MapiUid, turn: u64) {
        self.uids.push((uid, turn));
    }

    pub(crate) fn uids(&self) -> impl Iterator<Item = (MapiUid, u64)> {
        self.uids.iter().copied()
    }

    pub(crate) fn has_registered(&self, uid: MapiUid) -> bool {
        self.uids().any(|(registered, _)| registered == uid)
    }

    pub(crate) fn add_row(&mut self, row: StatusRow) {
        self.rows.push(row);
    }

    /// Changes the latest row. Says whether there is one.
    pub(crate) fn change_row(&mut self, columns: &[PropValue]) -> bool {
        let row = self.rows.last_mut();
        row.map(|row| row.merge(columns)).is_some()
    }

    pub(crate) fn rows(&self) -> &[StatusRow] {
        &self.rows
    }

    /// Takes MAPIUIDs and status rows away.
    pub(crate) fn unregister(&mut self) -> Unregistered {
        let gone = Unregistered { uids: self.uids.len(), rows: self.rows.len() };
        self.uids.clear();
        self.rows.clear();
        gone
    }

    /// Its logon has ended while somebody holds on to it.
    pub(crate) const fn end(&mut self, life: Life) {
        self.store = None;
        self.life = life;
    }

    pub(crate) const fn life(&self) -> Life {
        self.life
    }

    /// Whether it accepts calls.
    pub(crate) const fn is_alive(&self) -> bool {
        matches!(self.life, Life::Alive)
    }
}

/// `StoreLogoffTransports`.
impl SupportData {
    pub(crate) const fn transport_logoff_is_called(&mut self) {
        self.logoff_calls = self.logoff_calls.saturating_add(1);
    }

    /// A call has ended the spooler's work for good.
    pub(crate) const fn transport_logoff_is_complete(&mut self) {
        self.logoffs_completed = self.logoffs_completed.saturating_add(1);
    }

    pub(crate) const fn transport_logoff_calls(&self) -> u32 {
        self.logoff_calls
    }

    pub(crate) const fn transport_logoffs_completed(&self) -> u32 {
        self.logoffs_completed
    }
}
