//! What the logon object and the store object of one open store share \[LOGON-03\].

use std::sync::Arc;

use super::folder::FolderObject;
use super::ids::{ObjectNo, Reference, store_entry_id};
use super::interfaces;
use super::message::MessageObject;
use super::provider::OpenStores;
use super::store_file::StoreFile;
use super::store_props::store_props;
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::{EntryId, LogoffFlags, MapiResult, OpenEntryFlags};
use crate::memory::MemoryProps;
use crate::spi::{KeptSupport, MapiObject, OpenEntryRequest};

/// Whose store object it is: some methods are for the spooler alone \[SPOOL-06\].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Role {
    /// Made by `Logon`.
    Client,
    /// Made by `SpoolerLogon`.
    Spooler,
}

pub(super) struct OpenStore {
    pub(super) file: Arc<StoreFile>,
    pub(super) role: Role,
    /// The store's identifier as it leaves the provider \[EID-09\].
    pub(super) wrapped: EntryId,
    props: MemoryProps,
    open: Arc<OpenStores>,
    /// Kept exactly as long as the store is open.
    support: KeptSupport,
}

impl OpenStore {
    pub(super) fn new(
        file: Arc<StoreFile>,
        role: Role,
        wrapped: EntryId,
        support: KeptSupport,
        open: Arc<OpenStores>,
    ) -> Self {
        let props = store_props(&file, &wrapped);
        Self { file, role, wrapped, props, open, support }
    }

    /// Provider and store, as users tell stores apart \[STPROP-19\].
    pub(super) fn display_name(&self) -> String {
        display_name(&self.file)
    }

    pub(super) fn record_key(&self) -> Vec<u8> {
        record_key(&self.file)
    }

    pub(super) fn props(&self) -> MapiResult<&MemoryProps> {
        self.check_open()?;
        Ok(&self.props)
    }

    /// Objects of a store that is gone are dead \[SHUT-15\].
    pub(super) fn check_open(&self) -> MapiResult<()> {
        self.support.check_open()
    }

    /// \[SHUT-01\]
    pub(super) fn note_logoff(&self, flags: LogoffFlags) -> MapiResult<()> {
        self.check_open()?;
        self.support.note_logoff(flags);
        Ok(())
    }

    /// The end by the last release of the store object \[SHUT-02\] \[SHUT-03\] \[SHUT-07\].
    pub(super) fn release(&self) {
        self.open.remove(self);
        self.support.store_released();
    }

    /// The end by `IMSLogon::Logoff`, or of a logon that failed half-way \[SHUT-09\] \[SHUT-10\].
    pub(super) fn log_off(&self) {
        self.open.remove(self);
        self.support.logged_off();
    }

    /// `OpenEntry` of logon object, store and folders \[LOGON-16\].
    pub(super) fn open_entry(self: &Arc<Self>, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.check_open()?;
        let reference = match request.entry_id {
            None => Reference { store: self.file.name.clone(), object: ObjectNo::Folder(0) },
            Some(id) => Reference::decode(id).ok_or(MAPI_E_UNKNOWN_ENTRYID)?,
        };
        // MAPI knows one logon object for the MAPIUID; it has to find the stores beside it.
        if !reference.store.eq_ignore_ascii_case(&self.file.name) {
            let sibling = self.open.inside(self.role, &reference.store).ok_or(MAPI_E_NOT_FOUND)?;
            return sibling.open_object(reference.object, request);
        }
        self.open_object(reference.object, request)
    }

    fn open_object(
        self: &Arc<Self>,
        object: ObjectNo,
        request: &OpenEntryRequest<'_>,
    ) -> MapiResult<MapiObject> {
        // [ACCESS-02] best access is reading.
        if request.flags.contains(OpenEntryFlags::MAPI_MODIFY)
            && !request.flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS)
        {
            return Err(MAPI_E_NO_ACCESS.into());
        }
        match object {
            ObjectNo::Folder(number) => {
                interfaces::check(request.interface, interfaces::FOLDER)?;
                Ok(MapiObject::Folder(Arc::new(FolderObject::open(self, number).ok_or(MAPI_E_NOT_FOUND)?)))
            }
            ObjectNo::Message(number) => {
                interfaces::check(request.interface, interfaces::MESSAGE)?;
                Ok(MapiObject::Message(Arc::new(MessageObject::open(self, number).ok_or(MAPI_E_NOT_FOUND)?)))
            }
            // Stores are opened through the session.
            ObjectNo::Store => Err(MAPI_E_UNKNOWN_ENTRYID.into()),
        }
    }
}

/// `CompareEntryIDs` of logon object and store \[EID-12\].
pub(super) fn compare_entry_ids(first: &EntryId, second: &EntryId) -> MapiResult<bool> {
    let (first, second) = (Reference::decode(first), Reference::decode(second));
    let both = first.zip(second).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    Ok(both.0.same_object(&both.1))
}

pub(super) fn display_name(file: &StoreFile) -> String {
    format!("{} ({})", super::PROVIDER_DISPLAY, file.name)
}

/// The same bytes in the store, its folders and its messages \[EID-14\].
pub(super) fn record_key(file: &StoreFile) -> Vec<u8> {
    store_entry_id(&file.name).as_bytes().to_vec()
}
