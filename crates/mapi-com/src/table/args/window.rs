//! `ulUIParam`: the number of a window.
//!
//! Who answers the dialogs that are shown above it does not cross the boundary, but for a call within one process whose
//! other side is this crate as well: the host of the call is found by the window's number on the thread of the call.

use std::cell::RefCell;

use mapi_spi::mapi::MapiResult;
use mapi_spi::methods::Method;
use mapi_spi::spi::{Dialog, DialogAnswer, DialogHost, ParentWindow};

use crate::identity::Cx;

/// Who answers the dialogs of a call.
#[derive(Clone, Copy)]
struct Host(*const (dyn DialogHost + 'static), usize);

thread_local! {
    static HOSTS: RefCell<Vec<Host>> = const { RefCell::new(Vec::new()) };
}

/// The window of a call that is made on the other side.
pub(crate) struct Held<'a> {
    handle: usize,
    /// A box; as a pointer, for moving a box invalidates what points into it.
    host: Option<*mut WindowHost<'a>>,
}

/// A window as a host of dialogs.
struct WindowHost<'a>(ParentWindow<'a>);

impl DialogHost for WindowHost<'_> {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        self.0.show(dialog)
    }
}

impl Held<'_> {
    /// What is lent is an object of ours.
    pub(crate) const fn unchanged(&self, _cx: &Cx, _at: Method) {}

    pub(crate) const fn c(&mut self) -> (usize,) {
        (self.handle,)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(host) = self.host {
            HOSTS.with_borrow_mut(|hosts| hosts.pop());
            // SAFETY: it was made of a box by `lend`, and the entry that pointed to it is gone.
            drop(unsafe { Box::from_raw(host) });
        }
    }
}

#[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
pub(crate) fn lend<'a>(_cx: &Cx, window: ParentWindow<'a>) -> MapiResult<Held<'a>> {
    let host = window.has_host().then(|| Box::into_raw(Box::new(WindowHost(window))));
    if let Some(host) = host {
        let host: *const (dyn DialogHost + '_) = host;
        // SAFETY: only the lifetime is changed. The entry is gone before the window is: `Held` takes it out when the call
        // has returned.
        let host = unsafe {
            std::mem::transmute::<*const (dyn DialogHost + '_), *const (dyn DialogHost + 'static)>(host)
        };
        HOSTS.with_borrow_mut(|hosts| hosts.push(Host(host, window.handle())));
    }
    Ok(Held { handle: window.handle(), host })
}

/// The window of a call that has come in.
///
/// # Safety
/// The window is used during the call only.
#[allow(clippy::unnecessary_wraps, reason = "as every other codec")]
pub(crate) unsafe fn take<'a>(_cx: &Cx, (handle,): (usize,)) -> MapiResult<ParentWindow<'a>> {
    let host = HOSTS.with_borrow(|hosts| hosts.last().filter(|host| host.1 == handle).copied());
    Ok(match host {
        // SAFETY: the host is that of the call which is being served on this thread, and lives until it returns.
        Some(Host(host, _)) => ParentWindow::new(unsafe { &*host }).with_handle(handle),
        None => ParentWindow::of_handle(handle),
    })
}
