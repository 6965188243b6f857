//! The validation data that `Logon` leaves for `SpoolerLogon` \[SPOOL-01\]: the provider's MAPIUID, then the password if
//! the store has one (UTF-8). They are never empty, since spoolers were seen to pass over stores without any \[OBS-04\].

use super::REFERENCE_UID;

pub(super) fn data(password: Option<&str>) -> Vec<u8> {
    let mut data = REFERENCE_UID.as_bytes().to_vec();
    data.extend(password.unwrap_or_default().bytes());
    data
}

/// The password in validation data of this provider.
pub(super) fn password(data: &[u8]) -> Option<String> {
    let password = data.strip_prefix(REFERENCE_UID.as_bytes())?;
    String::from_utf8(password.to_vec()).ok().filter(|password| !password.is_empty())
}
