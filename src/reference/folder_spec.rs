//! A folder with what is below it, as a test describes it. However deep it is, nothing here calls itself for a subfolder.

use std::fmt;

use super::spec::MessageSpec;

/// A folder that is not a standard one.
pub struct FolderSpec {
    pub(super) name: String,
    pub(super) folders: Vec<FolderSpec>,
    pub(super) messages: Vec<MessageSpec>,
}

impl FolderSpec {
    /// An empty folder.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), folders: Vec::new(), messages: Vec::new() }
    }

    /// Adds a subfolder.
    #[must_use]
    pub fn folder(mut self, folder: Self) -> Self {
        self.folders.push(folder);
        self
    }

    /// Adds a message.
    #[must_use]
    pub fn message(mut self, message: MessageSpec) -> Self {
        self.messages.push(message);
        self
    }

    /// A copy with an empty folder in the place of each subfolder.
    fn without_subfolders(&self) -> Self {
        let folders = self.folders.iter().map(|_| Self::new("")).collect();
        Self { name: self.name.clone(), folders, messages: self.messages.clone() }
    }
}

impl Clone for FolderSpec {
    fn clone(&self) -> Self {
        let mut copy = Self::new("");
        let mut waiting = vec![(self, &mut copy)];
        while let Some((source, target)) = waiting.pop() {
            *target = source.without_subfolders();
            waiting.extend(source.folders.iter().zip(&mut target.folders));
        }
        copy
    }
}

impl Drop for FolderSpec {
    fn drop(&mut self) {
        let mut waiting = std::mem::take(&mut self.folders);
        // What is dropped here has no subfolders any more.
        while let Some(mut folder) = waiting.pop() {
            waiting.append(&mut folder.folders);
        }
    }
}

/// Names its own subfolders, and says how many there are below those.
impl fmt::Debug for FolderSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.folders.iter().map(|folder| folder.name.as_str()).collect();
        let mut below = 0_usize;
        let mut waiting: Vec<&Self> = self.folders.iter().collect();
        while let Some(folder) = waiting.pop() {
            below += folder.folders.len();
            waiting.extend(&folder.folders);
        }
        f.debug_struct("FolderSpec")
            .field("name", &self.name)
            .field("folders", &names)
            .field("below", &below)
            .field("messages", &self.messages)
            .finish()
    }
}
