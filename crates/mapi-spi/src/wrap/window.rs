//! The windows that calls carry.

use std::sync::Arc;

use super::wrapped::Wrapper;
use crate::spi::{Dialog, DialogAnswer, DialogHost, ParentWindow};

/// Answers the dialogs that a provider shows above the window of a call. Where nobody answers, nobody does here either.
pub trait WrapWindow: Send + Sync {
    /// [`ParentWindow::show`], answered by `inner` unless overridden.
    fn show(&self, inner: ParentWindow<'_>, dialog: &Dialog) -> DialogAnswer {
        inner.show(dialog)
    }
}

/// The wrapper of a window.
struct WrappedWindow<'a> {
    wrapper: &'a Wrapper,
    inner: ParentWindow<'a>,
}

impl DialogHost for WrappedWindow<'_> {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        let answer = self.wrapper.overrides.window.show(self.inner, dialog);
        self.wrapper.tell_dialog(dialog, &answer);
        answer
    }
}

/// Makes a call with the window wrapped.
pub(super) fn lend_window<R>(
    wrapper: &Arc<Wrapper>,
    window: ParentWindow<'_>,
    call: impl FnOnce(ParentWindow<'_>) -> R,
) -> R {
    if !window.has_host() {
        return call(window);
    }
    call(ParentWindow::new(&WrappedWindow { wrapper, inner: window }).with_handle(window.handle()))
}
