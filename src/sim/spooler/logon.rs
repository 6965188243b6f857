//! Steps 8 and 9: the spooler logs on to a store that it was told of.

use std::collections::BTreeSet;
use std::sync::{Arc, Weak};

use super::logoff::release_spooler_store;
use crate::load::{Effect, Effects, Input, SpoolerState};
use crate::mapi::codes::{MAPI_E_CALL_FAILED, S_OK};
use crate::mapi::tags::PR_ENTRYID;
use crate::mapi::{
    EntryId, GetPropsFlags, LogoffFlags, MapiError, MapiResult, MapiString, ServiceFlags, SpoolerLogonFlags,
    StoreLogonFlags, Warned, WrappedStoreEntryId,
};
use crate::sim::dialog::DialogGate;
use crate::sim::findings::{DIALOG_FORBIDDEN_FOR_SPOOLER, OTHER_STORE_FOR_SPOOLER, SPOOLER_SUPPORT_NOT_KEPT};
use crate::sim::open::{ServiceCall, configure_service, logon_out, outcome, profile_name};
use crate::sim::resolve::compare_store_ids;
use crate::sim::session::finish_session;
use crate::sim::shared::Shared;
use crate::sim::state::{Ending, LogonFacts, Side, State, StoreData, SupportKind};
use crate::sim::support::{MadeSupport, NewSupport, make_support};
use crate::spi::{
    IMSLogon, IMSProvider, IMsgStore, LogonAnswer, ParentWindow, SpoolerLogonRequest, SpoolerStore, StoreId,
};
use crate::trace::{
    Actor, Args, Bytes, Call, Context, Fact, Method, Object, OpenNo, Out, ProviderNo, SectionNo, SessionNo,
    SpoolerPair, StoreNo,
};

/// The spooler gets the processor and logs on to what waits. Returns how many logons succeeded.
pub(crate) fn run(shared: &Arc<Shared>) -> usize {
    let mut tried = BTreeSet::new();
    let mut done = 0;
    // A spooler that names a store twice in one run would never end.
    while let Some(id) = shared.spooler.next_logon().filter(|id| tried.insert(*id)) {
        if let Some(logon) = shared.with(|state| state.waiting_logon(id)) {
            done += usize::from(logon.run(shared));
            shared.tell_news();
        }
    }
    done
}

/// A spooler logon under way.
struct SpoolerLogon {
    id: StoreId,
    client: StoreNo,
    open: OpenNo,
    context: Context,
    provider_no: ProviderNo,
    provider: Arc<dyn IMSProvider>,
    support: NewSupport,
    section: SectionNo,
    facts: Arc<LogonFacts>,
    security: Option<Arc<[u8]>>,
    profile: MapiString,
}

impl State {
    fn waiting_logon(&self, id: StoreId) -> Option<SpoolerLogon> {
        let index = usize::try_from(id.store()).ok()?.checked_sub(1)?;
        let client = StoreNo::from_index(index);
        let data = self.stores.get(&client)?;
        let open = data.told_by?;
        if self.spooler_state(open) != Some(SpoolerState::Told) {
            return None;
        }
        Some(SpoolerLogon {
            id,
            client,
            open,
            context: Context::of(data.session, Some(open)),
            provider_no: data.provider,
            provider: self.provider(data.provider)?,
            support: NewSupport {
                kind: SupportKind::Spooler,
                session: data.session,
                open: Some(open),
                section: Some(data.section),
                dll: data.dll,
                provider: Some(data.provider),
            },
            section: data.section,
            facts: Arc::clone(&data.facts),
            security: data.security.clone(),
            profile: profile_name(self, data.session),
        })
    }
}

/// The end of the session waits for a spooler logon as for an open.
struct Running<'a> {
    shared: &'a Arc<Shared>,
    session: SessionNo,
    open: OpenNo,
}

impl<'a> Running<'a> {
    fn begin(shared: &'a Arc<Shared>, session: SessionNo, open: OpenNo) -> Self {
        shared.with(|state| state.session_mut(session).map(|data| data.running.insert(open)));
        Self { shared, session, open }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.shared.with(|state| state.session_mut(self.session).map(|data| data.running.remove(&self.open)));
        finish_session(self.shared, self.session);
    }
}

