//! The example provider over real PST files.
//!
//! `Empty.pst` comes with the package `outlook-pst`. The tests that are ignored need a folder with more files, named by
//! the variable `MAPI_SIM_PST_DIR`: `Outlook.pst`, `dist-list.pst` and `passworded.pst`.

use std::sync::Arc;

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::{PR_DISPLAY_NAME_W, PR_PST_PATH_W, PR_STORE_SUPPORT_MASK};
use mapi_sim::mapi::{
    LogonExFlags, MapiError, MapiResult, OpenEntryFlags, OpenStoreFlags, StoreSupportMask,
    WrappedStoreEntryId,
};
use mapi_sim::sim::{Dll, Profile, Reply, Service, Session, StoreSection, Subsystem, User};
use mapi_sim::spi::{IMAPISession, IMsgStore, OpenEntryRequest, OpenStoreRequest};
use mapi_sim::trace::TraceDetail;
use pst_store::{DLL_NAME, PstDll, code_of, load, load_traced, store_entry_id};

use crate::pst_files::{empty_pst, file_with};

/// Loads a file that cannot be opened, and checks that nothing is left behind and that the error names the file.
pub(crate) fn refused(file: &str) -> MapiError {
    let loaded = load(file, None).unwrap();
    loaded.trace.expect_references_balanced().unwrap();
    loaded.trace.expect_invariants().unwrap();
    loaded.trace.expect_no_deviation().unwrap();
    let error = loaded.tree.unwrap_err();
    let detail = error.detail().unwrap_or_else(|| panic!("no MAPIERROR with {error}"));
    assert!(detail.error.as_ref().unwrap().to_string().contains(file), "{detail}");
    error
}

