//! A provider in Rust as a DLL of its own: loaded again by this crate, and by a host in C++.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use mapi_com::incoming::ComDll;
use mapi_sim::conformance::{Capability, Conformance, Declaration, Fixture, Setup, run_declared};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::methods::Interface;
use mapi_sim::reference::{DLL_NAME, store_entry_id};
use mapi_sim::sim::{Dll, StoreSection};

/// The example `exported_store`, built once.
fn exported() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "-p", "mapi-com", "--example", "exported_store"]);
        assert!(build.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success());
        let tests = std::env::current_exe().unwrap();
        tests.parent().unwrap().parent().unwrap().join("examples/libexported_store.so")
    })
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
    provider();
    let declaration = Declaration { capabilities: CAPABILITIES, ..Declaration::NOTHING };
    let report = run_declared(Exported, declaration);
    assert_eq!(report.conformance(), Conformance::Conformant, "{report}");
    assert_eq!(provider().findings(), []);
    assert_eq!(provider().live_blocks(), 0);
    // The client of SHUT-20 leaves fast, and nothing is released any more.
    assert_eq!(provider().live_objects(), [Interface::IMAPISupport]);
}

/// The host is code of a C++ compiler, so slots and structures are not this crate's on both sides.
#[test]
fn a_host_in_cpp_finds_nothing_wrong() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpp/build.sh");
    assert!(Command::new("sh").arg(script).arg(&folder).arg("native").status().unwrap().success());
    let id = |name: &str| -> String {
        store_entry_id(name).as_bytes().iter().map(|byte| format!("{byte:02X}")).collect()
    };
    let mut host = Command::new(folder.join("native/host"));
    host.arg(exported()).args(["--entry-id", &id("first"), "--other-id", &id("FIRST")]);
    let output = host.args(["--service", "ServiceEntry"]).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let wrong: Vec<&str> = said.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(output.status.success(), "{}: {}", output.status, wrong.join("\n"));
    assert!(said.lines().filter(|line| line.starts_with("ok ")).count() > 400, "{said}");
}
