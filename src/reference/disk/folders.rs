//! Creating, deleting, moving and copying folders.

use super::change::Change;
use super::data::{Folder, StoreData};
use super::journal::Touched;
use super::members::{Members, Subfolders};
use super::seed::{is_standard, number_of};
use crate::mapi::codes::{
    MAPI_E_COLLISION, MAPI_E_FOLDER_CYCLE, MAPI_E_HAS_FOLDERS, MAPI_E_HAS_MESSAGES, MAPI_E_NO_ACCESS,
    MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_OBJECT_DELETED,
};
use crate::mapi::tags::{PR_COMMENT_W, PR_CREATION_TIME, PR_DISPLAY_NAME_W, PR_LAST_MODIFICATION_TIME};
use crate::mapi::{DeleteFolderFlags, FolderType, HResult, PropValue, SortOrderSet};
use crate::memory::MemoryProps;
use crate::reference::ids::ObjectNo;
use crate::reference::spec::StandardFolder;

/// What `CreateFolder` is told.
pub(crate) struct NewFolder {
    pub(crate) folder_type: FolderType,
    pub(crate) name: String,
    pub(crate) comment: Option<String>,
}

impl StoreData {
    // [FOLDER-07] [FOLDER-09]
    pub(crate) fn create_folder(&mut self, parent: usize, new: NewFolder) -> Result<usize, HResult> {
        // [SEARCH-10]
        if self.folder(parent).ok_or(MAPI_E_NOT_FOUND)?.is_search() {
            return Err(MAPI_E_NO_ACCESS);
        }
        // [SEARCH-01]
        let search_root = number_of(StandardFolder::SearchRoot);
        if new.folder_type == FolderType::Search && !self.is_within(parent, search_root) {
            return Err(MAPI_E_NO_SUPPORT);
        }
        if self.child(parent, &new.name).is_some() {
            return Err(MAPI_E_COLLISION);
        }
        let number = self.add_folder(parent, new);
        self.note(Change::Created { object: ObjectNo::Folder(number), parent });
        Ok(number)
    }

    pub(super) fn add_folder(&mut self, parent: usize, new: NewFolder) -> usize {
        let now = self.now();
        let mut props = MemoryProps::new(vec![
            PropValue::new(PR_DISPLAY_NAME_W, new.name),
            PropValue::new(PR_CREATION_TIME, now),
            PropValue::new(PR_LAST_MODIFICATION_TIME, now),
        ]);
        if let Some(comment) = new.comment {
            props.set(PropValue::new(PR_COMMENT_W, comment));
        }
        let order = SortOrderSet::default();
        self.insert_folder(Folder {
            folder_type: new.folder_type,
            parent,
            folders: Subfolders::default(),
            messages: Members::default(),
            unread: 0,
            associated: Members::default(),
            search: None,
            props,
            order,
        })
    }

    fn insert_folder(&mut self, folder: Folder) -> usize {
        let number = self.new_folder_number();
        let parent = folder.parent;
        if folder.is_search() {
            self.searches.insert(number);
        }
        self.folders.insert(number, folder);
        if parent != number {
            self.attach(number, parent);
        }
        number
    }

    /// Puts a folder among the subfolders of another one.
    fn attach(&mut self, number: usize, parent: usize) {
        let name = self.folder(number).map_or_else(String::new, |folder| folder.name().to_owned());
        if let Some(folder) = self.folder_mut(parent) {
            folder.folders.push(number, &name);
            self.touch(Touched::Folder(parent));
            self.touch(Touched::NewFolder(number));
        }
    }

    /// What a client asks to delete.
    // [FOLDER-14]
    pub(crate) fn delete_folder(
        &mut self,
        number: usize,
        parent: usize,
        flags: DeleteFolderFlags,
    ) -> Result<(), HResult> {
        let folder = self.folder(number).filter(|folder| folder.parent == parent).ok_or(MAPI_E_NOT_FOUND)?;
        // [FOLDER-03] [STPROP-15]
        if is_standard(number) {
            return Err(MAPI_E_NO_ACCESS);
        }
        if !folder.folders.members.is_empty() && !flags.contains(DeleteFolderFlags::DEL_FOLDERS) {
            return Err(MAPI_E_HAS_FOLDERS);
        }
        if !folder.messages.is_empty() && !flags.contains(DeleteFolderFlags::DEL_MESSAGES) {
            return Err(MAPI_E_HAS_MESSAGES);
        }
        self.remove_tree(number);
        self.note(Change::Deleted { object: ObjectNo::Folder(number), parent });
        Ok(())
    }

    /// Takes a folder out with everything in it.
    pub(super) fn remove_tree(&mut self, number: usize) {
        for (below, _) in self.descendants(number, true) {
            self.remove_with_messages(below);
        }
        self.detach(number);
        self.remove_with_messages(number);
    }

    fn remove_with_messages(&mut self, number: usize) {
        let Some(folder) = self.folders.remove(&number) else { return };
        self.searches.remove(&number);
        self.touch(Touched::Folder(number));
        for message in folder.all_messages() {
            self.messages.remove(&message);
            self.touch(Touched::Message(message));
            self.leave_queue(message);
        }
    }

