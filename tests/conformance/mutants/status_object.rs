//! The status object bent.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::PR_REFERENCE_PASSWORD;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::on_calls::{address, ask, lock};
use super::self_referencing;
use super::{Mutant, dll, wrap};

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(STATUS_07, "flushes queues without saying so", |wrapping| wrapping.status(Flushes)),
        wrap(STATUS_07, "has other methods than its row says", |wrapping| {
            wrapping.status(ShowsMethods(|_| 0))
        })
        .also(&[STATUS_13]),
        wrap(STATUS_07, "flushes queues", |wrapping| {
            let flushes = ShowsMethods(|methods| methods | ResourceMethods::STATUS_FLUSH_QUEUES.bits());
            wrapping.support(flushes).status(flushes)
        }),
        wrap(STATUS_08, "refuses to be quiet", |wrapping| wrapping.status(NeedsUi)).even_lenient(),
        wrap(STATUS_08, "asks whatever the flags say", |wrapping| wrapping.status(AsksAlways)).even_lenient(),
        wrap(STATUS_08, "does not say that it can be validated", |wrapping| {
            let silent = ShowsMethods(|methods| methods & !ResourceMethods::STATUS_VALIDATE_STATE.bits());
            wrapping.support(silent).status(silent)
        })
        .also(&[STATUS_07])
        .only_strict(),
        wrap(STATUS_09, "has no settings", |wrapping| wrapping.status(NoSettings)).also(&[STATUS_07]),
        wrap(STATUS_09, "gives the entry point the store's support object", |wrapping| {
            wrapping.support(NoServiceSupport)
        }),
        wrap(STATUS_10, "changes the password for everybody", |wrapping| {
            wrapping.status(AnyPassword::default())
        }),
        wrap(STATUS_10, "takes a wrong password for a bad parameter", |wrapping| {
            wrapping.status(BadParameter)
        }),
        wrap(STATUS_10, "goes on taking the old password", |wrapping| {
            let old = OldPassword::default();
            wrapping.status(old.clone()).section(old)
        }),
        wrap(STATUS_10, "changes the password of the running store only", |wrapping| {
            wrapping.status(ChangesNothing)
        }),
        wrap(STATUS_11, "says that its status object is a folder", |wrapping| wrapping.status(Folder)),
        wrap(STATUS_12, "has no status object for writing", |wrapping| wrapping.logon(ReadOnly)),
        wrap(STATUS_11, "opens its status object for nobody who names the interface", |wrapping| {
            wrapping.logon(Unnamed)
        }),
        wrap(STATUS_11, "opens its status object once", |wrapping| wrapping.logon(Once::default())),
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
        dll(
            STATUS_14,
            "holds itself for the sake of its status object",
            self_referencing::from_status_object,
        ),
    ]
}

struct Flushes;

impl WrapStatus for Flushes {
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

/// Shows other methods, in the status object and, if it is a bend of the support object, in the row.
#[derive(Clone, Copy)]
struct ShowsMethods(fn(u32) -> u32);

impl ShowsMethods {
    fn in_place_of(self, value: PropValue) -> PropValue {
        if value.tag() != PR_RESOURCE_METHODS {
            return value;
        }
        PropValue::new(PR_RESOURCE_METHODS, self.0(value.as_bits().unwrap()))
    }
}

impl WrapSupport for ShowsMethods {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let columns: Vec<_> = columns.iter().cloned().map(|column| self.in_place_of(column)).collect();
        inner.modify_status_row(&columns, flags)
    }
}

impl WrapStatus for ShowsMethods {
    fn get_props(
        &self,
        inner: &dyn IMAPIStatus,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let props = inner.get_props(tags, flags)?;
        Ok(props.map(|props| props.into_iter().map(|prop| self.in_place_of(prop)).collect()))
    }

    fn flush_queues(
        &self,
        inner: &dyn IMAPIStatus,
        window: ParentWindow<'_>,
        transport: Option<&EntryId>,
        flags: FlushQueuesFlags,
    ) -> MapiResult<()> {
        let flushes = self.0(0) != 0;
        if flushes { Ok(()) } else { inner.flush_queues(window, transport, flags) }
    }
}

struct AsksAlways;

impl WrapStatus for AsksAlways {
    fn validate_state(
        &self,
        inner: &dyn IMAPIStatus,
        window: ParentWindow<'_>,
        flags: ValidateStateFlags,
    ) -> MapiResult<()> {
        ask(window);
        inner.validate_state(window, flags)
    }
}

struct NoSettings;

impl WrapStatus for NoSettings {
    fn settings_dialog(
        &self,
        _inner: &dyn IMAPIStatus,
        _window: ParentWindow<'_>,
        _flags: SettingsDialogFlags,
    ) -> MapiResult<()> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

struct BadParameter;

impl WrapStatus for BadParameter {
    fn change_password(
        &self,
        inner: &dyn IMAPIStatus,
        old: &MapiString,
        new: &MapiString,
        width: StringWidth,
    ) -> MapiResult<()> {
        inner.change_password(old, new, width).map_err(|error| match error.code() {
            MAPI_E_NO_ACCESS => MAPI_E_INVALID_PARAMETER.into(),
            _ => error,
        })
    }
}

struct ChangesNothing;

impl WrapStatus for ChangesNothing {
    fn change_password(
        &self,
        inner: &dyn IMAPIStatus,
        old: &MapiString,
        new: &MapiString,
        width: StringWidth,
    ) -> MapiResult<()> {
        inner.change_password(old, new, width)?;
        inner.change_password(new, old, width)
    }
}

/// Accepts the old password of a section after it was changed.
#[derive(Clone, Default)]
struct OldPassword(Arc<Mutex<Option<String>>>);

impl WrapStatus for OldPassword {
    fn change_password(
        &self,
        inner: &dyn IMAPIStatus,
        old: &MapiString,
        new: &MapiString,
        width: StringWidth,
    ) -> MapiResult<()> {
        inner.change_password(old, new, width)?;
        *lock(&self.0) = Some(new.to_string());
        Ok(())
    }
}

impl WrapSection for OldPassword {
    fn get_props(
        &self,
        inner: &dyn IProfSect,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let mut props = inner.get_props(tags, flags)?;
        let right =
            |prop: &PropValue| prop.tag() == PR_REFERENCE_PASSWORD && prop.as_unicode() == Some("right");
        if let (Some(prop), Some(new)) = (props.value.iter_mut().find(|prop| right(prop)), &*lock(&self.0)) {
            *prop = PropValue::new(PR_REFERENCE_PASSWORD, new.clone());
        }
        Ok(props)
    }
}

struct NeedsUi;

impl WrapStatus for NeedsUi {
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

impl WrapSupport for NoServiceSupport {
    fn get_svc_config_support_obj(&self, inner: &dyn IMAPISupport, _flags: u32) -> MapiResult<Support> {
        let _ = inner.new_uid()?;
        Err(MAPI_E_USER_CANCEL.into())
    }
}

/// Accepts any old password.
#[derive(Default)]
struct AnyPassword(Mutex<()>);

impl WrapStatus for AnyPassword {
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
