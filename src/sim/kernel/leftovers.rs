//! The end of a subsystem.

use std::sync::PoisonError;

use crate::sim::books::transactions::leftovers::Leftovers;
use crate::sim::kernel::let_go::LetGo;
use crate::sim::kernel::panics::Before;
use crate::sim::kernel::shared::Shared;
use crate::sim::setup::dll::Dll;

/// What nobody has logged off or shut down goes object by object.
impl Drop for Shared {
    fn drop(&mut self) {
        let before = Before::now();
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        let Leftovers { logons, providers, sinks } = state.take_leftovers();
        logons.let_go();
        providers.let_go();
        sinks.let_go();
        self.spooler.take().let_go();
        for Dll { provider, service, .. } in std::mem::take(&mut self.dlls) {
            (provider, service).let_go();
        }
        if before.has_panicked() {
            before.go_on(());
        }
    }
}
