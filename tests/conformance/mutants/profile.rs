//! The profile section bent.

use std::sync::{Arc, Mutex};

use mapi_sim::conformance::{Capability, rules::*};
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::PR_REFERENCE_PASSWORD;
use mapi_sim::spi::*;
use mapi_sim::wrap::{BendSection, BendSupport};

use super::bends::Shows;
use super::on_calls::lock;
use super::{Mutant, described, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_09, "writes its password on the door", |wrapping| {
            let tells = TellsPassword::default();
            wrapping.section(tells.clone()).support(tells)
        }),
        wrap(PROFILE_11, "leaves its record key out of the section", |wrapping| {
            wrapping.section(NoRecordKey)
        }),
        wrap(PROFILE_13, "shows another name than the profile", |wrapping| {
            wrapping.store(Shows(PR_DISPLAY_NAME_W, |_| "Another name".into()))
        })
        .also(&[ERR_07]),
        described(PROFILE_27, "leaves open whether its store can be the default", |setup| setup)
            .without(Capability::DefaultStore)
            .also(&[CLAIM_06]),
    ]
}

/// Shows the password that it finds in its section in its status row.
#[derive(Clone, Default)]
struct TellsPassword(Arc<Mutex<Option<String>>>);

impl BendSection for TellsPassword {
    fn get_props(
        &self,
        inner: &dyn IProfSect,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let props = inner.get_props(tags, flags)?;
        let password = props.value.iter().find(|prop| prop.id() == PR_REFERENCE_PASSWORD.id());
        if let Some(password) = password.and_then(PropValue::as_unicode) {
            *lock(&self.0) = Some(password.to_owned());
        }
        Ok(props)
    }
}

impl BendSupport for TellsPassword {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let mut columns = columns.to_vec();
        let known = lock(&self.0).clone();
        if let Some(password) = known {
            columns.retain(|column| column.id() != PR_DISPLAY_NAME_W.id());
            columns.push(PropValue::new(PR_DISPLAY_NAME_W, password));
        }
        inner.modify_status_row(&columns, flags)
    }
}

struct NoRecordKey;

impl BendSection for NoRecordKey {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let kept: Vec<_> = values.iter().filter(|value| value.id() != PR_RECORD_KEY.id()).cloned().collect();
        inner.set_props(&kept)
    }
}
