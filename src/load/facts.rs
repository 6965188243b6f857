//! What is known before a step is taken.

use super::readings::Readings;

/// What MAPI knows of an open when the client calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpenFacts {
    /// Whether the session has a provider object of the DLL.
    pub provider_object: ProviderObject,
    /// The message service of the store is disabled in this session \[ERR-12\].
    pub service_disabled: bool,
    /// The client that opens logged on with `MAPI_NO_MAIL`.
    pub client_no_mail: bool,
    /// The open has `MDB_NO_MAIL`.
    pub store_no_mail: bool,
    /// The open has `MDB_NO_DIALOG`.
    pub no_dialog: bool,
    /// The open has `MDB_TEMPORARY`.
    pub temporary: bool,
    /// MAPI knows the message service of the store before it asks a provider.
    pub service_known: bool,
    /// How the open points of the documentation are read.
    pub readings: Readings,
}

impl OpenFacts {
    /// A first open with mail and dialogs, in a session that has no provider object of the DLL.
    #[must_use]
    pub const fn first() -> Self {
        Self {
            provider_object: ProviderObject::Missing,
            service_disabled: false,
            client_no_mail: false,
            store_no_mail: false,
            no_dialog: false,
            temporary: false,
            service_known: true,
            readings: Readings::DEFAULT,
        }
    }
}

/// Whether steps 2 and 3 have anything to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProviderObject {
    /// The DLL has to be initialised for this session.
    Missing,
    /// Another store of the DLL was opened in this session.
    Present,
    /// This very store is open in this session.
    PresentStoreOpen,
}

/// What belongs to the section that was chosen for the store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SectionFacts {
    /// Its message service.
    pub service: ServiceFacts,
    /// Its store is open in this session.
    pub store_open: bool,
    /// The spooler knows of that open store.
    pub spooler_told: bool,
}

impl SectionFacts {
    /// A section of a service that can be configured, whose store is not open.
    #[must_use]
    pub const fn closed() -> Self {
        Self { service: ServiceFacts::WithEntry, store_open: false, spooler_told: false }
    }
}

/// What MAPI can do with the message service of a section.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ServiceFacts {
    /// The section is bare: it belongs to no service \[LOAD-14\].
    None,
    /// The service has no entry point and cannot be configured \[PROFILE-25\].
    WithoutEntry,
    /// The service has an entry point.
    WithEntry,
    /// The service is disabled in this session.
    Disabled,
}
