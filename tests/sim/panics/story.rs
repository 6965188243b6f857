//! What a client does with a store, so that every interface is called that a provider answers.

use std::sync::Arc;

use mapi_sim::mapi::codes::MAPI_E_NO_SUPPORT;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::TraceDetail;

use super::fuse::Fuse;
use crate::common::script::{DLL, PROFILE, Script, store_id};
use crate::common::{reference, script};

/// How the client ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    LogsOff,
    LeavesFast,
    /// It simply drops what it has.
    Drops,
}

pub(super) const ENDS: [End; 3] = [End::LogsOff, End::LeavesFast, End::Drops];

/// A machine with the reference provider behind a fuse, and a DLL with which nothing is wrong.
pub(super) fn machine(fuse: &Fuse, model: SpoolerModel, detail: TraceDetail) -> Subsystem {
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = Service::new("REF").store(section("mail")).store(section("other")).with_entry(DLL_NAME);
    let sound = StoreSection::new(DLL, "Store a").entry_id(store_id("a"));
    let (entry, service_entry) = fuse.wrap(dll());
    Subsystem::builder()
        .spooler_model(model)
        .trace_detail(detail)
        .fast_shutdown(FastShutdown::UnlessOptedOut)
        .dll(Dll::new(DLL_NAME).provider_entry(entry).service_entry(service_entry))
        .dll(Dll::new(DLL).provider_entry(Script::new([]).entry()))
        .profile(Profile::new(PROFILE).service(service).service(Service::new("SOUND").store(sound)))
        .build()
        .unwrap()
}

/// A default store that can do everything, and a store that can only be read.
fn dll() -> ReferenceDll {
    let mail = StoreSpec::new("mail").with_sample_mail().default_store().writable().notifying().submitting();
    ReferenceDll::new(StoreCatalogue::new([mail, StoreSpec::new("other")]))
}

fn wrapped(store: &str) -> EntryId {
    WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(store) }.encode().unwrap()
}

fn open(session: &Session, store: &str) -> MapiResult<Arc<dyn IMsgStore>> {
    let id = wrapped(store);
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_WRITE);
    Ok(session.open_msg_store(&request)?.value)
}

/// Everything from the logon to the end. A call that fails ends it, and what the client has then is dropped.
pub(super) fn tell(mapi: &Subsystem, end: End) -> MapiResult<()> {
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION)?;
    let admin = session.admin_services(0)?;
    let _ = admin.configure_msg_service(&ConfigureServiceRequest::new(&mapi.services(PROFILE)[0].1));
    let store = open(&session, "mail")?;
    let _sound = script::open(&session, "a")?;
    mapi.run_spooler();
    let again = open(&session, "mail")?;
    let other = open(&session, "other")?;
    mapi.run_spooler();
    use_session(&session, &*store)?;
    use_store(&store)?;
    store.store_logoff(LogoffFlags::LOGOFF_ORDERLY)?;
    match end {
        End::LogsOff => {
            drop((store, again));
            // The other store is still there.
            session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;
            drop(other);
        }
        End::LeavesFast => {
            let shutdown = Arc::clone(&session).client_shutdown().ok_or(MAPI_E_NO_SUPPORT)?;
            shutdown.query_fast_shutdown()?;
            shutdown.notify_process_shutdown()?;
            shutdown.do_fast_shutdown()?;
        }
        End::Drops => {}
    }
    Ok(())
}

fn use_session(session: &Session, store: &dyn IMsgStore) -> MapiResult<()> {
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(Deaf);
    let top = reference::id_of(store, PR_IPM_SUBTREE_ENTRYID);
    let request = OpenEntryRequest::new(&top);
    drop(session.open_entry(&request)?);
    session.compare_entry_ids(&top, &top, 0)?;
    let connection = session.advise(Some(&top), EventMask::fnevObjectModified, sink)?;
    session.unadvise(connection)?;
    let status = session.get_status_table(StringWidth::MAPI_UNICODE)?;
    for id in reference::rows(&*status).iter().filter_map(|row| row.get(PR_ENTRYID)?.as_entry_id()) {
        if let Ok(MapiObject::Status(status)) = session.open_entry(&OpenEntryRequest::new(&id)) {
            status.get_props(None, GetPropsFlags::empty())?;
            let _ = status.validate_state(ParentWindow::none(), ValidateStateFlags::empty());
        }
    }
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&wrapped("mail")))
}

fn use_store(store: &Arc<dyn IMsgStore>) -> MapiResult<()> {
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(Deaf);
    let connection = store.advise(None, EventMask::fnevNewMail, Arc::clone(&sink))?;
    store.unadvise(connection)?;
    drop(store.get_receive_folder_table(TableFlags::MAPI_UNICODE)?);
    let _ = store.get_outgoing_queue(0);
    let inbox = reference::writable_inbox(&**store);
    let hierarchy =
        reference::folder(&**store, PR_IPM_SUBTREE_ENTRYID).get_hierarchy_table(TableFlags::MAPI_UNICODE)?;
    let connection = hierarchy.advise(EventMask::fnevTableModified, sink)?;
    reference::rows(&*hierarchy);
    let made = reference::new_folder(&*inbox, "New")?;
    let message = reference::new_message(&*made, "Subject");
    hierarchy.unadvise(connection)?;
    use_message(&*message)?;
    reference::contents(&*made);
    let first = reference::first_message(&**store);
    reference::rows(&*first.get_recipient_table(TableFlags::MAPI_UNICODE)?);
    first.set_read_flag(ReadFlags::empty())?;
    store.set_props(&[PropValue::new(PR_COMMENT_W, "used")]).map(drop)
}

fn use_message(message: &dyn IMessage) -> MapiResult<()> {
    let attach = message.create_attach(None, CreateAttachFlags::empty())?.attach;
    attach.set_props(&[PropValue::new(PR_ATTACH_LONG_FILENAME_W, "a.txt")])?;
    attach.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE)?;
    message.save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE)?;
    reference::rows(&*message.get_attachment_table(TableFlags::MAPI_UNICODE)?);
    Ok(())
}

/// The sink of a client that does not listen.
struct Deaf;

impl IMAPIAdviseSink for Deaf {
    fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
        SinkAnswer::S_OK
    }
}