    fn detach(&mut self, number: usize) {
        let Some(folder) = self.folder(number) else { return };
        let (parent, name) = (folder.parent, folder.name().to_owned());
        if let Some(folder) = self.folder_mut(parent) {
            folder.folders.remove(number, &name);
            self.touch(Touched::Folder(parent));
        }
    }

    /// Changes properties of a folder, the name perhaps among them.
    pub(crate) fn change_folder(
        &mut self,
        number: usize,
        work: impl FnOnce(&mut MemoryProps),
    ) -> Result<(), HResult> {
        let folder = self.folder_mut(number).ok_or(MAPI_E_OBJECT_DELETED)?;
        let before = folder.name().to_owned();
        work(&mut folder.props);
        if folder.name() != before {
            let (now, parent) = (folder.name().to_owned(), folder.parent);
            if let Some(parent) = self.folder_mut(parent).filter(|_| parent != number) {
                parent.folders.rename(number, &before, &now);
            }
        }
        self.note_folder(number);
        Ok(())
    }

    /// What both ways to another parent refuse.
    // [FOLDER-03] [FOLDER-25] [PROP-49]
    fn check_target(&self, number: usize, target: usize, name: &str) -> Result<(), HResult> {
        // [SEARCH-10] [SEARCH-13]
        if is_standard(number) || self.is_search(number) || self.is_search(target) {
            return Err(MAPI_E_NO_ACCESS);
        }
        if self.folder(target).is_none() {
            return Err(MAPI_E_NOT_FOUND);
        }
        if self.is_within(target, number) {
            return Err(MAPI_E_FOLDER_CYCLE);
        }
        match self.child(target, name) {
            Some(_) => Err(MAPI_E_COLLISION),
            None => Ok(()),
        }
    }

    /// The folder keeps its number, and so its identifier \[EID-18\].
    pub(crate) fn move_folder(
        &mut self,
        number: usize,
        target: usize,
        name: Option<&str>,
    ) -> Result<(), HResult> {
        let name = self.name_or_own(number, name)?;
        self.check_target(number, target, &name)?;
        self.detach(number);
        let mut old_parent = target;
        if let Some(folder) = self.folder_mut(number) {
            old_parent = std::mem::replace(&mut folder.parent, target);
            folder.rename(&name);
        }
        self.attach(number, target);
        self.note(Change::Moved { object: ObjectNo::Folder(number), parent: target, old_parent });
        Ok(())
    }

    /// A copy has a number of its own, and so an identifier of its own \[EID-18\].
    // [FOLDER-24]
    pub(crate) fn copy_folder(
        &mut self,
        number: usize,
        target: usize,
        name: Option<&str>,
        deep: bool,
    ) -> Result<usize, HResult> {
        let name = self.name_or_own(number, name)?;
        self.check_target(number, target, &name)?;
        let old_parent = self.folder(number).map_or(target, |folder| folder.parent);
        let copy = self.copy_one_folder(number, target, Some(&name))?;
        let (object, old) = (ObjectNo::Folder(copy), ObjectNo::Folder(number));
        self.note(Change::Copied { object, parent: target, old, old_parent });
        let mut waiting = vec![(number, copy)];
        while deep && let Some((from, to)) = waiting.pop() {
            let below =
                self.folder(from).map_or_else(Vec::new, |folder| folder.folders.members.iter().collect());
            for child in below {
                waiting.push((child, self.copy_one_folder(child, to, None)?));
            }
        }
        Ok(copy)
    }

    /// Without its subfolders; under another name, if there is one.
    fn copy_one_folder(
        &mut self,
        number: usize,
        parent: usize,
        name: Option<&str>,
    ) -> Result<usize, HResult> {
        let source = self.folder(number).ok_or(MAPI_E_NOT_FOUND)?;
        let messages = source.all_messages();
        let mut copy = Folder {
            folder_type: source.folder_type,
            parent,
            folders: Subfolders::default(),
            messages: Members::default(),
            unread: 0,
            associated: Members::default(),
            props: source.props.clone(),
            search: source.search.clone(),
            order: source.order.clone(),
        };
        if let Some(name) = name {
            copy.rename(name);
        }
        let copy = self.insert_folder(copy);
        for message in messages {
            self.duplicate_message(message, copy)?;
        }
        Ok(copy)
    }

    fn name_or_own(&self, number: usize, name: Option<&str>) -> Result<String, HResult> {
        let folder = self.folder(number).ok_or(MAPI_E_NOT_FOUND)?;
        Ok(name.unwrap_or_else(|| folder.name()).to_owned())
    }

    /// Why a folder cannot be called so; it may keep its name in other letters.
    pub(crate) fn check_name(&self, number: usize, name: &str) -> Result<(), HResult> {
        let folder = self.folder(number).ok_or(MAPI_E_NOT_FOUND)?;
        // [FOLDER-03] [SEARCH-13]
        if folder.folder_type == FolderType::Root || folder.is_search() {
            return Err(MAPI_E_NO_ACCESS);
        }
        match self.child(folder.parent, name) {
            Some(other) if other != number => Err(MAPI_E_COLLISION),
            Some(_) | None => Ok(()),
        }
    }
}
