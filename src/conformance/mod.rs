//! The conformance kit: every rule of the load contract as a named test of your provider.
//!
//! Write a [`Fixture`] and one line in a file of your `tests/`:
//!
//! ```
//! use mapi_sim::conformance::{Fixture, Setup};
//! # use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
//! # use mapi_sim::sim::{Dll, StoreSection};
//!
//! struct MyProvider;
//!
//! impl Fixture for MyProvider {
//!     fn setup(&self) -> Setup {
//! #       let my_entry_point = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mine")]));
//! #       let (my_dll, my_store) = (DLL_NAME, store_entry_id("mine"));
//!         let dll = Dll::new(my_dll).provider_entry(my_entry_point);
//!         Setup::new(dll, StoreSection::new(my_dll, "Mine").entry_id(my_store))
//!     }
//! }
//!
//! mapi_sim::conformance_tests!(MyProvider, capabilities: [mail]);
//! # fn main() {}
//! ```
//!
//! `cargo test` then runs one test a rule, `cargo test load_19` a single one. A rule that needs a capability which is
//! not declared is listed as ignored, with the reason. [`conformance_tests!`](crate::conformance_tests) tells what
//! else can be declared; [`run`] gives the same verdicts as a [`Report`], which is text, and behind features JSON, JUnit
//! XML and a page of HTML.
//!
//! # What a verdict means
//!
//! A provider is **conformant** if it keeps every rule that applies to what it declares; what it declares is checked,
//! too, both ways. It is **conformant with waivers** if it keeps every rule but those it names itself, each with a
//! reason. A waiver of a rule that is kept is stale and fails. Rules of level *should* are held like those of level
//! *must*: who has a good reason not to keep one waives it. The rules of the area `observed` tell what real clients
//! rely on beyond the documentation; they are no part of the verdict, and their tests are ignored unless asked for.
//!
//! A check that does not get as far as its own question says nothing of its rule: the rule is **not reached**, and the
//! report names the rule that stands in the way. So one fault is one failure, however much needs what is missing: begin
//! with the failures, and what is behind them shows itself. What the simulator records while a rule is on trial counts,
//! whichever rule it breaks; the report has it once, under its own number, and says in which trial it was seen.
//!
//! A trial that does not end is left behind after the [`time_limit`](Fixture::time_limit) of the fixture, and the report names
//! the calls that have not returned. A provider whose first store never opens is not judged.
//!
//! # Rules from elsewhere
//!
//! A company, or whatever stands between this crate and a provider, may have rules of its own.
//! [`conformance_area!`](crate::conformance_area) makes a table of them, with checks that get a [`Trial`]; a [`RuleSet`]
//! puts them beside those of the kit; [`run_with`] and [`conformance_tests!`](crate::conformance_tests) take the set.
//! What something outside sees while a rule is on trial is a [`Finding`]: [`Setup::watched_by`] lets the kit ask for it.
//! The verdicts are in the report like all others. `cargo run --example own_rules` shows it.

mod areas;
mod claims;
mod declare;
mod load;
mod machine;
mod observed;
mod report;
mod rule;
mod run;
mod sweep;

pub use crate::catalogue::rule_id::{RuleId, hyphenated};
pub use areas::{RULES, rules};
pub(crate) use declare::capability_rows;
pub use declare::{Capability, Declaration, Fixture, Setup, StoreSlot, declared};
pub use machine::{Machine, MachineOptions, Trial, log_off};
pub use report::{Behind, Conformance, Counts, Entry, NotReached, Outcome, Report, untested_rules};
pub use rule::{
    Breach, Check, Finding, Hindrance, NotKept, OrBreach, Reached, Rule, RuleSet, Verdict, ensure,
};
#[cfg(feature = "serde")]
pub use run::NotAJudgement;
pub use run::{
    Failure, Judgement, Retold, judge_fixture, judge_rule, report_of, run, run_declared, run_declared_with,
    run_with, test_fixture, test_rule, test_waivers, test_whole,
};
pub use sweep::{Route, Sweep, SweepFinding, SweepVerdict, sweep};

/// Everything the kit knows about a rule: title, level, pages, how it is kept.
#[must_use]
pub fn explain(id: &str) -> Option<String> {
    crate::catalogue::rule(id).map(ToString::to_string)
}
