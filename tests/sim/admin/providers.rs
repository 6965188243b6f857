//! Administration of the providers of a message service.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;

use crate::admin::recording::*;
use crate::common::script::*;

/// A machine whose profile has the service, with the administration object of its providers.
fn machine() -> (ServiceMachine, MapiUid, Arc<dyn IProviderAdmin>) {
    let machine = ServiceMachine::new();
    let uid = machine.create();
    let providers = machine.admin.admin_providers(&uid, 0).unwrap();
    (machine, uid, providers)
}

fn names(table: &Arc<dyn IMAPITable>) -> Vec<String> {
    let rows = table.query_rows(100, QueryRowsFlags::empty()).unwrap();
    rows.iter().map(|row| row.get(PR_DISPLAY_NAME_W).unwrap().as_unicode().unwrap().to_owned()).collect()
}

fn listed(providers: &Arc<dyn IProviderAdmin>) -> Vec<String> {
    names(&providers.get_provider_table(StringWidth::MAPI_UNICODE).unwrap())
}

fn uid_of(machine: &ServiceMachine, name: &str) -> MapiUid {
    let position = section_names(&machine.mapi).iter().position(|found| found == name).unwrap();
    machine.mapi.sections(PROFILE)[position]
}

#[test]
fn the_entry_point_is_asked_after_a_provider_came() {
    let (machine, _, providers) = machine();
    let second = MapiString::from("second");
    let props = [
        PropValue::new(PR_DISPLAY_NAME_W, "Third"),
        PropValue::new(PR_RESOURCE_FLAGS, 0x40),
        PropValue::new(PR_PROVIDER_UID, vec![1; 16]),
        PropValue::new(PropTag::new(0x8001, PropType::PT_LONG), 1),
    ];
    let request = CreateProviderRequest::new(&second).props(&props).flags(CreateProviderFlags::MAPI_DIALOG);
    let uid = providers.create_provider(&request).unwrap();
    let seen = machine.seen().pop().unwrap();
    assert_eq!(seen.context, ServiceContext::ProviderCreate);
    assert_eq!(seen.flags, ServiceFlags::SERVICE_UI_ALLOWED | ServiceFlags::MAPI_UNICODE);
    assert_eq!((seen.props, seen.null.as_deref()), (0, Some("Third")), "NULL is the provider in question");
    assert_eq!(seen.sections, ["First", "Second", "Third"]);
    assert_eq!(listed(&providers), seen.sections);
    let made = Row::new(machine.mapi.section_props(PROFILE, &uid).unwrap());
    assert_eq!(made.get(PR_RESOURCE_FLAGS).unwrap().as_bits(), Some(0x40));
    assert_eq!(made.get(PR_COMMENT_W).unwrap().as_unicode(), Some("of the provider"), "what is configured");
    assert_eq!(made.get(PR_PROVIDER_UID).unwrap().as_binary(), Some(&uid.as_bytes()[..]), "MAPI's own");
    assert!(made.get(PropTag::new(0x8001, PropType::PT_LONG)).is_none());
}

