//! Administration of message services: when their entry points are called, and what the profile has by then.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::iids::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::Method;
use mapi_sim::trace::What;

use crate::admin::recording::*;
use crate::common::script::*;

#[test]
fn the_entry_point_is_called_at_the_right_time() {
    let machine = ServiceMachine::new();
    let create = CreateServiceRequest::new(&machine.name, &machine.shown);
    machine.admin.create_msg_service(&create).unwrap();
    let uid = machine.uid("INSTALLABLE");
    let props = [PropValue::new(PR_COMMENT_W, "x"), PropValue::new(PR_BODY_W, "y")];
    machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid).props(&props)).unwrap();
    let to = MapiObject::ServiceAdmin(Arc::clone(&machine.admin));
    let copy = CopyServiceRequest::new(&uid, &to).destination_interface(IID_IMsgServiceAdmin);
    machine.admin.copy_msg_service(&copy).unwrap();
    assert_eq!(machine.services(), ["INSTALLABLE", "INSTALLABLE"], "a copy calls nobody");
    machine.admin.delete_msg_service(&uid).unwrap();

    let seen = |context, props, sections: &[&str]| Seen {
        context,
        flags: ServiceFlags::MAPI_UNICODE,
        props,
        services: vec!["INSTALLABLE".to_owned(); sections.len() / 2],
        sections: sections.iter().map(|name| (*name).to_owned()).collect(),
        null: Some("First".to_owned()),
    };
    let expected = [
        // All data are there when the service is asked, and still there when it hears of its end.
        seen(ServiceContext::Create, 0, &["First", "Second"]),
        seen(ServiceContext::Configure, 2, &["First", "Second"]),
        seen(ServiceContext::Delete, 0, &["First", "Second", "First", "Second"]),
    ];
    assert_eq!(machine.seen(), expected);
    assert_eq!(machine.services(), ["INSTALLABLE"], "the copy is left");
    assert_eq!(machine.mapi.sections(PROFILE).len(), 2);
    let gone = machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid));
    assert_eq!(gone.unwrap_err().code(), MAPI_E_NOT_FOUND);
    assert_eq!(machine.admin.delete_msg_service(&uid).unwrap_err().code(), MAPI_E_NOT_FOUND);
    assert_eq!(machine.seen().len(), 3, "not called after its end");
    machine.mapi.trace().expect_no_deviation().unwrap();
    machine.mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn what_the_configuration_says_is_copied_whole() {
    let machine = ServiceMachine::new();
    let uid = machine.create();
    let own = machine.admin.open_profile_section(&uid, None, OpenSectionFlags::empty()).unwrap();
    let own = Row::new(own.get_props(None, GetPropsFlags::empty()).unwrap().value);
    let text = |tag| own.get(tag).unwrap().as_text().unwrap().into_owned();
    assert_eq!(text(PR_DISPLAY_NAME_W), "Shown to users", "without one in the configuration");
    assert_eq!(text(PR_SERVICE_NAME_W), "INSTALLABLE");
    assert_eq!(text(PR_SERVICE_DLL_NAME_W), DLL);
    assert_eq!(text(PR_PROFILE_NAME_W), PROFILE);
    assert_eq!(text(PR_COMMENT_W), "of the service");
    assert_eq!(own.get(PR_SERVICE_UID).unwrap().as_binary(), Some(&uid.as_bytes()[..]));
    let first = Row::new(machine.mapi.section_props(PROFILE, &machine.mapi.sections(PROFILE)[0]).unwrap());
    assert_eq!(first.get(PR_COMMENT_W).unwrap().as_unicode(), Some("of the provider"));
    assert_eq!(first.get(PR_SERVICE_UID).unwrap().as_binary(), Some(&uid.as_bytes()[..]));
    let stores = machine.session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(stores.get_row_count(0).unwrap().value, 2);

    let unknown = MapiString::from("NOWHERE");
    let request = CreateServiceRequest::new(&unknown, &machine.shown);
    assert_eq!(machine.admin.create_msg_service(&request).unwrap_err().code(), MAPI_E_NOT_FOUND);
}

