//! The row of the status table, and the object behind it.

use std::sync::Arc;

use super::{KeptSupport, StoreDescription, interfaces};
use crate::mapi::codes::MAPI_E_UNKNOWN_FLAGS;
use crate::mapi::tags::{
    PR_DISPLAY_NAME_W, PR_MDB_PROVIDER, PR_OBJECT_TYPE, PR_PROVIDER_DISPLAY_W, PR_PROVIDER_DLL_NAME_W,
    PR_RESOURCE_FLAGS, PR_RESOURCE_METHODS, PR_RESOURCE_TYPE, PR_STATUS_CODE,
};
use crate::mapi::{
    GetPropListFlags, GetPropsFlags, MapiResult, MapiUid, ObjectType, PropTag, PropValue, ResourceFlags,
    ResourceMethods, ResourceType, StatusCode, ValidateStateFlags, Warned,
};
use crate::memory::MemoryProps;
use crate::spi::{IMAPIProp, IMAPIStatus, ParentWindow};

/// What the status table shows of an open store. Page: `status-tables`.
///
/// [`StatusRow::new`] has what is true of a plain store; the fields are there to be changed:
///
/// ```
/// # use mapi_spi::mapi::{EntryId, MapiUid, StoreSupportMask};
/// use mapi_spi::mapi::StatusCode;
/// use mapi_spi::support::{StatusRow, StoreDescription};
///
/// # let store = StoreDescription {
/// #     display_name: "My Store".to_owned(),
/// #     provider_display: "My Store Provider".to_owned(),
/// #     provider_uid: MapiUid::from_bytes(*b"my store's uid!!"),
/// #     entry_id: EntryId::from_bytes(b""),
/// #     record_key: Vec::new(),
/// #     support_mask: StoreSupportMask::empty(),
/// # };
/// let row = StatusRow { code: StatusCode::STATUS_OFFLINE, ..StatusRow::new(&store, "mine.dll") };
/// assert_eq!(row.columns().len(), 4);
/// assert_eq!(row.props().len(), 9);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatusRow {
    /// `PR_DISPLAY_NAME`: the store, by the name that users know.
    pub display_name: String,
    /// `PR_STATUS_CODE`: whether it can be reached.
    pub code: StatusCode,
    /// `PR_RESOURCE_METHODS`: the methods that the status object has \[STATUS-07\].
    pub methods: ResourceMethods,
    /// `PR_MDB_PROVIDER`: the provider's MAPIUID.
    pub provider_uid: MapiUid,
    /// `PR_PROVIDER_DISPLAY`.
    pub provider_display: String,
    /// `PR_PROVIDER_DLL_NAME`: as the profile has it.
    pub dll_name: String,
    /// `PR_RESOURCE_FLAGS`.
    pub flags: ResourceFlags,
}

impl StatusRow {
    /// The row of a store that can be reached and whose status object has `ValidateState` alone. It says nothing of who the
    /// user is and cannot be the default store; its section in the profile has the same flags.
    #[must_use]
    pub fn new(store: &StoreDescription, dll_name: &str) -> Self {
        Self {
            display_name: store.display_name.clone(),
            code: StatusCode::STATUS_AVAILABLE,
            methods: ResourceMethods::STATUS_VALIDATE_STATE,
            provider_uid: store.provider_uid,
            provider_display: store.provider_display.clone(),
            dll_name: dll_name.to_owned(),
            flags: ResourceFlags::STATUS_NO_PRIMARY_IDENTITY | ResourceFlags::STATUS_NO_DEFAULT_STORE,
        }
    }

    /// The columns that a provider gives to `IMAPISupport::ModifyStatusRow`: the three that are asked for \[STATUS-02\], and
    /// `PR_MDB_PROVIDER`, which spoolers were seen to look for \[OBS-05\]. MAPI adds the others.
    #[must_use]
    pub fn columns(&self) -> Vec<PropValue> {
        vec![
            PropValue::new(PR_DISPLAY_NAME_W, self.display_name.as_str()),
            PropValue::new(PR_STATUS_CODE, self.code.bits()),
            PropValue::new(PR_RESOURCE_METHODS, self.methods.bits()),
            PropValue::new(PR_MDB_PROVIDER, self.provider_uid.as_bytes().to_vec()),
        ]
    }

