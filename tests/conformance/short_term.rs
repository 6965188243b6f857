//! A provider whose tables give short-term identifiers keeps every rule.

use mapi_sim::conformance::{Fixture, Setup};
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;

use crate::bending::Bending;
use crate::fixture::{catalogue, setup};
use crate::mutants::short_term;

struct ShortTerm;

impl Fixture for ShortTerm {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = ReferenceDll::new(stores.clone());
        let wrapping = short_term(Bending::new(entry.clone())).into_wrapping();
        setup(Dll::new(DLL_NAME).provider_entry(wrapping).service_entry(entry), &stores)
    }
}

reference_tests!(ShortTerm, short_term_ids);
