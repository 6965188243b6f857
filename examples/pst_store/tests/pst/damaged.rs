//! Files of which a part is damaged or unusual: that part is lost, and nothing else.

use mapi_sim::mapi::FolderMask;
use mapi_sim::mapi::codes::MAPI_E_CORRUPT_STORE;
use mapi_sim::mapi::tags::PR_VALID_FOLDER_MASK;
use pst_store::load;

use crate::bent::{Bent, rewrite, root_item, value_of, word};
use crate::store::refused;
use crate::walks::{rows_agree_with_folders, walk, with_store};

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

#[test]
fn a_row_shows_the_name_that_its_folder_has() {
    let file = Bent::new()
        .node(TOP_HIERARCHY, |heap| rewrite(heap, "Deleted Items", "Deleted Poems"))
        .node(ROOT_HIERARCHY, |heap| rewrite(heap, "Search Root", "Search Tool"))
        .file("names.pst");
    let tree = tree(&file);
    assert!(tree.contains("Deleted Items") && tree.contains("Search Root"), "{tree}");
    assert_eq!(with_store(&file, None, rows_agree_with_folders), 5);
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
    assert_eq!(with_store(&bent.file("counts.pst"), None, rows_agree_with_folders), 5);
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
        with_store(&file, None, |store| {
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
        let error = with_store(&bent.file("panic.pst"), None, |store| walk(store, None).unwrap_err());
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
    assert_eq!(with_store(&file, None, rows_agree_with_folders), 5);
}