#[test]
fn dialogs_are_allowed_if_the_client_says_so() {
    let machine = ServiceMachine::new();
    for flags in [ServiceFlags::SERVICE_UI_ALLOWED, ServiceFlags::SERVICE_UI_ALWAYS, ServiceFlags::empty()] {
        let flags = flags | ServiceFlags::SERVICE_NO_RESTART_WARNING;
        let request = CreateServiceRequest::new(&machine.name, &machine.shown).flags(flags);
        machine.admin.create_msg_service(&request).unwrap();
    }
    let seen: Vec<_> = machine.seen().iter().map(|seen| seen.flags).collect();
    let common = ServiceFlags::SERVICE_NO_RESTART_WARNING | ServiceFlags::MAPI_UNICODE;
    let quiet = ServiceFlags::MAPI_UNICODE;
    let expected =
        [common | ServiceFlags::SERVICE_UI_ALLOWED, common | ServiceFlags::SERVICE_UI_ALWAYS, quiet];
    assert_eq!(seen, expected, "flags are passed on with a dialog only");
}

#[test]
fn a_service_that_cannot_be_created_leaves_nothing_behind() {
    let machine = ServiceMachine::new();
    machine.answer(Err(MapiError::with_detail(MAPI_E_UNCONFIGURED, MapiErrorDetail::new("no path"))));
    let request = CreateServiceRequest::new(&machine.name, &machine.shown);
    let admin2 = Arc::clone(&machine.admin).query_admin2().unwrap();
    assert_eq!(admin2.create_msg_service_ex(&request).unwrap_err().code(), MAPI_E_UNCONFIGURED);
    assert_eq!(machine.seen()[0].sections, ["First", "Second"]);
    let last = |code| machine.admin.get_last_error(code, StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(last(MAPI_E_UNCONFIGURED).unwrap().error.unwrap().to_string(), "no path");
    assert_eq!(last(MAPI_E_NO_ACCESS), None, "of another code");
    assert_eq!((machine.services().len(), machine.mapi.sections(PROFILE).len()), (0, 0));

    machine.act(|_| panic!("the service panics"));
    assert!(catch_unwind(AssertUnwindSafe(|| machine.admin.create_msg_service(&request))).is_err());
    assert_eq!((machine.services().len(), machine.mapi.sections(PROFILE).len()), (0, 0));
    let panicked = |what| matches!(what, What::Panicked { method: Method::MsgServiceEntry, .. });
    assert_eq!(machine.mapi.trace().events().iter().filter(|event| panicked(event.what)).count(), 1);
    machine.act(|_| Ok(()));
    assert!(admin2.create_msg_service_ex(&request).is_ok());
    assert_eq!(last(MAPI_E_UNCONFIGURED), None, "of the previous call only");
}

#[test]
fn the_result_of_configuring_is_the_services() {
    let machine = ServiceMachine::new();
    let uid = machine.create();
    for code in [MAPI_E_USER_CANCEL, MAPI_E_UNCONFIGURED, MAPI_E_EXTENDED_ERROR] {
        machine.answer(Err(MapiError::with_detail(code, MapiErrorDetail::new("details"))));
        let result = machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid));
        assert_eq!(result.unwrap_err().code(), code);
        let detail = machine.admin.get_last_error(code, StringWidth::MAPI_UNICODE).unwrap();
        assert!(detail.is_some(), "{code}");
    }
    let flags = ServiceFlags::SERVICE_UI_ALWAYS | ServiceFlags::MSG_SERVICE_UI_READ_ONLY;
    machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid).flags(flags)).unwrap();
    assert_eq!(machine.seen().last().unwrap().flags, flags | ServiceFlags::MAPI_UNICODE);
}

#[test]
fn a_single_copy_service_is_in_a_profile_once() {
    let single = ServiceResourceFlags::SERVICE_SINGLE_COPY;
    let machine = ServiceMachine::with(|service| service.resource_flags(single));
    let uid = machine.create();
    let request = CreateServiceRequest::new(&machine.name, &machine.shown);
    assert_eq!(machine.admin.create_msg_service(&request).unwrap_err().code(), MAPI_E_NO_ACCESS);
    let to = MapiObject::Session(Arc::clone(&machine.session) as Arc<dyn IMAPISession>);
    let copy = machine.admin.copy_msg_service(&CopyServiceRequest::new(&uid, &to));
    assert_eq!(copy.unwrap_err().code(), MAPI_E_NO_ACCESS);
    assert_eq!(machine.services().len(), 1);
}

