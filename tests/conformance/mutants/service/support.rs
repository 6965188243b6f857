//! Support objects of service calls that outlive the call.

use std::sync::Mutex;

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::WrapService;

use super::super::on_calls::lock;
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![wrap(PROFILE_20, "keeps the support object of a service call", |wrapping| {
        wrapping.service(Keeps::default())
    })]
}

#[derive(Default)]
struct Keeps(Mutex<Vec<Support>>);

impl WrapService for Keeps {
    fn msg_service_entry(&self, inner: &dyn ServiceEntry, request: &ServiceRequest<'_>) -> MapiResult<()> {
        lock(&self.0).push(request.support.clone());
        inner.msg_service_entry(request)
    }
}
