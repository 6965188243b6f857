//! How the status object is opened, and what it answers then, bent.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::Method;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{address, lock, names};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(STATUS_11, "says that its status object is a folder", |wrapping| wrapping.status(Folder)),
        wrap(STATUS_11, "opens its status object for nobody who names the interface", |wrapping| {
            wrapping.logon(Unnamed)
        }),
        wrap(STATUS_11, "opens its status object once", |wrapping| wrapping.logon(Once::default())),
        wrap(STATUS_12, "has no status object for writing", |wrapping| wrapping.logon(ReadOnly)),
        wrap(STATUS_12, "fails when a property is deleted", |wrapping| wrapping.status(FailsDeletes)),
        wrap(STATUS_12, "fails when it is written to", |wrapping| wrapping.status(FailsWrites)),
        wrap(STATUS_13, "tells no state", |wrapping| wrapping.status(LacksTag(PR_STATUS_CODE)))
            .even_lenient(),
        wrap(STATUS_13, "does not say what it is", |wrapping| wrapping.status(LacksTag(PR_OBJECT_TYPE)))
            .even_lenient(),
        wrap(STATUS_13, "does not name its DLL", |wrapping| {
            wrapping.status(LacksTag(PR_PROVIDER_DLL_NAME_W))
        })
        .only_strict(),
        wrap(STATUS_13, "has another name than its row", |wrapping| wrapping.status(OtherName))
            .even_lenient(),
        wrap(STATUS_13, "shows its old state once it is offline", |wrapping| {
            wrapping.status(Shown(PR_STATUS_CODE, |value| {
                let online = StatusCode::STATUS_AVAILABLE.bits();
                if value.as_bits() == Some(online) { value.value().clone() } else { online.into() }
            }))
        })
        .even_lenient(),
        wrap(STATUS_13, "has one name for the status objects of all stores", |wrapping| {
            wrapping.status(Shown(PR_DISPLAY_NAME_W, |value| {
                value.as_unicode().unwrap().replace("second", "first").into()
            }))
        })
        .even_lenient(),
        wrap(STATUS_13, "shows nothing to who asks for everything", |wrapping| {
            wrapping.status(OnStatus::new().get_props(|inner, tags, flags| match tags {
                Some(tags) => inner.get_props(Some(tags), flags),
                None => Ok(Warned::ok(Vec::new())),
            }))
        })
        .even_lenient(),
        wrap(STATUS_13, "lists no properties", |wrapping| {
            wrapping.status(OnStatus::new().get_prop_list(|_, _| Err(MAPI_E_NO_SUPPORT.into())))
        })
        .even_lenient(),
        wrap(STATUS_11, "opens no status object of its second store", |wrapping| {
            let first = FirstOnly::default();
            wrapping.provider(first.clone()).logon(first)
        }),
        wrap(STATUS_11, "gives one reference to all who open its status object", |wrapping| {
            wrapping.status(OneReference::default())
        })
        .also(&[STATUS_08, STATUS_12, STATUS_13]),
        wrap(STATUS_12, "has no status object for who names the interface and wants to write", |wrapping| {
            wrapping.logon(OnLogon::new().open_status_entry(|inner, interface, flags| {
                if interface.is_some() && flags.contains(OpenEntryFlags::MAPI_MODIFY) {
                    return Err(MAPI_E_NO_ACCESS.into());
                }
                inner.open_status_entry(interface, flags)
            }))
        }),
    ]
}

struct Folder;

impl WrapStatus for Folder {
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

impl WrapLogon for ReadOnly {
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

/// Has its status object only for who names no interface.
struct Unnamed;

impl WrapLogon for Unnamed {
    fn open_status_entry(
        &self,
        inner: &dyn IMSLogon,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        if interface == Some(iids::IID_IMAPIStatus) {
            return Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into());
        }
        inner.open_status_entry(interface, flags)
    }
}

#[derive(Default)]
struct Once(Mutex<Vec<usize>>);

impl WrapLogon for Once {
    fn open_status_entry(
        &self,
        inner: &dyn IMSLogon,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        let mut served = lock(&self.0);
        // The first opener of each logon object reads only; who opens again is told to wait.
        if served.iter().filter(|logon| **logon == address(inner)).count() > 1 {
            return Err(MAPI_E_BUSY.into());
        }
        served.push(address(inner));
        inner.open_status_entry(interface, flags)
    }
}

struct FailsDeletes;

impl WrapStatus for FailsDeletes {
    fn delete_props(&self, _inner: &dyn IMAPIStatus, _tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        Err(MAPI_E_CALL_FAILED.into())
    }
}

struct FailsWrites;

impl WrapStatus for FailsWrites {
    fn set_props(&self, _inner: &dyn IMAPIStatus, _values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        Err(MAPI_E_CALL_FAILED.into())
    }
}

/// A status object without one of its properties.
struct LacksTag(PropTag);

impl WrapStatus for LacksTag {
    fn get_props(
        &self,
        inner: &dyn IMAPIStatus,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        for prop in props.value.iter_mut().filter(|prop| prop.id() == self.0.id()) {
            *prop = PropValue::error(prop.tag(), MAPI_E_NOT_FOUND);
        }
        Ok(props)
    }
}

struct OtherName;

impl WrapStatus for OtherName {
    fn get_props(
        &self,
        inner: &dyn IMAPIStatus,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        for prop in props.value.iter_mut().filter(|prop| prop.id() == PR_DISPLAY_NAME_W.id()) {
            *prop = PropValue::new(PR_DISPLAY_NAME_W, "Another name");
        }
        Ok(props)
    }
}

/// Shows another value of one property.
struct Shown(PropTag, fn(&PropValue) -> Value);

impl WrapStatus for Shown {
    fn get_props(
        &self,
        inner: &dyn IMAPIStatus,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        for prop in props.value.iter_mut().filter(|prop| prop.tag() == self.0) {
            *prop = PropValue::new(self.0, self.1(prop));
        }
        Ok(props)
    }
}

/// Opens the status object of the first logon only.
#[derive(Clone, Default)]
struct FirstOnly(Arc<Mutex<Vec<usize>>>);

impl WrapProvider for FirstOnly {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if let Some(logon) = answer.logon.as_ref().filter(|_| names(request, "second")) {
            lock(&self.0).push(address(&**logon));
        }
        Ok(answer)
    }
}

impl WrapLogon for FirstOnly {
    fn open_status_entry(
        &self,
        inner: &dyn IMSLogon,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        if lock(&self.0).contains(&address(inner)) {
            return Err(MAPI_E_NOT_FOUND.into());
        }
        inner.open_status_entry(interface, flags)
    }
}

/// Once a status object is released, all are of no use.
#[derive(Default)]
struct OneReference(AtomicBool);

impl WrapStatus for OneReference {
    fn released(&self, inner: Arc<dyn IMAPIStatus>) {
        self.0.store(true, Ordering::Relaxed);
        drop(inner);
    }

    fn before(&self, _inner: &dyn IMAPIStatus, _method: Method) -> MapiResult<()> {
        if self.0.load(Ordering::Relaxed) { Err(MAPI_E_INVALID_OBJECT.into()) } else { Ok(()) }
    }
}
