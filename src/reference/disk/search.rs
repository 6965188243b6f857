//! What a search-results folder looks for, and where.

use std::collections::BTreeSet;

use super::change::Change;
use super::data::{Folder, StoreData};
use super::journal::Touched;
use crate::mapi::codes::MAPI_E_OBJECT_DELETED;
use crate::mapi::{FolderType, HResult, Restriction};

/// The criteria of a search folder.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    pub(crate) restriction: Restriction,
    pub(crate) containers: Vec<usize>,
    pub(crate) recursive: bool,
    pub(crate) foreground: bool,
    /// What was found when the search was stopped; a running one is evaluated when it is asked for.
    // [SEARCH-05]
    pub(crate) stopped: Option<Vec<usize>>,
}

impl Folder {
    pub(crate) fn is_search(&self) -> bool {
        self.folder_type == FolderType::Search
    }
}

impl StoreData {
    pub(crate) fn is_search(&self, number: usize) -> bool {
        self.folder(number).is_some_and(Folder::is_search)
    }

    /// The messages that a search looks at: each once, and none because of another search.
    // [SEARCH-04] [SEARCH-09]
    pub(crate) fn searched(&self, search: &Search) -> Vec<usize> {
        let (mut folders, mut seen) = (Vec::new(), BTreeSet::new());
        for container in &search.containers {
            let below = if search.recursive { self.descendants(*container, true) } else { Vec::new() };
            for number in std::iter::once(*container).chain(below.into_iter().map(|(number, _)| number)) {
                if seen.insert(number) {
                    folders.push(number);
                }
            }
        }
        let messages = folders.into_iter().filter_map(|number| self.folder(number));
        messages.flat_map(|folder| folder.messages.iter()).collect()
    }

    /// A search is evaluated when it is looked at, so it is complete at once.
    // [SEARCH-07]
    pub(crate) fn set_search(&mut self, number: usize, search: Search) -> Result<(), HResult> {
        let folder = self.folder_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        let (parent, runs) = (folder.parent, search.stopped.is_none());
        folder.search = Some(search);
        self.touch(Touched::Folder(number));
        if runs {
            self.note(Change::SearchComplete { folder: number, parent });
        }
        Ok(())
    }

    /// The search folders.
    pub(crate) fn searches(&self) -> impl Iterator<Item = usize> {
        self.searches.iter().copied()
    }

    /// Whether a search is under way somewhere.
    // [STPROP-20]
    pub(crate) fn has_searches(&self) -> bool {
        let running = |folder: &Folder| folder.search.as_ref().is_some_and(|search| search.stopped.is_none());
        self.searches.iter().filter_map(|number| self.folder(*number)).any(running)
    }
}
