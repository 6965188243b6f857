//! Mutants: the reference provider with one behaviour bent, each proof that one rule of the kit can fail.

mod allowed;
mod already_open;
mod bends;
mod borrowed;
mod changes;
mod claims;
mod compare;
mod default_store;
mod errors;
mod ids;
mod init;
mod load;
mod logon;
mod machines;
mod notify;
mod observed;
mod on_calls;
mod open_store;
mod profile;
mod self_referencing;
mod service;
mod shutdown;
mod spooler;
mod status;
mod status_object;

use std::collections::BTreeSet;

use mapi_sim::conformance::{Capability, Declaration, Fixture, RuleId, Setup};
use mapi_sim::reference::{DLL_NAME, ReferenceDll};
use mapi_sim::sim::Dll;

pub(crate) use allowed::{allowed, fixtures, plainly};
pub(crate) use ids::short_term;
pub(crate) use on_calls::{address, lock};

use crate::bending::{Bending, Part};
use crate::conditions::with_conditions;
use crate::fixture::{CAPABILITIES, CONDITIONED, Conditioned, catalogue, conditioned, setup};

/// A provider that breaks one rule.
pub(crate) struct Mutant {
    /// The rule that it breaks.
    pub(crate) rule: RuleId,
    /// What is bent.
    pub(crate) bent: &'static str,
    /// Rules that cannot be kept either while this is bent.
    pub(crate) also: &'static [RuleId],
    /// Rules that are not reached, in the order of the kit, though what stands in their way is kept where nothing went
    /// before it.
    pub(crate) unsettled: &'static [RuleId],
    /// How the reference provider is bent.
    pub(crate) bend: Bend,
    /// Whether it shows only where the spooler runs in the client's process.
    pub(crate) in_one_process: bool,
    /// What the lenient reading makes of it, for rules that have one.
    pub(crate) lenient: Option<Lenient>,
    /// What the kind of bend declares.
    pub(crate) capabilities: &'static [Capability],
    /// A capability that is declared besides.
    pub(crate) with: Option<Capability>,
    /// The capabilities that are not declared, a bit each.
    pub(crate) without: u64,
}

/// What the lenient reading of a rule makes of a mutant of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lenient {
    /// The rule is broken all the same.
    Broken,
    /// The rule is kept.
    Kept,
}

/// The ways to bend the reference provider.
pub(crate) enum Bend {
    /// Methods of the provider and of what it is given.
    Wrap(fn(Bending) -> Bending),
    /// What the fixture gives to the kit.
    Setup(fn(Setup) -> Setup),
    /// Both entry points.
    Dll(fn(ReferenceDll) -> Dll),
}

/// A mutant of `rule` that bends methods.
pub(crate) const fn wrap(rule: RuleId, bent: &'static str, bend: fn(Bending) -> Bending) -> Mutant {
    mutant(rule, bent, Bend::Wrap(bend), CONDITIONED)
}

/// A mutant of `rule` with another DLL.
pub(crate) const fn dll(rule: RuleId, bent: &'static str, bend: fn(ReferenceDll) -> Dll) -> Mutant {
    // Such a DLL does not have the wrapping that makes the further conditions.
    mutant(rule, bent, Bend::Dll(bend), CAPABILITIES)
}

/// A mutant of `rule` that is described wrongly.
pub(crate) const fn described(rule: RuleId, bent: &'static str, bend: fn(Setup) -> Setup) -> Mutant {
    mutant(rule, bent, Bend::Setup(bend), CONDITIONED)
}

const fn mutant(rule: RuleId, bent: &'static str, bend: Bend, capabilities: &'static [Capability]) -> Mutant {
    Mutant {
        rule,
        bent,
        also: &[],
        unsettled: &[],
        bend,
        in_one_process: false,
        lenient: None,
        capabilities,
        with: None,
        without: 0,
    }
}

/// The reference provider bent, with stores in every condition.
pub(crate) fn bent(bend: impl FnOnce(Bending) -> Bending) -> Setup {
    let stores = catalogue();
    let entry = ReferenceDll::new(stores.clone());
    let wrapping = bend(Bending::new(with_conditions(entry.clone()))).into_wrapping();
    let service = wrapping.service_entry(entry);
    let dll = Dll::new(DLL_NAME).provider_entry(wrapping).service_entry(service);
    conditioned(setup(dll, &stores))
}

impl Mutant {
    /// Names the rules that this mutant cannot keep either.
    pub(crate) const fn also(mut self, also: &'static [RuleId]) -> Self {
        self.also = also;
        self
    }

    /// Names the rules that are not reached for what this mutant does after a while.
    pub(crate) const fn unsettled(mut self, unsettled: &'static [RuleId]) -> Self {
        self.unsettled = unsettled;
        self
    }

