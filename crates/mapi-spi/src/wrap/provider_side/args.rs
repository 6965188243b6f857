//! Arguments of calls on the provider: its own objects are unwrapped, those of MAPI and clients are wrapped.
//!
//! A request is copied and changed, so that fields it gets one day are passed on.

use std::sync::Arc;

use crate::mapi::MapiString;
use crate::spi::{
    CopyFolderRequest, CopyMessagesRequest, CopyPropsRequest, CopyToRequest, IMAPIAdviseSink, IMAPIProgress,
    IMAPISupport, IMessage, IStream, LogonRequest, ParentWindow, ProgressUi, ServiceRequest,
    SpoolerLogonRequest, Support,
};
use crate::wrap::window::lend_window;
use crate::wrap::wrapped::{Wrapped, Wrapper};

/// Requests that carry a support object and a window.
macro_rules! lend_support_and_window {
    ($($name:ident: $request:ident,)+) => {$(
        pub(in crate::wrap) fn $name<R>(
            wrapper: &Arc<Wrapper>,
            request: &$request<'_>,
            call: impl FnOnce(&$request<'_>) -> R,
        ) -> R {
            let support = lend_support(wrapper, request.support);
            window(wrapper, request.window, |window| {
                let mut request: $request<'_> = *request;
                request.support = &support;
                request.window = window;
                call(&request)
            })
        }
    )+};
}

lend_support_and_window! {
    logon: LogonRequest,
    spooler_logon: SpoolerLogonRequest,
    service: ServiceRequest,
}

/// The wrapper of a support object, lent as the support object is.
fn lend_support(wrapper: &Arc<Wrapper>, support: &Support) -> Support {
    support.lend(|inner| Wrapped::<dyn IMAPISupport>::around(wrapper, inner))
}

/// Requests that carry a destination, a window and a progress object.
macro_rules! lend_destination_and_ui {
    ($($name:ident: $request:ident by $inward:ident,)+) => {$(
        pub(in crate::wrap) fn $name<R>(
            wrapper: &Arc<Wrapper>,
            request: &$request<'_>,
            call: impl FnOnce(&$request<'_>) -> R,
        ) -> R {
            let destination = wrapper.$inward(request.destination);
            ui(wrapper, request.ui, |ui| {
                let mut request: $request<'_> = request.clone();
                request.destination = &destination;
                request.ui = ui;
                call(&request)
            })
        }
    )+};
}

lend_destination_and_ui! {
    copy_to: CopyToRequest by inward,
    copy_props: CopyPropsRequest by inward,
    copy_messages: CopyMessagesRequest by bare,
    copy_folder: CopyFolderRequest by bare,
}

pub(in crate::wrap) fn window<R>(
    wrapper: &Arc<Wrapper>,
    window: ParentWindow<'_>,
    call: impl FnOnce(ParentWindow<'_>) -> R,
) -> R {
    lend_window(wrapper, window, call)
}

pub(in crate::wrap) fn ui<R>(
    wrapper: &Arc<Wrapper>,
    ui: ProgressUi<'_>,
    call: impl FnOnce(ProgressUi<'_>) -> R,
) -> R {
    let wrap = |inner: &Arc<dyn IMAPIProgress>| {
        if wrapper.wraps_arguments { wrapper.progress(Arc::clone(inner)) } else { Arc::clone(inner) }
    };
    let progress = ui.progress.map(wrap);
    window(wrapper, ui.window, |window| call(ProgressUi { window, progress: progress.as_ref() }))
}

pub(in crate::wrap) fn sink<R>(
    wrapper: &Arc<Wrapper>,
    sink: Arc<dyn IMAPIAdviseSink>,
    call: impl FnOnce(Arc<dyn IMAPIAdviseSink>) -> R,
) -> R {
    if wrapper.wraps_arguments { call(Wrapped::around(wrapper, sink)) } else { call(sink) }
}

pub(in crate::wrap) fn message<R>(
    wrapper: &Arc<Wrapper>,
    message: &Arc<dyn IMessage>,
    call: impl FnOnce(&Arc<dyn IMessage>) -> R,
) -> R {
    call(&wrapper.bare(message))
}

pub(in crate::wrap) fn stream<R>(
    wrapper: &Arc<Wrapper>,
    stream: &Arc<dyn IStream>,
    call: impl FnOnce(&Arc<dyn IStream>) -> R,
) -> R {
    call(&wrapper.bare(stream))
}

/// A password: passed on, and not told to a layer.
pub(in crate::wrap) fn secret<R>(
    _wrapper: &Arc<Wrapper>,
    secret: &MapiString,
    call: impl FnOnce(&MapiString) -> R,
) -> R {
    call(secret)
}
