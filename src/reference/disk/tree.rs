//! Ways through the folders of a store.

use super::data::StoreData;

impl StoreData {
    /// The folders below one with their depth, each before its own subfolders.
    // [CONT-07]
    pub(crate) fn descendants(&self, number: usize, deep: bool) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        let mut waiting: Vec<(usize, u32)> = self.children(number, 0);
        while let Some((next, depth)) = waiting.pop() {
            found.push((next, depth));
            if deep {
                waiting.extend(self.children(next, depth.saturating_add(1)));
            }
        }
        found
    }

    /// In reverse order, for a stack.
    fn children(&self, number: usize, depth: u32) -> Vec<(usize, u32)> {
        let folder = self.folder(number);
        folder.map_or_else(Vec::new, |folder| {
            folder.folders.iter().rev().map(|child| (*child, depth)).collect()
        })
    }

    /// The subfolder of this name; names do not know case.
    // [FOLDER-09]
    pub(crate) fn child(&self, parent: usize, name: &str) -> Option<usize> {
        let folders = &self.folder(parent)?.folders;
        let named = |number: &&usize| {
            self.folder(**number).is_some_and(|folder| folder.name().eq_ignore_ascii_case(name))
        };
        folders.iter().find(named).copied()
    }

    /// Whether `inner` is `outer` or lies below it.
    pub(super) fn is_within(&self, inner: usize, outer: usize) -> bool {
        inner == outer || self.descendants(outer, true).iter().any(|(number, _)| *number == inner)
    }
}