#[test]
fn a_copy_has_the_configuration_of_its_original() {
    let machine = ServiceMachine::new();
    let uid = machine.create();
    let secret = PropTag::new(0x67F1, PropType::PT_UNICODE);
    machine.act(move |request| {
        let section =
            request.provider_admin.open_profile_section(None, None, OpenSectionFlags::MAPI_MODIFY)?;
        section.set_props(&[PropValue::new(secret, "password")]).map(drop)
    });
    machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid)).unwrap();
    let other = machine.mapi.logon("Other", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let to = MapiObject::Session(Arc::clone(&other) as Arc<dyn IMAPISession>);
    machine.admin.copy_msg_service(&CopyServiceRequest::new(&uid, &to)).unwrap();

    let (name, copied) = machine.mapi.services("Other").remove(0);
    assert_eq!(name, "INSTALLABLE");
    assert_ne!(copied, uid);
    let section = machine.mapi.sections("Other")[0];
    let forced = OpenSectionFlags::MAPI_FORCE_ACCESS;
    let opened = other.open_profile_section(&section, None, forced).unwrap();
    let tags = [secret, PR_PROFILE_NAME_W, PR_SERVICE_UID, PR_PROVIDER_UID, PR_COMMENT_W];
    let props = opened.get_props(Some(&tags), GetPropsFlags::empty()).unwrap().value;
    assert_eq!(props[0].as_unicode(), Some("password"), "hidden properties are copied, too");
    assert_eq!(props[1].as_unicode(), Some("Other"));
    assert_eq!(props[2].as_binary(), Some(&copied.as_bytes()[..]));
    assert_eq!(props[3].as_binary(), Some(&section.as_bytes()[..]));
    assert_eq!(props[4].as_unicode(), Some("of the provider"));

    let wrong = [
        CopyServiceRequest::new(&uid, &to).destination_interface(IID_IMsgServiceAdmin),
        CopyServiceRequest::new(&uid, &MapiObject::ServiceAdmin(Arc::clone(&machine.admin))),
    ]
    .map(|request| machine.admin.copy_msg_service(&request).unwrap_err().code());
    assert_eq!(wrong, [MAPI_E_INTERFACE_NOT_SUPPORTED; 2]);
    let unknown = MapiUid::from_bytes([9; 16]);
    let result = machine.admin.copy_msg_service(&CopyServiceRequest::new(&unknown, &to));
    assert_eq!(result.unwrap_err().code(), MAPI_E_NOT_FOUND);
}

#[test]
fn the_service_table_has_its_columns_and_is_static() {
    let machine = ServiceMachine::with(|service| {
        service
            .prop(PR_SERVICE_SUPPORT_FILES_W, Value::MvUnicode(vec!["a.dll".to_owned()]))
            .display_name("Configured")
    });
    let before = machine.admin.get_msg_service_table(0x8000_0000).unwrap();
    let uid = machine.create();
    assert_eq!(before.get_row_count(0).unwrap().value, 0);
    for (flags, string) in [(0x8000_0000, PropType::PT_UNICODE), (0, PropType::PT_STRING8)] {
        let table = machine.admin.get_msg_service_table(flags).unwrap();
        assert_eq!(table.query_columns(QueryColumnsFlags::empty()).unwrap().len(), 8);
        let row = table.query_rows(10, QueryRowsFlags::empty()).unwrap().remove(0);
        let text = |tag: PropTag| row.get(tag.with_type(string)).unwrap().as_text().unwrap().into_owned();
        assert_eq!(text(PR_DISPLAY_NAME_W), "Configured", "the client's name is for services without one");
        assert_eq!(text(PR_SERVICE_NAME_W), "INSTALLABLE");
        assert_eq!(text(PR_SERVICE_DLL_NAME_W), DLL);
        assert_eq!(row.get(PR_SERVICE_ENTRY_NAME).unwrap().as_text().as_deref(), Some("ServiceEntry"));
        assert_eq!(row.get(PR_SERVICE_UID).unwrap().as_binary(), Some(&uid.as_bytes()[..]));
        let identity = ServiceResourceFlags::SERVICE_NO_PRIMARY_IDENTITY.bits();
        assert_eq!(row.get(PR_RESOURCE_FLAGS).unwrap().as_bits(), Some(identity));
    }
}

