//! Provider objects.

use std::sync::Arc;

use super::provider_side;
use super::wrapped::{Interface, Wrapped, Wrapper};
use crate::mapi::*;
use crate::spi::*;

bend! {
    /// Bends provider objects.
    ///
    /// A request holds the support object and the window as the inner provider gets them: wrapped.
    BendProvider of IMSProvider, provider_side provider;
    IMSProvider {
        shutdown(flags: u32) -> ();
        logon(request: &LogonRequest<'_> => logon) -> LogonAnswer => logon;
        spooler_logon(request: &SpoolerLogonRequest<'_> => spooler_logon) -> LogonAnswer => logon;
        compare_store_ids(first: &EntryId, second: &EntryId, flags: u32) -> bool;
    }; also bend {
        /// [`IMSProvider::provider_shutdown`](crate::spi::IMSProvider::provider_shutdown), that of `inner` unless bent; none if
        /// `before` fails.
        fn provider_shutdown<'a>(&'a self, inner: &'a dyn IMSProvider) -> Option<&'a dyn IMAPIProviderShutdown> {
            inner.provider_shutdown()
        }
    } forward {
        fn provider_shutdown(&self) -> Option<&dyn IMAPIProviderShutdown> {
            let (bend, inner) = (&self.wrapper().bends.provider, self.inner().ok()?);
            bend.before(inner, "IMSProvider::provider_shutdown").ok()?;
            bend.provider_shutdown(inner)
        }
    }
}
