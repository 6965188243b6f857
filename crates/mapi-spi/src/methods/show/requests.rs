//! Requests: the values of their fields, in order.

use super::{Show, Values};
use crate::spi::*;

/// A request a line, with its fields.
macro_rules! requests {
    ($($type:ty: $($field:ident)+;)+) => {$(
        impl Show for &$type {
            fn show(&self, _name: &'static str, values: &mut Values) {
                $(Show::show(&self.$field, stringify!($field), values);)+
            }
        }
    )+};
}

requests! {
    OpenEntryRequest<'_>: entry_id interface flags;
    OpenPropertyRequest: tag interface interface_options flags;
    CopyMessagesRequest<'_>: messages interface destination ui flags;
    CopyFolderRequest<'_>: entry_id interface destination new_name ui flags;
    CreateFolderRequest<'_>: folder_type name comment interface flags;
    SubscribeRequest<'_>: key events flags;
    LogonRequest<'_>: window profile_name entry_id flags interface;
    SpoolerLogonRequest<'_>: window profile_name entry_id flags interface spool_security;
    RegisterPreprocessorRequest<'_>: uid dll_name flags;
    MakeInvalidRequest<'_>: flags object ref_count methods;
    OpenTemplateRequest<'_>: template_id flags interface;
    OneOffRequest<'_>: name address_type address flags;
    NewEntryRequest<'_>: window flags container template;
    DetailsRequest<'_>: window entry_id flags;
    AddressRequest<'_>: window flags container recipients;
    PropsheetRequest<'_>: window flags title top_page;
    CreateServiceRequest<'_>: service display_name flags;
    CopyServiceRequest<'_>: uid display_name interface_to_copy destination_interface destination flags;
    ConfigureServiceRequest<'_>: uid flags props;
    CreateProviderRequest<'_>: provider props flags;
    CopyToRequest<'_>: exclude_interfaces exclude_props ui interface destination flags;
    CopyPropsRequest<'_>: include_props ui interface destination flags;
}

/// Requests of the support object: a source, and what the object itself would be asked.
macro_rules! with_source {
    ($($type:ty,)+) => {$(
        impl Show for &$type {
            fn show(&self, name: &'static str, values: &mut Values) {
                self.source.show("source", values);
                (&self.copy).show(name, values);
            }
        }
    )+};
}

with_source! {
    SupportCopyMessagesRequest<'_>,
    SupportCopyFolderRequest<'_>,
    DoCopyToRequest<'_>,
    DoCopyPropsRequest<'_>,
}
