//! Arguments of calls on MAPI: objects of the provider get their wrappers, those that MAPI lent go back as they came.
//!
//! A request is copied and changed, so that fields it gets one day are passed on.

use std::sync::Arc;

use crate::spi::{
    CopyPropsRequest, CopyToRequest, DoCopyPropsRequest, DoCopyToRequest, IMessage, MakeInvalidRequest,
    MapiObject, OpenTemplateRequest, PropsheetRequest, SupportCopyFolderRequest, SupportCopyMessagesRequest,
};
use crate::wrap::wrapped::Wrapper;

/// Requests of the support object that carry a source and a destination.
macro_rules! lend_source_and_destination {
    ($($name:ident: $request:ident by $outward:ident,)+) => {$(
        pub(in crate::wrap) fn $name<R>(
            wrapper: &Arc<Wrapper>,
            request: &$request<'_>,
            call: impl FnOnce(&$request<'_>) -> R,
        ) -> R {
            let source = wrapper.$outward(request.source.clone());
            let destination = wrapper.$outward(request.copy.destination.clone());
            let mut request: $request<'_> = request.clone();
            request.source = &source;
            request.copy.destination = &destination;
            call(&request)
        }
    )+};
}

lend_source_and_destination! {
    copy_messages: SupportCopyMessagesRequest by folder,
    copy_folder: SupportCopyFolderRequest by folder,
    do_copy_to: DoCopyToRequest by outward,
    do_copy_props: DoCopyPropsRequest by outward,
}

/// Requests of profile sections that carry a destination.
macro_rules! lend_destination {
    ($($name:ident: $request:ident,)+) => {$(
        pub(in crate::wrap) fn $name<R>(
            wrapper: &Arc<Wrapper>,
            request: &$request<'_>,
            call: impl FnOnce(&$request<'_>) -> R,
        ) -> R {
            let destination = wrapper.outward(request.destination.clone());
            let mut request: $request<'_> = request.clone();
            request.destination = &destination;
            call(&request)
        }
    )+};
}

lend_destination! {
    copy_to: CopyToRequest,
    copy_props: CopyPropsRequest,
}

pub(in crate::wrap) fn make_invalid<R>(
    wrapper: &Arc<Wrapper>,
    request: &MakeInvalidRequest<'_>,
    call: impl FnOnce(&MakeInvalidRequest<'_>) -> R,
) -> R {
    let object = wrapper.outward(request.object.clone());
    let mut request: MakeInvalidRequest<'_> = *request;
    request.object = &object;
    call(&request)
}

pub(in crate::wrap) fn template<R>(
    wrapper: &Arc<Wrapper>,
    request: &OpenTemplateRequest<'_>,
    call: impl FnOnce(&OpenTemplateRequest<'_>) -> R,
) -> R {
    let prop_data = wrapper.bare_section(request.prop_data);
    let mut request: OpenTemplateRequest<'_> = request.clone();
    request.prop_data = &prop_data;
    call(&request)
}

pub(in crate::wrap) fn propsheet<R>(
    wrapper: &Arc<Wrapper>,
    request: &PropsheetRequest<'_>,
    call: impl FnOnce(&PropsheetRequest<'_>) -> R,
) -> R {
    let display_table = wrapper.table(Arc::clone(request.display_table));
    let config_data = wrapper.bare_section(request.config_data);
    let mut request: PropsheetRequest<'_> = request.clone();
    request.display_table = &display_table;
    request.config_data = &config_data;
    call(&request)
}

pub(in crate::wrap) fn message<R>(
    wrapper: &Arc<Wrapper>,
    message: &Arc<dyn IMessage>,
    call: impl FnOnce(&Arc<dyn IMessage>) -> R,
) -> R {
    call(&wrapper.message(Arc::clone(message)))
}

pub(in crate::wrap) fn empty_message<R>(
    wrapper: &Arc<Wrapper>,
    message: Option<Arc<dyn IMessage>>,
    call: impl FnOnce(Option<Arc<dyn IMessage>>) -> R,
) -> R {
    call(message.map(|message| wrapper.message(message)))
}

pub(in crate::wrap) fn object<R>(
    wrapper: &Arc<Wrapper>,
    object: &MapiObject,
    call: impl FnOnce(&MapiObject) -> R,
) -> R {
    call(&wrapper.outward(object.clone()))
}
