//! A support object from the making to the last release, as MAPI counts it.

use std::sync::Arc;

use crate::sim::books::few::Few;
use crate::sim::books::state::{State, SupportData, SupportKind};
use crate::sim::drive::logoff::LastRelease;
use crate::sim::kernel::shared::Shared;
use crate::sim::support::object::SupportObject;
use crate::spi::Support;
use crate::trace::{Actor, DllNo, Object, OpenNo, ProviderNo, SectionNo, SessionNo, SupportNo};

/// What a support object is made for.
#[derive(Clone, Copy)]
pub(crate) struct NewSupport {
    pub(crate) kind: SupportKind,
    pub(crate) session: SessionNo,
    pub(crate) open: Option<OpenNo>,
    pub(crate) section: Option<SectionNo>,
    pub(crate) dll: DllNo,
    pub(crate) provider: Option<ProviderNo>,
}

/// A support object with the reference that MAPI holds while it makes its call \[LOAD-20\].
pub(crate) struct MadeSupport {
    pub(crate) handle: Support,
    pub(crate) no: SupportNo,
}

impl MadeSupport {
    /// MAPI gives its own reference up.
    pub(crate) fn release(self, shared: &Arc<Shared>) {
        let last = shared.with(|state| state.mapi_releases(self.no));
        self.released(shared, last);
    }

    /// The rest of a release that [`State::mapi_releases`] began.
    pub(crate) fn released(self, shared: &Arc<Shared>, last: Option<LastRelease>) {
        drop(self.handle.into_object());
        finish_release(shared, last);
    }

    /// Hands MAPI's reference to the caller.
    pub(super) fn into_handle(self, state: &mut State) -> Support {
        if let Some(data) = state.supports.get_mut(&self.no) {
            data.mapi_holds = false;
        }
        self.handle
    }
}

/// [SHUT-08] the rest of a last release calls the provider back, so it happens without the lock.
pub(super) fn finish_release(shared: &Arc<Shared>, last: Option<LastRelease>) {
    if let Some(last) = last {
        last.finish(shared);
        shared.tell_news();
    }
}

impl State {
    /// Makes a support object with one reference, MAPI's own.
    #[inline(always)]
    pub(crate) fn make_support(&mut self, shared: &Arc<Shared>, new: NewSupport) -> MadeSupport {
        let no = self.next_support();
        let NewSupport { kind, session, open, section, dll, provider } = new;
        let data = SupportData {
            kind,
            session,
            open,
            section,
            dll,
            provider,
            count: 1,
            mapi_holds: true,
            reported: false,
            store: None,
            uids: Few::new(),
            rows: Vec::new(),
            logoff_calls: 0,
            logoffs_completed: 0,
            last_error: None,
            dead: false,
        };
        let context = data.context();
        self.supports.insert(no, data);
        self.recorder.add_ref(context, Object::Support(no), Actor::Mapi, 1);
        let object = SupportObject { shared: Arc::clone(shared), no, context, dll };
        MadeSupport { handle: Support::from_object(Arc::new(object)), no }
    }

    /// How many references on a support object the provider has taken, while MAPI has its own.
    pub(crate) fn kept(&self, support: SupportNo) -> u32 {
        self.supports.get(&support).map_or(0, |data| data.count).saturating_sub(1)
    }

    /// MAPI gives up the reference that a support object was made with; [`MadeSupport::released`] does the rest.
    #[must_use]
    pub(crate) fn mapi_releases(&mut self, support: SupportNo) -> Option<LastRelease> {
        self.release_support(support, Actor::Mapi).1
    }

    pub(super) fn release_support(&mut self, support: SupportNo, by: Actor) -> (u32, Option<LastRelease>) {
        let Some(data) = self.supports.get_mut(&support) else { return (0, None) };
        data.count = data.count.saturating_sub(1);
        data.mapi_holds &= by != Actor::Mapi;
        let (count, context) = (data.count, data.context());
        self.recorder.release(context, Object::Support(support), by, count);
        (count, if count == 0 { self.last_release(support) } else { None })
    }
}
