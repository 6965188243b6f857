//! Files that are right, and not what Outlook writes today.
//!
//! The tests that are ignored need folders with real files, named by the variables that their reasons say.

use mapi_sim::mapi::codes::{MAPI_E_CORRUPT_STORE, MAPI_E_FAILONEPROVIDER};
use mapi_sim::mapi::tags::PR_SUBJECT_W;
use mapi_sim::mapi::{TableFlags, Value};

use pst_store::load;

use crate::bent::{Bent, item, value_of};
use crate::pst_files::{crc_of, empty_pst, file_with, password, path, unusual};
use crate::store::refused;
use crate::walks::{messages, rows_agree_with_folders, with_store};

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

/// 8-bit texts and the password have the code page that the store names, here 1251.
#[test]
fn names_and_passwords_of_other_code_pages_are_read() {
    let (store, deleted_items) = (0x21, 0x8062);
    let (name, name_8, code_page, some_number, password) = (0x3001, 0x1E, 0x66C3_u16, 0x66FC, 0x67FF);
    let word = b"\xCF\xEE\xF7\xF2\xE0";
    let file = Bent::new()
        .node(store, |heap| {
            let at = value_of(heap, some_number, 3);
            heap[at - 4..at - 2].copy_from_slice(&code_page.to_le_bytes());
            heap[at..at + 4].copy_from_slice(&1251_u32.to_le_bytes());
            let at = value_of(heap, password, 3);
            heap[at..at + 4].copy_from_slice(&crc_of(word).to_le_bytes());
        })
        .node(deleted_items, |heap| {
            let at = value_of(heap, name, 0x1F);
            heap[at - 2] = name_8;
            let text = item(heap, u32::from_le_bytes(heap[at..at + 4].try_into().unwrap()));
            heap[text.start..text.start + 5].copy_from_slice(word);
            heap[text.start + 5..text.end].fill(0);
        })
        .file("code page.pst");
    assert_eq!(refused(&file).code(), MAPI_E_FAILONEPROVIDER);
    let tree = load(&file, Some("Почта")).unwrap().tree.unwrap();
    assert!(tree.contains("\n  Почта (0 messages"), "{tree}");
}

/// Tests on files of the folder that `MAPI_SIM_PST_DIR` names.
mod outlook {
    use super::*;

    #[test]
    #[ignore = "needs MAPI_SIM_PST_DIR"]
    fn the_rows_of_real_files_agree_with_their_folders() {
        for (name, folders, found) in [("Outlook.pst", 26, 17), ("dist-list.pst", 23, 5)] {
            let file = path(name);
            assert_eq!(with_store(&file, None, rows_agree_with_folders), folders, "{name}");
            with_store(&file, None, |store| {
                let messages = messages(store);
                assert!(messages.iter().all(|(_, message)| message.is_ok()), "{name}");
                assert_eq!(messages.len(), found, "{name}");
            });
        }
    }
}

/// Tests on files of the folder that `MAPI_SIM_UNUSUAL_PST_DIR` names.
mod others {
    use super::*;

    #[test]
    #[ignore = "needs MAPI_SIM_UNUSUAL_PST_DIR"]
    fn a_refused_recipient_table_loses_itself_and_not_its_message() {
        let file = unusual("aspose-Test_part1.pst");
        assert_eq!(with_store(&file, None, rows_agree_with_folders), 18);
        with_store(&file, None, |store| {
            let messages = messages(store);
            assert_eq!(messages.len(), 61);
            let mut refused = 0;
            for (row, message) in messages {
                let message = message.unwrap();
                let subject = message.get_props(Some(&[PR_SUBJECT_W]), Default::default()).unwrap().value;
                assert_eq!(row.get(PR_SUBJECT_W), subject.first());
                assert!(matches!(subject[0].value(), Value::Unicode(subject) if !subject.is_empty()));
                if let Err(error) = message.get_recipient_table(TableFlags::MAPI_UNICODE) {
                    assert_eq!(error.code(), MAPI_E_CORRUPT_STORE);
                    refused += 1;
                }
            }
            assert_eq!(refused, 31);
        });
        let tree = load(&file, None).unwrap().tree.unwrap();
        assert!(tree.contains("  Sent Items (31 messages, 0 unread)\n    - Multiple attachments"), "{tree}");
    }

    #[test]
    #[ignore = "needs MAPI_SIM_UNUSUAL_PST_DIR"]
    fn a_file_of_the_older_format_is_read_with_its_password() {
        let file = unusual("pstsdk-test_ansi.pst");
        for wrong in [None, Some("Test")] {
            let error = load(&file, wrong).unwrap().tree.unwrap_err();
            assert_eq!(error.code(), MAPI_E_FAILONEPROVIDER);
        }
        assert_eq!(with_store(&file, Some("test"), rows_agree_with_folders), 5);
        assert_eq!(with_store(&file, Some("test"), |store| messages(store).len()), 1);
        let tree = load(&file, Some("test")).unwrap().tree.unwrap();
        assert!(tree.contains("  Folder (1 messages, 0 unread)\n    - Post ("), "{tree}");
    }

    #[test]
    #[ignore = "needs MAPI_SIM_UNUSUAL_PST_DIR"]
    fn files_of_other_programs_are_read() {
        let file = unusual("SampleContacts.pst");
        assert_eq!(with_store(&file, None, rows_agree_with_folders), 5);
        assert_eq!(with_store(&file, None, |store| messages(store).len()), 6);
        let file = unusual("passwordprotectedPST.pst");
        assert_eq!(refused(&file).code(), MAPI_E_FAILONEPROVIDER);
        let password = password(&file, "");
        assert_eq!(with_store(&file, Some(&password), rows_agree_with_folders), 7);
        assert_eq!(with_store(&file, Some(&password), |store| messages(store).len()), 18);
    }

    #[test]
    #[ignore = "needs MAPI_SIM_UNUSUAL_PST_DIR"]
    fn a_real_ost_is_refused_as_what_it_is() {
        let error = refused(&unusual("aspose-SampleOstFile.ost"));
        assert_eq!(error.code(), MAPI_E_CORRUPT_STORE);
        assert!(error.to_string().contains("OST"), "{error}");
    }
}
