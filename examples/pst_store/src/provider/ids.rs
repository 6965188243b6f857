//! Entry identifiers: of stores the path, of folders and messages what a PST itself has.

use mapi_spi::mapi::{EntryId, EntryIdFlags, MapiUid};
use mapi_spi::support::own_entry_id;

use super::PST_EXAMPLE_UID;

/// The identifier of a store: flags, MAPIUID, the layout's version (4 bytes, 1), the path in UTF-8.
pub fn store_entry_id(path: &str) -> EntryId {
    let data = [&[1, 0, 0, 0], path.as_bytes()].concat();
    EntryId::build(EntryIdFlags::empty(), PST_EXAMPLE_UID, &data)
}

/// The path in a store's identifier, wrapped or not.
pub(super) fn path_of(id: &EntryId) -> Option<String> {
    let id = own_entry_id(id, PST_EXAMPLE_UID)?;
    let path = id.provider_data()?.strip_prefix(&[1, 0, 0, 0])?;
    String::from_utf8(path.to_vec()).ok()
}

/// The identifier of a folder or message: flags, the file's record key, the node's number (4 bytes, little-endian).
pub(super) fn node_entry_id(record_key: MapiUid, node: u32) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), record_key, &node.to_le_bytes())
}

/// The node of a folder or message of the file with this record key.
pub(super) fn node_of(id: &EntryId, record_key: MapiUid) -> Option<u32> {
    let node = id.provider_data()?.try_into().ok().map(u32::from_le_bytes)?;
    (id.provider_uid() == Some(record_key)).then_some(node)
}

/// Whether two paths lead to the same file, as far as that can be told without opening it.
pub(super) fn same_path(first: &str, second: &str) -> bool {
    let real = |path: &str| std::fs::canonicalize(path).ok();
    first == second || real(first).is_some_and(|first| Some(first) == real(second))
}
