//! The end of provider objects bent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{address, lock};
use super::super::{Mutant, wrap};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(SHUT_22, "cannot shut down", |wrapping| wrapping.provider(ShutsDownIf::new(|_| false))),
        wrap(SHUT_22, "cannot shut down before anybody has logged on", |wrapping| {
            wrapping.provider(ShutsDownIf::new(|seen| seen.own.client || seen.own.spooler))
        }),
        wrap(SHUT_22, "cannot shut down while somebody has a store", |wrapping| {
            let bend = ShutsDownIf::new(|seen| seen.open == 0);
            wrapping.store(bend.clone()).provider(bend)
        }),
        wrap(SHUT_22, "cannot shut down in the spooler's process", |wrapping| {
            wrapping.provider(ShutsDownIf::new(|seen| seen.own.client || !seen.own.spooler))
        }),
        wrap(SHUT_22, "shuts down once", |wrapping| {
            wrapping.provider(ShutsDownIf::new(|seen| seen.ends == 0))
        })
        .also(&[INIT_16, OBS_07]),
    ]
}

/// Who has logged on to a provider object.
#[derive(Clone, Copy, Default)]
struct LoggedOn {
    client: bool,
    spooler: bool,
}

/// What has happened before a `Shutdown`.
struct Seen {
    own: LoggedOn,
    /// Stores that nobody has released.
    open: usize,
    /// Provider objects that were shut down.
    ends: usize,
}

#[derive(Default)]
struct Books {
    logged_on: BTreeMap<usize, LoggedOn>,
    open: usize,
    ends: usize,
}

/// Shuts down if what has happened allows it.
#[derive(Clone)]
struct ShutsDownIf {
    allows: fn(&Seen) -> bool,
    books: Arc<Mutex<Books>>,
}

impl ShutsDownIf {
    fn new(allows: fn(&Seen) -> bool) -> Self {
        Self { allows, books: Arc::default() }
    }
}

impl WrapProvider for ShutsDownIf {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        let mut books = lock(&self.books);
        books.logged_on.entry(address(inner)).or_default().client = true;
        books.open += usize::from(answer.logon.is_some());
        Ok(answer)
    }

    fn spooler_logon(
        &self,
        inner: &dyn IMSProvider,
        request: &SpoolerLogonRequest<'_>,
    ) -> MapiResult<LogonAnswer> {
        let answer = inner.spooler_logon(request)?;
        let mut books = lock(&self.books);
        books.logged_on.entry(address(inner)).or_default().spooler = true;
        books.open += usize::from(answer.logon.is_some());
        Ok(answer)
    }

    fn shutdown(&self, inner: &dyn IMSProvider, flags: u32) -> MapiResult<()> {
        inner.shutdown(flags)?;
        let mut books = lock(&self.books);
        let own = books.logged_on.remove(&address(inner)).unwrap_or_default();
        let seen = Seen { own, open: books.open, ends: books.ends };
        books.ends += 1;
        if (self.allows)(&seen) { Ok(()) } else { Err(MAPI_E_BUSY.into()) }
    }
}

impl WrapStore for ShutsDownIf {
    fn released(&self, inner: Arc<dyn IMsgStore>) {
        drop(inner);
        lock(&self.books).open -= 1;
    }
}
