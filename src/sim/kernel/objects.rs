//! The objects that MAPI hands out.
//!
//! They stand in rooms above the drivers that make them, since they call drivers themselves. Whoever builds the subsystem
//! says how they are made.

use std::sync::Arc;

use crate::sim::books::live::ClientNo;
use crate::sim::books::supports::SupportFacts;
use crate::sim::kernel::shared::Shared;
use crate::spi::{IMsgStore, IProviderAdmin, Support};
use crate::trace::{Context, DllNo, OpenNo, SectionNo, ServiceNo, SessionNo, StoreNo, SupportNo};

/// How objects are made that providers and clients get.
pub(crate) trait Objects: Send + Sync {
    /// The support object of this number.
    fn support(&self, shared: &Arc<Shared>, no: SupportNo, context: Context, new: &SupportFacts) -> Support;

    /// A client's pointer to a store.
    fn client_store(&self, shared: &Arc<Shared>, pointer: NewPointer) -> Arc<dyn IMsgStore>;

    /// The administration object that an entry point works with.
    fn entry_admin(&self, shared: &Arc<Shared>, admin: NewEntryAdmin<'_>) -> Arc<dyn IProviderAdmin>;
}

/// A client's pointer to a store that is made.
pub(crate) struct NewPointer {
    pub(crate) client: ClientNo,
    pub(crate) store: StoreNo,
    pub(crate) context: Context,
    /// The provider's store object.
    pub(crate) inner: Arc<dyn IMsgStore>,
}

/// An administration object that is made for one call of an entry point.
pub(crate) struct NewEntryAdmin<'a> {
    pub(crate) session: SessionNo,
    pub(crate) open: Option<OpenNo>,
    pub(crate) dll: DllNo,
    pub(crate) service: Option<ServiceNo>,
    /// What NULL opens \[PROFILE-26\].
    pub(crate) section: Option<SectionNo>,
    /// The provider that the call is about, by the name it was asked for.
    pub(crate) asked: Option<&'a str>,
}
