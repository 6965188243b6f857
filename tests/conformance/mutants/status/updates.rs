//! Changes of rows bent: which row, in which session, and what it says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use mapi_sim::conformance::rules::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

use super::super::on_calls::{address, lock};
use super::super::{Mutant, wrap};
use super::{Rows, shows, with};

pub(super) fn mutants() -> Vec<Mutant> {
    vec![
        wrap(STATUS_04, "adds a row when its store is renamed", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let renamed = shows(&columns, PR_DISPLAY_NAME_W);
                (columns, if renamed { StatusRowFlags::empty() } else { flags })
            }))
        }),
        wrap(STATUS_04, "changes the row of the store that was opened last", |wrapping| {
            let last = LastRow::default();
            wrapping.provider(last.clone()).support(last)
        }),
        wrap(STATUS_04, "changes the row of its first session only", |wrapping| {
            wrapping.support(FirstRow::default())
        }),
        wrap(STATUS_06, "does not say that it is offline", |wrapping| {
            wrapping.support(Rows(|columns, flags| {
                let update =
                    flags.contains(StatusRowFlags::STATUSROW_UPDATE) && shows(&columns, PR_STATUS_CODE);
                let none = PropValue::new(PR_STATUS_CODE, 0);
                (if update { with(columns, none) } else { columns }, flags)
            }))
        })
        .also(&[STATUS_13]),
    ]
}

/// Changes the row of whatever store it has logged on to last.
#[derive(Clone, Default)]
struct LastRow {
    last: Arc<Mutex<Option<Support>>>,
    /// A change goes to that row now.
    astray: Arc<AtomicBool>,
}

impl WrapProvider for LastRow {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let answer = inner.logon(request)?;
        if answer.logon.is_some() {
            // A pointer that is only copied.
            *lock(&self.last) = Some(request.support.lend(|object| object));
        }
        Ok(answer)
    }
}

impl WrapSupport for LastRow {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let last = lock(&self.last).as_ref().map(|last| last.lend(|object| object));
        let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
        match last.filter(|_| update && !self.astray.swap(true, Ordering::Relaxed)) {
            Some(last) => {
                let answer = last.modify_status_row(columns, flags);
                self.astray.store(false, Ordering::Relaxed);
                answer
            }
            None => inner.modify_status_row(columns, flags),
        }
    }
}

/// Changes no row but the first.
#[derive(Default)]
struct FirstRow(Mutex<Option<usize>>);

impl WrapSupport for FirstRow {
    fn modify_status_row(
        &self,
        inner: &dyn IMAPISupport,
        columns: &[PropValue],
        flags: StatusRowFlags,
    ) -> MapiResult<()> {
        let first = *lock(&self.0).get_or_insert(address(inner));
        let update = flags.contains(StatusRowFlags::STATUSROW_UPDATE);
        if update && first != address(inner) { Ok(()) } else { inner.modify_status_row(columns, flags) }
    }
}
