//! Profile sections, the tables of a session, routing by MAPIUID, notifications.

use std::sync::{Arc, Mutex};

use mapi_sim::load::readings::{Reading, Strictness};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::reference::{
    DLL_NAME, PR_REFERENCE_PASSWORD, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id,
};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::common::script::*;

/// A machine with an open store and a reference on the support object of its logon.
fn with_support() -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>, Support) {
    with_support_on(|builder| builder)
}

fn with_support_on(
    bend: fn(SubsystemBuilder) -> SubsystemBuilder,
) -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>, Support) {
    let script = Script::new([]);
    let kept: Arc<Mutex<Option<Support>>> = Arc::default();
    let keep = Arc::clone(&kept);
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            *lock(&keep) = support.cloned();
        }
    }));
    let mapi = bend(subsystem(&script, None)).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    *lock(&script.callback) = None;
    let support = lock(&kept).take().unwrap();
    (mapi, session, store, support)
}

fn get(section: &dyn IProfSect, tag: PropTag) -> PropValue {
    section.get_props(Some(&[tag]), GetPropsFlags::empty()).unwrap().value.remove(0)
}

#[test]
fn a_section_is_read_only_unless_it_is_asked_for() {
    let (mapi, _session, _store, support) = with_support();
    let reader = support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
    let comment = [PropValue::new(PR_COMMENT_W, "x")];
    assert_eq!(reader.set_props(&comment).unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert_eq!(reader.delete_props(&[PR_COMMENT_W]).unwrap_err().code(), MAPI_E_NO_ACCESS);
    drop(reader);
    let writer = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).unwrap();
    assert_eq!(writer.set_props(&comment).unwrap(), []);
    let props = || Row::new(mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]).unwrap());
    assert_eq!(props().get(PR_COMMENT_W).unwrap().as_unicode(), Some("x"), "not transacted");
    assert!(writer.save_changes(SaveChangesFlags::empty()).is_ok());
    assert_eq!(writer.delete_props(&[PR_COMMENT_W, PR_COMMENT_W]).unwrap()[0].code, MAPI_E_NOT_FOUND);
    assert!(props().get(PR_COMMENT_W).is_none());
}

#[test]
fn a_section_has_one_writer_or_many_readers() {
    let (mapi, session, _store, support) = with_support();
    let uid = mapi.sections(PROFILE)[0];
    let by_provider = |flags| support.open_profile_section(None, flags);
    let by_client = || session.open_profile_section(&uid, None, OpenSectionFlags::MAPI_FORCE_ACCESS);
    let (read, write) = (OpenSectionFlags::empty(), OpenSectionFlags::MAPI_MODIFY);
    let readers = [by_provider(read).unwrap(), by_provider(read).unwrap(), by_client().unwrap()];
    assert_eq!(by_provider(write).unwrap_err().code(), MAPI_E_NO_ACCESS);
    drop(readers);
    let writer = by_provider(write).unwrap();
    let codes = [by_provider(write), by_provider(read), by_client()].map(|result| result.unwrap_err().code());
    assert_eq!(codes, [MAPI_E_NO_ACCESS; 3]);
    drop(writer);
    assert!(by_provider(write).is_ok());
}

/// Under the lenient reading of its own section, too.
#[test]
fn others_are_in_each_others_way_whoever_reads_the_section_leniently() {
    let (mapi, session, _store, support) =
        with_support_on(|builder| builder.reading(Reading::OwnSectionAgain, Strictness::Lenient));
    let uid = mapi.sections(PROFILE)[0];
    let by_provider = |flags| support.open_profile_section(None, flags);
    let by_client = || session.open_profile_section(&uid, None, OpenSectionFlags::MAPI_FORCE_ACCESS);
    let (read, write) = (OpenSectionFlags::empty(), OpenSectionFlags::MAPI_MODIFY);
    let reader = by_client().unwrap();
    assert!(by_provider(read).is_ok());
    assert_eq!(by_provider(write).unwrap_err().code(), MAPI_E_NO_ACCESS);
    drop(reader);
    let writers = [by_provider(write).unwrap(), by_provider(write).unwrap()];
    assert_eq!(by_client().unwrap_err().code(), MAPI_E_NO_ACCESS);
    let [first, second] = writers;
    drop(first);
    assert_eq!(by_client().unwrap_err().code(), MAPI_E_NO_ACCESS, "one of two is left");
    drop(second);
    assert!(by_client().is_ok());
}

