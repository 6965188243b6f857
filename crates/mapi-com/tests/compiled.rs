//! A compiled provider behind the traits: the one in C++ is loaded, and the kit judges it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock, PoisonError};

use mapi_com::incoming::ComDll;
use mapi_sim::conformance::{Capability, Conformance, Declaration, Fixture, Setup, run_declared};
use mapi_sim::mapi::{EntryId, EntryIdFlags, MapiUid, PropTag, PropValue, ResourceFlags};
use mapi_sim::methods::Interface;
use mapi_sim::sim::{Dll, StoreSection};

const DLL: &str = "cppstore";
const UID: MapiUid = MapiUid::from_bytes([
    0x9C, 0x4E, 0x31, 0xD7, 0x60, 0x2B, 0x4F, 0x18, 0xA6, 0x5D, 0xC7, 0x70, 0x70, 0x73, 0x74, 0x72,
]);
/// The path of the store's file, and the password, in a section of the profile.
const PATH: PropTag = PropTag::from_raw(0x6600_001F);
const PASSWORD: PropTag = PropTag::from_raw(0x67F0_001F);

/// Where the C++ side is built, the same folder as for its own tests.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp")
}

/// The file that is judged: the provider, or what `MAPI_COM_PROVIDER` names, such as one of its mutants.
fn file() -> PathBuf {
    std::env::var_os("MAPI_COM_PROVIDER")
        .map_or_else(|| folder().join("native/libcppstore.so"), PathBuf::from)
}

/// The provider in C++, built and loaded once.
fn provider() -> ComDll {
    static LOADED: OnceLock<ComDll> = OnceLock::new();
    static LOADING: Mutex<()> = Mutex::new(());
    let _held = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
    let load = || {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpp/build.sh");
        let status = Command::new("sh").arg(script).arg(folder()).arg("native").status().unwrap();
        assert!(status.success(), "the provider in C++ could not be built");
        // SAFETY: the file is a message store provider, built just now.
        unsafe { ComDll::load(file()) }.unwrap()
    };
    LOADED.get_or_init(load).clone()
}

/// The folder of all stores. The first one stays from machine to machine, for identifiers outlive a process; the others
/// are made again.
struct Stores(PathBuf);

impl Stores {
    fn new() -> Self {
        let folder = folder().join("stores-compiled");
        fs::create_dir_all(&folder).unwrap();
        for file in fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()) {
            if !file.ends_with("first.store") {
                fs::remove_file(file).unwrap();
            }
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(format!("{name}.store")).to_str().unwrap().to_owned()
    }

    fn section(&self, name: &str) -> StoreSection {
        let path = self.path(name);
        let id = id(2, &path);
        empty(name).prop(PATH, path.as_str()).entry_id(id)
    }
}

fn empty(name: &str) -> StoreSection {
    let flags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
    StoreSection::new(DLL, name).resource_flags(flags)
}

/// The identifier of a store, as this version of the provider makes it.
fn id(version: u8, path: &str) -> EntryId {
    let data = [&[version, 1, 0, 0, 0, 0, 0, 0], path.as_bytes()].concat();
    EntryId::build(EntryIdFlags::empty(), UID, &data)
}

/// What the provider can do.
const CAPABILITIES: &[Capability] = &[
    Capability::Mail,
    Capability::Write,
    Capability::Notify,
    Capability::ServiceEntry,
    Capability::ChangePassword,
    Capability::FastShutdown,
    Capability::SecondStore,
    Capability::Password,
    Capability::Unconfigured,
    Capability::Unreachable,
    Capability::Offline,
    Capability::OtherId,
    Capability::Warning,
    Capability::ForeignLocale,
    Capability::ExtendedError,
];

struct Compiled;

impl Fixture for Compiled {
    fn setup(&self) -> Setup {
        let (stores, provider) = (Stores::new(), provider());
        let password = |text: &str| PropValue::new(PASSWORD, text);
        let first = stores.path("first");
        let offline = format!("{first}.offline");
        let nowhere = stores.0.join("nowhere/away.store").to_str().unwrap().to_owned();
        Setup::new(
            Dll::new(DLL).provider_entry(provider.clone()).service_entry(provider),
            stores.section("first"),
        )
        .second_store(stores.section("second"))
        .password(stores.section("safe"), password("right"), password("wrong"))
        .unconfigured(empty("not chosen"), [PropValue::new(PATH, stores.path("later").as_str())])
        .unreachable(empty("away").prop(PATH, nowhere.as_str()).entry_id(id(2, &nowhere)))
        .other_id(id(1, &first))
        .goes_offline(move || fs::write(&offline, "").unwrap())
        .warning(stores.section("warns"))
        .foreign_locale(stores.section("locale"))
        .extended_error(stores.section("extended"))
    }
}

#[test]
fn the_kit_finds_the_provider_in_cpp_conformant() {
    // Building takes longer than a setup may.
    provider();
    let _ = fs::remove_dir_all(folder().join("stores-compiled"));
    let declaration = Declaration { capabilities: CAPABILITIES, ..Declaration::NOTHING };
    let report = run_declared(Compiled, declaration);
    let text = report.to_string();
    fs::write(folder().join("report.txt"), &text).unwrap();
    assert_eq!(report.conformance(), Conformance::Conformant, "{text}");
    let findings = provider().findings();
    assert_eq!(findings, []);
    assert_eq!(provider().live_blocks(), 0);
    // The client of SHUT-20 leaves fast, and nothing is released any more.
    assert_eq!(provider().live_objects(), [Interface::IMAPISupport]);
}

#[test]
fn what_is_no_provider_is_not_loaded() {
    let of = |path: &Path| {
        // SAFETY: nothing of this is ever run.
        unsafe { ComDll::load(path) }.map(drop).unwrap_err().to_string()
    };
    let missing = of(Path::new("/nowhere/at/all.so"));
    assert!(missing.starts_with("/nowhere/at/all.so: cannot be loaded: "), "{missing}");
    let text = of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"));
    assert!(text.contains("Cargo.toml: cannot be loaded: "), "{text}");
}
