//! PST files to test with: one that cargo downloads with `outlook-pst`, and those of two folders that the
//! variables `MAPI_SIM_PST_DIR` and `MAPI_SIM_UNUSUAL_PST_DIR` name.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The file that the package `outlook-pst` has among its examples.
pub(crate) fn empty_pst() -> PathBuf {
    let cargo = std::env::var("CARGO").unwrap();
    let metadata = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--manifest-path"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml"))
        .output()
        .unwrap();
    let text = String::from_utf8(metadata.stdout).unwrap();
    let manifests = text.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    let manifest = manifests.map(Path::new).find(|path| path.to_string_lossy().contains("outlook-pst"));
    let file = manifest.unwrap().with_file_name("examples").join("Empty.pst");
    assert!(file.is_file(), "{}", file.display());
    file
}

/// A file of the folder that `MAPI_SIM_PST_DIR` names.
pub(crate) fn path(name: &str) -> String {
    in_folder("MAPI_SIM_PST_DIR", name)
}

/// A file of the folder that `MAPI_SIM_UNUSUAL_PST_DIR` names.
pub(crate) fn unusual(name: &str) -> String {
    in_folder("MAPI_SIM_UNUSUAL_PST_DIR", name)
}

fn in_folder(variable: &str, name: &str) -> String {
    let folder =
        std::env::var(variable).unwrap_or_else(|_| panic!("{variable} names no folder with PST files"));
    format!("{folder}/{name}")
}

/// A text with the same CRC as the password of the file. The file keeps that CRC in its store object.
pub(crate) fn password(file: &str, start: &str) -> String {
    let store = outlook_pst::open_store(file).unwrap();
    let value = store.properties().get(0x67FF).unwrap();
    let outlook_pst::ltp::prop_context::PropertyValue::Integer32(crc) = value else { panic!("{value:?}") };
    assert_ne!(*crc, 0, "{file} has no password");
    text_with_crc(u32::from_ne_bytes(crc.to_ne_bytes()), start)
}

/// The CRC that a PST keeps of its password.
pub(crate) fn crc(text: &str) -> u32 {
    crc_of(text.as_bytes())
}

/// The CRC that a PST keeps of all of its parts: the usual one without the inversions ([MS-PST] 5.3).
pub(crate) fn crc_of(bytes: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new_with_initial(!0);
    hasher.update(bytes);
    !hasher.finalize()
}

/// A file of a test's own with these bytes.
pub(crate) fn file_with(name: &str, bytes: &[u8]) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A text with this CRC, beginning with `start`. A CRC is linear, so that ten letters of sixteen kinds each can be
/// solved for it as forty unknown bits.
pub(crate) fn text_with_crc(wanted: u32, start: &str) -> String {
    let with = |bits: u64| {
        let letters = (0..10).map(|at| char::from(b'A' - 1 + u8::try_from(bits >> (4 * at) & 0xF).unwrap()));
        format!("{start}{}", letters.collect::<String>())
    };
    let base = crc(&with(0));
    let mut rows: Vec<(u32, u64)> = Vec::new();
    for bit in 0..40 {
        let mut row = (crc(&with(1 << bit)) ^ base, 1_u64 << bit);
        for pivot in &rows {
            row = reduced(row, *pivot);
        }
        if row.0 != 0 {
            rows.push(row);
        }
    }
    let solved = rows.iter().fold((wanted ^ base, 0), |rest, pivot| reduced(rest, *pivot));
    assert_eq!(solved.0, 0, "the equations have no solution");
    with(solved.1)
}

/// `row` without the highest bit of `pivot`.
fn reduced(row: (u32, u64), pivot: (u32, u64)) -> (u32, u64) {
    let highest = 1_u32 << (31 - pivot.0.leading_zeros());
    if row.0 & highest == 0 { row } else { (row.0 ^ pivot.0, row.1 ^ pivot.1) }
}