impl SpoolerLogon {
    /// Makes the call, twice if the provider has to be configured in between \[SPOOL-09\]. Says whether it succeeded.
    fn run(&self, shared: &Arc<Shared>) -> bool {
        let _running = Running::begin(shared, self.support.session, self.open);
        let mut failure = MAPI_E_CALL_FAILED;
        while shared.with(|state| state.spooler_state(self.open)) == Some(SpoolerState::Told) {
            shared.with(|state| state.advance(self.open, Input::SpoolerLogonCalled));
            let support = make_support(shared, self.support);
            let result = self.call(shared, &support);
            let outcome = shared.with(|state| outcome(state, self.support.session, &result));
            let effects = shared.with(|state| state.advance(self.open, Input::SpoolerLogonReturned(outcome)));
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
        if shared.with(|state| state.spooler_state(self.open)) == Some(SpoolerState::Failed) {
            shared.spooler.logon_failed(self.id, failure);
        }
        shared.with(|state| state.tidy_open(self.open));
        false
    }

    fn call(&self, shared: &Arc<Shared>, support: &MadeSupport) -> MapiResult<LogonAnswer> {
        let gate = DialogGate {
            shared,
            context: self.context,
            open: Some(self.open),
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
        shared.cross(self.context, call, || self.provider.spooler_logon(&request), logon_out)
    }

    fn configure(&self, shared: &Arc<Shared>) {
        shared.with(|state| state.advance(self.open, Input::SpoolerConfigureCalled));
        let call = ServiceCall {
            session: self.support.session,
            open: Some(self.open),
            section: self.support.section,
            window: ParentWindow::none(),
            flags: ServiceFlags::empty(),
            props: &[],
        };
        let result = configure_service(shared, &call);
        let code = result.as_ref().map_or_else(MapiError::code, |()| S_OK);
        shared.with(|state| state.advance(self.open, Input::SpoolerConfigureReturned(code)));
    }

    /// Takes up what the spooler was given, in either reading of step 9 \[LOAD-35\].
    fn keep(&self, shared: &Arc<Shared>, support: MadeSupport, answer: LogonAnswer, effects: Effects) {
        let LogonAnswer { logon, store: Some(store), .. } = answer else { return };
        let known = shared.with(|state| state.known_store(self.support.session, &store));
        let kept = support.kept();
        let number = if known.is_none() {
            Some(self.keep_pair(shared, &support, logon.clone(), &store))
        } else {
            None
        };
        let shown = number.or(known).unwrap_or(self.client);
        let pair = if known == Some(self.client) {
            SpoolerPair::SameObjects
        } else if self.is_same_store(shared, &store, shown) {
            SpoolerPair::SameStore
        } else {
            SpoolerPair::OtherStore
        };
        shared.with(|state| {
            state.recorder.fact(self.context, Fact::SpoolerPair(shown, pair));
            if pair == SpoolerPair::OtherStore {
                state.deviates(self.context, self.open, &OTHER_STORE_FOR_SPOOLER, pair.text().to_owned());
            }
            if number.is_some() && kept == 0 {
                let got = "none".to_owned();
                state.deviates(self.context, self.open, &SPOOLER_SUPPORT_NOT_KEPT, got);
                state.orphan(support.no, self.context);
            }
        });
        support.release();
        shared.spooler.logged_on(self.id, SpoolerStore { logon, store });
        if effects.contains(Effect::ReleaseSpoolerObjects) {
            release_spooler_store(shared, self.client, LogoffFlags::LOGOFF_ABORT);
        }
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
                session: self.support.session,
                open: self.open,
                side: Side::Spooler(self.client),
                provider: self.provider_no,
                dll: self.support.dll,
                section: self.section,
                support: support.no,
                logon,
                store: Arc::downgrade(store),
                client: Weak::new(),
                facts: Arc::clone(&self.facts),
                security: None,
                folders_validated: false,
                logoffs_noted: 0,
                told_by: Some(self.open),
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
        let props = shared.cross(self.context, call, read, |result| {
            (result.as_ref().map_or_else(MapiError::code, Warned::code), Out::None)
        });
        let own = props.ok().and_then(|props| props.value.first().and_then(|value| value.as_entry_id()));
        let (Some(own), Some(asked)) = (own, self.facts.id.as_ref()) else { return self.facts.id.is_none() };
        let own: EntryId = WrappedStoreEntryId::decode(&own).map_or(own, |wrapped| wrapped.store);
        compare_store_ids(shared, self.context, self.provider_no, &self.provider, &own, asked)
    }
}

/// Its own flags only, and no dialogs: nobody sits before the spooler [SPOOL-12].
fn spooler_flags(client: StoreLogonFlags) -> SpoolerLogonFlags {
    let mut flags = SpoolerLogonFlags::MDB_NO_DIALOG | SpoolerLogonFlags::MAPI_UNICODE;
    flags.set(SpoolerLogonFlags::MDB_WRITE, client.contains(StoreLogonFlags::MDB_WRITE));
    flags
}
