//! The message services of a client's profile, as steps.

use std::fmt;
use std::sync::Arc;

use crate::mapi::{MapiResult, MapiUid};
use crate::sim::suspend::{self, ProviderAdmin, ServiceAdmin, turn};
use crate::spi::{
    ConfigureServiceRequest, CreateProviderRequest, CreateServiceRequest, IMsgServiceAdmin2, IProviderAdmin,
};

/// `IMsgServiceAdmin` and `IMsgServiceAdmin2` of a client of a scenario. Others may move while MAPI is about to call the entry
/// point of a service.
pub struct ClientServices {
    admin: Arc<ServiceAdmin>,
}

impl ClientServices {
    pub(super) const fn new(admin: Arc<ServiceAdmin>) -> Self {
        Self { admin }
    }

    /// `IMsgServiceAdmin2::CreateMsgServiceEx`, which answers with the identifier of the service.
    ///
    /// # Errors
    /// Those of [`IMsgServiceAdmin2::create_msg_service_ex`].
    pub async fn create(&self, request: &CreateServiceRequest<'_>) -> MapiResult<MapiUid> {
        turn().await;
        suspend::create_service(&self.admin, request).await
    }

    /// `IMsgServiceAdmin::ConfigureMsgService`.
    ///
    /// # Errors
    /// Those of [`IMsgServiceAdmin::configure_msg_service`](crate::spi::IMsgServiceAdmin::configure_msg_service).
    pub async fn configure(&self, request: &ConfigureServiceRequest<'_>) -> MapiResult<()> {
        turn().await;
        suspend::configure_service(&self.admin, request).await
    }

    /// `IMsgServiceAdmin::DeleteMsgService`.
    ///
    /// # Errors
    /// Those of [`IMsgServiceAdmin::delete_msg_service`](crate::spi::IMsgServiceAdmin::delete_msg_service).
    pub async fn delete(&self, service: &MapiUid) -> MapiResult<()> {
        turn().await;
        suspend::delete_service(&self.admin, service).await
    }

    /// `IMsgServiceAdmin::AdminProviders`: the providers of a service.
    ///
    /// # Errors
    /// Those of [`IMsgServiceAdmin::admin_providers`](crate::spi::IMsgServiceAdmin::admin_providers).
    pub async fn providers(&self, service: &MapiUid) -> MapiResult<ClientProviders> {
        turn().await;
        Ok(ClientProviders { admin: suspend::providers(&self.admin, service)? })
    }

    /// A step that does something else with the services. What it calls runs to its end; nobody else moves meanwhile.
    pub async fn step<R>(&self, work: impl FnOnce(&dyn IMsgServiceAdmin2) -> R) -> R {
        turn().await;
        suspend::runs_unseen();
        work(&*self.admin)
    }
}

impl fmt::Debug for ClientServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientServices").finish_non_exhaustive()
    }
}

/// `IProviderAdmin` of a client of a scenario. Others may move while MAPI is about to call the entry point of the service.
pub struct ClientProviders {
    admin: Arc<ProviderAdmin>,
}

impl ClientProviders {
    /// `IProviderAdmin::CreateProvider`, which answers with the identifier of the provider's section.
    ///
    /// # Errors
    /// Those of [`IProviderAdmin::create_provider`].
    pub async fn create(&self, request: &CreateProviderRequest<'_>) -> MapiResult<MapiUid> {
        turn().await;
        suspend::create_provider(&self.admin, request).await
    }

    /// `IProviderAdmin::DeleteProvider`.
    ///
    /// # Errors
    /// Those of [`IProviderAdmin::delete_provider`].
    pub async fn delete(&self, provider: &MapiUid) -> MapiResult<()> {
        turn().await;
        suspend::delete_provider(&self.admin, provider).await
    }

    /// A step that does something else with the providers. What it calls runs to its end; nobody else moves meanwhile.
    pub async fn step<R>(&self, work: impl FnOnce(&dyn IProviderAdmin) -> R) -> R {
        turn().await;
        suspend::runs_unseen();
        work(&*self.admin)
    }
}

impl fmt::Debug for ClientProviders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientProviders").finish_non_exhaustive()
    }
}
