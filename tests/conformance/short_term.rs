//! A provider whose tables give short-term identifiers keeps every rule.

use mapi_sim::conformance::{Fixture, Setup};
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;
use mapi_sim::wrap::Wrapping;

use crate::fixture::{catalogue, setup};
use crate::mutants::short_term;

struct ShortTerm;

impl Fixture for ShortTerm {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = ReferenceDll::new(stores.clone());
        let wrapping = short_term(Wrapping::new(entry.clone()));
        setup(Dll::new(DLL_NAME).provider_entry(wrapping).service_entry(entry), &stores)
    }
}

mapi_sim::conformance_tests!(
    ShortTerm,
    capabilities: [
        mail, ui, write, submit, notify, default_store, transport_coupled, service_entry, change_password,
        short_term_ids, fast_shutdown, second_store, password, unconfigured, unreachable, offline, other_id,
        chooses_store,
    ],
);
