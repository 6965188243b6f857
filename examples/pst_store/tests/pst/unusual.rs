//! Files that are right, and not what Outlook writes today.

use mapi_sim::mapi::codes::MAPI_E_CORRUPT_STORE;

use crate::pst_files::{crc_of, empty_pst, file_with};
use crate::store::refused;

/// `Empty.pst` with another client and version in its header, whose first checksum is right.
fn of_client(client: [u8; 2], version: u16) -> String {
    let mut bytes = std::fs::read(empty_pst()).unwrap();
    bytes[8..10].copy_from_slice(&client);
    bytes[10..12].copy_from_slice(&version.to_le_bytes());
    let sum = crc_of(&bytes[8..479]);
    bytes[4..8].copy_from_slice(&sum.to_le_bytes());
    file_with("other client.pst", &bytes)
}

#[test]
fn a_file_of_another_kind_is_refused_as_what_it_is() {
    let others = [(*b"SO", 15, "OST"), (*b"SO", 23, "OST"), (*b"SO", 36, "OST"), (*b"AB", 23, "PAB")];
    for (client, version, what) in others {
        let error = refused(&of_client(client, version));
        assert_eq!(error.code(), MAPI_E_CORRUPT_STORE);
        assert!(error.to_string().contains(what), "{error}");
    }
}

/// Of the errors of both formats the one is told that is about the format of the file.
#[test]
fn a_damaged_file_of_the_older_format_is_not_said_to_be_of_the_wrong_one() {
    let error = refused(&of_client(*b"SM", 15));
    assert_eq!(error.code(), MAPI_E_CORRUPT_STORE);
    assert!(!error.to_string().contains("version"), "{error}");
}
