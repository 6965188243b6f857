//! The traits used as a provider's author and a test's author use them: nothing but `mapi` and `spi`.

use std::any::Any;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use mapi_spi::mapi::codes::*;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

// A minimal provider. It keeps what a provider has to keep: the open store and, in the logon object, the
// support object.

const PROVIDER_UID: MapiUid = MapiUid::from_bytes([7; 16]);

#[derive(Default)]
struct MinimalProvider {
    open: Mutex<Option<(EntryId, Arc<MinimalStore>)>>,
}

impl IMSProvider for MinimalProvider {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let Some(entry_id) = request.entry_id else { return Err(MAPI_E_UNCONFIGURED.into()) };
        let mut open = self.open.lock().unwrap();
        if let Some((id, store)) = open.as_ref()
            && self.compare_store_ids(id, entry_id, 0)?
        {
            return Ok(LogonAnswer::already_open(store.clone()));
        }
        request.support.set_provider_uid(&PROVIDER_UID, 0)?;
        let store = Arc::new(MinimalStore { name: request.profile_name.to_string() });
        let logon = Arc::new(MinimalLogon { support: Mutex::new(Some(request.support.clone())) });
        *open = Some((entry_id.clone(), store.clone()));
        Ok(LogonAnswer::first(logon, store).with_spool_security(vec![1, 2, 3]))
    }

    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _flags: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

struct MinimalLogon {
    support: Mutex<Option<Support>>,
}

impl IMSLogon for MinimalLogon {
    fn logoff(&self, _flags: u32) -> MapiResult<()> {
        let support = self.support.lock().unwrap().take();
        drop(support);
        Ok(())
    }
}

struct MinimalStore {
    name: String,
}

impl IMAPIProp for MinimalStore {
    fn get_props(
        &self,
        tags: Option<&[PropTag]>,
        _flags: GetPropsFlags,
    ) -> MapiResult<Warned<Vec<PropValue>>> {
        let tags = tags.unwrap_or(&[tags::PR_DISPLAY_NAME_W]);
        let value = |tag: &PropTag| match *tag {
            tags::PR_DISPLAY_NAME_W => PropValue::new(*tag, self.name.clone()),
            _ => PropValue::error(*tag, MAPI_E_NOT_FOUND),
        };
        Ok(Warned::props(tags.iter().map(value).collect()))
    }
}

impl IMsgStore for MinimalStore {}

// A support object as the author of a test writes it.

#[derive(Default)]
struct CountingSupport {
    references: AtomicU32,
    highest: AtomicU32,
    last_releases: AtomicU32,
    uids: Mutex<Vec<MapiUid>>,
}

impl CountingSupport {
    /// An object with one reference, and the handle that owns this reference.
    fn make() -> (Arc<Self>, Support) {
        let object = Arc::new(Self { references: AtomicU32::new(1), ..Self::default() });
        (object.clone(), Support::from_object(object))
    }

    fn references(&self) -> u32 {
        self.references.load(Ordering::SeqCst)
    }
}

impl IMAPISupport for CountingSupport {
    fn add_ref(&self, _counted: CountedBy) -> u32 {
        let count = self.references.fetch_add(1, Ordering::SeqCst) + 1;
        self.highest.fetch_max(count, Ordering::SeqCst);
        count
    }

    fn release(&self, _counted: CountedBy) -> u32 {
        // Wraps at zero, so that one release too many fails a test by its count and not by a panic in a drop.
        let count = self.references.fetch_sub(1, Ordering::SeqCst).wrapping_sub(1);
        if count == 0 {
            self.last_releases.fetch_add(1, Ordering::SeqCst);
        }
        count
    }

    fn set_provider_uid(&self, uid: &MapiUid, _flags: u32) -> MapiResult<()> {
        self.uids.lock().unwrap().push(*uid);
        Ok(())
    }
}

/// Wraps a support object and hands every count on, as a fault injector would.
struct Wrapping(Arc<dyn IMAPISupport>);

