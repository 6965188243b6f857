//! The rules that clients break before the simulator. That is recorded as advice, never as a deviation of a provider.

use std::fmt::Display;

use crate::mapi::{LogoffFlags, LogonExFlags, MapiInitFlags, SessionLogoffFlags};
use crate::sim::checks::finding::Finding;
use crate::sim::checks::words::other_clients;
use crate::trace::{Context, Method, Recorder, SessionNo, StoreNo};

const SERVICE_UNDECLARED: Finding = Finding {
    rule: "INIT-05",
    page: "calling-mapi-from-windows-services",
    expected: "MAPI_NT_SERVICE in every MAPIInitialize and MAPILogonEx of a Windows service",
    help: "Set the flag in both calls.",
};

const SERVICE_WITH_MAIL: Finding = Finding {
    rule: "INIT-05",
    page: "mapilogonex",
    expected: "MAPI_NO_MAIL in every MAPILogonEx of a Windows service",
    help: "Log on without mail: most transports do not work in a service.",
};

const SERVICE_ASKS_USER: Finding = Finding {
    rule: "INIT-05",
    page: "calling-mapi-from-windows-services",
    expected: "no flag that allows a user interface in a Windows service",
    help: "Name the profile and leave the flags of dialogs clear.",
};

const NO_SERVICE: Finding = Finding {
    rule: "INIT-05",
    page: "mapilogonex",
    expected: "no MAPI_NT_SERVICE from a client that is no Windows service",
    help: "Leave the flag clear, or build the subsystem with it if the client is a service.",
};

const CACHED_AND_ONLINE: Finding = Finding {
    rule: "LOAD-17",
    page: "imapisession-openmsgstore",
    expected: "a store opened either with MDB_ONLINE or without it in one session, not both at a time",
    help: "Release the store before it is opened the other way, or open it in another session.",
};

const STORE_LOGOFF_FLAGS: Finding = Finding {
    rule: "SHUT-04",
    page: "imsgstore-storelogoff",
    expected: "exactly one of LOGOFF_ABORT, LOGOFF_NO_WAIT, LOGOFF_ORDERLY, LOGOFF_PURGE and LOGOFF_QUIET in StoreLogoff",
    help: "Choose one; the other flags are for output.",
};

const STORE_LOGOFF_SHARED: Finding = Finding {
    rule: "SHUT-04",
    page: "imsgstore-storelogoff",
    expected: "StoreLogoff only on a store that nobody else uses",
    help: "Release the store instead: the last client logs it off.",
};

const STORE_USED_AFTER_LOGOFF: Finding = Finding {
    rule: "SHUT-05",
    page: "imapisupport-storelogofftransports",
    expected: "nothing but Release on a store whose logoff is complete",
    help: "Make every other call before StoreLogoff.",
};

const STORE_HELD: Finding = Finding {
    rule: "SHUT-18",
    page: "ending-a-mapi-session",
    expected: "every object released before the session ends",
    help: "Drop every clone of the store before Logoff; it cannot be used afterwards.",
};

const REGISTRATION_LEFT: Finding = Finding {
    rule: "SHUT-18",
    page: "ending-a-mapi-session",
    expected: "every registration for notifications cancelled before the session ends",
    help: "Call Unadvise with the number of the connection on the object that gave it.",
};

const NO_LOGOFF: Finding = Finding {
    rule: "SHUT-18",
    page: "ending-a-mapi-session",
    expected: "Logoff before the session is released",
    help: "Call IMAPISession::Logoff.",
};

const LOGOFF_SHARED: Finding = Finding {
    rule: "SHUT-19",
    page: "imapisession-logoff",
    expected: "no MAPI_LOGOFF_SHARED in Logoff",
    help: "Leave the flag clear: it makes every MAPI client shut down.",
};

pub(crate) const FAST_SHUTDOWN_ORDER: Finding = Finding {
    rule: "SHUT-21",
    page: "best-practices-for-fast-shutdown",
    expected: "QueryFastShutdown, NotifyProcessShutdown and DoFastShutdown in this order, each after the success of the one before",
    help: "Log off and release everything if QueryFastShutdown fails.",
};

pub(crate) const USED_AFTER_EXIT: Finding = Finding {
    rule: "SHUT-21",
    page: "best-practices-for-fast-shutdown",
    expected: "no call in MAPI after DoFastShutdown, MAPIUninitialize included",
    help: "End the process.",
};

/// The flags of `StoreLogoff` on input, which exclude each other.
const LOGOFF_CHOICES: LogoffFlags = LogoffFlags::LOGOFF_ABORT
    .union(LogoffFlags::LOGOFF_NO_WAIT)
    .union(LogoffFlags::LOGOFF_ORDERLY)
    .union(LogoffFlags::LOGOFF_PURGE)
    .union(LogoffFlags::LOGOFF_QUIET);

