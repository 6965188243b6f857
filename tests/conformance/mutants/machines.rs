//! Machines on which the reference provider is described otherwise.

use mapi_sim::conformance::{Capability, Setup};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{Dll, StoreSection};

use crate::bending::Bending;
use crate::conditions::with_conditions;
use crate::fixture::{catalogue, chosen, conditioned, with_first};

/// What can be said of a machine with one plain store.
pub(super) const PLAIN: &[Capability] = &[Capability::Mail, Capability::Ui, Capability::FastShutdown];

/// The machine with all conditions and another section of the first store, the provider being wrapped.
fn machine(wrap: impl FnOnce(Bending) -> Bending, first: StoreSection) -> Setup {
    let stores = catalogue();
    let entry = ReferenceDll::new(stores.clone());
    let wrapping = wrap(Bending::new(with_conditions(entry.clone()))).into_wrapping();
    conditioned(with_first(Dll::new(DLL_NAME).provider_entry(wrapping).service_entry(entry), &stores, first))
}

/// The machine with another section of the first store.
pub(super) fn with_section(first: StoreSection) -> Setup {
    machine(|wrapping| wrapping, first)
}

/// The machine with a wrapped provider.
pub(super) fn wrapped(wrap: impl FnOnce(Bending) -> Bending) -> Setup {
    machine(wrap, chosen("first"))
}

/// A machine with one plain store, served by a DLL of this name.
pub(super) fn plain(dll: &str, flags: mapi_sim::mapi::ResourceFlags) -> Setup {
    let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("plain")]));
    let section = StoreSection::new(dll, "plain").entry_id(store_entry_id("plain"));
    Setup::new(Dll::new(dll).provider_entry(entry), section.resource_flags(flags))
}
