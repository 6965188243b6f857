//! Profiles as a test describes them, and what MAPI makes of one.

use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::sim::books::profile::content::Content;
use crate::sim::books::profile::set::ProfileSet;
use crate::sim::setup::error::BuildError;
use crate::sim::setup::service::Service;
use crate::trace::ProfileNames;

/// A profile: a name and its message services.
///
/// Who needs many subsystems with one profile gives each of them a clone: what MAPI makes of the profile is made for the
/// first one, and the others share it until they write.
#[derive(Clone)]
pub struct Profile(Arc<Described>);

#[derive(Clone)]
struct Described {
    name: String,
    services: Vec<Service>,
    installed: OnceLock<Result<Installed, BuildError>>,
}

/// What MAPI makes of a profile that is the first one of its subsystem.
#[derive(Clone)]
pub(super) struct Installed {
    pub(super) content: Arc<Content>,
    pub(super) names: Arc<ProfileNames>,
}

impl Profile {
    /// An empty profile; names have at most 64 characters.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        let (name, services, installed) = (name.into(), Vec::new(), OnceLock::new());
        Self(Arc::new(Described { name, services, installed }))
    }

    /// Adds a message service.
    #[must_use]
    pub fn service(mut self, service: Service) -> Self {
        let described = Arc::make_mut(&mut self.0);
        described.services.push(service);
        described.installed = OnceLock::new();
        self
    }

    pub(super) fn name(&self) -> &str {
        &self.0.name
    }

    pub(super) fn services(&self) -> &[Service] {
        &self.0.services
    }

    pub(super) fn installed(&self) -> Result<Installed, BuildError> {
        self.0.installed.get_or_init(|| ProfileSet::install(self)).clone()
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Described { name, services, .. } = &*self.0;
        f.debug_struct("Profile").field("name", name).field("services", services).finish()
    }
}
