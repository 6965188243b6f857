//! The support objects and their references, as MAPI counts them.

use std::fmt::Display;

use crate::sim::books::state::State;
use crate::sim::books::supports::{Life, SupportData, SupportFacts, SupportKind};
use crate::sim::books::transactions::logoff::LastRelease;
use crate::sim::checks::provider_findings::{
    CALL_ON_FREED_SUPPORT, CALL_ON_SERVICE_SUPPORT, SUPPORT_RELEASED_AGAIN,
};
use crate::trace::{Actor, Context, Object, ProviderNo, SessionNo, SupportNo};

impl State {
    /// A support object with one reference, MAPI's own, and the context of its events.
    #[inline(always)]
    pub(crate) fn add_support(&mut self, new: SupportFacts) -> (SupportNo, Context) {
        let no = self.numbers.next_support();
        let data = SupportData::new(new);
        let context = data.context();
        self.supports.insert(no, data);
        if let Some(session) = self.sessions.get_mut(new.session) {
            session.support_is_made(no);
        }
        self.recorder.add_ref(context, Object::Support(no), Actor::Mapi, 1);
        (no, context)
    }

    /// A provider calls a support object that does not take calls any more [LOAD-20].
    #[cold]
    pub(crate) fn check_support_call(
        &mut self,
        (support, kind): (SupportNo, SupportKind),
        context: Context,
        call: impl Display,
    ) {
        let (what, finding) = match (self.supports.get(support).map(SupportData::life), kind) {
            (Some(Life::Alive | Life::BeingLetGo), _) => return,
            (Some(Life::Ended), _) => ("has ended", &CALL_ON_FREED_SUPPORT),
            (None, SupportKind::Store | SupportKind::Spooler) => ("is freed", &CALL_ON_FREED_SUPPORT),
            // [PROFILE-20] whoever had it to the end of the call, as a rule MAPI.
            (None, SupportKind::Service) => ("is freed", &CALL_ON_SERVICE_SUPPORT),
        };
        let got = format!("{call} on {support}, which {what}");
        finding.record_deviation(&mut self.recorder, context, None, got);
    }

    /// `Shutdown` has returned: what is left of the provider object's support objects is of no use any more.
    pub(crate) fn silence(&mut self, session: SessionNo, provider: ProviderNo) {
        let of_provider =
            |data: &SupportData| data.facts().provider == Some(provider) && data.life() != Life::Ended;
        let left = self.supports_of(session).filter(|(_, data)| of_provider(data));
        let left: Vec<(SupportNo, Context)> = left.map(|(no, data)| (no, data.context())).collect();
        for (support, context) in left {
            self.orphan(support, context);
        }
    }

    /// The support objects of a session that are not freed.
    pub(super) fn supports_of(&self, session: SessionNo) -> impl Iterator<Item = (SupportNo, &SupportData)> {
        let numbers = self.sessions.get(session).into_iter().flat_map(|data| data.supports());
        numbers.filter_map(|no| Some((no, self.supports.get(no)?)))
    }

    /// MAPI gives up the reference that a support object was made with. What is returned is to be finished without
    /// the lock.
    #[must_use]
    pub(crate) fn mapi_releases(&mut self, support: SupportNo) -> Option<LastRelease> {
        self.release_support(support, Actor::Mapi).and_then(|(_, last)| last)
    }

    /// Somebody gives a reference back. Says how many are left, and what the last one leaves to be done.
    pub(crate) fn release_support(
        &mut self,
        support: SupportNo,
        by: Actor,
    ) -> Option<(u32, Option<LastRelease>)> {
        let data = self.supports.get_mut(support)?;
        let (count, context) = (data.release(by), data.context());
        self.recorder.release(context, Object::Support(support), by, count);
        Some((count, if count == 0 { self.last_release(support) } else { None }))
    }

    /// A provider has released a support object that was freed already.
    #[cold]
    pub(crate) fn released_again(&mut self, support: SupportNo, context: Context) {
        let got = format!("Release on {support}, which is freed");
        SUPPORT_RELEASED_AGAIN.record_deviation(&mut self.recorder, context, None, got);
    }
}
