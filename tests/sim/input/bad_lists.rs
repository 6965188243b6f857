//! Lists that are empty or huge, and values that no section can hold.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use crate::admin::recording::*;
use crate::common::script::*;

const HUGE: u32 = 100_000;

/// A machine whose store "a" is open, with a reference on its support object.
fn with_support() -> (Subsystem, Arc<Session>, Arc<dyn IMsgStore>, Support) {
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
    (mapi, session, store, support)
}

fn code<T>(result: MapiResult<T>) -> HResult {
    result.map_or_else(|error| error.code(), |_| S_OK)
}

/// `HUGE` properties. There are fewer property identifiers, so they repeat.
fn huge() -> Vec<PropValue> {
    (0..HUGE).map(|number| PropValue::new(PropTag::from_raw(number << 16 | 3), number)).collect()
}

fn writable(support: &Support) -> Arc<dyn IProfSect> {
    support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY).unwrap()
}

#[test]
fn empty_lists_change_nothing() {
    let (mapi, session, _store, support) = with_support();
    let before = mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]);
    let section = writable(&support);
    assert_eq!(section.set_props(&[]).unwrap(), []);
    assert_eq!(section.delete_props(&[]).unwrap(), []);
    let none = section.get_props(Some(&[]), GetPropsFlags::empty());
    assert_eq!(code(none), MAPI_E_INVALID_PARAMETER);
    assert_eq!(mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]), before);
    let (key, empty) = (NotificationKey::new(Vec::new()), NotifyFlags::empty());
    assert_eq!(support.notify(&key, &[], empty).unwrap(), empty, "an empty key is one, too");
    let rows = || {
        let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
        table.query_rows(100, QueryRowsFlags::empty()).unwrap()
    };
    let status = rows();
    support.modify_status_row(&[], StatusRowFlags::STATUSROW_UPDATE).unwrap();
    assert_eq!(rows(), status);
}

#[test]
fn a_hundred_thousand_properties_take_no_longer_than_they_must() {
    let (_mapi, session, _store, support) = with_support();
    let (values, section) = (huge(), writable(&support));
    let problems = section.set_props(&values).unwrap();
    // Named properties, and the four properties of MAPI, each as often as their identifier repeats.
    let refused = |value: &&PropValue| {
        let own = [PR_OBJECT_TYPE, PR_PROFILE_NAME_W, PR_PROVIDER_DLL_NAME_W, PR_RESOURCE_FLAGS];
        value.id() >= 0x8000 || own.iter().any(|tag| tag.id() == value.id())
    };
    let expected = values.iter().filter(|value| value.id() != 0).filter(refused).count();
    assert_eq!(problems.len(), expected);
    assert!(problems.iter().all(|problem| values[problem.index as usize].id() == problem.tag.id()));
    let tags: Vec<PropTag> = values.iter().map(PropValue::tag).collect();
    assert_eq!(section.get_props(Some(&tags), GetPropsFlags::empty()).unwrap().value.len(), values.len());
    assert!(section.delete_props(&tags).unwrap().len() > expected, "twice is once too many");

    for flags in [StatusRowFlags::STATUSROW_UPDATE, StatusRowFlags::empty()] {
        support.modify_status_row(&values, flags).unwrap();
    }
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(table.get_row_count(0).unwrap().value, 5);
    let events = vec![Notification::CriticalError { entry_id: None, code: S_OK, detail: None }; values.len()];
    let heard: Arc<Mutex<usize>> = Arc::default();
    let count = Arc::clone(&heard);
    let sink: Arc<dyn IMAPIAdviseSink> =
        Arc::new(move |events: &[Notification]| *lock(&count) = events.len());
    let key = NotificationKey::new(vec![1; 1 << 20]);
    support.subscribe(&SubscribeRequest::new(&key, EventMask::fnevCriticalError, &sink)).unwrap();
    support.notify(&key, &events, NotifyFlags::empty()).unwrap();
    assert_eq!(*lock(&heard), values.len());
}

