//! `ulUIParam` and `lpProgress`, which long operations take together.

use std::ffi::c_void;
use std::sync::Arc;

use mapi_spi::mapi::MapiResult;
use mapi_spi::methods::Method;
use mapi_spi::spi::{IMAPIProgress, ParentWindow, ProgressUi};

use super::{HeldObject, object, window};
use crate::identity::{Cx, LentObject};

/// What is lent for a call.
pub(crate) struct Held<'a> {
    window: window::Held<'a>,
    progress: HeldObject,
}

impl Held<'_> {
    /// What is lent is an object of ours.
    pub(crate) const fn unchanged(&self, _cx: &Cx, _at: Method) {}

    pub(crate) const fn c(&mut self) -> (usize, *mut c_void) {
        let ((window,), (progress,)) = (self.window.c(), self.progress.c());
        (window, progress)
    }
}

pub(crate) fn lend<'a>(cx: &Cx, ui: ProgressUi<'a>) -> MapiResult<Held<'a>> {
    let none = || Ok(HeldObject::of(LentObject::NONE));
    let progress = ui.progress.map_or_else(none, |progress| object::lend(cx, progress))?;
    Ok(Held { window: window::lend(cx, ui.window)?, progress })
}

/// What has come in with a call.
pub(crate) struct Taken<'a> {
    window: ParentWindow<'a>,
    progress: Option<Arc<dyn IMAPIProgress>>,
}

impl Taken<'_> {
    pub(crate) const fn get(&self) -> ProgressUi<'_> {
        let mut ui = ProgressUi::none();
        ui.window = self.window;
        ui.progress = self.progress.as_ref();
        ui
    }
}

/// # Safety
/// The window is used during the call only; the pointer is NULL or that of an `IMAPIProgress`.
pub(crate) unsafe fn take<'a>(cx: &Cx, (handle, progress): (usize, *mut c_void)) -> MapiResult<Taken<'a>> {
    // SAFETY: as this function says.
    unsafe {
        let window = window::take(cx, (handle,))?;
        let progress = if progress.is_null() { None } else { Some(object::take(cx, (progress,))?) };
        Ok(Taken { window, progress })
    }
}
