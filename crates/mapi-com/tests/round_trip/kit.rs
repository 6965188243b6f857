//! The kit on the reference provider: the verdicts through the boundary are those without it.

use mapi_com::outgoing::Loopback;
use mapi_sim::conformance::{Declaration, Fixture, Report, Setup, run_declared};
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::{Dll, SpoolerModel};
use mapi_sim::spi::{ProviderEntry, ServiceEntry};

use crate::conditions::with_conditions;
use crate::fixture::{CAPABILITIES, CONDITIONED, catalogue, conditioned, setup};

/// How a provider is put into a DLL.
trait Way: Send + Sync + 'static {
    fn dll<P: ProviderEntry + 'static, S: ServiceEntry + 'static>(&self, provider: P, service: S) -> Dll;
}

struct Native;

impl Way for Native {
    fn dll<P: ProviderEntry + 'static, S: ServiceEntry + 'static>(&self, provider: P, service: S) -> Dll {
        Dll::new(DLL_NAME).provider_entry(provider).service_entry(service)
    }
}

struct ThroughCom;

impl Way for ThroughCom {
    fn dll<P: ProviderEntry + 'static, S: ServiceEntry + 'static>(&self, provider: P, service: S) -> Dll {
        let loopback = Loopback::with_service(provider, service);
        let service = loopback.service_entry();
        Dll::new(DLL_NAME).provider_entry(loopback).service_entry(service)
    }
}

/// The reference provider with all conditions.
struct Reference<W>(W, SpoolerModel);

impl<W: Way> Fixture for Reference<W> {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = ReferenceDll::new(stores.clone());
        let dll = self.0.dll(with_conditions(entry.clone()), entry);
        conditioned(setup(dll, &stores)).spooler_model(self.1)
    }
}

/// The same without conditions.
struct Plain<W>(W);

impl<W: Way> Fixture for Plain<W> {
    fn setup(&self) -> Setup {
        let stores = catalogue();
        let entry = ReferenceDll::new(stores.clone());
        setup(self.0.dll(entry.clone(), entry), &stores)
    }
}

/// A line a rule, with what came of it.
fn verdicts(report: &Report) -> Vec<String> {
    assert_eq!(report.fixture_fault(), None);
    assert_eq!(report.rules_fault(), None);
    report.entries().iter().map(|entry| format!("{} {:?}", entry.rule.id, entry.outcome)).collect()
}

fn compare(native: &Report, through_com: &Report) {
    let (native, through_com) = (verdicts(native), verdicts(through_com));
    let differences: Vec<_> =
        native.iter().zip(&through_com).filter(|(native, through_com)| native != through_com).collect();
    assert!(differences.is_empty(), "{} of {}: {differences:#?}", differences.len(), native.len());
    assert_eq!(native.len(), through_com.len());
}

const ALL: Declaration = Declaration { capabilities: CONDITIONED, ..Declaration::NOTHING };

#[test]
fn with_the_spooler_in_the_clients_process() {
    let model = SpoolerModel::SameProcess;
    let native = run_declared(Reference(Native, model), ALL);
    compare(&native, &run_declared(Reference(ThroughCom, model), ALL));
}

#[test]
fn with_the_spooler_in_a_process_of_its_own() {
    let model = SpoolerModel::OwnProcess;
    let native = run_declared(Reference(Native, model), ALL);
    compare(&native, &run_declared(Reference(ThroughCom, model), ALL));
}

#[test]
fn without_conditions() {
    let declaration = Declaration { capabilities: CAPABILITIES, ..Declaration::NOTHING };
    let native = run_declared(Plain(Native), declaration);
    compare(&native, &run_declared(Plain(ThroughCom), declaration));
}