#[test]
fn a_hundred_thousand_properties_reach_a_service() {
    let machine = ServiceMachine::new();
    let (uid, values) = (machine.create(), huge());
    machine.admin.configure_msg_service(&ConfigureServiceRequest::new(&uid).props(&values)).unwrap();
    assert_eq!(machine.seen().pop().unwrap().props, values.len());
    let providers = machine.admin.admin_providers(&uid, 0).unwrap();
    let name = MapiString::from("x".repeat(1 << 20));
    let made = providers.create_provider(&CreateProviderRequest::new(&name).props(&values)).unwrap();
    let props = machine.mapi.section_props(PROFILE, &made).unwrap();
    assert!(props.len() > 32_000 && props.iter().all(|value| value.id() < 0x8000));
    let uids = vec![uid; values.len()];
    assert_eq!(code(machine.admin.msg_service_transport_order(&uids, 0)), MAPI_E_BUSY);
}

#[test]
fn strings_of_unknown_bytes_stay_as_they_are() {
    let (mapi, session, _store, support) = with_support();
    let (bytes, section) = (AnsiString::from_bytes(b"caf\xE9 \xFF\xFE"), writable(&support));
    let (narrow, wide) = (PR_DISPLAY_NAME_W.with_type(PropType::PT_STRING8), PR_DISPLAY_NAME_W);
    section.set_props(&[PropValue::new(narrow, Value::String8(bytes.clone()))]).unwrap();
    let read = section.get_props(Some(&[narrow, wide]), GetPropsFlags::empty()).unwrap();
    assert_eq!(read.code(), MAPI_W_ERRORS_RETURNED);
    assert_eq!(read.value[0].value(), &Value::String8(bytes.clone()));
    assert_eq!(read.value[1].as_error(), Some(MAPI_E_BAD_CHARWIDTH), "nobody knows the code page");
    drop(section);
    for (width, expected) in [(StringWidth::empty(), true), (StringWidth::MAPI_UNICODE, false)] {
        let table = session.get_msg_stores_table(width).unwrap();
        let row = table.query_rows(1, QueryRowsFlags::empty()).unwrap().remove(0);
        let name = row.get(narrow).map(|value| value.value() == &Value::String8(bytes.clone()));
        assert_eq!(name == Some(true), expected, "{width}");
    }
    let machine = ServiceMachine::with(|service| service);
    let (name, shown) = (MapiString::from(bytes.clone()), MapiString::from(bytes));
    let request = CreateServiceRequest::new(&name, &shown);
    assert_eq!(code(machine.admin.create_msg_service(&request)), MAPI_E_NOT_FOUND);
    let request = CreateServiceRequest::new(&machine.name, &shown);
    machine.admin.create_msg_service(&request).unwrap();
    let rows = machine.admin.get_msg_service_table(0).unwrap();
    let row = rows.query_rows(1, QueryRowsFlags::empty()).unwrap().remove(0);
    assert!(row.get(narrow).unwrap().value() == &Value::from(shown));
    assert!(mapi.trace().to_string().len() > 1000, "and the trace can be written");
}

#[test]
fn values_that_are_none_are_refused_or_ignored() {
    let (_mapi, _session, _store, support) = with_support();
    let section = writable(&support);
    let good = PropValue::new(PR_COMMENT_W, "kept");
    for bad in [
        PropValue::new(PR_BODY_W, Value::Object),
        PropValue::new(PR_BODY_W, Value::MvLong(Vec::new())),
        PropValue::new(PR_BODY_W, Value::MvUnicode(Vec::new())),
        PropValue::new(PR_BODY_W, Value::MvBinary(Vec::new())),
    ] {
        let result = section.set_props(&[good.clone(), bad.clone()]);
        assert_eq!(code(result), MAPI_E_INVALID_PARAMETER, "{bad:?}");
    }
    let comment =
        || section.get_props(Some(&[PR_COMMENT_W]), GetPropsFlags::empty()).unwrap().value.remove(0);
    assert_eq!(comment().as_error(), Some(MAPI_E_NOT_FOUND), "nothing of a refused list is written");
    let nothing = [PropValue::error(PR_COMMENT_W, MAPI_E_NO_ACCESS), PropValue::new(PR_NULL, Value::Null)];
    assert_eq!(section.set_props(&[good]).unwrap(), []);
    assert_eq!(section.set_props(&nothing).unwrap(), [], "without a report");
    assert_eq!(comment().as_unicode(), Some("kept"));
}
