//! What is left when nobody has anything of the subsystem any more.

use std::sync::Arc;

use crate::sim::books::state::State;
use crate::spi::{IMAPIAdviseSink, IMSLogon, IMSProvider};

/// Objects that sessions without an end have left, to be dropped without the lock.
pub(crate) struct Leftovers {
    pub(crate) logons: Vec<Arc<dyn IMSLogon>>,
    pub(crate) providers: Vec<Arc<dyn IMSProvider>>,
    pub(crate) sinks: Vec<Arc<dyn IMAPIAdviseSink>>,
}

impl State {
    /// Takes every object of foreign code out of the books.
    pub(crate) fn take_leftovers(&mut self) -> Leftovers {
        let mut sinks = self.subscriptions.take_all();
        sinks.extend(self.listeners.take_all());
        Leftovers { logons: self.stores.take_logons(), providers: self.providers.take_all(), sinks }
    }
}
