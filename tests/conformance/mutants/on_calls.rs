//! Bends of one call, each by a closure.

use std::sync::{Mutex, MutexGuard, PoisonError};

use mapi_sim::mapi::*;
use mapi_sim::reference::store_entry_id;
use mapi_sim::spi::*;
use mapi_sim::wrap::OnProvider;

/// The closure replaces `Logon`.
pub(super) fn on_logon<F>(logon: F) -> OnProvider
where
    F: Fn(&dyn IMSProvider, &LogonRequest<'_>) -> MapiResult<LogonAnswer> + Send + Sync + 'static,
{
    OnProvider::new().logon(logon)
}

/// The closure changes what `Logon` answers for a store that is open.
pub(super) fn on_duplicate<F>(again: F) -> OnProvider
where
    F: Fn(&LogonRequest<'_>, LogonAnswer) -> MapiResult<LogonAnswer> + Send + Sync + 'static,
{
    on_logon(move |inner, request| {
        let answer = inner.logon(request)?;
        if answer.logon.is_some() { Ok(answer) } else { again(request, answer) }
    })
}

/// The closure changes what `SpoolerLogon` answers.
pub(super) fn on_spooler_logon<F>(logon: F) -> OnProvider
where
    F: Fn(&dyn IMSProvider, &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> + Send + Sync + 'static,
{
    OnProvider::new().spooler_logon(logon)
}

/// The closure replaces `CompareStoreIDs`.
pub(super) fn on_compare<F>(compare: F) -> OnProvider
where
    F: Fn(&dyn IMSProvider, &EntryId, &EntryId) -> MapiResult<bool> + Send + Sync + 'static,
{
    OnProvider::new().compare_store_ids(move |inner, first, second, _| compare(inner, first, second))
}

/// Whether a `Logon` names this store.
pub(super) fn names(request: &LogonRequest<'_>, store: &str) -> bool {
    request.entry_id == Some(&store_entry_id(store))
}

/// Shows a dialog and goes on whatever the user does.
pub(super) fn ask(window: ParentWindow<'_>) {
    let _ = window.show(&Dialog::new("Really?"));
}

/// The address of an object, by which a bend knows it again.
pub(crate) fn address<T: ?Sized>(object: &T) -> usize {
    std::ptr::from_ref(object).cast::<()>() as usize
}

pub(crate) fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
