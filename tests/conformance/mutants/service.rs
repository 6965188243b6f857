//! The message service bent, and what `Logon` may not write.

mod entry;
mod off_limits;
mod support;

use mapi_sim::mapi::ServiceFlags;
use mapi_sim::spi::ServiceRequest;

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