#[test]
fn an_empty_pst_goes_through_all_nine_steps() {
    let loaded = load(empty_pst().to_str().unwrap(), None).unwrap();
    loaded.trace.opens()[0].expect_steps(&Step::ALL).unwrap();
    loaded.trace.expect_no_deviation().unwrap();
    loaded.trace.expect_references_balanced().unwrap();
    loaded.trace.expect_invariants().unwrap();
    insta::assert_snapshot!(loaded.tree.unwrap(), @r"
    Top of Outlook data file (0 messages, 0 unread)
      Deleted Items (0 messages, 0 unread)
    Search Root (0 messages, 0 unread)
    SPAM Search Folder 2 (0 messages, 0 unread)
    IPM_COMMON_VIEWS (0 messages, 0 unread)
    ");
}

#[test]
fn a_trace_of_every_call_shows_what_the_client_reads() {
    let loaded = load_traced(empty_pst().to_str().unwrap(), None, TraceDetail::All).unwrap();
    let text = loaded.trace.to_string();
    for line in [
        "client -> folder F1  IMAPIFolder::GetHierarchyTable(CONVENIENT_DEPTH|MAPI_UNICODE)",
        "<- GetHierarchyTable S_OK, table T1",
        "IMAPITable::SetColumns(PR_DEPTH PR_DISPLAY_NAME_W PR_CONTENT_COUNT PR_CONTENT_UNREAD PR_ENTRYID, 0)",
        "client -> table T1  IMAPITable::QueryRows(rows 100, 0)",
        "<- QueryRows S_OK, 5 rows",
        "client -> store object M1  IMsgStore::OpenEntry(id of ",
        "<- OpenEntry S_OK, folder F2",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    loaded.trace.expect_invariants().unwrap();
    loaded.trace.expect_no_deviation().unwrap();
}

#[test]
fn a_password_is_not_looked_at_where_none_is_needed() {
    let loaded = load(empty_pst().to_str().unwrap(), Some("anything")).unwrap();
    assert!(loaded.tree.is_ok());
}

#[test]
fn a_missing_file_is_not_found() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    assert_eq!(refused(&format!("{folder}/no such file.pst")).code(), MAPI_E_NOT_FOUND);
    assert_eq!(refused(&format!("{folder}/no such folder/file.pst")).code(), MAPI_E_NOT_FOUND);
}

/// [ERR-09]
#[test]
fn without_dialogs_every_failure_is_that_of_the_logon_and_says_why() {
    let file = file_with("silent.pst", b"This is no PST.");
    let (_mapi, session) =
        machine(StoreSection::new(DLL_NAME, "PST").entry_id(store_entry_id(&file)), vec![]);
    let error = open(&session, &file, OpenStoreFlags::MDB_NO_DIALOG).map(drop).unwrap_err();
    assert_eq!(error.code(), MAPI_E_LOGON_FAILED);
    assert!(error.to_string().contains("silent.pst"), "{error}");
}

#[test]
fn what_is_no_pst_is_a_corrupt_store() {
    assert_eq!(refused(&file_with("text.pst", b"This is no PST.")).code(), MAPI_E_CORRUPT_STORE);
    assert_eq!(refused(&file_with("nothing.pst", b"")).code(), MAPI_E_CORRUPT_STORE);
    assert_eq!(refused(&file_with("zeros.pst", &[0; 100_000])).code(), MAPI_E_CORRUPT_STORE);
    assert_eq!(refused(&file_with("magic.pst", b"!BDN")).code(), MAPI_E_CORRUPT_STORE);
    assert_eq!(refused(env!("CARGO_TARGET_TMPDIR")).code(), MAPI_E_CORRUPT_STORE, "a folder");
}

#[test]
fn a_truncated_file_is_a_corrupt_store_wherever_it_ends() {
    let whole = std::fs::read(empty_pst()).unwrap();
    for part in 0..16 {
        let file = file_with("truncated.pst", &whole[..whole.len() * part / 16]);
        assert_eq!(refused(&file).code(), MAPI_E_CORRUPT_STORE, "{part}/16");
    }
    let file = file_with("truncated.pst", &whole[..whole.len() - 1]);
    assert_eq!(refused(&file).code(), MAPI_E_CORRUPT_STORE, "one byte short");
}

/// Bytes are changed at places that are the same in every run. Every open ends with a code, and all references are
/// released.
#[test]
fn a_damaged_file_never_gets_through_to_the_test() {
    let whole = std::fs::read(empty_pst()).unwrap();
    let mut place = 1_u64;
    let mut failed = 0;
    for _ in 0..60 {
        let mut bytes = whole.clone();
        for _ in 0..200 {
            place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(place >> 33).unwrap() % bytes.len();
            bytes[at] ^= 0x55;
        }
        let loaded = load(&file_with("damaged.pst", &bytes), None).unwrap();
        loaded.trace.expect_references_balanced().unwrap();
        loaded.trace.expect_invariants().unwrap();
        loaded.trace.expect_no_deviation().unwrap();
        if let Err(error) = loaded.tree {
            assert_eq!(error.code(), MAPI_E_CORRUPT_STORE, "{error}");
            failed += 1;
        }
    }
    assert!(failed > 0, "200 wrong bytes were noticed nowhere");
}

/// A machine with one section for `file`, which names it by its identifier, and a scripted user.
pub(crate) fn machine(section: StoreSection, replies: Vec<Reply>) -> (Subsystem, Arc<Session>) {
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(PstDll))
        .profile(Profile::new("PST").service(Service::new("PST").store(section)))
        .user(User::answering(replies))
        .build()
        .unwrap();
    let session = mapi.logon("PST", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

pub(crate) fn open(session: &Session, file: &str, flags: OpenStoreFlags) -> MapiResult<Arc<dyn IMsgStore>> {
    let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(file) }.encode()?;
    Ok(session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags))?.value)
}

#[test]
fn the_section_names_the_file_where_the_identifier_does_not() {
    let file = empty_pst();
    let section = StoreSection::new(DLL_NAME, "PST").prop(PR_PST_PATH_W, file.to_str().unwrap());
    let (mapi, session) = machine(section, Vec::new());
    let uid = mapi.sections("PST")[0];
    let store = session.open_store_of_section(&uid, OpenStoreFlags::MDB_NO_DIALOG).unwrap().value;
    assert!(store.open_entry(&OpenEntryRequest::root()).is_ok());
}

