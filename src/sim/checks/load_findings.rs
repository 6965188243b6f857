//! The rules behind the protocol faults that the load machine finds.

use crate::load::ProtocolFault;
use crate::sim::checks::finding::Finding;

/// The rule that a fault breaks, and what came instead.
pub(crate) const fn of_fault(fault: ProtocolFault) -> (Finding, &'static str) {
    match fault {
        ProtocolFault::NoProviderObject => (
            Finding {
                rule: "LOAD-10",
                page: "loading-message-store-providers",
                expected: "a provider object from a successful MSProviderInit",
                help: "Return the object or an error.",
            },
            "no provider object",
        ),
        ProtocolFault::NoStoreObject => (
            Finding {
                rule: "LOAD-18",
                page: "imsprovider-logon",
                expected: "a store object from a successful Logon",
                help: "Use LogonAnswer::first or LogonAnswer::already_open.",
            },
            "no store object",
        ),
        ProtocolFault::NoLogonObject => (
            Finding {
                rule: "LOAD-18",
                page: "imsprovider-logon",
                expected: "a logon object of its own from the first Logon for a store",
                help: "Use LogonAnswer::first for a store that this Logon has opened.",
            },
            "a store object that MAPI does not know, without a logon object of its own",
        ),
        ProtocolFault::SecondLogonObject => (
            Finding {
                rule: "LOAD-24",
                page: "imsprovider-logon",
                expected: "no logon object from a Logon for a store that is open already",
                help: "Use LogonAnswer::already_open.",
            },
            "another logon object",
        ),
        ProtocolFault::ExistingLogonObject => (
            Finding {
                rule: "LOAD-24",
                page: "imsprovider-logon",
                expected: "no logon object from a Logon for a store that is open already",
                help: "Use LogonAnswer::already_open.",
            },
            "the logon object of the first Logon",
        ),
        ProtocolFault::SecondStoreObject => (
            Finding {
                rule: "LOAD-23",
                page: "imsprovider-logon",
                expected: "the store object that is open already",
                help: "Look for the store in the provider object's list of open stores first.",
            },
            "another store object",
        ),
        ProtocolFault::NoSpoolerObjects => (
            Finding {
                rule: "LOAD-35",
                page: "imsprovider-spoolerlogon",
                expected: "a logon object and a store object from a successful SpoolerLogon",
                help: "Return both, or an error.",
            },
            "not both of them",
        ),
        ProtocolFault::SameSpoolerObjects => (
            Finding {
                rule: "LOAD-35",
                page: "imsprovider-spoolerlogon",
                expected: "objects of the spooler's own, which the store can tell from those of clients",
                help: "Make a pair of logon and store object for every SpoolerLogon.",
            },
            "a store object that a client has",
        ),
    }
}
