//! What the logon object and the store object of one open store share \[LOGON-03\].

use std::sync::{Arc, Mutex, PoisonError};

use super::abilities::AccessLevel;
use super::disk::{StoreData, StoreFile};
use super::folder::FolderObject;
use super::ids::{ObjectNo, Reference};
use super::message::MessageObject;
use super::notify::OpenedRegistrations;
use super::provider::OpenStores;
use super::store_props::name_of;
use super::{PROVIDER_DISPLAY, REFERENCE_UID};
use crate::mapi::codes::{MAPI_E_NO_ACCESS, MAPI_E_NOT_FOUND, MAPI_E_SUBMITTED, MAPI_E_UNKNOWN_ENTRYID};
use crate::mapi::tags::PR_DISPLAY_NAME_W;
use crate::mapi::{
    EntryId, LogoffFlags, MapiResult, OpenEntryFlags, PropValue, StatusCode, StatusRowFlags, StoreSupportMask,
};
use crate::spi::{MapiObject, OpenEntryRequest, Support};
use crate::support::{KeptSupport, OwnSection, StoreDescription, interfaces};

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
    /// What the opening of the store was granted \[LOGON-12\].
    pub(super) access: AccessLevel,
    open: Arc<OpenStores>,
    pub(super) registrations: OpenedRegistrations,
    /// What the status row shows.
    shown: Mutex<StatusCode>,
    /// Kept exactly as long as the store is open.
    support: KeptSupport,
}

impl OpenStore {
    pub(super) fn new(
        file: Arc<StoreFile>,
        role: Role,
        access: AccessLevel,
        wrapped: EntryId,
        support: KeptSupport,
        open: Arc<OpenStores>,
    ) -> Self {
        let registrations = OpenedRegistrations::new(&file);
        let shown = Mutex::new(StatusCode::STATUS_AVAILABLE);
        Self { file, role, wrapped, access, open, registrations, shown, support }
    }

    /// Provider and store, as users tell stores apart.
    // [STPROP-19]
    pub(super) fn display_name(&self) -> String {
        self.file.with(|data| name_of(&data.props))
    }

    pub(super) fn description(&self) -> StoreDescription {
        StoreDescription {
            display_name: self.display_name(),
            provider_display: PROVIDER_DISPLAY.to_owned(),
            provider_uid: REFERENCE_UID,
            entry_id: self.wrapped.clone(),
            record_key: self.file.record_key(),
            support_mask: self.support_mask(),
        }
    }

    /// Notes what the status row shows from now on; says what it showed.
    pub(super) fn shown_state(&self, now: StatusCode) -> StatusCode {
        std::mem::replace(&mut self.shown.lock().unwrap_or_else(PoisonError::into_inner), now)
    }

    pub(super) fn support_mask(&self) -> StoreSupportMask {
        self.file.abilities.support_mask(self.access)
    }

    /// Another value after each new name.
    // [NPROP-21]
    pub(super) fn mapping_signature(&self, data: &StoreData) -> Vec<u8> {
        let mut signature = self.file.record_key();
        signature.extend(data.names.len().to_le_bytes());
        signature
    }

    /// Objects of a store that is gone are dead \[SHUT-15\].
    pub(super) fn check_alive(&self) -> MapiResult<()> {
        self.support.check_open()
    }

    /// MAPI's side for the length of a call.
    pub(super) fn support(&self) -> MapiResult<Support> {
        self.support.get()
    }

    /// What every change of a store begins with.
    pub(super) fn check_write(&self) -> MapiResult<()> {
        self.check_open()?;
        if self.access.may_modify() { Ok(()) } else { Err(MAPI_E_NO_ACCESS.into()) }
    }

    /// Writes a new name of the store where else it stands: the profile section and the status row \[PROFILE-13\].
    pub(super) fn rename(&self, name: &str) -> MapiResult<()> {
        let support = self.support()?;
        let value = [PropValue::new(PR_DISPLAY_NAME_W, name)];
        OwnSection::open(&support)?.set(&value)?;
        match self.role {
            // [STATUS-04]
            Role::Client => support.modify_status_row(&value, StatusRowFlags::STATUSROW_UPDATE),
            Role::Spooler => Ok(()),
        }
    }

    /// \[SHUT-01\]
    pub(super) fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.support.store_logoff(flags)
    }

    /// The end by the last release of the store object \[SHUT-02\] \[SHUT-03\] \[SHUT-07\].
    pub(super) fn release(&self) {
        self.open.remove(self);
        self.end_locks();
        self.unadvise_all();
        self.support.store_released();
    }

    /// The end by `IMSLogon::Logoff`, or of a logon that failed half-way \[SHUT-09\] \[SHUT-10\].
    pub(super) fn log_off(&self) {
        self.open.remove(self);
        self.end_locks();
        self.unadvise_all();
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
        let access = self.granted(request.flags)?;
        match object {
            ObjectNo::Folder(number) => {
                interfaces::check(request.interface, interfaces::FOLDER)?;
                let folder = FolderObject::open(self, number, access).ok_or(MAPI_E_NOT_FOUND)?;
                Ok(MapiObject::Folder(Arc::new(folder)))
            }
            ObjectNo::Message(number) => {
                interfaces::check(request.interface, interfaces::MESSAGE)?;
                self.check_submitted(number, request.flags)?;
                let message = MessageObject::open(self, number, access).ok_or(MAPI_E_NOT_FOUND)?;
                Ok(MapiObject::Message(Arc::new(message)))
            }
            // Stores are opened through the session.
            ObjectNo::Store => Err(MAPI_E_UNKNOWN_ENTRYID.into()),
        }
    }
}

impl OpenStore {
    /// What an opening inside the store may do: reading unless more is asked for \[LOGON-17\].
    pub(super) fn granted(&self, flags: OpenEntryFlags) -> MapiResult<AccessLevel> {
        // [ACCESS-02]
        if flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS) {
            return Ok(self.access);
        }
        if !flags.contains(OpenEntryFlags::MAPI_MODIFY) {
            return Ok(AccessLevel::Read);
        }
        self.check_write()?;
        Ok(AccessLevel::Modify)
    }
}

impl OpenStore {
    /// What clients may not do with a message that waits to be sent.
    // [QUEUE-12] [QUEUE-14] to [QUEUE-16]
    fn check_submitted(&self, number: usize, flags: OpenEntryFlags) -> MapiResult<()> {
        let (locked, queued) =
            self.file.with(|data| (data.is_locked(number), data.submit_flags(number).is_some()));
        let writes =
            flags.contains(OpenEntryFlags::MAPI_MODIFY) && !flags.contains(OpenEntryFlags::MAPI_BEST_ACCESS);
        match self.role {
            Role::Client if locked => Err(MAPI_E_NO_ACCESS.into()),
            Role::Client if queued && writes => Err(MAPI_E_SUBMITTED.into()),
            Role::Client | Role::Spooler => Ok(()),
        }
    }

    /// The spooler's locks end with its opening.
    fn end_locks(&self) {
        match self.role {
            Role::Spooler => self.file.with(|data| data.unlock_all()),
            Role::Client => {}
        }
    }
}

/// `CompareEntryIDs` of logon object and store \[EID-12\].
pub(super) fn compare_entry_ids(first: &EntryId, second: &EntryId) -> MapiResult<bool> {
    let (first, second) = (Reference::decode(first), Reference::decode(second));
    let both = first.zip(second).ok_or(MAPI_E_UNKNOWN_ENTRYID)?;
    Ok(both.0.same_object(&both.1))
}