impl IMAPISupport for Wrapping {
    fn add_ref(&self, counted: CountedBy) -> u32 {
        self.0.add_ref(counted)
    }

    fn release(&self, counted: CountedBy) -> u32 {
        self.0.release(counted)
    }
}

fn profile() -> MapiString {
    MapiString::from("Default Outlook Profile")
}

fn entry_id(byte: u8) -> EntryId {
    EntryId::from_bytes(&[byte; 24])
}

#[test]
fn first_logon_returns_both_objects_and_keeps_the_support_object() {
    let (object, support) = CountingSupport::make();
    let (profile, id) = (profile(), entry_id(1));
    let request = LogonRequest::new(&support, &profile, Some(&id), StoreLogonFlags::MDB_WRITE);
    let answer = MinimalProvider::default().logon(&request).unwrap();
    let (logon, store) = (answer.logon.clone().unwrap(), answer.store.clone().unwrap());

    assert_eq!(answer.code(), S_OK);
    assert_eq!(answer.spool_security.as_deref(), Some(&[1, 2, 3][..]));
    assert_eq!(*object.uids.lock().unwrap(), [PROVIDER_UID]);
    assert_eq!(object.references(), 2, "the caller's and the provider's");
    let name = store.get_props(Some(&[tags::PR_DISPLAY_NAME_W]), GetPropsFlags::empty()).unwrap();
    assert_eq!(name.code(), S_OK);
    assert_eq!(name.value[0].as_unicode(), Some("Default Outlook Profile"));

    drop(support);
    assert_eq!((object.references(), object.last_releases.load(Ordering::SeqCst)), (1, 0));
    logon.logoff(0).unwrap();
    assert_eq!((object.references(), object.last_releases.load(Ordering::SeqCst)), (0, 1));
}

#[test]
fn second_logon_answers_the_open_store_and_counts_nothing() {
    let provider = MinimalProvider::default();
    let ((_, first_support), (object, support)) = (CountingSupport::make(), CountingSupport::make());
    let (profile, id) = (profile(), entry_id(1));
    let flags = StoreLogonFlags::empty();
    let first = provider.logon(&LogonRequest::new(&first_support, &profile, Some(&id), flags)).unwrap();
    let second = provider.logon(&LogonRequest::new(&support, &profile, Some(&id), flags)).unwrap();

    assert!(second.logon.is_none());
    assert!(second.spool_security.is_none());
    assert!(Arc::ptr_eq(first.store.as_ref().unwrap(), second.store.as_ref().unwrap()));
    assert_eq!(object.references(), 1, "the caller's only");
    assert_eq!(object.highest.load(Ordering::SeqCst), 0, "no AddRef at all");
}

#[test]
fn a_logon_without_identifier_can_be_asked_for_and_refused() {
    let (object, support) = CountingSupport::make();
    let profile = profile();
    let request = LogonRequest::new(&support, &profile, None, StoreLogonFlags::empty());
    let error = MinimalProvider::default().logon(&request).unwrap_err();
    assert_eq!(error.code(), MAPI_E_UNCONFIGURED);
    assert_eq!(object.references(), 1);
}

#[test]
fn a_missing_property_is_a_warning() {
    let store = MinimalStore { name: "x".into() };
    let props = store.get_props(Some(&[tags::PR_ENTRYID]), GetPropsFlags::empty()).unwrap();
    assert_eq!(props.code(), MAPI_W_ERRORS_RETURNED);
    assert_eq!(props.value[0].as_error(), Some(MAPI_E_NOT_FOUND));
}

#[test]
fn clones_count_up_and_drops_count_down_to_one_last_release() {
    let (object, support) = CountingSupport::make();
    assert_eq!(object.references(), 1, "taking over counts nothing");
    let second = support.clone();
    let third = second.clone();
    assert_eq!(object.references(), 3);
    assert!(Support::same_object(&support, &third));
    drop(support);
    drop(third);
    assert_eq!((object.references(), object.last_releases.load(Ordering::SeqCst)), (1, 0));
    drop(second);
    assert_eq!((object.references(), object.last_releases.load(Ordering::SeqCst)), (0, 1));
    assert_eq!(object.highest.load(Ordering::SeqCst), 3);
    assert_eq!(Arc::strong_count(&object), 1, "the handle lets go of the object, too");
}

