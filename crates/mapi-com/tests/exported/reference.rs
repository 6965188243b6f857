//! The reference provider.

use std::path::PathBuf;
use std::sync::OnceLock;

use mapi_com::incoming::ComDll;
use mapi_sim::conformance::{Capability, Conformance, Declaration, Fixture, Setup, run_declared};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::methods::Interface;
use mapi_sim::reference::{DLL_NAME, store_entry_id};
use mapi_sim::sim::{Dll, StoreSection};

use super::examples::build;
use super::{Host, all_holds, alone, hex, host};

/// The example `exported_store`, built once.
fn exported() -> &'static PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| build("exported_store"))
}

fn provider() -> ComDll {
    static LOADED: OnceLock<ComDll> = OnceLock::new();
    // SAFETY: the file is a message store provider, built just now.
    LOADED.get_or_init(|| unsafe { ComDll::load(exported()) }.unwrap()).clone()
}

struct Exported;

impl Fixture for Exported {
    fn setup(&self) -> Setup {
        let section = |name: &str| {
            let section = StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
            section.resource_flags(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY)
        };
        let dll = Dll::new(DLL_NAME).provider_entry(provider()).service_entry(provider());
        Setup::new(dll, section("first")).second_store(section("second")).other_id(store_entry_id("FIRST"))
    }
}

/// What it can do without dialogs, for who answers them does not cross the boundary to another file; and without
/// passwords, for one that is changed stays changed in the globals of the DLL.
const CAPABILITIES: &[Capability] = &[
    Capability::Mail,
    Capability::Write,
    Capability::Submit,
    Capability::Notify,
    Capability::DefaultStore,
    Capability::TransportCoupled,
    Capability::ServiceEntry,
    Capability::FastShutdown,
    Capability::SecondStore,
    Capability::OtherId,
];

#[test]
fn the_kit_finds_the_exported_provider_conformant() {
    let _held = alone();
    provider();
    let declaration = Declaration { capabilities: CAPABILITIES, ..Declaration::NOTHING };
    let report = run_declared(Exported, declaration);
    assert_eq!(report.conformance(), Conformance::Conformant, "{report}");
    assert_eq!(provider().findings(), []);
    assert_eq!(provider().live_blocks(), 0);
    // The client of SHUT-20 leaves fast, and nothing is released any more.
    assert_eq!(provider().live_objects(), [Interface::IMAPISupport]);
}

#[test]
fn a_host_in_cpp_finds_nothing_wrong() {
    host_finds_nothing_wrong(Host::Native);
}

#[test]
fn nor_do_the_sanitizers() {
    host_finds_nothing_wrong(Host::Sanitized);
}

fn host_finds_nothing_wrong(kind: Host) {
    let mut host = host(kind, exported());
    host.args(["--entry-id", &hex(&store_entry_id("first")), "--other-id", &hex(&store_entry_id("FIRST"))]);
    host.args(["--service", "ServiceEntry"]);
    all_holds(host, 400);
}
