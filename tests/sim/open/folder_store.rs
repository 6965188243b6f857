//! A provider of one store that can be written to: properties and folders in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::support::KeptSupport;

pub(crate) const UID: MapiUid = MapiUid::from_fields(0x464F_4C44, 0, 0, *b"folders.");
const DLL: &str = "folders.dll";

/// What is in the one store, and what it refuses.
#[derive(Default)]
pub(crate) struct Tree {
    pub(crate) props: Mutex<Vec<PropValue>>,
    /// Names of folders by identifier, each under the name of its parent.
    pub(crate) folders: Mutex<BTreeMap<Vec<u8>, (String, String)>>,
    pub(crate) receive: Mutex<Vec<(String, EntryId)>>,
    refused: Mutex<BTreeSet<&'static str>>,
    pub(crate) on_get_props: Mutex<Option<Box<dyn Fn() + Send>>>,
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Tree {
    pub(crate) fn new(support: StoreSupportMask, valid: FolderMask) -> Arc<Self> {
        let tree = Self::default();
        *lock(&tree.props) = vec![
            PropValue::new(PR_ENTRYID, &store_id()),
            PropValue::new(PR_STORE_SUPPORT_MASK, support.bits()),
            PropValue::new(PR_VALID_FOLDER_MASK, valid.bits()),
        ];
        Arc::new(tree)
    }

    pub(crate) fn empty() -> Arc<Self> {
        Self::new(writable(), FolderMask::empty())
    }

    pub(crate) fn refuse(&self, call: &'static str) {
        lock(&self.refused).insert(call);
    }

    fn check(&self, call: &str) -> MapiResult<()> {
        if lock(&self.refused).contains(call) { Err(MAPI_E_NO_ACCESS.into()) } else { Ok(()) }
    }

    pub(crate) fn folder_names(&self) -> Vec<String> {
        lock(&self.folders).values().map(|(parent, name)| format!("{parent}/{name}")).collect()
    }

    fn prop(&self, tag: PropTag) -> Option<PropValue> {
        lock(&self.props).iter().find(|value| value.tag() == tag).cloned()
    }

    pub(crate) fn valid(&self) -> FolderMask {
        FolderMask::from_bits_retain(self.prop(PR_VALID_FOLDER_MASK).unwrap().as_bits().unwrap())
    }

    pub(crate) fn named(&self, tag: PropTag) -> String {
        let id = self.prop(tag).unwrap().as_binary().unwrap().to_vec();
        lock(&self.folders)[&id].1.clone()
    }
}

pub(crate) fn writable() -> StoreSupportMask {
    StoreSupportMask::STORE_CREATE_OK
        | StoreSupportMask::STORE_MODIFY_OK
        | StoreSupportMask::STORE_SUBMIT_OK
        | StoreSupportMask::STORE_UNICODE_OK
}

pub(crate) fn store_id() -> EntryId {
    EntryId::build(EntryIdFlags::empty(), UID, b"the store")
}

struct Provider(Arc<Tree>, Mutex<std::sync::Weak<Store>>);

impl IMSProvider for Provider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let open = lock(&self.1).upgrade();
        if let Some(store) = open.filter(|store| store.0.is_open()) {
            return Ok(LogonAnswer::already_open(store));
        }
        let support = Arc::new(KeptSupport::new(request.support));
        let store = Arc::new(Store(Arc::clone(&support), Arc::clone(&self.0)));
        *lock(&self.1) = Arc::downgrade(&store);
        Ok(LogonAnswer::first(Arc::new(Logon(support)), store))
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

struct Logon(Arc<KeptSupport>);

impl IMSLogon for Logon {
    fn logoff(&self, _: u32) -> MapiResult<()> {
        self.0.logged_off();
        Ok(())
    }
}

struct Store(Arc<KeptSupport>, Arc<Tree>);

impl Drop for Store {
    fn drop(&mut self) {
        self.0.store_released();
    }
}

impl IMAPIProp for Store {
    fn get_props(&self, tags: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        let hook = lock(&self.1.on_get_props).take();
        if let Some(hook) = hook {
            hook();
        }
        self.1.check("store GetProps")?;
        let value = |tag: &PropTag| {
            self.1
                .prop(*tag)
                .unwrap_or_else(|| PropValue::new(tag.with_type(PropType::PT_ERROR), MAPI_E_NOT_FOUND))
        };
        Ok(Warned::props(tags.unwrap_or_default().iter().map(value).collect()))
    }

