//! What a code of `Logon` means for the open and for the service.

use crate::mapi::HResult;
use crate::mapi::codes::{
    MAPI_E_FAILONEPROVIDER, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND,
    MAPI_E_UNCONFIGURED,
};

/// The classes of codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LogonVerdict {
    /// A success, perhaps with a warning \[ERR-01\].
    Success,
    /// The provider has to be configured.
    Unconfigured,
    /// The open fails and the service stays enabled: `MAPI_E_FAILONEPROVIDER` \[ERR-11\], and the codes that judge the
    /// request and not the provider.
    ThisOpenOnly,
    /// The open fails and the service is disabled \[ERR-12\].
    DisablesService,
}

/// Failures that say something about one request.
const THIS_OPEN_ONLY: [HResult; 4] =
    [MAPI_E_FAILONEPROVIDER, MAPI_E_NOT_FOUND, MAPI_E_NO_ACCESS, MAPI_E_INTERFACE_NOT_SUPPORTED];

pub(super) fn verdict(code: HResult) -> LogonVerdict {
    if code.is_success() {
        LogonVerdict::Success
    } else if code == MAPI_E_UNCONFIGURED {
        LogonVerdict::Unconfigured
    } else if THIS_OPEN_ONLY.contains(&code) {
        LogonVerdict::ThisOpenOnly
    } else {
        LogonVerdict::DisablesService
    }
}
