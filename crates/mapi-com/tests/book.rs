//! The address book and the elements of storages, with code of a C++ compiler on the other side: a provider in C++ that uses what
//! a host in Rust has, and a host in C++ that a provider in Rust uses.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[path = "common/examples.rs"]
mod examples;
#[path = "addresses/host.rs"]
mod host;
#[path = "addresses/uses.rs"]
#[allow(dead_code, reason = "here the provider in C++ is who asks")]
mod uses;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex, PoisonError};

use mapi_com::findings::{Breach, Finding};
use mapi_com::incoming::ComDll;
use mapi_spi::mapi::codes::MAPI_E_NO_ACCESS;
use mapi_spi::mapi::{MapiResult, MapiString, OpenEntryFlags, StoreLogonFlags, iids};
use mapi_spi::spi::*;

use host::Host;
use uses::element;

/// A part of the C++ side.
fn built(part: &str) -> PathBuf {
    static BUILDING: Mutex<()> = Mutex::new(());
    let _held = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpp/build.sh");
    assert!(Command::new("sh").arg(script).arg(&folder).arg(part).status().unwrap().success());
    folder.join(part)
}

/// The elements of a storage of the provider in C++.
fn elements(logon: &dyn IMSLogon, count: u32) -> MapiResult<Vec<StorageElement>> {
    let flags = OpenEntryFlags::from_bits_retain(count);
    let request = OpenEntryRequest::root().interface(iids::IID_IStorage).flags(flags);
    logon.open_entry(&request)?.into_storage()?.enum_elements()
}

#[test]
fn a_provider_in_cpp_uses_the_address_book_of_a_host_in_rust() {
    // SAFETY: the file is a provider, built just now.
    let provider = unsafe { ComDll::load(built("native").join("libcppbook.so")) }.unwrap();
    let host = Arc::new(Host::default());
    let support = Support::from_object(host.clone());
    let answer = provider.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap();
    let name = MapiString::from("p");
    let request = LogonRequest::new(&support, &name, None, StoreLogonFlags::MAPI_UNICODE);
    // What does not hold is in the error.
    let logon = answer.provider.unwrap().logon(&request).unwrap().logon.unwrap();
    let told = host.told();
    assert_eq!(told.iter().filter(|told| told.contains("Whö?")).count(), 4, "{told:#?}");
    assert_eq!(told.len(), 15, "eight dialogs, four details, and the book three times: {told:#?}");
    assert!(told[0].contains("(\"Cc:\", 2)") && told[0].contains("010203"), "{}", told[0]);
    for count in [0, 1, 7] {
        assert_eq!(elements(&*logon, count), Ok((0..count as usize).map(element).collect()));
    }
    assert_eq!(elements(&*logon, 99).unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert_eq!(provider.findings(), []);
    let nothing = elements(&*logon, 98).unwrap_err();
    let breaches = |findings: Vec<Finding>| findings.iter().map(|found| found.breach).collect::<Vec<_>>();
    assert_eq!(breaches(provider.findings()), [Breach::NullResult], "{nothing}");
    drop(logon);
    drop(support);
    assert_eq!((provider.live_blocks(), provider.live_objects()), (0, vec![]));
}

/// A host in C++ finds nothing wrong with a provider that uses its address book.
fn all_holds(host: &Path, provider: &Path) {
    let arguments = ["--check", "address-book"];
    let Output { status, stdout, stderr } =
        Command::new(host.join("host")).arg(provider).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned();
    let wrong: Vec<&str> = said.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(status.success(), "{status}: {}", wrong.join("\n"));
    assert!(said.lines().filter(|line| line.starts_with("ok ")).count() > 10, "{said}");
}

#[test]
fn a_provider_in_rust_uses_the_address_book_of_a_host_in_cpp() {
    let provider = examples::build("exported_book");
    all_holds(&built("native"), &provider);
    all_holds(&built("sanitized"), &provider);
}

/// Both sides of a C++ compiler: what each expects is not this crate's.
#[test]
fn host_and_provider_in_cpp_agree() {
    all_holds(&built("native"), &built("native").join("libcppbook.so"));
}
