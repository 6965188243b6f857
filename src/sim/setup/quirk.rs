//! What real MAPI does beside its contract, for tests that want to see it.

/// What MAPI and Outlook are known to do, and a provider has to live with, although no rule asks for it. A machine has
/// none of it unless its test says so.
///
/// ```
/// use mapi_sim::mapi::{LogonExFlags, EntryId};
/// use mapi_sim::sim::{Dll, Profile, Quirk, Service, StoreSection, Subsystem};
///
/// # let entry = |_: &mapi_sim::spi::InitRequest| Err(mapi_sim::mapi::codes::MAPI_E_CALL_FAILED.into());
/// let mapi = Subsystem::builder()
///     .quirk(Quirk::OnePeriodInDllNames)
///     .dll(Dll::new("my.store.dll").provider_entry(entry))
///     .profile(Profile::new("Default").service(Service::new("S").store(StoreSection::new("my.store.dll", "Mine"))))
///     .build()?;
/// let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
/// let section = mapi.sections("Default")[0];
/// let error = session.open_store_of_section(&section, Default::default()).unwrap_err();
/// assert!(error.to_string().contains("first period"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[non_exhaustive]
pub enum Quirk {
    /// The suffix `32` goes before the first period of a DLL's name, the folders of its path included, so that no DLL is
    /// found whose name has another one. Page: `registering-services-and-service-providers-in-mapisvc-inf`.
    OnePeriodInDllNames = 1,
    /// The spooler logs on only to stores whose `Logon` gave it validation data \[OBS-04\].
    NoSpoolerLogonWithoutData = 2,
}

/// The quirks that a machine has.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Quirks(u8);

impl Quirks {
    pub(crate) const fn with(self, quirk: Quirk) -> Self {
        Self(self.0 | quirk as u8)
    }

    pub(crate) const fn has(self, quirk: Quirk) -> bool {
        self.0 & quirk as u8 != 0
    }

    /// Whether MAPI can build the file's name of a DLL out of the one that the profile has.
    pub(crate) fn finds_file_of(self, dll: &str) -> bool {
        !self.has(Quirk::OnePeriodInDllNames) || dll.matches('.').count() < 2
    }
}
