//! The example provider over PST files.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use mapi_com::incoming::ComDll;
use mapi_sim::conformance::{Capability, Conformance, Declaration, Fixture, Setup, run_declared};
use mapi_sim::mapi::ResourceFlags;
use mapi_sim::sim::{Dll, StoreSection};
use pst_store::{DLL_NAME, store_entry_id};

use super::examples::build;
use super::{Host, all_holds, alone, hex, host};

/// The example `exported_pst`, built once.
fn exported() -> &'static PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| build("exported_pst"))
}

fn provider() -> ComDll {
    static LOADED: OnceLock<ComDll> = OnceLock::new();
    // SAFETY: the file is a message store provider, built just now.
    LOADED.get_or_init(|| unsafe { ComDll::load(exported()) }.unwrap()).clone()
}

/// The file that the package `outlook-pst` has among its examples.
fn empty_pst() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let manifests = text.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    let manifest = manifests.map(Path::new).find(|path| path.to_string_lossy().contains("outlook-pst"));
    manifest.unwrap().with_file_name("examples").join("Empty.pst")
}

/// The same file by another path.
fn by_another_path(file: &Path) -> String {
    let (folder, name) = (file.parent().unwrap(), file.file_name().unwrap());
    folder.join(".").display().to_string() + "/./" + name.to_str().unwrap()
}

/// A store of this file.
struct ExportedPst(PathBuf);

impl Fixture for ExportedPst {
    fn setup(&self) -> Setup {
        let flags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
        let plain = || StoreSection::new(DLL_NAME, "PST file").resource_flags(flags);
        let section = |path: &str| plain().entry_id(store_entry_id(path));
        Setup::new(Dll::new(DLL_NAME).provider_entry(provider()), section(self.0.to_str().unwrap()))
            .other_id(store_entry_id(&by_another_path(&self.0)))
            .unconfigured(plain(), [])
            .unreachable(section("no such file.pst"))
    }
}

/// What it can do without dialogs, for who answers them does not cross the boundary to another file.
const CAPABILITIES: &[Capability] =
    &[Capability::Mail, Capability::OtherId, Capability::Unconfigured, Capability::Unreachable];

/// The kit finds the provider conformant with this file, with nothing found and nothing left.
fn conformant(file: PathBuf) {
    let _held = alone();
    // Built before the time of a trial runs.
    provider();
    let declaration = Declaration { capabilities: CAPABILITIES, ..Declaration::NOTHING };
    let report = run_declared(ExportedPst(file), declaration);
    assert_eq!(report.conformance(), Conformance::Conformant, "{report}");
    assert!(report.counts().passed > 90, "{report}");
    assert_eq!(provider().findings(), []);
    assert_eq!(provider().live_blocks(), 0);
    assert_eq!(provider().live_objects(), []);
}

#[test]
fn the_kit_finds_the_exported_provider_conformant() {
    conformant(empty_pst());
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
    let file = empty_pst();
    let mut host = host(kind, exported());
    host.args(["--entry-id", &hex(&store_entry_id(file.to_str().unwrap()))]);
    host.args(["--other-id", &hex(&store_entry_id(&by_another_path(&file)))]);
    host.args(["--dll-name", DLL_NAME]);
    all_holds(host, 150);
}

/// A file with folders and messages.
#[test]
#[ignore = "needs MAPI_SIM_PST_DIR"]
fn so_it_is_with_a_file_of_outlook() {
    let folder = std::env::var("MAPI_SIM_PST_DIR").expect("a folder with PST files");
    conformant(Path::new(&folder).join("Outlook.pst"));
}
