//! The breaches of the contract that the simulator itself finds while it drives a provider.

use crate::sim::checks::finding::Finding;

pub(crate) const SUPPORT_NOT_KEPT: Finding = Finding {
    rule: "LOAD-19",
    page: "imsprovider-logon",
    expected: "a reference of the provider on the support object of a first Logon",
    help: "Clone the support handle of the request and keep the clone in the logon object.",
};

pub(crate) const SUPPORT_KEPT_BY_DUPLICATE: Finding = Finding {
    rule: "LOAD-25",
    page: "imsprovider-logon",
    expected: "no reference on the support object of a Logon for a store that is open already",
    help: "Return the open store before anything is cloned from the request.",
};

pub(crate) const SUPPORT_KEPT_BY_FAILURE: Finding = Finding {
    rule: "LOGON-02",
    page: "imsprovider-logon",
    expected: "no reference left on the support object of a failed logon",
    help: "Drop every clone of the support handle before the error is returned.",
};

pub(crate) const SERVICE_SUPPORT_KEPT: Finding = Finding {
    rule: "PROFILE-20",
    page: "support-object-overview",
    expected: "no reference on a message service's support object once its entry point has returned",
    help: "Use the support object of a service call during that call only.",
};

pub(crate) const CALL_ON_SERVICE_SUPPORT: Finding = Finding {
    rule: "PROFILE-20",
    page: "support-object-overview",
    expected: "no call on a message service's support object once its entry point has returned",
    help: "Use the support object of a service call during that call only.",
};

pub(crate) const SPOOLER_SUPPORT_NOT_KEPT: Finding = Finding {
    rule: "SPOOL-13",
    page: "implementing-service-provider-logon",
    expected: "a reference of the provider on the support object of a SpoolerLogon that made a new pair",
    help: "Clone the support handle of the request and keep the clone in the spooler's logon object.",
};

pub(crate) const OTHER_STORE_FOR_SPOOLER: Finding = Finding {
    rule: "LOAD-35",
    page: "imsprovider-spoolerlogon",
    expected: "the store that the client opened, by the same objects or by a pair of its own",
    help: "Open the store that the identifier of the SpoolerLogon request names.",
};

pub(crate) const SECOND_LOGON_FOR_STORE: Finding = Finding {
    rule: "LOGON-03",
    page: "imsprovider-spoolerlogon",
    expected: "one logon object for a store object: both objects of step 5 again, or a pair of the spooler's own",
    help: "Return the logon object and the store object that belong together.",
};

pub(crate) const OBJECT_ACROSS_PROCESSES: Finding = Finding {
    rule: "LOAD-35",
    page: "imsprovider-spoolerlogon",
    expected: "objects of the spooler's own process, into which those of the client cannot come",
    help: "Make a logon object and a store object of their own in SpoolerLogon, and keep the list of open stores in the provider object.",
};

pub(crate) const PROVIDER_ACROSS_PROCESSES: Finding = Finding {
    rule: "INIT-12",
    page: "imsprovideriunknown",
    expected: "a provider object of its own for the spooler's process",
    help: "Make a new provider object in every call of MSProviderInit.",
};

pub(crate) const SUPPORT_KEPT_AFTER_LOGOFF: Finding = Finding {
    rule: "SHUT-09",
    page: "imslogon-logoff",
    expected: "no reference on the support object once IMSLogon::Logoff has returned",
    help: "Take the support handle out of the logon object in Logoff and drop it there.",
};

pub(crate) const CALL_ON_FREED_SUPPORT: Finding = Finding {
    rule: "SHUT-14",
    page: "shutting-down-a-service-provider",
    expected: "no call on a support object that is freed, or whose logon or provider object has ended",
    help: "Stop in Logoff whatever calls MAPI, and let nothing of the logon reach its support object afterwards.",
};

