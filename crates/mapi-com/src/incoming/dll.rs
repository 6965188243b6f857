//! A compiled provider in a file.

use std::ffi::OsStr;
use std::fmt;
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use mapi_spi::mapi::MapiResult;
use mapi_spi::mapi::codes::{MAPI_E_CALL_FAILED, MAPI_E_NO_SUPPORT};
use mapi_spi::methods::Interface;
use mapi_spi::spi::{InitAnswer, InitRequest, ProviderEntry, ServiceEntry, ServiceRequest};

use super::entry::{ComEntry, ComServiceEntry};
use super::mapi32::{missing_function, open};
use crate::findings::Finding;
use crate::layout::{MsProviderInit, MsgServiceEntry};

/// A compiled provider: a DLL, or a shared object of the same kind on other systems.
///
/// It is the provider's entry point and that of its message service. The file stays loaded as long as the process, for
/// nobody knows what in it is still in use. One file has its globals once: for a spooler with a process of its own
/// ([`InitRequest::process`]) a copy of it is loaded under another name.
#[derive(Clone)]
pub struct ComDll {
    entry: ComEntry,
    service: Option<ComServiceEntry>,
    path: Arc<Path>,
    /// The file as another process has it, once that is asked for.
    elsewhere: Arc<OnceLock<Option<ComEntry>>>,
}

impl ComDll {
    /// Loads a provider whose message service has an entry point by the name of `ServiceEntry`, if it has one.
    ///
    /// # Errors
    /// The file cannot be loaded, imports what only a library in place of mapi32 has ([`Mapi32`](super::Mapi32)), or exports
    /// no `MSProviderInit`.
    ///
    /// # Safety
    /// Loading runs code of the file, and what it exports by these names is what the names say.
    pub unsafe fn load(path: impl AsRef<OsStr>) -> Result<Self, LoadError> {
        // SAFETY: as this function says.
        unsafe { Self::load_with_service(path, "ServiceEntry") }
    }

    /// Loads a provider whose message service has an entry point by this name (`PR_SERVICE_ENTRY_NAME`).
    ///
    /// # Errors
    /// As [`load`](Self::load).
    ///
    /// # Safety
    /// As [`load`](Self::load).
    pub unsafe fn load_with_service(path: impl AsRef<OsStr>, service: &str) -> Result<Self, LoadError> {
        let path = path.as_ref();
        // SAFETY: as this function says.
        let library = unsafe { open(path) }.map_err(|error| LoadError::of_file(path, &error))?;
        let library = ManuallyDrop::new(library);
        // SAFETY: as this function says; the library is never unloaded.
        unsafe {
            let init = library.get::<MsProviderInit>(b"MSProviderInit\0");
            let missing = |error| {
                LoadError::new(LoadErrorKind::NoMsProviderInit, path, "exports no MSProviderInit", &error)
            };
            let init = init.map_err(missing)?;
            let entry = ComEntry::from_function(*init);
            let name = [service.as_bytes(), b"\0"].concat();
            let service = library.get::<MsgServiceEntry>(&name).ok();
            let service = service.map(|service| entry.service_from_function(*service));
            let path = Path::new(path).into();
            Ok(Self { entry, service, path, elsewhere: Arc::default() })
        }
    }

    /// [`load_with_service`](Self::load_with_service) for programs whose user names the file. It is not `unsafe`, so that such
    /// a program needs no unsafe code of its own: who names the file answers for what is in it, as with each program that is
    /// started.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_named_by_user(path: impl AsRef<OsStr>, service: &str) -> Result<Self, LoadError> {
        // SAFETY: the user of the program says that the file is a provider.
        unsafe { Self::load_with_service(path, service) }
    }

    /// The provider in the process of a spooler that has one of its own: a copy of the file under another name, so that it has
    /// globals of its own. (What g++ makes unique in a process, static members of templates for instance, is shared all the same,
    /// unless the provider is compiled with `-fno-gnu-unique`.)
    fn in_other_process(&self) -> MapiResult<&ComEntry> {
        let load = || {
            let copy = copy_of(&self.path)?;
            // SAFETY: it is the same file, of which whoever loaded it has said that it is a provider.
            let entry = unsafe { load_entry(&copy) };
            // Where a file that is in use cannot be removed, the copy stays among the temporary files.
            _ = std::fs::remove_file(&copy);
            entry
        };
        self.elsewhere.get_or_init(load).as_ref().ok_or_else(|| MAPI_E_CALL_FAILED.into())
    }

    /// The entry points in all processes.
    fn entries(&self) -> impl Iterator<Item = &ComEntry> {
        std::iter::once(&self.entry).chain(self.elsewhere.get().into_iter().flatten())
    }

    /// Whether the file exports the entry point of a message service.
    #[must_use]
    pub const fn has_service(&self) -> bool {
        self.service.is_some()
    }

    /// What the boundary has found; see [`ComEntry::findings`].
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        self.entries().flat_map(ComEntry::findings).collect()
    }

    /// What the boundary has found since it was asked last by this method.
    #[must_use]
    pub fn take_findings(&self) -> Vec<Finding> {
        self.entries().flat_map(ComEntry::take_findings).collect()
    }

    /// The objects of MAPI's that the provider has references on, by their interfaces.
    #[must_use]
    pub fn live_objects(&self) -> Vec<Interface> {
        self.entries().flat_map(ComEntry::live_objects).collect()
    }

    /// How many blocks of memory are allocated; see [`ComEntry::live_blocks`].
    #[must_use]
    pub fn live_blocks(&self) -> usize {
        self.entries().map(ComEntry::live_blocks).sum()
    }
}

