//! `IMSLogon`, `IMsgStore` and `IMAPIStatus`.

use std::sync::Arc;

use mapi_spi::mapi::codes::{MAPI_E_NO_SUPPORT, MAPI_E_UNKNOWN_ENTRYID, MAPI_E_UNKNOWN_FLAGS};
use mapi_spi::mapi::{
    EntryId, GetPropListFlags, GetPropsFlags, LogoffFlags, MapiResult, MapiString, MapiUid, OpenEntryFlags,
    PropTag, PropValue, ReceiveFolderFlags, ResourceMethods, SettingsDialogFlags, ValidateStateFlags, Warned,
};
use mapi_spi::memory::MemoryProps;
use mapi_spi::spi::{
    IMAPIProp, IMAPIStatus, IMSLogon, IMsgStore, MapiObject, OpenEntryRequest, ParentWindow, ReceiveFolder,
};
use mapi_spi::support::{StatusRow, StoreDescription, interfaces};

use super::DLL_NAME;
use super::ask::show_settings;
use super::ids::{node_of, path_of, same_path};
use super::open_pst::OpenPst;
use super::read::ROOT;

/// MAPI's side of an open file.
pub(super) struct PstLogon {
    inside: Arc<OpenPst>,
}

impl PstLogon {
    pub(super) fn new(inside: Arc<OpenPst>) -> Self {
        Self { inside }
    }
}

impl IMSLogon for PstLogon {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        self.inside.support.logged_off();
        Ok(())
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inside.open_entry(request)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        compare(&self.inside, first, second)
    }

    fn open_status_entry(
        &self,
        interface: Option<MapiUid>,
        _flags: OpenEntryFlags,
    ) -> MapiResult<Arc<dyn IMAPIStatus>> {
        self.inside.support.check_open()?;
        interfaces::check(interface, interfaces::STATUS)?;
        Ok(Arc::new(PstStatus::new(&self.inside)))
    }
}

/// Compares identifiers of nodes of this file, or of stores. Identifiers of all stores have the same MAPIUID, so the
/// stores may be those of other files.
fn compare(inside: &OpenPst, first: &EntryId, second: &EntryId) -> MapiResult<bool> {
    inside.support.check_open()?;
    let node = |id| node_of(id, inside.facts.record_key).ok_or(MAPI_E_UNKNOWN_ENTRYID);
    match (path_of(first), path_of(second)) {
        (Some(first), Some(second)) => Ok(same_path(&first, &second)),
        (Some(_), None) => Ok(node(second).map(|_| false)?),
        (None, Some(_)) => Ok(node(first).map(|_| false)?),
        (None, None) => Ok(node(first)? == node(second)?),
    }
}

/// The store object of the client or of the spooler. Its last release ends the store.
pub(super) struct PstStore {
    inside: Arc<OpenPst>,
}

impl PstStore {
    pub(super) fn new(inside: Arc<OpenPst>) -> Self {
        Self { inside }
    }

    pub(super) fn is_open(&self) -> bool {
        self.inside.support.is_open()
    }
}

impl Drop for PstStore {
    fn drop(&mut self) {
        self.inside.support.store_released();
    }
}

impl IMAPIProp for PstStore {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.inside.props()?.get_props(tags, flags)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        Ok(self.inside.props()?.get_prop_list(flags))
    }
}

impl IMsgStore for PstStore {
    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        compare(&self.inside, first, second)
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.inside.open_entry(request)
    }

    /// The file names no receive folder, and nothing is received. The answer is the IPM subtree.
    fn get_receive_folder(
        &self,
        _message_class: Option<&MapiString>,
        _flags: ReceiveFolderFlags,
    ) -> MapiResult<ReceiveFolder> {
        self.inside.support.check_open()?;
        let folder = self.inside.facts.ipm_subtree.unwrap_or(ROOT);
        Ok(ReceiveFolder { entry_id: self.inside.id(folder), explicit_class: None })
    }

    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.inside.support.store_logoff(flags)
    }

    fn finished_msg(&self, _flags: u32, _entry_id: &EntryId) -> MapiResult<()> {
        Err(MAPI_E_NO_SUPPORT.into())
    }
}

/// What the status table shows of a file.
pub(super) fn status_row(about: &StoreDescription) -> StatusRow {
    StatusRow {
        methods: ResourceMethods::STATUS_VALIDATE_STATE | ResourceMethods::STATUS_SETTINGS_DIALOG,
        ..StatusRow::new(about, DLL_NAME)
    }
}

/// The provider's row of the status table, as an object.
struct PstStatus {
    inside: Arc<OpenPst>,
    props: MemoryProps,
}

impl PstStatus {
    fn new(inside: &Arc<OpenPst>) -> Self {
        let props = MemoryProps::new(status_row(&inside.about).props());
        Self { inside: Arc::clone(inside), props }
    }
}

impl IMAPIProp for PstStatus {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        self.inside.support.check_open()?;
        self.props.get_props(tags, flags)
    }

    fn get_prop_list(&self, flags: GetPropListFlags) -> MapiResult<Vec<PropTag>> {
        self.inside.support.check_open()?;
        Ok(self.props.get_prop_list(flags))
    }
}

impl IMAPIStatus for PstStatus {
    /// Checks that the file is still there and complete.
    fn validate_state(&self, _window: ParentWindow<'_>, flags: ValidateStateFlags) -> MapiResult<()> {
        self.inside.support.check_open()?;
        if !flags.unnamed().is_empty() {
            return Err(MAPI_E_UNKNOWN_FLAGS.into());
        }
        self.inside.file.facts().map(|_| ())
    }

    /// Shows a dialog of the provider's own: the example has no message service that could show one.
    fn settings_dialog(&self, window: ParentWindow<'_>, _flags: SettingsDialogFlags) -> MapiResult<()> {
        self.inside.support.check_open()?;
        show_settings(&self.inside, window)
    }
}
