//! A provider in C++ that imports `MAPIAllocateBuffer` and its kin, with the library that stands in place of mapi32.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

use std::path::{Path, PathBuf};
use std::process::Command;

use mapi_com::incoming::{ComDll, LoadErrorKind, Mapi32};
use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;
use mapi_sim::mapi::{
    EntryId, EntryIdFlags, GetPropsFlags, LogonExFlags, MapiUid, PropTag, ResourceFlags, SessionLogoffFlags,
};
use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenStoreRequest, ParentWindow};

const DLL: &str = "cppstore";
const UID: MapiUid = MapiUid::from_bytes([
    0x9C, 0x4E, 0x31, 0xD7, 0x60, 0x2B, 0x4F, 0x18, 0xA6, 0x5D, 0xC7, 0x70, 0x70, 0x73, 0x74, 0x72,
]);
/// The path of the store's file in a section of the profile.
const PATH: PropTag = PropTag::from_raw(0x6600_001F);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp-mapi32")
}

fn importing_provider() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpp/build.sh");
    assert!(Command::new("sh").arg(script).arg(folder()).arg("mapi32").status().unwrap().success());
    folder().join("mapi32/libcppstore.so")
}

/// The example that stands in place of mapi32.
fn library() -> PathBuf {
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "-p", "mapi-com", "--example", "mapi32"]);
    assert!(build.current_dir(env!("CARGO_MANIFEST_DIR")).status().unwrap().success());
    let tests = std::env::current_exe().unwrap();
    tests.parent().unwrap().parent().unwrap().join("examples/libmapi32.so")
}

/// A client opens the provider's store, reads a name, and leaves.
fn open_and_look(provider: &ComDll) {
    let stores = folder().join("stores");
    std::fs::create_dir_all(&stores).unwrap();
    let file = stores.join("mine.store");
    std::fs::write(&file, "").unwrap();
    let flags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
    let path = file.to_str().unwrap();
    let id =
        EntryId::build(EntryIdFlags::empty(), UID, &[&[2, 1, 0, 0, 0, 0, 0, 0], path.as_bytes()].concat());
    let section = StoreSection::new(DLL, "Mine").resource_flags(flags).prop(PATH, path).entry_id(id.clone());
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(provider.clone()))
        .profile(Profile::new("Default").service(Service::new("MINE").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap().value;
    mapi.run_spooler();
    let names = store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE).unwrap().value;
    assert!(names.iter().any(|name| name.as_text().is_some()));
    // Validation data, names and properties came from the sets that the provider was given.
    drop((names, store));
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    mapi.trace().expect_no_deviation().unwrap();
    mapi.trace().expect_references_balanced().unwrap();
}

/// One test: what is loaded once is loaded for all.
#[test]
fn imported_routines_are_those_of_the_host() {
    let file = importing_provider();
    // SAFETY: the file is a message store provider, built just now.
    let error = unsafe { ComDll::load(&file) }.map(drop).unwrap_err();
    assert_eq!(error.kind(), LoadErrorKind::NeedsMapi32, "{error}");
    let said = error.to_string();
    for part in
        ["libcppstore.so: cannot be loaded", "it imports MAPI", "--example mapi32", "undefined symbol"]
    {
        assert!(said.contains(part), "{part}: {said}");
    }
    // SAFETY: a library that is loaded for nothing.
    let other = unsafe { Mapi32::load("libm.so.6") }.unwrap_err();
    assert_eq!(other.kind(), LoadErrorKind::NotMapi32, "{other}");
    assert!(other.to_string().contains("libm.so.6: is no mapi32 library of this crate"), "{other}");

    // SAFETY: both files were built just now.
    let provider = unsafe {
        Mapi32::load(library()).unwrap();
        ComDll::load(&file).unwrap()
    };
    open_and_look(&provider);
    assert_eq!(provider.findings(), []);
    assert_eq!(provider.live_blocks(), 0);
}
