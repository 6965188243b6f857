//! What is left out of a replay.

use crate::methods::{IMAPISession, Interface, Method};

/// Why calls of a client on this method are not played, if they are not. None of them leads to a store provider.
///
/// ```
/// use mapi_sim::methods;
/// use mapi_sim::record::not_played;
///
/// assert_eq!(not_played(methods::IMAPITable::Restrict), None);
/// assert_eq!(not_played(methods::IMsgServiceAdmin::ConfigureMsgService), None);
/// assert_eq!(not_played(methods::IMAPISession::ShowForm), Some("MAPI does not serve it here, and asks no store provider"));
/// ```
#[must_use]
pub fn not_played(method: Method) -> Option<&'static str> {
    const NOT_SERVED: &str = "MAPI does not serve it here, and asks no store provider";
    const ADDRESS_BOOK: &str = "the address book is MAPI's own, and asks no store provider";
    match method {
        IMAPISession::MessageOptions
        | IMAPISession::QueryDefaultMessageOpt
        | IMAPISession::EnumAdrTypes
        | IMAPISession::ShowForm
        | IMAPISession::PrepareForm => Some(NOT_SERVED),
        IMAPISession::OpenAddressBook => Some(ADDRESS_BOOK),
        _ => (method.interface() == Interface::IAddrBook).then_some(ADDRESS_BOOK),
    }
}
