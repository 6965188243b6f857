//! Where a rule is played: machines made from one setup, and what a client does on them.

use std::cell::RefCell;

use super::breach::{Breach, OrBreach};
use super::fixture::{Declaration, Fixture, Reading, Setup};
use super::machine::{Machine, MachineOptions};
use super::{Capability, RuleId};
use crate::mapi::{MapiResult, ProviderInitFlags, SpiVersion};
use crate::sim::Subsystem;
use crate::spi::{InitAnswer, InitRequest, MemAllocRoutines};
use crate::trace::Trace;

/// One rule on one fixture. Machines that a rule makes share the setup: the same DLL, the same files.
pub(super) struct Trial<'a> {
    fixture: &'a dyn Fixture,
    declaration: Declaration,
    rule: RuleId,
    pub(super) setup: Setup,
    /// The machines made so far, for the trace in a message.
    machines: RefCell<Vec<Subsystem>>,
}

impl<'a> Trial<'a> {
    pub(super) fn new(fixture: &'a dyn Fixture, declaration: Declaration, rule: RuleId) -> Self {
        let setup = fixture.setup();
        Self { fixture, declaration, rule, setup, machines: RefCell::default() }
    }

    pub(super) fn has(&self, capability: Capability) -> bool {
        self.declaration.has(capability)
    }

    pub(super) fn is_lenient(&self) -> bool {
        self.declaration.reading(self.rule) == Reading::Lenient
    }

    /// A machine with nobody at the screen and the spooler where the fixture has it.
    pub(super) fn machine(&self) -> Result<Machine, Breach> {
        self.machine_with(MachineOptions::default())
    }

    pub(super) fn machine_with(&self, options: MachineOptions) -> Result<Machine, Breach> {
        let machine = Machine::new(&self.setup, options)?;
        self.machines.borrow_mut().push(machine.mapi.clone());
        Ok(machine)
    }

    /// The fixture's setup made once more, as after a restart of the machine with everything reinstalled.
    pub(super) fn fresh_setup(&self) -> Setup {
        self.fixture.setup()
    }

    /// The trace of the machine that was made last.
    pub(super) fn last_trace(&self) -> Option<Trace> {
        self.machines.borrow().last().map(Subsystem::trace)
    }

    /// Calls `MSProviderInit` outside of any machine.
    pub(super) fn init(&self, mapi: SpiVersion, allocators: u32) -> Result<MapiResult<InitAnswer>, Breach> {
        let entry = self.setup.dll.provider.as_ref().or_breach("a DLL that exports MSProviderInit")?;
        let request = InitRequest::new(MemAllocRoutines::new(allocators))
            .mapi_version(mapi)
            .flags(ProviderInitFlags::empty());
        Ok(entry.ms_provider_init(&request))
    }
}