/// A copy among the temporary files, under a name that nobody else has.
fn copy_of(path: &Path) -> Option<PathBuf> {
    static COPIES: AtomicUsize = AtomicUsize::new(0);
    let number = COPIES.fetch_add(1, Ordering::Relaxed);
    let name = format!("mapi-com-{}-{number}-{}", std::process::id(), path.file_name()?.to_string_lossy());
    let copy = std::env::temp_dir().join(name);
    std::fs::copy(path, &copy).ok()?;
    Some(copy)
}

/// The entry point in a file.
///
/// # Safety
/// As [`ComDll::load`].
unsafe fn load_entry(path: &Path) -> Option<ComEntry> {
    // SAFETY: as this function says; the library is never unloaded.
    unsafe {
        let library = ManuallyDrop::new(open(path.as_os_str()).ok()?);
        let init = library.get::<MsProviderInit>(b"MSProviderInit\0").ok()?;
        Some(ComEntry::from_function(*init))
    }
}

impl ProviderEntry for ComDll {
    fn ms_provider_init(&self, request: &InitRequest) -> MapiResult<InitAnswer> {
        let entry = if request.process() == 0 { &self.entry } else { self.in_other_process()? };
        entry.ms_provider_init(request)
    }
}

impl ServiceEntry for ComDll {
    fn msg_service_entry(&self, request: &ServiceRequest<'_>) -> MapiResult<()> {
        self.service
            .as_ref()
            .map_or_else(|| Err(MAPI_E_NO_SUPPORT.into()), |service| service.msg_service_entry(request))
    }
}

/// Why a file is no provider that can be loaded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoadError {
    kind: LoadErrorKind,
    text: String,
}

/// What is wrong with a file that is no provider.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum LoadErrorKind {
    /// The system does not load it: it is not there, is no library, or something that it needs is missing.
    CannotBeLoaded,
    /// It exports no `MSProviderInit`.
    NoMsProviderInit,
    /// It imports `MAPIAllocateBuffer` or its kin, and no library in place of mapi32 is loaded; see
    /// [`Mapi32`](super::Mapi32).
    NeedsMapi32,
    /// It was to stand in place of mapi32, and is not this crate's example `mapi32`.
    NotMapi32,
}

impl LoadError {
    pub(super) fn new(
        kind: LoadErrorKind,
        path: &OsStr,
        what: impl fmt::Display,
        source: &libloading::Error,
    ) -> Self {
        Self { kind, text: format!("{}: {what}: {source}", path.display()) }
    }

    /// Why the system does not load a provider.
    fn of_file(path: &OsStr, source: &libloading::Error) -> Self {
        let Some(name) = missing_function(&source.to_string()) else {
            return Self::new(LoadErrorKind::CannotBeLoaded, path, "cannot be loaded", source);
        };
        let what = format!(
            "cannot be loaded, for it imports {name} from mapi32, and there is no mapi32 here: either use the routines that \
             MSProviderInit is given, or load the library that stands in its place (cargo build -p mapi-com --example \
             mapi32) before the provider, by mapi_com::incoming::Mapi32::load or mapi-sim-check --mapi32 FILE"
        );
        Self::new(LoadErrorKind::NeedsMapi32, path, what, source)
    }

    /// What is wrong with the file.
    #[must_use]
    pub const fn kind(&self) -> LoadErrorKind {
        self.kind
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for LoadError {}
