//! What a configuration client such as the Control Panel does with services that no profile has.

use crate::mapi::codes::{MAPI_E_NOT_FOUND, MAPI_E_NOT_INITIALIZED};
use crate::mapi::{MapiResult, ServiceContext, ServiceFlags};
use crate::sim::client::service::services::check_alive;
use crate::sim::client::session::Session;
use crate::sim::drive::service_entry::{EntryCall, call_entry, entry_in};
use crate::sim::kernel::turn::run_to_end;
use crate::spi::ParentWindow;

impl Session {
    /// Tells a service that a setup program has put it on the machine: its entry point is called with
    /// `MSG_SERVICE_INSTALL`, as the Control Panel does. Pages: `supporting-message-service-installation`,
    /// `msgserviceentry`.
    ///
    /// `service` is one of [`SubsystemBuilder::available_service`](crate::sim::SubsystemBuilder::available_service).
    ///
    /// # Errors
    /// `MAPI_E_NOT_FOUND` if `MapiSvc.inf` does not list the service, `MAPI_E_NOT_INITIALIZED` if the DLL that it names
    /// has no entry point, else what the entry point answers. A service that names none has nothing to be told.
    pub fn install_service(
        &self,
        service: &str,
        window: ParentWindow<'_>,
        flags: ServiceFlags,
    ) -> MapiResult<()> {
        run_to_end(self.installs(service, window, flags))
    }

    /// Takes a service off the machine: its entry point is called with `MSG_SERVICE_UNINSTALL`, and unless it refuses
    /// (`MAPI_E_USER_CANCEL`) `MapiSvc.inf` does not list the service any more. Profiles that have it keep it. Page:
    /// `msgserviceentry`.
    ///
    /// # Errors
    /// Those of [`install_service`](Self::install_service).
    pub fn uninstall_service(
        &self,
        service: &str,
        window: ParentWindow<'_>,
        flags: ServiceFlags,
    ) -> MapiResult<()> {
        run_to_end(self.uninstalls(service, window, flags))
    }

    /// [`install_service`](Self::install_service), which can be suspended.
    pub(crate) async fn installs(
        &self,
        service: &str,
        window: ParentWindow<'_>,
        flags: ServiceFlags,
    ) -> MapiResult<()> {
        self.call_installed(ServiceContext::Install, service, window, flags).await
    }

    /// [`uninstall_service`](Self::uninstall_service), which can be suspended.
    pub(crate) async fn uninstalls(
        &self,
        service: &str,
        window: ParentWindow<'_>,
        flags: ServiceFlags,
    ) -> MapiResult<()> {
        self.call_installed(ServiceContext::Uninstall, service, window, flags).await?;
        self.shared().with(|state| state.profiles.withdraw(service));
        Ok(())
    }

    async fn call_installed(
        &self,
        context: ServiceContext,
        service: &str,
        window: ParentWindow<'_>,
        flags: ServiceFlags,
    ) -> MapiResult<()> {
        let shared = self.shared();
        let dll = shared.with(|state| {
            check_alive(state, self.number())?;
            let service = state.profiles.available(service).ok_or(MAPI_E_NOT_FOUND)?;
            MapiResult::Ok(service.entry_dll.clone())
        })?;
        let Some(dll) = dll else { return Ok(()) };
        let entry = entry_in(shared, &dll, None).ok_or(MAPI_E_NOT_INITIALIZED)?;
        let call = EntryCall { installed: Some(service), ..EntryCall::new(self.number(), context, None) };
        let call = call.shown(window, flags);
        call_entry(shared, &entry, &call).await
    }
}
