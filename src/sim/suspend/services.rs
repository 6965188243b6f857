//! Message services and their providers for who plays orders.

use std::sync::Arc;

use crate::mapi::{MapiResult, MapiUid, ServiceFlags};
use crate::methods::Method;
use crate::sim::client::session::Session;
use crate::spi::{ConfigureServiceRequest, CreateProviderRequest, CreateServiceRequest, ParentWindow};

pub(crate) use crate::sim::client::service::ServiceAdmin;
pub(crate) use crate::sim::client::service::provider_admin::ProviderAdmin;

pub(crate) fn services(session: &Session) -> MapiResult<Arc<ServiceAdmin>> {
    session.services()
}

pub(crate) async fn create_service(
    services: &ServiceAdmin,
    request: &CreateServiceRequest<'_>,
) -> MapiResult<MapiUid> {
    services.creates(Method::ServicesCreateMsgServiceEx, request).await.map(|(_, uid)| uid)
}

pub(crate) async fn configure_service(
    services: &ServiceAdmin,
    request: &ConfigureServiceRequest<'_>,
) -> MapiResult<()> {
    services.configures(request).await
}

pub(crate) async fn delete_service(services: &ServiceAdmin, service: &MapiUid) -> MapiResult<()> {
    services.deletes(service).await
}

pub(crate) fn providers(services: &ServiceAdmin, service: &MapiUid) -> MapiResult<Arc<ProviderAdmin>> {
    services.providers(service)
}

pub(crate) async fn create_provider(
    providers: &ProviderAdmin,
    request: &CreateProviderRequest<'_>,
) -> MapiResult<MapiUid> {
    providers.creates(request).await
}

pub(crate) async fn delete_provider(providers: &ProviderAdmin, provider: &MapiUid) -> MapiResult<()> {
    providers.deletes(provider).await
}

pub(crate) async fn install_service(
    session: &Session,
    service: &str,
    window: ParentWindow<'_>,
    flags: ServiceFlags,
) -> MapiResult<()> {
    session.installs(service, window, flags).await
}

pub(crate) async fn uninstall_service(
    session: &Session,
    service: &str,
    window: ParentWindow<'_>,
    flags: ServiceFlags,
) -> MapiResult<()> {
    session.uninstalls(service, window, flags).await
}
