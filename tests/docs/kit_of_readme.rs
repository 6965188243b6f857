//! The README's example of the kit is green as it stands.

use mapi_sim::conformance::{Fixture, Setup};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{Dll, StoreSection};

struct MyProvider;

impl Fixture for MyProvider {
    fn setup(&self) -> Setup {
        let entry = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
        let flags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
        let section = StoreSection::new(DLL_NAME, "Personal").entry_id(store_entry_id("personal"));
        Setup::new(Dll::new(DLL_NAME).provider_entry(entry), section.resource_flags(flags))
    }
}

mapi_sim::conformance_tests!(MyProvider, capabilities: [mail, ui, fast_shutdown]);
