//! The support object of an open store, given back exactly once.

use std::sync::{Mutex, PoisonError};

use crate::mapi::codes::{MAPI_E_INVALID_OBJECT, MAPI_E_INVALID_PARAMETER};
use crate::mapi::{LogoffFlags, MapiResult};
use crate::spi::Support;

/// The reference that `Logon` takes on its support object, and the two ways in which it ends.
///
/// A store ends by the last release of its store object or by `IMSLogon::Logoff`, whichever comes first, and the one
/// causes the other: giving the support object back makes MAPI call `Logoff`. The logon object and the store object
/// share one value of this type, and each says what happened to it; what is due happens once. No lock is held while
/// MAPI is called.
///
/// ```
/// use std::sync::Arc;
/// use mapi_spi::support::KeptSupport;
///
/// struct Store(Arc<KeptSupport>);
///
/// impl Drop for Store {
///     fn drop(&mut self) {
///         self.0.store_released();
///     }
/// }
/// ```
#[derive(Debug)]
pub struct KeptSupport(Mutex<Kept>);

#[derive(Debug)]
struct Kept {
    support: Option<Support>,
    logoff: Option<LogoffFlags>,
}

impl KeptSupport {
    /// Adds the reference: step 5 of the load sequence.
    pub fn new(support: &Support) -> Self {
        Self(Mutex::new(Kept { support: Some(support.clone()), logoff: None }))
    }

    /// Whether the store is open.
    pub fn is_open(&self) -> bool {
        self.with(|kept| kept.support.is_some())
    }

    /// What methods of a store and of its folders and messages begin with: MAPI_E_INVALID_OBJECT once the store has
    /// ended.
    pub fn check_open(&self) -> MapiResult<()> {
        if self.is_open() { Ok(()) } else { Err(MAPI_E_INVALID_OBJECT.into()) }
    }

    /// The support object for the length of a call: a reference of its own, for the store may end meanwhile. Codes:
    /// MAPI_E_INVALID_OBJECT once the store has ended.
    pub fn get(&self) -> MapiResult<Support> {
        self.with(|kept| kept.support.clone()).ok_or_else(|| MAPI_E_INVALID_OBJECT.into())
    }

    /// The whole of `IMsgStore::StoreLogoff` \[SHUT-01\]: notes the one choice of the flags for the last release, and answers
    /// that nothing is known of the queues. Page: `imsgstore-storelogoff`.
    ///
    /// # Errors
    /// MAPI_E_INVALID_PARAMETER for flags that are not exactly one choice; MAPI_E_INVALID_OBJECT once the store has ended.
    pub fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        const CHOICES: LogoffFlags = LogoffFlags::LOGOFF_ABORT
            .union(LogoffFlags::LOGOFF_NO_WAIT)
            .union(LogoffFlags::LOGOFF_ORDERLY)
            .union(LogoffFlags::LOGOFF_PURGE)
            .union(LogoffFlags::LOGOFF_QUIET);
        if !CHOICES.contains(flags) || flags.bits().count_ones() != 1 {
            return Err(MAPI_E_INVALID_PARAMETER.into());
        }
        self.check_open()?;
        self.note_logoff(flags);
        Ok(LogoffFlags::empty())
    }

    /// `IMsgStore::StoreLogoff`: the flags for `StoreLogoffTransports`, of several calls those of the last one.
    pub fn note_logoff(&self, flags: LogoffFlags) {
        self.with(|kept| kept.logoff = Some(flags));
    }

    /// The last release of the store object: `StoreLogoffTransports` with the flags noted before, else with
    /// `LOGOFF_ABORT`; then the reference goes, in which MAPI calls `IMSLogon::Logoff`. Nothing if the store has ended.
    pub fn store_released(&self) {
        let (support, logoff) = self.with(|kept| (kept.support.take(), kept.logoff));
        if let Some(support) = support {
            // Nobody waits for an answer here, and the store goes in any case.
            let _ = support.store_logoff_transports(logoff.unwrap_or(LogoffFlags::LOGOFF_ABORT));
        }
    }

    /// `IMSLogon::Logoff`, or a logon that fails half-way: the reference goes. Nothing if the store has ended.
    pub fn logged_off(&self) {
        let support = self.with(|kept| kept.support.take());
        drop(support);
    }

    fn with<R>(&self, work: impl FnOnce(&mut Kept) -> R) -> R {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
