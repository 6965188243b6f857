//! Seven scenes of one machine, each told by its trace.

use std::error::Error;
use std::fmt::Write;
use std::sync::Arc;

use mapi_sim::mapi::codes::MAPI_E_FAILONEPROVIDER;
use mapi_sim::mapi::{
    EntryId, LogoffFlags, LogonExFlags, OpenStoreFlags, PropValue, SessionLogoffFlags, WrappedStoreEntryId,
};
use mapi_sim::reference::{
    DLL_NAME, PR_REFERENCE_PASSWORD, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id,
};
use mapi_sim::sim::{Dll, Profile, Service, Session, StoreSection, Subsystem};
use mapi_sim::spi::{ConfigureServiceRequest, IMAPISession, IMsgStore, OpenStoreRequest, ParentWindow};

type Store = Arc<dyn IMsgStore>;
type Told<T> = Result<T, Box<dyn Error>>;

/// The whole story as text.
pub(crate) fn tell() -> Told<String> {
    tell_of(|dll| Dll::new(DLL_NAME).provider_entry(dll.clone()).service_entry(dll))
}

/// The same, with a DLL that `export` makes of the reference provider.
pub(crate) fn tell_of(export: impl FnOnce(ReferenceDll) -> Dll) -> Told<String> {
    let mut story = Story { mapi: machine(export)?, text: String::new(), told: 0 };
    let session = story.mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;

    let personal = open(&session, "personal", OpenStoreFlags::empty())?;
    story.mapi.run_spooler();
    story.scene(
        "First open",
        "All nine steps. The support object is counted from 1 to 2 by the provider, and back to 1.",
    )?;

    let again = open(&session, "personal", OpenStoreFlags::empty())?;
    story.mapi.run_spooler();
    story.scene(
        "The same store again",
        "The provider object is there, the store is open: no logon object, no news for the spooler.",
    )?;

    let archive = open(&session, "archive", OpenStoreFlags::empty())?;
    story.mapi.run_spooler();
    story.scene("A second store", "The same provider object, a support object of its own.")?;

    let reading = without_mail(&mut story, &session)?;
    let safe = wrong_password(&mut story, &session)?;
    second_session(&mut story)?;
    log_off(&mut story, session, [personal, again, archive, reading, safe])?;
    Ok(story.text)
}

fn machine(export: impl FnOnce(ReferenceDll) -> Dll) -> Told<Subsystem> {
    let stores = [
        StoreSpec::new("personal").with_sample_mail(),
        StoreSpec::new("archive"),
        StoreSpec::new("reading"),
        StoreSpec::new("safe").password("open sesame"),
    ];
    let dll = ReferenceDll::new(StoreCatalogue::new(stores));
    let section =
        |name: &str, display: &str| StoreSection::new(DLL_NAME, display).entry_id(store_entry_id(name));
    let reference = Service::new("REFERENCE")
        .store(section("personal", "Personal").default_store())
        .store(section("archive", "Archive"))
        .store(section("reading", "Reading"));
    let locked = section("safe", "Safe").prop(PR_REFERENCE_PASSWORD, "guess");
    let safe = Service::new("SAFE").with_entry(DLL_NAME).store(locked);
    let mapi = Subsystem::builder()
        .dll(export(dll))
        .profile(Profile::new("Default").service(reference).service(safe))
        .build()?;
    Ok(mapi)
}

fn without_mail(story: &mut Story, session: &Session) -> Told<Store> {
    let reading = open(session, "reading", OpenStoreFlags::MDB_NO_MAIL)?;
    story.mapi.run_spooler();
    story.scene(
        "Without mail, by the open",
        "MDB_NO_MAIL: the spooler is not told, steps 8 and 9 do not come.",
    )?;

    let quiet = story.mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_NO_MAIL)?;
    let personal = open(&quiet, "personal", OpenStoreFlags::empty())?;
    story.mapi.run_spooler();
    drop(personal);
    end(quiet)?;
    story.scene(
        "Without mail, by the session",
        "MAPI_NO_MAIL at MAPILogonEx has the same effect for every store.",
    )?;
    Ok(reading)
}

/// The provider fails with `MAPI_E_FAILONEPROVIDER`, the client asks its user for the password and opens again.
fn wrong_password(story: &mut Story, session: &Session) -> Told<Store> {
    let refused = open(session, "safe", OpenStoreFlags::MDB_NO_DIALOG).err();
    assert_eq!(refused.map(|error| error.code()), Some(MAPI_E_FAILONEPROVIDER));
    story.scene(
        "A wrong password",
        "No dialog is allowed: MAPI_E_FAILONEPROVIDER. The service stays enabled.",
    )?;

    let services = story.mapi.services("Default");
    let (_, safe) = services.iter().find(|(name, _)| name == "SAFE").ok_or("no service SAFE")?;
    let password = [PropValue::new(PR_REFERENCE_PASSWORD, "open sesame")];
    story.mapi.note("the client asks its user for the password and has it written into the profile section");
    let admin = session.admin_services(0)?;
    admin.configure_msg_service(&ConfigureServiceRequest::new(safe).props(&password))?;
    let store = open(session, "safe", OpenStoreFlags::MDB_NO_DIALOG)?;
    story.mapi.run_spooler();
    story.scene("The retry", "With the right password in the profile section the same call succeeds.")?;
    Ok(store)
}

fn second_session(story: &mut Story) -> Told<()> {
    let session = story.mapi.logon("Default", LogonExFlags::MAPI_NEW_SESSION)?;
    let personal = open(&session, "personal", OpenStoreFlags::empty())?;
    story.mapi.run_spooler();
    story.scene(
        "A second session",
        "MSProviderInit is called again: every session has a provider object of its own.",
    )?;
    drop(personal);
    end(session)?;
    story.scene("Its end", "The client let go without StoreLogoff, so the provider says LOGOFF_ABORT.")
}

fn log_off(story: &mut Story, session: Arc<Session>, stores: [Store; 5]) -> Told<()> {
    let [personal, again, ..] = &stores;
    assert!(Arc::ptr_eq(personal, again), "one store object, however often it was opened");
    for store in stores.iter().skip(1) {
        store.store_logoff(LogoffFlags::LOGOFF_ORDERLY)?;
    }
    drop(stores);
    end(session)?;
    story.scene(
        "Orderly logoff",
        "Stores first, each in four steps, then the session, then Shutdown of the provider.",
    )?;
    let trace = story.mapi.trace();
    trace.expect_no_deviation()?;
    trace.expect_references_balanced()?;
    Ok(())
}

fn open(session: &Session, name: &str, flags: OpenStoreFlags) -> mapi_sim::mapi::MapiResult<Store> {
    let id: EntryId =
        WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(name) }.encode()?;
    let flags = flags | OpenStoreFlags::MDB_WRITE;
    Ok(session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags))?.value)
}

fn end(session: Arc<Session>) -> mapi_sim::mapi::MapiResult<()> {
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)
}

/// The machine and what was told of it so far.
struct Story {
    mapi: Subsystem,
    text: String,
    told: usize,
}

impl Story {
    /// Tells what happened since the last scene.
    fn scene(&mut self, title: &str, meaning: &str) -> Told<()> {
        let trace = self.mapi.trace();
        let line = "=".repeat(title.len());
        writeln!(self.text, "{title}\n{line}\n{meaning}\n\n{}", trace.since(self.told))?;
        self.told = trace.events().len();
        Ok(())
    }
}