#[test]
fn without_any_file_named_the_provider_is_unconfigured() {
    let (mapi, session) = machine(StoreSection::new(DLL_NAME, "PST"), Vec::new());
    let uid = mapi.sections("PST")[0];
    let error = session.open_store_of_section(&uid, OpenStoreFlags::MDB_NO_DIALOG).unwrap_err();
    mapi.trace().opens()[0].expect_code(Step::Logon, MAPI_E_UNCONFIGURED).unwrap();
    assert!(error.code().is_failure());
}

#[test]
fn two_spellings_of_a_path_are_one_store() {
    let whole = std::fs::read(empty_pst()).unwrap();
    let file = file_with("spelled.pst", &whole);
    let other = file.replace("spelled.pst", "./spelled.pst");
    assert_ne!(file, other);
    let (mapi, session) = machine(StoreSection::new(DLL_NAME, "PST").entry_id(store_entry_id(&file)), vec![]);
    let first = open(&session, &file, OpenStoreFlags::empty()).unwrap();
    let second = open(&session, &other, OpenStoreFlags::empty()).unwrap();
    assert!(Arc::ptr_eq(&first, &second));
    mapi.trace().expect_no_deviation().unwrap();
}

#[test]
fn the_store_can_be_read_only() {
    let file = empty_pst();
    let file = file.to_str().unwrap();
    let (_mapi, session) = machine(StoreSection::new(DLL_NAME, "PST").entry_id(store_entry_id(file)), vec![]);
    let store = open(&session, file, OpenStoreFlags::MDB_WRITE).unwrap();
    let mask = store.get_props(Some(&[PR_STORE_SUPPORT_MASK]), Default::default()).unwrap().value;
    let mask = StoreSupportMask::from_bits_retain(mask[0].as_bits().unwrap());
    assert!(mask.contains(StoreSupportMask::STORE_READONLY));
    assert!(!mask.intersects(StoreSupportMask::STORE_MODIFY_OK | StoreSupportMask::STORE_CREATE_OK));
    let modify = OpenEntryRequest::root().flags(OpenEntryFlags::MAPI_MODIFY);
    assert_eq!(store.open_entry(&modify).unwrap_err().code(), MAPI_E_NO_ACCESS);
}

#[test]
fn a_folder_outlives_its_store_as_a_dead_object() {
    let file = empty_pst();
    let file = file.to_str().unwrap();
    let (_mapi, session) = machine(StoreSection::new(DLL_NAME, "PST").entry_id(store_entry_id(file)), vec![]);
    let store = open(&session, file, OpenStoreFlags::MDB_NO_MAIL).unwrap();
    let root = store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    let name = || root.get_props(Some(&[PR_DISPLAY_NAME_W]), Default::default());
    assert!(name().is_ok());
    drop(store);
    assert_eq!(name().unwrap_err().code(), MAPI_E_INVALID_OBJECT);
}

/// Tests on files of the folder that `MAPI_SIM_PST_DIR` names.
mod shared {
    use super::*;
    use crate::pst_files::{crc, password, path, text_with_crc};

    #[test]
    fn texts_of_a_given_crc_can_be_made() {
        for wanted in [0, 1, 0xDEAD_BEEF, u32::MAX] {
            assert_eq!(crc(&text_with_crc(wanted, "")), wanted);
            assert_eq!(crc(&text_with_crc(wanted, "two words ")), wanted);
        }
    }

    fn read(name: &str) -> String {
        let loaded = load(&path(name), None).unwrap();
        loaded.trace.opens()[0].expect_steps(&Step::ALL).unwrap();
        loaded.trace.expect_no_deviation().unwrap();
        loaded.trace.expect_references_balanced().unwrap();
        loaded.trace.expect_invariants().unwrap();
        loaded.tree.unwrap()
    }

