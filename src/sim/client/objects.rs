//! How the objects are made that providers and clients get.

use std::sync::Arc;

use crate::sim::books::supports::SupportFacts;
use crate::sim::client::client_store::ClientStore;
use crate::sim::client::service::provider_admin::ProviderAdmin;
use crate::sim::kernel::objects::{NewEntryAdmin, NewPointer, Objects};
use crate::sim::kernel::shared::Shared;
use crate::sim::support::object::SupportObject;
use crate::spi::{IMsgStore, IProviderAdmin, Support};
use crate::trace::{Context, SupportNo};

/// The simulator's own objects.
pub(super) struct OwnObjects;

impl Objects for OwnObjects {
    fn support(&self, shared: &Arc<Shared>, no: SupportNo, context: Context, new: &SupportFacts) -> Support {
        Support::from_object(Arc::new(SupportObject::new(Arc::clone(shared), no, context, new.dll, new.kind)))
    }

    fn client_store(&self, shared: &Arc<Shared>, pointer: NewPointer) -> Arc<dyn IMsgStore> {
        Arc::new(ClientStore::new(Arc::clone(shared), pointer))
    }

    fn entry_admin(&self, shared: &Arc<Shared>, admin: NewEntryAdmin<'_>) -> Arc<dyn IProviderAdmin> {
        Arc::new(ProviderAdmin::inside_entry(Arc::clone(shared), admin))
    }
}
