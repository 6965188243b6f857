//! The spooler gets the processor: which store it turns to, and through which provider object.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::load::{Effect, InitOutcome, Input, LogonOutcome, OpenState, SpoolerState};
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_VERSION};
use crate::mapi::{HResult, LogoffFlags};
use crate::sim::books::home::Home;
use crate::sim::books::providers::Provider;
use crate::sim::books::state::State;
use crate::sim::books::transactions::spooler_turn::Turn;
use crate::sim::checks::provider_findings::PROVIDER_ACROSS_PROCESSES;
use crate::sim::drive::logoff::end_by_session;
use crate::sim::drive::provider_object::initialise;
use crate::sim::drive::spooler::logoff::release_spooler_store;
use crate::sim::drive::spooler::logon::SpoolerLogon;
use crate::sim::kernel::asked::{About, note_turn};
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::{finish, release};
use crate::sim::setup::quirk::Quirk;
use crate::sim::spooler::SpoolerKey;
use crate::trace::Fact;

/// How many stores more than there are when it begins a run takes up. What is opened meanwhile is taken as well, but one
/// that opens stores for ever would never end.
const MOST_MORE: usize = 1_000;

/// The spooler logs on to what waits. Returns how many logons succeeded.
pub(crate) async fn run(shared: &Arc<Shared>) -> usize {
    let mut tried = Tried::default();
    let (mut done, mut taken, mut most) = (0, 0, MOST_MORE);
    // A spooler that names a store twice in one run, or stores that there are not, would never end.
    while taken < most
        && !shared.spooler_is_gone()
        && let Some(id) = next_logon(shared).filter(|id| tried.add(*id))
    {
        let mut begun = None;
        let turn = shared.with(|state| {
            if taken == 0 {
                most += state.numbers.stores();
            }
            begin(state, shared, id, &mut begun)
        });
        taken += 1;
        if let Some(turn) = turn {
            done += usize::from(turn.take(shared, &mut begun).await);
            if !shared.is_settled() {
                shared.settle().await;
            }
        }
    }
    done
}

fn next_logon(shared: &Shared) -> Option<SpoolerKey> {
    let next = shared.ask_spooler("next_logon", About::Order, None, |spooler| spooler.next_logon());
    note_turn(next);
    next
}

/// The stores of a run; the first one needs no allocation.
#[derive(Default)]
struct Tried {
    first: Option<SpoolerKey>,
    others: BTreeSet<SpoolerKey>,
}

impl Tried {
    /// Says whether `store` is new.
    fn add(&mut self, store: SpoolerKey) -> bool {
        match self.first {
            None => {
                self.first = Some(store);
                true
            }
            Some(first) => first != store && self.others.insert(store),
        }
    }
}

/// The turn of a store that waits. Its logon has begun if nothing has to come before it.
fn begin(
    state: &mut State,
    shared: &Arc<Shared>,
    id: SpoolerKey,
    begun: &mut Option<SpoolerLogon>,
) -> Option<Turn> {
    let turn = state.begin_turn(id)?;
    if shared.options.quirks.has(Quirk::NoSpoolerLogonWithoutData) && !state.has_validation_data(&turn) {
        state.pass_over(&turn);
        return None;
    }
    if state.left_over(&turn).is_none()
        && let Some(provider) = state.provider_of(turn.session, shared.options.spooler.home(), turn.dll)
    {
        *begun = SpoolerLogon::begin(shared, state, turn, provider);
    }
    Some(turn)
}

impl Turn {
    /// Says whether the logon succeeded. One that has begun is big, so it stays where it is until it goes.
    async fn take(&self, shared: &Arc<Shared>, begun: &mut Option<SpoolerLogon>) -> bool {
        let mut under_way = UnderWay { shared, turn: *self, ended: false };
        if begun.is_none() {
            match self.make_ready(shared).await {
                Ok(made) => *begun = made,
                Err(code) => self.failed(shared, code),
            }
        }
        let done = match begun.as_mut() {
            Some(logon) => logon.run(shared).await,
            None => false,
        };
        // The reference on the provider object goes with it.
        let provider = begun.as_ref().map(SpoolerLogon::provider);
        *begun = None;
        release(provider).await;
        under_way.end_or_release(done).await;
        done
    }

    /// What has to come before a logon that could not begin at once: a pair that busy transports have kept goes, and the
    /// first logon to a store of the DLL makes the provider object of the spooler's process. No logon follows if the
    /// store has gone meanwhile, or its session ends.
    async fn make_ready(&self, shared: &Arc<Shared>) -> Result<Option<SpoolerLogon>, HResult> {
        if let Some(earlier) = shared.with(|state| state.left_over(self)) {
            release_spooler_store(shared, earlier, LogoffFlags::LOGOFF_ABORT).await;
        }
        let home = shared.options.spooler.home();
        let provider = shared.with(|state| state.provider_of(self.session, home, self.dll));
        let provider = match provider {
            Some(provider) => provider,
            None if shared.with(|state| state.waits_for_spooler(self)) => self.provider(shared, home).await?,
            None => return Ok(None),
        };
        Ok(shared.with(|state| SpoolerLogon::begin(shared, state, *self, provider)))
    }

