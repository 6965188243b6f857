//! Whether a provider shows a dialog at the window that a client gives it.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::spi::{Dialog, DialogAnswer, DialogHost, ParentWindow};

/// The window that a client gives to a status object; it notes whether a dialog was to be shown.
#[derive(Default)]
pub(in crate::conformance) struct DialogLog(AtomicBool);

impl DialogLog {
    pub(in crate::conformance) fn window(&self) -> ParentWindow<'_> {
        ParentWindow::new(self)
    }

    pub(in crate::conformance) fn saw_nothing(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

impl DialogHost for DialogLog {
    fn show(&self, _dialog: &Dialog) -> DialogAnswer {
        self.0.store(true, Ordering::Relaxed);
        DialogAnswer::Unavailable
    }
}
