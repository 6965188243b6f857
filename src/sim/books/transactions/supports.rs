//! The support objects and their references, as MAPI counts them.

use crate::sim::books::state::{NewSupport, State, SupportData};
use crate::sim::books::transactions::logoff::LastRelease;
use crate::sim::collections::SmallList;
use crate::trace::{Actor, Context, Object, SupportNo};

impl State {
    /// A support object with one reference, MAPI's own, and the context of its events.
    #[inline(always)]
    pub(crate) fn add_support(&mut self, new: NewSupport) -> (SupportNo, Context) {
        let no = self.numbers.next_support();
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
            uids: SmallList::new(),
            rows: Vec::new(),
            logoff_calls: 0,
            logoffs_completed: 0,
            last_error: None,
            dead: false,
        };
        let context = data.context();
        self.supports.insert(no, data);
        self.recorder.add_ref(context, Object::Support(no), Actor::Mapi, 1);
        (no, context)
    }

    /// How many references on a support object the provider has taken.
    pub(crate) fn kept(&self, support: SupportNo) -> u32 {
        self.supports.get(&support).map_or(0, SupportData::kept)
    }

    /// MAPI gives up the reference that a support object was made with. What is returned is to be finished
    /// without the lock.
    #[must_use]
    pub(crate) fn mapi_releases(&mut self, support: SupportNo) -> Option<LastRelease> {
        self.release_support(support, Actor::Mapi).1
    }

    pub(crate) fn release_support(&mut self, support: SupportNo, by: Actor) -> (u32, Option<LastRelease>) {
        let Some(data) = self.supports.get_mut(&support) else { return (0, None) };
        data.count = data.count.saturating_sub(1);
        data.mapi_holds &= by != Actor::Mapi;
        let (count, context) = (data.count, data.context());
        self.recorder.release(context, Object::Support(support), by, count);
        (count, if count == 0 { self.last_release(support) } else { None })
    }
}

impl SupportData {
    /// The references of the provider: all but MAPI's own.
    pub(crate) fn kept(&self) -> u32 {
        self.count.saturating_sub(u32::from(self.mapi_holds))
    }
}
