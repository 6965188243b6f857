//! The reference provider as the kit sees it.

use std::sync::LazyLock;

use crate::conditions::{CONDITIONS, with_conditions};
use mapi_sim::conformance::{Capability, Fixture, Setup};
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::{PropValue, ResourceFlags};
use mapi_sim::reference::*;
use mapi_sim::sim::{Dll, Reply, StoreSection};

/// The reference provider with stores in every condition.
pub(crate) struct Reference;

impl Fixture for Reference {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = ReferenceDll::new(stores.clone());
        setup(Dll::new(DLL_NAME).provider_entry(entry.clone()).service_entry(entry), &stores)
    }
}

/// The same provider with stores in the conditions that it does not know itself.
pub(crate) struct Conditioned;

impl Fixture for Conditioned {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = ReferenceDll::new(stores.clone());
        let provider = with_conditions(entry.clone());
        conditioned(setup(Dll::new(DLL_NAME).provider_entry(provider).service_entry(entry), &stores))
    }
}

/// What the reference provider can do and this fixture can bring about.
pub(crate) const CAPABILITIES: &[Capability] = &[
    Capability::Mail,
    Capability::Ui,
    Capability::Write,
    Capability::Submit,
    Capability::Notify,
    Capability::DefaultStore,
    Capability::TransportCoupled,
    Capability::ServiceEntry,
    Capability::ChangePassword,
    Capability::FastShutdown,
    Capability::SecondStore,
    Capability::Password,
    Capability::Unconfigured,
    Capability::Unreachable,
    Capability::Offline,
    Capability::OtherId,
    Capability::ChoosesStore,
];

/// What it can do with all conditions, wrapped as it is then.
pub(crate) const CONDITIONED: &[Capability] = &{
    let mut all = [Capability::Wrapper; CAPABILITIES.len() + CONDITIONS.len() + 1];
    let mut next = 0;
    while next < CAPABILITIES.len() {
        all[next] = CAPABILITIES[next];
        next += 1;
    }
    while next < CAPABILITIES.len() + CONDITIONS.len() {
        all[next] = CONDITIONS[next - CAPABILITIES.len()].capability;
        next += 1;
    }
    all
};

/// The stores that exist.
pub(crate) fn catalogue() -> StoreCatalogue {
    // Every trial has a machine of its own; what its stores are made of is the same.
    static SPECS: LazyLock<Vec<StoreSpec>> = LazyLock::new(specs);
    let stores = StoreCatalogue::new(SPECS.iter().cloned());
    stores.set_offline("away", true);
    stores
}

fn specs() -> Vec<StoreSpec> {
    let full = |name: &str| StoreSpec::new(name).default_store().coupled().with_sample_mail();
    let plain = [full("first"), full("second"), full("safe").password("right"), full("away")];
    let conditions = CONDITIONS.iter().map(|condition| full(condition.store));
    plain.into_iter().chain(conditions).collect()
}

/// The sections of the machine, served by this DLL.
pub(crate) fn setup(dll: Dll, stores: &StoreCatalogue) -> Setup {
    with_first(dll, stores, chosen("first"))
}

/// The same with this section of the first store.
pub(crate) fn with_first(dll: Dll, stores: &StoreCatalogue, first: StoreSection) -> Setup {
    let stores = stores.clone();
    let password = |text: &str| PropValue::new(PR_REFERENCE_PASSWORD, text);
    Setup::new(dll, first)
        .second_store(chosen("second"))
        .password(chosen("safe"), password("right"), password("wrong"))
        .types_password([Reply::fill("password", "right")])
        .chooses_store([Reply::fill("store", "first")])
        .unconfigured(section("not chosen"), [PropValue::new(PR_ENTRYID, &store_entry_id("first"))])
        .unreachable(chosen("away"))
        .other_id(store_entry_id("FIRST"))
        .goes_offline(move || stores.set_offline("first", true))
}

/// Adds the sections of stores in further conditions, which need a provider of [`with_conditions`].
pub(crate) fn conditioned(setup: Setup) -> Setup {
    CONDITIONS.iter().fold(setup, |setup, condition| (condition.give)(setup, chosen(condition.store)))
}

/// The section of a store.
pub(crate) fn chosen(name: &str) -> StoreSection {
    section(name).entry_id(store_entry_id(name))
}

/// A section in which no store is chosen yet.
fn section(name: &str) -> StoreSection {
    StoreSection::new(DLL_NAME, name).resource_flags(ResourceFlags::STATUS_NO_PRIMARY_IDENTITY)
}
