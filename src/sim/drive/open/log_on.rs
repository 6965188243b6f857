//! Steps 4 and 5: `IMSProvider::Logon` and what it returned.

use std::sync::Arc;

use crate::load::{Effect, Effects, Input, LogonOutcome, OpenState, Returned};
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_FAILONEPROVIDER};
use crate::mapi::{HResult, MapiError, MapiErrorDetail, MapiResult, MapiString, StoreLogonFlags, Warning};
use crate::sim::books::sessions::address_of;
use crate::sim::books::state::State;
use crate::sim::books::stores::PairFacts;
use crate::sim::books::stores::Side;
use crate::sim::books::supports::SupportFacts;
use crate::sim::books::supports::SupportKind;
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::books::transactions::keep_store::KeptPair;
use crate::sim::books::transactions::logoff::LastRelease;
use crate::sim::checks::finding::Finding;
use crate::sim::checks::provider_findings::{DIALOG_FORBIDDEN, DIALOG_IN_SERVICE};
use crate::sim::drive::logoff::end_by_session;
use crate::sim::drive::made_support::MadeSupport;
use crate::sim::drive::open::hand_over::Mail;
use crate::sim::drive::open::{Opening, profile_name};
use crate::sim::kernel::dialog::DialogGate;
use crate::sim::kernel::turn::release;
use crate::spi::{IMsgStore, LogonAnswer, LogonRequest};
use crate::trace::{
    Actor, Args, Call, Called, DllNo, Method, Object, Out, ProviderNo, SectionNo, SessionNo, StoreNo,
    SupportNo,
};

/// A logon whose call is on record.
pub(super) struct BegunLogon {
    support: MadeSupport,
    called: Called,
    dll: DllNo,
    provider: ProviderNo,
    section: SectionNo,
    profile: Arc<MapiString>,
}

/// What a logon leaves to be done.
pub(super) struct LoggedOn {
    /// The special folders that are still to be looked after.
    pub(super) folders: Option<FolderSet>,
    pub(super) mail: Mail,
    pub(super) warning: Option<Warning>,
}

impl Opening<'_> {
    /// Step 4, if the machine has come to it.
    #[inline(always)]
    pub(super) fn begin_logon(&mut self, state: &mut State) -> MapiResult<Option<BegunLogon>> {
        if state.opens.state(self.open) != Some(OpenState::Sectioned) {
            return Ok(None);
        }
        let (provider, _) = *self.provider.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
        let dll = self.place.dll.ok_or(MAPI_E_CALL_FAILED)?;
        let section = self.section.ok_or(MAPI_E_CALL_FAILED)?;
        let profile = profile_name(state, self.session()).ok_or(MAPI_E_CALL_FAILED)?;
        let new = SupportFacts {
            kind: SupportKind::Store,
            session: self.session(),
            open: Some(self.open),
            section: Some(section),
            dll,
            provider: Some(provider),
        };
        self.advance(state, Input::LogonCalled);
        let support = MadeSupport::new(self.shared, state, new);
        let called = state.record_call(self.context(), self.logon_call(provider, support.no));
        Ok(Some(BegunLogon { support, called, dll, provider, section, profile }))
    }

    /// The call, and step 5: what came back, and what is kept of it.
    pub(super) async fn log_on(&mut self, begun: BegunLogon) -> MapiResult<LoggedOn> {
        let (_, provider) = self.provider.as_ref().ok_or(MAPI_E_CALL_FAILED)?;
        let gate = DialogGate {
            shared: self.shared,
            context: self.context(),
            open: Some(self.open),
            window: self.window,
            forbidden: self.forbidden_dialog(),
        };
        let (support, profile) = (&begun.support.handle, &begun.profile);
        let mut request = LogonRequest::new(support, profile, self.facts.id.as_ref(), self.facts.flags)
            .window(gate.window());
        request.interface = self.facts.interface;
        let mut result = match self.shared.make(begun.called, || provider.logon(&request)).await {
            Ok(result) => result,
            Err(why) => {
                begun.support.release(self.shared).await;
                return Err(why.into());
            }
        };

        let mut logged_on = LoggedOn { folders: None, mail: Mail::Undecided, warning: None };
        let (effects, kept) =
            self.with(|opening, state| opening.judge(state, &begun, &mut result, &mut logged_on));
        let BegunLogon { support, section, .. } = begun;
        let last = match kept {
            Some(KeptPair { store, folders, last }) => {
                self.store = Some(store);
                self.object = result.ok().and_then(|answer| answer.store);
                logged_on.folders = folders;
                last
            }
            None => {
                self.release_surplus(effects, result).await;
                let (last, folders) = self.with(|opening, state| opening.let_go(state, support.no, effects));
                logged_on.folders = folders;
                last
            }
        };
        if support.put_away(self.shared, last).await {
            self.look();
        }
        if effects.contains(Effect::DisableService) {
            self.with(|opening, state| opening.disable_service(state, section));
        }
        if effects.contains(Effect::LogOffAtOnce)
            && let Some(store) = self.store
        {
            end_by_session(self.shared, store).await;
            self.look();
        }
        Ok(logged_on)
    }

    fn logon_call(&self, provider: ProviderNo, support: SupportNo) -> Call {
        Call {
            from: Actor::Mapi,
            to: Object::Provider(provider),
            method: Method::ProviderLogon,
            args: Args::Logon(support, self.facts.shown, self.facts.flags),
        }
    }

    /// The rule that a dialog of this call would break.
    fn forbidden_dialog(&self) -> Option<&'static Finding> {
        if self.shared.in_service() {
            Some(&DIALOG_IN_SERVICE)
        } else if self.facts.flags.contains(StoreLogonFlags::MDB_NO_DIALOG) {
            Some(&DIALOG_FORBIDDEN)
        } else {
            None
        }
    }

    /// Step 5, and step 6 if nothing of the provider's comes in between.
    #[inline(always)]
    fn judge(
        &mut self,
        state: &mut State,
        begun: &BegunLogon,
        result: &mut MapiResult<LogonAnswer>,
        logged_on: &mut LoggedOn,
    ) -> (Effects, Option<KeptPair>) {
        state.recorder.returned(begun.called, logon_out(result));
        // [ERR-03] what comes beside a success, and the text of a failure.
        if let Some(detail) = detail(result) {
            let code = result.as_ref().map_or_else(MapiError::code, LogonAnswer::code);
            self.keep_detail(state, code, Some(detail));
        }
        let (mut outcome, _) = outcome(state, self.session(), result, None);
        if (outcome.store, outcome.logon) == (Returned::New, Returned::Nothing)
            && state.is_nested_in_logon(self.session(), begun.dll, self.open)
        {
            // [LOAD-24] the store of a logon that has not returned, which MAPI cannot know yet.
            outcome = LogonOutcome::failed(MAPI_E_FAILONEPROVIDER);
        }
        state.look_again(self.open, begun.section, outcome.store);
        self.advance(state, Input::LogonReturned(outcome));
        let effects = *state.opens.effects();
        let answer = result.as_mut().ok().filter(|_| effects.contains(Effect::KeepLogon));
        let kept = answer.and_then(|answer| state.keep_logon(self.pair(begun), answer, &effects));
        if let Some(KeptPair { store, folders: None, last: None }) = kept {
            logged_on.mail = self.tell_spooler(state, store);
        }
        logged_on.warning = result.as_mut().ok().and_then(|answer| answer.warning.take());
        (effects, kept)
    }

    const fn pair(&self, begun: &BegunLogon) -> PairFacts {
        let BegunLogon { provider, dll, section, .. } = *begun;
        let (session, open, support) = (self.session(), self.open, begun.support.no);
        PairFacts { session, open, side: Side::Client, provider, dll, section, support }
    }

    /// Nothing is kept of a logon that failed. Of one for a store that was open it is the store object, and a logon object
    /// that came along is released.
    async fn release_surplus(&mut self, effects: Effects, result: MapiResult<LogonAnswer>) {
        let joins = effects.contains(Effect::JoinStore);
        match result {
            Ok(LogonAnswer { logon, store: Some(store), .. }) if joins => {
                self.store = self.shared.with(|state| {
                    let known = state.known_store(self.session(), &store);
                    state.opens.set_store(self.open, known);
                    if let Some(section) = self.section.filter(|_| self.made_section) {
                        // The store has the section of its first open.
                        state.profiles.remove(section);
                    }
                    known
                });
                self.object = Some(store);
                release(logon).await;
            }
            surplus => release(surplus).await,
        }
    }

    /// MAPI gives up its reference on a support object that a good provider has not kept.
    fn let_go(
        &self,
        state: &mut State,
        support: SupportNo,
        effects: Effects,
    ) -> (Option<LastRelease>, Option<FolderSet>) {
        state.check_support(self.context(), self.open, support, &effects);
        let store = self.store.filter(|_| effects.contains(Effect::ValidateFolders));
        let folders = store.and_then(|store| state.folders_to_validate(store));
        (state.mapi_releases(support), folders)
    }

    pub(super) fn disable_service(&self, state: &mut State, section: SectionNo) {
        state.disable_service(self.context(), self.session(), section);
    }
}

