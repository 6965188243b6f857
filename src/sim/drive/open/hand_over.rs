//! Before and in steps 6 and 7: the store gets its special folders, the spooler is told, the client gets the store.

use std::sync::Arc;

use crate::load::{Input, InputKind};
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_END_OF_SESSION};
use crate::mapi::{MapiResult, Warned, Warning};
use crate::sim::books::state::State;
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::drive::open::Opening;
use crate::sim::drive::special_folders::validate_folders;
use crate::sim::kernel::asked::About;
use crate::sim::kernel::objects::NewPointer;
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

/// What a client gets of a store.
struct HandedOver {
    pointer: Option<Arc<dyn IMsgStore>>,
    /// What is left of the provider's object, if the client has its pointer already.
    surplus: Option<Arc<dyn IMsgStore>>,
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
    ) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        let store = self.store.ok_or(MAPI_E_CALL_FAILED)?;
        let object = self.object.take().ok_or(MAPI_E_CALL_FAILED)?;
        let shared = self.shared;
        let mail = match mail {
            Mail::Undecided => shared.with(|state| self.tell_spooler(state, store)),
            Mail::Due(_) | Mail::Settled => mail,
        };
        if let Mail::Due(id) = mail {
            shared.ask_spooler("told", About::OrderOf(id), (), |spooler| spooler.told(id));
            shared.bell.ring();
        }
        let HandedOver { pointer, surplus } = shared.with(|state| {
            // The spooler is foreign code, which may have ended the session.
            let handed = if state.opens.takes(self.open, InputKind::StoreHanded) {
                state.advance(self.open, Input::StoreHanded);
                self.pointer(state, store, object)
            } else {
                HandedOver { pointer: None, surplus: Some(object) }
            };
            self.leave(state);
            handed
        });
        // The reference that Logon added to a store the client has already.
        if surplus.is_some() {
            release(surplus).await;
        }
        Ok(Warned { value: pointer.ok_or(MAPI_E_END_OF_SESSION)?, warning })
    }

    /// Step 6, unless the machine leaves it out.
    #[inline(always)]
    pub(super) fn tell_spooler(&self, state: &mut State, store: StoreNo) -> Mail {
        if !state.opens.takes(self.open, InputKind::SpoolerTold) {
            return Mail::Settled;
        }
        state.advance(self.open, Input::SpoolerTold);
        if let Some(data) = state.stores.get_mut(store) {
            data.tell(self.open);
        }
        state.recorder.fact(self.context(), Fact::SpoolerTold(store));
        state.spooler_id(store).map_or(Mail::Settled, Mail::Due)
    }

    /// The client's pointer: the one it has, or a new one.
    fn pointer(&self, state: &mut State, store: StoreNo, inner: Arc<dyn IMsgStore>) -> HandedOver {
        let client = self.opener.client;
        let Some(data) = state.stores.get_mut(store) else {
            return HandedOver { pointer: None, surplus: Some(inner) };
        };
        if let Some(pointer) = data.pointer_of(client) {
            if let Some(pointer) = pointer.upgrade() {
                return HandedOver { pointer: Some(pointer), surplus: Some(inner) };
            }
            data.forget_dead_pointer(client);
        }
        let new = NewPointer { client, store, context: self.context(), inner };
        let pointer = self.shared.objects.client_store(self.shared, new);
        data.add_pointer(client, Arc::downgrade(&pointer));
        if let Some(session) = state.sessions.get_mut(self.session()) {
            session.store_is_held(client, store);
        }
        HandedOver { pointer: Some(pointer), surplus: None }
    }
}
