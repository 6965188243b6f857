// A message store provider to begin with: stores for reading, each with a root folder and nothing in it.

use std::sync::Arc;

use mapi_spi::mapi::{codes::*, *};
use mapi_spi::memory::MemoryProps;
use mapi_spi::spi::*;
use mapi_spi::support::*;

/// What profiles call the DLL.
pub const DLL_NAME: &str = "mine.dll";
/// The MAPIUID in the identifiers of this provider: make one of your own, once.
pub const UID: MapiUid = MapiUid::from_fields(0x4D59_5354, 0x4F52, 0x4500, *b"provider");

/// The entry point of the DLL.
pub fn ms_provider_init(request: &InitRequest) -> MapiResult<InitAnswer> {
    check_version(request)?;
    Ok(InitAnswer::new(Arc::new(Provider::default())))
}

/// The identifier of a store: its name. That of the store's root folder has a slash behind it.
pub fn entry_id(name: &str) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), UID, name.as_bytes())
}

fn name_in(id: &EntryId) -> Option<String> {
    let name = own_entry_id(id, UID)?.provider_data()?.to_vec();
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
}

/// The stores that are open in one session, by name.
type Open = Arc<OpenStores<String, Store>>;

/// The provider object of a session. The spooler's store objects are others than the client's.
#[derive(Default)]
struct Provider {
    client: Open,
    spooler: Open,
}

impl IMSProvider for Provider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let name = wanted(request.interface, request.entry_id)?;
        if let Some(store) = self.client.find(&name).filter(|store| store.0.support.is_open()) {
            return Ok(LogonAnswer::already_open(store));
        }
        let logon = Logon::new(&self.client, request.support, &name)?;
        let section = OwnSection::open(request.support)?;
        let row = StatusRow::new(&logon.about, DLL_NAME).columns();
        logon.about.register(request.support, &section, &row, request.flags)?;
        Ok(logon.answer().with_spool_security(UID.as_bytes().to_vec()))
    }

    fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let name = wanted(request.interface, request.entry_id)?;
        Ok(Logon::new(&self.spooler, request.support, &name)?.answer())
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(compare_store_ids(first, second, UID))
    }
}

/// The name of the store that a logon asks for. There is a store of every name.
fn wanted(interface: Option<MapiUid>, id: Option<&EntryId>) -> MapiResult<String> {
    interfaces::check(interface, interfaces::STORE)?;
    name_in(id.ok_or(MAPI_E_UNCONFIGURED)?).filter(|name| !name.ends_with('/')).ok_or(MAPI_E_NOT_FOUND.into())
}

/// MAPI's side of an open store.
struct Logon {
    about: StoreDescription,
    root: RootFolder,
    support: Arc<KeptSupport>,
    open: Open,
}

impl Logon {
    fn new(open: &Open, support: &Support, name: &str) -> MapiResult<Arc<Self>> {
        let about = StoreDescription {
            display_name: name.to_owned(),
            provider_display: "My Store Provider".to_owned(),
            provider_uid: UID,
            entry_id: support.wrap_store_entry_id(&entry_id(name))?,
            record_key: entry_id(name).as_bytes().to_vec(),
            support_mask: StoreSupportMask::STORE_READONLY | StoreSupportMask::STORE_UNICODE_OK,
        };
        let support = Arc::new(KeptSupport::new(support));
        let root = RootFolder::new(&support, &about, &entry_id(&format!("{name}/")));
        Ok(Arc::new(Self { about, root, support, open: Arc::clone(open) }))
    }

    fn answer(self: Arc<Self>) -> LogonAnswer {
        let store = self.open.add(self.about.display_name.clone(), Store(Arc::clone(&self)));
        LogonAnswer::first(self, store)
    }
}

impl IMSLogon for Logon {
    fn logoff(&self, _: u32) -> MapiResult<()> {
        self.support.logged_off();
        Ok(())
    }

    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        // MAPI asks the logon object of one store for objects of all of them.
        let name = request.entry_id.and_then(name_in);
        let other = name.and_then(|name| self.open.find(name.strip_suffix('/')?));
        other.as_ref().map_or(self, |store| &*store.0).root.open_entry(request)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        self.support.check_open()?;
        compare_entry_ids(first, second, UID)
    }

    fn open_status_entry(&self, iid: Option<MapiUid>, _: OpenEntryFlags) -> MapiResult<Arc<dyn IMAPIStatus>> {
        StatusObject::open(&self.support, &StatusRow::new(&self.about, DLL_NAME), iid)
    }
}

/// The side of the client or of the spooler; its last release ends the store.
struct Store(Arc<Logon>);

impl Drop for Store {
    fn drop(&mut self) {
        self.0.support.store_released();
    }
}

impl IMAPIProp for Store {
    fn get_props(&self, tags: Option<&[PropTag]>, f: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        self.0.support.check_open()?;
        MemoryProps::new(self.0.about.store_props()).get_props(tags, f)
    }
}

impl IMsgStore for Store {
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.0.open_entry(request)
    }

    fn compare_entry_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
        self.0.compare_entry_ids(first, second, flags)
    }

    fn store_logoff(&self, flags: LogoffFlags) -> MapiResult<LogoffFlags> {
        self.0.support.store_logoff(flags)
    }
}
