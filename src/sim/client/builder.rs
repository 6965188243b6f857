//! What a subsystem is made of: DLLs, profiles, a user, a spooler.

use std::sync::{Arc, Mutex};

use crate::load::readings::{Reading, Readings, Strictness};
use crate::mapi::{MapiError, MapiInitFlags, MapiResult, SpiVersion};
use crate::sim::books::profile::{Profile, ProfileSet};
use crate::sim::client::objects::OwnObjects;
use crate::sim::client::subsystem::Subsystem;
use crate::sim::kernel::shared::{Parts, Shared};
use crate::sim::setup::dll::{Dll, check_dll_name};
use crate::sim::setup::error::BuildError;
use crate::sim::setup::fast_shutdown::FastShutdown;
use crate::sim::setup::fault::Fault;
use crate::sim::setup::init_fault::InitFault;
use crate::sim::setup::options::{AddressBookFault, Faults, Options};
use crate::sim::setup::quirk::{Quirk, Quirks};
use crate::sim::setup::service::Service;
use crate::sim::setup::user::User;
use crate::sim::spooler::{Spooler, SpoolerModel};
use crate::trace::{Names, TraceDetail};

impl Subsystem {
    /// Collects what a subsystem is made of.
    #[must_use]
    pub fn builder() -> SubsystemBuilder {
        SubsystemBuilder::new()
    }
}

/// Collects what a [`Subsystem`] is made of.
#[derive(Debug)]
pub struct SubsystemBuilder {
    dlls: Vec<Dll>,
    profiles: Vec<Profile>,
    available: Vec<Service>,
    user: User,
    spooler: Option<Arc<dyn Spooler>>,
    options: Options,
    faults: Faults,
}

impl SubsystemBuilder {
    fn new() -> Self {
        let options = Options {
            init: MapiInitFlags::empty(),
            version: SpiVersion::CURRENT,
            oldest: SpiVersion::PDK1,
            detail: TraceDetail::Calls,
            secure: false,
            trace_limit: usize::MAX,
            fast_shutdown: FastShutdown::UnlessOptedOut,
            readings: Readings::DEFAULT,
            spooler: SpoolerModel::SameProcess,
            quirks: Quirks::default(),
        };
        Self {
            dlls: Vec::new(),
            profiles: Vec::new(),
            available: Vec::new(),
            user: User::absent(),
            spooler: None,
            options,
            faults: Faults::default(),
        }
    }

    /// Adds a DLL.
    #[must_use]
    pub fn dll(mut self, dll: Dll) -> Self {
        self.dlls.push(dll);
        self
    }

