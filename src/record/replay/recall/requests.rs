//! Requests: made of their fields.

use std::convert::Infallible;
use std::sync::Arc;

use super::{Field, Missing, Recall, Recorded};
use crate::mapi::{
    CopyFlags, CopyFolderFlags, CopyMessagesFlags, CreateFolderFlags, CreateProviderFlags, EntryId,
    FolderType, MapiString, MapiUid, OpenEntryFlags, OpenPropertyFlags, PropTag, PropValue, ServiceFlags,
};
use crate::spi::{
    ConfigureServiceRequest, CopyFolderRequest, CopyMessagesRequest, CopyPropsRequest, CopyServiceRequest,
    CopyToRequest, CreateFolderRequest, CreateProviderRequest, CreateServiceRequest, IMAPIFolder, MapiObject,
    MessageOptionsRequest, OpenEntryRequest, OpenPropertyRequest, OpenStoreRequest, ParentWindow, ProgressUi,
    ShowFormRequest,
};

/// A request with the fields that traces have of it, and how one is begun.
macro_rules! requests {
    ($($request:ty { $($field:ident: $type:ty,)+ } = $new:expr;)+) => {$(
        impl<'a> Recall<'a> for &'a $request {
            type Owned = ($(<$type as Field<'a>>::Owned,)+);
            type Lent = $request;

            fn own(recorded: &Recorded<'_>, _name: &'static str) -> Result<Self::Owned, Missing> {
                Ok(($(<$type as Field<'a>>::own(recorded, stringify!($field))?,)+))
            }

            fn lend(owned: &'a mut Self::Owned) -> $request {
                let ($($field,)+) = owned;
                $(let $field = <$type as Field<'a>>::lend($field);)+
                let mut request = $new;
                $(request.$field = $field;)+
                request
            }

            fn arg(lent: &'a mut $request) -> Self {
                lent
            }
        }
    )+};
}

requests! {
    OpenEntryRequest<'a> {
        entry_id: Option<&'a EntryId>,
        interface: Option<MapiUid>,
        flags: OpenEntryFlags,
    } = OpenEntryRequest::root();
    OpenPropertyRequest {
        tag: PropTag,
        interface: MapiUid,
        interface_options: u32,
        flags: OpenPropertyFlags,
    } = OpenPropertyRequest::new(tag, interface);
    CopyMessagesRequest<'a> {
        messages: &'a [EntryId],
        interface: Option<MapiUid>,
        destination: &'a Arc<dyn IMAPIFolder>,
        ui: ProgressUi<'a>,
        flags: CopyMessagesFlags,
    } = CopyMessagesRequest::new(messages, destination);
    CopyFolderRequest<'a> {
        entry_id: &'a EntryId,
        interface: Option<MapiUid>,
        destination: &'a Arc<dyn IMAPIFolder>,
        new_name: Option<&'a MapiString>,
        ui: ProgressUi<'a>,
        flags: CopyFolderFlags,
    } = CopyFolderRequest::new(entry_id, destination);
    CreateFolderRequest<'a> {
        folder_type: FolderType,
        name: &'a MapiString,
        comment: Option<&'a MapiString>,
        interface: Option<MapiUid>,
        flags: CreateFolderFlags,
    } = CreateFolderRequest::new(folder_type, name);
    CopyToRequest<'a> {
        exclude_interfaces: &'a [MapiUid],
        exclude_props: Option<&'a [PropTag]>,
        ui: ProgressUi<'a>,
        interface: MapiUid,
        destination: &'a MapiObject,
        flags: CopyFlags,
    } = CopyToRequest::new(interface, destination);
    CreateServiceRequest<'a> {
        service: &'a MapiString,
        display_name: &'a MapiString,
        window: ParentWindow<'a>,
        flags: ServiceFlags,
    } = CreateServiceRequest::new(service, display_name);
    CopyServiceRequest<'a> {
        uid: &'a MapiUid,
        display_name: Option<&'a MapiString>,
        interface_to_copy: Option<MapiUid>,
        destination_interface: Option<MapiUid>,
        destination: &'a MapiObject,
        window: ParentWindow<'a>,
        flags: ServiceFlags,
    } = CopyServiceRequest::new(uid, destination);
    ConfigureServiceRequest<'a> {
        uid: &'a MapiUid,
        window: ParentWindow<'a>,
        flags: ServiceFlags,
        props: &'a [PropValue],
    } = ConfigureServiceRequest::new(uid);
    CreateProviderRequest<'a> {
        provider: &'a MapiString,
        props: &'a [PropValue],
        window: ParentWindow<'a>,
        flags: CreateProviderFlags,
    } = CreateProviderRequest::new(provider);
    CopyPropsRequest<'a> {
        include_props: &'a [PropTag],
        ui: ProgressUi<'a>,
        interface: MapiUid,
        destination: &'a MapiObject,
        flags: CopyFlags,
    } = CopyPropsRequest::new(include_props, interface, destination);
}

/// Requests that are not made from values: stores are opened by an action of their own, and MAPI does not serve the others.
macro_rules! never {
    ($($request:ident)+) => {$(
        impl<'a> Recall<'a> for &'a $request<'a> {
            type Owned = Infallible;
            type Lent = Infallible;

            fn own(_recorded: &Recorded<'_>, _name: &'static str) -> Result<Infallible, Missing> {
                Err("its request is not in a trace".to_owned())
            }

            fn lend(owned: &'a mut Infallible) -> Infallible {
                *owned
            }

            fn arg(lent: &'a mut Infallible) -> Self {
                match *lent {}
            }
        }
    )+};
}

never! { OpenStoreRequest MessageOptionsRequest ShowFormRequest }
