//! Logon objects.

use std::sync::Arc;

use super::provider_side;
use super::registry::Registry;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends logon objects.
    BendLogon of IMSLogon, provider_side logon in logons;
    IMSLogon {
        get_last_error(result: HResult, width: StringWidth) -> Option<MapiErrorDetail>;
        logoff(flags: u32) -> ();
        open_entry(request: &OpenEntryRequest<'_>) -> MapiObject => object;
        compare_entry_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
        advise(entry_id: Option<&EntryId>, events: EventMask, sink: Arc<dyn IMAPIAdviseSink> => sink) -> Connection;
        unadvise(connection: Connection) -> ();
        open_status_entry(interface: Option<MapiUid>, flags: OpenEntryFlags) -> Arc<dyn IMAPIStatus> => status;
    }
}
