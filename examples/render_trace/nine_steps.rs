//! What the diagram in the README shows: the reference provider through the nine steps.

use std::error::Error;

use mapi_sim::mapi::{LogonExFlags, OpenStoreFlags};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::{Dll, Profile, Service, StoreSection, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenStoreRequest};
use mapi_sim::trace::Trace;

/// From `OpenMsgStore` to the spooler's logon.
pub(crate) fn nine_steps() -> Result<Trace, Box<dyn Error>> {
    let id = store_entry_id("personal");
    let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("personal")]));
    let section = StoreSection::new(DLL_NAME, "Personal").entry_id(id.clone());
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll))
        .profile(Profile::new("Default").service(Service::new("REFERENCE").store(section)))
        .build()?;
    let session = mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let _store = session.open_msg_store(&request)?;
    mapi.run_spooler();
    Ok(mapi.trace())
}

/// The diagram in Mermaid's language, with one line a call or a step.
pub(crate) fn mermaid(trace: &Trace) -> String {
    trace.diagram().to_mermaid()
}
