//! What an author gives to the kit.

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
pub trait Fixture {
    /// A machine on which nothing has happened yet: fresh DLLs, fresh files. Called for each rule anew, so that no rule
    /// sees what another one did.
    fn setup(&self) -> Setup;

    /// What the provider claims, for [`run`](crate::conformance::run). The macro has a list of its own.
    fn declaration(&self) -> Declaration {
        Declaration::NOTHING
    }
}
