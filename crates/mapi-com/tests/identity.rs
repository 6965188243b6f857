//! Which object is which, on both sides: the same `Arc` is the same pointer, the same pointer is the same `Arc`, and what comes back is what
//! went out, with no proxy around a proxy.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

use std::sync::{Arc, Mutex};

use mapi_com::outgoing::Loopback;
use mapi_spi::mapi::codes::MAPI_E_NOT_FOUND;
use mapi_spi::mapi::*;
use mapi_spi::spi::*;

/// A stream that keeps what it is to copy to, and answers the last of it for a clone.
#[derive(Default)]
struct Keeps(Mutex<Vec<Arc<dyn IStream>>>);

impl ISequentialStream for Keeps {}

impl IStream for Keeps {
    fn copy_to(&self, destination: &Arc<dyn IStream>, count: u64) -> MapiResult<(u64, u64)> {
        self.0.lock().unwrap().push(Arc::clone(destination));
        Ok((count, count))
    }

    fn clone_stream(&self) -> MapiResult<Arc<dyn IStream>> {
        self.0.lock().unwrap().last().cloned().ok_or_else(|| MAPI_E_NOT_FOUND.into())
    }
}

/// Provider object and store of the provider's side: it opens its one stream.
struct Provider(Arc<Keeps>);

impl IMSProvider for Provider {
    fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Ok(LogonAnswer::already_open(Arc::new(Store(self.0.clone()))))
    }

    fn compare_store_ids(&self, _: &EntryId, _: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(false)
    }
}

struct Store(Arc<Keeps>);

impl IMAPIProp for Store {
    fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
        Ok(Warned::ok(Vec::new()))
    }
}

impl IMsgStore for Store {
    fn open_entry(&self, _: &OpenEntryRequest<'_>) -> MapiResult<MapiObject> {
        Ok(MapiObject::Stream(self.0.clone()))
    }
}

struct NoSupport;

impl IMAPISupport for NoSupport {
    fn add_ref(&self, _: CountedBy) -> u32 {
        2
    }

    fn release(&self, _: CountedBy) -> u32 {
        1
    }
}

fn store_of(loopback: &Loopback) -> Arc<dyn IMsgStore> {
    let answer = loopback.ms_provider_init(&InitRequest::new(MemAllocRoutines::new(1))).unwrap();
    let support = Support::from_object(Arc::new(NoSupport));
    let name = MapiString::from("p");
    let request = LogonRequest::new(&support, &name, None, StoreLogonFlags::MAPI_UNICODE);
    answer.provider.unwrap().logon(&request).unwrap().store.unwrap()
}

#[test]
fn objects_keep_their_identity_on_both_sides() {
    let own = Arc::new(Keeps::default());
    let inside = own.clone();
    let loopback =
        Loopback::new(move |_: &InitRequest| Ok(InitAnswer::new(Arc::new(Provider(inside.clone())))));
    let store = store_of(&loopback);
    let open = || {
        let request = OpenEntryRequest::root().interface(iids::IID_IStream);
        store.open_entry(&request).unwrap().into_stream().unwrap()
    };
    let (proxy, again) = (open(), open());
    assert!(Arc::ptr_eq(&proxy, &again), "one object of the provider is one object of the host");

    let of_host: Arc<dyn IStream> = Arc::new(Keeps::default());
    proxy.copy_to(&of_host, 1).unwrap();
    proxy.copy_to(&of_host, 1).unwrap();
    let kept = own.0.lock().unwrap().clone();
    assert!(Arc::ptr_eq(&kept[0], &kept[1]), "one object of the host is one object of the provider");
    assert!(!Arc::ptr_eq(&kept[0], &of_host), "which is a proxy");
    assert!(Arc::ptr_eq(&proxy.clone_stream().unwrap(), &of_host), "what comes back to the host is its own");
    drop(kept);

    proxy.copy_to(&proxy, 1).unwrap();
    let original: Arc<dyn IStream> = own.clone();
    let kept = own.0.lock().unwrap().pop().unwrap();
    assert!(Arc::ptr_eq(&kept, &original), "what comes back to the provider is its own");
    own.0.lock().unwrap().push(kept);
    assert!(Arc::ptr_eq(&proxy.clone_stream().unwrap(), &proxy), "and the host has the proxy that it had");

    own.0.lock().unwrap().clear();
    drop((proxy, again, store));
    assert_eq!((loopback.findings(), loopback.live_objects()), (vec![], vec![]));
    assert_eq!((Arc::strong_count(&own), Arc::strong_count(&of_host)), (3, 1));
}
