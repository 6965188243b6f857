//! What the first bytes of a file say: whether it is a library, and for which machine.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::exit::Trouble;

/// How much of a file is read. The header of a DLL is behind a program for DOS.
const HEAD: u64 = 4096;

/// What a file is built for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Target {
    format: &'static str,
    machine: &'static str,
}

/// What this program is built for.
const OWN: Target = Target {
    format: if cfg!(windows) {
        "PE (a DLL for Windows)"
    } else if cfg!(target_vendor = "apple") {
        "Mach-O (a library for macOS)"
    } else {
        "ELF (a shared object)"
    },
    machine: std::env::consts::ARCH,
};

/// Looks whether the system can load a file at all, so that the message says more than the system does.
///
/// # Errors
/// The file is not there, is no library, or is for another machine.
pub fn look_at(path: &Path) -> Result<(), Trouble> {
    let head = read(path).map_err(|error| {
        let hint =
            if error.kind() == ErrorKind::NotFound { "; is the path right, and is it built?" } else { "" };
        Trouble::NotAProvider(format!("{}: cannot be read: {error}{hint}", path.display()))
    })?;
    let no_library = |got: &str| {
        let expected = OWN.format;
        Trouble::NotAProvider(format!("{}: no library: expected {expected}; got {got}", path.display()))
    };
    let target = target(&head).map_err(|got| no_library(&got))?;
    if target == OWN {
        return Ok(());
    }
    let hint = match (target.format == OWN.format, cfg!(windows)) {
        (true, _) => "Build the provider for the machine that this program runs on, with 64 bits.",
        (false, true) => "Under Windows and Wine this program loads DLLs.",
        (false, false) => {
            "A DLL is checked by mapi-sim-check.exe under Windows or Wine; here build the provider as a shared object."
        }
    };
    Err(Trouble::Machine(format!(
        "{}: for another machine: expected {} for {}; got {} for {}. {hint}",
        path.display(),
        OWN.format,
        OWN.machine,
        target.format,
        target.machine
    )))
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}

/// What the file is built for, or in words what it is instead.
fn target(head: &[u8]) -> Result<Target, String> {
    match head {
        [0x7F, b'E', b'L', b'F', class, ..] => elf(*class, head),
        [b'M', b'Z', ..] => pe(head),
        [0xCF, 0xFA, 0xED, 0xFE, ..] => {
            let machine = word(head, 4).map_or("?", |low| if low == 7 { "x86_64" } else { "aarch64" });
            Ok(Target { format: "Mach-O (a library for macOS)", machine })
        }
        [] => Err("an empty file".to_owned()),
        [b'!', b'<', b'a', b'r', b'c', b'h', ..] => {
            Err("a static library (.a); link it with -shared".to_owned())
        }
        _ => {
            let first: Vec<String> = head.iter().take(4).map(|byte| format!("{byte:02X}")).collect();
            Err(format!("a file that begins with {}", first.join(" ")))
        }
    }
}

fn elf(class: u8, head: &[u8]) -> Result<Target, String> {
    let format = "ELF (a shared object)";
    if word(head, 16) == Some(1) {
        return Err("an object file (.o); link it with -shared".to_owned());
    }
    let machine = match (class, word(head, 18)) {
        (1, Some(3)) => "x86 (32 bits)",
        (1, _) => "a machine of 32 bits",
        (_, Some(62)) => "x86_64",
        (_, Some(183)) => "aarch64",
        (_, Some(243)) => "riscv64",
        (_, Some(21)) => "powerpc64",
        (_, Some(22)) => "s390x",
        (_, Some(_)) => "an unknown machine",
        (_, None) => return Err("the beginning of an ELF file, which ends there".to_owned()),
    };
    Ok(Target { format, machine })
}

fn pe(head: &[u8]) -> Result<Target, String> {
    const CUT: &str = "a program for DOS, or the beginning of a DLL that ends there";
    let cut = || CUT.to_owned();
    let low = word(head, 0x3C).ok_or_else(cut)?;
    let at = usize::from(low);
    if head.get(at..at.saturating_add(4)) != Some(b"PE\0\0") {
        return Err(cut());
    }
    let machine = match word(head, at + 4).ok_or_else(cut)? {
        0x8664 => "x86_64",
        0xAA64 => "aarch64",
        0x014C => "x86 (32 bits)",
        _ => "an unknown machine",
    };
    /// `IMAGE_FILE_DLL`
    const IS_DLL: u16 = 0x2000;
    if word(head, at + 22).is_some_and(|flags| flags & IS_DLL == 0) {
        return Err("a program (.exe)".to_owned());
    }
    Ok(Target { format: "PE (a DLL for Windows)", machine })
}

/// The 16 bits at a place.
fn word(head: &[u8], at: usize) -> Option<u16> {
    let bytes = head.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}
