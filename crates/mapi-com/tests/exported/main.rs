//! Providers in Rust as DLLs of their own: loaded again by this crate, and by a host in C++.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[path = "../common/examples.rs"]
mod examples;
mod pst;
mod reference;

use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use mapi_sim::mapi::EntryId;

/// How the host is compiled: the part of `build.sh` that makes it.
#[derive(Clone, Copy)]
enum Host {
    Native,
    /// With ASan and UBSan. They have their own allocator, which the provider uses as well though it is not instrumented itself: what it
    /// does to freed memory of the host, what the host does to the provider's, and what is left at the end are seen.
    Sanitized,
}

/// The host is code of a C++ compiler, so slots and structures are not this crate's on both sides.
fn host(host: Host, provider: &Path) -> Command {
    static BUILDING: Mutex<()> = Mutex::new(());
    let _held = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    let part = match host {
        Host::Native => "native",
        Host::Sanitized => "sanitized",
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cpp");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cpp/build.sh");
    assert!(Command::new("sh").arg(script).arg(&folder).arg(part).status().unwrap().success());
    let mut command = Command::new(folder.join(part).join("host"));
    // Leaks are asked for whatever the environment says.
    command.arg(provider).env("ASAN_OPTIONS", "detect_leaks=1").env_remove("LSAN_OPTIONS");
    command
}

/// One kit after the other: what is left is counted over a whole DLL, and over the sets of memory routines, which two DLLs may share.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An identifier as the host takes it.
fn hex(id: &EntryId) -> String {
    id.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect()
}

/// The host finds nothing wrong in more than `least` checks.
fn all_holds(mut host: Command, least: usize) {
    let output = host.output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let wrong: Vec<&str> = said.lines().filter(|line| !line.starts_with("ok ")).collect();
    assert!(output.status.success(), "{}: {}", output.status, wrong.join("\n"));
    assert!(said.lines().filter(|line| line.starts_with("ok ")).count() > least, "{said}");
}
