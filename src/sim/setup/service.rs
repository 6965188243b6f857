//! Message services and their sections as a test describes them.

use crate::mapi::{EntryId, PropTag, PropValue, ResourceFlags, ServiceResourceFlags, Value};

/// A message service: a name, perhaps an entry point, and the sections of its store providers.
///
/// In a [`Profile`](crate::sim::Profile) it is a service that the profile has; given to
/// [`SubsystemBuilder::available_service`](crate::sim::SubsystemBuilder::available_service) it is one that
/// `MapiSvc.inf` offers. The two have the same content, since adding a service copies it \[PROFILE-24\].
#[derive(Clone, Debug)]
pub struct Service {
    pub(crate) name: String,
    pub(crate) display_name: Option<String>,
    pub(crate) entry_dll: Option<String>,
    pub(crate) flags: ServiceResourceFlags,
    pub(crate) props: Vec<PropValue>,
    pub(crate) stores: Vec<StoreSection>,
}

impl Service {
    /// A service without an entry point, which MAPI cannot configure \[PROFILE-25\].
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            display_name: None,
            entry_dll: None,
            flags: ServiceResourceFlags::SERVICE_NO_PRIMARY_IDENTITY,
            props: Vec::new(),
            stores: Vec::new(),
        }
    }

    /// The name that users see (`PR_DISPLAY_NAME`); without one the service has the name that it is created with, or
    /// its own.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(name.into());
        self
    }

    /// Replaces `PR_RESOURCE_FLAGS`, by default `SERVICE_NO_PRIMARY_IDENTITY`.
    #[must_use]
    pub fn resource_flags(mut self, flags: ServiceResourceFlags) -> Self {
        self.flags = flags;
        self
    }

    /// Sets a property of the service's own section, for instance `PR_SERVICE_SUPPORT_FILES`.
    #[must_use]
    pub fn prop(mut self, tag: PropTag, value: impl Into<Value>) -> Self {
        self.props.push(PropValue::new(tag, value));
        self
    }

    /// Names the DLL whose service entry point configures this service (`PR_SERVICE_DLL_NAME` and
    /// `PR_SERVICE_ENTRY_NAME`).
    #[must_use]
    pub fn with_entry(mut self, dll: impl Into<String>) -> Self {
        self.entry_dll = Some(dll.into());
        self
    }

    pub(crate) const fn flags(&self) -> ServiceResourceFlags {
        self.flags
    }

    /// The store provider of this display name.
    pub(crate) fn provider(&self, name: &str) -> Option<&StoreSection> {
        self.stores.iter().find(|store| store.display_name.eq_ignore_ascii_case(name))
    }

    /// The names of DLLs that this service has.
    pub(crate) fn dlls(&self) -> impl Iterator<Item = &str> {
        self.entry_dll.iter().chain(self.stores.iter().map(|store| &store.dll)).map(String::as_str)
    }

    /// Adds the section of a store provider. `IProviderAdmin::CreateProvider` knows it by its display name.
    #[must_use]
    pub fn store(mut self, section: StoreSection) -> Self {
        self.stores.push(section);
        self
    }
}

/// The profile section of one store: the DLL that serves it and its properties.
///
/// What `MapiSvc.inf` gives on Windows \[PROFILE-27\] is set from the arguments of [`new`](Self::new); the provider
/// finds its own settings as further properties.
#[derive(Clone, PartialEq, Debug)]
pub struct StoreSection {
    pub(crate) dll: String,
    pub(crate) display_name: String,
    pub(crate) entry_id: Option<EntryId>,
    pub(crate) flags: ResourceFlags,
    pub(crate) props: Vec<PropValue>,
}

impl StoreSection {
    /// A section served by `dll`; `display_name` becomes `PR_DISPLAY_NAME` and names the section in traces.
    #[must_use]
    pub fn new(dll: impl Into<String>, display_name: impl Into<String>) -> Self {
        Self {
            dll: dll.into(),
            display_name: display_name.into(),
            entry_id: None,
            flags: ResourceFlags::STATUS_NO_PRIMARY_IDENTITY,
            props: Vec::new(),
        }
    }

    /// The store's own (private) identifier; `PR_ENTRYID` of the section gets it wrapped.
    #[must_use]
    pub fn entry_id(mut self, private: EntryId) -> Self {
        self.entry_id = Some(private);
        self
    }

    /// Makes this the default store of the profile (`STATUS_DEFAULT_STORE`).
    #[must_use]
    pub fn default_store(mut self) -> Self {
        self.flags |= ResourceFlags::STATUS_DEFAULT_STORE;
        self
    }

    /// Replaces `PR_RESOURCE_FLAGS`.
    #[must_use]
    pub fn resource_flags(mut self, flags: ResourceFlags) -> Self {
        self.flags = flags;
        self
    }

    /// Sets a property, for instance a path or, in the range 0x67F0 to 0x67FF, a password.
    #[must_use]
    pub fn prop(mut self, tag: PropTag, value: impl Into<Value>) -> Self {
        self.props.push(PropValue::new(tag, value));
        self
    }
}
