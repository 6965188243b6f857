//! The message service bent, and what `Logon` may not write.

mod entry;
mod off_limits;
mod support;

use std::sync::Arc;

use mapi_sim::mapi::tags::PR_PROVIDER_UID;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;

use super::Mutant;

/// Beside the mutants: which routes there are, where there are fewer than three.
pub(super) const FEW_ROUTES: super::FewRoutes = &[];

pub(super) fn mutants() -> Vec<Mutant> {
    [off_limits::mutants(), support::mutants(), entry::mutants()].into_iter().flatten().collect()
}

/// Whether a service may show a dialog.
fn asks(request: &ServiceRequest<'_>) -> bool {
    request.flags.intersects(ServiceFlags::SERVICE_UI_ALLOWED | ServiceFlags::SERVICE_UI_ALWAYS)
}

/// The sections of the service's providers.
pub(super) fn sections(request: &ServiceRequest<'_>) -> MapiResult<Vec<Arc<dyn IProfSect>>> {
    let table = request.provider_admin.get_provider_table(StringWidth::MAPI_UNICODE)?;
    let uid = |row: &Row| {
        let uid = row.get(PR_PROVIDER_UID).unwrap().as_binary().unwrap();
        MapiUid::from_bytes(uid.try_into().unwrap())
    };
    let rows = table.query_rows(i32::MAX, QueryRowsFlags::empty())?;
    let open = |row: &Row| {
        request.provider_admin.open_profile_section(Some(&uid(row)), None, OpenSectionFlags::MAPI_MODIFY)
    };
    rows.iter().map(open).collect()
}