#[test]
fn undefined_flags_are_refused() {
    let (_mapi, _session, _store, support) = with_support();
    let flags = OpenSectionFlags::from_bits_retain(0x4000_0000);
    assert_eq!(support.open_profile_section(None, flags).unwrap_err().code(), MAPI_E_UNKNOWN_FLAGS);
}

#[test]
fn missing_sections_appear_for_writers_only() {
    let (mapi, session, _store, support) = with_support();
    let uid = support.new_uid().unwrap();
    for result in [
        support.open_profile_section(Some(&uid), OpenSectionFlags::empty()),
        session.open_profile_section(&uid, None, OpenSectionFlags::empty()),
    ] {
        assert_eq!(result.unwrap_err().code(), MAPI_E_NOT_FOUND);
    }
    let made = support.open_profile_section(Some(&uid), OpenSectionFlags::MAPI_MODIFY).unwrap();
    made.set_props(&[PropValue::new(PR_COMMENT_W, "own")]).unwrap();
    drop(made);
    let again = session.open_profile_section(&uid, None, OpenSectionFlags::empty()).unwrap();
    assert_eq!(get(&*again, PR_COMMENT_W).as_unicode(), Some("own"));
    assert!(mapi.sections(PROFILE).contains(&uid));
}

#[test]
fn what_mapi_or_the_configuration_owns_cannot_be_written() {
    let (_mapi, _session, _store, support) = with_support();
    let section = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).unwrap();
    let values = [
        PropValue::new(PR_RESOURCE_FLAGS, 0),
        PropValue::new(PR_PROVIDER_DLL_NAME_W, "other.dll"),
        PropValue::new(PR_PROFILE_NAME_W, "other"),
        PropValue::new(PR_OBJECT_TYPE, 1),
        PropValue::new(PropTag::new(0x8001, PropType::PT_LONG), 1),
        PropValue::new(PR_COMMENT_W, "this one can"),
    ];
    let problems = section.set_props(&values).unwrap();
    let codes: Vec<_> = problems.iter().map(|problem| (problem.index, problem.code)).collect();
    assert_eq!(
        codes,
        [
            (0, MAPI_E_COMPUTED),
            (1, MAPI_E_COMPUTED),
            (2, MAPI_E_COMPUTED),
            (3, MAPI_E_COMPUTED),
            (4, MAPI_E_NO_SUPPORT),
        ]
    );
    assert_eq!(get(&*section, PR_COMMENT_W).as_unicode(), Some("this one can"));
    assert_eq!(get(&*section, PR_OBJECT_TYPE).as_bits(), Some(ObjectType::ProfSect.raw()));
    assert_eq!(get(&*section, PR_PROFILE_NAME_W).as_unicode(), Some(PROFILE));
    assert_eq!(
        section.get_names_from_ids(None, None, NamesFlags::empty()).unwrap_err().code(),
        MAPI_E_NO_SUPPORT
    );
    assert_eq!(section.get_ids_from_names(None, IdsFlags::empty()).unwrap_err().code(), MAPI_E_NO_SUPPORT);
}

#[test]
fn secure_properties_are_shown_to_who_names_them() {
    let (mapi, _session, _store, support) = with_support();
    let section = support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).unwrap();
    for id in [0x67EF, 0x67F0, 0x67FF, 0x6800] {
        let tag = PropTag::new(id, PropType::PT_UNICODE);
        section.set_props(&[PropValue::new(tag, "value")]).unwrap();
        let hidden = (0x67F0..=0x67FF).contains(&id);
        let listed = section.get_prop_list(GetPropListFlags::empty()).unwrap();
        assert_eq!(listed.iter().any(|tag| tag.id() == id), !hidden, "{id:#x}");
        let all = section.get_props(None, GetPropsFlags::empty()).unwrap().value;
        assert_eq!(all.iter().any(|value| value.id() == id), !hidden, "{id:#x}");
        assert_eq!(get(&*section, tag).as_unicode(), Some("value"), "{id:#x}");
    }
    let shown = mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]).unwrap();
    assert!(shown.iter().all(|value| !value.tag().is_secure()));
    let empty = section.get_props(Some(&[]), GetPropsFlags::empty());
    assert_eq!(empty.unwrap_err().code(), MAPI_E_INVALID_PARAMETER);
}

