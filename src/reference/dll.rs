//! What the provider's DLL exports.

use std::sync::Arc;

use super::catalogue::StoreCatalogue;
use super::provider::ReferenceProvider;
use crate::mapi::{MapiResult, ProviderInitFlags};
use crate::spi::{InitAnswer, InitRequest, ProviderEntry};
use crate::support::check_version;

/// The DLL of the reference provider: `MSProviderInit` and the service entry point.
///
/// Each call of `MSProviderInit` makes a provider object of its own over the same catalogue.
///
/// As a message service entry point it sets the password in all sections of the service: the property
/// [`PR_REFERENCE_PASSWORD`](super::PR_REFERENCE_PASSWORD) of a `MSG_SERVICE_CONFIGURE` call, without a dialog unless
/// `SERVICE_UI_ALWAYS` asks for one, else what the user types, if the flags let him be asked \[PROFILE-21\].
#[derive(Clone, Debug)]
pub struct ReferenceDll {
    catalogue: StoreCatalogue,
}

impl ReferenceDll {
    /// A DLL whose stores are those of `catalogue`.
    #[must_use]
    pub const fn new(catalogue: StoreCatalogue) -> Self {
        Self { catalogue }
    }
}

impl ProviderEntry for ReferenceDll {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        check_version(request)?;
        // [INIT-07]
        let in_service = request.flags.contains(ProviderInitFlags::MAPI_NT_SERVICE);
        Ok(InitAnswer::new(Arc::new(ReferenceProvider::new(self.catalogue.clone(), in_service))))
    }
}
