//! Which session and which profile a client gets.

use crate::mapi::codes::MAPI_E_LOGON_FAILED;
use crate::mapi::{HResult, LogonExFlags};
use crate::sim::books::state::{SessionData, State};
use crate::trace::SessionNo;

/// The longest name of a profile. Page: `mapilogonex`.
const LONGEST_NAME: usize = 64;

/// What the parameters say about the profile.
pub(crate) enum Choice {
    /// A shared session is there.
    Join(SessionNo),
    /// This profile of the set.
    Profile(usize),
    /// The user chooses.
    Ask,
}

/// Flags that MAPI does not know, and the flags of dialogs, of which a call has one at most. Page: `logging-on-to-mapi`.
pub(crate) fn are_wrong(flags: LogonExFlags) -> bool {
    let dialogs = LogonExFlags::MAPI_LOGON_UI | LogonExFlags::MAPI_PASSWORD_UI;
    !flags.unnamed().is_empty() || flags.contains(dialogs)
}

impl State {
    pub(crate) fn choose(&self, profile: &str, flags: LogonExFlags) -> Result<Choice, HResult> {
        self.check_initialized()?;
        if are_wrong(flags) {
            return Err(MAPI_E_LOGON_FAILED);
        }
        if !flags.contains(LogonExFlags::MAPI_NEW_SESSION)
            && let Some(session) = self.shared_session()
        {
            return Ok(Choice::Join(session));
        }
        if !profile.is_empty() {
            let known =
                if profile.chars().count() > LONGEST_NAME { None } else { self.profiles.find(profile) };
            return known.map(Choice::Profile).ok_or(MAPI_E_LOGON_FAILED);
        }
        let default = self.profiles.default_profile();
        match default.filter(|_| flags.contains(LogonExFlags::MAPI_USE_DEFAULT)) {
            Some(profile) => Ok(Choice::Profile(profile)),
            None if flags.contains(LogonExFlags::MAPI_LOGON_UI) => Ok(Choice::Ask),
            None => Err(MAPI_E_LOGON_FAILED),
        }
    }

    pub(crate) fn log_on(&mut self, choice: Choice, flags: LogonExFlags) -> Result<SessionNo, HResult> {
        let mail = !flags.contains(LogonExFlags::MAPI_NO_MAIL);
        match choice {
            Choice::Join(session) => {
                // Between the choice and this another thread may have ended it.
                let data = self.session_mut(session).filter(|data| !data.logged_off);
                let data = data.ok_or(MAPI_E_LOGON_FAILED)?;
                data.clients += 1;
                data.mail |= mail;
                self.session_changed(session);
                Ok(session)
            }
            Choice::Profile(profile) => {
                let shared = flags.contains(LogonExFlags::MAPI_ALLOW_OTHERS);
                let number = SessionNo::from_index(self.sessions.len());
                self.sessions.push(SessionData::new(profile, shared, mail));
                Ok(number)
            }
            Choice::Ask => Err(MAPI_E_LOGON_FAILED),
        }
    }

    fn shared_session(&self) -> Option<SessionNo> {
        let index = self.sessions.iter().position(|session| session.shared && !session.logged_off)?;
        Some(SessionNo::from_index(index))
    }
}
