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

use super::client_store::ClientStore;
use super::live::ClientNo;
use super::session::shut_down_finished;
use super::shared::Shared;
use super::special_folders::FolderSet;
use super::state::{LogonFacts, State};
use crate::load::{Input, OpenState};
use crate::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_END_OF_SESSION};
use crate::mapi::{HResult, MapiError, MapiErrorDetail, MapiResult, MapiString, Warned, Warning};
use crate::sim::duties::Duties;
use crate::spi::{IMSProvider, IMsgStore, ParentWindow};
use crate::trace::{Context, DllNo, OpenNo, ProviderNo, SectionNo, SessionNo, StoreNo};

pub(crate) use begin::{OpenTarget, Opener, dll_text, open_msg_store};
pub(crate) use configure::{ServiceCall, configure_service};
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
    dll_name: Arc<str>,
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
    warning: Option<Warning>,
    failure: Option<HResult>,
    detail: Option<MapiErrorDetail>,
}

impl Opening<'_> {
    const fn context(&self) -> Context {
        Context::of(self.session, Some(self.open))
    }

    /// Makes the moves in their documented order until the client has its store or the open has failed.
    fn drive(&mut self) -> MapiResult<Warned<Arc<ClientStore>>> {
        loop {
            match self.now {
                Some(OpenState::Resolving) => self.init_provider(),
                Some(OpenState::Ready) => self.choose_section()?,
                Some(OpenState::Sectioned) => self.log_on()?,
                Some(OpenState::Unconfigured) => self.configure(),
                Some(OpenState::LoggedOn) => match self.folders_due.take() {
                    Some(set) => self.validate_folders(set),
                    None => return self.hand_over(),
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
    fn with<R>(&mut self, work: impl FnOnce(&mut State) -> R) -> R {
        let open = self.open;
        let (result, now) = self.shared.with(|state| {
            let result = work(state);
            (result, state.open_state(open))
        });
        self.now = now;
        result
    }

    /// Foreign code has run since the last look.
    fn look(&mut self) {
        self.with(|_| ());
    }

    fn advance(&mut self, input: Input) -> Duties {
        let open = self.open;
        let duties = self.with(|state| state.advance(open, input));
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
}

impl State {
    fn keep_detail(&mut self, context: Context, session: SessionNo, code: HResult, detail: &MapiErrorDetail) {
        self.record_kept(context, detail);
        if let Some(session) = self.session_mut(session) {
            session.last_error = Some((code, detail.clone()));
        }
    }
}

/// An open that did not lead to a store leaves nothing behind, also if a call of it has panicked.
impl Drop for Opening<'_> {
    fn drop(&mut self) {
        let (shared, session, context) = (self.shared, self.session, self.context());
        // Runs the provider's code, so it comes before the lock.
        self.opened = None;
        let finished = shared.with(|state| {
            if let Some(data) = state.session_mut(session) {
                data.running.retain(|running| *running != self.open);
            }
            if let Some(section) = self.held {
                state.let_go(section, context);
            }
            if self.store.is_none() {
                state.opens.remove(&self.open);
                if let Some(section) = self.section.filter(|_| self.made_section) {
                    state.profiles.remove(section);
                }
            } else {
                state.tidy_open(self.open);
            }
            // A session that ended meanwhile waited for this open.
            state.finish(session)
        });
        shut_down_finished(shared, session, finished);
    }
}

/// The profile's name as providers get it.
pub(crate) fn profile_name(state: &State, session: SessionNo) -> Option<Arc<MapiString>> {
    state.profiles.shown_name(state.session(session)?.profile).cloned()
}
