//! Arguments of single methods of `IMAPISupport`.

use std::sync::Arc;

use super::{IMAPIProp, IMAPITable, MapiObject, ParentWindow};
use crate::mapi::{EntryId, MapiString, MapiUid, TemplateFlags};

/// Arguments of `IMAPISupport::RegisterPreprocessor`. Page: `imapisupport-registerpreprocessor`. For
/// transport providers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct RegisterPreprocessorRequest<'a> {
    /// `lpMuid`: the identifier the function handles.
    pub uid: Option<MapiUid>,
    /// `lpszAdrType`: the address type of the messages the function is for.
    pub address_type: Option<&'a MapiString>,
    /// `lpszDLLName`: where the function is.
    pub dll_name: &'a MapiString,
    /// `lpszPreprocess`: the name of the function.
    pub preprocess: Option<&'a MapiString>,
    /// `lpszRemovePreprocessInfo`: the name of its counterpart.
    pub remove_preprocess_info: Option<&'a MapiString>,
    /// `ulFlags`: reserved, zero.
    pub flags: u32,
}

impl<'a> RegisterPreprocessorRequest<'a> {
    /// A request that names the DLL only.
    pub fn new(dll_name: &'a MapiString) -> Self {
        Self {
            uid: None,
            address_type: None,
            dll_name,
            preprocess: None,
            remove_preprocess_info: None,
            flags: 0,
        }
    }

    setters! {
        /// The identifier the function handles.
        uid: Option<MapiUid>,
        /// The address type.
        address_type: Option<&'a MapiString>,
        /// The name of the function.
        preprocess: Option<&'a MapiString>,
        /// The name of its counterpart.
        remove_preprocess_info: Option<&'a MapiString>,
        /// Reserved, zero.
        flags: u32,
    }
}

/// Arguments of `IMAPISupport::MakeInvalid`. Page: `imapisupport-makeinvalid`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct MakeInvalidRequest<'a> {
    /// `ulFlags`: reserved, zero.
    pub flags: u32,
    /// `lpObject`: the object to mark as unusable.
    pub object: &'a MapiObject,
    /// `ulRefCount`: its references at present.
    pub ref_count: u32,
    /// `cMethods`: the methods in its vtable. Of interest to a bridge only.
    pub methods: u32,
}

impl<'a> MakeInvalidRequest<'a> {
    /// A request for an object with so many references.
    pub fn new(object: &'a MapiObject, ref_count: u32) -> Self {
        Self { flags: 0, object, ref_count, methods: 0 }
    }

    setters! {
        /// Reserved, zero.
        flags: u32,
        /// The methods in the object's vtable.
        methods: u32,
    }
}

/// Arguments of `IMAPISupport::OpenTemplateID`. Page: `imapisupport-opentemplateid`. For address book
/// providers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OpenTemplateRequest<'a> {
    /// `lpTemplateID`: the `PR_TEMPLATEID` of the entry.
    pub template_id: &'a EntryId,
    /// `ulu32`: `FILL_ENTRY`.
    pub flags: TemplateFlags,
    /// `lpMAPIPropData`: the caller's own implementation of the entry.
    pub prop_data: &'a Arc<dyn IMAPIProp>,
    /// `lpInterface`: `None` is `IMailUser`.
    pub interface: Option<MapiUid>,
}

impl<'a> OpenTemplateRequest<'a> {
    /// Opens by the standard interface. `lpMAPIPropSibling` is reserved and left out.
    pub fn new(template_id: &'a EntryId, prop_data: &'a Arc<dyn IMAPIProp>) -> Self {
        Self { template_id, flags: TemplateFlags::empty(), prop_data, interface: None }
    }

    setters! {
        /// The flags.
        flags: TemplateFlags,
        /// The interface wanted.
        interface: Option<MapiUid>,
    }
}

/// Arguments of `IMAPISupport::DoConfigPropsheet`. Page: `imapisupport-doconfigpropsheet`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PropsheetRequest<'a> {
    /// `ulUIParam`.
    pub window: ParentWindow<'a>,
    /// `ulFlags`: reserved, zero.
    pub flags: u32,
    /// `lpszTitle`: the caption.
    pub title: &'a MapiString,
    /// `lpDisplayTable`: the controls.
    pub display_table: &'a Arc<dyn IMAPITable>,
    /// `lpConfigData`: the properties the controls show and change.
    pub config_data: &'a Arc<dyn IMAPIProp>,
    /// `ulTopPage`: the page on top, the first is 0.
    pub top_page: u32,
}

impl<'a> PropsheetRequest<'a> {
    /// A sheet without parent window, its first page on top.
    pub fn new(
        title: &'a MapiString,
        display_table: &'a Arc<dyn IMAPITable>,
        config_data: &'a Arc<dyn IMAPIProp>,
    ) -> Self {
        let window = ParentWindow::none();
        Self { window, flags: 0, title, display_table, config_data, top_page: 0 }
    }

    setters! {
        /// The parent window.
        window: ParentWindow<'a>,
        /// Reserved, zero.
        flags: u32,
        /// The page on top.
        top_page: u32,
    }
}
