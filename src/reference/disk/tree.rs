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
            folder.folders.members.iter().rev().map(|child| (child, depth)).collect()
        })
    }

    /// The subfolder of this name; names do not know case.
    // [FOLDER-09]
    pub(crate) fn child(&self, parent: usize, name: &str) -> Option<usize> {
        self.folder(parent)?.folders.named(name)
    }

    /// Whether `inner` is `outer` or lies below it.
    pub(super) fn is_within(&self, inner: usize, outer: usize) -> bool {
        inner == outer || self.depth_below(inner, outer).is_some()
    }

    /// How far `inner` lies below `outer`: 0 for a subfolder; `None` if it does not.
    pub(crate) fn depth_below(&self, inner: usize, outer: usize) -> Option<u32> {
        let (mut at, mut depth) = (inner, 0_u32);
        loop {
            // The root is its own parent.
            let parent = self.folder(at)?.parent;
            if parent == at {
                return None;
            }
            if parent == outer {
                return Some(depth);
            }
            at = parent;
            depth = depth.saturating_add(1);
        }
    }
}
