//! The status row and the status object of the store that was opened first.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::breach::{Breach, OrBreach};
use super::machine::{open_by_session, status_rows};
use crate::mapi::tags::{PR_ENTRYID, PR_RESOURCE_TYPE};
use crate::mapi::{OpenEntryFlags, PropValue, ResourceType, Row};
use crate::sim::Session;
use crate::spi::{Dialog, DialogAnswer, DialogHost, IMAPIStatus, ParentWindow};

/// The first row of the status table that is a store's.
pub(super) fn provider_row(session: &Session) -> Result<Row, Breach> {
    let is_store = |row: &Row| {
        let kind = row.get(PR_RESOURCE_TYPE).and_then(PropValue::as_bits);
        kind == Some(ResourceType::StoreProvider.raw())
    };
    let row = status_rows(session)?.into_iter().find(is_store);
    row.or_breach("a row of the store in the status table")
}

/// The status object behind that row, as a client opens it.
pub(super) fn object_of(session: &Session, flags: OpenEntryFlags) -> Result<Arc<dyn IMAPIStatus>, Breach> {
    let id = provider_row(session)?.get(PR_ENTRYID).and_then(PropValue::as_entry_id);
    let id = id.or_breach("PR_ENTRYID in the status row")?;
    let opened = open_by_session(session, &id, flags).or_breach("OpenEntry of the status row")?;
    opened.into_status().or_breach("a status object from OpenEntry of the status row")
}

/// Who sits at the window that a client gives to a status object.
#[derive(Default)]
pub(super) struct DialogLog(AtomicBool);

impl DialogLog {
    pub(super) fn window(&self) -> ParentWindow<'_> {
        ParentWindow::new(self)
    }

    pub(super) fn saw_nothing(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

impl DialogHost for DialogLog {
    fn show(&self, _dialog: &Dialog) -> DialogAnswer {
        self.0.store(true, Ordering::Relaxed);
        DialogAnswer::Unavailable
    }
}
