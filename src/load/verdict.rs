//! What a code of `Logon` means for the open and for the service.

use crate::mapi::HResult;
use crate::mapi::codes::{
    MAPI_E_FAILONEPROVIDER, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND,
    MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL,
};

/// The classes of codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum LogonVerdict {
    /// A success, perhaps with a warning \[ERR-01\].
    Success,
    /// The provider has to be configured.
    Unconfigured,
    /// The open fails and the service stays enabled \[ERR-11\].
    ThisOpenOnly,
    /// The code is about the request, and not about the provider.
    Refusal,
    /// The user has cancelled.
    Cancelled,
    /// The open fails and the service is disabled \[ERR-12\].
    DisablesService,
}

/// Failures that say something about one request.
const REFUSALS: [HResult; 3] = [MAPI_E_NOT_FOUND, MAPI_E_NO_ACCESS, MAPI_E_INTERFACE_NOT_SUPPORTED];

pub(super) fn verdict(code: HResult) -> LogonVerdict {
    if code.is_success() {
        LogonVerdict::Success
    } else if code == MAPI_E_UNCONFIGURED {
        LogonVerdict::Unconfigured
    } else if code == MAPI_E_FAILONEPROVIDER {
        LogonVerdict::ThisOpenOnly
    } else if REFUSALS.contains(&code) {
        LogonVerdict::Refusal
    } else if code == MAPI_E_USER_CANCEL {
        LogonVerdict::Cancelled
    } else {
        LogonVerdict::DisablesService
    }
}
