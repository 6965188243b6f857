//! The status objects of MAPI's own: of the subsystem, the spooler and the address book \[STATUS-16\].

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_END_OF_SESSION, MAPI_E_NO_SUPPORT, MAPI_E_UNKNOWN_FLAGS};
use crate::mapi::{
    EntryId, FlushQueuesFlags, GetPropListFlags, GetPropsFlags, MapiResult, MapiUid, PropTag, PropValue,
    ResourceMethods, ValidateStateFlags, Warned,
};
use crate::memory::MemoryProps;
use crate::sim::books::transactions::own_status::OwnStatus;
use crate::sim::kernel::shared::Shared;
use crate::spi::{IMAPIProp, IMAPIStatus, MapiObject, ParentWindow};
use crate::support::interfaces;
use crate::trace::SessionNo;

/// A status object for reading, with the methods that its row names. Page: `imapistatusimapiprop`.
struct OwnStatusObject {
    shared: Arc<Shared>,
    session: SessionNo,
    own: OwnStatus,
}

/// `OpenEntry` of one of MAPI's own rows.
///
/// # Errors
/// `MAPI_E_INTERFACE_NOT_SUPPORTED` for an interface that status objects do not have.
pub(super) fn open_own_status(
    shared: &Arc<Shared>,
    session: SessionNo,
    own: OwnStatus,
    interface: Option<MapiUid>,
) -> MapiResult<MapiObject> {
    interfaces::check(interface, interfaces::STATUS)?;
    Ok(MapiObject::Status(Arc::new(OwnStatusObject { shared: Arc::clone(shared), session, own })))
}

impl OwnStatusObject {
    fn props(&self) -> MapiResult<MemoryProps> {
        self.shared.with(|state| {
            let live = state.sessions.live(self.session).is_some();
            let props = live.then(|| MemoryProps::new(state.own_status_props(self.session, self.own)));
            props.ok_or_else(|| MAPI_E_END_OF_SESSION.into())
        })
    }

    fn check_live(&self) -> MapiResult<()> {
        let live = self.shared.with(|state| state.sessions.live(self.session).is_some());
        if live { Ok(()) } else { Err(MAPI_E_END_OF_SESSION.into()) }
    }
}

impl IMAPIProp for OwnStatusObject {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.props()?.get_props(tags, flags)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        Ok(self.props()?.get_prop_list(flags))
    }
}

impl IMAPIStatus for OwnStatusObject {
    fn validate_state(&self, _window: ParentWindow<'_>, flags: ValidateStateFlags) -> MapiResult<()> {
        self.check_live()?;
        if flags.unnamed().is_empty() { Ok(()) } else { Err(MAPI_E_UNKNOWN_FLAGS.into()) }
    }

    /// The simulated spooler has no queues of its own, so there is nothing to wait for.
    fn flush_queues(
        &self,
        _window: ParentWindow<'_>,
        _transport: Option<&EntryId>,
        flags: FlushQueuesFlags,
    ) -> MapiResult<()> {
        self.check_live()?;
        if !self.own.methods().contains(ResourceMethods::STATUS_FLUSH_QUEUES) {
            return Err(MAPI_E_NO_SUPPORT.into());
        }
        if flags.unnamed().is_empty() { Ok(()) } else { Err(MAPI_E_UNKNOWN_FLAGS.into()) }
    }
}