#[test]
fn a_wrapper_hands_each_count_on_once() {
    let (object, inner) = CountingSupport::make();
    let outer = Support::from_object(Arc::new(Wrapping(inner.clone().into_object())));
    assert!(!Support::same_object(&inner, &outer));
    assert_eq!(object.references(), 2, "the wrapper's first handle has a reference of its own");
    let second = outer.clone();
    assert_eq!(object.references(), 3);
    drop((outer, second));
    assert_eq!((object.references(), object.last_releases.load(Ordering::SeqCst)), (1, 0));
    drop(inner);
    assert_eq!((object.references(), object.last_releases.load(Ordering::SeqCst)), (0, 1));
    assert_eq!(Arc::strong_count(&object), 1, "nothing is leaked");
}

#[test]
fn objects_convert_to_their_own_interface_only() {
    let store: Arc<dyn IMsgStore> = Arc::new(MinimalStore { name: String::new() });
    let object = MapiObject::from(store.clone());
    assert_eq!(object.object_type(), Some(ObjectType::Store));
    assert!(Arc::ptr_eq(&object.clone().into_store().unwrap(), &store));

    let refusals = [
        object.clone().into_address_book().map(drop),
        object.clone().into_folder().map(drop),
        object.clone().into_container().map(drop),
        object.clone().into_message().map(drop),
        object.clone().into_attach().map(drop),
        object.clone().into_profile_section().map(drop),
        object.clone().into_status().map(drop),
        object.clone().into_session().map(drop),
        object.clone().into_service_admin().map(drop),
        object.clone().into_table().map(drop),
        object.clone().into_stream().map(drop),
        object.clone().into_storage().map(drop),
    ];
    for refusal in refusals {
        assert_eq!(refusal.unwrap_err().code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
    }
    let prop = MapiObject::Prop(object.clone().into_prop().unwrap());
    assert!(MapiObject::same_object(&object, &prop), "one object, whatever the interface");
    assert_eq!(prop.object_type(), None);
    assert_eq!(prop.into_store().unwrap_err().code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
    let other = MapiObject::Store(Arc::new(MinimalStore { name: String::new() }));
    assert!(!MapiObject::same_object(&object, &other));
}

#[test]
fn the_owner_finds_his_own_type_behind_the_trait() {
    let store: Arc<dyn IMsgStore> = Arc::new(MinimalStore { name: "mine".into() });
    let any: &dyn Any = &*store;
    assert_eq!(any.downcast_ref::<MinimalStore>().map(|store| store.name.as_str()), Some("mine"));
    assert!(any.downcast_ref::<MinimalLogon>().is_none());
}

#[test]
fn closures_are_entry_points_and_sinks() {
    let entry = |request: &InitRequest| {
        assert_eq!(request.allocators(), MemAllocRoutines::new(4));
        Ok(InitAnswer::new(Arc::new(MinimalProvider::default())))
    };
    let entry: &dyn ProviderEntry = &entry;
    let answer = entry.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(4))).unwrap();
    assert_eq!(answer.version, SpiVersion::CURRENT);
    assert!(answer.provider.is_some());

    struct Admin;
    impl IProviderAdmin for Admin {}
    let service = |request: &ServiceRequest<'_>| match request.window.show(&Dialog::new("Store")) {
        DialogAnswer::Unavailable => Err(MAPI_E_UNCONFIGURED.into()),
        DialogAnswer::Completed(_) | DialogAnswer::Cancelled => Ok(()),
    };
    let service: &dyn ServiceEntry = &service;
    let (_object, support) = CountingSupport::make();
    let admin: Arc<dyn IProviderAdmin> = Arc::new(Admin);
    let request = ServiceRequest::new(&support, ServiceContext::Configure, &admin).of_instance(0x0040_0000);
    assert_eq!(request.instance(), 0x0040_0000);
    assert_eq!(service.msg_service_entry(&request).unwrap_err().code(), MAPI_E_UNCONFIGURED);
    assert!(service.msg_service_entry(&request.window(ParentWindow::new(&Typist))).is_ok());

    let count = Arc::new(AtomicU32::new(0));
    let counter = count.clone();
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(move |notifications: &[Notification]| {
        counter.fetch_add(1 + u32::try_from(notifications.len()).unwrap(), Ordering::SeqCst);
    });
    assert_eq!(sink.on_notify(&[]), SinkAnswer::S_OK);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

