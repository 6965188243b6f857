//! What an author gives to the kit.

use std::sync::Arc;
use std::time::Duration;

use super::{Declaration, Setup};

/// A provider under test.
///
/// The one thing to write is [`setup`](Self::setup); what else a provider can do is declared, by the macro or by
/// [`declaration`](Self::declaration).
///
/// ```
/// use mapi_sim::conformance::{Fixture, Setup};
/// use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// use mapi_sim::sim::{Dll, StoreSection};
///
/// struct MyProvider;
///
/// impl Fixture for MyProvider {
///     fn setup(&self) -> Setup {
///         let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
///         let section = StoreSection::new(DLL_NAME, "Mine").entry_id(store_entry_id("mine"));
///         Setup::new(Dll::new(DLL_NAME).provider_entry(dll), section)
///     }
/// }
/// # assert_eq!(MyProvider.setup().name(), DLL_NAME);
/// ```
///
/// The kit tries each rule on a thread of its own, so that a provider which waits for itself cannot stop the others.
pub trait Fixture: Send + Sync + 'static {
    /// A machine on which nothing has happened yet: fresh DLLs, fresh files. Called for each rule anew, so that no rule
    /// sees what another one did.
    fn setup(&self) -> Setup;

    /// What the provider claims, for [`run`](crate::conformance::run). The macro has a list of its own.
    fn declaration(&self) -> Declaration {
        Declaration::NOTHING
    }

    /// How long the kit waits for the end of a trial before it leaves it behind; zero is for ever, on the thread of the test,
    /// for who debugs. Default: what `MAPI_SIM_TIME_LIMIT` says in the environment, in seconds, else ten seconds.
    fn time_limit(&self) -> Duration {
        let said = std::env::var(TIME_LIMIT).ok().and_then(|seconds| seconds.trim().parse().ok());
        said.map_or(DEFAULT_LIMIT, Duration::from_secs)
    }
}

/// The variable of the environment that sets the time limit.
const TIME_LIMIT: &str = "MAPI_SIM_TIME_LIMIT";

/// The time limit where nobody says another one.
const DEFAULT_LIMIT: Duration = Duration::from_secs(10);

macro_rules! fixtures_behind {
    ($($pointer:ty),+) => {$(
        impl<F: Fixture + ?Sized> Fixture for $pointer {
            fn setup(&self) -> Setup {
                (**self).setup()
            }

            fn declaration(&self) -> Declaration {
                (**self).declaration()
            }

            fn time_limit(&self) -> Duration {
                (**self).time_limit()
            }
        }
    )+};
}

fixtures_behind! { Arc<F>, &'static F }
