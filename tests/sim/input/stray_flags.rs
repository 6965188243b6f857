//! Flag bits without a name: `MAPILogonEx` fails by them and one method lists MAPI_E_UNKNOWN_FLAGS; everywhere else
//! they are kept and do no harm.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::admin::recording::*;
use crate::common::script::*;

/// No flag type of these methods has a name for this bit.
const STRAY: u32 = 0x0400_0000;

fn code<T>(result: MapiResult<T>) -> HResult {
    result.map_or_else(|error| error.code(), |_| S_OK)
}

fn sink() -> Arc<dyn IMAPIAdviseSink> {
    Arc::new(|_: &[Notification]| ())
}

/// Calls every method of a session that takes flags, with these bits. `MAPILogonEx` is no method.
fn by_session(mapi: &Subsystem, session: &Session, flags: u32) -> Vec<HResult> {
    let width = StringWidth::from_bits_retain(flags);
    let message = EntryId::build(EntryIdFlags::empty(), UID, b"message");
    let entry = OpenEntryRequest::new(&message).flags(OpenEntryFlags::from_bits_retain(flags));
    let events = EventMask::fnevNewMail | EventMask::from_bits_retain(flags);
    let own = MapiUid::from_bytes([3; 16]);
    let section = OpenSectionFlags::MAPI_MODIFY | OpenSectionFlags::from_bits_retain(flags);
    let other = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    vec![
        code(other.logoff(ParentWindow::none(), SessionLogoffFlags::from_bits_retain(flags), flags)),
        code(session.get_last_error(MAPI_E_BUSY, width)),
        code(session.get_msg_stores_table(width)),
        code(open_with(session, &wrapped("a"), OpenStoreFlags::from_bits_retain(flags))),
        code(session.open_profile_section(&own, None, section)),
        code(session.get_status_table(width)),
        code(session.open_entry(&entry)),
        code(session.compare_entry_ids(&message, &message, flags)),
        code(session.advise(Some(&message), events, sink())),
        code(session.advise(None, events, sink())),
        code(session.admin_services(flags)),
    ]
}

/// Calls every method of a support object that takes flags and is simulated, except `OpenProfileSection`.
fn by_support(support: &Support, flags: u32) -> Vec<HResult> {
    let (key, one) = (NotificationKey::new(*b"key"), sink());
    let events = EventMask::fnevNewMail | EventMask::from_bits_retain(flags);
    let message = EntryId::build(EntryIdFlags::empty(), UID, b"message");
    let entry = OpenEntryRequest::new(&message).flags(OpenEntryFlags::from_bits_retain(flags));
    let (kind, address) = (MapiString::from("SMTP"), MapiString::from("a@example.org"));
    let one_off = OneOffRequest::new(&kind, &address).flags(OneOffFlags::from_bits_retain(flags));
    vec![
        code(support.get_last_error(MAPI_E_BUSY, StringWidth::from_bits_retain(flags))),
        code(support.subscribe(&SubscribeRequest::new(&key, events, &one))),
        code(support.notify(&key, &[], NotifyFlags::from_bits_retain(flags))),
        code(support.modify_status_row(&[], StatusRowFlags::from_bits_retain(flags))),
        code(support.spooler_notify(SpoolerNotifyFlags::from_bits_retain(flags), None)),
        code(support.create_one_off(&one_off)),
        code(support.set_provider_uid(&UID, flags)),
        code(support.compare_entry_ids(&message, &message, flags)),
        code(support.open_entry(&entry)),
        code(support.modify_profile(ModifyProfileFlags::from_bits_retain(flags))),
        code(support.get_svc_config_support_obj(flags).map(drop)),
        code(
            support.store_logoff_transports(LogoffFlags::LOGOFF_ABORT | LogoffFlags::from_bits_retain(flags)),
        ),
    ]
}

fn by_section(section: &dyn IProfSect, flags: u32) -> Vec<HResult> {
    vec![
        code(section.save_changes(SaveChangesFlags::from_bits_retain(flags))),
        code(section.get_props(None, GetPropsFlags::from_bits_retain(flags))),
        code(section.get_prop_list(GetPropListFlags::from_bits_retain(flags))),
    ]
}

