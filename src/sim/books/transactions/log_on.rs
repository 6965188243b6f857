//! Which session and which profile a client gets.

use crate::mapi::codes::MAPI_E_LOGON_FAILED;
use crate::mapi::{LogonExFlags, MapiError, MapiErrorDetail, MapiResult};
use crate::sim::books::sessions::SessionData;
use crate::sim::books::state::State;
use crate::sim::setup::near_names::near_names;
use crate::trace::SessionNo;

/// The longest name of a profile. Page: `mapilogonex`.
const LONGEST_NAME: usize = 64;

/// What the parameters say about the profile.
pub(crate) enum LogonChoice {
    /// A shared session is there.
    Join(SessionNo),
    /// This profile of the set.
    Profile(usize),
    /// The user chooses.
    Ask,
}

/// Flags that MAPI does not know, and the flags of dialogs, of which a call has one at most. Page: `logging-on-to-mapi`.
fn are_wrong(flags: LogonExFlags) -> bool {
    let dialogs = LogonExFlags::MAPI_LOGON_UI | LogonExFlags::MAPI_PASSWORD_UI;
    !flags.unnamed().is_empty() || flags.contains(dialogs)
}

impl State {
    /// What the parameters of a logon lead to.
    pub(crate) fn choose(&self, profile: &str, flags: LogonExFlags) -> MapiResult<LogonChoice> {
        self.check_initialized()?;
        if are_wrong(flags) {
            return Err(MAPI_E_LOGON_FAILED.into());
        }
        if !flags.contains(LogonExFlags::MAPI_NEW_SESSION)
            && let Some(session) = self.sessions.shared()
        {
            return Ok(LogonChoice::Join(session));
        }
        if !profile.is_empty() {
            return self.profile_called(profile).map(LogonChoice::Profile);
        }
        let default = self.profiles.default_profile();
        match default.filter(|_| flags.contains(LogonExFlags::MAPI_USE_DEFAULT)) {
            Some(profile) => Ok(LogonChoice::Profile(profile)),
            None if flags.contains(LogonExFlags::MAPI_LOGON_UI) => Ok(LogonChoice::Ask),
            None => Err(MAPI_E_LOGON_FAILED.into()),
        }
    }

    /// The profile of this name; the text of the error is for the test's author, who may have misspelt it.
    pub(crate) fn profile_called(&self, name: &str) -> MapiResult<usize> {
        let short = name.chars().count() <= LONGEST_NAME;
        if let Some(profile) = self.profiles.find(name).filter(|_| short) {
            return Ok(profile);
        }
        let text =
            format!("no profile is called {name:?}; there are {}", near_names(name, self.profiles.names()));
        Err(MapiError::with_detail(MAPI_E_LOGON_FAILED, MapiErrorDetail::new(text).component("MAPI")))
    }

    /// The client gets its session.
    pub(crate) fn log_on(
        &mut self,
        choice: LogonChoice,
        profile: &str,
        flags: LogonExFlags,
    ) -> MapiResult<SessionNo> {
        let mail = !flags.contains(LogonExFlags::MAPI_NO_MAIL);
        // Another thread may have ended the shared session meanwhile.
        let choice = match choice {
            LogonChoice::Join(session) if self.sessions.live(session).is_none() => {
                self.choose(profile, flags)?
            }
            choice @ (LogonChoice::Join(_) | LogonChoice::Profile(_) | LogonChoice::Ask) => choice,
        };
        match choice {
            LogonChoice::Join(session) => {
                let data = self.sessions.get_mut(session).ok_or(MAPI_E_LOGON_FAILED)?;
                data.join(mail);
                self.status_changed(session);
                Ok(session)
            }
            LogonChoice::Profile(profile) => {
                let shared = flags.contains(LogonExFlags::MAPI_ALLOW_OTHERS);
                Ok(self.sessions.begin(SessionData::new(profile, shared, mail)))
            }
            LogonChoice::Ask => Err(MAPI_E_LOGON_FAILED.into()),
        }
    }
}
