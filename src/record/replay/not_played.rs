//! What is left out of a replay.

use crate::methods::{IMAPISession, IMAPIStatus, Interface, Method};

/// Why calls of a client on this method are not played, if they are not.
///
/// ```
/// use mapi_sim::methods;
/// use mapi_sim::record::not_played;
///
/// assert_eq!(not_played(methods::IMAPITable::Restrict), None);
/// assert_eq!(not_played(methods::IMAPIStatus::ChangePassword), Some("passwords are not in a trace"));
/// ```
#[must_use]
pub fn not_played(method: Method) -> Option<&'static str> {
    const NOT_SERVED: &str = "MAPI does not serve it here";
    match method {
        IMAPIStatus::ChangePassword => Some("passwords are not in a trace"),
        IMAPIStatus::SettingsDialog => Some("its window, and who sits there, is not in a trace"),
        IMAPISession::MessageOptions
        | IMAPISession::QueryDefaultMessageOpt
        | IMAPISession::EnumAdrTypes
        | IMAPISession::ShowForm
        | IMAPISession::PrepareForm => Some(NOT_SERVED),
        IMAPISession::OpenAddressBook => Some("no address book is of a store provider"),
        _ => on_interface(method.interface()),
    }
}

#[allow(clippy::wildcard_enum_match_arm, reason = "methods of all other interfaces are played")]
const fn on_interface(interface: Interface) -> Option<&'static str> {
    match interface {
        Interface::IAddrBook => Some("no address book is of a store provider"),
        Interface::IMAPIClientShutdown => Some("a fast shutdown ends the process that replays"),
        Interface::IMsgServiceAdmin | Interface::IMsgServiceAdmin2 | Interface::IProviderAdmin => {
            Some("what is written into profiles is not in a trace")
        }
        _ => None,
    }
}
