//! Steps 4 and 5: `IMSProvider::Logon` and what it returned.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Opening, profile_name};
use crate::load::{Effect, Effects, Input, LogonOutcome, Returned};
use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{HResult, MapiError, MapiResult, StoreLogonFlags};
use crate::sim::dialog::DialogGate;
use crate::sim::findings::{
    DIALOG_FORBIDDEN, DIALOG_IN_SERVICE, Finding, SUPPORT_KEPT_BY_DUPLICATE, SUPPORT_KEPT_BY_FAILURE,
    SUPPORT_NOT_KEPT,
};
use crate::sim::identity::address_of;
use crate::sim::logoff::end_by_session;
use crate::sim::state::{Ending, Side, State, StoreData, SupportKind};
use crate::sim::support::{MadeSupport, NewSupport, make_support};
use crate::spi::{IMsgStore, LogonAnswer, LogonRequest, ParentWindow};
use crate::trace::{
    Actor, Args, Bytes, Call, DllNo, Method, Object, Out, ProviderNo, SectionNo, SessionNo, StoreNo,
};

impl Opening<'_> {
    pub(super) fn log_on(&mut self) -> MapiResult<()> {
        let (provider_no, provider) = self.provider.clone().ok_or(MAPI_E_CALL_FAILED)?;
        let dll = self.dll.ok_or(MAPI_E_CALL_FAILED)?;
        let section = self.section.ok_or(MAPI_E_CALL_FAILED)?;
        self.advance(Input::LogonCalled);
        let support = make_support(
            self.shared,
            NewSupport {
                kind: SupportKind::Store,
                session: self.session,
                open: Some(self.open),
                section: Some(section),
                dll,
                provider: Some(provider_no),
            },
        );
        let profile = self.shared.with(|state| profile_name(state, self.session));
        let gate = DialogGate {
            shared: self.shared,
            context: self.context(),
            open: Some(self.open),
            window: self.window,
            forbidden: self.forbidden_dialog(),
        };
        let mut request =
            LogonRequest::new(&support.handle, &profile, self.facts.id.as_ref(), self.facts.flags)
                .window(ParentWindow::new(&gate));
        request.interface = self.facts.interface;
        let call = Call {
            from: Actor::Mapi,
            to: Object::Provider(provider_no),
            method: Method::ProviderLogon,
            args: Args::Logon(support.no, self.facts.id.as_ref().map(Bytes::of_id), self.facts.flags),
        };
        let run = || provider.logon(&request);
        let result = self.shared.cross(self.context(), call, run, logon_out);
        self.judge_logon(support, dll, provider_no, section, result);
        Ok(())
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

    fn judge_logon(
        &mut self,
        support: MadeSupport,
        dll: DllNo,
        provider: ProviderNo,
        section: SectionNo,
        result: MapiResult<LogonAnswer>,
    ) {
        self.keep_logon_error(&result);
        let outcome = self.shared.with(|state| outcome(state, self.session, &result));
        let effects = self.advance(Input::LogonReturned(outcome));
        if let Ok(answer) = result {
            if effects.contains(Effect::KeepLogon) {
                self.keep_logon(&support, dll, provider, section, answer);
            } else if effects.contains(Effect::JoinStore) {
                self.join_store(answer);
            }
        }
        self.folders_due = effects.contains(Effect::ValidateFolders);
        self.check_support(&support, effects);
        support.release();
        if effects.contains(Effect::DisableService) {
            self.disable_service(section);
        }
        if effects.contains(Effect::LogOffAtOnce)
            && let Some(store) = self.store
        {
            end_by_session(self.shared, store);
        }
    }

    fn keep_logon_error(&mut self, result: &MapiResult<LogonAnswer>) {
        match result {
            Ok(answer) => {
                self.warning = answer.warning.clone();
                let warning = answer.warning.as_ref();
                self.keep_detail(answer.code(), warning.and_then(|warning| warning.detail()));
            }
            Err(error) => self.keep_detail(error.code(), error.detail()),
        }
    }

    /// Takes a new pair of logon and store object up: from now on MAPI routes to it.
    fn keep_logon(
        &mut self,
        support: &MadeSupport,
        dll: DllNo,
        provider: ProviderNo,
        section: SectionNo,
        answer: LogonAnswer,
    ) {
        let LogonAnswer { logon, store: Some(store), spool_security, .. } = answer else { return };
        let facts = Arc::new(self.facts.clone());
        let number = self.shared.with(|state| {
            let no = state.next_store();
            let data = StoreData {
                session: self.session,
                open: self.open,
                side: Side::Client,
                provider,
                dll,
                section,
                support: support.no,
                logon,
                store: Arc::downgrade(&store),
                clients: BTreeMap::new(),
                facts,
                security: spool_security.map(Arc::from),
                folders_validated: false,
                logoffs_noted: 0,
                told_by: None,
                ending: Ending::No,
            };
            state.keep_store(no, data);
            no
        });
        self.store = Some(number);
        self.opened = Some(store);
    }

    /// Nothing is kept of a logon for a store that was open; a logon object that came along is released here.
    fn join_store(&mut self, answer: LogonAnswer) {
        let LogonAnswer { logon, store: Some(store), .. } = answer else { return };
        self.store = self.shared.with(|state| {
            let known = state.known_store(self.session, &store);
            if let Some(open) = state.opens.get_mut(&self.open) {
                open.store = known;
            }
            known
        });
        self.opened = Some(store);
        drop(logon);
    }

    /// What the provider did with the references it was given [LOAD-19] [LOAD-25] [LOGON-02].
    fn check_support(&self, support: &MadeSupport, effects: Effects) {
        let kept = support.kept();
        let finding = if effects.contains(Effect::KeepLogon) {
            (kept == 0).then_some(&SUPPORT_NOT_KEPT)
        } else if effects.contains(Effect::JoinStore) {
            (kept > 0).then_some(&SUPPORT_KEPT_BY_DUPLICATE)
        } else {
            (kept > 0).then_some(&SUPPORT_KEPT_BY_FAILURE)
        };
        let Some(finding) = finding else { return };
        let context = self.context();
        self.shared.with(|state| {
            state.deviates(context, self.open, finding, format!("{kept} reference(s) of the provider"));
            state.report(support.no);
            // [LOAD-20] a support object that nobody kept is freed with what was registered through it.
            if kept == 0 {
                state.orphan(support.no, context);
            }
        });
    }

    pub(super) fn disable_service(&self, section: SectionNo) {
        let context = self.context();
        self.shared.with(|state| {
            let Some(service) = state.profiles.section(section).and_then(|data| data.service) else { return };
            if let Some(session) = state.session_mut(self.session) {
                session.disabled.insert(service);
            }
            state.recorder.fact(context, crate::trace::Fact::ServiceDisabled(service));
        });
    }
}

