//! The provider, taken through the nine steps of loading a store.

use mapi_sim::load::Step;
use mapi_sim::mapi::*;
use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::*;
use starter::{DLL_NAME, entry_id, ms_provider_init};

#[test]
fn the_store_loads_through_the_nine_steps() -> Result<(), Box<dyn std::error::Error>> {
    let id = entry_id("one");
    let mapi =
        Subsystem::builder()
            .dll(Dll::new(DLL_NAME).provider_entry(ms_provider_init))
            .profile(Profile::new("Default").service(
                Service::new("MINE").store(StoreSection::new(DLL_NAME, "Mine").entry_id(id.clone())),
            ))
            .build()?;
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
    let store = session.open_msg_store(&OpenStoreRequest::new(&id))?.value;
    mapi.run_spooler();
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;

    let trace = mapi.trace();
    trace.opens()[0].expect_steps(&Step::ALL)?;
    trace.expect_no_deviation()?;
    trace.expect_references_balanced()?;
    Ok(())
}
