//! One PST file in a machine of its own: profile, session, open, spooler, reading, logoff.

use mapi_sim::mapi::{LogoffFlags, LogonExFlags, MapiError, SessionLogoffFlags, WrappedStoreEntryId};
use mapi_sim::sim::{BuildError, Dll, Profile, Service, Session, StoreSection, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenStoreRequest, ParentWindow};
use mapi_sim::trace::{Trace, TraceDetail};

use crate::provider::{DLL_NAME, PR_PST_EXAMPLE_PASSWORD, PstDll, store_entry_id};
use crate::report;

/// What came of it.
pub struct Loaded {
    /// Everything that happened.
    pub trace: Trace,
    /// Folders and messages, or why there are none.
    pub tree: Result<String, MapiError>,
}

/// Loads the file through the nine steps, reads it and logs off.
pub fn load(file: &str, password: Option<&str>) -> Result<Loaded, BuildError> {
    load_traced(file, password, TraceDetail::default())
}

/// The same with a trace of this detail.
pub fn load_traced(file: &str, password: Option<&str>, detail: TraceDetail) -> Result<Loaded, BuildError> {
    let mapi = machine(file, password, detail)?;
    let tree = open_and_read(&mapi, file);
    Ok(Loaded { trace: mapi.trace(), tree })
}

fn machine(file: &str, password: Option<&str>, detail: TraceDetail) -> Result<Subsystem, BuildError> {
    let mut section = StoreSection::new(DLL_NAME, "PST file").entry_id(store_entry_id(file));
    if let Some(password) = password {
        section = section.prop(PR_PST_EXAMPLE_PASSWORD, password);
    }
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(PstDll))
        .profile(Profile::new("PST").service(Service::new("PST").store(section)))
        .trace_detail(detail)
        .build()
}

fn open_and_read(mapi: &Subsystem, file: &str) -> Result<String, MapiError> {
    let session = mapi.logon("PST", LogonExFlags::MAPI_NEW_SESSION)?;
    let tree = read(mapi, &session, file);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;
    tree
}

fn read(mapi: &Subsystem, session: &Session, file: &str) -> Result<String, MapiError> {
    let id = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(file) }.encode()?;
    let request = OpenStoreRequest::new(&id);
    let store = session.open_msg_store(&request)?.value;
    mapi.run_spooler();
    let tree = report::folder_tree(&*store);
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY)?;
    tree
}
