//! `IMSProvider`.

use std::sync::Arc;

use super::catalogue::StoreCatalogue;
use super::ids::Reference;
use super::log_on::{LogonParams, log_on};
use super::open_store::{OpenStore, Role};
use super::store_object::StoreObject;
use crate::mapi::{EntryId, MapiResult, SpoolerLogonFlags, StoreLogonFlags};
use crate::spi::{IMAPIProviderShutdown, IMSProvider, LogonAnswer, LogonRequest, SpoolerLogonRequest};
use crate::support;

/// The provider object of one session.
pub(super) struct ReferenceProvider {
    pub(super) catalogue: StoreCatalogue,
    pub(super) in_service: bool,
    pub(super) open: Arc<OpenStores>,
}

impl ReferenceProvider {
    pub(super) fn new(catalogue: StoreCatalogue, in_service: bool) -> Self {
        Self { catalogue, in_service, open: Arc::new(OpenStores::default()) }
    }
}

impl IMSProvider for ReferenceProvider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let flags = request.flags;
        log_on(
            self,
            &LogonParams {
                role: Role::Client,
                support: request.support,
                window: request.window,
                entry_id: request.entry_id,
                interface: request.interface,
                dialogs: !flags.contains(StoreLogonFlags::MDB_NO_DIALOG) && !self.in_service,
                logon_flags: flags,
                write: flags.contains(StoreLogonFlags::MDB_WRITE),
                spool_security: &[],
            },
        )
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        log_on(
            self,
            &LogonParams {
                role: Role::Spooler,
                support: request.support,
                window: request.window,
                entry_id: request.entry_id,
                interface: request.interface,
                dialogs: !request.flags.contains(SpoolerLogonFlags::MDB_NO_DIALOG) && !self.in_service,
                logon_flags: StoreLogonFlags::empty(),
                write: request.flags.contains(SpoolerLogonFlags::MDB_WRITE),
                spool_security: request.spool_security,
            },
        )
    }

    /// By meaning, and without any open store \[LOAD-12\] \[EID-11\].
    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        let (first, second) = (Reference::decode(first), Reference::decode(second));
        Ok(first.zip(second).is_some_and(|(first, second)| first.same_object(&second)))
    }

    fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
        Some(self)
    }
}

/// Clients may leave at any time: nothing of a store waits to be saved \[SHUT-20\].
impl IMAPIProviderShutdown for ReferenceProvider {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        Ok(())
    }
}

/// The stores that are open on one provider object, by role and name.
#[derive(Default)]
pub(super) struct OpenStores {
    objects: support::OpenStores<(Role, String), StoreObject>,
    /// What is no longer listed here has ended, whoever has its store object.
    insides: support::OpenStores<(Role, String), OpenStore>,
}

impl OpenStores {
    pub(super) fn find(&self, role: Role, name: &str) -> Option<Arc<StoreObject>> {
        let key = key(role, name);
        self.insides.find(&key)?;
        self.objects.find(&key)
    }

    pub(super) fn inside(&self, role: Role, name: &str) -> Option<Arc<OpenStore>> {
        self.insides.find(&key(role, name))
    }

    pub(super) fn add(&self, store: &Arc<StoreObject>) {
        let inside = store.inside();
        let key = key(inside.role, &inside.file.name);
        self.objects.add(key.clone(), Arc::clone(store));
        self.insides.add(key, Arc::clone(inside));
    }

    /// Takes a store out, unless another one with its name has come since.
    pub(super) fn remove(&self, store: &OpenStore) {
        self.insides.remove(&key(store.role, &store.file.name), store);
    }
}

fn key(role: Role, name: &str) -> (Role, String) {
    (role, name.to_ascii_lowercase())
}
