//! The rules of a run.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::{Breach, Rule, Verdict};
use crate::catalogue::{self, RuleId};
use crate::conformance::RULES;
use crate::conformance::declare::Declaration;
use crate::conformance::machine::Trial;

/// The rules of a run: those of this crate, and others.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// use mapi_sim::conformance::{Rule, RuleId, RuleSet, ensure, run_with};
/// # use mapi_sim::conformance::{Fixture, Setup};
/// # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
/// # use mapi_sim::sim::{Dll, StoreSection};
/// # struct MyProvider;
/// # impl Fixture for MyProvider {
/// #     fn setup(&self) -> Setup {
/// #         let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
/// #         let section = StoreSection::new(DLL_NAME, "Mine").entry_id(store_entry_id("mine"));
/// #         Setup::new(Dll::new(DLL_NAME).provider_entry(dll), section)
/// #     }
/// # }
///
/// const OPENS: Rule = Rule::new(RuleId::new("ACME-1"), "acme_1_the_store_opens")
///     .with_title("The store opens in a new session")
///     .with_check(|trial| {
///         let machine = trial.machine()?;
///         let session = machine.session()?;
///         machine.open_store(&session).map(drop)
///     });
/// const QUOTA: Rule = Rule::new(RuleId::new("ACME-2"), "acme_2_the_quota_is_kept").with_title("The quota is kept");
///
/// let used = Arc::new(AtomicUsize::new(0));
/// let rules = RuleSet::kit().with(OPENS).with_check(QUOTA, move |_| {
///     ensure(used.load(Ordering::Relaxed) < 10, "less than 10 units", "more", "Use less.")
/// });
/// let report = run_with(MyProvider, &rules);
/// assert!(report.to_string().contains("  pass           ACME-2      The quota is kept"));
/// ```
#[derive(Clone, Debug)]
pub struct RuleSet {
    rules: Vec<Listed>,
}

/// A rule with its check.
#[derive(Clone)]
pub(in crate::conformance) struct Listed {
    pub(in crate::conformance) rule: Rule,
    check: Option<Closure>,
}

type Closure = Arc<dyn Fn(&Trial<'_>) -> Verdict + Send + Sync>;

impl RuleSet {
    /// The rules of this crate.
    #[must_use]
    pub fn kit() -> Self {
        Self::empty().with_all(RULES)
    }

    /// No rule yet.
    #[must_use]
    pub const fn empty() -> Self {
        Self { rules: Vec::new() }
    }

    /// One more rule.
    #[must_use]
    pub fn with(mut self, rule: Rule) -> Self {
        self.rules.push(Listed { rule, check: None });
        self
    }

    /// More rules, as those of an area.
    #[must_use]
    pub fn with_all(mut self, rules: &[Rule]) -> Self {
        self.rules.extend(rules.iter().map(|rule| Listed { rule: *rule, check: None }));
        self
    }

    /// One more rule, checked by a closure in place of its function.
    #[must_use]
    pub fn with_check(
        mut self,
        rule: Rule,
        check: impl Fn(&Trial<'_>) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        self.rules.push(Listed { rule, check: Some(Arc::new(check)) });
        self
    }

    /// The rules in order.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.rules.iter().map(|listed| &listed.rule)
    }

    /// The rule with this number.
    #[must_use]
    pub fn get(&self, id: RuleId) -> Option<&Rule> {
        self.iter().find(|rule| rule.id == id)
    }

    pub(in crate::conformance) fn listed(&self) -> &[Listed] {
        &self.rules
    }

    /// Why a run by this declaration would say something that is not so: rules that cannot be told apart, or words about
    /// a rule that is not there.
    pub(in crate::conformance) fn fault(&self, declaration: &Declaration) -> Option<Breach> {
        let mut known = BTreeSet::new();
        for rule in self.iter() {
            if !known.insert(rule.id) {
                return Some(Breach::new("one rule for each number", format!("two with {}", rule.id)));
            }
            if let Some(fault) = fault_of(rule) {
                return Some(fault);
            }
        }
        let waived = declaration.waivers.iter().map(|(id, _)| id);
        let missing = waived.chain(declaration.lenient).find(|id| !known.contains(id))?;
        Some(Breach::new("waivers and lenient readings of rules of this run", missing))
    }
}

/// What is wrong with the number of a rule.
fn fault_of(rule: &Rule) -> Option<Breach> {
    if rule.is_catalogued() {
        let unknown = rule.entry().is_none();
        return unknown.then(|| Breach::new("a number of the catalogue", rule.id));
    }
    let own = |entry: &catalogue::RuleEntry| entry.id.split_once('-').map(|(prefix, _)| prefix);
    let taken = catalogue::rules().iter().any(|entry| own(entry) == Some(rule.id.prefix()));
    taken.then(|| Breach::new("a prefix that no rule of mapi-sim has", rule.id))
}

impl Default for RuleSet {
    /// Those of this crate.
    fn default() -> Self {
        Self::kit()
    }
}

impl Listed {
    /// Checks the rule; `None` for a rule that only findings break.
    pub(in crate::conformance) fn check(&self, trial: &Trial<'_>) -> Option<Verdict> {
        match &self.check {
            Some(check) => Some(check(trial)),
            None => self.rule.check.map(|check| check(trial)),
        }
    }

    /// Whether nothing but findings can break the rule.
    pub(in crate::conformance) fn has_no_check(&self) -> bool {
        self.check.is_none() && self.rule.check.is_none()
    }
}

impl fmt::Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.rule, f)
    }
}
