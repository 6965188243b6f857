//! Steps 8 and 9: the spooler logs on to a store that it was told of.

use std::sync::Arc;

use crate::load::{Effect, Effects, Input, LogonOutcome, Returned};
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_END_OF_SESSION, S_OK};
use crate::mapi::{LogoffFlags, MapiError, MapiResult, MapiString, ServiceFlags, SpoolerLogonFlags};
use crate::sim::books::home::Home;
use crate::sim::books::opens::LogonFacts;
use crate::sim::books::providers::Provider;
use crate::sim::books::state::State;
use crate::sim::books::stores::PairFacts;
use crate::sim::books::stores::Side;
use crate::sim::books::supports::SupportFacts;
use crate::sim::books::supports::SupportKind;
use crate::sim::books::transactions::spooler_turn::Turn;
use crate::sim::checks::provider_findings::{
    DIALOG_FORBIDDEN_FOR_SPOOLER, OBJECT_ACROSS_PROCESSES, OTHER_STORE_FOR_SPOOLER, SECOND_LOGON_FOR_STORE,
    SPOOLER_SUPPORT_NOT_KEPT,
};
use crate::sim::checks::words::references;
use crate::sim::drive::made_support::MadeSupport;
use crate::sim::drive::open::{ServiceCall, configure_service, logon_out, outcome, profile_name};
use crate::sim::drive::spooler::logoff::release_spooler_store;
use crate::sim::drive::spooler::whose::{PairInQuestion, identifier_call};
use crate::sim::kernel::asked::About;
use crate::sim::kernel::calls::NoAnswer;
use crate::sim::kernel::dialog::DialogGate;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::traced::Receiver;
use crate::sim::kernel::turn::release;
use crate::sim::spooler::SpoolerStore;
use crate::spi::{IMSLogon, IMSProvider, IMsgStore, LogonAnswer, ParentWindow, SpoolerLogonRequest};
use crate::trace::{
    Actor, Args, Call, Called, Fact, Method, Object, ProviderNo, SpoolerPair, StoreNo, SupportNo,
};

/// A spooler logon under way, with its call on record.
pub(crate) struct SpoolerLogon {
    turn: Turn,
    home: Home,
    provider_no: ProviderNo,
    provider: Arc<dyn IMSProvider>,
    facts: LogonFacts,
    security: Option<Arc<[u8]>>,
    profile: Arc<MapiString>,
    begun: Option<Begun>,
}

/// A call that is on record.
struct Begun {
    support: MadeSupport,
    called: Called,
    flags: SpoolerLogonFlags,
}

impl SpoolerLogon {
    /// Step 8 for `turn` on the provider object of the spooler's process; nothing if the store has gone.
    #[inline(always)]
    pub(crate) fn begin(
        shared: &Arc<Shared>,
        state: &mut State,
        turn: Turn,
        (provider_no, provider): Provider,
    ) -> Option<Self> {
        let data = state.stores.get(turn.client)?;
        let mut logon = Self {
            turn,
            home: state.providers.home_of(Some(provider_no)),
            provider_no,
            provider,
            facts: state.opens.facts(data.facts().open)?.clone(),
            security: data.security().cloned(),
            profile: profile_name(state, turn.session)?,
            begun: None,
        };
        logon.begun = logon.begin_call(shared, state);
        Some(logon)
    }

    /// The reference on the provider object, which may be the last one.
    pub(crate) fn provider(&self) -> Arc<dyn IMSProvider> {
        Arc::clone(&self.provider)
    }

    /// Makes the call, twice if the provider has to be configured in between \[SPOOL-09\]. Says whether it succeeded.
    pub(crate) async fn run(&mut self, shared: &Arc<Shared>) -> bool {
        let mut failure = MAPI_E_CALL_FAILED;
        while let Some(begun) = self.begun.take() {
            let answer = self.call(shared, &begun).await;
            let Begun { support, called, .. } = begun;
            let Ok(result) = answer else {
                support.release(shared).await;
                shared.with(|state| self.turn.is_without_answer(state));
                break;
            };
            let judged = shared.with(|state| self.judge(state, &support, called, &result));
            failure = match (judged.kept, result) {
                (Some(kept), Ok(LogonAnswer { logon, store: Some(store), .. })) => {
                    self.keep(shared, support, SpoolerStore { logon, store }, kept).await;
                    return true;
                }
                (_, Err(error)) => {
                    self.keep_text(shared, &error);
                    error.code()
                }
                // A success without objects has no code of failure.
                (_, Ok(_)) => MAPI_E_CALL_FAILED,
            };
            support.release(shared).await;
            if judged.configures {
                self.configure(shared).await;
            }
            self.begun = shared.with(|state| self.begin_call(shared, state));
        }
        self.turn.failed(shared, failure);
        false
    }

