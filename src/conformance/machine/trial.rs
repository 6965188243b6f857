//! One rule on one fixture.

use std::cell::RefCell;
use std::sync::Arc;

use super::{Machine, MachineOptions};
use crate::catalogue::RuleId;
use crate::conformance::declare::{Capability, Declaration, Fixture, Setup, StoreSlot, Watcher};
use crate::conformance::rule::{Finding, OrBreach, Reached, way};
use crate::conformance::run::Machines;
use crate::load::readings::Strictness;
use crate::mapi::tags::{PR_DISPLAY_NAME_W, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY};
use crate::mapi::{MapiResult, ProviderInitFlags, SpiVersion};
use crate::spi::{IMSProvider, InitAnswer, InitRequest, MemAllocRoutines};
use crate::trace::Trace;

/// One rule on one fixture: what a check of a rule gets.
///
/// All machines of a trial share one [`Setup`], so the same DLL and the same files.
///
/// ```
/// use mapi_sim::conformance::{OrBreach, Trial, Verdict, ensure};
/// use mapi_sim::mapi::GetPropsFlags;
/// use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;
///
/// fn the_store_is_named(trial: &Trial) -> Verdict {
///     let machine = trial.machine()?;
///     let session = machine.session()?;
///     let store = machine.open_store(&session)?;
///     let got = store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE);
///     let name = got.or_breach("GetProps of the store")?.value;
///     let named = name.iter().any(|value| value.as_text().is_some());
///     ensure(named, "a store with a PR_DISPLAY_NAME", format_args!("{name:?}"), "Give the store its name.")
/// }
/// ```
pub struct Trial<'a> {
    fixture: &'a dyn Fixture,
    declaration: Declaration,
    rule: RuleId,
    pub(in crate::conformance) setup: Setup,
    /// The machines made so far, for the trace in a message.
    machines: Machines,
    /// Who watches the provider of each setup made so far.
    watchers: RefCell<Vec<Watcher>>,
}

impl<'a> Trial<'a> {
    pub(in crate::conformance) fn new(
        fixture: &'a dyn Fixture,
        declaration: Declaration,
        rule: RuleId,
        machines: Machines,
    ) -> Self {
        let setup = fixture.setup();
        let watchers = RefCell::new(setup.watchers.clone());
        Self { fixture, declaration, rule, setup, machines, watchers }
    }

    /// The provider and the stores that the fixture has set up for this trial.
    #[must_use]
    pub const fn setup(&self) -> &Setup {
        &self.setup
    }

    /// What is declared of the provider.
    #[must_use]
    pub const fn declaration(&self) -> &Declaration {
        &self.declaration
    }

    /// Whether a capability is declared.
    #[must_use]
    pub fn has(&self, capability: Capability) -> bool {
        self.declaration.has(capability)
    }

    /// Whether the rule is read leniently.
    #[must_use]
    pub fn is_lenient(&self) -> bool {
        self.declaration.reading(self.rule) == Strictness::Lenient
    }

    /// A machine without a user who answers dialogs, and with the spooler where the fixture has it.
    ///
    /// # Errors
    /// A breach if no machine can be built of the setup.
    pub fn machine(&self) -> Reached<Machine> {
        self.machine_with(MachineOptions::default())
    }

    /// A machine with more than the setup, or other things.
    ///
    /// # Errors
    /// A breach if no machine can be built of the setup.
    pub fn machine_with(&self, options: MachineOptions) -> Reached<Machine> {
        let machine = Machine::new(&self.setup, options, self.has(Capability::Write))?;
        self.machines.add(machine.mapi.clone());
        Ok(machine)
    }

    /// A machine whose DLL remembers nothing of the machines before it.
    pub(in crate::conformance) fn fresh_machine(&self, options: MachineOptions) -> Reached<Machine> {
        self.machine_with(options.dll(self.fresh_setup().dll))
    }

    /// A machine on which a store's own section lacks the properties that a Logon fills in. The identifier stays:
    /// MAPI finds the section by it.
    pub(in crate::conformance) fn machine_with_emptied_section(&self, slot: StoreSlot) -> Reached<Machine> {
        let machine = self.machine()?;
        machine.edit(slot, &[], &[PR_DISPLAY_NAME_W, PR_PROVIDER_DISPLAY_W, PR_RECORD_KEY])?;
        Ok(machine)
    }

    /// The fixture's setup made once more, as after a restart of the machine with everything reinstalled.
    pub(in crate::conformance) fn fresh_setup(&self) -> Setup {
        let setup = self.fixture.setup();
        self.watchers.borrow_mut().extend(setup.watchers.iter().cloned());
        setup
    }

    /// What has been seen of the provider besides the verdict, when the trial is over.
    pub(in crate::conformance) fn findings(&self) -> Vec<Finding> {
        self.watchers.borrow().iter().flat_map(Watcher::findings).collect()
    }

    /// What has happened on each machine, in the order in which they were made.
    pub(in crate::conformance) fn traces(&self) -> Vec<Trace> {
        self.machines.traces()
    }

    /// Calls `MSProviderInit` outside of any machine.
    pub(in crate::conformance) fn init(
        &self,
        mapi: SpiVersion,
        allocators: u32,
    ) -> Reached<MapiResult<InitAnswer>> {
        let entry = self
            .setup
            .dll
            .provider
            .as_ref()
            .or_not_reached(way::INIT, "a DLL that exports MSProviderInit")?;
        let request = InitRequest::new(MemAllocRoutines::new(allocators))
            .mapi_version(mapi)
            .flags(ProviderInitFlags::empty());
        Ok(entry.ms_provider_init(&request))
    }

    /// A provider object of no session.
    pub(in crate::conformance) fn provider(&self, allocators: u32) -> Reached<Arc<dyn IMSProvider>> {
        let answer =
            self.init(SpiVersion::CURRENT, allocators)?.or_not_reached(way::INIT, "MSProviderInit")?;
        answer.provider.or_not_reached(way::INIT, "a provider object from MSProviderInit")
    }
}
