//! Each kind of fault by its name and as a line of text, with what the trace shows of it; and two of them for one call.

use std::cell::RefCell;
use std::rc::Rc;

use mapi_sim::explore::{Finding, Orders, Scenario};
use mapi_sim::mapi::codes::*;
use mapi_sim::methods::{Exports, IMAPIProp, IMAPISupport, IMSProvider, IMsgStore};
use mapi_sim::sim::Fault;

use crate::worlds::*;

/// A fault, its text, and parts of lines of the trace in their order.
type Named = (Fault, &'static str, &'static [&'static str]);

const LIST: [Named; 9] = [
    (
        Fault::answers(IMAPISupport::OpenProfileSection, 3, MAPI_E_NOT_FOUND),
        "IMAPISupport::OpenProfileSection#3=MAPI_E_NOT_FOUND",
        &[
            "<- OpenProfileSection S_OK",
            "<- OpenProfileSection S_OK",
            "fault on purpose",
            "<- OpenProfileSection MAPI_E_NOT_FOUND",
        ],
    ),
    (
        Fault::answers(IMSProvider::Logon, 1, MAPI_E_NO_ACCESS),
        "IMSProvider::Logon#1=MAPI_E_NO_ACCESS",
        &[
            "IMSProvider::Logon(S1",
            "fault on purpose",
            "<- Logon MAPI_E_NO_ACCESS",
            "<- OpenMsgStore MAPI_E_NO_ACCESS",
        ],
    ),
    (
        Fault::ends_spooler(1),
        "IMSProvider::SpoolerLogon#1=spooler-gone",
        &[
            "step 8 ",
            "IMSProvider::SpoolerLogon(",
            "fault on purpose",
            "<- SpoolerLogon S_OK",
            "step 9  skipped",
        ],
    ),
    (
        Fault::loses_support(1),
        "IMSProvider::Logon#1=support-lost",
        &["IMSProvider::Logon(S1", "fault on purpose", "support object S1 is freed", "<- Logon "],
    ),
    (
        Fault::cuts_validation_data(1, 3),
        "IMSProvider::Logon#1=data:3",
        &[
            "fault on purpose",
            "<- Logon S_OK, a store object, a logon object, 3 bytes",
            "3 bytes of validation data)",
        ],
    ),
    (
        Fault::releases_session_first(1),
        "IUnknown::Release#1=session-first",
        &[
            "fault on purpose",
            "client -> session 1  IMAPISession::Logoff",
            "client Release on store object M1",
        ],
    ),
    (
        Fault::panics(IMsgStore::GetProps, 1),
        "IMsgStore::GetProps#1=panic",
        &["IMsgStore::GetProps(", "fault on purpose", "<- GetProps PANICKED and did not return"],
    ),
    (
        Fault::answers(Exports::MAPILogonEx, 1, MAPI_E_LOGON_FAILED),
        "MAPILogonEx#1=MAPI_E_LOGON_FAILED",
        &["client -> MAPI  MAPILogonEx", "fault on purpose", "<- MAPILogonEx MAPI_E_LOGON_FAILED"],
    ),
    (
        Fault::loses_add_ref(1),
        "IUnknown::AddRef#1=lost",
        &["IMSProvider::Logon(S1", "fault on purpose", "<- Logon S_OK", "support object S1 is freed"],
    ),
];

fn clients() -> Scenario {
    Scenario::new(world).client("one", tidy).spooler().client("other", tidy)
}

/// The trace of the documented order, in which all of these come to bear and nothing is found.
fn trace_with(faults: &[Fault]) -> String {
    let text = Rc::new(RefCell::new(String::new()));
    let noted = Rc::clone(&text);
    let scenario = faults.iter().fold(clients(), |clients, fault| clients.fault(*fault));
    let scenario = scenario.at_end("trace", move |mapi| {
        *noted.borrow_mut() = mapi.trace().to_string();
        Ok(())
    });
    assert!(scenario.explore(Orders::documented()).unwrap().is_complete());
    text.take()
}

#[test]
fn the_trace_shows_what_each_fault_does() {
    for (fault, text, lines) in LIST {
        assert_eq!((fault.to_string(), text.parse()), (text.to_owned(), Ok(fault)));
        let trace = trace_with(&[fault]);
        assert!(trace.contains(&format!("fault on purpose: {text}")), "{trace}");
        let mut rest = trace.as_str();
        for line in lines {
            let found = rest
                .find(line)
                .unwrap_or_else(|| panic!("{text}: `{line}` is not behind the others in\n{trace}"));
            rest = &rest[found + line.len()..];
        }
        // In every order nobody else suffers.
        assert!(clients().fault(fault).explore(Orders::random(5, 20)).is_ok(), "{text}");
    }
}

/// The first one that can go wrong with the call does; the other one does not come to bear.
#[test]
fn of_two_faults_for_one_call_the_first_one_comes_to_bear() {
    let refused = Fault::answers(IMSProvider::Logon, 1, MAPI_E_NO_ACCESS);
    let others = [
        Fault::answers(IMSProvider::Logon, 1, MAPI_E_TIMEOUT),
        Fault::warns(IMSProvider::Logon, 1, MAPI_W_ERRORS_RETURNED),
        Fault::panics(IMSProvider::Logon, 1),
        Fault::loses_support(1),
        Fault::cuts_validation_data(1, 3),
    ];
    for other in others {
        for [first, second] in [[refused, other], [other, refused]] {
            let failure = clients().fault(first).fault(second).explore(Orders::documented()).unwrap_err();
            assert_eq!(failure.findings(), [Finding::Idle(second)], "{first} and {second}");
        }
        // The same fault twice is one.
        assert!(clients().fault(other).fault(other).explore(Orders::documented()).is_ok(), "{other}");
    }
}

/// What cannot go wrong with a call gives way to what can, and a method of a base counts calls of its own.
#[test]
fn a_fault_that_cannot_come_to_bear_is_in_nobodys_way() {
    let success = Fault::answers(IMSProvider::Logon, 1, S_OK);
    let refused = Fault::answers(IMSProvider::Logon, 1, MAPI_E_NO_ACCESS);
    let failure = clients().fault(success).fault(refused).explore(Orders::documented()).unwrap_err();
    assert_eq!(failure.findings(), [Finding::Idle(success)]);

    let store = Fault::answers(IMsgStore::GetProps, 2, MAPI_E_DISK_ERROR);
    let base = Fault::answers(IMAPIProp::GetProps, 1, MAPI_E_NETWORK_ERROR);
    let explored = clients().fault(store).fault(base).explore(Orders::documented());
    assert!(explored.is_ok(), "{explored:?}");
}

/// Two calls one behind the other: each has its own.
#[test]
fn faults_for_different_calls_come_to_bear_together() {
    let faults = [
        "IMSProvider::Logon#1=MAPI_E_NO_ACCESS",
        "IMSProvider::Logon#2=data:1",
        "IMSProvider::SpoolerLogon#1=panic",
    ];
    let trace = trace_with(&faults.map(|fault| fault.parse().unwrap()));
    assert!(faults.iter().all(|fault| trace.contains(&format!("fault on purpose: {fault}"))), "{trace}");
}
