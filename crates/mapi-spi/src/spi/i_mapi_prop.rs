//! `IMAPIProp`: the properties of an object; the base of most interfaces.

use std::any::Any;
use std::sync::Arc;

use super::{CopyPropsRequest, CopyToRequest, MapiObject, OtherInterface, no_interface, no_support};
use crate::mapi::{
    GetPropListFlags, GetPropsFlags, HResult, IdsFlags, MapiErrorDetail, MapiResult, MapiUid, NamedProp,
    NamesFlags, OpenPropertyFlags, PropProblem, PropTag, PropValue, SaveChangesFlags, StringWidth, Warned,
};

/// An object with properties. Page: `imapipropiunknown`.
///
/// `lppProblems`, which a caller may leave NULL, is always answered here; who does not want it drops it.
pub trait IMAPIProp: Any + Send + Sync {
    /// `IMAPIProp::GetLastError`. Page: `imapiprop-getlasterror`.
    ///
    /// Details on the previous error, `result`, of this object. Codes: MAPI_E_BAD_CHARWIDTH. Default: no
    /// information.
    #[doc(alias = "GetLastError")]
    fn get_last_error(&self, result: HResult, width: StringWidth) -> MapiResult<Option<MapiErrorDetail>> {
        Ok(None)
    }

    /// `IMAPIProp::SaveChanges`. Page: `imapiprop-savechanges`.
    ///
    /// Makes the changes since the last save permanent. Codes: MAPI_E_NO_ACCESS (the access asked for by
    /// `KEEP_OPEN_READONLY` or `KEEP_OPEN_READWRITE` cannot be kept; nothing is saved),
    /// MAPI_E_OBJECT_CHANGED, MAPI_E_OBJECT_DELETED. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SaveChanges")]
    fn save_changes(&self, flags: SaveChangesFlags) -> MapiResult<()> {
        no_support()
    }

    /// `IMAPIProp::GetProps`. Page: `imapiprop-getprops`.
    ///
    /// One value for each of `tags`, in their order, a `PT_ERROR` for one that cannot be had; with `None`
    /// the values of all properties. `flags`: whether strings asked for as `PT_UNSPECIFIED` come as Unicode.
    /// Codes: MAPI_E_INVALID_PARAMETER (an empty list of tags); warning MAPI_W_ERRORS_RETURNED (a value is a
    /// `PT_ERROR`). Required.
    #[doc(alias = "GetProps")]
    fn get_props(&self, tags: Option<&[PropTag]>, flags: GetPropsFlags)
    -> MapiResult<Warned<Vec<PropValue>>>;

