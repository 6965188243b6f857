//! Every rule of the load contract, as a test of the provider.

use mapi_sim::conformance::{Fixture, Setup};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::sim::{Dll, StoreSection};
use starter::{DLL_NAME, entry_id, ms_provider_init};

struct Starter;

impl Fixture for Starter {
    fn setup(&self) -> Setup {
        let dll = Dll::new(DLL_NAME).provider_entry(ms_provider_init);
        Setup::new(dll, section("one")).second_store(section("two"))
    }
}

/// The section of a store in the profile.
fn section(name: &str) -> StoreSection {
    StoreSection::new(DLL_NAME, name)
        .entry_id(entry_id(name))
        .resource_flags(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE)
}

mapi_sim::conformance_tests!(Starter, capabilities: [mail, second_store]);

/// Every call of a store's life fails in turn.
#[test]
fn it_holds_whatever_goes_wrong() {
    mapi_sim::conformance::sweep(Starter).expect_clean().unwrap();
}
