//! A provider in C++ that imports `MAPIAllocateBuffer` and its kin, with the library that stands in place of mapi32.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by a panic")]

#[path = "common/examples.rs"]
mod examples;

use std::ffi::c_void;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use libloading::Library;
use mapi_com::incoming::{ComDll, LoadErrorKind, Mapi32};
use mapi_com::layout::{AllocateBuffer, FreeBuffer};
use mapi_sim::mapi::codes::{MAPI_E_NOT_INITIALIZED, S_OK};
use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;
use mapi_sim::mapi::{
    EntryId, EntryIdFlags, GetPropsFlags, LogonExFlags, MapiUid, PropTag, ResourceFlags, SessionLogoffFlags,
};
use mapi_sim::sim::{Dll, Profile, Service, Session, StoreSection, Subsystem};
use mapi_sim::spi::{
    IMAPISession, IMsgStore, InitRequest, MemAllocRoutines, OpenStoreRequest, ParentWindow, ProviderEntry,
};

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
    examples::build("mapi32")
}

/// A client with a store of the provider open.
struct Client {
    mapi: Subsystem,
    session: Arc<Session>,
    store: Arc<dyn IMsgStore>,
}

impl Client {
    fn of(provider: &ComDll, name: &str) -> Self {
        let stores = folder().join("stores");
        std::fs::create_dir_all(&stores).unwrap();
        let file = stores.join(name);
        std::fs::write(&file, "").unwrap();
        let path = file.to_str().unwrap();
        let data = [&[2, 1, 0, 0, 0, 0, 0, 0], path.as_bytes()].concat();
        let id = EntryId::build(EntryIdFlags::empty(), UID, &data);
        let flags = ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE;
        let section = StoreSection::new(DLL, "Mine").resource_flags(flags).prop(PATH, path);
        let mapi = Subsystem::builder()
            .dll(Dll::new(DLL).provider_entry(provider.clone()))
            .profile(
                Profile::new("Default").service(Service::new("MINE").store(section.entry_id(id.clone()))),
            )
            .build()
            .unwrap();
        let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let store = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap().value;
        mapi.run_spooler();
        Self { mapi, session, store }
    }

    fn reads_a_name(&self) {
        let props = self.store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE);
        assert!(props.unwrap().value.iter().any(|prop| prop.as_text().is_some()));
    }

    fn leaves(self) {
        drop(self.store);
        self.session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
        self.mapi.trace().expect_no_deviation().unwrap();
        self.mapi.trace().expect_references_balanced().unwrap();
    }
}

/// What a provider finds in the library by its names.
struct Imports {
    allocate: AllocateBuffer,
    free: FreeBuffer,
}

impl Imports {
    fn of(library: &Path) -> Self {
        // SAFETY: the library is loaded, stays so, and has these functions.
        unsafe {
            let library = std::mem::ManuallyDrop::new(Library::new(library).unwrap());
            let allocate = *library.get::<AllocateBuffer>(b"MAPIAllocateBuffer\0").unwrap();
            Self { allocate, free: *library.get::<FreeBuffer>(b"MAPIFreeBuffer\0").unwrap() }
        }
    }

    fn allocate(&self) -> (u32, *mut c_void) {
        let mut block = std::ptr::null_mut();
        // SAFETY: there is room for the answer.
        let code = unsafe { (self.allocate)(8, &raw mut block) };
        (code, block)
    }
}

/// One test: what is loaded once is loaded for all.
#[test]
fn imported_routines_are_those_of_the_host() {
    let file = importing_provider();
    refused_without_the_library(&file);
    let library = library();
    // SAFETY: both files were built just now.
    let [one, other] = unsafe {
        Mapi32::load(&library).unwrap();
        [ComDll::load(&file).unwrap(), ComDll::load(&file).unwrap()]
    };
    let imports = Imports::of(&library);
    assert_eq!(imports.allocate().0, MAPI_E_NOT_INITIALIZED.raw());
    two_hosts_in_turns(&one, &other);
    a_block_of_another_host(&imports, &one, &other);
    for provider in [one, other] {
        assert_eq!(provider.findings(), []);
        assert_eq!(provider.live_blocks(), 0);
    }
}

fn refused_without_the_library(file: &Path) {
    // SAFETY: the file is a message store provider, built just now.
    let error = unsafe { ComDll::load(file) }.map(drop).unwrap_err();
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
}

/// What a call answers comes from the host that calls, whoever was there last.
fn two_hosts_in_turns(one: &ComDll, other: &ComDll) {
    let first = Client::of(one, "one.store");
    let second = Client::of(other, "other.store");
    first.reads_a_name();
    second.reads_a_name();
    first.reads_a_name();
    first.leaves();
    second.leaves();
}

/// On a thread where nobody calls, a block comes from the host that was there last, and goes back where it came from.
fn a_block_of_another_host(imports: &Imports, one: &ComDll, other: &ComDll) {
    let begin = |provider: &ComDll| {
        provider.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap().provider.unwrap()
    };
    let object = begin(one);
    drop(begin(other));
    let id = EntryId::build(EntryIdFlags::empty(), UID, &[]);
    object.compare_store_ids(&id, &id, 0).unwrap();
    let (code, block) = imports.allocate();
    assert_eq!((code, one.live_blocks(), other.live_blocks()), (S_OK.raw(), 0, 1));
    drop((object, begin(one)));
    // SAFETY: the block is allocated and not freed.
    assert_eq!(unsafe { (imports.free)(block) }, S_OK.raw());
    assert_eq!(other.live_blocks(), 0);
}
