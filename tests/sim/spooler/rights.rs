//! What the spooler asks for when it logs on.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::wrap::{OnProvider, Wrapping};

use crate::common::script::*;

#[test]
fn spooler_logons_get_their_own_flags_only() {
    struct Looking(Arc<dyn IMSProvider>, Arc<Mutex<Vec<SpoolerLogonFlags>>>);
    impl IMSProvider for Looking {
        fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            self.0.logon(request)
        }
        fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
            self.1.lock().unwrap().push(request.flags);
            self.0.spooler_logon(request)
        }
        fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
            self.0.compare_store_ids(first, second, flags)
        }
    }
    let seen: Arc<Mutex<Vec<SpoolerLogonFlags>>> = Arc::default();
    let (good, log) = (Script::new([]).entry(), Arc::clone(&seen));
    let entry = move |request: &InitRequest| {
        let provider = good(request)?.provider.unwrap();
        Ok(InitAnswer::new(Arc::new(Looking(provider, Arc::clone(&log)))))
    };
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let everything = OpenStoreFlags::from_bits_retain(u32::MAX).difference(OpenStoreFlags::MDB_NO_MAIL);
    for flags in [OpenStoreFlags::empty(), OpenStoreFlags::MDB_WRITE, everything] {
        drop(open_with(&session, &wrapped("a"), flags).map(|_store| mapi.run_spooler()));
    }
    let own = SpoolerLogonFlags::MAPI_DEFERRED_ERRORS
        | SpoolerLogonFlags::MAPI_UNICODE
        | SpoolerLogonFlags::MDB_NO_DIALOG
        | SpoolerLogonFlags::MDB_WRITE;
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 3);
    assert!(
        seen.iter().all(|flags| own.contains(*flags) && flags.contains(SpoolerLogonFlags::MDB_NO_DIALOG))
    );
    assert!(
        seen.iter().all(|flags| flags.contains(SpoolerLogonFlags::MDB_WRITE)),
        "the spooler moves messages, whatever the first client has asked for"
    );
}

#[test]
fn a_store_that_nobody_may_write_in_is_read_by_the_spooler() {
    let seen: Arc<Mutex<Vec<bool>>> = Arc::default();
    let log = Arc::clone(&seen);
    let provider = OnProvider::new().spooler_logon(move |inner, request| {
        let writes = request.flags.contains(SpoolerLogonFlags::MDB_WRITE);
        log.lock().unwrap().push(writes);
        if writes { Err(MAPI_E_NO_ACCESS.into()) } else { inner.spooler_logon(request) }
    });
    let section = StoreSection::new(DLL, "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(Wrapping::new(Script::new([]).entry()).provider(provider)))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    assert_eq!(*seen.lock().unwrap(), [true, false]);
    drop(store);
    end(&session);
    mapi.trace().expect_no_deviation().unwrap();
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}
