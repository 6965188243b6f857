//! The entry point of a message service called for its own sake, by a test.

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NOT_FOUND, MAPI_E_NOT_INITIALIZED};
use crate::mapi::{MapiResult, MapiUid, PropValue, ServiceContext, ServiceFlags};
use crate::sim::client::service::change::first_section;
use crate::sim::drive::service_entry::{EntryCall, call_entry, entry_of};
use crate::sim::kernel::turn::run_to_end;
use crate::sim::{Session, Subsystem};

impl Subsystem {
    /// Calls a message service's entry point as MAPI would in this context, and does nothing that would come before or
    /// after. Page: `msgserviceentry`.
    ///
    /// For tests of an entry point; whoever wants MAPI's part as well uses
    /// [`IMsgServiceAdmin`](crate::spi::IMsgServiceAdmin). Dialogs go to the user of the subsystem.
    ///
    /// # Errors
    /// What the entry point answers; `MAPI_E_NOT_FOUND` if the session's profile has no such service,
    /// `MAPI_E_NOT_INITIALIZED` if it has no entry point.
    pub fn call_service_entry(
        &self,
        session: &Session,
        service: &MapiUid,
        context: ServiceContext,
        flags: ServiceFlags,
        props: &[PropValue],
    ) -> MapiResult<()> {
        let shared = self.shared();
        let number = session.number();
        let found = shared.with(|state| {
            let profile = state.sessions.get(number).ok_or(MAPI_E_END_OF_SESSION)?.profile();
            state.profiles.service_by_uid(profile, *service).ok_or(MAPI_E_NOT_FOUND)
        })?;
        let entry = entry_of(shared, found).ok_or(MAPI_E_NOT_INITIALIZED)?;
        let mut call = EntryCall::new(number, context, first_section(shared, found));
        (call.flags, call.props) = (flags, props);
        run_to_end(call_entry(shared, &entry, &call))
    }
}
