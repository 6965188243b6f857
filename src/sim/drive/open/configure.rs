//! State S3: the message service is configured, then the logon is tried again \[PROFILE-18\].

use std::sync::Arc;

use crate::load::{Effect, Input};
use crate::mapi::codes::{MAPI_E_NOT_INITIALIZED, S_OK};
use crate::mapi::{MapiError, MapiResult, PropValue, ServiceContext, ServiceFlags, StoreLogonFlags};
use crate::sim::drive::open::Opening;
use crate::sim::drive::open::log_on::BegunLogon;
use crate::sim::drive::service_entry::{EntryCall, call_entry, entry_of};
use crate::sim::kernel::shared::Shared;
use crate::spi::ParentWindow;
use crate::trace::{OpenNo, SectionNo, SessionNo};

impl Opening<'_> {
    /// Gives the second logon, whose call is on record, unless the service could not be configured.
    pub(super) async fn configure(&mut self) -> MapiResult<Option<BegunLogon>> {
        self.with(|opening, state| opening.advance(state, Input::ConfigureCalled));
        let quiet = self.facts.flags.contains(StoreLogonFlags::MDB_NO_DIALOG) || self.shared.in_service();
        // [PROFILE-19]
        let flags = if quiet { ServiceFlags::empty() } else { ServiceFlags::SERVICE_UI_ALLOWED };
        let call = ServiceCall {
            session: self.session(),
            open: Some(self.open),
            section: self.section,
            window: self.window,
            flags,
            props: &[],
        };
        let result = configure_service(self.shared, &call).await;
        self.with(|opening, state| {
            if let Err(error) = &result {
                opening.keep_detail(state, error.code(), error.detail());
            }
            let code = result.as_ref().map_or_else(MapiError::code, |()| S_OK);
            opening.advance(state, Input::ConfigureReturned(code));
            if state.opens.effects().contains(Effect::DisableService)
                && let Some(section) = opening.section
            {
                opening.disable_service(state, section);
            }
            opening.begin_logon(state)
        })
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
    let service = shared.with(|state| state.profiles.section(call.section?)?.service());
    // [PROFILE-25]
    let entry = service.and_then(|service| entry_of(shared, service)).ok_or(MAPI_E_NOT_INITIALIZED)?;
    let mut entered = EntryCall::new(call.session, ServiceContext::Configure, call.section);
    (entered.open, entered.props) = (call.open, call.props);
    (entered.window, entered.flags) = (call.window, call.flags);
    call_entry(shared, &entry, &entered).await
}
