//! Steps 8 and 9: the spooler logs on to a store that it was told of.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::logoff::release_spooler_store;
use super::turn::Turn;
use crate::load::{Effect, Effects, Input, OpenState, SpoolerState};
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_END_OF_SESSION, S_OK};
use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{
    EntryId, GetPropsFlags, LogoffFlags, MapiError, MapiResult, MapiString, ServiceFlags, SpoolerLogonFlags,
    StoreLogonFlags, Warned, WrappedStoreEntryId,
};
use crate::sim::dialog::DialogGate;
use crate::sim::findings::{
    DIALOG_FORBIDDEN_FOR_SPOOLER, OBJECT_ACROSS_PROCESSES, OTHER_STORE_FOR_SPOOLER, SPOOLER_SUPPORT_NOT_KEPT,
};
use crate::sim::open::{ServiceCall, configure_service, logon_out, outcome, profile_name};
use crate::sim::process::Home;
use crate::sim::provider_object::Provider;
use crate::sim::resolve::compare_store_ids;
use crate::sim::shared::Shared;
use crate::sim::state::{Ending, LogonFacts, Side, State, StoreData, SupportKind};
use crate::sim::support::{MadeSupport, NewSupport, make_support};
use crate::spi::{
    IMSLogon, IMSProvider, IMsgStore, LogonAnswer, ParentWindow, SpoolerLogonRequest, SpoolerStore,
};
use crate::trace::{Actor, Args, Bytes, Call, Fact, Method, Object, Out, ProviderNo, SpoolerPair, StoreNo};

/// A spooler logon under way.
pub(super) struct SpoolerLogon {
    turn: Turn,
    home: Home,
    provider_no: ProviderNo,
    provider: Arc<dyn IMSProvider>,
    facts: Arc<LogonFacts>,
    security: Option<Arc<[u8]>>,
    profile: MapiString,
}

impl SpoolerLogon {
    /// A logon for `turn` on the provider object of the spooler's process; nothing if the store has gone.
    pub(super) fn new(state: &State, turn: Turn, (provider_no, provider): Provider) -> Option<Self> {
        let data = state.stores.get(&turn.client)?;
        Some(Self {
            turn,
            home: state.home_of(Some(provider_no)),
            provider_no,
            provider,
            facts: Arc::clone(&data.facts),
            security: data.security.clone(),
            profile: profile_name(state, turn.session),
        })
    }

    /// Makes the call, twice if the provider has to be configured in between \[SPOOL-09\]. Says whether it succeeded.
    pub(super) fn run(&self, shared: &Arc<Shared>) -> bool {
        let Turn { session, open, .. } = self.turn;
        let mut failure = MAPI_E_CALL_FAILED;
        while shared.with(|state| state.spooler_state(open)) == Some(SpoolerState::Told) {
            shared.with(|state| state.advance(open, Input::SpoolerLogonCalled));
            let support = make_support(shared, self.support());
            let result = self.call(shared, &support);
            let outcome = shared.with(|state| outcome(state, session, &result));
            let effects = shared.with(|state| state.advance(open, Input::SpoolerLogonReturned(outcome)));
            if effects.contains(Effect::KeepSpoolerObjects)
                && let Ok(answer) = result
            {
                self.keep(shared, support, answer, effects);
                return true;
            }
            // A success without objects has no code of failure.
            failure = result.as_ref().map_or_else(MapiError::code, |_| MAPI_E_CALL_FAILED);
            drop(result);
            support.release();
            if effects.contains(Effect::ConfigureForSpooler) {
                self.configure(shared);
            }
        }
        self.turn.failed(shared, failure);
        false
    }

    /// The support object belongs to the provider object that is called \[MEM-11\].
    const fn support(&self) -> NewSupport {
        NewSupport {
            kind: SupportKind::Spooler,
            session: self.turn.session,
            open: Some(self.turn.open),
            section: Some(self.turn.section),
            dll: self.turn.dll,
            provider: Some(self.provider_no),
        }
    }

    fn call(&self, shared: &Arc<Shared>, support: &MadeSupport) -> MapiResult<LogonAnswer> {
        let gate = DialogGate {
            shared,
            context: self.turn.context(),
            open: Some(self.turn.open),
            window: ParentWindow::none(),
            forbidden: Some(&DIALOG_FORBIDDEN_FOR_SPOOLER),
        };
        let security = self.security.as_deref().unwrap_or_default();
        let flags = spooler_flags(self.facts.flags);
        let mut request =
            SpoolerLogonRequest::new(&support.handle, &self.profile, self.facts.id.as_ref(), flags)
                .window(ParentWindow::new(&gate))
                .spool_security(security);
        request.interface = self.facts.interface;
        let id = self.facts.id.as_ref().map(Bytes::of_id);
        let length = u32::try_from(security.len()).unwrap_or(u32::MAX);
        let call = Call {
            from: Actor::Spooler,
            to: Object::Provider(self.provider_no),
            method: Method::ProviderSpoolerLogon,
            args: Args::SpoolerLogon(support.no, id, flags, length),
        };
        shared.cross(self.turn.context(), call, || self.provider.spooler_logon(&request), logon_out)
    }

