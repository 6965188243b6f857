//! `IMAPISession::OpenMsgStore`: the driver of the load machine.
//!
//! The machine says what has to happen next; this module makes the calls and tells the machine what came back.

mod begin;
mod configure;
mod hand_over;
mod init;
mod log_on;
mod section;

use std::sync::Arc;

use crate::load::{Input, OpenState};
use crate::mapi::codes::MAPI_E_END_OF_SESSION;
use crate::mapi::{HResult, MapiError, MapiErrorDetail, MapiResult, MapiString, Warned};
use crate::sim::books::opens::LogonFacts;
use crate::sim::books::providers::Provider;
use crate::sim::books::state::State;
use crate::sim::books::waits::Busy;
use crate::sim::kernel::let_go::LetGo;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::{finish, release};
use crate::spi::{IMsgStore, ParentWindow};
use crate::trace::{Context, OpenNo, SectionNo, SessionNo, StoreNo};

pub(crate) use begin::{OpenTarget, Opener, Wanted, dll_text, open_msg_store, refuse_open};
use begin::{Place, Waiting};
pub(crate) use configure::{ServiceCall, configure_service};
use log_on::BegunLogon;
pub(crate) use log_on::{logon_out, outcome};
use section::Comparison;

/// One open under way.
struct Opening<'a> {
    shared: &'a Arc<Shared>,
    opener: Opener,
    open: OpenNo,
    window: ParentWindow<'a>,
    place: Place,
    facts: LogonFacts,
    /// Where the machine was when this open last looked.
    now: Option<OpenState>,
    provider: Option<Provider>,
    /// The section, once this open is among those who use it.
    section: Option<SectionNo>,
    /// The section was made for this open.
    made_section: bool,
    store: Option<StoreNo>,
    /// The provider's store object until the client has it.
    object: Option<Arc<dyn IMsgStore>>,
    /// The end of the session waits for this open.
    under_way: bool,
    waiting: Waiting,
    /// This one logs on to the store of the same section, on another stack.
    held_up_by: Option<OpenNo>,
    detail: Option<MapiErrorDetail>,
}

impl Opening<'_> {
    /// The steps after the first, in their documented order, until the client has its store or the open has failed.
    async fn drive(&mut self, comparison: Option<Comparison>) -> MapiResult<Warned<Arc<dyn IMsgStore>>> {
        if self.now == Some(OpenState::Initialising) {
            // Steps 2 and 3.
            self.init_provider().await?;
        }
        self.expect(OpenState::Ready)?;
        let mut logon = self.choose_section(comparison).await?;
        while let Some(other) = self.held_up_by.take() {
            // Rare, and too big for the frame of every open.
            logon = Box::pin(self.choose_after(other)).await?;
        }
        // Steps 4 and 5, a second time if the message service is configured in between.
        let logged_on = loop {
            let Some(begun) = logon else { return Err(self.error()) };
            let logged_on = self.log_on(begun).await?;
            if self.now != Some(OpenState::Unconfigured) {
                break logged_on;
            }
            logon = self.configure().await?;
        };
        self.expect(OpenState::LoggedOn)?;
        if let Some(set) = logged_on.folders {
            self.validate_folders(set).await;
            self.expect(OpenState::LoggedOn)?;
        }
        // Steps 6 and 7.
        self.hand_over(logged_on.mail, logged_on.warning).await
    }

    /// Chooses the section again when the other open has got on: it may have made the section, or opened the store.
    #[cold]
    async fn choose_after(&mut self, other: OpenNo) -> MapiResult<Option<BegunLogon>> {
        if !self.shared.wait_for(other, Busy::LoggingOn).await {
            self.waiting = Waiting::Cannot;
        }
        self.look();
        self.expect(OpenState::Ready)?;
        self.choose_section(None).await
    }

    /// Ends the open if the machine is anywhere else: it has failed, or its session or its store has ended meanwhile.
    fn expect(&mut self, state: OpenState) -> MapiResult<()> {
        if self.now == Some(state) { Ok(()) } else { Err(self.error()) }
    }

    const fn session(&self) -> SessionNo {
        self.opener.session
    }

    const fn context(&self) -> Context {
        Context::of(self.opener.session, Some(self.open))
    }

    /// [`Shared::with`], and a look at the machine.
    fn with<R>(&mut self, work: impl FnOnce(&mut Self, &mut State) -> R) -> R {
        let shared = self.shared;
        shared.with(|state| {
            let result = work(self, state);
            self.now = state.opens.state(self.open);
            result
        })
    }

    /// Foreign code has run since the last look.
    fn look(&mut self) {
        self.with(|_, _| ());
    }

    /// Tells the machine what happened; what follows is in the state's effects.
    #[inline(always)]
    fn advance(&mut self, state: &mut State, input: Input) {
        state.advance(self.open, input);
    }

    /// What the client sees of a failure; without a code of its own the session ended meanwhile.
    fn error(&mut self) -> MapiError {
        let detail = self.detail.take();
        self.shared.with(|state| {
            let code = state.opens.failure(self.open).unwrap_or(MAPI_E_END_OF_SESSION);
            let Some(detail) = detail else { return code.into() };
            // The client asks for the text with the code that it got, which may be MAPI's [ERR-03].
            state.sessions.keep_error(self.session(), code, detail.clone());
            MapiError::with_detail(code, detail)
        })
    }

    /// MAPI keeps the text of an error or a warning for `IMAPISession::GetLastError` \[ERR-03\].
    fn keep_detail(&mut self, state: &mut State, code: HResult, detail: Option<&MapiErrorDetail>) {
        let Some(detail) = detail else { return };
        self.detail = Some(detail.clone());
        state.keep_detail(self.context(), self.session(), code, detail);
    }

    /// The open ends without a store for the client, and leaves nothing behind.
    async fn fail(&mut self) {
        // Runs the provider's code, so it comes before the lock.
        if self.object.is_some() {
            release(self.object.take()).await;
        }
        if self.under_way {
            self.shared.with(|state| self.end(state));
        }
    }

    #[cold]
    fn end(&mut self, state: &mut State) {
        if self.store.is_none() {
            state.opens.forget(self.open);
        } else {
            state.opens.tidy(self.open);
        }
        self.leave(state);
        if let Some(section) = self.section.filter(|_| self.made_section && self.store.is_none()) {
            state.profiles.remove(section);
        }
    }

    /// The open is not under way any more. A session that has ended meanwhile may have waited for it.
    #[inline(always)]
    fn leave(&mut self, state: &mut State) {
        self.under_way = false;
        let session = self.session();
        if let Some(data) = state.sessions.get_mut(session) {
            data.open_ends(self.open);
        }
        if let Some(section) = self.section {
            state.let_go(section, self.context());
        }
        state.may_end(session);
    }
}

/// An open that has begun. It ends before its call does, also if a call of its own has panicked.
struct UnderWay<'o, 'a>(&'o mut Opening<'a>);

impl Drop for UnderWay<'_, '_> {
    fn drop(&mut self) {
        if self.0.under_way {
            finish(async {
                self.0.fail().await;
                self.0.shared.end_sessions().await;
            });
        }
    }
}

/// What an open holds of the provider's may be the last of it.
impl Drop for Opening<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.object.take().let_go();
        self.provider.take().map(|(_, provider)| provider).let_go();
    }
}

/// The profile's name as providers get it.
pub(crate) fn profile_name(state: &State, session: SessionNo) -> Option<Arc<MapiString>> {
    state.profiles.shown_name(state.sessions.get(session)?.profile()).cloned()
}
