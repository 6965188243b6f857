//! Whether a provider shows a dialog at the window that a client gives it.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::spi::{Dialog, DialogAnswer, DialogHost, ParentWindow};

/// The window that a client gives to a status object; it notes whether a dialog was to be shown. Nobody sits before it by
/// default.
#[derive(Default)]
pub(in crate::conformance) struct DialogLog {
    asked: AtomicBool,
    cancels: bool,
}

impl DialogLog {
    /// The window of a user who cancels each dialog.
    pub(in crate::conformance) const fn cancelling() -> Self {
        Self { asked: AtomicBool::new(false), cancels: true }
    }

    pub(in crate::conformance) fn window(&self) -> ParentWindow<'_> {
        ParentWindow::new(self)
    }

    pub(in crate::conformance) fn saw_nothing(&self) -> bool {
        !self.asked.load(Ordering::Relaxed)
    }
}

impl DialogHost for DialogLog {
    fn show(&self, _dialog: &Dialog) -> DialogAnswer {
        self.asked.store(true, Ordering::Relaxed);
        if self.cancels { DialogAnswer::Cancelled } else { DialogAnswer::Unavailable }
    }
}