/// The flags of `MAPILogonEx` that bring a dialog up.
const LOGON_DIALOGS: LogonExFlags = LogonExFlags::MAPI_LOGON_UI
    .union(LogonExFlags::MAPI_PASSWORD_UI)
    .union(LogonExFlags::MAPI_SERVICE_UI_ALWAYS);

/// `MAPIInitialize` \[INIT-05\].
pub(crate) fn check_init_flags(recorder: &mut Recorder, in_service: bool, flags: MapiInitFlags) {
    check_declared(recorder, in_service, flags.contains(MapiInitFlags::MAPI_NT_SERVICE), "MAPIInitialize");
}

/// `MAPILogonEx` \[INIT-05\].
pub(crate) fn check_logon_flags(recorder: &mut Recorder, in_service: bool, flags: LogonExFlags) {
    check_declared(recorder, in_service, flags.contains(LogonExFlags::MAPI_NT_SERVICE), "MAPILogonEx");
    if !in_service {
        return;
    }
    if !flags.contains(LogonExFlags::MAPI_NO_MAIL) {
        SERVICE_WITH_MAIL.record_advice(recorder, Context::default(), format!("MAPILogonEx({flags})"));
    }
    if flags.intersects(LOGON_DIALOGS) {
        let asking = flags.intersection(LOGON_DIALOGS);
        SERVICE_ASKS_USER.record_advice(recorder, Context::default(), format!("{asking} in MAPILogonEx"));
    }
}

fn check_declared(recorder: &mut Recorder, in_service: bool, declared: bool, call: &str) {
    match (in_service, declared) {
        (true, false) => {
            SERVICE_UNDECLARED.record_advice(
                recorder,
                Context::default(),
                format!("{call} without the flag"),
            );
        }
        (false, true) => {
            NO_SERVICE.record_advice(recorder, Context::default(), format!("{call} with the flag"))
        }
        (true, true) | (false, false) => {}
    }
}

/// `IMAPISession::Logoff` \[SHUT-19\] \[INIT-05\].
pub(crate) fn check_logoff_flags(
    recorder: &mut Recorder,
    in_service: bool,
    session: SessionNo,
    flags: SessionLogoffFlags,
) {
    let context = Context::session(session);
    if flags.contains(SessionLogoffFlags::MAPI_LOGOFF_SHARED) {
        LOGOFF_SHARED.record_advice(recorder, context, flags.to_string());
    }
    if in_service && flags.contains(SessionLogoffFlags::MAPI_LOGOFF_UI) {
        SERVICE_ASKS_USER.record_advice(recorder, context, format!("{flags} in Logoff"));
    }
}

/// `IMsgStore::StoreLogoff`, with the number of other clients that have the store \[SHUT-04\].
pub(crate) fn check_store_logoff(
    recorder: &mut Recorder,
    context: Context,
    flags: LogoffFlags,
    others: usize,
) {
    if !LOGOFF_CHOICES.contains(flags) || flags.bits().count_ones() != 1 {
        STORE_LOGOFF_FLAGS.record_advice(recorder, context, flags.to_string());
    }
    if others > 0 {
        STORE_LOGOFF_SHARED.record_advice(recorder, context, other_clients(others));
    }
}

/// A store is open with or without `MDB_ONLINE`, and a client opens it the other way \[LOAD-17\].
#[cold]
pub(crate) fn store_is_open_otherwise(
    recorder: &mut Recorder,
    context: Context,
    store: StoreNo,
    opened_online: bool,
) {
    let (is, asked) = if opened_online { ("with", "without") } else { ("without", "with") };
    let got = format!("store object {store} is open {is} MDB_ONLINE, OpenMsgStore {asked} it");
    CACHED_AND_ONLINE.record_advice(recorder, context, got);
}

/// A call on a store object after `LOGOFF_COMPLETE` \[SHUT-05\].
#[cold]
pub(crate) fn store_is_used_after_logoff(
    recorder: &mut Recorder,
    context: Context,
    store: StoreNo,
    method: Method,
) {
    let got = format!("{method} on store object {store}");
    STORE_USED_AFTER_LOGOFF.record_advice(recorder, context, got);
}

/// A client that ends its session has a store still.
pub(crate) fn store_is_held(recorder: &mut Recorder, context: Context, store: StoreNo) {
    STORE_HELD.record_advice(recorder, context, format!("store object {store} of OpenMsgStore"));
}

/// A registration that a call on `object` made.
pub(crate) fn registration_is_left(
    recorder: &mut Recorder,
    context: Context,
    number: u64,
    object: impl Display,
) {
    let got = format!("connection {number} of Advise on {object}");
    REGISTRATION_LEFT.record_advice(recorder, context, got);
}

/// A session was released without a logoff.
pub(crate) fn session_was_dropped(recorder: &mut Recorder, session: SessionNo) {
    let got = "a session released without Logoff, so that MAPI has logged it off".to_owned();
    NO_LOGOFF.record_advice(recorder, Context::session(session), got);
}