#[test]
fn the_primary_identity_moves_between_services_that_can_give_one() {
    let able = |name: &str| {
        let store = StoreSection::new(DLL, name).resource_flags(ResourceFlags::empty());
        Service::new(name).resource_flags(ServiceResourceFlags::empty()).store(store)
    };
    let unable = StoreSection::new(DLL, "unable");
    let profile = Profile::new(PROFILE).service(able("A").store(unable)).service(able("B"));
    let mapi = Subsystem::builder().profile(profile.service(Service::new("C"))).build().unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let admin = session.admin_services(0).unwrap();
    let uids: Vec<_> = mapi.services(PROFILE).into_iter().map(|(_, uid)| uid).collect();
    let primary = || {
        let of = |uid: &MapiUid| {
            let props = Row::new(mapi.section_props(PROFILE, uid).unwrap());
            props.get(PR_RESOURCE_FLAGS).unwrap().as_bits().unwrap()
        };
        let services = uids.iter().map(|uid| of(uid) & 8 != 0).collect::<Vec<_>>();
        let stores = mapi.sections(PROFILE).iter().map(|uid| of(uid) & 4 != 0).collect::<Vec<_>>();
        (services, stores)
    };
    admin.set_primary_identity(Some(&uids[0]), 0).unwrap();
    assert_eq!(primary(), (vec![true, false, false], vec![true, false, false]), "not the one that cannot");
    admin.set_primary_identity(Some(&uids[1]), 0).unwrap();
    assert_eq!(primary(), (vec![false, true, false], vec![false, false, true]));
    let refused = admin.set_primary_identity(Some(&uids[2]), 0);
    assert_eq!(refused.unwrap_err().code(), MAPI_E_NO_ACCESS, "SERVICE_NO_PRIMARY_IDENTITY");
    admin.set_primary_identity(None, 0).unwrap();
    assert_eq!(primary(), (vec![false; 3], vec![false; 3]));
}

#[test]
fn what_has_to_do_with_transports_or_is_no_longer_done_says_so() {
    let machine = ServiceMachine::new();
    let uid = machine.create();
    let code = |result: MapiResult<()>| result.err().map(|error| error.code());
    assert_eq!(code(machine.admin.rename_msg_service(&uid, 0, &machine.name)), Some(MAPI_E_NO_SUPPORT));
    assert_eq!(code(machine.admin.msg_service_transport_order(&[], 0)), None, "no transport, all named");
    assert_eq!(code(machine.admin.msg_service_transport_order(&[uid], 0)), Some(MAPI_E_BUSY));
    end(&machine.session);
    let ended = [
        machine.admin.get_msg_service_table(0).map(drop),
        machine.admin.create_msg_service(&CreateServiceRequest::new(&machine.name, &machine.shown)),
        machine.admin.delete_msg_service(&uid),
        machine.admin.admin_providers(&uid, 0).map(drop),
    ];
    assert_eq!(ended.map(code), [Some(MAPI_E_END_OF_SESSION); 4]);
}

#[test]
fn services_are_told_of_their_installation_and_may_refuse_to_go() {
    let machine = ServiceMachine::new();
    let (none, ui) = (ParentWindow::none(), ServiceFlags::SERVICE_UI_ALLOWED);
    machine.session.install_service("installable", none, ServiceFlags::empty()).unwrap();
    machine.answer(Err(MAPI_E_USER_CANCEL.into()));
    let kept = machine.session.uninstall_service("INSTALLABLE", none, ui);
    assert_eq!(kept.unwrap_err().code(), MAPI_E_USER_CANCEL);
    let uid = machine.create();
    machine.session.uninstall_service("INSTALLABLE", none, ui).unwrap();
    let contexts: Vec<_> = machine.seen().iter().map(|seen| (seen.context, seen.flags & ui)).collect();
    let quiet = ServiceFlags::empty();
    let expected = [
        (ServiceContext::Install, quiet),
        (ServiceContext::Uninstall, ui),
        (ServiceContext::Create, quiet),
        (ServiceContext::Uninstall, ui),
    ];
    assert_eq!(contexts, expected);
    let request = CreateServiceRequest::new(&machine.name, &machine.shown);
    assert_eq!(machine.admin.create_msg_service(&request).unwrap_err().code(), MAPI_E_NOT_FOUND);
    let again = machine.session.install_service("INSTALLABLE", none, ui);
    assert_eq!(again.unwrap_err().code(), MAPI_E_NOT_FOUND);
    assert_eq!(machine.uid("INSTALLABLE"), uid, "a profile that has it keeps it");
}
