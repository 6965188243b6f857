//! Where a rule is played: machines made from one setup, and what a client does on them.

use std::cell::RefCell;
use std::sync::Arc;

use super::{Machine, MachineOptions};
use crate::catalogue::RuleId;
use crate::conformance::declare::{Capability, Declaration, Fixture, Reading, Setup};
use crate::conformance::rule::{Breach, OrBreach};
use crate::mapi::{MapiResult, ProviderInitFlags, SpiVersion};
use crate::sim::Subsystem;
use crate::spi::{IMSProvider, InitAnswer, InitRequest, MemAllocRoutines};
use crate::trace::Trace;

/// One rule on one fixture. Machines that a rule makes share the setup: the same DLL, the same files.
pub(in crate::conformance) struct Trial<'a> {
    fixture: &'a dyn Fixture,
    declaration: Declaration,
    rule: RuleId,
    pub(in crate::conformance) setup: Setup,
    /// The machines made so far, for the trace in a message.
    machines: RefCell<Vec<Subsystem>>,
}

impl<'a> Trial<'a> {
    pub(in crate::conformance) fn new(
        fixture: &'a dyn Fixture,
        declaration: Declaration,
        rule: RuleId,
    ) -> Self {
        let setup = fixture.setup();
        Self { fixture, declaration, rule, setup, machines: RefCell::default() }
    }

    pub(in crate::conformance) fn has(&self, capability: Capability) -> bool {
        self.declaration.has(capability)
    }

    pub(in crate::conformance) fn is_lenient(&self) -> bool {
        self.declaration.reading(self.rule) == Reading::Lenient
    }

    /// A machine with nobody at the screen and the spooler where the fixture has it.
    pub(in crate::conformance) fn machine(&self) -> Result<Machine, Breach> {
        self.machine_with(MachineOptions::default())
    }

    pub(in crate::conformance) fn machine_with(&self, options: MachineOptions) -> Result<Machine, Breach> {
        let machine = Machine::new(&self.setup, options)?;
        self.machines.borrow_mut().push(machine.mapi.clone());
        Ok(machine)
    }

    /// The fixture's setup made once more, as after a restart of the machine with everything reinstalled.
    pub(in crate::conformance) fn fresh_setup(&self) -> Setup {
        self.fixture.setup()
    }

    /// The trace of the machine that was made last.
    pub(in crate::conformance) fn last_trace(&self) -> Option<Trace> {
        self.machines.borrow().last().map(Subsystem::trace)
    }

    /// Calls `MSProviderInit` outside of any machine.
    pub(in crate::conformance) fn init(
        &self,
        mapi: SpiVersion,
        allocators: u32,
    ) -> Result<MapiResult<InitAnswer>, Breach> {
        let entry = self.setup.dll.provider.as_ref().or_breach("a DLL that exports MSProviderInit")?;
        let request = InitRequest::new(MemAllocRoutines::new(allocators))
            .mapi_version(mapi)
            .flags(ProviderInitFlags::empty());
        Ok(entry.ms_provider_init(&request))
    }

    /// A provider object of no session.
    pub(in crate::conformance) fn provider(&self, allocators: u32) -> Result<Arc<dyn IMSProvider>, Breach> {
        let answer = self.init(SpiVersion::CURRENT, allocators)?.or_breach("MSProviderInit")?;
        answer.provider.or_breach("a provider object from MSProviderInit")
    }
}
