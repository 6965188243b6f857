//! A trace with every call: on folders, messages, tables and what else a client or the spooler has opened.
#![allow(clippy::wildcard_enum_match_arm, reason = "only some kinds of events are looked at")]

use std::sync::Arc;

use mapi_sim::mapi::iids::{IID_IMessage, IID_IStream};
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Interface};
use mapi_sim::reference::{DLL_NAME, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Args, Event, Named, Object, ObjectNo, Out, Trace, TraceDetail, Value, What};

use crate::common::reference::*;

/// A machine with one store of the reference provider.
fn machine(detail: TraceDetail) -> (Subsystem, Arc<Session>) {
    let section = StoreSection::new(DLL_NAME, "mail").entry_id(store_entry_id("mail"));
    let dll = ReferenceDll::new(StoreCatalogue::new([StoreSpec::new("mail").writable().with_sample_mail()]));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(dll))
        .profile(Profile::new("P").service(Service::new("REF").store(section)))
        .trace_detail(detail)
        .build()
        .unwrap();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (mapi, session)
}

/// A client that looks at the Inbox and what is in it.
fn story(detail: TraceDetail) -> Trace {
    let (mapi, session) = machine(detail);
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    let folder = inbox(&*store);
    let table = folder.get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    table.set_columns(&[PR_ENTRYID, PR_SUBJECT_W], SetColumnsFlags::empty()).unwrap();
    let rows = table.query_rows(2, QueryRowsFlags::empty()).unwrap();
    let id = rows[0].get(PR_ENTRYID).unwrap().as_entry_id().unwrap();
    let message = store.open_entry(&OpenEntryRequest::new(&id)).unwrap().into_message().unwrap();
    message.get_props(Some(&[PR_SUBJECT_W, PR_OFFLINE_FLAGS]), GetPropsFlags::empty()).unwrap();
    let body = message.open_property(&OpenPropertyRequest::new(PR_BODY_W, IID_IStream));
    if let Ok(stream) = body.and_then(MapiObject::into_stream) {
        stream.read(&mut [0; 8]).unwrap();
    }
    drop((message, table, folder, store));
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0).unwrap();
    mapi.trace()
}

const PR_OFFLINE_FLAGS: PropTag = PropTag::from_raw(0x6FFF_0003);

/// The calls on `method`, each with its arguments and the values of its return.
fn calls(trace: &Trace, method: methods::Method) -> Vec<(Object, Vec<Named>, Vec<Named>)> {
    let called = |event: &Event| match event.what {
        What::Call { to, method: called, args, .. } if called == method => Some((to, args)),
        _ => None,
    };
    let returned = |event: &Event| match event.what {
        What::Return { method: returned, out, .. } if returned == method => Some(out),
        _ => None,
    };
    let args = trace.events().iter().filter_map(called);
    let outs = trace.events().iter().filter_map(returned);
    args.zip(outs)
        .map(|((to, args), out)| {
            let Args::Values(args) = args else { panic!("{args:?}") };
            let out = if let Out::Values(out) = out { trace.values(out) } else { &[] };
            (to, trace.values(args).to_vec(), out.to_vec())
        })
        .collect()
}

fn opened(interface: Interface, number: u32) -> ObjectNo {
    ObjectNo { interface, number }
}

