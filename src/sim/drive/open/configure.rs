//! State S3: the message service is configured, then the logon is tried again \[PROFILE-18\].

use std::sync::Arc;

use crate::load::Input;
use crate::mapi::codes::{MAPI_E_NOT_INITIALIZED, S_OK};
use crate::mapi::{
    MapiError, MapiInitFlags, MapiResult, PropValue, ServiceContext, ServiceFlags, StoreLogonFlags,
};
use crate::sim::books::duties::Duty;
use crate::sim::drive::open::Opening;
use crate::sim::drive::service_entry::{EntryCall, call_entry, entry_of};
use crate::sim::kernel::shared::Shared;
use crate::spi::ParentWindow;
use crate::trace::{OpenNo, SectionNo, SessionNo};

impl Opening<'_> {
    pub(super) async fn configure(&mut self) {
        self.advance(Input::ConfigureCalled);
        let service_process = self.shared.options.init.contains(MapiInitFlags::MAPI_NT_SERVICE);
        let quiet = self.facts.flags.contains(StoreLogonFlags::MDB_NO_DIALOG) || service_process;
        // [PROFILE-19]
        let flags = if quiet { ServiceFlags::empty() } else { ServiceFlags::SERVICE_UI_ALLOWED };
        let call = ServiceCall {
            session: self.session,
            open: Some(self.open),
            section: self.section,
            window: self.window,
            flags,
            props: &[],
        };
        let result = configure_service(self.shared, &call).await;
        if let Err(error) = &result {
            self.keep_detail(error.code(), error.detail());
        }
        let code = result.as_ref().map_or_else(MapiError::code, |()| S_OK);
        let duties = self.advance(Input::ConfigureReturned(code));
        if duties.contains(Duty::DisableService)
            && let Some(section) = self.section
        {
            self.disable_service(section);
        }
    }
}

/// One `MSG_SERVICE_CONFIGURE`.
#[derive(Clone, Copy)]
pub(crate) struct ServiceCall<'a> {
    pub(crate) session: SessionNo,
    pub(crate) open: Option<OpenNo>,
    pub(crate) section: Option<SectionNo>,
    pub(crate) window: ParentWindow<'a>,
    pub(crate) flags: ServiceFlags,
    pub(crate) props: &'a [PropValue],
}

/// Calls the entry point of the message service that a section belongs to.
pub(crate) async fn configure_service(shared: &Arc<Shared>, call: &ServiceCall<'_>) -> MapiResult<()> {
    let service = shared.with(|state| state.profiles.section(call.section?)?.service);
    // [PROFILE-25]
    let entry = service.and_then(|service| entry_of(shared, service)).ok_or(MAPI_E_NOT_INITIALIZED)?;
    let mut entered = EntryCall::new(call.session, ServiceContext::Configure, call.section);
    (entered.open, entered.props) = (call.open, call.props);
    (entered.window, entered.flags) = (call.window, call.flags);
    call_entry(shared, &entry, &entered).await
}