    fn configure(&self, shared: &Arc<Shared>) {
        shared.with(|state| state.advance(self.turn.open, Input::SpoolerConfigureCalled));
        let call = ServiceCall {
            session: self.turn.session,
            open: Some(self.turn.open),
            section: Some(self.turn.section),
            window: ParentWindow::none(),
            flags: ServiceFlags::empty(),
            props: &[],
        };
        let result = configure_service(shared, &call);
        let code = result.as_ref().map_or_else(MapiError::code, |()| S_OK);
        shared.with(|state| state.advance(self.turn.open, Input::SpoolerConfigureReturned(code)));
    }

    /// Takes up what the spooler was given, in either reading of step 9 \[LOAD-35\].
    fn keep(&self, shared: &Arc<Shared>, support: MadeSupport, answer: LogonAnswer, effects: Effects) {
        let (context, open, client) = (self.turn.context(), self.turn.open, self.turn.client);
        let crossing = shared.with(|state| self.crossing_object(state, &answer));
        let LogonAnswer { logon, store: Some(store), .. } = answer else { return };
        let known = shared.with(|state| state.known_store(self.turn.session, &store));
        let kept = support.kept();
        let number = if known.is_none() {
            Some(self.keep_pair(shared, &support, logon.clone(), &store))
        } else {
            None
        };
        let shown = number.or(known).unwrap_or(client);
        let pair = if known == Some(client) {
            SpoolerPair::SameObjects
        } else if self.is_same_store(shared, &store, shown) {
            SpoolerPair::SameStore
        } else {
            SpoolerPair::OtherStore
        };
        shared.with(|state| {
            state.recorder.fact(context, Fact::SpoolerPair(shown, pair));
            if let Some(object) = crossing {
                state.deviates(context, open, &OBJECT_ACROSS_PROCESSES, object.to_owned());
            }
            if pair == SpoolerPair::OtherStore {
                state.deviates(context, open, &OTHER_STORE_FOR_SPOOLER, pair.text().to_owned());
            }
            if number.is_some() && kept == 0 {
                state.deviates(context, open, &SPOOLER_SUPPORT_NOT_KEPT, "none".to_owned());
                state.orphan(support.no, context);
            }
        });
        support.release();
        // Questions to the provider can have ended the session, and with it the pair that was just taken up.
        if shared.with(|state| state.spooler_id(client)).is_none() {
            shared.spooler.logon_failed(self.turn.id, MAPI_E_END_OF_SESSION);
            drop((logon, store));
            return;
        }
        shared.spooler.logged_on(self.turn.id, SpoolerStore { logon, store });
        let open = shared.with(|state| state.open_state(open).is_some_and(OpenState::has_store));
        if !open || effects.contains(Effect::ReleaseSpoolerObjects) {
            release_spooler_store(shared, client, LogoffFlags::LOGOFF_ABORT);
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
        let of_client = state.stores.get(&self.turn.client)?.logon.as_ref()?;
        let logon = answer.logon.as_ref();
        logon
            .is_some_and(|logon| Arc::ptr_eq(logon, of_client))
            .then_some("the logon object of the client's process")
    }

    fn keep_pair(
        &self,
        shared: &Shared,
        support: &MadeSupport,
        logon: Option<Arc<dyn IMSLogon>>,
        store: &Arc<dyn IMsgStore>,
    ) -> StoreNo {
        shared.with(|state| {
            let no = state.next_store();
            let data = StoreData {
                session: self.turn.session,
                open: self.turn.open,
                side: Side::Spooler(self.turn.client),
                provider: self.provider_no,
                dll: self.turn.dll,
                section: self.turn.section,
                support: support.no,
                logon,
                store: Arc::downgrade(store),
                clients: BTreeMap::new(),
                facts: Arc::clone(&self.facts),
                security: None,
                folders_validated: false,
                logoffs_noted: 0,
                told_by: Some(self.turn.open),
                ending: Ending::No,
            };
            state.keep_store(no, data);
            no
        })
    }

    /// Whether the provider says that the store it gave is the one that was asked for.
    fn is_same_store(&self, shared: &Shared, store: &Arc<dyn IMsgStore>, no: StoreNo) -> bool {
        let call = Call {
            from: Actor::Mapi,
            to: Object::Store(no),
            method: Method::StoreGetProps,
            args: Args::Props(1),
        };
        let read = || store.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty());
        let props = shared.cross(self.turn.context(), call, read, |result| {
            (result.as_ref().map_or_else(MapiError::code, Warned::code), Out::None)
        });
        let own = props.ok().and_then(|props| props.value.first().and_then(|value| value.as_entry_id()));
        let (Some(own), Some(asked)) = (own, self.facts.id.as_ref()) else { return self.facts.id.is_none() };
        let own: EntryId = WrappedStoreEntryId::decode(&own).map_or(own, |wrapped| wrapped.store);
        compare_store_ids(shared, self.turn.context(), self.provider_no, &self.provider, &own, asked)
    }
}

/// Its own flags only, and no dialogs: nobody sits before the spooler [SPOOL-12].
fn spooler_flags(client: StoreLogonFlags) -> SpoolerLogonFlags {
    let mut flags = SpoolerLogonFlags::MDB_NO_DIALOG | SpoolerLogonFlags::MAPI_UNICODE;
    flags.set(SpoolerLogonFlags::MDB_WRITE, client.contains(StoreLogonFlags::MDB_WRITE));
    flags
}