    #[test]
    #[ignore = "needs MAPI_SIM_PST_DIR"]
    fn files_of_outlook_are_read() {
        let tree = read("Outlook.pst");
        assert!(tree.contains("  Inbox (8 messages, 1 unread)\n    - Multiple attachments"), "{tree}");
        let tree = read("dist-list.pst");
        assert!(tree.contains("  Contacts (2 messages, 0 unread)\n    - contact name 1"), "{tree}");
    }

    #[test]
    #[ignore = "needs MAPI_SIM_PST_DIR"]
    fn a_missing_or_wrong_password_fails_this_provider_only() {
        let file = path("passworded.pst");
        assert_eq!(refused(&file).code(), MAPI_E_FAILONEPROVIDER);
        let loaded = load(&file, Some("wrong")).unwrap();
        loaded.trace.opens()[0].expect_code(Step::Logon, MAPI_E_FAILONEPROVIDER).unwrap();
        loaded.trace.expect_references_balanced().unwrap();
        loaded.trace.expect_invariants().unwrap();
        assert_eq!(loaded.tree.unwrap_err().code(), MAPI_E_FAILONEPROVIDER);
    }

    #[test]
    #[ignore = "needs MAPI_SIM_PST_DIR"]
    fn any_password_of_the_right_check_opens_the_file() {
        let file = path("passworded.pst");
        for start in ["", "Open sesame "] {
            let loaded = load(&file, Some(&password(&file, start))).unwrap();
            loaded.trace.opens()[0].expect_steps(&Step::ALL).unwrap();
            loaded.trace.expect_no_deviation().unwrap();
            assert!(loaded.tree.unwrap().contains("Top of Personal Folders"));
        }
    }

    #[test]
    #[ignore = "needs MAPI_SIM_PST_DIR"]
    fn the_user_is_asked_where_dialogs_are_allowed() {
        let file = path("passworded.pst");
        let section = || StoreSection::new(DLL_NAME, "PST").entry_id(store_entry_id(&file));
        let right = Reply::fill("password", password(&file, ""));
        let (_mapi, session) = machine(section(), vec![Reply::fill("password", "wrong"), right]);
        assert!(open(&session, &file, OpenStoreFlags::empty()).is_ok());

        let (_mapi, session) = machine(section(), vec![Reply::Cancel]);
        let cancelled = open(&session, &file, OpenStoreFlags::empty()).unwrap_err();
        assert_eq!(cancelled.code(), MAPI_E_USER_CANCEL);

        let (mapi, session) = machine(section(), vec![Reply::Cancel]);
        let quiet = open(&session, &file, OpenStoreFlags::MDB_NO_DIALOG).unwrap_err();
        assert_eq!(quiet.code(), MAPI_E_FAILONEPROVIDER);
        mapi.trace().expect_no_deviation().unwrap();
    }

    #[test]
    #[ignore = "needs MAPI_SIM_PST_DIR"]
    fn parts_of_real_files_are_corrupt_stores() {
        for name in ["Outlook.pst", "dist-list.pst", "passworded.pst"] {
            let whole = std::fs::read(path(name)).unwrap();
            for part in 0..8 {
                let file = file_with(&format!("part of {name}"), &whole[..whole.len() * part / 8]);
                assert_eq!(refused(&file).code(), MAPI_E_CORRUPT_STORE, "{part}/8 of {name}");
            }
        }
    }
}

/// A file that nobody may read cannot be made on every system, so the errors of the system stand for it.
#[test]
fn what_the_system_forbids_is_no_access() {
    use std::io::{Error, ErrorKind};
    let code = |kind: ErrorKind| code_of(&Error::from(kind));
    assert_eq!(code(ErrorKind::PermissionDenied), MAPI_E_NO_ACCESS);
    assert_eq!(code(ErrorKind::ResourceBusy), MAPI_E_NO_ACCESS);
    assert_eq!(code(ErrorKind::WouldBlock), MAPI_E_NO_ACCESS);
    assert_eq!(code(ErrorKind::NotFound), MAPI_E_NOT_FOUND);
    assert_eq!(code(ErrorKind::InvalidData), MAPI_E_CORRUPT_STORE);
}
