//! How deep calls of foreign code are nested.
//!
//! A provider that opens its own store in its `Logon` would go on until the stack overflows, which ends the process. The
//! limit is far above what nests in any profile, and holds in a debug build on a thread of 2 MiB.

use std::cell::Cell;

use crate::mapi::codes::MAPI_E_CALL_FAILED;
use crate::mapi::{MapiError, MapiErrorDetail};
use crate::trace::Method;

/// How deep calls may be nested.
const DEEPEST: u32 = 16;

/// How much deeper those may be that end something: what has begun at the limit is put away in order.
const FOR_ENDS: u32 = 8;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// How often foreign code other than the spooler has been run.
    static RUNS: Cell<u64> = const { Cell::new(0) };
    /// How often an object of foreign code has been released.
    static RELEASES: Cell<u64> = const { Cell::new(0) };
    /// The limit was reached in the outermost call. Somebody who tries again on every level would not come to an end.
    static REACHED: Cell<bool> = const { Cell::new(false) };
}

/// A call that is not made, since it would be nested too deep.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TooDeep;

impl From<TooDeep> for MapiError {
    fn from(_: TooDeep) -> Self {
        let text = format!(
            "calls between MAPI and providers are nested more than {DEEPEST} deep: something that a provider or a \
             sink does in a call makes the same call again"
        );
        Self::with_detail(MAPI_E_CALL_FAILED, MapiErrorDetail::new(text).component("MAPI"))
    }
}

/// How often this thread has called or dropped something of a provider, a sink or a dialog.
pub(crate) fn foreign_runs() -> u64 {
    RUNS.get()
}

/// How often this thread has released an object of a provider, or a sink.
pub(crate) fn foreign_releases() -> u64 {
    RELEASES.get()
}

/// A client may call objects that a provider has given it without MAPI between them.
pub(crate) fn runs_unseen() {
    RUNS.set(RUNS.get() + 1);
}

/// A call of foreign code under way on this thread.
pub(crate) struct Nested(());

impl Nested {
    /// One more, unless that is too deep. What is no method of an interface may always be left out.
    #[inline(always)]
    pub(crate) fn begin(method: Option<Method>) -> Result<Self, TooDeep> {
        let depth = DEPTH.get();
        if (depth >= DEEPEST || REACHED.get()) && !is_allowed(method, depth) {
            return Err(TooDeep);
        }
        DEPTH.set(depth + 1);
        RUNS.set(RUNS.get() + u64::from(method.is_some()));
        Ok(Self(()))
    }

    /// One more that cannot be left out: the destructor of an object.
    #[inline(always)]
    pub(crate) fn destructor() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        RUNS.set(RUNS.get() + 1);
        RELEASES.set(RELEASES.get() + 1);
        Self(())
    }
}

#[cold]
fn is_allowed(method: Option<Method>, depth: u32) -> bool {
    REACHED.set(true);
    method.is_some_and(ends_something) && depth < DEEPEST + FOR_ENDS
}

fn ends_something(method: Method) -> bool {
    [Method::StoreLogoff, Method::SupportStoreLogoffTransports, Method::LogonLogoff, Method::ProviderShutdown]
        .contains(&method)
}

impl Drop for Nested {
    #[inline(always)]
    fn drop(&mut self) {
        let depth = DEPTH.get() - 1;
        DEPTH.set(depth);
        if depth == 0 {
            REACHED.set(false);
        }
    }
}