    /// The properties of the status object: the columns, and what MAPI adds to them in the row \[STATUS-13\]. Page:
    /// `imapistatusimapiprop`.
    #[must_use]
    pub fn props(&self) -> Vec<PropValue> {
        let mut props = self.columns();
        props.extend([
            PropValue::new(PR_OBJECT_TYPE, ObjectType::Status),
            PropValue::new(PR_PROVIDER_DISPLAY_W, self.provider_display.as_str()),
            PropValue::new(PR_PROVIDER_DLL_NAME_W, self.dll_name.as_str()),
            PropValue::new(PR_RESOURCE_FLAGS, self.flags.bits()),
            PropValue::new(PR_RESOURCE_TYPE, ResourceType::StoreProvider),
        ]);
        props
    }
}

/// The status object of a store whose state does not change while it is open, with the one method that all status
/// objects have: `ValidateState` \[STATUS-08\].
///
/// It is for reading, also if writing is asked for \[STATUS-12\], and ends with the store. A store that goes offline, or has
/// settings to show or a password to change, implements [`IMAPIStatus`] itself, with what [`StatusRow::props`] gives.
///
/// ```no_run
/// use std::sync::Arc;
/// use mapi_spi::mapi::{MapiResult, MapiUid, OpenEntryFlags};
/// use mapi_spi::spi::{IMAPIStatus, IMSLogon};
/// use mapi_spi::support::{KeptSupport, StatusObject, StatusRow};
///
/// struct Logon {
///     support: Arc<KeptSupport>,
///     row: StatusRow,
/// }
///
/// impl IMSLogon for Logon {
///     fn logoff(&self, _: u32) -> MapiResult<()> {
///         self.support.logged_off();
///         Ok(())
///     }
///
///     fn open_status_entry(
///         &self,
///         interface: Option<MapiUid>,
///         _: OpenEntryFlags,
///     ) -> MapiResult<Arc<dyn IMAPIStatus>> {
///         StatusObject::open(&self.support, &self.row, interface)
///     }
/// }
/// ```
#[derive(Debug)]
pub struct StatusObject {
    // Not the logon object, which may know its status object: the two would keep each other [STATUS-14].
    support: Arc<KeptSupport>,
    props: MemoryProps,
}

impl StatusObject {
    /// Opens the object behind a row whose only method is `STATUS_VALIDATE_STATE` \[STATUS-11\]: what
    /// `IMSLogon::OpenStatusEntry` answers. Page: `imslogon-openstatusentry`.
    ///
    /// # Errors
    /// `MAPI_E_INTERFACE_NOT_SUPPORTED` for an interface that status objects do not have, `MAPI_E_INVALID_OBJECT` once the
    /// store has ended.
    pub fn open(
        support: &Arc<KeptSupport>,
        row: &StatusRow,
        interface: Option<MapiUid>,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        support.check_open()?;
        interfaces::check(interface, interfaces::STATUS)?;
        Ok(Arc::new(Self { support: Arc::clone(support), props: MemoryProps::new(row.props()) }))
    }
}

impl IMAPIProp for StatusObject {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.support.check_open()?;
        self.props.get_props(tags, flags)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        self.support.check_open()?;
        Ok(self.props.get_prop_list(flags))
    }
}

impl IMAPIStatus for StatusObject {
    fn validate_state(&self, _window: ParentWindow<'_>, flags: ValidateStateFlags) -> MapiResult<()> {
        self.support.check_open()?;
        if flags.unnamed().is_empty() { Ok(()) } else { Err(MAPI_E_UNKNOWN_FLAGS.into()) }
    }
}