/// Calls every method of the administration objects that takes flags.
fn by_administration(flags: u32) -> (Vec<HResult>, Vec<ServiceFlags>) {
    let (machine, width) = (ServiceMachine::new(), StringWidth::from_bits_retain(flags));
    let service = ServiceFlags::SERVICE_UI_ALLOWED | ServiceFlags::from_bits_retain(flags);
    let create = CreateServiceRequest::new(&machine.name, &machine.shown).flags(service);
    let created = code(machine.admin.create_msg_service(&create));
    let uid = machine.uid("INSTALLABLE");
    let to = MapiObject::Session(Arc::clone(&machine.session) as Arc<dyn IMAPISession>);
    let providers = machine.admin.admin_providers(&uid, flags).unwrap();
    let own = MapiUid::from_bytes([3; 16]);
    let section = OpenSectionFlags::MAPI_MODIFY | OpenSectionFlags::from_bits_retain(flags);
    let (name, dialog) = (MapiString::from("First"), CreateProviderFlags::from_bits_retain(flags));
    let codes = vec![
        created,
        code(machine.admin.get_last_error(MAPI_E_BUSY, width)),
        code(machine.admin.get_msg_service_table(flags)),
        code(machine.admin.copy_msg_service(&CopyServiceRequest::new(&uid, &to).flags(service))),
        code(machine.admin.rename_msg_service(&uid, flags, &machine.shown)),
        code(machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid).flags(service))),
        code(machine.admin.open_profile_section(&own, None, section)),
        code(machine.admin.msg_service_transport_order(&[], flags)),
        code(machine.admin.set_primary_identity(None, flags)),
        code(machine.admin.get_provider_table(flags)),
        code(providers.get_last_error(MAPI_E_BUSY, width)),
        code(providers.get_provider_table(width)),
        code(providers.create_provider(&CreateProviderRequest::new(&name).flags(dialog))),
        code(providers.open_profile_section(Some(&own), None, section)),
    ];
    let seen = machine.seen().iter().map(|seen| seen.flags & ServiceFlags::from_bits_retain(STRAY)).collect();
    (codes, seen)
}

#[test]
fn a_flag_without_a_name_changes_no_answer() {
    let run = |flags| {
        let script = Script::new([]);
        let kept: Arc<Mutex<Option<Support>>> = Arc::default();
        let keep = Arc::clone(&kept);
        *lock(&script.callback) = Some(Arc::new(move |place, support: Option<&Support>| {
            if place == "Logon" {
                *lock(&keep) = support.cloned();
            }
        }));
        let (mapi, session) = machine(&script);
        let store = open(&session, "a").unwrap();
        let support = lock(&kept).take().unwrap();
        *lock(&script.callback) = None;
        let mut codes = by_session(&mapi, &session, flags);
        codes.extend(by_support(&support, flags));
        let section = support.open_profile_section(None, OpenSectionFlags::empty()).unwrap();
        codes.extend(by_section(&*section, flags));
        drop((section, support, store));
        (codes, mapi.trace().to_string())
    };
    let ((plain, _), (stray, trace)) = (run(0), run(STRAY));
    assert_eq!(stray, plain);
    assert!(plain.iter().filter(|code| **code == S_OK).count() > 18, "most of them work: {plain:?}");
    for method in ["OpenMsgStore", "ModifyStatusRow", "StoreLogoffTransports"] {
        let shown = |line: &str| line.contains(method) && line.contains("0x4000000");
        assert!(trace.lines().any(shown), "{method}: {trace}");
    }
}

#[test]
fn administration_hands_flags_on_as_they_are() {
    let (plain, none) = by_administration(0);
    let (stray, seen) = by_administration(STRAY);
    assert_eq!(stray, plain);
    let (empty, kept) = (ServiceFlags::empty(), ServiceFlags::from_bits_retain(STRAY));
    assert_eq!(none, [empty; 3]);
    // For creation, for configuration, and for a new provider, whose flags are of another type.
    assert_eq!(seen, [kept, kept, empty]);
}

#[test]
fn the_one_method_that_refuses_and_the_one_whose_flags_are_no_bits() {
    let script = Script::new([]);
    let seen: Arc<Mutex<Vec<HResult>>> = Arc::default();
    let log = Arc::clone(&seen);
    *lock(&script.callback) = Some(Arc::new(move |place, support: Option<&Support>| {
        if place == "Logon" {
            let flags = OpenSectionFlags::from_bits_retain(STRAY);
            lock(&log).push(code(support.unwrap().open_profile_section(None, flags)));
        }
    }));
    let (_mapi, session) = machine(&script);
    open(&session, "a").unwrap();
    assert_eq!(*lock(&seen), [MAPI_E_UNKNOWN_FLAGS]);
    for flags in [0, 3 << 4, STRAY, STRAY | 1, u32::MAX] {
        let flags = DefaultStoreFlags::from_bits_retain(flags);
        let result = session.set_default_store(flags, Some(&wrapped("a")));
        assert_eq!(code(result), MAPI_E_INVALID_PARAMETER, "{flags}");
    }
}
