//! The status object bent.

use std::sync::{Arc, Mutex, Weak};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::{Mutant, dll, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(STATUS_07, "flushes queues without saying so", |wrapping| wrapping.status(Flushes)),
        wrap(STATUS_08, "refuses to be quiet", |wrapping| wrapping.status(NeedsUi)),
        wrap(STATUS_09, "gives the entry point the store's support object", |wrapping| {
            wrapping.support(NoServiceSupport)
        }),
        wrap(STATUS_10, "changes the password for everybody", |wrapping| {
            wrapping.status(AnyPassword::default())
        }),
        wrap(STATUS_11, "says that its status object is a folder", |wrapping| wrapping.status(Folder))
            .also(&[]),
        wrap(STATUS_12, "has no status object for writing", |wrapping| wrapping.logon(ReadOnly))
            .also(&[STATUS_10]),
        wrap(STATUS_13, "tells no state", |wrapping| wrapping.status(NoState)),
        dll(STATUS_14, "holds itself for the sake of its status object", ringed),
    ]
}

struct Flushes;

impl BendStatus for Flushes {
    fn flush_queues(
        &self,
        _inner: &dyn IMAPIStatus,
        _window: ParentWindow<'_>,
        _transport: Option<&EntryId>,
        _flags: FlushQueuesFlags,
    ) -> MapiResult<()> {
        Ok(())
    }
}

struct NeedsUi;

impl BendStatus for NeedsUi {
    fn validate_state(
        &self,
        inner: &dyn IMAPIStatus,
        window: ParentWindow<'_>,
        flags: ValidateStateFlags,
    ) -> MapiResult<()> {
        if flags.contains(ValidateStateFlags::SUPPRESS_UI) {
            return Err(MAPI_E_UNKNOWN_FLAGS.into());
        }
        inner.validate_state(window, flags)
    }
}

struct NoServiceSupport;

impl BendSupport for NoServiceSupport {
    fn get_svc_config_support_obj(&self, inner: &dyn IMAPISupport, _flags: u32) -> MapiResult<Support> {
        let _ = inner.new_uid()?;
        Err(MAPI_E_USER_CANCEL.into())
    }
}

/// Takes the right password from whom it came first.
#[derive(Default)]
struct AnyPassword(Mutex<()>);

impl BendStatus for AnyPassword {
    fn change_password(
        &self,
        inner: &dyn IMAPIStatus,
        old: &MapiString,
        new: &MapiString,
        width: StringWidth,
    ) -> MapiResult<()> {
        let _one_at_a_time = self.0.lock().unwrap();
        let known = MapiString::from("right");
        let wrong = *old != known && *new != *old;
        inner.change_password(if wrong { &known } else { old }, new, width)
    }
}

struct Folder;

impl BendStatus for Folder {
    fn get_props(
        &self,
        inner: &dyn IMAPIStatus,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        for prop in props.value.iter_mut().filter(|prop| prop.id() == PR_OBJECT_TYPE.id()) {
            *prop = PropValue::new(PR_OBJECT_TYPE, ObjectType::Folder);
        }
        Ok(props)
    }
}

struct ReadOnly;

impl BendLogon for ReadOnly {
    fn open_status_entry(
        &self,
        inner: &dyn IMSLogon,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        if flags.contains(OpenEntryFlags::MAPI_MODIFY) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        inner.open_status_entry(interface, flags)
    }
}

struct NoState;

impl BendStatus for NoState {
    fn get_props(
        &self,
        inner: &dyn IMAPIStatus,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        for prop in props.value.iter_mut().filter(|prop| prop.id() == PR_STATUS_CODE.id()) {
            *prop = PropValue::error(prop.tag(), MAPI_E_NOT_FOUND);
        }
        Ok(props)
    }
}

/// A logon object that its status object holds, and that holds itself with it.
struct Ring {
    inner: Arc<dyn IMSLogon>,
    this: Weak<Self>,
    held: Mutex<Option<Arc<Self>>>,
}

impl IMSLogon for Ring {
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        self.inner.get_last_error(result, width)
    }

    fn logoff(&self, flags: u32) -> MapiResult<()> {
        self.inner.logoff(flags)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inner.open_entry(request)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.inner.compare_entry_ids(first, second, flags)
    }

    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.inner.advise(entry_id, events, sink)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.inner.unadvise(connection)
    }

    fn open_status_entry(
        &self,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        *self.held.lock().unwrap() = self.this.upgrade();
        self.inner.open_status_entry(interface, flags)
    }
}

/// Whether the ring is there from the beginning or comes with the status object.
#[derive(Clone, Copy)]
struct Rings {
    at_once: bool,
}

impl BendProvider for Rings {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let mut answer = inner.logon(request)?;
        answer.logon = answer.logon.map(|inner| {
            let ring = |this: &Weak<Ring>| Ring { inner, this: Weak::clone(this), held: Mutex::default() };
            let ring = Arc::new_cyclic(ring);
            if self.at_once {
                *ring.held.lock().unwrap() = Some(Arc::clone(&ring));
            }
            ring as Arc<dyn IMSLogon>
        });
        Ok(answer)
    }
}

/// A logon object that holds itself from the beginning.
pub(super) fn immortal(entry: ReferenceDll) -> Dll {
    rings(entry, Rings { at_once: true })
}

fn ringed(entry: ReferenceDll) -> Dll {
    rings(entry, Rings { at_once: false })
}

/// The outermost wrapper is the one that hands logon objects to MAPI, so the ring is made outside of any.
fn rings(entry: ReferenceDll, rings: Rings) -> Dll {
    let inner = entry.clone();
    Dll::new(DLL_NAME).service_entry(entry).provider_entry(move |request: &InitRequest| {
        let mut answer = inner.ms_provider_init(request)?;
        answer.provider =
            answer.provider.map(|inner| Arc::new(Outside(inner, rings)) as Arc<dyn IMSProvider>);
        Ok(answer)
    })
}

struct Outside(Arc<dyn IMSProvider>, Rings);

impl IMSProvider for Outside {
    fn shutdown(&self, flags: u32) -> MapiResult<()> {
        self.0.shutdown(flags)
    }

    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.1.logon(&*self.0, request)
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.spooler_logon(request)
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.0.compare_store_ids(first, second, flags)
    }

    fn provider_shutdown(&self) -> Option<&dyn IMAPIProviderShutdown> {
        self.0.provider_shutdown()
    }
}