    fn set_props(&self, values: &[PropValue]) -> MapiResult<Vec<PropProblem>> {
        self.1.check("SetProps")?;
        let mut props = lock(&self.1.props);
        props.retain(|known| values.iter().all(|value| value.tag() != known.tag()));
        props.extend_from_slice(values);
        Ok(Vec::new())
    }
}

impl IMsgStore for Store {
    fn open_entry(&self, request: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        self.1.check("OpenEntry")?;
        let name = match request.entry_id {
            None => String::new(),
            Some(id) => lock(&self.1.folders).get(id.as_bytes()).ok_or(MAPI_E_NOT_FOUND)?.1.clone(),
        };
        let id = request.entry_id.cloned().unwrap_or_else(store_id);
        Ok(MapiObject::Folder(Arc::new(Folder(Arc::clone(&self.1), name, id))))
    }

    fn set_receive_folder(
        &self,
        class: Option<&MapiString>,
        _: ReceiveFolderFlags,
        folder: Option<&EntryId>,
    ) -> MapiResult<()> {
        self.1.check("SetReceiveFolder")?;
        lock(&self.1.receive).push((class.unwrap().to_string(), folder.unwrap().clone()));
        Ok(())
    }
}

/// A folder with its name and identifier. The name of the root is empty.
struct Folder(Arc<Tree>, String, EntryId);

impl IMAPIProp for Folder {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        self.0.check("folder GetProps")?;
        Ok(Warned::props(vec![PropValue::new(PR_ENTRYID, &self.2)]))
    }
}

impl IMAPIContainer for Folder {}

impl IMAPIFolder for Folder {
    fn create_folder(&self, request: &CreateFolderRequest<'_>) -> MapiResult<Arc<dyn IMAPIFolder>> {
        self.0.check("CreateFolder")?;
        assert!(request.flags.contains(CreateFolderFlags::OPEN_IF_EXISTS));
        assert_eq!(request.flags.contains(CreateFolderFlags::MAPI_UNICODE), request.name.is_unicode());
        let name = request.name.to_string();
        self.0.check(if name == "IPM Subtree" { "the subtree" } else { "" })?;
        let id = EntryId::build(EntryIdFlags::empty(), UID, name.as_bytes());
        lock(&self.0.folders).insert(id.as_bytes().to_vec(), (self.1.clone(), name.clone()));
        Ok(Arc::new(Folder(Arc::clone(&self.0), name, id)))
    }
}

pub(crate) fn machine(tree: &Arc<Tree>, default: bool) -> (Subsystem, Arc<Session>) {
    let entry = Arc::clone(tree);
    let dll = Dll::new(DLL).provider_entry(move |_: &InitRequest| {
        Ok(InitAnswer::new(Arc::new(Provider(Arc::clone(&entry), Mutex::default()))))
    });
    let mut section = StoreSection::new(DLL, "Folders").entry_id(store_id());
    if default {
        section = section.resource_flags(ResourceFlags::STATUS_DEFAULT_STORE);
    }
    let profile = Profile::new("Default").service(Service::new("FOLDERS").store(section));
    let mapi = Subsystem::builder().dll(dll).profile(profile).build().unwrap();
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

pub(crate) fn open(session: &Session, flags: OpenStoreFlags) -> MapiResult<Arc<dyn IMsgStore>> {
    Ok(session.open_msg_store(&OpenStoreRequest::new(&store_id()).flags(flags))?.value)
}

/// The valid bits of all eight special folders.
pub(crate) fn every_folder() -> FolderMask {
    SpecialFolder::ALL.into_iter().fold(FolderMask::empty(), |all, folder| all | folder.valid_bit())
}
