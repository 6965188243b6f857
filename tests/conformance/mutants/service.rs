//! The message service entry point bent.

use std::sync::Mutex;

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::PR_RESOURCE_FLAGS;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::{BendSection, BendService};

use super::on_calls::{ask, lock};
use super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(PROFILE_12, "sets its own resource flags", |wrapping| wrapping.section(SetsFlags)),
        wrap(PROFILE_20, "keeps the support object of a service call", |wrapping| {
            wrapping.service(Keeps::default())
        }),
        wrap(PROFILE_21, "asks where it may not", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                if request.flags.contains(ServiceFlags::SERVICE_UI_ALWAYS) {
                    return inner.msg_service_entry(request);
                }
                ask(request.window);
                inner.msg_service_entry(request)
            }))
        })
        .also(&[INIT_07]),
        wrap(PROFILE_22, "creates without its sheet", |wrapping| {
            wrapping.service(Context(ServiceContext::Create, |_, _| Ok(())))
        }),
        wrap(PROFILE_23, "does not let itself be deleted", |wrapping| {
            wrapping.service(Context(ServiceContext::Delete, |_, _| Err(MAPI_E_BUSY.into())))
        }),
        wrap(PROFILE_28, "takes a cancel for an answer", |wrapping| {
            wrapping.service(Context(ServiceContext::Configure, |inner, request| {
                match inner.msg_service_entry(request) {
                    Err(error) if error.code() == MAPI_E_USER_CANCEL => Ok(()),
                    answer => answer,
                }
            }))
        })
        .also(&[ERR_14]),
    ]
}

struct SetsFlags;

impl BendSection for SetsFlags {
    fn set_props(&self, inner: &dyn IProfSect, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        let mut more = values.to_vec();
        more.push(PropValue::new(PR_RESOURCE_FLAGS, 0));
        let mut problems = inner.set_props(&more)?;
        problems.retain(|problem| problem.tag.id() != PR_RESOURCE_FLAGS.id());
        Ok(problems)
    }
}

#[derive(Default)]
struct Keeps(Mutex<Vec<Support>>);

impl BendService for Keeps {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        lock(&self.0).push(request.support.clone());
        inner.msg_service_entry(request)
    }
}

type Entry = fn(&dyn ServiceEntry, &ServiceRequest<'_>) -> MapiResult<()>;

/// Bends the call for one context.
struct Context(ServiceContext, Entry);

impl BendService for Context {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        if request.context == self.0 { self.1(inner, request) } else { inner.msg_service_entry(request) }
    }
}
