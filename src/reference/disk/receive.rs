//! Where messages of a class arrive.

use std::collections::BTreeMap;

use super::data::StoreData;
use super::seed::number_of;
use crate::mapi::HResult;
use crate::mapi::codes::MAPI_E_NOT_FOUND;
use crate::reference::spec::StandardFolder;

/// The folders by class in lower case, since classes do not know case; each with the class as it was set.
// [RECV-12]
#[derive(Clone, Debug, Default)]
pub(crate) struct ReceiveFolders(BTreeMap<String, (String, usize)>);

impl StoreData {
    /// The folder of the closest association, and its class: the longest of the class's own prefixes.
    // [RECV-12] to [RECV-14]
    pub(crate) fn receive_folder(&self, class: &str) -> (usize, &str) {
        let mut prefix = class.to_ascii_lowercase();
        loop {
            let found = self.receive.0.get(&prefix).filter(|(_, folder)| self.folder(*folder).is_some());
            match (found, prefix.rfind('.')) {
                (Some((class, folder)), _) => return (*folder, class),
                (None, Some(point)) => prefix.truncate(point),
                (None, None) if prefix.is_empty() => return (number_of(StandardFolder::Inbox), ""),
                (None, None) => prefix.clear(),
            }
        }
    }

    // [RECV-15] to [RECV-18]
    pub(crate) fn set_receive_folder(&mut self, class: &str, folder: Option<usize>) -> Result<(), HResult> {
        let key = class.to_ascii_lowercase();
        match folder {
            None => drop(self.receive.0.remove(&key)),
            Some(folder) if self.folder(folder).is_none() => return Err(MAPI_E_NOT_FOUND),
            Some(folder) => drop(self.receive.0.insert(key, (class.to_owned(), folder))),
        }
        Ok(())
    }

    /// Every association, that of the empty class always among them.
    // [STPROP-21] [RECV-19]
    pub(crate) fn receive_folders(&self) -> Vec<(String, usize)> {
        let (default, _) = self.receive_folder("");
        let set = self
            .receive
            .0
            .values()
            .filter(|(class, folder)| !class.is_empty() && self.folder(*folder).is_some());
        std::iter::once((String::new(), default)).chain(set.cloned()).collect()
    }
}
