//! A provider that does something where it is called.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Method};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use crate::common::script::lock;

/// What a provider does, given its cell of the matrix, the machine and a session in it.
pub(crate) type Action = fn(&Arc<Cell>, &Subsystem, &Arc<Session>);

/// One cell of the matrix: where the provider acts, and what it does there.
pub(crate) struct Cell {
    place: &'static str,
    action: Action,
    machine: Mutex<Option<(Subsystem, Weak<Session>)>>,
    /// Further references on support objects, and the logon objects that hold the first ones.
    kept: Mutex<Vec<Support>>,
    logons: Mutex<Vec<Weak<dyn IMSLogon>>>,
    /// How many actions are under way, and how many have ended.
    count: Mutex<(u32, u32)>,
}

impl Cell {
    pub(crate) fn new(place: &'static str, action: Action) -> Self {
        Self {
            place,
            action,
            machine: Mutex::default(),
            kept: Mutex::default(),
            logons: Mutex::default(),
            count: Mutex::default(),
        }
    }

    pub(crate) fn begin(&self, mapi: &Subsystem, session: &Arc<Session>) {
        *lock(&self.machine) = Some((mapi.clone(), Arc::downgrade(session)));
    }

    /// From now on the provider does nothing. Returns how many actions are under way, and how many have ended.
    pub(crate) fn end(&self) -> (u32, u32) {
        *lock(&self.machine) = None;
        self.forget();
        *lock(&self.count)
    }

    /// The provider is called. An action may lead to the same place again: at most two are under way at a time, and at
    /// most four are done.
    fn at(self: &Arc<Self>, place: &'static str) {
        let Some((mapi, weak)) = lock(&self.machine).clone() else { return };
        let Some(session) = weak.upgrade() else { return };
        if place != self.place || !self.may_begin() {
            return;
        }
        (self.action)(self, &mapi, &session);
        let mut count = lock(&self.count);
        *count = (count.0 - 1, count.1 + 1);
    }

    fn may_begin(&self) -> bool {
        let mut count = lock(&self.count);
        let may = count.0 < 2 && count.0 + count.1 < 4;
        count.0 += u32::from(may);
        may
    }

    pub(crate) fn supports(&self) -> Vec<Support> {
        lock(&self.kept).clone()
    }

    /// Keeps what a logon was given and what it made.
    fn keep(&self, support: &Support, answer: &LogonAnswer) {
        if let Some(logon) = &answer.logon {
            let support = support.clone();
            lock(&self.kept).push(support);
            lock(&self.logons).push(Arc::downgrade(logon));
        }
    }

    /// Releases the further references when a store or a logon ends.
    fn forget(&self) {
        let kept = std::mem::take(&mut *lock(&self.kept));
        drop(kept);
    }

    /// Gives all references on support objects back, also those that hold stores open.
    pub(crate) fn let_go(&self) {
        self.forget();
        let logons = std::mem::take(&mut *lock(&self.logons));
        for logon in logons.iter().filter_map(Weak::upgrade) {
            let _ = logon.logoff(0);
        }
    }

    /// A notification to a sink that the provider registers for it.
    pub(crate) fn ring(self: &Arc<Self>, support: &Support) {
        let key = NotificationKey::new(*b"key");
        let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(Calling(Arc::clone(self)));
        let request = SubscribeRequest::new(&key, EventMask::fnevCriticalError, &sink);
        if let Ok(connection) = support.subscribe(&request) {
            let event =
                Notification::CriticalError { entry_id: None, code: codes::MAPI_E_CALL_FAILED, detail: None };
            let _ = support.notify(&key, &[event], NotifyFlags::empty());
            let _ = support.unsubscribe(connection);
        }
    }
}

/// Overrides every object of the reference provider so that the cell is told of each call.
#[derive(Clone)]
pub(crate) struct Calling(pub Arc<Cell>);

macro_rules! calling {
    ($($wrap:ident of $interface:ident { $($more:tt)* })+) => {$(
        impl $wrap for Calling {
            fn before(&self, _inner: &dyn $interface, method: Method) -> MapiResult<()> {
                self.0.at(method.name());
                Ok(())
            }

            fn released(&self, inner: Arc<dyn $interface>) {
                self.0.at(concat!(stringify!($interface), " released"));
                self.0.forget();
                drop(inner);
            }

            $($more)*
        }
    )+};
}

calling! {
    WrapProvider of IMSProvider {
        fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            let answer = inner.logon(request)?;
            self.0.keep(request.support, &answer);
            self.0.ring(request.support);
            Ok(answer)
        }

        fn spooler_logon(
            &self,
            inner: &dyn IMSProvider,
            request: &SpoolerLogonRequest<'_>,
        ) -> MapiResult<LogonAnswer> {
            let answer = inner.spooler_logon(request)?;
            self.0.keep(request.support, &answer);
            Ok(answer)
        }
    }
    WrapLogon of IMSLogon {
        fn advise(
            &self,
            _inner: &dyn IMSLogon,
            _entry_id: Option<&EntryId>,
            _events: EventMask,
            _sink: Arc<dyn IMAPIAdviseSink>,
        ) -> MapiResult<Connection> {
            Ok(Connection::FIRST)
        }

        fn unadvise(&self, _inner: &dyn IMSLogon, _connection: Connection) -> MapiResult<()> {
            Ok(())
        }

        fn logoff(&self, inner: &dyn IMSLogon, flags: u32) -> MapiResult<()> {
            self.0.forget();
            inner.logoff(flags)
        }
    }
    WrapStore of IMsgStore {}
    WrapTable of IMAPITable {}
}

impl WrapFolder for Calling {
    fn before(&self, _inner: &dyn IMAPIFolder, method: Method) -> MapiResult<()> {
        // Folders have properties, too, but this place is about the properties of the store.
        if method != methods::IMAPIFolder::GetProps {
            self.0.at(method.name());
        }
        Ok(())
    }
}

impl WrapInit for Calling {
    fn ms_provider_init(&self, inner: &dyn ProviderEntry, request: &InitRequest) -> MapiResult<InitAnswer> {
        self.0.at("MSProviderInit");
        inner.ms_provider_init(request)
    }
}

impl WrapService for Calling {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.0.at("MSGSERVICEENTRY");
        inner.msg_service_entry(request)
    }
}

impl IMAPIAdviseSink for Calling {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        self.0.at("OnNotify");
        SinkAnswer::S_OK
    }
}
