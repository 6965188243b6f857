//! The smallest provider there is, sent out and taken in again, by the nine steps. Small enough for Miri, which sees whatever
//! unsafe code does that it must not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[path = "../../../examples/starter/src/lib.rs"]
#[allow(unreachable_pub, reason = "a library elsewhere")]
mod starter;

use mapi_com::outgoing::Loopback;
use mapi_sim::load::Step;
use mapi_sim::mapi::tags::PR_DISPLAY_NAME_W;
use mapi_sim::mapi::{GetPropsFlags, LogonExFlags, OpenEntryFlags, SessionLogoffFlags};
use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenEntryRequest, OpenStoreRequest, ParentWindow};
use starter::{DLL_NAME, entry_id, ms_provider_init};

/// A machine with the provider behind the boundary, and the boundary with what it finds.
fn through_com() -> (Subsystem, std::sync::Arc<Loopback>) {
    let loopback = std::sync::Arc::new(Loopback::new(ms_provider_init));
    let entry = std::sync::Arc::clone(&loopback);
    let provider = move |request: &mapi_sim::spi::InitRequest| {
        mapi_sim::spi::ProviderEntry::ms_provider_init(&*entry, request)
    };
    let section = StoreSection::new(DLL_NAME, "Mine").entry_id(entry_id("one"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(provider))
        .profile(Profile::new("Default").service(Service::new("MINE").store(section)));
    (mapi.build().unwrap(), loopback)
}

#[test]
fn the_smallest_provider_goes_out_and_comes_in_again() {
    let (mapi, loopback) = through_com();
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let id = entry_id("one");
    let store = session.open_msg_store(&OpenStoreRequest::new(&id)).unwrap().value;
    mapi.run_spooler();
    let names = store.get_props(Some(&[PR_DISPLAY_NAME_W]), GetPropsFlags::MAPI_UNICODE).unwrap();
    assert_eq!(names.value[0].as_text().unwrap(), "one");
    let root = store.open_entry(&OpenEntryRequest::default().flags(OpenEntryFlags::empty())).unwrap();
    drop((root, store));
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();

    let trace = mapi.trace();
    trace.opens()[0].expect_steps(&Step::ALL).unwrap();
    trace.expect_no_deviation().unwrap();
    trace.expect_references_balanced().unwrap();
    drop(mapi);
    assert_eq!(loopback.findings(), []);
    assert_eq!(loopback.live_objects(), []);
}