#[test]
fn calls_on_tables_and_messages_have_tags_counts_and_numbers() {
    let trace = story(TraceDetail::All);
    let (table, message) = (opened(Interface::IMAPITable, 1), opened(Interface::IMessage, 1));
    let folder = opened(Interface::IMAPIFolder, 1);

    let (to, _, out) = calls(&trace, methods::IMAPIFolder::GetContentsTable).remove(0);
    assert_eq!(to, Object::Opened(folder));
    assert_eq!(out, [Named { name: "", value: Value::Object(table) }]);

    let (to, args, out) = calls(&trace, methods::IMAPITable::QueryRows).remove(0);
    assert_eq!(to, Object::Opened(table));
    assert_eq!(args[0], Named { name: "rows", value: Value::Number(2) });
    assert_eq!(out, [Named { name: "", value: Value::Count(2, "row") }]);

    let (to, args, _) = calls(&trace, methods::IMessage::GetProps).remove(0);
    assert_eq!(to, Object::Opened(message));
    assert_eq!(args[0].value, Value::Tags(vec![PR_SUBJECT_W, PR_OFFLINE_FLAGS]));

    let text = trace.to_string();
    for line in [
        "client -> folder F1  IMAPIFolder::GetContentsTable(MAPI_UNICODE)",
        "<- GetContentsTable S_OK, table T1",
        "client -> table T1  IMAPITable::SetColumns(PR_ENTRYID PR_SUBJECT_W, 0)",
        "client -> table T1  IMAPITable::QueryRows(rows 2, 0)",
        "<- QueryRows S_OK, 2 rows",
        "<- OpenEntry S_OK, message G1",
        "client Release on message G1, count 0",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(text.contains("GetProps MAPI_W_ERRORS_RETURNED"), "{text}");
}

/// What a trace shows without the calls on opened objects and the values.
fn outline(trace: &Trace) -> Vec<String> {
    let below = |event: &&Event| match event.what {
        What::Call { to, .. } => !matches!(to, Object::Opened(_)),
        What::Return { from, .. } | What::Panicked { from, .. } => !matches!(from, Object::Opened(_)),
        What::AddRef { object, .. } | What::Release { object, .. } => !matches!(object, Object::Opened(_)),
        _ => true,
    };
    let words = |event: &Event| match event.what {
        What::Call { from, to, method, .. } => format!("{from:?} {to:?} {method}"),
        What::Return { from, method, code, .. } => format!("{from:?} {method} {code}"),
        what => format!("{what:?}"),
    };
    trace.events().iter().filter(below).map(words).collect()
}

#[test]
fn all_adds_events_and_changes_none() {
    assert_eq!(outline(&story(TraceDetail::All)), outline(&story(TraceDetail::Calls)));
    assert!(!story(TraceDetail::Calls).to_string().contains("QueryRows"));
}

#[test]
fn every_view_shows_them_and_the_invariants_hold() {
    let trace = story(TraceDetail::All);
    trace.expect_invariants().unwrap();
    trace.expect_no_deviation().unwrap();
    assert!(trace.to_mermaid().contains("T1 IMAPITable::QueryRows(rows 2"), "{}", trace.to_mermaid());
    assert!(trace.to_svg().contains("QueryRows"));
    #[cfg(feature = "serde")]
    assert!(trace.to_json_lines().unwrap().contains("{\"name\":\"rows\",\"value\":{\"number\":2}}"));
}

#[test]
fn what_comes_back_as_an_argument_is_unwrapped() {
    let (_mapi, session) = machine(TraceDetail::All);
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    let inbox = writable_inbox(&*store);
    let folder = new_folder(&*inbox, "destination").unwrap();
    let id = id_of(&*new_message(&*inbox, "copied"), PR_ENTRYID);
    // The reference provider looks for its own folder behind the destination.
    inbox.copy_messages(&CopyMessagesRequest::new(&[id], &folder)).unwrap();
    assert_eq!(contents(&*folder).len(), 1);
    let (from, to) = (new_message(&*inbox, "from"), new_message(&*inbox, "to"));
    from.copy_to(&CopyToRequest::new(IID_IMessage, &MapiObject::Message(to.clone()))).unwrap();
    assert_eq!(get(&*to, PR_SUBJECT_W).as_unicode(), Some("from"));
}

#[test]
fn what_the_session_and_the_spooler_have_is_in_the_trace() {
    let (mapi, session) = machine(TraceDetail::All);
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    mapi.run_spooler();
    let table = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(table.query_rows(5, QueryRowsFlags::empty()).unwrap().len(), 1);
    let section = session
        .open_profile_section(&mapi.sections("P")[0], None, OpenSectionFlags::MAPI_FORCE_ACCESS)
        .unwrap();
    section.get_prop_list(GetPropListFlags::empty()).unwrap();
    drop(store);
    let text = mapi.trace().to_string();
    assert!(text.contains("client -> table T1  IMAPITable::QueryRows(rows 5, 0)"), "{text}");
    assert!(text.contains("client -> section object C1  IProfSect::GetPropList("), "{text}");
}
