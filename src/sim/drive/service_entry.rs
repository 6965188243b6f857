//! Calls of a message service's entry point.

use std::sync::Arc;

use crate::mapi::{MapiResult, PropValue, ServiceContext, ServiceFlags};
use crate::methods::{Show, Values};
use crate::sim::books::supports::SupportFacts;
use crate::sim::books::supports::SupportKind;
use crate::sim::checks::provider_findings::{DIALOG_FORBIDDEN, SERVICE_SUPPORT_KEPT};
use crate::sim::checks::words::references;
use crate::sim::drive::made_support::MadeSupport;
use crate::sim::kernel::dialog::DialogGate;
use crate::sim::kernel::objects::NewEntryAdmin;
use crate::sim::kernel::shared::{Shared, plain};
use crate::spi::{ParentWindow, ServiceEntry, ServiceRequest};
use crate::trace::{
    Actor, Args, Call, Context, DllNo, Method, Object, OpenNo, SectionNo, ServiceNo, SessionNo,
};

/// The entry point of a message service.
pub(crate) struct Entry {
    dll: DllNo,
    function: Arc<dyn ServiceEntry>,
    /// `None` is a service that no profile has, which is being installed or uninstalled.
    service: Option<ServiceNo>,
}

/// The entry point that a service of a profile names, if its DLL exports one.
pub(crate) fn entry_of(shared: &Shared, service: ServiceNo) -> Option<Entry> {
    let dll = shared.with(|state| state.profiles.service(service)?.entry_dll().map(str::to_owned))?;
    entry_in(shared, &dll, Some(service))
}

pub(crate) fn entry_in(shared: &Shared, dll: &str, service: Option<ServiceNo>) -> Option<Entry> {
    let dll = shared.dll(dll)?;
    Some(Entry { dll, function: shared.service_entry(dll)?, service })
}

/// One call of an entry point.
#[derive(Clone, Copy)]
pub(crate) struct EntryCall<'a> {
    pub(crate) session: SessionNo,
    pub(crate) open: Option<OpenNo>,
    pub(crate) context: ServiceContext,
    /// What NULL opens inside the entry point \[PROFILE-26\].
    pub(crate) section: Option<SectionNo>,
    pub(crate) window: ParentWindow<'a>,
    pub(crate) flags: ServiceFlags,
    /// Of `MSG_SERVICE_CONFIGURE` only \[PROFILE-24\].
    pub(crate) props: &'a [PropValue],
    /// The provider that the call is about, by the name it was asked for.
    pub(crate) asked: Option<&'a str>,
    /// The service that is installed or uninstalled, by its name.
    pub(crate) installed: Option<&'a str>,
}

impl<'a> EntryCall<'a> {
    /// A call about the service as a whole, quietly.
    pub(crate) const fn new(session: SessionNo, context: ServiceContext, section: Option<SectionNo>) -> Self {
        let (window, flags) = (ParentWindow::none(), ServiceFlags::empty());
        Self {
            session,
            open: None,
            context,
            section,
            window,
            flags,
            props: &[],
            asked: None,
            installed: None,
        }
    }

    /// What a provider is asked to do.
    fn show(&self, values: &mut Values) {
        self.context.show("context", values);
        self.flags.show("flags", values);
        self.props.show("props", values);
        if let Some(service) = self.installed {
            service.show("service", values);
        }
    }

    /// Window and flags count only where a dialog is allowed.
    pub(crate) const fn shown(mut self, window: ParentWindow<'a>, flags: ServiceFlags) -> Self {
        if flags.intersects(UI) {
            self.window = window;
            self.flags = flags;
        }
        self
    }
}

/// The flags of which one has to be set before a dialog may be shown.
const UI: ServiceFlags = ServiceFlags::SERVICE_UI_ALLOWED.union(ServiceFlags::SERVICE_UI_ALWAYS);

/// Calls an entry point with a support object that is good for this call only.
pub(crate) async fn call_entry(shared: &Arc<Shared>, entry: &Entry, call: &EntryCall<'_>) -> MapiResult<()> {
    let EntryCall { session, open, section, flags, .. } = *call;
    let context = Context::of(session, open);
    let (kind, dll) = (SupportKind::Service, entry.dll);
    let new = SupportFacts { kind, session, open, section, dll, provider: None };
    let support = shared.with(|state| MadeSupport::new(shared, state, new));
    let (service, asked) = (entry.service, call.asked);
    let admin =
        shared.objects.entry_admin(shared, NewEntryAdmin { session, open, dll, service, section, asked });
    let gate = DialogGate {
        shared,
        context,
        open,
        window: call.window,
        forbidden: (!flags.intersects(UI)).then_some(&DIALOG_FORBIDDEN),
    };
    let request = ServiceRequest::new(&support.handle, call.context, &admin)
        .flags(flags | ServiceFlags::MAPI_UNICODE)
        .props(call.props)
        .window(gate.window());
    let traced = Call {
        from: Actor::Mapi,
        to: entry.service.map_or(Object::Dll(dll), Object::Service),
        method: Method::MsgServiceEntry,
        args: shared.args_told(Args::Service(call.context, flags), |values| call.show(values)),
    };
    let result = shared.call(context, traced, || entry.function.msg_service_entry(&request), plain).await;
    check_service_support(shared, context, &support);
    support.release(shared).await;
    result?
}

/// [PROFILE-20]
fn check_service_support(shared: &Shared, context: Context, support: &MadeSupport) {
    let kept = shared.with(|state| state.supports.kept(support.no));
    if kept > 0 {
        shared.with(|state| {
            state.supports.report(support.no);
            let got = references(kept, support.no);
            SERVICE_SUPPORT_KEPT.record_deviation(&mut state.recorder, context, None, got);
        });
    }
}
