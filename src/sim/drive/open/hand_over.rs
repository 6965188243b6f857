//! Before and in steps 6 and 7: the store gets its special folders, the spooler is told, the client gets the store.

use std::sync::Arc;

use crate::load::{Input, InputKind};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiResult, Warned, Warning};
use crate::sim::books::state::{OpenData, State};
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::client::client_store::ClientStore;
use crate::sim::drive::open::Opening;
use crate::sim::drive::special_folders::validate_folders;
use crate::sim::kernel::turn::release;
use crate::sim::spooler::SpoolerKey;
use crate::spi::IMsgStore;
use crate::trace::{Fact, StoreNo};

/// Whether the spooler is to be told of the store.
#[derive(Clone, Copy)]
pub(super) enum Mail {
    Undecided,
    /// The trace says that it is told, and it has still to be called.
    Due(SpoolerKey),
    Settled,
}

impl Opening<'_> {
    /// \[LOAD-28\]
    pub(super) async fn validate_folders(&mut self, set: FolderSet) {
        if let (Some(store), Some(object)) = (self.store, &self.object) {
            validate_folders(self.shared, self.context(), store, &**object, set).await;
            self.look();
        }
    }

    /// Steps 6 and 7. The client's pointer to the store: the one it has already, or a new one.
    pub(super) async fn hand_over(
        &mut self,
        mail: Mail,
        warning: Option<Warning>,
    ) -> MapiResult<Warned<Arc<ClientStore>>> {
        let store = self.store.ok_or(MAPI_E_CALL_FAILED)?;
        let object = self.object.take().ok_or(MAPI_E_CALL_FAILED)?;
        let shared = self.shared;
        let mail = match mail {
            Mail::Undecided => shared.with(|state| self.tell_spooler(state, store)),
            Mail::Due(_) | Mail::Settled => mail,
        };
        if let Mail::Due(id) = mail {
            shared.spooler.told(id);
        }
        let (client, surplus) = shared.with(|state| {
            state.advance(self.open, Input::StoreHanded);
            let handed = self.pointer(state, store, object);
            self.leave(state);
            handed
        });
        // The reference that Logon added to a store the client has already.
        if surplus.is_some() {
            release(surplus).await;
        }
        Ok(Warned { value: client.ok_or(MAPI_E_CALL_FAILED)?, warning })
    }

    /// Step 6, unless the machine leaves it out.
    #[inline(always)]
    pub(super) fn tell_spooler(&self, state: &mut State, store: StoreNo) -> Mail {
        let tells = |data: &OpenData| data.machine.legal().contains(InputKind::SpoolerTold);
        if !state.opens.get(&self.open).is_some_and(tells) {
            return Mail::Settled;
        }
        state.advance(self.open, Input::SpoolerTold);
        if let Some(data) = state.stores.get_mut(&store) {
            data.told_by = Some(self.open);
        }
        state.recorder.fact(self.context(), Fact::SpoolerTold(store));
        state.spooler_id(store).map_or(Mail::Settled, Mail::Due)
    }

    /// The client's pointer, and what is left of the provider's object if it has one already.
    fn pointer(
        &self,
        state: &mut State,
        store: StoreNo,
        inner: Arc<dyn IMsgStore>,
    ) -> (Option<Arc<ClientStore>>, Option<Arc<dyn IMsgStore>>) {
        let Some(data) = state.stores.get_mut(&store) else { return (None, Some(inner)) };
        if let Some(pointer) = data.pointer_of(self.opener.client) {
            if let Some(client) = pointer.upgrade() {
                return (Some(client), Some(inner));
            }
            data.clients.remove(|(of, _)| *of == self.opener.client);
        }
        let client =
            ClientStore::new(Arc::clone(self.shared), self.opener.client, store, self.context(), inner);
        let client = Arc::new(client);
        data.clients.push((self.opener.client, Arc::downgrade(&client)));
        (Some(client), None)
    }
}
