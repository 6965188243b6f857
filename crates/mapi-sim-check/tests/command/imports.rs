//! A provider that imports `MAPIAllocateBuffer` and its kin from mapi32.

#[path = "../../../mapi-com/tests/common/examples.rs"]
mod examples;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{check, err, out, package, profile, rules};

/// Where the provider is built once more, with its imports.
fn importing() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp-mapi32");
        let script = package().join("../mapi-com/tests/cpp/build.sh");
        let status =
            Command::new("sh").arg(script).arg(&folder).args(["mapi32", "mutants"]).status().unwrap();
        assert!(status.success(), "the provider in C++ could not be built");
        folder.join("mapi32")
    })
}

fn importing_provider() -> PathBuf {
    importing().join("libcppstore.so")
}

/// The library in place of mapi32, an example of `mapi-com`.
fn library() -> &'static str {
    static BUILT: OnceLock<String> = OnceLock::new();
    BUILT.get_or_init(|| examples::build("mapi32").to_str().unwrap().to_owned())
}

#[test]
fn the_provider_is_conformant_with_the_library() {
    let output = check(&importing_provider(), &profile(), &["--mapi32", library(), "--in-process"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", err(&output), out(&output));
}

#[test]
fn processes_of_rules_have_the_library_as_well() {
    let rules = ["--rule", "LOAD-19", "--rule", "MEM-04"];
    let output = check(&importing_provider(), &profile(), &[&["--mapi32", library()][..], &rules].concat());
    assert_eq!(output.status.code(), Some(0), "{}{}", err(&output), out(&output));
}

/// Blocks from the library are in the ledger, and others are not.
#[test]
fn memory_of_malloc_is_found_all_the_same() {
    let mutant = |name: &str| importing().join("mutants").join(name).join("libcppstore.so");
    for (fault, rule) in [("props-by-malloc", "MEM-01"), ("input-freed", "MEM-05")] {
        let output = check(&mutant(fault), &profile(), &["--mapi32", library(), "--in-process"]);
        assert_eq!(output.status.code(), Some(1), "{}{}", err(&output), out(&output));
        assert!(rules(&out(&output), "fail").contains(&rule), "{fault}: {}", out(&output));
    }
}

#[test]
fn without_the_library_the_message_says_what_to_do() {
    for more in [&[][..], &["--in-process"]] {
        let output = check(&importing_provider(), &profile(), more);
        assert_eq!(output.status.code(), Some(4));
        let said = err(&output);
        for part in
            ["it imports MAPI", "--example mapi32", "mapi-sim-check --mapi32 FILE", "undefined symbol"]
        {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

#[test]
fn another_library_is_not_taken_for_it() {
    let other = importing_provider();
    let output = check(&other, &profile(), &["--mapi32", "/nowhere/libmapi32.so"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(err(&output).contains("/nowhere/libmapi32.so: cannot be read: "), "{}", err(&output));
    let plain = crate::provider();
    let output = check(&other, &profile(), &["--mapi32", plain.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(4));
    assert!(err(&output).contains("is no mapi32 library of this crate"), "{}", err(&output));
}
