//! Before and in steps 6 and 7: the store gets its special folders, the spooler is told, the client gets the store.

use std::sync::{Arc, Weak};

use super::Opening;
use crate::load::{Input, InputKind};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiResult, Warned};
use crate::sim::client_store::ClientStore;
use crate::sim::special_folders::{FolderSet, validate_folders};
use crate::trace::{Fact, StoreNo};

impl Opening<'_> {
    /// \[LOAD-28\]
    pub(super) fn validate_folders(&mut self, set: FolderSet) {
        if let (Some(store), Some(object)) = (self.store, &self.opened) {
            validate_folders(self.shared, self.context(), store, &**object, set);
            self.look();
        }
    }

    pub(super) fn hand_over(&mut self) -> MapiResult<Warned<Arc<ClientStore>>> {
        let store = self.store.ok_or(MAPI_E_CALL_FAILED)?;
        self.tell_spooler(store);
        let client = self.client_store(store)?;
        Ok(Warned { value: client, warning: self.warning.take() })
    }

    fn tell_spooler(&self, store: StoreNo) {
        let context = self.context();
        let told = self.shared.with(|state| {
            let tells = state
                .opens
                .get(&self.open)
                .is_some_and(|open| open.machine.legal().contains(InputKind::SpoolerTold));
            if !tells {
                return None;
            }
            state.advance(self.open, Input::SpoolerTold);
            if let Some(data) = state.stores.get_mut(&store) {
                data.told_by = Some(self.open);
            }
            state.recorder.fact(context, Fact::SpoolerTold(store));
            state.spooler_id(store)
        });
        if let Some(id) = told {
            self.shared.spooler.told(id);
        }
    }

    /// Step 7. The client's pointer to the store: the one it has already, or a new one.
    fn client_store(&mut self, store: StoreNo) -> MapiResult<Arc<ClientStore>> {
        let inner = self.opened.take().ok_or(MAPI_E_CALL_FAILED)?;
        let context = self.context();
        let client = self.shared.with(|state| {
            state.advance(self.open, Input::StoreHanded);
            let data = state.stores.get_mut(&store)?;
            if let Some(client) = data.pointer_of(self.client).and_then(Weak::upgrade) {
                return Some((client, Some(inner)));
            }
            let client = ClientStore::new(Arc::clone(self.shared), self.client, store, context, inner);
            let client = Arc::new(client);
            data.clients.remove(|(of, _)| *of == self.client);
            data.clients.push((self.client, Arc::downgrade(&client)));
            Some((client, None))
        });
        let (client, surplus) = client.ok_or(MAPI_E_CALL_FAILED)?;
        // The reference that Logon added to a store the client has already.
        drop(surplus);
        Ok(client)
    }
}
