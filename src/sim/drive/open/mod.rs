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
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_END_OF_SESSION};
use crate::mapi::{HResult, MapiError, MapiErrorDetail, MapiResult, MapiString, Warned, Warning};
use crate::sim::books::duties::Duties;
use crate::sim::books::live::ClientNo;
use crate::sim::books::state::{LogonFacts, State};
use crate::sim::books::transactions::folders::FolderSet;
use crate::sim::client::client_store::ClientStore;
use crate::sim::drive::session_end::finish_session;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::turn::{release, run_to_end};
use crate::sim::spooler::SpoolerKey;
use crate::spi::{IMSProvider, IMsgStore, ParentWindow};
use crate::trace::{Called, Context, DllNo, OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo};

pub(crate) use begin::{OpenTarget, Opener, dll_text, open_msg_store};
pub(crate) use configure::{ServiceCall, configure_service};
use log_on::BegunLogon;
pub(crate) use log_on::{logon_out, outcome};

/// One open under way.
pub(crate) struct Opening<'a> {
    shared: &'a Arc<Shared>,
    session: SessionNo,
    client: ClientNo,
    open: OpenNo,
    /// Where the machine was when this open last looked.
    now: Option<OpenState>,
    profile: usize,
    facts: LogonFacts,
    window: ParentWindow<'a>,
    dll_name: Option<Arc<str>>,
    dll: Option<DllNo>,
    provider: Option<(ProviderNo, Arc<dyn IMSProvider>)>,
    section: Option<SectionNo>,
    /// The section whose identifier has the same bytes, known before a provider is asked.
    resolved: Option<SectionNo>,
    /// The section, once this open is among those who use it.
    held: Option<SectionNo>,
    /// The section was made for this open.
    made_section: bool,
    store: Option<StoreNo>,
    /// The provider's store object until the client has it.
    opened: Option<Arc<dyn IMsgStore>>,
    /// The special folders that are still to be looked after.
    folders_due: Option<FolderSet>,
    /// A comparison with this section's identifier is on record and has still to be made.
    compared: Option<(SectionNo, Called)>,
    /// A logon whose call is on record and has still to be made.
    begun: Option<BegunLogon>,
    mail: Mail,
    /// It is not under way any more.
    ended: bool,
    warning: Option<Warning>,
    failure: Option<HResult>,
    detail: Option<MapiErrorDetail>,
}

/// Whether the spooler is to be told of the store.
#[derive(Clone, Copy)]
enum Mail {
    Undecided,
    /// The trace says that it is told, and it has still to be called.
    Due(SpoolerKey),
    Settled,
}

impl Opening<'_> {
    fn dll_name(&self) -> &str {
        self.dll_name.as_deref().unwrap_or_default()
    }

    const fn context(&self) -> Context {
        Context::of(self.session, Some(self.open))
    }

    /// Makes the moves in their documented order until the client has its store or the open has failed.
    async fn drive(&mut self) -> MapiResult<Warned<Arc<ClientStore>>> {
        loop {
            if let Some(begun) = self.begun.take() {
                self.log_on(begun).await?;
                continue;
            }
            match self.now {
                Some(OpenState::Resolving) => self.init_provider().await,
                Some(OpenState::Ready) => self.choose_section().await?,
                Some(OpenState::Sectioned) => self.with(Self::begin_logon)?,
                Some(OpenState::Unconfigured) => self.configure().await,
                Some(OpenState::LoggedOn) => match self.folders_due.take() {
                    Some(set) => self.validate_folders(set).await,
                    None => return self.hand_over().await,
                },
                Some(
                    // An answer that is not awaited here: the machine was moved by somebody else.
                    OpenState::Initialising | OpenState::LoggingOn | OpenState::Configuring,
                ) => return Err(MAPI_E_CALL_FAILED.into()),
                Some(
                    OpenState::Open
                    | OpenState::Joined
                    | OpenState::LoggingOff
                    | OpenState::Failed
                    | OpenState::Closed,
                )
                | None => return Err(self.error()),
            }
        }
    }

    /// [`Shared::with`], and a look at the machine.
    fn with<R>(&mut self, work: impl FnOnce(&mut Self, &mut State) -> R) -> R {
        let shared = self.shared;
        shared.with(|state| {
            let result = work(self, state);
            self.now = state.open_state(self.open);
            result
        })
    }

    /// Foreign code has run since the last look.
    fn look(&mut self) {
        self.with(|_, _| ());
    }

    fn advance(&mut self, input: Input) -> Duties {
        self.with(|opening, state| opening.advance_in(state, input))
    }

    fn advance_in(&mut self, state: &mut State, input: Input) -> Duties {
        let duties = state.advance(self.open, input);
        self.failure = duties.failure().or(self.failure);
        duties
    }

    /// What the client sees of a failure; without a code of its own the session ended meanwhile.
    fn error(&mut self) -> MapiError {
        let code = self.failure.unwrap_or(MAPI_E_END_OF_SESSION);
        match self.detail.take() {
            Some(detail) => MapiError::with_detail(code, detail),
            None => code.into(),
        }
    }

    /// MAPI keeps the text of an error or a warning for `IMAPISession::GetLastError` \[ERR-03\].
    fn keep_detail(&mut self, code: HResult, detail: Option<&MapiErrorDetail>) {
        let Some(detail) = detail else { return };
        self.detail = Some(detail.clone());
        let context = self.context();
        self.shared.with(|state| state.keep_detail(context, self.session, code, detail));
    }

    /// The open ends without a store for the client, and leaves nothing behind.
    #[cold]
    fn end(&mut self, state: &mut State) -> bool {
        if self.store.is_none() {
            state.opens.forget(&self.open);
        } else {
            state.tidy_open(self.open);
        }
        let waits = self.leave(state);
        if let Some(section) = self.section.filter(|_| self.made_section && self.store.is_none()) {
            state.profiles.remove(section);
        }
        waits
    }

    /// The open is not under way any more. Says whether a session that ended meanwhile may have waited for it.
    #[inline(always)]
    fn leave(&mut self, state: &mut State) -> bool {
        self.ended = true;
        if let Some(data) = state.session_mut(self.session) {
            // The latest one, as a rule.
            if data.running.pop_if(|running| *running == self.open).is_none() {
                data.running.retain(|running| *running != self.open);
            }
        }
        if let Some(section) = self.held {
            state.let_go(section, self.context());
        }
        state.may_finish(self.session)
    }
}

/// An open that has begun. It ends when this goes, if it has not ended in order: it has failed, or a call of it has
/// panicked.
struct UnderWay<'o, 'a>(&'o mut Opening<'a>);

impl UnderWay<'_, '_> {
    async fn drive(&mut self) -> MapiResult<Warned<Arc<ClientStore>>> {
        let result = self.0.drive().await;
        if result.is_err() {
            self.end().await;
        }
        result
    }

    /// The open has failed, or a call of it has panicked.
    async fn end(&mut self) {
        // Runs the provider's code, so it comes before the lock.
        if self.0.opened.is_some() {
            release(self.0.opened.take()).await;
        }
        if !self.0.ended {
            let shared = self.0.shared;
            if shared.with(|state| self.0.end(state)) {
                finish_session(shared, self.0.session).await;
            }
        }
    }
}

impl Drop for UnderWay<'_, '_> {
    fn drop(&mut self) {
        if !self.0.ended {
            run_to_end(self.end());
        }
    }
}

/// The profile's name as providers get it.
pub(crate) fn profile_name(state: &State, session: SessionNo) -> Option<Arc<MapiString>> {
    state.profiles.shown_name(state.session(session)?.profile).cloned()
}
