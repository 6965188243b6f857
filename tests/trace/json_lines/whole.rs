//! Traces that have identifiers, properties and rows whole.
#![allow(clippy::wildcard_enum_match_arm, reason = "only some kinds of events are looked at")]

use std::sync::Arc;

use mapi_sim::mapi::tags::{PR_DISPLAY_NAME_W, PR_ENTRYID};
use mapi_sim::mapi::*;
use mapi_sim::reference::{
    DLL_NAME, PR_REFERENCE_PASSWORD, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id,
};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::*;

use super::there_and_back;
use crate::common::reference::*;

pub(crate) const SECRET: &str = "open sesame";

/// A machine with one store whose password is in its section.
pub(crate) fn machine(detail: TraceDetail, secure: bool) -> Subsystem {
    let section = StoreSection::new(DLL_NAME, "mail")
        .entry_id(store_entry_id("mail"))
        .prop(PR_REFERENCE_PASSWORD, SECRET);
    let spec = StoreSpec::new("mail").writable().notifying().with_sample_mail().password(SECRET);
    let builder = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(ReferenceDll::new(StoreCatalogue::new([spec]))))
        .profile(Profile::new("P").service(Service::new("REF").store(section)))
        .trace_detail(detail);
    let builder = if secure { builder.trace_secure_properties() } else { builder };
    builder.build().unwrap()
}

/// A client that reads the Inbox, opens a message and writes another one.
pub(crate) fn story(detail: TraceDetail, secure: bool) -> Trace {
    let mapi = machine(detail, secure);
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    mapi.run_spooler();
    let folder = writable_inbox(&*store);
    let table = folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    table.set_columns(&[PR_ENTRYID, tags::PR_SUBJECT_W], SetColumnsFlags::empty()).unwrap();
    let rows = table.query_rows(2, QueryRowsFlags::empty()).unwrap();
    let id = rows[0].get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    let message = store.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_message().unwrap();
    message.get_props(Some(&[tags::PR_SUBJECT_W]), GetPropsFlags::empty()).unwrap();
    store.get_props(Some(&[PR_DISPLAY_NAME_W, PR_ENTRYID]), GetPropsFlags::empty()).unwrap();
    let written = new_message(&*folder, "written");
    drop(written.set_props(&[PropValue::new(PR_REFERENCE_PASSWORD, SECRET)]));
    drop(written);
    drop((message, table, folder));
    drop(store);
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    drop(session);
    mapi.trace()
}

