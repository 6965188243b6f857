//! The version of the interface between MAPI and its providers.

use crate::mapi::codes::MAPI_E_VERSION;
use crate::mapi::{MapiResult, SpiVersion};
use crate::spi::InitRequest;

/// What `MSProviderInit` begins with: whether this MAPI is as new as [`SpiVersion::CURRENT`], the version that
/// [`InitAnswer::new`](crate::spi::InitAnswer::new) reports \[INIT-09\]. Page: `msproviderinit`.
///
/// # Errors
/// `MAPI_E_VERSION` for an older MAPI.
///
/// ```
/// use mapi_spi::mapi::{SpiVersion, codes::MAPI_E_VERSION};
/// use mapi_spi::spi::{InitRequest, MemAllocRoutines};
/// use mapi_spi::support::check_version;
///
/// let request = InitRequest::new(MemAllocRoutines::new(1));
/// check_version(&request)?;
/// let older = request.mapi_version(SpiVersion::new(0, 0, 0));
/// assert_eq!(check_version(&older).unwrap_err().code(), MAPI_E_VERSION);
/// # Ok::<(), mapi_spi::mapi::MapiError>(())
/// ```
pub fn check_version(request: &InitRequest) -> MapiResult<()> {
    if request.mapi_version < SpiVersion::CURRENT { Err(MAPI_E_VERSION.into()) } else { Ok(()) }
}
