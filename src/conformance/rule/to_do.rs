//! What to do where a call that has to succeed does not.

use crate::mapi::HResult;
use crate::mapi::codes::{
    MAPI_E_BAD_CHARWIDTH, MAPI_E_END_OF_SESSION, MAPI_E_FAILONEPROVIDER, MAPI_E_INTERFACE_NOT_SUPPORTED,
    MAPI_E_INVALID_ENTRYID, MAPI_E_INVALID_OBJECT, MAPI_E_INVALID_PARAMETER, MAPI_E_LOGON_FAILED,
    MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND, MAPI_E_SESSION_LIMIT, MAPI_E_UNCONFIGURED,
    MAPI_E_UNKNOWN_ENTRYID, MAPI_E_UNKNOWN_FLAGS, MAPI_E_USER_CANCEL,
};

/// The advice for a call that came back with this code.
pub(super) const fn after(code: HResult) -> &'static str {
    match code {
        MAPI_E_NO_SUPPORT => {
            "Offer what the call asks for: this rule, or something that is declared, needs it."
        }
        MAPI_E_INTERFACE_NOT_SUPPORTED => {
            "Give the standard interface of the object, for NULL and for its identifier."
        }
        MAPI_E_NO_ACCESS => "Grant the access that the call asks for, or do not declare what needs it.",
        MAPI_E_NOT_FOUND | MAPI_E_UNKNOWN_ENTRYID | MAPI_E_INVALID_ENTRYID => {
            "Find the object: the provider itself gave the identifier or the name in the call."
        }
        MAPI_E_LOGON_FAILED | MAPI_E_UNCONFIGURED | MAPI_E_FAILONEPROVIDER => {
            "Let the logon succeed with the identifier and what is in the profile section."
        }
        MAPI_E_USER_CANCEL => {
            "Tell a dialog that nobody can see, or that was not shown, from one that was cancelled."
        }
        MAPI_E_INVALID_PARAMETER | MAPI_E_UNKNOWN_FLAGS | MAPI_E_BAD_CHARWIDTH => {
            "Take the arguments and flags of the call as they are: its page allows them."
        }
        MAPI_E_SESSION_LIMIT => "Forget a session when it has ended, so that the next one can log on.",
        MAPI_E_INVALID_OBJECT | MAPI_E_END_OF_SESSION => "Let the object live as long as its logon does.",
        _ => "Let the call succeed; the calls above led to it, and the trace has their arguments.",
    }
}

/// The advice for an object or a value that is not there.
pub(super) const NOTHING: &str =
    "Give what is expected here; the trace has the call that should have given it.";
