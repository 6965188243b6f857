//! The reference provider keeps every rule.

use crate::fixture::Reference;

mapi_sim::conformance_tests!(
    Reference,
    capabilities: [
        mail, ui, write, submit, notify, default_store, transport_coupled, service_entry, change_password,
        fast_shutdown, second_store, password, unconfigured, unreachable, offline, other_id,
    ],
);
