//! State S3: the message service is configured, then the logon is tried again \[PROFILE-18\].

use std::sync::Arc;

use super::Opening;
use crate::load::{Effect, Input};
use crate::mapi::codes::{MAPI_E_NOT_INITIALIZED, S_OK};
use crate::mapi::{
    MapiError, MapiInitFlags, MapiResult, PropValue, ServiceContext, ServiceFlags, StoreLogonFlags,
};
use crate::sim::dialog::DialogGate;
use crate::sim::findings::{DIALOG_FORBIDDEN, SERVICE_SUPPORT_KEPT};
use crate::sim::service::ProviderAdmin;
use crate::sim::shared::{Shared, plain};
use crate::sim::state::SupportKind;
use crate::sim::support::{NewSupport, make_support};
use crate::spi::{ParentWindow, ServiceRequest};
use crate::trace::{Actor, Args, Call, Context, Method, Object, OpenNo, SectionNo, ServiceNo, SessionNo};

impl Opening<'_> {
    pub(super) fn configure(&mut self) {
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
        let result = configure_service(self.shared, &call);
        if let Err(error) = &result {
            self.keep_detail(error.code(), error.detail());
        }
        let code = result.as_ref().map_or_else(MapiError::code, |()| S_OK);
        let effects = self.advance(Input::ConfigureReturned(code));
        if effects.contains(Effect::DisableService)
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
pub(crate) fn configure_service(shared: &Arc<Shared>, call: &ServiceCall<'_>) -> MapiResult<()> {
    let ServiceCall { session, open, section, window, flags, props } = *call;
    let found = shared.with(|state| {
        let service = state.profiles.section(section?)?.service?;
        let data = state.profiles.service(service)?;
        Some((service, data.entry_dll.clone()?))
    });
    let entry = found.and_then(|(service, dll)| {
        let dll = shared.dll(&dll)?;
        Some((service, dll, shared.service_entry(dll)?))
    });
    // [PROFILE-25]
    let (service, dll, entry) = entry.ok_or(MAPI_E_NOT_INITIALIZED)?;
    let context = Context::of(session, open);
    let kind = SupportKind::Service;
    let support = make_support(shared, NewSupport { kind, session, open, section, dll, provider: None });
    let admin = ProviderAdmin::inside_entry(Arc::clone(shared), session, open, service, section);
    let ui = ServiceFlags::SERVICE_UI_ALLOWED | ServiceFlags::SERVICE_UI_ALWAYS;
    let gate = DialogGate {
        shared,
        context,
        open,
        window,
        forbidden: (!flags.intersects(ui)).then_some(&DIALOG_FORBIDDEN),
    };
    let request = ServiceRequest::new(&support.handle, ServiceContext::Configure, &admin)
        .flags(flags | ServiceFlags::MAPI_UNICODE)
        .props(props)
        .window(ParentWindow::new(&gate));
    let traced = Call {
        from: Actor::Mapi,
        to: Object::Service(service),
        method: Method::MsgServiceEntry,
        args: Args::Service(ServiceContext::Configure, flags),
    };
    let result = shared.cross(context, traced, || entry.msg_service_entry(&request), plain);
    check_service_support(shared, context, support.kept());
    support.release();
    result
}

/// [PROFILE-20]
fn check_service_support(shared: &Shared, context: Context, kept: u32) {
    if kept > 0 {
        shared.with(|state| {
            let got = format!("{kept} reference(s)");
            let deviation = SERVICE_SUPPORT_KEPT.deviation(context, None, got);
            state.recorder.deviation(context, deviation);
        });
    }
}

/// The service whose configuration a code is about, for callers that only have its number.
pub(crate) fn first_section(shared: &Shared, service: ServiceNo) -> Option<SectionNo> {
    shared.with(|state| state.profiles.service(service)?.sections.first().copied())
}