struct Typist;

impl DialogHost for Typist {
    fn show(&self, dialog: &Dialog) -> DialogAnswer {
        let typed = dialog.fields.iter().map(|field| (field.name.clone(), format!("{}!", field.label)));
        DialogAnswer::Completed(typed.collect())
    }
}

#[test]
fn a_window_shows_dialogs_and_no_window_says_so() {
    let password = DialogField::new("password", "Password").secret().value("hidden");
    assert!(!format!("{password:?}").contains("hidden"));
    let dialog = Dialog::new("Log on").field(password);
    assert_eq!(ParentWindow::none().show(&dialog), DialogAnswer::Unavailable);
    let answer = ParentWindow::new(&Typist).show(&dialog);
    assert_eq!(answer.value("password"), Some("Password!"));
    assert_eq!(answer.value("name"), None);
    assert_eq!(DialogAnswer::Cancelled.value("password"), None);
}

#[test]
fn connections_are_never_zero() {
    assert_eq!(Connection::new(0), None);
    assert_eq!(Connection::new(1), Some(Connection::FIRST));
    assert_eq!(Connection::FIRST.next().get(), 2);
    let last = Connection::new(u64::MAX).unwrap();
    assert_eq!(last.next(), Connection::FIRST);
}

#[test]
fn setters_take_the_bare_value_and_the_option() {
    let id = entry_id(3);
    let request = OpenEntryRequest::new(&id).interface(PROVIDER_UID).flags(OpenEntryFlags::MAPI_MODIFY);
    assert_eq!((request.entry_id, request.interface), (Some(&id), Some(PROVIDER_UID)));
    assert_eq!(request.flags, OpenEntryFlags::MAPI_MODIFY);
    assert_eq!(request.interface(None).interface, None);
    assert_eq!(OpenEntryRequest::root().entry_id, None);
}

#[test]
fn objects_print_their_interface_and_no_address() {
    let (_object, support) = CountingSupport::make();
    let store: Arc<dyn IMsgStore> = Arc::new(MinimalStore { name: String::new() });
    assert_eq!(
        format!("{support:?} {store:?} {:?}", MapiObject::from(store.clone())),
        "IMAPISupport IMsgStore Store"
    );
}

/// `QueryInterface` gives the same object by another name.
#[test]
fn another_interface_of_an_object_is_a_reference_on_it() {
    struct Leaves;
    impl IMSProvider for Leaves {
        fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            Err(MAPI_E_LOGON_FAILED.into())
        }
        fn compare_store_ids(&self, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
            Ok(false)
        }
        fn provider_shutdown(self: Arc<Self>) -> Option<Arc<dyn IMAPIProviderShutdown>> {
            Some(self)
        }
    }
    impl IMAPIProviderShutdown for Leaves {
        fn query_fast_shutdown(&self) -> MapiResult<()> {
            Ok(())
        }
        fn notify_process_shutdown(&self) -> MapiResult<()> {
            Ok(())
        }
        fn do_fast_shutdown(&self) -> MapiResult<()> {
            Ok(())
        }
    }
    let provider: Arc<dyn IMSProvider> = Arc::new(Leaves);
    let shutdown = Arc::clone(&provider).provider_shutdown().unwrap();
    assert_eq!(Arc::as_ptr(&provider).cast::<()>(), Arc::as_ptr(&shutdown).cast::<()>());
    assert_eq!(Arc::strong_count(&provider), 2);
}