    /// Tells the spooler of a logon that has failed, unless its store has gone meanwhile.
    pub(crate) fn failed(&self, shared: &Shared, code: HResult) {
        if shared.with(|state| state.opens.spooler_state(self.open)) == Some(SpoolerState::Failed) {
            let about = About::Store(self.id);
            shared.ask_spooler("logon_failed", about, (), |spooler| spooler.logon_failed(self.id, code));
        }
    }

    /// A call that has not returned, if one is under way, will not return any more.
    #[cold]
    pub(super) fn is_without_answer(&self, state: &mut State) {
        if let Some(input) = state.opens.spooler_state(self.open).and_then(without_answer) {
            state.advance(self.open, input);
        }
    }

    async fn provider(&self, shared: &Arc<Shared>, home: Home) -> Result<Provider, HResult> {
        shared.with(|state| {
            state.recorder.fact(self.context(), Fact::SpoolerLoadsDll(self.dll));
            state.advance(self.open, Input::SpoolerInitCalled);
        });
        let Ok(made) = initialise(shared, self.context(), home, self.dll).await else {
            shared.with(|state| self.is_without_answer(state));
            return Err(MAPI_E_CALL_FAILED);
        };
        let keeps = shared.with(|state| {
            state.advance(self.open, Input::SpoolerInitReturned(made.outcome));
            let keeps = state.opens.effects().contains(Effect::KeepProvider);
            if keeps {
                made.keep(state, self.context(), self.session, self.dll);
            }
            keeps
        });
        let code = failure(made.outcome);
        let kept = made.settle(shared, self.context(), keeps).await;
        let (no, provider) = kept.ok_or(code)?;
        let shared_with_client = shared.with(|state| {
            let of_client = state.provider_of(self.session, Home::Client, self.dll);
            of_client.filter(|(_, of_client)| Arc::ptr_eq(of_client, &provider))
        });
        if let Some((of_client, _)) = shared_with_client {
            let got = format!("provider object {of_client}, that of the client's process");
            shared.with(|state| state.deviates(self.context(), self.open, &PROVIDER_ACROSS_PROCESSES, got));
        }
        Ok((no, provider))
    }
}

/// The code of an initialisation that left no provider object.
const fn failure(outcome: InitOutcome) -> HResult {
    match outcome {
        InitOutcome::Failed(code) => code,
        InitOutcome::VersionTooLow => MAPI_E_VERSION,
        InitOutcome::NoObject | InitOutcome::Ready => MAPI_E_CALL_FAILED,
    }
}

/// A turn under way: the end of the session waits for it. A provider that panics ends it as a failure does.
struct UnderWay<'a> {
    shared: &'a Arc<Shared>,
    turn: Turn,
    ended: bool,
}

impl UnderWay<'_> {
    /// The turn ends in order, if the spooler has got its objects. Those of a store that has gone meanwhile are released
    /// first, and those of a session that is ending: whoever ends it may have asked the spooler before it had them.
    async fn end_or_release(&mut self, has_objects: bool) {
        let Turn { client, session, open, .. } = self.turn;
        let (goes_well, ended) = self.shared.with(|state| {
            let ended = state.sessions.live(session).is_none();
            let stays = !ended && !self.shared.spooler_is_gone();
            let goes_well = has_objects && stays && state.opens.state(open).is_some_and(OpenState::has_store);
            if goes_well {
                self.leave(state);
            }
            (goes_well, ended)
        });
        if goes_well {
            return;
        }
        if has_objects {
            release_spooler_store(self.shared, client, LogoffFlags::LOGOFF_ABORT).await;
        }
        let pair = self.shared.with(|state| state.stores.spooler_pair_of(client));
        if let Some(pair) = pair.filter(|_| ended) {
            end_by_session(self.shared, pair).await;
        }
        self.shared.with(|state| self.end(state));
    }

    /// The turn ends without a logon, or after the release of what it brought.
    #[cold]
    fn end(&mut self, state: &mut State) {
        self.turn.is_without_answer(state);
        state.opens.tidy(self.turn.open);
        self.leave(state);
    }

    /// A session that has ended meanwhile may have waited for this logon.
    fn leave(&mut self, state: &mut State) {
        self.ended = true;
        state.work_ends(self.turn.session);
    }
}

/// A call has panicked.
impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.shared.with(|state| self.end(state));
            finish(self.shared.end_sessions());
        }
    }
}

/// What stands for the answer of a call that panicked.
const fn without_answer(state: SpoolerState) -> Option<Input> {
    match state {
        SpoolerState::Initialising => {
            Some(Input::SpoolerInitReturned(InitOutcome::Failed(MAPI_E_CALL_FAILED)))
        }
        SpoolerState::LoggingOn => {
            Some(Input::SpoolerLogonReturned(LogonOutcome::failed(MAPI_E_CALL_FAILED)))
        }
        SpoolerState::Configuring => Some(Input::SpoolerConfigureReturned(MAPI_E_CALL_FAILED)),
        SpoolerState::NotTold
        | SpoolerState::Excluded
        | SpoolerState::Told
        | SpoolerState::Unconfigured
        | SpoolerState::LoggedOn
        | SpoolerState::Failed
        | SpoolerState::LoggedOff => None,
    }
}
