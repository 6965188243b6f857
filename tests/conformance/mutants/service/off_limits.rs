//! What `Logon` may not write to its section, written all the same.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::{PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS};
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::WrapSection;

use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_12, "sets its own resource flags", |wrapping| wrapping.section(SetsFlags)),
        wrap(PROFILE_12, "names its own DLL", |wrapping| wrapping.section(NamesDll)),
    ]
}

struct SetsFlags;

impl WrapSection for SetsFlags {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let mut more = values.to_vec();
        more.push(PropValue::new(PR_RESOURCE_FLAGS, 0));
        let mut problems = inner.set_props(&more)?;
        problems.retain(|problem| problem.tag.id() != PR_RESOURCE_FLAGS.id());
        Ok(problems)
    }
}

struct NamesDll;

impl WrapSection for NamesDll {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let name = PropValue::new(PR_PROVIDER_DLL_NAME_W, "store.dll");
        let problems = inner.set_props(&[name]);
        // It does not matter to this provider whether that was taken.
        drop(problems);
        inner.set_props(values)
    }
}
