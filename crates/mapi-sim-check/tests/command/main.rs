//! The command, as an author runs it: on the provider in C++ of `mapi-com`, on its mutants, and on what is no provider.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

mod bad_files;
mod bad_profiles;
mod deaths;
mod imports;
mod mutants;
mod verdicts;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Where the C++ side is built, the same folder as for the tests of `mapi-com`.
fn native() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp");
        let script = package().join("../mapi-com/tests/cpp/build.sh");
        let status =
            Command::new("sh").arg(script).arg(&folder).args(["native", "mutants"]).status().unwrap();
        assert!(status.success(), "the provider in C++ could not be built");
        folder.join("native")
    })
}

fn provider() -> PathBuf {
    native().join("libcppstore.so")
}

/// The provider with a fault.
fn mutant(name: &str) -> PathBuf {
    native().join("mutants").join(name).join("libcppstore.so")
}

fn profile() -> PathBuf {
    package().join("tests/cppstore/mapi.toml")
}

/// A folder of a test's own, made anew.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("command").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn check(provider: &Path, profile: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mapi-sim-check"));
    command.arg(provider).arg("--profile").arg(profile).args(more);
    // Whoever runs the tests may have set these for other ones.
    command.env_remove("MAPI_SIM_TIME_LIMIT").env_remove("MAPI_SIM_TRACE");
    command.output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The lines of a report that begin with this outcome, as `LOGON-16`.
fn rules<'a>(report: &'a str, outcome: &str) -> Vec<&'a str> {
    let prefix = format!("  {outcome:<14} ");
    report.lines().filter_map(|line| line.strip_prefix(&prefix)?.split_whitespace().next()).collect()
}

/// The profile of the provider with one piece of text in place of another, in a folder that has the stores as well.
fn changed_profile(name: &str, from: &str, to: &str) -> PathBuf {
    let folder = scratch(name);
    let text = fs::read_to_string(profile()).unwrap();
    assert!(text.contains(from), "the profile does not have {from}");
    fs::create_dir(folder.join("stores")).unwrap();
    for store in fs::read_dir(package().join("tests/cppstore/stores")).unwrap() {
        let store = store.unwrap();
        fs::copy(store.path(), folder.join("stores").join(store.file_name())).unwrap();
    }
    let path = folder.join("mapi.toml");
    fs::write(&path, text.replacen(from, to, 1)).unwrap();
    path
}
