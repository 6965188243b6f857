//! `QueryInterface` for what no method gives, through a wrapping.

use std::any::Any;
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids;
use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Interface};
use mapi_sim::spi::*;
use mapi_sim::wrap::*;

const IID_OWN: MapiUid = MapiUid::from_bytes([3; 16]);

/// A provider whose objects are all one, and have every interface.
struct All;

impl All {
    fn other(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        match *interface {
            iids::IID_ILockBytes => Ok(OtherInterface::Object(MapiObject::LockBytes(self))),
            iids::IID_IMsgStore => Ok(OtherInterface::Object(MapiObject::Store(self))),
            IID_OWN => Ok(OtherInterface::own(7_u32)),
            _ => Err(MAPI_E_INTERFACE_NOT_SUPPORTED.into()),
        }
    }
}

impl IMSProvider for All {
    fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        let of_mapi =
            request.support.clone().into_object().other_interface(&iids::IID_IMsgStore)?.into_object()?;
        assert!(
            (&*of_mapi.into_store()? as &dyn Any).is::<Self>(),
            "the provider's own object comes back bare"
        );
        Err(MAPI_E_LOGON_FAILED.into())
    }

    fn compare_store_ids(&self, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(true)
    }

    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        self.other(interface)
    }
}

impl IMAPIProp for All {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(vec![]))
    }

    fn other_interface(self: Arc<Self>, interface: &MapiUid) -> MapiResult<OtherInterface> {
        self.other(interface)
    }
}

impl IMsgStore for All {}

impl ILockBytes for All {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> MapiResult<usize> {
        buffer.fill(u8::try_from(offset).unwrap());
        Ok(buffer.len())
    }
}

fn provider(wrapping: &Wrapping) -> Arc<dyn IMSProvider> {
    let request = InitRequest::new(MemAllocRoutines::new(1));
    wrapping.ms_provider_init(&request).unwrap().provider.unwrap()
}

fn wrapping() -> Wrapping {
    Wrapping::new(|_: &InitRequest| Ok(InitAnswer::new(Arc::new(All))))
}

fn object(provider: &Arc<dyn IMSProvider>, interface: &MapiUid) -> MapiResult<MapiObject> {
    Arc::clone(provider).other_interface(interface)?.into_object()
}

#[test]
fn it_is_forwarded_and_what_has_a_wrapper_is_wrapped() {
    let provider = provider(&wrapping());
    let store = object(&provider, &iids::IID_IMsgStore).unwrap().into_store().unwrap();
    assert!(!(&*store as &dyn Any).is::<All>(), "outside it is wrapped");
    let again = object(&provider, &iids::IID_IMsgStore).unwrap().into_store().unwrap();
    assert!(Arc::ptr_eq(&store, &again));
    // From any object, for it is the root of the interface that has the method.
    let bytes = store.other_interface(&iids::IID_ILockBytes).unwrap().into_object().unwrap();
    let bytes = bytes.into_lock_bytes().unwrap();
    let mut buffer = [0; 2];
    assert_eq!((bytes.read_at(9, &mut buffer), buffer), (Ok(2), [9, 9]));
    let own = Arc::clone(&provider).other_interface(&IID_OWN).unwrap();
    assert_eq!(*own.into_own::<u32>().unwrap(), 7, "what only the owner knows is left alone");
    assert_eq!(object(&provider, &UNKNOWN).unwrap_err().code(), MAPI_E_INTERFACE_NOT_SUPPORTED);
}

const UNKNOWN: MapiUid = MapiUid::from_bytes([4; 16]);

/// A support object by which MAPI hands the provider's store back.
struct Mapi(Arc<dyn IMsgStore>);

impl IMAPISupport for Mapi {
    fn add_ref(&self, _: CountedBy) -> u32 {
        2
    }

    fn release(&self, _: CountedBy) -> u32 {
        1
    }

    fn other_interface(self: Arc<Self>, _: &MapiUid) -> MapiResult<OtherInterface> {
        Ok(OtherInterface::Object(MapiObject::Store(Arc::clone(&self.0))))
    }
}

#[test]
fn what_mapi_answers_comes_in_as_the_provider_knows_it() {
    let provider = provider(&wrapping());
    let store = object(&provider, &iids::IID_IMsgStore).unwrap().into_store().unwrap();
    let support = Support::from_object(Arc::new(Mapi(store)));
    let name = MapiString::from("p");
    let request = LogonRequest::new(&support, &name, None, StoreLogonFlags::empty());
    assert_eq!(provider.logon(&request).unwrap_err().code(), MAPI_E_LOGON_FAILED);
}

#[test]
fn a_closure_answers_in_its_place() {
    let bent = wrapping()
        .provider(OnProvider::new().other_interface(|inner, interface| match *interface {
            IID_OWN => Err(MAPI_E_NO_ACCESS.into()),
            _ => Arc::clone(inner).other_interface(interface),
        }))
        .lock_bytes(OnLockBytes::new().read_at(|_, _, _| Err(MAPI_E_DISK_ERROR.into())));
    let provider = provider(&bent);
    assert_eq!(object(&provider, &IID_OWN).unwrap_err().code(), MAPI_E_NO_ACCESS);
    let bytes = object(&provider, &iids::IID_ILockBytes).unwrap().into_lock_bytes().unwrap();
    assert_eq!(bytes.read_at(0, &mut []), Err(MAPI_E_DISK_ERROR.into()));
}

#[test]
fn it_is_refused_before_it_is_asked() {
    let refusing = wrapping().provider(OnProvider::new().before(|_, method| {
        if method == methods::IUnknown::QueryInterface { Err(MAPI_E_BUSY.into()) } else { Ok(()) }
    }));
    let provider = provider(&refusing);
    assert_eq!(object(&provider, &iids::IID_IMsgStore).unwrap_err().code(), MAPI_E_BUSY);
    let id = EntryId::from_bytes(&[1]);
    assert_eq!(provider.compare_store_ids(&id, &id, 0), Ok(true));
}

/// Notes the calls.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<(Interface, String)>>>);

impl Layer for Notes {
    fn around(&self, call: &Call, go_on: &mut dyn FnMut() -> Outcome) -> MapiResult<()> {
        let outcome = go_on();
        let told = format!("{} {:?} {:?}", call.method, call.arguments, outcome.answer);
        self.0.lock().unwrap().push((call.object.interface, told));
        Ok(())
    }
}

#[test]
fn a_layer_sees_the_query_on_the_object() {
    let notes = Notes::default();
    let provider = provider(&wrapping().layer(notes.clone()));
    object(&provider, &iids::IID_ILockBytes).unwrap();
    let (interface, told) = notes.0.lock().unwrap().pop().unwrap();
    assert_eq!(interface, Interface::IMSProvider);
    assert!(told.starts_with("IUnknown::QueryInterface [Named { name: \"interface\""), "{told}");
    assert!(told.contains("interface: ILockBytes"), "{told}");
}
