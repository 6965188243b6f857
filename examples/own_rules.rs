//! The conformance kit with rules that the crate does not have: those of a company, and one that something outside sees.
//!
//! `cargo run --example own_rules` shows what comes of them on the reference provider.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use mapi_sim::conformance::{Breach, Capability, Declaration, Finding, Fixture, RuleSet, Setup, run_with};
use mapi_sim::mapi::{MapiResult, ResourceFlags};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{Dll, StoreSection};
use mapi_sim::spi::{IMSProvider, LogonAnswer, LogonRequest};
use mapi_sim::wrap::{WrapProvider, Wrapping};

/// The rules of the company, each with its function below or with none.
mod handbook {
    use mapi_sim::conformance::{OrBreach, Trial, Verdict, ensure};
    use mapi_sim::mapi::GetPropsFlags;
    use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;

    mapi_sim::conformance_area! {
        pub handbook, tests by handbook_tests;
        ACME_1 acme_1_stores_are_named [] {
            title: "Stores are named",
            level: Should,
            source: "Handbook of Acme, page 7",
        };
        ACME_2 acme_2_the_name_of_the_dll_is_in_capitals [] { title: "The name of the DLL is in capitals" };
        ACME_3 acme_3_a_logon_costs_one_licence [] by findings { title: "A logon costs one licence" };
    }

    fn acme_1_stores_are_named(trial: &Trial) -> Verdict {
        let machine = trial.machine()?;
        let session = machine.session()?;
        let store = machine.open_store(&session)?;
        let got = store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE);
        let named = got.or_breach("GetProps of the store")?.value.iter().any(|name| name.as_text().is_some());
        ensure(named, "a store with a PR_DISPLAY_NAME", "none", "Name the store.")
    }

    fn acme_2_the_name_of_the_dll_is_in_capitals(trial: &Trial) -> Verdict {
        let name = trial.setup().name();
        ensure(name == name.to_uppercase(), "a name in capitals", name, "Rename the DLL.")
    }
}

/// Counts the licences that logons cost, as a bridge to providers in other languages counts memory and references.
#[derive(Clone, Default)]
struct Licences(Arc<AtomicUsize>);

impl WrapProvider for Licences {
    fn logon(&self, inner: &dyn IMSProvider, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        self.0.fetch_add(2, Ordering::Relaxed);
        inner.logon(request)
    }
}

impl Licences {
    /// What has been found since the last question.
    fn findings(&self) -> Vec<Finding> {
        let used = self.0.swap(0, Ordering::Relaxed);
        let breach = || Breach::new("one licence", format!("{used}")).help("Give the other one back.");
        (used > 0).then(|| Finding::new(handbook::rules::ACME_3, breach())).into_iter().collect()
    }
}

/// The reference provider, watched.
struct Watched;

impl Fixture for Watched {
    fn setup(&self) -> Setup {
        let licences = Licences::default();
        let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
        let section = StoreSection::new(DLL_NAME, "Mine").entry_id(store_entry_id("mine")).resource_flags(
            ResourceFlags::STATUS_NO_PRIMARY_IDENTITY.union(ResourceFlags::STATUS_NO_DEFAULT_STORE),
        );
        let watched = Wrapping::new(dll).provider(licences.clone());
        Setup::new(Dll::new(DLL_NAME).provider_entry(watched), section)
            .watched_by(move || licences.findings())
    }

    fn declaration(&self) -> Declaration {
        Declaration {
            capabilities: &[Capability::Mail, Capability::Ui, Capability::FastShutdown],
            waivers: &[(handbook::rules::ACME_2, "the name is an old one")],
            ..Declaration::NOTHING
        }
    }
}

fn main() {
    println!("{}", run_with(Watched, &RuleSet::kit().with_all(handbook::RULES)));
}