#[test]
fn clients_stay_out_of_provider_sections() {
    let (mapi, session, _store, _support) = with_support();
    let uid = mapi.sections(PROFILE)[0];
    let open = |flags| session.open_profile_section(&uid, None, flags);
    assert_eq!(open(OpenSectionFlags::empty()).unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert_eq!(open(OpenSectionFlags::MAPI_MODIFY).unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert!(open(OpenSectionFlags::MAPI_FORCE_ACCESS).is_ok());
    let forced = OpenSectionFlags::MAPI_FORCE_ACCESS | OpenSectionFlags::MAPI_MODIFY;
    assert_eq!(open(forced).unwrap_err().code(), MAPI_E_NO_ACCESS);
}

#[test]
fn the_stores_table_has_ten_columns_in_the_width_that_is_asked_for() {
    let (_mapi, session, _store, _support) = with_support();
    for (width, string) in
        [(StringWidth::MAPI_UNICODE, PropType::PT_UNICODE), (StringWidth::empty(), PropType::PT_STRING8)]
    {
        let table = session.get_msg_stores_table(width).unwrap();
        let columns = table.query_columns(QueryColumnsFlags::empty()).unwrap();
        assert_eq!(columns.len(), 10);
        assert!(columns.contains(&PR_DISPLAY_NAME_W.with_type(string)));
        let rows = table.query_rows(10, QueryRowsFlags::empty()).unwrap();
        assert_eq!(rows.len(), 2);
        let name = rows[0].get(PR_DISPLAY_NAME_W.with_type(string)).unwrap();
        assert_eq!(name.as_text().as_deref(), Some("Store a"));
        assert_eq!(rows[0].get(PR_ENTRYID).unwrap().as_entry_id(), Some(wrapped("a")));
        assert_eq!(rows[0].get(PR_RESOURCE_TYPE).unwrap().as_bits(), Some(ResourceType::StoreProvider.raw()));
    }
}

#[test]
fn the_status_row_of_a_provider_is_completed_by_mapi_and_can_be_changed() {
    let (_mapi, session, _store, support) = with_support();
    let row = || {
        let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
        table.query_rows(10, QueryRowsFlags::empty()).unwrap().remove(3)
    };
    let first = row();
    assert_eq!(first.get(PR_DISPLAY_NAME_W).unwrap().as_unicode(), Some("scripted"));
    assert_eq!(first.get(PR_PROVIDER_DLL_NAME_W).unwrap().as_unicode(), Some(DLL));
    assert_eq!(first.get(PR_RESOURCE_TYPE).unwrap().as_bits(), Some(ResourceType::StoreProvider.raw()));
    assert_eq!(first.get(PR_OBJECT_TYPE).unwrap().as_bits(), Some(ObjectType::Status.raw()));
    let offline = [PropValue::new(PR_STATUS_CODE, StatusCode::STATUS_OFFLINE.bits())];
    support.modify_status_row(&offline, StatusRowFlags::STATUSROW_UPDATE).unwrap();
    let second = row();
    assert_eq!(second.get(PR_STATUS_CODE).unwrap().as_bits(), Some(2));
    assert_eq!(second.get(PR_DISPLAY_NAME_W), first.get(PR_DISPLAY_NAME_W), "only what was passed changes");
    // The row's identifier leads to the provider's status object; this provider has none.
    let id = second.get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    let status = session.open_entry(&OpenEntryRequest::new(&id));
    assert_eq!(status.unwrap_err().code(), MAPI_E_NO_SUPPORT);
}

#[test]
fn identifiers_go_to_the_first_logon_that_registered_their_uid() {
    let (mapi, session, store, support) = with_support();
    let message = EntryId::build(EntryIdFlags::empty(), UID, b"a message");
    let stranger = EntryId::build(EntryIdFlags::empty(), MapiUid::from_bytes([7; 16]), b"a message");
    let open = |id: &EntryId| session.open_entry(&OpenEntryRequest::new(id)).unwrap_err().code();
    assert_eq!(open(&message), MAPI_E_NOT_FOUND, "the provider's own answer");
    assert_eq!(open(&stranger), MAPI_E_UNKNOWN_ENTRYID);
    assert_eq!(open(&EntryId::from_bytes(b"short")), MAPI_E_UNKNOWN_ENTRYID, "the code that the page has");
    let second = open_with(&session, &wrapped("b"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    let opened = |mapi: &Subsystem| {
        let trace = mapi.trace().to_string();
        trace
            .lines()
            .filter(|line| line.contains("IMSLogon::OpenEntry"))
            .map(|line| line.contains("logon object L1"))
            .collect::<Vec<_>>()
    };
    let _ = open(&message);
    assert_eq!(opened(&mapi), [true, true]);
    drop(support);
    drop(store);
    let _ = open(&message);
    assert_eq!(opened(&mapi), [true, true, false], "the next one takes over");
    drop(second);
    assert_eq!(open(&message), MAPI_E_UNKNOWN_ENTRYID, "nobody is left");
}

#[test]
fn notifications_reach_the_sinks_of_their_key_and_event() {
    let (_mapi, session, store, support) = with_support();
    let heard: Arc<Mutex<Vec<&str>>> = Arc::default();
    let sink = |name: &'static str| -> Arc<dyn IMAPIAdviseSink> {
        let heard = Arc::clone(&heard);
        Arc::new(move |_: &[Notification]| lock(&heard).push(name))
    };
    let (one, two) = (NotificationKey::new(*b"one"), NotificationKey::new(*b"two"));
    let critical = EventMask::fnevCriticalError;
    let subscribe = |key: &NotificationKey, events, sink: &Arc<dyn IMAPIAdviseSink>| {
        support.subscribe(&SubscribeRequest::new(key, events, sink)).unwrap()
    };
    let first = subscribe(&one, critical, &sink("first"));
    let _second = subscribe(&one, critical | EventMask::fnevNewMail, &sink("second"));
    subscribe(&one, EventMask::fnevNewMail, &sink("new mail only"));
    subscribe(&two, critical, &sink("other key"));
    let event = Notification::CriticalError { entry_id: None, code: MAPI_E_CALL_FAILED, detail: None };
    let notify = || support.notify(&one, std::slice::from_ref(&event), NotifyFlags::empty()).unwrap();
    assert_eq!(notify(), NotifyFlags::empty());
    assert_eq!(*lock(&heard), ["first", "second"]);
    support.unsubscribe(first).unwrap();
    assert_eq!(support.unsubscribe(first).unwrap_err().code(), MAPI_E_NOT_FOUND);
    notify();
    assert_eq!(*lock(&heard), ["first", "second", "second"]);

    struct Stop;
    impl IMAPIAdviseSink for Stop {
        fn on_notify(&self, _notifications: &[Notification]) -> SinkAnswer {
            SinkAnswer::CALLBACK_DISCONTINUE
        }
    }
    let stop: Arc<dyn IMAPIAdviseSink> = Arc::new(Stop);
    subscribe(&two, critical, &stop);
    subscribe(&two, critical, &sink("never reached"));
    let answer = support.notify(&two, &[event], NotifyFlags::empty()).unwrap();
    assert_eq!(answer, NotifyFlags::NOTIFY_CANCELED);
    assert!(!lock(&heard).contains(&"never reached"));

    // The sinks of a store are released when it ends.
    let weak = Arc::downgrade(&stop);
    drop(stop);
    drop(support);
    drop(store);
    assert!(weak.upgrade().is_none());
    end(&session);
}

#[test]
fn what_is_not_simulated_says_so_and_shows() {
    let (mapi, session, _store, support) = with_support();
    let window = ParentWindow::none();
    struct Nothing;
    impl IMAPIProp for Nothing {
        fn get_props(&self, _: Option<&[PropTag]>, _: GetPropsFlags) -> MapiResult<Warned<Vec<PropValue>>> {
            Ok(Warned::ok(Vec::new()))
        }
    }
    impl IMessage for Nothing {}
    let (kind, message): (_, Arc<dyn IMessage>) = (MapiString::from("SMTP"), Arc::new(Nothing));
    let codes = [
        session.message_options(&MessageOptionsRequest::new(&kind, &message)).unwrap_err().code(),
        session.query_default_message_opt(&kind, StringWidth::empty()).map(|_| ()).unwrap_err().code(),
        session.enum_adr_types(StringWidth::empty()).map(|_| ()).unwrap_err().code(),
        support.spooler_yield(0).map(|_| ()).unwrap_err().code(),
        support.get_one_off_table(StringWidth::empty()).map(|_| ()).unwrap_err().code(),
        support.complete_msg(0, &store_id("a")).unwrap_err().code(),
        support.do_progress_dialog(window, ProgressFlags::empty()).map(|_| ()).unwrap_err().code(),
    ];
    assert_eq!(codes, [MAPI_E_NO_SUPPORT; 7]);
    assert_eq!(mapi.trace().count_of(Method::SupportSpoolerYield), 1);
}

#[test]
fn one_offs_and_uids_are_made() {
    let (_mapi, _session, _store, support) = with_support();
    let (kind, address) = (MapiString::from("SMTP"), MapiString::from("a@example.org"));
    let id = support.create_one_off(&OneOffRequest::new(&kind, &address)).unwrap();
    let one_off = OneOff::decode(&id).unwrap();
    assert_eq!(one_off.address, address);
    assert_eq!(one_off.display_name, address, "without a name the address stands for it");
    let uids = [support.new_uid().unwrap(), support.new_uid().unwrap()];
    assert_ne!(uids[0], uids[1]);
}

#[test]
fn the_service_entry_works_on_all_sections_of_its_service() {
    let dll =
        ReferenceDll::new(StoreCatalogue::new(["x", "y"].map(|name| StoreSpec::new(name).password("right"))));
    let section = |name: &str| StoreSection::new(DLL_NAME, name).entry_id(store_entry_id(name));
    let service = Service::new("REF").with_entry(DLL_NAME).store(section("x")).store(section("y"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll.clone()).service_entry(dll))
        .profile(Profile::new(PROFILE).service(service).service(Service::new("bare")))
        .user(User::answering([Reply::fill("password", "right"), Reply::Cancel]))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let services = mapi.services(PROFILE);
    let admin = session.admin_services(0).unwrap();
    let configure = |uid, flags| admin.configure_msg_service(&ConfigureServiceRequest::new(uid).flags(flags));
    assert_eq!(configure(&services[0].1, ServiceFlags::empty()).unwrap_err().code(), MAPI_E_UNCONFIGURED);
    configure(&services[0].1, ServiceFlags::SERVICE_UI_ALLOWED).unwrap();
    let open = |name: &str| {
        let id =
            WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: store_entry_id(name) }.encode().unwrap();
        open_with(&session, &id, OpenStoreFlags::MDB_NO_DIALOG)
    };
    assert!(open("x").is_ok() && open("y").is_ok());
    let cancelled = configure(&services[0].1, ServiceFlags::SERVICE_UI_ALLOWED);
    assert_eq!(cancelled.unwrap_err().code(), MAPI_E_USER_CANCEL);
    let bare = configure(&services[1].1, ServiceFlags::empty());
    assert_eq!(bare.unwrap_err().code(), MAPI_E_NOT_INITIALIZED, "a service without an entry point");
    let unknown = configure(&MapiUid::from_bytes([3; 16]), ServiceFlags::empty());
    assert_eq!(unknown.unwrap_err().code(), MAPI_E_NOT_FOUND);
    let shown = mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]).unwrap();
    assert!(shown.iter().all(|value| value.id() != PR_REFERENCE_PASSWORD.id()), "passwords stay hidden");
}
