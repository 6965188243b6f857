//! Profile sections as clients open them.

use std::sync::Arc;

use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND};
use crate::mapi::{MapiResult, MapiUid, OpenSectionFlags};
use crate::sim::books::ledger::SectionUser;
use crate::sim::kernel::shared::Shared;
use crate::sim::kernel::traced::Receiver;
use crate::sim::support::section::ProfileSection;
use crate::spi::IProfSect;
use crate::trace::{Actor, Context, Method, SessionNo};

/// A client opens a section. Those of providers are closed to it, and with `MAPI_FORCE_ACCESS` readable [PROFILE-05].
pub(crate) fn open_for_client(
    shared: &Arc<Shared>,
    session: SessionNo,
    uid: MapiUid,
    flags: OpenSectionFlags,
) -> MapiResult<Arc<dyn IProfSect>> {
    let context = Context::session(session);
    let section = shared.with(|state| {
        let profile = state.sessions.get(session).ok_or(MAPI_E_NOT_FOUND)?.profile();
        let found = state.profiles.section_by_uid(profile, uid);
        let of_provider =
            found.and_then(|no| state.profiles.section(no)).is_some_and(|data| !data.dll().is_empty());
        let forced = flags.contains(OpenSectionFlags::MAPI_FORCE_ACCESS);
        let writes = flags.contains(OpenSectionFlags::MAPI_MODIFY);
        if of_provider && (!forced || writes) {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        let section = state.open_named(session, uid, flags)?;
        let (by, method) = (Actor::Client, Method::SessionOpenProfileSection);
        let user = SectionUser { context, by, method, support: None };
        ProfileSection::open(shared, state, section, flags.into(), user)
    })?;
    Ok(shared.hand_out_section(Receiver::client(context), section))
}