    /// Adds a profile; the first one is the default profile.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profiles.push(profile);
        self
    }

    /// Lists a message service that can be added to profiles, as an entry of `MapiSvc.inf` does on Windows:
    /// `CreateMsgService` copies the service with its entry point and its providers, `CreateProvider` the section of
    /// one provider. Page: `file-format-of-mapisvc-inf`.
    #[must_use]
    pub fn available_service(mut self, service: Service) -> Self {
        self.available.push(service);
        self
    }

    /// Sets the person at the dialogs; without one every dialog answers that nobody can see it.
    #[must_use]
    pub fn user(mut self, user: User) -> Self {
        self.user = user;
        self
    }

    /// Replaces the spooler, by default [`QueueSpooler`](crate::sim::QueueSpooler).
    #[must_use]
    pub fn spooler(mut self, spooler: Arc<dyn Spooler>) -> Self {
        self.spooler = Some(spooler);
        self
    }

    /// Where the spooler runs, by default in the client's process.
    #[must_use]
    pub fn spooler_model(mut self, model: SpoolerModel) -> Self {
        self.options.spooler = model;
        self
    }

    /// Flags of `MAPIInitialize`; `MAPI_NT_SERVICE` makes this the process of a Windows service \[INIT-06\].
    #[must_use]
    pub fn init_flags(mut self, flags: MapiInitFlags) -> Self {
        self.options.init = flags;
        self
    }

    /// What is wrong with the machine whenever [`Subsystem::initialize`] is called; building the subsystem succeeds all
    /// the same.
    #[must_use]
    pub fn init_faults(mut self, faults: impl IntoIterator<Item = InitFault>) -> Self {
        self.faults.init = faults.into_iter().collect();
        self
    }

    /// An address book provider of every profile that does not load, with its code and perhaps a text \[SESSION-16\].
    ///
    /// `OpenAddressBook` then gives an address book all the same, with the warning `MAPI_W_ERRORS_RETURNED`, and
    /// `GetLastError` of the session or the support object that was called has the texts of all such providers in one.
    ///
    /// ```
    /// use mapi_sim::mapi::codes::{MAPI_E_FAILONEPROVIDER, MAPI_W_ERRORS_RETURNED};
    /// use mapi_sim::mapi::{LogonExFlags, StringWidth};
    /// use mapi_sim::sim::{Profile, Subsystem};
    /// use mapi_sim::spi::{IMAPISession, ParentWindow};
    ///
    /// let mapi = Subsystem::builder()
    ///     .profile(Profile::new("Default"))
    ///     .address_book_fault("Directory", MAPI_E_FAILONEPROVIDER)
    ///     .build()?;
    /// let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
    /// let book = session.open_address_book(ParentWindow::none(), None, Default::default())?;
    /// assert_eq!(book.code(), MAPI_W_ERRORS_RETURNED);
    /// let detail = session.get_last_error(book.code(), StringWidth::MAPI_UNICODE)?.unwrap();
    /// assert!(detail.to_string().contains("Directory"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn address_book_fault(mut self, provider: impl Into<String>, error: impl Into<MapiError>) -> Self {
        let fault = AddressBookFault { provider: provider.into(), error: error.into() };
        self.faults.address_book.push(fault);
        self
    }

    /// What the next calls of [`Subsystem::logon`] answer before anything else is looked at, one result a call; after
    /// the last one MAPI decides again.
    ///
    /// ```
    /// use mapi_sim::mapi::LogonExFlags;
    /// use mapi_sim::mapi::codes::MAPI_E_NOT_ENOUGH_MEMORY;
    /// use mapi_sim::sim::{Profile, Subsystem};
    ///
    /// let answers = [Ok(()), Err(MAPI_E_NOT_ENOUGH_MEMORY.into())];
    /// let mapi = Subsystem::builder().profile(Profile::new("Default")).logon_answers(answers).build()?;
    /// let logon = || mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION);
    /// assert!(logon().is_ok());
    /// assert_eq!(logon().unwrap_err().code(), MAPI_E_NOT_ENOUGH_MEMORY);
    /// assert!(logon().is_ok());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn logon_answers(mut self, answers: impl IntoIterator<Item = MapiResult<()>>) -> Self {
        self.faults.logons = Mutex::new(answers.into_iter().collect());
        self
    }

    /// Something that goes wrong with one call. [`Subsystem::idle_faults`] says what has not.
    ///
    /// ```
    /// use mapi_sim::mapi::LogonExFlags;
    /// use mapi_sim::mapi::codes::MAPI_E_TIMEOUT;
    /// use mapi_sim::sim::{Profile, Subsystem};
    ///
    /// let mapi = Subsystem::builder()
    ///     .profile(Profile::new("Default"))
    ///     .fault("MAPILogonEx#2=MAPI_E_TIMEOUT".parse()?)
    ///     .build()?;
    /// let logon = || mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION);
    /// assert!(logon().is_ok() && mapi.idle_faults().len() == 1);
    /// assert_eq!(logon().unwrap_err().code(), MAPI_E_TIMEOUT);
    /// assert!(logon().is_ok() && mapi.idle_faults().is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.calls.push(fault);
        self
    }

    /// Something that real MAPI does beside its contract.
    #[must_use]
    pub const fn quirk(mut self, quirk: Quirk) -> Self {
        self.options.quirks = self.options.quirks.with(quirk);
        self
    }

    /// The SPI version that MAPI passes to `MSProviderInit`, by default the current one.
    #[must_use]
    pub fn mapi_version(mut self, version: SpiVersion) -> Self {
        self.options.version = version;
        self
    }

    /// The lowest SPI version of a provider that MAPI still serves, by default the first one \[INIT-11\].
    #[must_use]
    pub fn oldest_provider_version(mut self, version: SpiVersion) -> Self {
        self.options.oldest = version;
        self
    }

    /// The user's setting for fast shutdown, by default the one that lets clients leave unless a provider refuses.
    #[must_use]
    pub fn fast_shutdown(mut self, setting: FastShutdown) -> Self {
        self.options.fast_shutdown = setting;
        self
    }

    /// How much the trace records, by default [`TraceDetail::Calls`].
    #[must_use]
    pub fn trace_detail(mut self, detail: TraceDetail) -> Self {
        self.options.detail = detail;
        self
    }

    /// Lets a trace of [`TraceDetail::Whole`] have secrets as well, which are left out otherwise: the values of secure properties
    /// (0x67F0 to 0x67FF), where providers keep passwords, passwords that are arguments, and secret fields of dialogs.
    #[must_use]
    pub const fn trace_secure_properties(mut self) -> Self {
        self.options.secure = true;
        self
    }

    /// Bounds the memory of the trace, which grows without end otherwise: at least the last `events` events are kept, and
    /// less than twice as many. The trace says how many were [left out](crate::trace::Trace::left_out). Findings stay.
    #[must_use]
    pub fn trace_limit(mut self, events: usize) -> Self {
        self.options.trace_limit = events.max(1);
        self
    }

    /// Chooses how an open point of the documentation is read; the module [`readings`](crate::load::readings) has the
    /// points and the defaults.
    #[must_use]
    pub const fn reading(mut self, reading: Reading, choice: Strictness) -> Self {
        self.options.readings = self.options.readings.with(reading, choice);
        self
    }

    /// Builds the subsystem, with `MAPIInitialize` done.
    ///
    /// # Errors
    /// [`BuildError`] if names are missing or not distinct.
    pub fn build(self) -> Result<Subsystem, BuildError> {
        let dlls = self.dlls;
        check_dlls(&dlls)?;
        let (mut profiles, names) = ProfileSet::new(&self.profiles)?;
        // What nobody else has is written without a copy.
        drop(self.profiles);
        profiles.offer(self.available)?;
        let names = Names { dlls: dlls.iter().map(|dll| Arc::clone(&dll.name)).collect(), profiles: names };
        let Self { user, options, faults, spooler, .. } = self;
        let objects = &OwnObjects;
        let parts = Parts { dlls, profiles, user, spooler, objects, options, faults };
        let shared = Arc::new(Shared::new(parts, names));
        shared.arm_own_faults();
        Ok(Subsystem::new(shared))
    }
}

/// Names of DLLs are distinct, and can be part of a wrapped identifier.
fn check_dlls(dlls: &[Dll]) -> Result<(), BuildError> {
    for (index, dll) in dlls.iter().enumerate() {
        check_dll_name(&dll.name)?;
        if dlls.iter().take(index).any(|known| known.name.eq_ignore_ascii_case(&dll.name)) {
            return Err(BuildError::DuplicateDll(dll.name.to_string()));
        }
    }
    Ok(())
}
