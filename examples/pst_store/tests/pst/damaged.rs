//! Files of which a part is damaged or unusual: that part is lost, and nothing else.

use std::sync::Arc;

use mapi_sim::mapi::codes::MAPI_E_CORRUPT_STORE;
use mapi_sim::mapi::tags::{
    PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_DISPLAY_NAME_W, PR_ENTRYID, PR_MESSAGE_FLAGS, PR_SUBFOLDERS,
    PR_VALID_FOLDER_MASK,
};
use mapi_sim::mapi::{
    EntryId, FolderMask, MapiError, MessageFlags, OpenStoreFlags, PropValue, QueryRowsFlags, Row,
    SetColumnsFlags, TableFlags,
};
use mapi_sim::sim::StoreSection;
use mapi_sim::spi::{IMAPIFolder, IMAPITable, IMsgStore, OpenEntryRequest};
use pst_store::{DLL_NAME, load, store_entry_id};

use crate::bent::{Bent, rewrite, root_item, value_of, word};
use crate::store::{machine, open, refused};

/// Nodes of `Empty.pst`, and what lies below them: the hierarchy table of a folder has its number and the type 0x0D.
const TOP: u32 = 0x8022;
const TOP_HIERARCHY: u32 = 0x802D;
const MESSAGE_STORE: u32 = 0x21;
const ROOT_HIERARCHY: u32 = 0x12D;
const DELETED_ITEMS: u32 = 0x8062;
const SEARCH_ROOT: u32 = 0x8042;
const SPAM_SEARCH: u32 = 0x2223;

/// The tree of a file that opens, with whatever is lost.
fn tree(file: &str) -> String {
    let loaded = load(file, None).unwrap();
    loaded.trace.expect_references_balanced().unwrap();
    loaded.trace.expect_invariants().unwrap();
    loaded.trace.expect_no_deviation().unwrap();
    loaded.tree.unwrap()
}

/// Asks the store of a file something.
pub(crate) fn with_store<R>(file: &str, ask: impl FnOnce(&dyn IMsgStore) -> R) -> R {
    let section = StoreSection::new(DLL_NAME, "PST").entry_id(store_entry_id(file));
    let (_mapi, session) = machine(section, vec![]);
    let store = open(&session, file, OpenStoreFlags::MDB_NO_MAIL).unwrap();
    ask(&*store)
}

fn rows(table: &dyn IMAPITable) -> Vec<Row> {
    table.query_rows(10_000, QueryRowsFlags::empty()).unwrap()
}

fn folder(store: &dyn IMsgStore, row: &Row) -> Result<Arc<dyn IMAPIFolder>, MapiError> {
    let id = row.get(PR_ENTRYID).and_then(PropValue::as_entry_id).unwrap();
    store.open_entry(&OpenEntryRequest::new(&id))?.into_folder()
}

/// What each folder's row says is what the folder itself says, and what its tables have. The number of folders is
/// returned.
pub(crate) fn rows_agree_with_folders(store: &dyn IMsgStore) -> usize {
    let root = store.open_entry(&OpenEntryRequest::root()).unwrap().into_folder().unwrap();
    let table = root.get_hierarchy_table(TableFlags::MAPI_UNICODE | TableFlags::CONVENIENT_DEPTH).unwrap();
    let tags = [PR_DISPLAY_NAME_W, PR_CONTENT_COUNT, PR_CONTENT_UNREAD, PR_SUBFOLDERS];
    table.set_columns(&[&tags[..], &[PR_ENTRYID]].concat(), SetColumnsFlags::empty()).unwrap();
    let folders = rows(&*table);
    for row in &folders {
        let folder = folder(store, row).unwrap();
        let own = Row::new(folder.get_props(Some(&tags), Default::default()).unwrap().value);
        for tag in tags {
            assert_eq!(row.get(tag), own.get(tag), "{row:?}");
        }
        let contents = folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
        contents.set_columns(&[PR_MESSAGE_FLAGS], SetColumnsFlags::empty()).unwrap();
        let messages = rows(&*contents);
        let read = i32::try_from(MessageFlags::MSGFLAG_READ.bits()).unwrap();
        let unread = messages.iter().filter(|row| {
            row.get(PR_MESSAGE_FLAGS).and_then(PropValue::as_long).is_some_and(|flags| flags & read == 0)
        });
        let counts = (unread.count(), messages.len());
        let said = |tag| usize::try_from(row.get(tag).and_then(PropValue::as_long).unwrap()).unwrap();
        assert_eq!((said(PR_CONTENT_UNREAD), said(PR_CONTENT_COUNT)), counts, "{row:?}");
        let below = rows(&*folder.get_hierarchy_table(TableFlags::MAPI_UNICODE).unwrap());
        assert_eq!(row.get(PR_SUBFOLDERS).and_then(PropValue::as_bool), Some(!below.is_empty()), "{row:?}");
    }
    folders.len()
}

#[test]
fn a_row_shows_the_name_that_its_folder_has() {
    let file = Bent::new()
        .node(TOP_HIERARCHY, |heap| rewrite(heap, "Deleted Items", "Deleted Poems"))
        .node(ROOT_HIERARCHY, |heap| rewrite(heap, "Search Root", "Search Tool"))
        .file("names.pst");
    let tree = tree(&file);
    assert!(tree.contains("Deleted Items") && tree.contains("Search Root"), "{tree}");
    assert_eq!(with_store(&file, rows_agree_with_folders), 5);
}

