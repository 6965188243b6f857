//! A provider that does as little as possible, and a machine to load it in.
#![allow(unreachable_pub, reason = "a module of the example and of the benches")]

use std::sync::{Arc, Mutex, PoisonError, Weak};

use mapi_sim::mapi::codes::MAPI_E_NOT_FOUND;
use mapi_sim::mapi::tags::PR_ENTRYID;
use mapi_sim::mapi::{
    EntryId, EntryIdFlags, GetPropsFlags, LogoffFlags, LogonExFlags, MapiResult, MapiUid, OpenStoreFlags,
    PropTag, PropValue, Warned,
};
use mapi_sim::sim::{BuildError, Dll, Profile, Service, Session, StoreSection, Subsystem};
use mapi_sim::spi::{
    IMAPIProp, IMAPISession, IMSLogon, IMSProvider, IMsgStore, InitAnswer, InitRequest, LogonAnswer,
    LogonRequest, OpenStoreRequest, ProviderEntry, SpoolerLogonRequest, Support,
};
use mapi_sim::support::KeptSupport;
use mapi_sim::trace::TraceDetail;

pub const UID: MapiUid = MapiUid::from_fields(0x6F70_656E, 0x6C6F, 0x6F70, *b"openloop");

/// Whether the store is opened with mail, and what the spooler gets then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mail {
    /// `SpoolerLogon` returns the objects of the client's logon again, as step 9 of page
    /// `loading-message-store-providers` says.
    SameObjects,
    /// `SpoolerLogon` makes a pair of its own, as page `imsprovider-spoolerlogon` wants it.
    OwnPair,
    No,
}

/// A subsystem with this many stores in one service, and a session.
pub fn machine(
    stores: u32,
    detail: TraceDetail,
    mail: Mail,
) -> Result<(Subsystem, Arc<Session>), Box<dyn std::error::Error>> {
    let mapi = subsystem(profile(stores), stores, detail, mail)?;
    let mail = match mail {
        Mail::SameObjects | Mail::OwnPair => LogonExFlags::empty(),
        Mail::No => LogonExFlags::MAPI_NO_MAIL,
    };
    let session = mapi.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION | mail)?;
    Ok((mapi, session))
}

/// A profile with this many stores in one service.
pub fn profile(stores: u32) -> Profile {
    let section = |number| StoreSection::new("loop.dll", "").entry_id(id(number));
    let service = (0..stores).fold(Service::new("LOOP"), |service, number| service.store(section(number)));
    Profile::new("LOOP").service(service)
}

/// A subsystem with a profile of this many stores.
pub fn subsystem(
    profile: Profile,
    stores: u32,
    detail: TraceDetail,
    mail: Mail,
) -> Result<Subsystem, BuildError> {
    let dll = Dll::new("loop.dll").provider_entry(entry(stores, mail));
    Subsystem::builder().dll(dll).profile(profile).trace_detail(detail).build()
}

/// The entry point of a provider with this many stores.
pub fn entry(stores: u32, mail: Mail) -> impl ProviderEntry {
    move |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Provider::new(stores, mail))))
}

/// The identifier of a store.
pub fn id(number: u32) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), UID, &number.to_le_bytes())
}

/// Opens a store as a client.
pub fn open(session: &Session, number: u32) -> MapiResult<Arc<dyn IMsgStore>> {
    let request = id(number);
    Ok(session.open_msg_store(&OpenStoreRequest::new(&request).flags(OpenStoreFlags::MDB_NO_DIALOG))?.value)
}

/// Opens a pair of objects at the first logon to a store.
struct Provider {
    mail: Mail,
    /// The open stores by number.
    open: Mutex<Vec<Weak<Store>>>,
}

impl Provider {
    fn new(stores: u32, mail: Mail) -> Self {
        Self { mail, open: Mutex::new((0..stores).map(|_| Weak::new()).collect()) }
    }

    /// The index of the store that an identifier names.
    fn with<R>(&self, id: &EntryId, work: impl FnOnce(&mut Weak<Store>) -> R) -> MapiResult<R> {
        let number = id.provider_data().and_then(|data| data.first_chunk()).ok_or(MAPI_E_NOT_FOUND)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(work(open.get_mut(u32::from_le_bytes(*number) as usize).ok_or(MAPI_E_NOT_FOUND)?))
    }
}

impl IMSProvider for Provider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let id = request.entry_id.ok_or(MAPI_E_NOT_FOUND)?;
        if let Some(open) = self.with(id, |place| place.upgrade())? {
            return Ok(LogonAnswer::already_open(open));
        }
        let store = store(request.support, id);
        self.with(id, |place| *place = Arc::downgrade(&store))?;
        request.support.set_provider_uid(&UID, 0)?;
        Ok(LogonAnswer::first(store.logon.clone(), store))
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let id = request.entry_id.ok_or(MAPI_E_NOT_FOUND)?;
        let store = match self.mail {
            Mail::SameObjects => self.with(id, |place| place.upgrade())?.ok_or(MAPI_E_NOT_FOUND)?,
            Mail::OwnPair | Mail::No => store(request.support, id),
        };
        Ok(LogonAnswer::first(store.logon.clone(), store))
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

fn store(support: &Support, id: &EntryId) -> Arc<Store> {
    Arc::new(Store { id: id.clone(), logon: Arc::new(Logon(KeptSupport::new(support))) })
}

struct Logon(KeptSupport);

impl IMSLogon for Logon {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        self.0.logged_off();
        Ok(())
    }
}

struct Store {
    id: EntryId,
    logon: Arc<Logon>,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.logon.0.store_released();
    }
}

impl IMAPIProp for Store {
    fn get_props(
        &self,
        _tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(vec![PropValue::new(PR_ENTRYID, &self.id)]))
    }
}

impl IMsgStore for Store {
    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.logon.0.note_logoff(flags);
        Ok(LogoffFlags::empty())
    }
}
