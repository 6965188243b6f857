//! The methods of the status object bent.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::ask;
use super::super::{Mutant, wrap};

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
        wrap(STATUS_07, "does not say that passwords can be changed", |wrapping| {
            let silent = ShowsMethods(|methods| methods & !ResourceMethods::STATUS_CHANGE_PASSWORD.bits());
            wrapping.support(silent).status(silent)
        })
        .also(&[CLAIM_09]),
        wrap(STATUS_07, "says that a password can be changed where there is none", |wrapping| {
            let says = ShowsMethods(|methods| methods | ResourceMethods::STATUS_CHANGE_PASSWORD.bits());
            wrapping.support(says).status(says)
        }),
        wrap(
            STATUS_07,
            "cannot change the password of its second store, and says so by a wrong code",
            |wrapping| {
                wrapping.status(OnStatus::new().change_password(|inner, old, new, width| {
                    inner.change_password(old, new, width).map_err(|error| {
                        if is_of(inner, "second") { MAPI_E_INVALID_PARAMETER.into() } else { error }
                    })
                }))
            },
        ),
        wrap(STATUS_08, "asks when it is offline, whatever the flags say", |wrapping| {
            wrapping.status(OnStatus::new().validate_state(|inner, window, flags| {
                if code_of(inner).contains(StatusCode::STATUS_OFFLINE) {
                    ask(window);
                }
                inner.validate_state(window, flags)
            }))
        })
        .even_lenient(),
        wrap(STATUS_08, "asks about its second store, whatever the flags say", |wrapping| {
            wrapping.status(OnStatus::new().validate_state(|inner, window, flags| {
                if is_of(inner, "second") {
                    ask(window);
                }
                inner.validate_state(window, flags)
            }))
        })
        .even_lenient(),
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
        wrap(STATUS_09, "shows no settings and says that it did", |wrapping| {
            wrapping.status(OnStatus::new().settings_dialog(|_, _, _| Ok(())))
        }),
        wrap(STATUS_09, "has no settings that are only read", |wrapping| {
            wrapping.status(OnStatus::new().settings_dialog(|inner, window, flags| {
                if flags.contains(SettingsDialogFlags::UI_READONLY) {
                    return Err(MAPI_E_NO_SUPPORT.into());
                }
                inner.settings_dialog(window, flags)
            }))
        })
        .also(&[STATUS_07]),
        wrap(STATUS_09, "has no settings of its second store", |wrapping| {
            wrapping.status(OnStatus::new().settings_dialog(|inner, window, flags| {
                if is_of(inner, "second") {
                    return Err(MAPI_E_NO_SUPPORT.into());
                }
                inner.settings_dialog(window, flags)
            }))
        })
        .also(&[STATUS_07]),
    ]
}

/// Whether a status object is that of the store with this word in its name.
pub(super) fn is_of(status: &dyn IMAPIStatus, word: &str) -> bool {
    let name = status.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE);
    name.is_ok_and(|name| name.value[0].as_unicode().is_some_and(|name| name.contains(word)))
}

fn code_of(status: &dyn IMAPIStatus) -> StatusCode {
    let code = status.get_props(Some(&[PR_STATUS_CODE]), GetPropsFlags::MAPI_UNICODE);
    StatusCode::from_bits_retain(code.ok().and_then(|code| code.value[0].as_bits()).unwrap_or(0))
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

struct NoServiceSupport;

impl WrapSupport for NoServiceSupport {
    fn get_svc_config_support_obj(&self, inner: &dyn IMAPISupport, _flags: u32) -> MapiResult<Support> {
        let _ = inner.new_uid()?;
        Err(MAPI_E_USER_CANCEL.into())
    }
}