    /// There is nothing to see where the spooler is a process of its own.
    pub(crate) const fn in_one_process(mut self) -> Self {
        self.in_one_process = true;
        self
    }

    /// The lenient reading finds its rule broken, too.
    pub(crate) const fn even_lenient(mut self) -> Self {
        self.lenient = Some(Lenient::Broken);
        self
    }

    /// The lenient reading finds its rule kept.
    pub(crate) const fn only_strict(mut self) -> Self {
        self.lenient = Some(Lenient::Kept);
        self
    }

    /// Declares these capabilities.
    pub(crate) const fn declaring(mut self, capabilities: &'static [Capability]) -> Self {
        self.capabilities = capabilities;
        self
    }

    /// Declares one capability more.
    pub(crate) const fn with(mut self, capability: Capability) -> Self {
        self.with = Some(capability);
        self
    }

    /// Does not declare one capability.
    pub(crate) const fn without(mut self, capability: Capability) -> Self {
        self.without |= bit(capability);
        self
    }
}

impl Mutant {
    /// The parts of the reference provider that are bent, if that is all that is different and everything is declared.
    pub(crate) fn parts(&self) -> Option<BTreeSet<Part>> {
        let Bend::Wrap(bend) = self.bend else { return None };
        let declares_all = self.capabilities == CONDITIONED && self.with.is_none() && self.without == 0;
        declares_all.then(|| bend(Bending::new(ReferenceDll::new(catalogue()))).bent().clone())
    }
}

const fn bit(capability: Capability) -> u64 {
    1 << capability as u32
}

impl Fixture for Mutant {
    fn setup(&self) -> Setup {
        match self.bend {
            Bend::Wrap(bend) => bent(bend),
            Bend::Setup(bend) => bend(Conditioned.setup()),
            Bend::Dll(bend) => {
                let stores = catalogue();
                setup(bend(ReferenceDll::new(stores.clone())), &stores)
            }
        }
    }

    fn declaration(&self) -> Declaration {
        let declared = self.capabilities.iter().copied().filter(|one| self.without & bit(*one) == 0);
        let capabilities = declared.chain(self.with).collect::<Vec<_>>().leak();
        Declaration { capabilities, ..Declaration::NOTHING }
    }
}

/// The rules with fewer than three routes by which they can be broken, each with its routes. There is a mutant a route.
pub(crate) type FewRoutes = &'static [(RuleId, &'static [&'static str])];

/// The mutants of one area of rules.
pub(crate) struct Area {
    pub(crate) name: &'static str,
    pub(crate) mutants: fn() -> Vec<Mutant>,
    pub(crate) few_routes: FewRoutes,
}

/// All mutants by the area of the rule that they break.
pub(crate) const fn areas() -> [Area; 19] {
    [
        Area { name: "init", mutants: init::mutants, few_routes: init::FEW_ROUTES },
        Area { name: "load", mutants: load::mutants, few_routes: load::FEW_ROUTES },
        Area { name: "already_open", mutants: already_open::mutants, few_routes: already_open::FEW_ROUTES },
        Area { name: "logon", mutants: logon::mutants, few_routes: logon::FEW_ROUTES },
        Area { name: "open_store", mutants: open_store::mutants, few_routes: open_store::FEW_ROUTES },
        Area { name: "notify", mutants: notify::mutants, few_routes: notify::FEW_ROUTES },
        Area {
            name: "default_store",
            mutants: default_store::mutants,
            few_routes: default_store::FEW_ROUTES,
        },
        Area { name: "spooler", mutants: spooler::mutants, few_routes: spooler::FEW_ROUTES },
        Area { name: "ids", mutants: ids::mutants, few_routes: ids::FEW_ROUTES },
        Area { name: "compare", mutants: compare::mutants, few_routes: compare::FEW_ROUTES },
        Area { name: "changes", mutants: changes::mutants, few_routes: changes::FEW_ROUTES },
        Area { name: "profile", mutants: profile::mutants, few_routes: profile::FEW_ROUTES },
        Area { name: "service", mutants: service::mutants, few_routes: service::FEW_ROUTES },
        Area { name: "status", mutants: status::mutants, few_routes: status::FEW_ROUTES },
        Area {
            name: "status_object",
            mutants: status_object::mutants,
            few_routes: status_object::FEW_ROUTES,
        },
        Area { name: "shutdown", mutants: shutdown::mutants, few_routes: shutdown::FEW_ROUTES },
        Area { name: "errors", mutants: errors::mutants, few_routes: errors::FEW_ROUTES },
        Area { name: "claims", mutants: claims::mutants, few_routes: claims::FEW_ROUTES },
        Area { name: "observed", mutants: observed::mutants, few_routes: observed::FEW_ROUTES },
    ]
}

/// All mutants.
pub(crate) fn mutants() -> Vec<Mutant> {
    areas().into_iter().flat_map(|area| (area.mutants)()).collect()
}
