//! `IMSLogon`.

use std::sync::Arc;

use super::open_store::{OpenStore, compare_entry_ids};
use super::status::StatusObject;
use crate::mapi::{EntryId, EventMask, MapiResult, MapiUid, OpenEntryFlags};
use crate::spi::{Connection, IMAPIAdviseSink, IMAPIStatus, IMSLogon, MapiObject, OpenEntryRequest};
use crate::support::interfaces;

/// MAPI's side of an open store.
pub(super) struct LogonObject {
    inside: Arc<OpenStore>,
}

impl LogonObject {
    pub(super) const fn new(inside: Arc<OpenStore>) -> Self {
        Self { inside }
    }
}

impl IMSLogon for LogonObject {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        self.inside.log_off();
        Ok(())
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inside.open_entry(request)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        self.inside.check_open()?;
        compare_entry_ids(first, second)
    }

    fn advise(
        &self,
        entry_id: Option<&EntryId>,
        events: EventMask,
        sink: Arc<dyn IMAPIAdviseSink>,
    ) -> MapiResult<Connection> {
        self.inside.advise(entry_id, events, &sink)
    }

    fn unadvise(&self, connection: Connection) -> MapiResult<()> {
        self.inside.unadvise(connection)
    }

    /// Read-only also if `MAPI_MODIFY` is asked for \[STATUS-12\].
    fn open_status_entry(
        &self,
        interface: Option<MapiUid>,
        _flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        self.inside.check_alive()?;
        interfaces::check(interface, interfaces::STATUS)?;
        Ok(Arc::new(StatusObject::new(&self.inside)))
    }
}