    /// `IMAPIProp::GetPropList`. Page: `imapiprop-getproplist`.
    ///
    /// The tags of all properties the object has. Codes: MAPI_E_BAD_CHARWIDTH. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetPropList")]
    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        no_support()
    }

    /// `IMAPIProp::OpenProperty`. Page: `imapiprop-openproperty`.
    ///
    /// Opens a property as an object: a stream, a table, an embedded message. Codes:
    /// MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS, MAPI_E_NO_SUPPORT, MAPI_E_NOT_FOUND (no such
    /// property and no `MAPI_CREATE`), MAPI_E_INVALID_PARAMETER (`PT_UNSPECIFIED`). Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "OpenProperty")]
    fn open_property(&self, request: &OpenPropertyRequest) -> MapiResult<MapiObject> {
        no_support()
    }

    /// `IMAPIProp::SetProps`. Page: `imapiprop-setprops`.
    ///
    /// Sets properties; what failed for a single one is in the answer (MAPI_E_BAD_CHARWIDTH,
    /// MAPI_E_COMPUTED, MAPI_E_INVALID_TYPE, MAPI_E_NO_ACCESS, MAPI_E_NOT_ENOUGH_MEMORY,
    /// MAPI_E_UNEXPECTED_TYPE). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "SetProps")]
    fn set_props(&self, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        no_support()
    }

    /// `IMAPIProp::DeleteProps`. Page: `imapiprop-deleteprops`.
    ///
    /// Deletes properties; what failed for a single one is in the answer. Codes: MAPI_E_NO_ACCESS. Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "DeleteProps")]
    fn delete_props(&self, tags: &[PropTag]) -> MapiResult<Vec<PropProblem>> {
        no_support()
    }

    /// `IMAPIProp::CopyTo`. Page: `imapiprop-copyto`.
    ///
    /// Copies or moves all properties but the excluded ones. Codes: MAPI_E_COLLISION, MAPI_E_DECLINE_COPY,
    /// MAPI_E_FOLDER_CYCLE, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_NO_ACCESS, MAPI_E_INVALID_PARAMETER (an
    /// empty list of excluded properties). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyTo")]
    fn copy_to(&self, request: &CopyToRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        no_support()
    }

    /// `IMAPIProp::CopyProps`. Page: `imapiprop-copyprops`.
    ///
    /// Copies or moves the named properties. Codes: as [`copy_to`](Self::copy_to). Default:
    /// MAPI_E_NO_SUPPORT.
    #[doc(alias = "CopyProps")]
    fn copy_props(&self, request: &CopyPropsRequest<'_>) -> MapiResult<Vec<PropProblem>> {
        no_support()
    }

    /// `IMAPIProp::GetNamesFromIDs`. Page: `imapiprop-getnamesfromids`.
    ///
    /// The names of property identifiers, or with `None` all names, those of property set `set` only if one
    /// is given. Codes: MAPI_E_NO_SUPPORT, MAPI_E_INVALID_PARAMETER (an empty list); warning
    /// MAPI_W_ERRORS_RETURNED (a name is missing). Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetNamesFromIDs")]
    fn get_names_from_ids(
        &self,
        tags: Option<&[PropTag]>,
        set: Option<MapiUid>,
        flags: NamesFlags,
    ) -> MapiResult<Warned<NamesFromIds>> {
        no_support()
    }

    /// `IMAPIProp::GetIDsFromNames`. Page: `imapiprop-getidsfromnames`.
    ///
    /// The identifiers of names, or with `None` of all names, as tags of type `PT_UNSPECIFIED`, in order; a
    /// tag of type `PT_ERROR` and identifier zero for one that has none. Codes: MAPI_E_NO_SUPPORT,
    /// MAPI_E_NOT_ENOUGH_MEMORY, MAPI_E_TOO_BIG; warning MAPI_W_ERRORS_RETURNED. Default: MAPI_E_NO_SUPPORT.
    #[doc(alias = "GetIDsFromNames")]
    fn get_ids_from_names(
        &self,
        names: Option<&[NamedProp]>,
        flags: IdsFlags,
    ) -> MapiResult<Warned<Vec<PropTag>>> {
        no_support()
    }

    /// `IUnknown::QueryInterface`, for an interface that no method gives: see [`OtherInterface`].
    /// Default: MAPI_E_INTERFACE_NOT_SUPPORTED.
    #[doc(alias = "QueryInterface")]
    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        no_interface()
    }
}

debug_as_name!(IMAPIProp);

/// Arguments of `IMAPIProp::OpenProperty`. Page: `imapiprop-openproperty`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct OpenPropertyRequest {
    /// `ulPropTag`: with its type.
    pub tag: PropTag,
    /// `lpiid`: never NULL.
    pub interface: MapiUid,
    /// `ulInterfaceOptions`: what the interface makes of it (for a stream its `STGM_` mode, for a table
    /// `MAPI_UNICODE`).
    pub interface_options: u32,
    /// `ulFlags`.
    pub flags: OpenPropertyFlags,
}

impl OpenPropertyRequest {
    /// Opens a property that exists for reading.
    pub fn new(tag: PropTag, interface: MapiUid) -> Self {
        Self { tag, interface, interface_options: 0, flags: OpenPropertyFlags::empty() }
    }

    setters! {
        /// The options of the interface.
        interface_options: u32,
        /// The flags.
        flags: OpenPropertyFlags,
    }
}

/// What `IMAPIProp::GetNamesFromIDs` returns: two lists of the same length.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct NamesFromIds {
    /// `lppPropTags` on output: the tags asked for or, if all were, those that have names; type `PT_ERROR`
    /// where the name is missing.
    pub tags: Vec<PropTag>,
    /// `lpppPropNames`: the names.
    pub names: Vec<Option<NamedProp>>,
}
