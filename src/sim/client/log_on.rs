//! `MAPILogonEx`: which session and which profile a client gets \[SESSION-01\].

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_LOGON_FAILED, MAPI_E_USER_CANCEL, S_OK};
use crate::mapi::{LogonExFlags, MapiResult};
use crate::sim::books::transactions::log_on::LogonChoice;
use crate::sim::checks::client_findings;
use crate::sim::client::session::Session;
use crate::sim::client::subsystem::Subsystem;
use crate::sim::kernel::dialog::DialogGate;
use crate::sim::kernel::shared::Shared;
use crate::spi::{Dialog, DialogAnswer, DialogField, DialogHost, ParentWindow};
use crate::trace::{Actor, Args, Call, Context, Method, Object, Out};

/// The field of the logon dialog.
const PROFILE: &str = "profile";

impl Subsystem {
    /// `MAPILogonEx`: starts a session, or joins the shared one. Page: `mapilogonex`.
    ///
    /// Without `MAPI_NEW_SESSION` a shared session is joined whatever `profile` says; else a name that is not empty
    /// decides, and without one `MAPI_USE_DEFAULT` takes the default profile, also with `MAPI_EXPLICIT_PROFILE`. What is
    /// still open then is asked of the [`User`](crate::sim::User) with `MAPI_LOGON_UI`, in a dialog whose field is called
    /// `profile`; in a Windows service nobody is asked \[SESSION-01\].
    ///
    /// The other flags change nothing that a provider sees: `MAPI_PASSWORD_UI` since profiles have no passwords,
    /// `MAPI_FORCE_DOWNLOAD`, `MAPI_TIMEOUT_SHORT` and `MAPI_BG_SESSION` since nothing takes time, and
    /// `MAPI_APP_PROFILE`. The dialogs of `MAPI_SERVICE_UI_ALWAYS` are not simulated.
    ///
    /// # Errors
    /// `MAPI_E_LOGON_FAILED` if there is no such profile (its text says which there are), if none was chosen, or if the parameters are wrong: unknown
    /// flags, two flags for dialogs, a name of more than 64 characters. `MAPI_E_USER_CANCEL` if the user cancels.
    /// `MAPI_E_NOT_INITIALIZED` after [`uninitialize`](Self::uninitialize).
    ///
    /// ```
    /// use mapi_sim::mapi::{LogonExFlags, codes::MAPI_E_USER_CANCEL};
    /// use mapi_sim::sim::{Profile, Reply, Subsystem, User};
    ///
    /// let user = User::answering([Reply::fill("profile", "Work"), Reply::Cancel]);
    /// let mapi = Subsystem::builder().profile(Profile::new("Work")).user(user).build()?;
    /// let asking = LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_LOGON_UI;
    /// assert!(mapi.logon("", asking).is_ok());
    /// assert_eq!(mapi.logon("", asking).unwrap_err().code(), MAPI_E_USER_CANCEL);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn logon(&self, profile: &str, flags: LogonExFlags) -> MapiResult<Arc<Session>> {
        let shared = self.shared();
        let call = Call {
            from: Actor::Client,
            to: Object::Mapi,
            method: Method::MapiLogonEx,
            args: Args::LogonEx(flags),
        };
        let in_service = shared.in_service();
        let answer = shared.next_logon_answer();
        let (called, choice) = shared.with(|state| {
            let called = state.record_call(Context::default(), call);
            client_findings::check_logon_flags(&mut state.recorder, in_service, flags);
            let choice = answer.and_then(|()| state.choose(profile, flags));
            (called, choice)
        });
        let choice = shared.session_fault(Method::MapiLogonEx).and(choice);
        // The dialog is shown without the lock.
        let choice = match choice {
            Ok(LogonChoice::Ask) if in_service => Err(MAPI_E_LOGON_FAILED.into()),
            Ok(LogonChoice::Ask) => ask_user(shared).map(LogonChoice::Profile),
            Ok(choice @ (LogonChoice::Join(_) | LogonChoice::Profile(_))) => Ok(choice),
            Err(error) => Err(error),
        };
        // A client with mail changes the spooler's row for all sharers.
        let (session, client) = shared.change(|state| {
            let session = choice.and_then(|choice| state.log_on(choice, profile, flags));
            let (code, out) = match &session {
                Ok(session) => (S_OK, Out::Session(*session)),
                Err(error) => (error.code(), Out::None),
            };
            state.recorder.returned(called, (code, out));
            session.map(|session| (session, state.numbers.next_client()))
        })?;
        Ok(Arc::new(Session::new(Arc::clone(shared), session, client, flags)))
    }
}

/// The profile that the user names at the logon dialog.
fn ask_user(shared: &Shared) -> MapiResult<usize> {
    let window = ParentWindow::none();
    let gate = DialogGate { shared, context: Context::default(), open: None, window, forbidden: None };
    let dialog = Dialog::new("Choose Profile").field(DialogField::new(PROFILE, "Profile name"));
    let answer = gate.show(&dialog);
    match &answer {
        DialogAnswer::Cancelled => Err(MAPI_E_USER_CANCEL.into()),
        DialogAnswer::Unavailable => Err(MAPI_E_LOGON_FAILED.into()),
        DialogAnswer::Completed(_) => {
            let name = answer.value(PROFILE).unwrap_or_default();
            shared.with(|state| state.profile_called(name))
        }
    }
}
