//! What came instead of what a rule expects, in words that say of what they speak.

use crate::trace::SupportNo;

/// The references that a provider has on a support object.
#[cold]
pub(crate) fn references(kept: u32, support: SupportNo) -> String {
    format!("{} of the provider on support object {support}", counted(kept, "reference", "references"))
}

/// The calls of `StoreLogoffTransports` for one opening of a store.
#[cold]
pub(crate) fn transport_logoffs(calls: u32) -> String {
    format!("{} of StoreLogoffTransports", counted(calls, "call", "calls"))
}

/// The clients that have a store beside the one that calls.
pub(super) fn other_clients(others: usize) -> String {
    let others = u32::try_from(others).unwrap_or(u32::MAX);
    format!("{} with the store", counted(others, "other client", "other clients"))
}

fn counted(count: u32, one: &str, many: &str) -> String {
    match count {
        0 => format!("no {one}"),
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    }
}
