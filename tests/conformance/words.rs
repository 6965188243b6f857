//! What the full fixtures of the reference provider declare, in the words of the macro.

/// The kit on a fixture that has everything but what is named besides.
macro_rules! reference_tests {
    ($fixture:expr $(, $besides:ident)*) => {
        mapi_sim::conformance_tests!(
            $fixture,
            capabilities: [
                mail, ui, write, submit, notify, default_store, transport_coupled, service_entry, change_password,
                fast_shutdown, second_store, password, unconfigured, unreachable, offline, other_id,
                chooses_store $(, $besides)*
            ],
        );
    };
}
