//! The end of a logon.

use std::sync::Arc;

use crate::load::readings::{Reading, Strictness};
use crate::load::{Input, OpenState};
use crate::mapi::codes::S_OK;
use crate::mapi::{MapiError, MapiResult};
use crate::sim::books::sessions::SessionData;
use crate::sim::books::state::State;
use crate::sim::books::stores::{PairFacts, Side};
use crate::sim::books::supports::{Life, SupportData, SupportFacts, Unregistered};
use crate::sim::checks::provider_findings::{
    LOGOFF_FAILED, SUPPORT_KEPT_AFTER_LOGOFF, TRANSPORT_LOGOFF_ABORT, TRANSPORT_LOGOFF_AFTER_STORE_LOGOFF,
    TRANSPORT_LOGOFF_AT_SESSION_END,
};
use crate::sim::checks::words::{references, transport_logoffs};
use crate::spi::{IMAPIAdviseSink, IMSLogon};
use crate::trace::{
    Actor, Args, Call, Called, Context, Fact, Method, Object, OpenNo, Out, SectionNo, StoreNo, SupportNo,
};

/// What the last release of a support object leaves to be done without the lock.
pub(crate) struct LastRelease {
    pub(crate) logoff: Option<Logoff>,
    pub(crate) sinks: Vec<Arc<dyn IMAPIAdviseSink>>,
}

/// A call of `IMSLogon::Logoff` that is on record.
pub(crate) struct Logoff {
    pub(crate) store: StoreNo,
    pub(crate) logon: Arc<dyn IMSLogon>,
    pub(crate) context: Context,
    pub(crate) called: Called,
}

/// A `Logoff` at the end of a session.
pub(crate) struct SessionLogoff {
    pub(crate) logon: Arc<dyn IMSLogon>,
    pub(crate) context: Context,
    pub(crate) support: SupportNo,
}

/// What such a `Logoff` leaves, to be dropped without the lock.
pub(crate) type Leftovers = (Option<Arc<dyn IMSLogon>>, Vec<Arc<dyn IMAPIAdviseSink>>);

impl State {
    /// The count of a support object has come to zero: it is freed, and the logon that kept it ends.
    pub(crate) fn last_release(&mut self, support: SupportNo) -> Option<LastRelease> {
        let mut data = self.supports.remove(support)?;
        let (context, session) = (data.context(), data.facts().session);
        if let Some(session) = self.sessions.get_mut(session) {
            session.support_is_freed(support);
        }
        let logon = data.store().and_then(|store| self.logon_ends(store, &data));
        self.unregister(&mut data, context);
        self.recorder.fact(context, Fact::SupportFreed(support));
        let logoff = logon.map(|(store, logon, context)| {
            let called = self.record_call(context, logoff_call(store));
            Logoff { store, logon, context, called }
        });
        let sinks = self.subscriptions.remove_of(support);
        if logoff.is_none() && sinks.is_empty() {
            return None;
        }
        Some(LastRelease { logoff, sinks })
    }

    /// Marks the logon of `store` as ending and gives its logon object, unless MAPI is calling `Logoff` already.
    fn logon_ends(
        &mut self,
        store: StoreNo,
        support: &SupportData,
    ) -> Option<(StoreNo, Arc<dyn IMSLogon>, Context)> {
        let data = self.stores.get_mut(store)?;
        let context = data.context();
        if !data.begin_logoff() {
            self.check_session_logoff(support, context);
            return None;
        }
        let PairFacts { open, side, .. } = *data.facts();
        let (told_by, noted, logon) = (data.told_by(), data.logoffs_noted(), data.logon().cloned());
        self.check_transport_logoff(support, noted, context);
        match side {
            Side::Client => self.store_ends(open, told_by, Input::StoreReleased),
            Side::Spooler(_) => {}
        }
        logon.map(|logon| (store, logon, context))
    }