    /// The client's session keeps the text, too: the spooler has nobody to tell it \[ERR-03\].
    #[cold]
    fn keep_text(&self, shared: &Arc<Shared>, error: &MapiError) {
        let Some(detail) = error.detail() else { return };
        let (context, session) = (self.turn.context(), self.turn.session);
        shared.with(|state| state.keep_detail(context, session, error.code(), detail));
    }

    /// The call, if the spooler's side still waits.
    #[inline(always)]
    fn begin_call(&self, shared: &Arc<Shared>, state: &mut State) -> Option<Begun> {
        if !state.waits_for_spooler(&self.turn) {
            return None;
        }
        let flags = spooler_flags(state.opens.spooler_writes(self.turn.open));
        state.advance(self.turn.open, Input::SpoolerLogonCalled);
        let support = MadeSupport::new(shared, state, self.support());
        let called = state.record_call(self.turn.context(), self.logon_call(&support, flags));
        Some(Begun { support, called, flags })
    }

    /// Step 9: what came back, and whether it is kept.
    fn judge(
        &self,
        state: &mut State,
        support: &MadeSupport,
        called: Called,
        result: &MapiResult<LogonAnswer>,
    ) -> Judged {
        state.recorder.returned(called, logon_out(result));
        let (outcome, known) = outcome(state, self.turn.session, result, Some(self.turn.client));
        state.advance(self.turn.open, Input::SpoolerLogonReturned(outcome));
        let effects = *state.opens.effects();
        let keeps = effects.contains(Effect::KeepSpoolerObjects);
        let answer = result.as_ref().ok().filter(|_| keeps);
        let kept = answer.and_then(|answer| self.take_up(state, support, answer, (outcome, known), &effects));
        Judged { configures: effects.contains(Effect::ConfigureForSpooler), kept }
    }

    /// The support object belongs to the provider object that is called \[MEM-11\].
    const fn support(&self) -> SupportFacts {
        SupportFacts {
            kind: SupportKind::Spooler,
            session: self.turn.session,
            open: Some(self.turn.open),
            section: Some(self.turn.section),
            dll: self.turn.dll,
            provider: Some(self.provider_no),
        }
    }

    async fn call(&self, shared: &Arc<Shared>, begun: &Begun) -> Result<MapiResult<LogonAnswer>, NoAnswer> {
        let gate = DialogGate {
            shared,
            context: self.turn.context(),
            open: Some(self.turn.open),
            window: ParentWindow::none(),
            forbidden: Some(&DIALOG_FORBIDDEN_FOR_SPOOLER),
        };
        let (support, id) = (&begun.support.handle, self.facts.id.as_ref());
        let mut request = SpoolerLogonRequest::new(support, &self.profile, id, begun.flags)
            .window(gate.window())
            .spool_security(self.security.as_deref().unwrap_or_default());
        request.interface = self.facts.interface;
        shared.make(begun.called, || self.provider.spooler_logon(&request)).await
    }

    fn logon_call(&self, support: &MadeSupport, flags: SpoolerLogonFlags) -> Call {
        let length = self.security.as_ref().map_or(0, |security| security.len());
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        Call {
            from: Actor::Spooler,
            to: Object::Provider(self.provider_no),
            method: Method::ProviderSpoolerLogon,
            args: Args::SpoolerLogon(support.no, self.facts.shown, flags, length),
        }
    }

    async fn configure(&self, shared: &Arc<Shared>) {
        shared.with(|state| state.advance(self.turn.open, Input::SpoolerConfigureCalled));
        let call = ServiceCall {
            session: self.turn.session,
            open: Some(self.turn.open),
            section: Some(self.turn.section),
            window: ParentWindow::none(),
            flags: ServiceFlags::empty(),
            props: &[],
        };
        let result = configure_service(shared, &call).await;
        let code = result.as_ref().map_or_else(MapiError::code, |()| S_OK);
        shared.with(|state| state.advance(self.turn.open, Input::SpoolerConfigureReturned(code)));
    }

    /// Takes up what the spooler was given, in either reading of step 9 \[LOAD-35\].
    fn take_up(
        &self,
        state: &mut State,
        support: &MadeSupport,
        answer: &LogonAnswer,
        (outcome, known): (LogonOutcome, Option<StoreNo>),
        effects: &Effects,
    ) -> Option<TakenUp> {
        let store = answer.store.as_ref()?;
        let crossing = self.crossing_object(state, answer);
        let kept = state.supports.kept(support.no);
        let number = match known {
            None => Some(self.keep_pair(state, support.no, answer.logon.clone(), store)),
            Some(_) => None,
        };
        let shown = number.or(known).unwrap_or(self.turn.client);
        let same_objects = known == Some(self.turn.client);
        let asked = (!same_objects).then(|| state.record_call(self.turn.context(), identifier_call(shown)));
        let another = outcome.logon == Returned::New && crossing.is_none();
        Some(TakenUp {
            crossing,
            mixed: known.filter(|_| another),
            not_kept: number.is_some() && kept == 0,
            shown,
            asked,
            gone: effects.contains(Effect::ReleaseSpoolerObjects),
        })
    }

