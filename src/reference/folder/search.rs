//! Search-results folders: criteria, and what meets them.

use super::object::FolderObject;
use crate::mapi::codes::{
    MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_NOT_INITIALIZED,
    MAPI_E_OBJECT_DELETED,
};
use crate::mapi::tags::{PR_ENTRYID, PR_PARENT_DISPLAY_W};
use crate::mapi::{
    EntryId, HResult, MapiResult, PropValue, QueryRowsFlags, RestrictFlags, Restriction, Row, SearchFlags,
    SearchState,
};
use crate::memory::MemoryTable;
use crate::reference::disk::{Search, StoreData};
use crate::reference::ids::{ObjectNo, Reference};
use crate::reference::message::contents_row;
use crate::reference::open_store::OpenStore;
use crate::spi::{IMAPITable, SearchCriteria};

/// Flags that ask for opposite things.
// [SEARCH-04]
const OPPOSITES: [SearchFlags; 3] = [
    SearchFlags::STOP_SEARCH.union(SearchFlags::RESTART_SEARCH),
    SearchFlags::RECURSIVE_SEARCH.union(SearchFlags::SHALLOW_SEARCH),
    SearchFlags::FOREGROUND_SEARCH.union(SearchFlags::BACKGROUND_SEARCH),
];

/// The messages that a search folder shows now.
// [SEARCH-02]
pub(in crate::reference) fn hits(inside: &OpenStore, data: &StoreData, folder: usize) -> Vec<usize> {
    let Some(search) = data.folder(folder).and_then(|folder| folder.search.as_ref()) else {
        return Vec::new();
    };
    match &search.stopped {
        Some(found) => found.iter().copied().filter(|number| data.message(*number).is_some()).collect(),
        None => matching(inside, data, search),
    }
}

fn matching(inside: &OpenStore, data: &StoreData, search: &Search) -> Vec<usize> {
    let rows = data.searched(search).into_iter().filter_map(|number| contents_row(inside, data, number));
    let table = MemoryTable::new(vec![PR_ENTRYID], rows.collect());
    // The restriction was looked at when it was set, so it is not refused here.
    let found = table
        .restrict(Some(&search.restriction), RestrictFlags::empty())
        .and_then(|()| table.query_rows(i32::MAX, QueryRowsFlags::empty()));
    let number = |row: &Row| match Reference::decode(&row.get(PR_ENTRYID)?.as_entry_id()?)?.object {
        ObjectNo::Message(number) => Some(number),
        ObjectNo::Folder(_) | ObjectNo::Store => None,
    };
    found.unwrap_or_default().iter().filter_map(number).collect()
}

/// A hit as a row of the search folder: it says where the message lies.
// [SEARCH-14]
pub(in crate::reference) fn hit_row(inside: &OpenStore, data: &StoreData, number: usize) -> Option<Row> {
    let folder = data.folder(data.message(number)?.folder)?.name().to_owned();
    let mut values = contents_row(inside, data, number)?.into_props();
    values.push(PropValue::new(PR_PARENT_DISPLAY_W, folder));
    Some(Row::new(values))
}

impl FolderObject {
    // [SEARCH-03] to [SEARCH-06]
    pub(super) fn search_for(
        &self,
        restriction: Option<&Restriction>,
        containers: Option<&[EntryId]>,
        flags: SearchFlags,
    ) -> MapiResult<()> {
        self.inside().check_write()?;
        if OPPOSITES.iter().any(|both| flags.contains(*both)) {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        if let Some(restriction) = restriction {
            MemoryTable::new(Vec::new(), Vec::new()).restrict(Some(restriction), RestrictFlags::empty())?;
        }
        let numbers = containers.map(|ids| self.container_numbers(ids)).transpose()?;
        let inside = self.inside();
        inside.file.change(|data| {
            let folder = data.folder(self.number()).ok_or(MAPI_E_OBJECT_DELETED)?;
            if !folder.is_search() {
                return Err(MAPI_E_NO_SUPPORT);
            }
            let before = folder.search.clone();
            let restriction =
                restriction.cloned().or_else(|| before.as_ref().map(|old| old.restriction.clone()));
            let containers = numbers.clone().or_else(|| before.as_ref().map(|old| old.containers.clone()));
            let (restriction, containers) = restriction.zip(containers).ok_or(MAPI_E_NOT_INITIALIZED)?;
            let chosen = |on, off, old: Option<bool>| {
                flags.contains(on) || (!flags.contains(off) && old.unwrap_or_default())
            };
            let recursive = chosen(
                SearchFlags::RECURSIVE_SEARCH,
                SearchFlags::SHALLOW_SEARCH,
                before.as_ref().map(|old| old.recursive),
            );
            let foreground = chosen(
                SearchFlags::FOREGROUND_SEARCH,
                SearchFlags::BACKGROUND_SEARCH,
                before.as_ref().map(|old| old.foreground),
            );
            let mut search = Search { restriction, containers, recursive, foreground, stopped: None };
            if flags.contains(SearchFlags::STOP_SEARCH) {
                search.stopped = Some(hits(inside, data, self.number()));
            }
            data.set_search(self.number(), search)
        })?;
        Ok(())
    }

    fn container_numbers(&self, ids: &[EntryId]) -> MapiResult<Vec<usize>> {
        let number = |id: &EntryId| {
            let number = self.folder_number(id).ok_or(MAPI_E_NOT_FOUND)?;
            // [SEARCH-09]
            let is_search = self.inside().file.with(|data| data.is_search(number));
            if is_search { Err(MAPI_E_INVALID_PARAMETER) } else { Ok(number) }
        };
        Ok(ids.iter().map(number).collect::<Result<_, HResult>>()?)
    }

    // [SEARCH-08]
    pub(super) fn search_criteria(&self) -> MapiResult<SearchCriteria> {
        self.inside().check_open()?;
        let file = &self.inside().file;
        let search = file.with(|data| {
            let folder = data.folder(self.number()).ok_or(MAPI_E_OBJECT_DELETED)?;
            if folder.is_search() { Ok(folder.search.clone()) } else { Err(MAPI_E_NO_SUPPORT) }
        });
        let search = search?.ok_or(MAPI_E_NOT_INITIALIZED)?;
        let mut state = SearchState::empty();
        state.set(SearchState::SEARCH_RUNNING, search.stopped.is_none());
        state.set(SearchState::SEARCH_RECURSIVE, search.recursive);
        state.set(SearchState::SEARCH_FOREGROUND, search.foreground);
        let containers = search.containers.iter().map(|number| file.id(ObjectNo::Folder(*number)));
        Ok(SearchCriteria {
            restriction: Some(search.restriction),
            containers: Some(containers.collect()),
            state,
        })
    }
}
