//! Files that are no providers: what was expected, what it is, and an exit code of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{changed_profile, check, err, out, package, profile, provider, scratch};

fn refused(file: &Path, code: i32, parts: &[&str]) {
    let output = check(file, &profile(), &[]);
    let said = err(&output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    assert_eq!(out(&output), "");
    assert!(said.starts_with("mapi-sim-check: "), "{said}");
    for part in parts {
        assert!(said.contains(part), "{part}: {said}");
    }
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    let path = scratch(name).join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// An ELF header of 64 bytes with this class and machine.
fn elf(class: u8, machine: u8) -> Vec<u8> {
    let mut head = vec![0; 64];
    head[..5].copy_from_slice(&[0x7F, b'E', b'L', b'F', class]);
    (head[16], head[18]) = (3, machine);
    head
}

/// The header of a DLL for this machine.
fn pe(machine: u16) -> Vec<u8> {
    let mut head = vec![0; 0x100];
    head[..2].copy_from_slice(b"MZ");
    head[0x3C] = 0x80;
    head[0x80..0x84].copy_from_slice(b"PE\0\0");
    head[0x84..0x86].copy_from_slice(&machine.to_le_bytes());
    head[0x96..0x98].copy_from_slice(&0x2000_u16.to_le_bytes());
    head
}

#[test]
fn what_is_no_library() {
    refused(Path::new("nowhere/at/all.so"), 4, &["nowhere/at/all.so: cannot be read: ", "is it built?"]);
    refused(
        &package().join("Cargo.toml"),
        4,
        &["Cargo.toml: no library: expected ELF", "got a file that begins with 5B 70 61 63"],
    );
    refused(&file("empty.so", b""), 4, &["got an empty file"]);
    refused(&file("static.a", b"!<arch>\n"), 4, &["got a static library (.a); link it with -shared"]);
    let mut object = elf(2, 62);
    object[16] = 1;
    refused(&file("object.o", &object), 4, &["got an object file (.o); link it with -shared"]);
    refused(&file("short.so", &[0x7F, b'E', b'L', b'F', 2]), 4, &["ends there"]);
    refused(&file("short.dll", b"MZ"), 4, &["ends there"]);
    // A header alone is what the system looks at next.
    refused(
        &file("header.so", &elf(2, if cfg!(target_arch = "x86_64") { 62 } else { 183 })),
        4,
        &["header.so: cannot be loaded: "],
    );
}

#[test]
fn what_is_for_another_machine() {
    let own = std::env::consts::ARCH;
    let expected = format!("for another machine: expected ELF (a shared object) for {own}; got ");
    refused(
        &file("old.so", &elf(1, 3)),
        5,
        &[&expected, "ELF (a shared object) for x86 (32 bits)", "with 64 bits"],
    );
    let (other, name) = if own == "x86_64" { (183, "aarch64") } else { (62, "x86_64") };
    refused(&file("other.so", &elf(2, other)), 5, &[&expected, name]);
    refused(
        &file("provider.dll", &pe(0x8664)),
        5,
        &[&expected, "PE (a DLL for Windows) for x86_64", "mapi-sim-check.exe"],
    );
    refused(&file("old.dll", &pe(0x014C)), 5, &["PE (a DLL for Windows) for x86 (32 bits)"]);
}

#[test]
fn what_lacks_an_export() {
    let folder = scratch("exports");
    let (source, library) = (folder.join("none.cpp"), folder.join("none.so"));
    fs::write(&source, "int nothing() { return 0; }\n").unwrap();
    let compiler = std::env::var("CXX").unwrap_or_else(|_| "g++".to_owned());
    let built =
        Command::new(compiler).args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status().unwrap();
    assert!(built.success());
    refused(&library, 6, &["none.so: exports no MSProviderInit", "extern \"C\""]);
    let other = changed_profile("other-entry", "\"ServiceEntry\"", "\"ConfigureStores\"");
    let output = check(&provider(), &other, &[]);
    assert_eq!(output.status.code(), Some(6));
    let said = err(&output);
    assert!(
        said.contains("exports no ConfigureStores, which the profile file names as service_entry"),
        "{said}"
    );
}

#[test]
fn a_report_that_cannot_be_written() {
    let output = check(&provider(), &profile(), &["--rule", "LOAD-19", "--json", "/nowhere/r.json"]);
    assert_eq!(output.status.code(), Some(8));
    assert!(err(&output).contains("/nowhere/r.json: cannot be written: "), "{}", err(&output));
}

#[test]
fn the_help_has_the_exit_codes() {
    let output = Command::new(env!("CARGO_BIN_EXE_mapi-sim-check")).arg("--help").output().unwrap();
    let help = out(&output);
    for code in 0..=9 {
        assert!(
            help.lines().any(|line| line.trim_start().starts_with(&format!("{code}  "))),
            "{code}: {help}"
        );
    }
    let wrong = Command::new(env!("CARGO_BIN_EXE_mapi-sim-check")).arg("--wrong").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
}
