//! `ChangePassword` bent.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::PR_REFERENCE_PASSWORD;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::lock;
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
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
        wrap(STATUS_10, "refuses a wrong password and changes it all the same", |wrapping| {
            wrapping.status(OnStatus::new().change_password(|inner, old, new, width| {
                let answer = inner.change_password(old, new, width);
                if answer.as_ref().is_err_and(|error| error.code() == MAPI_E_NO_ACCESS) {
                    inner.change_password(&MapiString::from("right"), new, width)?;
                }
                answer
            }))
        }),
        wrap(STATUS_10, "changes the password for everybody with narrow letters", |wrapping| {
            wrapping.status(OnStatus::new().change_password(|inner, old, new, width| {
                let narrow = matches!(old, MapiString::Ansi(_));
                let known = MapiString::from("right");
                // Two equal strings are of no use to anybody.
                inner.change_password(if narrow && old != new { &known } else { old }, new, width)
            }))
        }),
    ]
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