    /// Holds what the provider gave against step 5, and hands it to the spooler.
    async fn keep(&self, shared: &Arc<Shared>, support: MadeSupport, objects: SpoolerStore, kept: TakenUp) {
        let client = self.turn.client;
        let whose = match kept.asked {
            Some(called) => {
                let pair = PairInQuestion {
                    context: self.turn.context(),
                    provider_no: self.provider_no,
                    provider: &self.provider,
                    asked: self.facts.id.as_ref(),
                    store: &objects.store,
                    shown: kept.shown,
                };
                Some(pair.ask(shared, called).await)
            }
            None => None,
        };
        let (last, id) = shared.with(|state| {
            let pair = whose.map_or(SpoolerPair::SameObjects, |whose| whose.end(state));
            self.record_pair(state, &kept, pair, support.no);
            (state.mapi_releases(support.no), state.spooler_id(client))
        });
        support.put_away(shared, last).await;
        // Questions to the provider can have ended the session, and with it the pair that was just taken up.
        if id.is_none() {
            shared.ask_spooler("logon_failed", About::Store(self.turn.id), (), |spooler| {
                spooler.logon_failed(self.turn.id, MAPI_E_END_OF_SESSION)
            });
            release(objects).await;
            return;
        }
        let SpoolerStore { logon, store } = objects;
        let store = shared.hand_out_store(Receiver::spooler(self.turn.context()), kept.shown, store);
        let objects = SpoolerStore { logon, store };
        let about = About::Store(self.turn.id);
        shared.ask_spooler("logged_on", about, (), |spooler| spooler.logged_on(self.turn.id, objects));
        if kept.gone {
            release_spooler_store(shared, client, LogoffFlags::LOGOFF_ABORT).await;
        }
    }

    fn record_pair(&self, state: &mut State, kept: &TakenUp, pair: SpoolerPair, support: SupportNo) {
        let (context, open) = (self.turn.context(), self.turn.open);
        state.recorder.fact(context, Fact::SpoolerPair(kept.shown, pair));
        if let Some(object) = kept.crossing {
            state.deviates(context, open, &OBJECT_ACROSS_PROCESSES, object.to_owned());
        }
        if let Some(store) = kept.mixed {
            let got = format!("store object {store} and another logon object than its own");
            state.deviates(context, open, &SECOND_LOGON_FOR_STORE, got);
        }
        if pair == SpoolerPair::OtherStore {
            state.deviates(context, open, &OTHER_STORE_FOR_SPOOLER, pair.text().to_owned());
        }
        if kept.not_kept {
            state.deviates(context, open, &SPOOLER_SUPPORT_NOT_KEPT, references(0, support));
            state.orphan(support, context);
        }
    }

    /// Which object of an answer is the client's, if the spooler's process cannot have it.
    fn crossing_object(&self, state: &State, answer: &LogonAnswer) -> Option<&'static str> {
        if self.home == Home::Client {
            return None;
        }
        let store = answer.store.as_ref();
        if store.is_some_and(|store| state.known_store(self.turn.session, store).is_some()) {
            return Some("a store object of the client's process");
        }
        let of_client = state.stores.get(self.turn.client)?.logon()?;
        let logon = answer.logon.as_ref();
        logon
            .is_some_and(|logon| Arc::ptr_eq(logon, of_client))
            .then_some("the logon object of the client's process")
    }

    fn keep_pair(
        &self,
        state: &mut State,
        support: SupportNo,
        logon: Option<Arc<dyn IMSLogon>>,
        store: &Arc<dyn IMsgStore>,
    ) -> StoreNo {
        let Turn { session, open, client, dll, section, .. } = self.turn;
        let (side, provider) = (Side::Spooler(client), self.provider_no);
        state.keep_spooler_pair(
            PairFacts { session, open, side, provider, dll, section, support },
            logon,
            store,
        )
    }
}

/// What came of a logon.
struct Judged {
    /// The message service is to be configured, and the spooler logs on once more.
    configures: bool,
    kept: Option<TakenUp>,
}

/// Objects that the spooler will have.
struct TakenUp {
    /// One that its process cannot have.
    crossing: Option<&'static str>,
    /// The store object that came with another logon object than its own.
    mixed: Option<StoreNo>,
    /// The provider has not kept the support object of the pair.
    not_kept: bool,
    /// The number that traces show.
    shown: StoreNo,
    /// The store is being asked for its identifier, unless it is the client's.
    asked: Option<Called>,
    /// The client's store has gone meanwhile.
    gone: bool,
}

/// Its own flags only, and no dialogs: nobody sits before the spooler [SPOOL-12].
const fn spooler_flags(writes: bool) -> SpoolerLogonFlags {
    let quiet = SpoolerLogonFlags::MDB_NO_DIALOG.union(SpoolerLogonFlags::MAPI_UNICODE);
    if writes { quiet.union(SpoolerLogonFlags::MDB_WRITE) } else { quiet }
}
