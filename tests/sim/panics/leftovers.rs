//! What a client that has left without a logoff leaves behind, and handles that are dropped while a test unwinds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use super::quiet::Quiet;
use crate::common::script::*;

/// The names of the provider objects that have gone, in order.
type Gone = Arc<Mutex<Vec<String>>>;

/// A provider object whose destructor panics.
struct Leaving(String, Gone);

impl Drop for Leaving {
    fn drop(&mut self) {
        lock(&self.1).push(self.0.clone());
        panic!("{} panics when it goes", self.0);
    }
}

impl IMSProvider for Leaving {
    fn logon(&self, _: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Err(MAPI_E_FAILONEPROVIDER.into())
    }
    fn spooler_logon(&self, _: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
        Err(MAPI_E_FAILONEPROVIDER.into())
    }
    fn compare_store_ids(&self, first: &EntryId, second: &EntryId, _: u32) -> MapiResult<bool> {
        Ok(first == second)
    }
}

const DLLS: [&str; 3] = ["one", "two", "three"];

/// A machine whose client has made three provider objects, and left.
fn left(gone: &Gone) -> Subsystem {
    let mut builder = Subsystem::builder();
    let mut service = Service::new("S");
    for name in DLLS {
        let objects = Arc::clone(gone);
        let entry = move |_: &InitRequest| {
            Ok(InitAnswer::new(Arc::new(Leaving(name.to_owned(), Arc::clone(&objects)))))
        };
        builder = builder.dll(Dll::new(name).provider_entry(entry));
        service = service.store(StoreSection::new(name, name).entry_id(store_id(name)));
    }
    let mapi = builder.profile(Profile::new(PROFILE).service(service)).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    for name in DLLS {
        let id = WrappedStoreEntryId { dll_name: name.into(), store: store_id(name) }.encode().unwrap();
        let opened = session.open_msg_store(&OpenStoreRequest::new(&id));
        assert_eq!(opened.map(drop).unwrap_err().code(), MAPI_E_FAILONEPROVIDER);
    }
    let shutdown = Arc::clone(&session).client_shutdown().unwrap();
    shutdown.query_fast_shutdown().unwrap();
    shutdown.do_fast_shutdown().unwrap();
    mapi
}

#[test]
fn what_a_subsystem_has_left_goes_one_by_one_and_the_first_panic_reaches_the_test() {
    let gone = Gone::default();
    let mapi = left(&gone);
    assert!(lock(&gone).is_empty());
    let quiet = Quiet::begin();
    let panic = catch_unwind(AssertUnwindSafe(|| drop(mapi))).unwrap_err();
    drop(quiet);
    assert_eq!(panic.downcast_ref::<String>().unwrap(), "one panics when it goes");
    assert_eq!(*lock(&gone), DLLS);
}

#[test]
fn a_test_that_unwinds_keeps_its_own_panic() {
    let gone = Gone::default();
    let mapi = left(&gone);
    let quiet = Quiet::begin();
    let story = move || {
        let _mapi = mapi;
        panic!("the test's own");
    };
    let panic = catch_unwind(AssertUnwindSafe(story)).unwrap_err();
    drop(quiet);
    assert_eq!(panic.downcast_ref(), Some(&"the test's own"));
    assert_eq!(*lock(&gone), DLLS);
}