#[test]
fn counts_are_those_of_the_tables() {
    let (count, unread) = (0x3602, 0x3603);
    let mut bent = Bent::new();
    for node in [DELETED_ITEMS, SPAM_SEARCH, SEARCH_ROOT] {
        bent = bent.node(node, |heap| {
            let (count, unread) = (value_of(heap, count, 3), value_of(heap, unread, 3));
            heap[count] = 3;
            heap[unread] = 2;
        });
    }
    let bent = bent.node(TOP, |heap| {
        let subfolders = value_of(heap, 0x360A, 11);
        heap[subfolders] = 0;
    });
    assert_eq!(with_store(&bent.file("counts.pst"), rows_agree_with_folders), 5);
}

#[test]
fn an_unreadable_folder_loses_itself() {
    let tree = tree(&Bent::new().spoilt(DELETED_ITEMS).spoilt(SPAM_SEARCH).file("folder.pst"));
    insta::assert_snapshot!(tree, @r"
    Top of Outlook data file (0 messages, 0 unread)
      Deleted Items (0 messages, 0 unread)
        - (cannot be read: MAPI_E_CORRUPT_STORE (0x80040600))
    Search Root (0 messages, 0 unread)
    SPAM Search Folder 2 (0 messages, 0 unread)
      - (cannot be read: MAPI_E_CORRUPT_STORE (0x80040600))
    IPM_COMMON_VIEWS (0 messages, 0 unread)
    ");
}

#[test]
fn an_unreadable_hierarchy_loses_what_is_below() {
    let tree = tree(&Bent::new().spoilt(TOP_HIERARCHY).file("hierarchy.pst"));
    insta::assert_snapshot!(tree, @r"
    Top of Outlook data file (0 messages, 0 unread)
    Search Root (0 messages, 0 unread)
    SPAM Search Folder 2 (0 messages, 0 unread)
    IPM_COMMON_VIEWS (0 messages, 0 unread)
    ");
}

/// A special folder that cannot be read is not valid.
#[test]
fn an_unreadable_search_root_is_not_offered() {
    let mask = |file: String| {
        with_store(&file, |store| {
            let props = store.get_props(Some(&[PR_VALID_FOLDER_MASK]), Default::default()).unwrap().value;
            FolderMask::from_bits_retain(props[0].as_bits().unwrap())
        })
    };
    let all = FolderMask::FOLDER_IPM_SUBTREE_VALID
        | FolderMask::FOLDER_IPM_WASTEBASKET_VALID
        | FolderMask::FOLDER_FINDER_VALID;
    assert_eq!(mask(Bent::new().file("special.pst")), all);
    let without = mask(Bent::new().spoilt(SEARCH_ROOT).file("search root.pst"));
    assert_eq!(without, all - FolderMask::FOLDER_FINDER_VALID);
}

/// Opens all folders and their tables.
fn walk(store: &dyn IMsgStore, id: Option<&EntryId>) -> Result<(), MapiError> {
    let request = id.map_or_else(OpenEntryRequest::root, OpenEntryRequest::new);
    let folder = store.open_entry(&request)?.into_folder()?;
    folder.get_contents_table(TableFlags::empty())?;
    for row in rows(&*folder.get_hierarchy_table(TableFlags::empty())?) {
        walk(store, row.get(PR_ENTRYID).and_then(PropValue::as_entry_id).as_ref())?;
    }
    Ok(())
}

/// An item that reaches beyond its block.
fn stretch_last_item(heap: &mut [u8]) {
    let map = word(heap, 0);
    let last = map + 4 + 2 * word(heap, map);
    heap[last..last + 2].copy_from_slice(&[0, 0x20]);
}

/// A table without columns, with rows of this length.
fn rows_of_length(length: u8) -> impl Fn(&mut [u8]) {
    move |heap| {
        let info = root_item(heap).start;
        heap[info + 1..info + 10].copy_from_slice(&[0, length, 0, length, 0, length, 0, length, 0]);
    }
}

/// The four places at which the library panics, each below one folder.
fn panics() -> [(&'static str, Bent); 4] {
    [
        ("a heap item beyond its block", Bent::new().node(DELETED_ITEMS, stretch_last_item)),
        ("a block longer than blocks are", Bent::new().length(TOP_HIERARCHY, 0xFFF0)),
        ("rows of no length", Bent::new().node(TOP_HIERARCHY, rows_of_length(0))),
        ("rows too short for their number", Bent::new().node(TOP_HIERARCHY, rows_of_length(4))),
    ]
}

#[test]
fn where_the_library_panics_the_file_is_named() {
    for (what, bent) in panics() {
        let error = with_store(&bent.file("panic.pst"), |store| walk(store, None).unwrap_err());
        assert_eq!(error.code(), MAPI_E_CORRUPT_STORE, "{what}: {error}");
        assert!(error.to_string().contains("panic.pst"), "{what}: {error}");
    }
    let store = Bent::new().node(MESSAGE_STORE, stretch_last_item);
    assert_eq!(refused(&store.file("panic at logon.pst")).code(), MAPI_E_CORRUPT_STORE);
}

#[test]
fn where_the_library_panics_the_rest_is_read() {
    for (what, bent) in panics() {
        let tree = tree(&bent.file("panics.pst"));
        assert!(tree.contains("Top of Outlook data file") && tree.contains("Search Root"), "{what}: {tree}");
    }
}

/// A cell is lost alone, and the folder knows its name itself.
#[test]
fn an_unreadable_cell_loses_itself() {
    let file = Bent::new().node(TOP_HIERARCHY, stretch_last_item).file("cell.pst");
    assert_eq!(with_store(&file, rows_agree_with_folders), 5);
}
