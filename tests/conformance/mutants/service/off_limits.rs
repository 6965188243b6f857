//! What `Logon` may not write to its section, written all the same.

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::{PR_PROVIDER_DLL_NAME_A, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS};
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::WrapSection;

use super::super::on_calls::{names, on_duplicate, on_logon};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_12, "sets its own resource flags", |wrapping| wrapping.section(SetsFlags)),
        wrap(PROFILE_12, "names its own DLL", |wrapping| {
            wrapping.section(NamesDll(|| PropValue::new(PR_PROVIDER_DLL_NAME_W, "store.dll")))
        }),
        wrap(PROFILE_12, "names its own DLL in narrow letters", |wrapping| {
            wrapping.section(NamesDll(|| {
                let name = PropValue::new(PR_PROVIDER_DLL_NAME_W, "store.dll");
                name.in_type(PR_PROVIDER_DLL_NAME_A.prop_type()).unwrap()
            }))
        }),
        wrap(PROFILE_12, "takes its resource flags away", |wrapping| wrapping.section(DeletesFlags)),
        wrap(PROFILE_12, "sets its flags when its store is opened again", |wrapping| {
            wrapping.provider(on_duplicate(|request, answer| {
                sets_flags(request.support);
                Ok(answer)
            }))
        })
        .also(&[LOAD_26]),
        wrap(PROFILE_12, "sets the flags of its second store", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request)?;
                if names(request, "second") && answer.logon.is_some() {
                    sets_flags(request.support);
                }
                Ok(answer)
            }))
        }),
        wrap(PROFILE_12, "says itself that a store is temporary", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                let answer = inner.logon(request)?;
                if request.flags.contains(StoreLogonFlags::MDB_TEMPORARY) && answer.logon.is_some() {
                    sets_flags(request.support);
                }
                Ok(answer)
            }))
        }),
        wrap(PROFILE_12, "sets its flags when it fails", |wrapping| {
            wrapping.provider(on_logon(|inner, request| {
                inner.logon(request).inspect_err(|_| sets_flags(request.support))
            }))
        }),
    ]
}

/// Sets the flags of the section, whatever comes of it.
fn sets_flags(support: &Support) {
    if let Ok(section) = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY) {
        drop(section.set_props(&[PropValue::new(PR_RESOURCE_FLAGS, 0)]));
    }
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

struct NamesDll(fn() -> PropValue);

impl WrapSection for NamesDll {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let problems = inner.set_props(&[self.0()]);
        // It does not matter to this provider whether that was taken.
        drop(problems);
        inner.set_props(values)
    }
}

struct DeletesFlags;

impl WrapSection for DeletesFlags {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        drop(inner.delete_props(&[PR_RESOURCE_FLAGS]));
        inner.set_props(values)
    }
}