    /// The store goes: for the open that made it, and for a later one that told the spooler of it.
    fn store_ends(&mut self, open: OpenNo, told_by: Option<OpenNo>, how: Input) {
        // An open whose session ended during its logon is logging off already.
        if self.opens.state(open).is_some_and(OpenState::has_store) {
            self.advance(open, how);
        }
        if let Some(joined) = told_by.filter(|joined| *joined != open) {
            self.advance(joined, how);
            self.opens.tidy(joined);
        }
    }

    /// Route 1 and 2 have one StoreLogoffTransports; in a session's logoff it is not required \[SHUT-03\].
    fn check_transport_logoff(&mut self, support: &SupportData, noted: u32, context: Context) {
        // Another one may follow a call that found the transports busy [SHUT-02].
        let (calls, completed) = (support.transport_logoff_calls(), support.transport_logoffs_completed());
        let too_many = completed > 1
            && (completed > noted || self.read(context, Reading::TransportLogoffs) == Strictness::Strict);
        if calls == 0 || too_many {
            self.wrong_transport_logoffs(calls, noted, context);
        }
    }

    #[cold]
    fn wrong_transport_logoffs(&mut self, calls: u32, noted: u32, context: Context) {
        let finding = if noted > 0 { &TRANSPORT_LOGOFF_AFTER_STORE_LOGOFF } else { &TRANSPORT_LOGOFF_ABORT };
        finding.record_deviation(&mut self.recorder, context, None, transport_logoffs(calls));
    }

    /// Route 3 need not have one, unless it is read so.
    fn check_session_logoff(&mut self, support: &SupportData, context: Context) {
        if support.transport_logoff_calls() == 0
            && self.readings.of(Reading::TransportLogoffAtSessionEnd) == Strictness::Strict
        {
            self.read(context, Reading::TransportLogoffAtSessionEnd);
            let finding = &TRANSPORT_LOGOFF_AT_SESSION_END;
            finding.record_deviation(&mut self.recorder, context, None, transport_logoffs(0));
        }
    }

    /// Takes MAPIUIDs and status rows of a support object away, in this order \[SHUT-08\].
    #[inline(always)]
    fn unregister(&mut self, support: &mut SupportData, context: Context) {
        let Some(store) = support.store() else { return };
        let SupportFacts { session, provider, .. } = *support.facts();
        let home = self.providers.home_of(provider);
        if let Some(session) = self.sessions.get_mut(session) {
            for uid in support.uids() {
                session.process_mut(home).remove_route(uid);
            }
        }
        let Unregistered { uids, rows } = support.unregister();
        if rows > 0 {
            self.status_changed(session);
        }
        let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        self.recorder.fact(context, Fact::UidsRemoved(store, count(uids)));
        self.recorder.fact(context, Fact::RowsRemoved(store, count(rows)));
    }

    /// Forgets a logon after its `Logoff`; what is returned has to be dropped without the lock.
    #[inline(always)]
    pub(crate) fn forget(&mut self, store: StoreNo, context: Context) -> Option<Arc<dyn IMSLogon>> {
        let data = self.stores.remove(store)?;
        let PairFacts { session, open, side, provider, section, .. } = *data.facts();
        self.providers.logon_ends(provider);
        if let Some(session) = self.sessions.get_mut(session) {
            match side {
                Side::Client => {
                    if session.remove_store(store, section, data.address()) {
                        self.stores.section_is_closed(section);
                    }
                }
                Side::Spooler(_) => session.remove_spooler_pair(store, section),
            }
        }
        self.recorder.fact(context, Fact::LogonReleased(store));
        self.let_go(section, context);
        match side {
            Side::Client => {
                self.advance(open, Input::LogoffReturned);
                self.drop_temporary_section(section, context);
                self.opens.tidy(open);
            }
            Side::Spooler(_) => self.spooler_is_gone(data.told_by()),
        }
        self.may_end(session);
        self.ledger.departs(store, data)
    }

