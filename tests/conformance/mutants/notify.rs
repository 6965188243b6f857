//! Notifications bent.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::Capability;
use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_STORE_SUPPORT_MASK;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::bends::Shows;
use super::{Mutant, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(LOGON_18, "has one Advise only", |wrapping| wrapping.store(NoAdvise)),
        wrap(LOGON_18, "has the other Advise only", |wrapping| wrapping.logon(NoAdvise)),
        wrap(LOGON_18, "notifies and does not say so", |wrapping| wrapping.store(quiet_mask()))
            .without(Capability::Notify),
        wrap(LOGON_18, "refuses with another code", |wrapping| {
            wrapping.store(quiet_mask()).store(OtherCode).logon(OtherCode)
        })
        .without(Capability::Notify),
        wrap(LOGON_19, "keeps no sink", |wrapping| wrapping.logon(KeepsNoSink)).even_lenient(),
        wrap(LOGON_19, "tells nobody", |wrapping| wrapping.sink(Deaf)).only_strict(),
        wrap(LOGON_19, "knows no connection", |wrapping| wrapping.logon(NoUnadvise))
            .also(&[LOGON_20])
            .even_lenient(),
        wrap(LOGON_19, "keeps sinks for ever", |wrapping| {
            wrapping.sink(Keeps { always: true, ..Keeps::default() })
        })
        .also(&[LOGON_20])
        .even_lenient(),
        wrap(LOGON_20, "ignores Unadvise while it notifies", |wrapping| {
            let busy = Busy::default();
            wrapping.sink(busy.clone()).logon(busy)
        }),
        wrap(LOGON_20, "calls sinks that have left", |wrapping| {
            let left = Left::default();
            wrapping.sink(left.clone()).folder(left)
        }),
        wrap(LOGON_20, "keeps sinks that leave while it notifies", |wrapping| {
            let keeps = Keeps::default();
            wrapping.sink(keeps.clone()).logon(keeps)
        }),
    ]
}

const fn quiet_mask() -> Shows {
    Shows(PR_STORE_SUPPORT_MASK, |mask| {
        (mask.as_bits().unwrap() & !StoreSupportMask::STORE_NOTIFY_OK.bits()).into()
    })
}

struct NoAdvise;

impl WrapStore for NoAdvise {
    fn advise(
        &self,
        _inner: &dyn IMsgStore,
        _entry_id: Option<&EntryId>,
        _events: EventMask,
        _sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

impl WrapLogon for NoAdvise {
    fn advise(
        &self,
        _inner: &dyn IMSLogon,
        _entry_id: Option<&EntryId>,
        _events: EventMask,
        _sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

/// Has no bit for notifications in its mask, and refuses them with a code of its own.
struct OtherCode;

impl WrapStore for OtherCode {
    fn get_props(
        &self,
        inner: &dyn IMsgStore,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        WrapStore::get_props(&quiet_mask(), inner, tags, flags)
    }

    fn advise(
        &self,
        _inner: &dyn IMsgStore,
        _entry_id: Option<&EntryId>,
        _events: EventMask,
        _sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

impl WrapLogon for OtherCode {
    fn advise(
        &self,
        _inner: &dyn IMSLogon,
        _entry_id: Option<&EntryId>,
        _events: EventMask,
        _sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        Err(MAPI_E_INVALID_PARAMETER.into())
    }
}

struct KeepsNoSink;

impl WrapLogon for KeepsNoSink {
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
}

struct Deaf;

impl WrapSink for Deaf {
    fn on_notify(&self, _inner: &dyn IMAPIAdviseSink, _notifications: &[Notification]) -> SinkAnswer {
        SinkAnswer::S_OK
    }
}

struct NoUnadvise;

impl WrapLogon for NoUnadvise {
    fn unadvise(&self, _inner: &dyn IMSLogon, _connection: Connection) -> MapiResult<()> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

#[derive(Clone, Default)]
struct Busy(Arc<AtomicBool>);

impl WrapSink for Busy {
    fn on_notify(&self, inner: &dyn IMAPIAdviseSink, notifications: &[Notification]) -> SinkAnswer {
        self.0.store(true, Ordering::Relaxed);
        let answer = inner.on_notify(notifications);
        self.0.store(false, Ordering::Relaxed);
        answer
    }
}

impl WrapLogon for Busy {
    fn unadvise(&self, inner: &dyn IMSLogon, connection: Connection) -> MapiResult<()> {
        if self.0.load(Ordering::Relaxed) { Ok(()) } else { inner.unadvise(connection) }
    }
}

/// Keeps the sinks whose registration ended during a notification, or all sinks.
#[derive(Clone, Default)]
struct Keeps {
    always: bool,
    busy: Busy,
    left: Arc<AtomicBool>,
    kept: Arc<Mutex<Vec<Arc<dyn IMAPIAdviseSink>>>>,
}

impl WrapSink for Keeps {
    fn on_notify(&self, inner: &dyn IMAPIAdviseSink, notifications: &[Notification]) -> SinkAnswer {
        self.busy.on_notify(inner, notifications)
    }

    fn released(&self, inner: Arc<dyn IMAPIAdviseSink>) {
        if self.always || self.left.load(Ordering::Relaxed) {
            self.kept.lock().unwrap().push(inner);
        }
    }
}

impl WrapLogon for Keeps {
    fn unadvise(&self, inner: &dyn IMSLogon, connection: Connection) -> MapiResult<()> {
        self.left.fetch_or(self.busy.0.load(Ordering::Relaxed), Ordering::Relaxed);
        inner.unadvise(connection)
    }
}

/// Notes the sinks that are released.
#[derive(Clone, Default)]
struct Left(Arc<Mutex<Vec<Weak<dyn IMAPIAdviseSink>>>>);

impl WrapSink for Left {
    fn released(&self, inner: Arc<dyn IMAPIAdviseSink>) {
        self.0.lock().unwrap().push(Arc::downgrade(&inner));
    }
}

impl WrapFolder for Left {
    fn create_folder(
        &self,
        inner: &dyn IMAPIFolder,
        request: &CreateFolderRequest<'_>,
    ) -> MapiResult<Arc<dyn IMAPIFolder>> {
        let left: Vec<_> = self.0.lock().unwrap().iter().filter_map(Weak::upgrade).collect();
        for sink in left {
            sink.on_notify(&[]);
        }
        inner.create_folder(request)
    }
}
