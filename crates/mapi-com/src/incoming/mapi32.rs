//! A library in place of mapi32, for providers that import its memory routines.

use std::ffi::OsStr;
use std::mem::ManuallyDrop;

use libloading::Library;

use super::dll::{LoadError, LoadErrorKind};
use crate::layout::{AllocateBuffer, AllocateMore, FreeBuffer};
use crate::memory::current;

/// The name under which such a library takes the routines that it passes its calls on to.
const SERVE: &[u8] = b"mapi_com_mapi32_serve\0";

/// The type of the function of that name.
type Serve = unsafe extern "C" fn(AllocateBuffer, AllocateMore, FreeBuffer);

/// The functions that providers find in mapi32 without being given them.
const FUNCTIONS: &[&str] =
    &["MAPIAllocateBuffer", "MAPIAllocateMore", "MAPIFreeBuffer", "MAPIInitialize", "MAPIUninitialize"];

/// A library in place of mapi32: `MAPIAllocateBuffer`, `MAPIAllocateMore`, `MAPIFreeBuffer`, `MAPIInitialize` and
/// `MAPIUninitialize` for providers that import them and leave alone what `MSProviderInit` gives them.
///
/// The library is the example `mapi32` of this crate (`cargo build -p mapi-com --example mapi32`). It is loaded before
/// the provider, so that the system finds there what the provider imports, and stays loaded as long as the process:
///
/// ```no_run
/// use mapi_com::incoming::{ComDll, Mapi32};
///
/// // SAFETY: the files are what their names say.
/// let provider = unsafe {
///     Mapi32::load("target/debug/examples/libmapi32.so")?;
///     ComDll::load("my_provider.so")?
/// };
/// # drop(provider);
/// # Ok::<(), mapi_com::incoming::LoadError>(())
/// ```
///
/// A block comes from the routines of the host whose call the provider is in, so that the same is found of it as if
/// they had been asked; on a thread of the provider's own it comes from those that were given last. `MAPIAllocateMore` and
/// `MAPIFreeBuffer` know a block by where it is. Before the first `MSProviderInit` they answer MAPI_E_NOT_INITIALIZED.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Mapi32;

impl Mapi32 {
    /// Loads the library.
    ///
    /// # Errors
    /// [`LoadErrorKind::CannotBeLoaded`], or [`LoadErrorKind::NotMapi32`] for a library that is another one.
    ///
    /// # Safety
    /// Loading runs code of the file, and what it exports is what the names say.
    pub unsafe fn load(path: impl AsRef<OsStr>) -> Result<Self, LoadError> {
        let path = path.as_ref();
        // SAFETY: as this function says.
        let library = unsafe { open_for_all(path) }.map_err(|error| {
            LoadError::new(LoadErrorKind::CannotBeLoaded, path, "cannot be loaded", &error)
        })?;
        let library = ManuallyDrop::new(library);
        let routines = current::IMPORTED;
        // SAFETY: as this function says; the library is never unloaded.
        unsafe {
            let serve = library.get::<Serve>(SERVE).map_err(|error| {
                let what = "is no mapi32 library of this crate (its example mapi32)";
                LoadError::new(LoadErrorKind::NotMapi32, path, what, &error)
            })?;
            serve(routines.allocate_buffer, routines.allocate_more, routines.free_buffer);
        }
        Ok(Self)
    }

    /// [`load`](Self::load) for programs whose user names the file; see
    /// [`ComDll::load_named_by_user`](super::ComDll::load_named_by_user).
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_named_by_user(path: impl AsRef<OsStr>) -> Result<Self, LoadError> {
        // SAFETY: the user of the program says that the file is such a library.
        unsafe { Self::load(path) }
    }
}

/// Which function of mapi32 it is that a file needs and the system does not find, by the system's own words.
pub(super) fn missing_function(error: &str) -> Option<&'static str> {
    let is_named =
        |name: &&&str| error.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == **name);
    if error.contains("symbol") { FUNCTIONS.iter().find(is_named).copied() } else { None }
}

/// Loads a library whose exports those find that are loaded after it.
#[cfg(unix)]
unsafe fn open_for_all(path: &OsStr) -> Result<Library, libloading::Error> {
    use libloading::os::unix::{Library, RTLD_GLOBAL, RTLD_NOW};
    // SAFETY: the caller says that loading is safe.
    unsafe { Library::open(Some(path), RTLD_NOW | RTLD_GLOBAL) }.map(Into::into)
}

/// Loads a library. Imports go by the name of the file, so it has to be `mapi32.dll`.
#[cfg(not(unix))]
unsafe fn open_for_all(path: &OsStr) -> Result<Library, libloading::Error> {
    // SAFETY: the caller says that loading is safe.
    unsafe { Library::new(path) }
}

/// Loads a provider. What it imports is looked for at once: what is found missing at a call ends the process.
#[cfg(unix)]
pub(super) unsafe fn open(path: &OsStr) -> Result<Library, libloading::Error> {
    use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};
    // SAFETY: the caller says that loading is safe.
    unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }.map(Into::into)
}

/// Loads a provider.
#[cfg(not(unix))]
pub(super) unsafe fn open(path: &OsStr) -> Result<Library, libloading::Error> {
    // SAFETY: the caller says that loading is safe.
    unsafe { Library::new(path) }
}