    /// A user of a section less: a provider that was deleted meanwhile goes with the last one \[PROFILE-26\].
    pub(crate) fn let_go(&mut self, section: SectionNo, context: Context) {
        if self.profiles.let_go(section) {
            self.recorder.fact(context, Fact::ProviderRemoved(section));
        }
    }

    fn drop_temporary_section(&mut self, section: SectionNo, context: Context) {
        if self.profiles.section(section).is_some_and(|data| data.is_temporary()) {
            self.profiles.remove(section);
            self.recorder.fact(context, Fact::SectionRemoved(section));
        }
    }
}

impl State {
    pub(crate) fn logoff_returned(&mut self, called: Called, context: Context, result: &MapiResult<()>) {
        let code = result.as_ref().map_or_else(MapiError::code, |()| S_OK);
        self.recorder.returned(called, (code, Out::None));
        if let Err(error) = result {
            self.logoff_failed(context, error);
        }
    }

    #[cold]
    fn logoff_failed(&mut self, context: Context, error: &MapiError) {
        LOGOFF_FAILED.record_deviation(&mut self.recorder, context, None, error.code().to_string());
    }

    /// The logon of `store` ends because its session does, unless MAPI is calling `Logoff` already.
    pub(crate) fn begin_session_logoff(&mut self, store: StoreNo) -> Option<SessionLogoff> {
        let data = self.stores.get_mut(store)?;
        if !data.begin_logoff() {
            return None;
        }
        let PairFacts { open, side, support, .. } = *data.facts();
        let (told_by, logon, context) = (data.told_by(), data.logon().cloned(), data.context());
        match side {
            Side::Client => self.store_ends(open, told_by, Input::SessionLogoff),
            Side::Spooler(_) => {}
        }
        Some(SessionLogoff { logon: logon?, context, support })
    }

    /// The `Logoff` of a session's end has returned.
    pub(crate) fn end_session_logoff(
        &mut self,
        store: StoreNo,
        support: SupportNo,
        context: Context,
    ) -> Leftovers {
        let life = if self.is_being_released(store) { Life::BeingLetGo } else { Life::Ended };
        if life == Life::Ended {
            self.check_support_released(support, context);
        }
        let logon = self.forget(store, context);
        self.end_support(support, context, life);
        (logon, self.subscriptions.remove_of(support))
    }

    /// After the `Logoff` of a session's end nothing of the provider's is left on the support object. One that MAPI still
    /// holds itself outlives the `Logoff`: the spooler's logon is under way.
    fn check_support_released(&mut self, support: SupportNo, context: Context) {
        let Some(data) = self.supports.remove(support) else { return };
        self.check_session_logoff(&data, context);
        self.supports.insert(support, data);
        let kept = self.supports.kept(support);
        if kept > 0 {
            let got = references(kept, support);
            self.supports.report(support);
            SUPPORT_KEPT_AFTER_LOGOFF.record_deviation(&mut self.recorder, context, None, got);
        }
    }

    /// Whether somebody is in the last release of a store object, at the end of which its provider lets go of the support
    /// object. The session is not over before that.
    fn is_being_released(&self, store: StoreNo) -> bool {
        let Some(data) = self.stores.get(store) else { return false };
        let waits = self.sessions.get(data.facts().session).is_some_and(SessionData::waits);
        !data.has_object() && waits
    }

    /// A support object that somebody still holds goes on counting references, and does nothing else any more.
    pub(crate) fn orphan(&mut self, support: SupportNo, context: Context) {
        self.end_support(support, context, Life::Ended);
    }

    fn end_support(&mut self, support: SupportNo, context: Context, life: Life) {
        let Some(mut data) = self.supports.remove(support) else { return };
        self.unregister(&mut data, context);
        data.end(life);
        self.supports.insert(support, data);
    }
}

pub(crate) const fn logoff_call(store: StoreNo) -> Call {
    Call { from: Actor::Mapi, to: Object::Logon(store), method: Method::LogonLogoff, args: Args::Raw(0) }
}