#[test]
fn a_provider_that_the_service_refuses_does_not_stay() {
    let (machine, _, providers) = machine();
    let second = MapiString::from("Second");
    machine.answer(Err(MapiError::with_detail(MAPI_E_NO_SUPPORT, MapiErrorDetail::new("one is enough"))));
    let request = CreateProviderRequest::new(&second);
    assert_eq!(providers.create_provider(&request).unwrap_err().code(), MAPI_E_NO_SUPPORT);
    let detail = providers.get_last_error(MAPI_E_NO_SUPPORT, StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(detail.unwrap().error.unwrap().to_string(), "one is enough");
    assert_eq!(listed(&providers), ["First", "Second"]);
    machine.answer(Err(MAPI_E_NO_SUPPORT.into()));
    let first = uid_of(&machine, "First");
    assert_eq!(providers.delete_provider(&first).unwrap_err().code(), MAPI_E_NO_SUPPORT);
    assert_eq!(listed(&providers), ["First", "Second"]);
    assert!(open(&machine.session, "first").is_ok());
}

#[test]
fn an_entry_point_may_do_the_work_itself() {
    let (machine, _, providers) = machine();
    machine.act(|request| {
        let admin = request.provider_admin;
        match request.context {
            ServiceContext::ProviderCreate => {
                let name = MapiString::from("Second");
                let props = [PropValue::new(PR_BODY_W, "by the service")];
                admin.create_provider(&CreateProviderRequest::new(&name).props(&props)).map(drop)
            }
            ServiceContext::ProviderDelete => {
                let section = admin.open_profile_section(None, None, OpenSectionFlags::empty())?;
                let uid = section.get_props(Some(&[PR_PROVIDER_UID]), GetPropsFlags::empty())?;
                drop(section);
                let uid = uid.value[0].as_binary().unwrap().try_into().unwrap();
                admin.delete_provider(&MapiUid::from_bytes(uid))
            }
            ServiceContext::Install
            | ServiceContext::Uninstall
            | ServiceContext::Create
            | ServiceContext::Configure
            | ServiceContext::Delete
            | ServiceContext::Other(_) => Ok(()),
        }
    });
    let second = MapiString::from("SECOND");
    let uid = providers.create_provider(&CreateProviderRequest::new(&second)).unwrap();
    assert_eq!(listed(&providers), ["First", "Second", "Second"], "one, by whichever of the two");
    let made = Row::new(machine.mapi.section_props(PROFILE, &uid).unwrap());
    assert_eq!(made.get(PR_BODY_W).unwrap().as_unicode(), Some("by the service"));
    providers.delete_provider(&uid).unwrap();
    assert_eq!(listed(&providers), ["First", "Second"]);
    assert_eq!(machine.seen().len(), 3, "what an entry point does itself does not lead to it again");
    machine.mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn inside_the_entry_null_opens_the_providers_section() {
    let (machine, uid, providers) = machine();
    let client = providers.open_profile_section(None, None, OpenSectionFlags::empty());
    assert_eq!(client.unwrap_err().code(), MAPI_E_INVALID_PARAMETER, "clients have none");
    machine.act(|request| {
        let section =
            request.provider_admin.open_profile_section(None, None, OpenSectionFlags::MAPI_MODIFY)?;
        section.set_props(request.props).map(drop)
    });
    let props = [PropValue::new(PR_BODY_W, "configured")];
    machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid).props(&props)).unwrap();
    let body = |name: &str| {
        let props = Row::new(machine.mapi.section_props(PROFILE, &uid_of(&machine, name)).unwrap());
        props.get(PR_BODY_W).is_some()
    };
    assert_eq!(["First", "Second"].map(body), [true, false]);

    let second = uid_of(&machine, "Second");
    let opened = |flags| providers.open_profile_section(Some(&second), None, flags).map(drop);
    assert_eq!(opened(OpenSectionFlags::empty()).unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert!(opened(OpenSectionFlags::MAPI_FORCE_ACCESS).is_ok());
    let writes = OpenSectionFlags::MAPI_FORCE_ACCESS | OpenSectionFlags::MAPI_MODIFY;
    assert_eq!(opened(writes).unwrap_err().code(), MAPI_E_NO_ACCESS);
}

#[test]
fn a_provider_in_use_is_marked_and_goes_with_its_last_user() {
    let (machine, _, providers) = machine();
    let store = open(&machine.session, "first").unwrap();
    machine.mapi.run_spooler();
    let uid = uid_of(&machine, "First");
    let before = providers.get_provider_table(StringWidth::MAPI_UNICODE).unwrap();
    let of_profile = || names(&machine.admin.get_provider_table(0x8000_0000).unwrap());
    assert_eq!(of_profile(), ["First", "Second"]);
    let client = providers.open_profile_section(None, None, OpenSectionFlags::empty());
    assert_eq!(client.unwrap_err().code(), MAPI_E_INVALID_PARAMETER, "clients must not pass NULL");
    providers.delete_provider(&uid).unwrap();
    let asked = machine.seen().pop().unwrap();
    assert_eq!((asked.context, asked.null.as_deref()), (ServiceContext::ProviderDelete, Some("First")));
    assert_eq!(asked.sections, ["First", "Second"], "the entry point is called before");
    assert_eq!(names(&before), ["First", "Second"], "a table does not change");
    assert_eq!(listed(&providers), ["Second"]);
    assert_eq!(of_profile(), ["Second"]);
    assert_eq!(
        providers.delete_provider(&uid).unwrap_err().code(),
        MAPI_E_NOT_FOUND,
        "it is deleted already"
    );
    let stores = || names(&machine.session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap());
    assert_eq!(stores(), ["Second"]);

    // The store works on, and is the same one for whoever opens it in this session.
    assert!(store.get_props(None, GetPropsFlags::empty()).is_ok());
    let joined = open(&machine.session, "first").unwrap();
    drop(store);
    assert!(machine.mapi.sections(PROFILE).contains(&uid));
    drop(joined);
    assert!(!machine.mapi.sections(PROFILE).contains(&uid), "the last user has gone");
    let text = machine.mapi.trace().to_string();
    assert!(text.contains("section \"First\" is in use: MAPI marks it for deletion"), "{text}");
    assert!(text.contains("MAPI removes section \"First\" from the profile"), "{text}");
    machine.mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn open_stores_tables_hear_of_providers_that_come_and_go() {
    let machine = ServiceMachine::new();
    let stores = machine.session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    let heard: Arc<Mutex<Vec<TableEvent>>> = Arc::default();
    let log = Arc::clone(&heard);
    let sink: Arc<dyn IMAPIAdviseSink> = Arc::new(move |news: &[Notification]| {
        for event in news {
            let Notification::Table { event, .. } = event else { panic!("{event:?}") };
            lock(&log).push(*event);
        }
    });
    stores.advise(EventMask::fnevTableModified, sink).unwrap();
    let told = || std::mem::take(&mut *lock(&heard));
    let service = machine.create();
    assert_eq!(told(), [TableEvent::RowAdded; 2]);
    let _store = open(&machine.session, "second").unwrap();
    told();
    let providers = machine.admin.admin_providers(&service, 0).unwrap();
    providers.delete_provider(&uid_of(&machine, "Second")).unwrap();
    assert_eq!(told(), [TableEvent::RowDeleted], "marked is as good as gone");
    machine.admin.delete_msg_service(&service).unwrap();
    assert_eq!(told(), [TableEvent::RowDeleted]);
}

#[test]
fn a_provider_may_be_deleted_while_it_logs_on() {
    let (machine, _, providers) = machine();
    let (uid, admin) = (uid_of(&machine, "First"), Arc::clone(&providers));
    *lock(&machine.script.callback) = Some(Arc::new(move |place, support: Option<&Support>| {
        if place == "Logon" {
            admin.delete_provider(&uid).unwrap();
            let section = support.unwrap().open_profile_section(None, OpenSectionFlags::MAPI_MODIFY);
            assert!(section.is_ok(), "its section lives as long as it");
        }
    }));
    let store = open(&machine.session, "first").unwrap();
    assert!(machine.mapi.sections(PROFILE).contains(&uid));
    assert_eq!(listed(&providers), ["Second"]);
    drop(store);
    assert!(!machine.mapi.sections(PROFILE).contains(&uid));
    // The same with a logon that fails.
    let uid = uid_of(&machine, "Second");
    let admin = Arc::clone(&providers);
    *lock(&machine.script.callback) = Some(Arc::new(move |place, _: Option<&Support>| {
        if place == "Logon" {
            admin.delete_provider(&uid).unwrap();
        }
    }));
    lock(&machine.script.logons).push_back(Act::Fail(MAPI_E_FAILONEPROVIDER, "no password"));
    assert!(open(&machine.session, "second").is_err());
    assert!(machine.mapi.sections(PROFILE).is_empty());
}

#[test]
fn a_deleted_service_lives_on_in_its_open_stores_without_its_entry_point() {
    let (machine, uid, _) = machine();
    let store = open(&machine.session, "first").unwrap();
    machine.admin.delete_msg_service(&uid).unwrap();
    assert_eq!(section_names(&machine.mapi), ["First"], "the one in use");
    let providers = machine.admin.get_provider_table(0x8000_0000).unwrap();
    assert!(names(&providers).is_empty());
    let calls = || machine.mapi.trace().count_of(Method::MsgServiceEntry);
    let before = calls();
    // The spooler's logon would be configured through the entry point.
    lock(&machine.script.spooler_logons).push_back(Act::Fail(MAPI_E_UNCONFIGURED, "lost its path"));
    machine.mapi.run_spooler();
    assert_eq!(calls(), before, "never called after its end");
    drop(store);
    assert!(machine.mapi.sections(PROFILE).is_empty());
    end(&machine.session);
    machine.mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn providers_of_other_services_and_strangers_are_not_found() {
    let (machine, _, providers) = machine();
    let other = machine.create();
    let others = machine.admin.admin_providers(&other, 0).unwrap();
    let uid = machine.mapi.sections(PROFILE)[0];
    for stranger in [MapiUid::from_bytes([5; 16]), uid] {
        assert_eq!(others.delete_provider(&stranger).unwrap_err().code(), MAPI_E_NOT_FOUND);
    }
    let unknown = machine.admin.admin_providers(&uid, 0).map(drop);
    assert_eq!(unknown.unwrap_err().code(), MAPI_E_NOT_FOUND, "a provider is no service");
    // A name that the configuration does not have is taken all the same.
    let name = MapiString::from("Made up");
    let made = providers.create_provider(&CreateProviderRequest::new(&name)).unwrap();
    assert_eq!(listed(&providers), ["First", "Second", "Made up"]);
    providers.delete_provider(&made).unwrap();
    machine.admin.delete_msg_service(&machine.uid("INSTALLABLE")).unwrap();
    assert_eq!(listed(&providers), Vec::<String>::new());
    let late = providers.create_provider(&CreateProviderRequest::new(&name));
    assert_eq!(late.unwrap_err().code(), MAPI_E_NOT_FOUND, "the service has gone");
    assert_eq!(section_names(&machine.mapi), ["First", "Second"]);
}