pub(crate) const TRANSPORT_LOGOFF_AFTER_STORE_LOGOFF: Finding = Finding {
    rule: "SHUT-02",
    page: "shutting-down-a-message-store-provider",
    expected: "one StoreLogoffTransports between StoreLogoff and the release of the support object",
    help: "Keep the flags of StoreLogoff and pass them on when the store's last reference goes.",
};

pub(crate) const TRANSPORT_LOGOFF_ABORT: Finding = Finding {
    rule: "SHUT-03",
    page: "shutting-down-a-message-store-provider",
    expected: "one StoreLogoffTransports before the support object is released",
    help: "Call StoreLogoffTransports with LOGOFF_ABORT when the store's last reference goes without StoreLogoff.",
};

pub(crate) const TRANSPORT_LOGOFF_AT_SESSION_END: Finding = Finding {
    rule: "SHUT-03",
    page: "shutting-down-a-message-store-provider",
    expected: "one StoreLogoffTransports in IMSLogon::Logoff when the session ends",
    help: "Call StoreLogoffTransports with LOGOFF_ABORT before Logoff releases the support object.",
};

pub(crate) const KEPT_AFTER_SESSION: Finding = Finding {
    rule: "MEM-07",
    page: "implementing-the-iunknown-interface",
    expected: "nothing of MAPI's in the hands of a provider once its session has ended",
    help: "Release in Logoff what was kept: support objects, sections of the profile, sinks.",
};

pub(crate) const DIALOG_FORBIDDEN: Finding = Finding {
    rule: "LOGON-08",
    page: "imsprovider-logon",
    expected: "no dialog while MDB_NO_DIALOG is set",
    help: "Look at the flags of the request before a dialog is shown.",
};

pub(crate) const DIALOG_FORBIDDEN_FOR_SPOOLER: Finding = Finding {
    rule: "SPOOL-08",
    page: "imsprovider-spoolerlogon",
    expected: "no dialog in a SpoolerLogon with MDB_NO_DIALOG",
    help: "Return MAPI_E_LOGON_FAILED if the spooler cannot log on without a dialog.",
};

pub(crate) const DIALOG_IN_SERVICE: Finding = Finding {
    rule: "INIT-07",
    page: "msproviderinit",
    expected: "no dialog in the process of a Windows service",
    help: "Keep the MAPI_NT_SERVICE flag of MSProviderInit and ask nobody.",
};

pub(crate) const FAST_SHUTDOWN_ANSWER: Finding = Finding {
    rule: "SHUT-20",
    page: "imapiprovidershutdown-queryfastshutdown",
    expected: "S_OK or MAPI_E_NO_SUPPORT from QueryFastShutdown",
    help: "Agree, or refuse with MAPI_E_NO_SUPPORT.",
};

pub(crate) const FAST_SHUTDOWN_FAILED: Finding = Finding {
    rule: "SHUT-20",
    page: "imapiprovidershutdown-dofastshutdown",
    expected: "success from NotifyProcessShutdown and DoFastShutdown",
    help: "The client leaves whatever is returned: save what can be saved, and refuse in QueryFastShutdown.",
};

pub(crate) const SUPPORT_RELEASED_AGAIN: Finding = Finding {
    rule: "SHUT-10",
    page: "imslogon-logoff",
    expected: "one Release for each reference on a support object",
    help: "Take the support object out of the logon object before it is released, so that whoever comes second finds nothing.",
};

pub(crate) const LOGOFF_FAILED: Finding = Finding {
    rule: "SHUT-09",
    page: "imslogon-logoff",
    expected: "S_OK from IMSLogon::Logoff",
    help: "Logoff cannot be refused: release what is there and return S_OK.",
};

pub(crate) const SHUTDOWN_FAILED: Finding = Finding {
    rule: "SHUT-22",
    page: "imsprovider-shutdown",
    expected: "S_OK from IMSProvider::Shutdown",
    help: "Shutdown cannot be refused: close what is open and return S_OK.",
};
