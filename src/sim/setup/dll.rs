//! DLLs of providers.

use std::sync::Arc;

use crate::sim::setup::error::BuildError;
use crate::spi::{ProviderEntry, ServiceEntry};

/// A provider's DLL: a name and the entry points it exports.
///
/// The name is the one a profile uses (`PR_PROVIDER_DLL_NAME`), without the suffix `32` that MAPI adds on Windows
/// \[LOAD-04\]. Names are compared without regard to case.
#[derive(Clone, Debug)]
pub struct Dll {
    pub(crate) name: Arc<str>,
    pub(crate) provider: Option<Arc<dyn ProviderEntry>>,
    pub(crate) service: Option<Arc<dyn ServiceEntry>>,
}

impl Dll {
    /// A DLL that exports nothing yet.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into().into(), provider: None, service: None }
    }

    /// Exports `MSProviderInit`.
    #[must_use]
    pub fn provider_entry(mut self, entry: impl ProviderEntry + 'static) -> Self {
        self.provider = Some(Arc::new(entry));
        self
    }

    /// Exports a message service entry point (`MSGSERVICEENTRY`); a profile uses it where a service says
    /// [`Service::with_entry`](crate::sim::Service::with_entry).
    #[must_use]
    pub fn service_entry(mut self, entry: impl ServiceEntry + 'static) -> Self {
        self.service = Some(Arc::new(entry));
        self
    }
}

/// A name ends at its zero byte inside a wrapped identifier.
pub(crate) fn check_dll_name(name: &str) -> Result<(), BuildError> {
    if name.is_empty() || name.len() > 255 || name.contains('\0') {
        return Err(BuildError::DllName(name.to_owned()));
    }
    Ok(())
}