#[test]
fn a_whole_trace_has_all_bytes_and_values_and_is_read_as_it_was_written() {
    let trace = story(TraceDetail::Whole, false);
    let read = there_and_back(&trace);
    let id = store_entry_id("mail");
    let open = trace
        .events()
        .iter()
        .position(|event| matches!(event.what, What::Call { args: Args::OpenStore(..), .. }));
    let wrapped = WrappedStoreEntryId { dll_name: DLL_NAME.into(), store: id.clone() }.encode().unwrap();
    assert_eq!(read.whole_ids(open.unwrap()), [&wrapped]);
    let compared =
        trace.events().iter().position(|event| matches!(event.what, What::Call { args: Args::Ids(..), .. }));
    assert_eq!(read.whole_ids(compared.unwrap()), [&id, &id]);
    let text = trace.to_json_lines().unwrap();
    for part in [
        "{\"tag\":\"0x3001001F\",\"value\":{\"text\":\"Reference Store (mail)\"}}",
        "\"rows\":[[{\"tag\":\"0x0FFF0102\"",
        "\"written\"",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    let short = |text: &str| {
        text.lines().filter(|line| line.contains("\"tail\":")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(short(&text).is_empty(), "short are {:#?}", short(&text));
}

#[test]
fn what_a_whole_trace_has_besides_changes_neither_events_nor_text() {
    let (all, whole) = (story(TraceDetail::All, true), story(TraceDetail::Whole, true));
    let outline = |trace: &Trace| {
        trace
            .events()
            .iter()
            .map(|event| match event.what {
                What::Call { from, to, method, .. } => format!("{from:?} {to:?} {method}"),
                What::Return { from, method, code, .. } => format!("{from:?} {method} {code}"),
                what => format!("{what:?}"),
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(outline(&all), outline(&whole));
    assert_eq!(all.to_string(), whole.to_string());
}

#[test]
fn secure_properties_are_left_out_unless_asked_for() {
    let found = |secure| story(TraceDetail::Whole, secure).to_json_lines().unwrap().contains(SECRET);
    assert!(!found(false));
    assert!(found(true));
}

/// A client that asks with restrictions, sort orders and names, and hears of a new message.
fn asks(secure: bool) -> Trace {
    let mapi = machine(TraceDetail::Whole, secure);
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    let folder = writable_inbox(&*store);
    let table = folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    store.advise(None, EventMask::fnevObjectCreated, Arc::new(|_: &[Notification]| {})).unwrap();
    let of =
        |tag, value: &str| Restriction::Property { op: RelOp::Ne, tag, value: PropValue::new(tag, value) };
    let kept = PropValue::new(tags::PR_COMMENT_W, "kept");
    let both = Restriction::Comment {
        props: vec![kept, PropValue::new(PR_REFERENCE_PASSWORD, SECRET)],
        restriction: Some(Box::new(Restriction::Not(Box::new(of(PR_REFERENCE_PASSWORD, SECRET))))),
    };
    let all = Restriction::Or(vec![of(tags::PR_SUBJECT_W, "looked for"), both]);
    table.restrict(Some(&all), RestrictFlags::empty()).unwrap();
    let newest = SortOrder { tag: tags::PR_SUBJECT_W, direction: SortDirection::Descending };
    table.sort_table(&SortOrderSet::plain(vec![newest]), SortFlags::empty()).unwrap();
    let name = NamedProp { set: guids::PS_PUBLIC_STRINGS, name: PropName::String("Colour".to_owned()) };
    let tag = store.get_ids_from_names(Some(&[name]), IdsFlags::MAPI_CREATE).unwrap().value[0];
    store.get_names_from_ids(Some(&[tag]), None, NamesFlags::empty()).unwrap();
    store.set_props(&[PropValue::new(PR_ENTRYID, vec![1_u8])]).unwrap();
    drop(new_message(&*folder, "heard of"));
    drop((table, folder, store));
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    mapi.trace()
}

#[test]
fn restrictions_orders_names_problems_and_notifications_are_whole() {
    let trace = there_and_back(&asks(true));
    let text = trace.to_json_lines().unwrap();
    for part in [
        r#""restriction":[{"or":2},{"property":{"op":5,"tag":"0x0037001F","value":{"tag":"0x0037001F","value":{"text":"looked for"}}}}"#,
        r#"{"comment":{"props":[{"tag":"0x3004001F","value":{"text":"kept"}}"#,
        r#""sort_order":{"keys":[{"tag":"0x0037001F","direction":1}]"#,
        r#""names":[{"text":{"set":"#,
        r#""names_of_tags":{"tags":["0x80"#,
        r#""problems":[{"index":0,"tag":"0x0FFF0102","code":"0x8"#,
        r#""notifications":[{"object":{"event":"created","entry_id":""#,
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
    assert!(trace.to_string().contains("Restrict(restriction"), "{trace}");
}

#[test]
fn secure_properties_in_restrictions_are_left_out_unless_asked_for() {
    let (hidden, told) = (asks(false).to_json_lines().unwrap(), asks(true).to_json_lines().unwrap());
    assert!(!hidden.contains(SECRET) && told.contains(SECRET));
    assert_eq!(hidden.matches(r#""not",{"property""#).count(), told.matches(r#""not",{"property""#).count());
    assert!(hidden.contains("looked for") && hidden.contains(r#""value":"none""#), "{hidden}");
}

#[test]
fn less_detail_has_no_whole_identifiers() {
    for detail in [TraceDetail::Calls, TraceDetail::All] {
        let trace = story(detail, true);
        assert!((0..trace.len()).all(|event| trace.whole_ids(event).is_empty()));
    }
}