impl State {
    /// The open store of this session whose store object this is.
    pub(crate) fn known_store(&self, session: SessionNo, store: &Arc<dyn IMsgStore>) -> Option<StoreNo> {
        self.session(session)?.by_address.get(address_of(store))
    }

    pub(crate) fn keep_store(&mut self, no: StoreNo, data: StoreData) {
        self.session_changed(data.session);
        self.profiles.hold(data.section);
        match data.side {
            Side::Client => {
                if let Some(open) = self.opens.get_mut(&data.open) {
                    open.store = Some(no);
                }
            }
            Side::Spooler(client) => {
                self.spooler_pairs.insert(client, no);
            }
        }
        if let Some(provider) = self.providers.get_mut(data.provider.index()) {
            provider.logons = provider.logons.saturating_add(1);
            provider.used = true;
        }
        let home = self.home_of(Some(data.provider));
        if let Some(session) = self.sessions.get_mut(data.session.index()) {
            session.logons.insert(no, ());
            if let Some(support) = self.supports.get_mut(&data.support) {
                support.store = Some(no);
                for registered in &support.uids {
                    session.process_mut(home).add_route(*registered, no);
                }
            }
            match data.side {
                Side::Client => {
                    if session.open_sections.get(data.section).is_none() {
                        self.open_in.one_more(data.section);
                    }
                    session.open_sections.insert(data.section, no);
                    session.by_address.insert(data.address(), no);
                }
                Side::Spooler(_) => {
                    session.spooler_open.insert((data.section, no));
                }
            }
        }
        self.stores.insert(no, data);
    }
}

/// What came back, in the machine's terms.
pub(crate) fn outcome(state: &State, session: SessionNo, result: &MapiResult<LogonAnswer>) -> LogonOutcome {
    let answer = match result {
        Err(error) => return LogonOutcome::failed(error.code()),
        Ok(answer) => answer,
    };
    let known = answer.store.as_ref().and_then(|store| state.known_store(session, store));
    let store = match (&answer.store, known) {
        (None, _) => Returned::Nothing,
        (Some(_), None) => Returned::New,
        (Some(_), Some(_)) => Returned::Known,
    };
    let logon = match &answer.logon {
        None => Returned::Nothing,
        Some(logon) => {
            let of_store = known.and_then(|no| state.stores.get(&no)?.logon.as_ref());
            if of_store.is_some_and(|known| Arc::ptr_eq(known, logon)) {
                Returned::Known
            } else {
                Returned::New
            }
        }
    };
    LogonOutcome { code: answer.code(), store, logon }
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