/// The text that came with an error or a warning.
fn detail(result: &MapiResult<LogonAnswer>) -> Option<&MapiErrorDetail> {
    match result {
        Ok(answer) => answer.warning.as_ref()?.detail(),
        Err(error) => error.detail(),
    }
}

/// What came back, in the machine's terms, and the open store whose store object it is. The one that it usually is, if
/// it is any, is looked at first.
pub(crate) fn outcome(
    state: &State,
    session: SessionNo,
    result: &MapiResult<LogonAnswer>,
    likely: Option<StoreNo>,
) -> (LogonOutcome, Option<StoreNo>) {
    let answer = match result {
        Err(error) => return (LogonOutcome::failed(error.code()), None),
        Ok(answer) => answer,
    };
    let is_of = |likely: &StoreNo, store: &Arc<dyn IMsgStore>| {
        state.stores.get(*likely).is_some_and(|data| data.address() == address_of(store))
    };
    let known = answer.store.as_ref().and_then(|store| {
        likely.filter(|likely| is_of(likely, store)).or_else(|| state.known_store(session, store))
    });
    let store = match (&answer.store, known) {
        (None, _) => Returned::Nothing,
        (Some(_), None) => Returned::New,
        (Some(_), Some(_)) => Returned::Known,
    };
    let logon = match &answer.logon {
        None => Returned::Nothing,
        Some(logon) => {
            let of_store = known.and_then(|no| state.stores.get(no)?.logon());
            if of_store.is_some_and(|known| Arc::ptr_eq(known, logon)) {
                Returned::Known
            } else {
                Returned::New
            }
        }
    };
    (LogonOutcome { code: answer.code(), store, logon }, known)
}

/// What a trace shows of an answer.
pub(crate) fn logon_out(result: &MapiResult<LogonAnswer>) -> (HResult, Out) {
    match result {
        Err(error) => (MapiError::code(error), Out::None),
        Ok(answer) => {
            let security = answer.spool_security.as_ref().map_or(0, Vec::len);
            let out = Out::Logon {
                store: answer.store.is_some(),
                logon: answer.logon.is_some(),
                security: u32::try_from(security).unwrap_or(u32::MAX),
            };
            (answer.code(), out)
        }
    }
}
