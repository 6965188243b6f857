//! The reference provider keeps every rule, whatever is around it and however little is declared of it.

use mapi_sim::conformance::{Conformance, Fixture, Report, Setup};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::reference::*;
use mapi_sim::sim::{Dll, SpoolerModel, StoreSection};
use mapi_sim::wrap::Wrapping;

use crate::fixture::{Conditioned, Reference, catalogue, setup};

/// What the tests of rules leave out by default is kept, too: what real clients rely on.
fn keeps_all(report: &Report) {
    assert_eq!(report.conformance(), Conformance::Conformant);
    let broken = report.entries().iter().find_map(|entry| entry.outcome.failure());
    assert!(broken.is_none(), "{}", broken.unwrap());
}

#[test]
fn real_clients_are_content() {
    keeps_all(&report());
}

reference_tests!(Reference);

/// With stores in further conditions.
mod conditioned {
    use super::*;

    #[test]
    fn real_clients_are_content() {
        keeps_all(&report());
    }

    reference_tests!(Conditioned, warning, foreign_locale, extended_error, wrapper);
}

/// Behind a wrapper that bends nothing.
mod wrapped {
    use super::*;

    struct Wrapped;

    impl Fixture for Wrapped {
        fn setup(&self) -> Setup {
            let stores = catalogue();
            let entry = ReferenceDll::new(stores.clone());
            let wrapping = Wrapping::new(entry.clone());
            let service = wrapping.service_entry(entry);
            setup(Dll::new(DLL_NAME).provider_entry(wrapping).service_entry(service), &stores)
        }
    }

    #[test]
    fn real_clients_are_content() {
        keeps_all(&report());
    }

    reference_tests!(Wrapped, wrapper);
}

/// With the spooler in a process of its own.
mod spooler_process {
    use super::*;

    struct TwoProcesses;

    impl Fixture for TwoProcesses {
        fn setup(&self) -> Setup {
            Reference.setup().spooler_model(SpoolerModel::OwnProcess)
        }
    }

    #[test]
    fn real_clients_are_content() {
        keeps_all(&report());
    }

    reference_tests!(TwoProcesses);
}

/// An empty store that can only be read, with nothing else on the machine.
pub(crate) mod minimal {
    use super::*;

    pub(crate) struct Minimal;

    impl Fixture for Minimal {
        fn setup(&self) -> Setup {
            setup_of(Dll::new(DLL_NAME).provider_entry(disk()))
        }
    }

    pub(crate) fn disk() -> ReferenceDll {
        ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("plain")]))
    }

    /// The machine with this DLL.
    pub(crate) fn setup_of(dll: Dll) -> Setup {
        let section = StoreSection::new(DLL_NAME, "plain").entry_id(store_entry_id("plain"));
        let flags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
        Setup::new(dll, section.resource_flags(flags))
    }

    #[test]
    fn real_clients_are_content() {
        keeps_all(&report());
    }

    mapi_sim::conformance_tests!(Minimal, capabilities: [mail, ui, fast_shutdown]);
}
