//! `IMAPISession::SetDefaultStore`: roles of stores, and where they show \[SESSION-12\] \[SESSION-13\].

use std::sync::Arc;

use crate::mapi::codes::{
    MAPI_E_BAD_CHARWIDTH, MAPI_E_END_OF_SESSION, MAPI_E_INVALID_PARAMETER, MAPI_E_NO_SUPPORT,
    MAPI_E_NOT_FOUND,
};
use crate::mapi::tags::PR_STORE_SUPPORT_MASK;
use crate::mapi::{
    DefaultStoreFlags, EntryId, GetPropsFlags, MapiResult, OpenStoreFlags, PropValue, ResourceFlags,
    StoreSupportMask, WrappedStoreEntryId,
};
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::books::transactions::roles::Role;
use crate::sim::client::client_store::ClientStore;
use crate::sim::client::session::Session;
use crate::sim::drive::open::{OpenTarget, Wanted, dll_text};
use crate::sim::drive::special_folders::validate_folders;
use crate::sim::kernel::asked::About;
use crate::sim::kernel::turn::turn;
use crate::spi::{IMsgStore, ParentWindow};
use crate::trace::{Context, SectionNo};

/// The five values exclude each other and are no bits.
fn role(flags: DefaultStoreFlags) -> MapiResult<Role> {
    let roles = [
        (DefaultStoreFlags::MAPI_DEFAULT_STORE, ResourceFlags::STATUS_DEFAULT_STORE, true),
        (DefaultStoreFlags::MAPI_SIMPLE_STORE_PERMANENT, ResourceFlags::STATUS_SIMPLE_STORE, true),
        (DefaultStoreFlags::MAPI_SIMPLE_STORE_TEMPORARY, ResourceFlags::STATUS_SIMPLE_STORE, false),
        (DefaultStoreFlags::MAPI_PRIMARY_STORE, ResourceFlags::STATUS_PRIMARY_STORE, false),
        (DefaultStoreFlags::MAPI_SECONDARY_STORE, ResourceFlags::STATUS_SECONDARY_STORE, false),
    ];
    let found = roles.into_iter().find(|(value, ..)| *value == flags);
    found.map(|(_, flag, permanent)| Role { flag, permanent }).ok_or_else(|| MAPI_E_INVALID_PARAMETER.into())
}

impl Session {
    pub(super) async fn give_role(&self, flags: DefaultStoreFlags, id: Option<&EntryId>) -> MapiResult<()> {
        let role = role(flags)?;
        let section = id.map(|id| self.section_of(id)).transpose()?;
        if let Some(section) = section.filter(|_| role.flag == ResourceFlags::STATUS_DEFAULT_STORE) {
            self.check_default_store(section).await?;
        }
        let changes = self.shared.with(|state| state.give_role(self.number, role, section))?;
        // The tables' sinks are told when the call ends.
        for change in &changes {
            self.shared.ask_spooler("default_store_changed", About::Order, (), |spooler| {
                spooler.default_store_changed(change);
            });
        }
        Ok(())
    }

    fn section_of(&self, id: &EntryId) -> MapiResult<SectionNo> {
        let profile = self.profile()?;
        let section = self.shared.with(|state| {
            if id.is_wrapped_store() {
                let WrappedStoreEntryId { dll_name, store } = WrappedStoreEntryId::decode(id).ok()?;
                state.profiles.section_with_id(profile, &dll_text(&dll_name), &store)
            } else {
                state.profiles.section_with_bare_id(profile, id).map(|(section, _)| section)
            }
        });
        section.ok_or_else(|| MAPI_E_NOT_FOUND.into())
    }

    /// A default store has to be able to send, create and change. Only the store itself can tell, so MAPI opens it without
    /// dialogs.
    async fn check_default_store(&self, section: SectionNo) -> MapiResult<()> {
        let barred = self.shared.with(|state| {
            let flags = state.profiles.section(section).map(|data| data.resource_flags());
            flags.is_some_and(|flags| flags.contains(ResourceFlags::STATUS_NO_DEFAULT_STORE))
        });
        if barred {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        let flags = OpenStoreFlags::MDB_NO_DIALOG | OpenStoreFlags::MDB_NO_MAIL | OpenStoreFlags::MDB_WRITE;
        let (target, window) = (OpenTarget::Section(section), ParentWindow::none());
        let store = self.opens(Wanted { target, flags, interface: None, window, warns: None }).await?.value;
        let working = self.shared.work(self.number, |_| Some(()));
        let made = self.make_default_store(&store).await;
        ClientStore::release(store).await;
        if let Some(((), work)) = working {
            work.end().await;
        }
        made
    }

    async fn make_default_store(&self, store: &Arc<dyn IMsgStore>) -> MapiResult<()> {
        turn().await;
        let number = ClientStore::behind(store).map(ClientStore::number);
        if !number.is_some_and(|store| self.shared.with(|state| state.stores.is_logged_on(store))) {
            return Err(MAPI_E_END_OF_SESSION.into());
        }
        let asked = [PR_STORE_SUPPORT_MASK];
        let mask = match store.get_props(Some(&asked), GetPropsFlags::MAPI_UNICODE) {
            // [ERR-07] A provider without Unicode refuses the flag.
            Err(error) if error.code() == MAPI_E_BAD_CHARWIDTH => {
                store.get_props(Some(&asked), GetPropsFlags::empty())
            }
            mask => mask,
        };
        let mut mask = mask?.value;
        let mask = mask.pop().as_ref().and_then(PropValue::as_bits).unwrap_or(0);
        let needed = StoreSupportMask::STORE_SUBMIT_OK
            | StoreSupportMask::STORE_CREATE_OK
            | StoreSupportMask::STORE_MODIFY_OK;
        if !StoreSupportMask::from_bits_retain(mask).contains(needed) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        // A store that becomes the default store gets the folders of one.
        if let Some(store) = ClientStore::behind(store)
            && let Some(object) = store.provider_object()
        {
            let context = Context::session(self.number);
            validate_folders(&self.shared, context, store.number(), &*object, FolderSet::Full).await;
        }
        Ok(())
    }
}
