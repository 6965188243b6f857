//! A recorded trace is played again, and the first answer that is another is told.

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::record::replay;
use mapi_sim::reference::{
    DLL_NAME, PR_REFERENCE_PASSWORD, ReferenceDll, StoreCatalogue, StoreSpec, store_entry_id,
};
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::*;
use mapi_sim::wrap::{OnProvider, OnStore, OnTable, Wrapping};

use super::whole::{SECRET, story};
use crate::common::reference::{new_message, open_with, writable_inbox};

fn machine_with(entry: impl ProviderEntry + 'static) -> Subsystem {
    let section = StoreSection::new(DLL_NAME, "mail")
        .entry_id(store_entry_id("mail"))
        .prop(PR_REFERENCE_PASSWORD, SECRET);
    Subsystem::builder()
        .dll(Dll::new(DLL_NAME).provider_entry(entry))
        .profile(Profile::new("P").service(Service::new("REF").store(section)))
        .trace_detail(TraceDetail::Whole)
        .trace_secure_properties()
        .build()
        .unwrap()
}

fn reference() -> ReferenceDll {
    let spec = StoreSpec::new("mail").writable().notifying().with_sample_mail().password(SECRET);
    ReferenceDll::new(StoreCatalogue::new([spec]))
}

fn recorded() -> Trace {
    let written = story(TraceDetail::Whole, true).to_json_lines().unwrap();
    Trace::from_json_lines(&written).unwrap()
}

#[test]
fn the_same_provider_answers_the_same() {
    let recorded = recorded();
    let mapi = machine_with(reference());
    let replayed = replay(&recorded, &mapi, "P").unwrap();
    assert_eq!(replayed.not_played, Vec::<String>::new());
    assert!(replayed.answers > 25, "{replayed:?}\n{}", mapi.trace());
    assert_eq!(mapi.trace().to_string(), recorded.to_string());
}

/// The replay against this provider ends here.
fn differs(entry: impl ProviderEntry + 'static, called: &str, came: &str) {
    let recorded = recorded();
    let difference = replay(&recorded, &machine_with(entry), "P").unwrap_err();
    let text = difference.to_string();
    assert!(difference.called.contains(called) && difference.came.contains(came), "{text}");
    let written = recorded.to_json_lines().unwrap();
    let line = written.lines().nth(difference.line - 1).unwrap();
    assert!(line.contains("\"kind\":\"return\""), "{text}\n{line}");
    assert!(text.starts_with(&format!("line {}: ", difference.line)), "{text}");
}

#[test]
fn another_code_is_told() {
    let fails = OnTable::new().query_rows(|_, _, _| Err(MAPI_E_CALL_FAILED.into()));
    differs(Wrapping::new(reference()).table(fails), "IMAPITable::QueryRows", "MAPI_E_CALL_FAILED");
    let refuses = OnProvider::new().logon(|_, _| Err(MAPI_E_FAILONEPROVIDER.into()));
    // The provider does not ask for its section before it fails.
    let refused = Wrapping::new(reference()).provider(refuses);
    differs(refused, "IMSProvider::CompareStoreIDs", "Logon MAPI_E_FAILONEPROVIDER");
}

#[test]
fn another_value_is_told() {
    let renamed = OnStore::new().get_props(|inner, tags, flags| {
        let mut answer = inner.get_props(tags, flags)?;
        for prop in &mut answer.value {
            if prop.tag() == tags::PR_DISPLAY_NAME_W {
                *prop = PropValue::new(tags::PR_DISPLAY_NAME_W, "another name");
            }
        }
        Ok(answer)
    });
    differs(Wrapping::new(reference()).store(renamed), "IMsgStore::GetProps", "GetProps S_OK");
}

#[test]
fn a_panic_is_told() {
    let panics = OnTable::new().set_columns(|_, _, _| panic!("no columns"));
    let recorded = recorded();
    let difference =
        replay(&recorded, &machine_with(Wrapping::new(reference()).table(panics)), "P").unwrap_err();
    assert!(difference.came.contains("PANICKED"), "{difference}");
}

#[test]
fn what_is_not_whole_is_not_played_and_said() {
    let recorded = story(TraceDetail::Calls, false);
    let replayed = replay(&recorded, &machine_with(reference()), "P").unwrap();
    assert!(replayed.not_played[0].contains("the identifier is not whole"), "{replayed:?}");
}

/// Identifiers that were recorded stand for those that the live provider gives.
#[test]
fn identifiers_are_those_of_the_live_run() {
    const MORE: &[u8] = b"of this run";
    let longer = |id: &EntryId| EntryId::from_bytes(&[id.as_bytes(), MORE].concat());
    let shorter = |id: &EntryId| EntryId::from_bytes(id.as_bytes().strip_suffix(MORE).unwrap());
    let gives = OnStore::new()
        .get_receive_folder(move |inner, class, flags| {
            let mut answer = inner.get_receive_folder(class, flags)?;
            answer.entry_id = longer(&answer.entry_id);
            Ok(answer)
        })
        .open_entry(move |inner, request| match request.entry_id {
            Some(id) if id.as_bytes().ends_with(MORE) => {
                let id = shorter(id);
                let mut own = OpenEntryRequest::new(&id).flags(request.flags);
                own.interface = request.interface;
                inner.open_entry(&own)
            }
            _ => inner.open_entry(request),
        });
    let mapi = machine_with(Wrapping::new(reference()).store(gives));
    let replayed = replay(&recorded(), &mapi, "P").unwrap();
    assert!(replayed.not_played.is_empty(), "{replayed:?}");
    let text = mapi.trace().to_json_lines().unwrap();
    let more: String = MORE.iter().map(|byte| format!("{byte:02X}")).collect();
    let opened = text.lines().any(|line| line.contains("IMsgStore::OpenEntry") && line.contains(&more));
    assert!(opened, "no OpenEntry has an identifier of this run");
}

#[test]
fn a_restriction_of_any_depth_is_recorded_and_played() {
    let mapi = machine_with(reference());
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap();
    let table = writable_inbox(&*store).get_contents_table(TableFlags::MAPI_UNICODE).unwrap();
    let exists = Restriction::Exist(tags::PR_SUBJECT_W);
    let deep = (0..100_000).fold(exists, |inside, _| Restriction::Not(Box::new(inside)));
    let refused = table.restrict(Some(&deep), RestrictFlags::empty());
    assert_eq!(refused.unwrap_err().code(), MAPI_E_TOO_COMPLEX);
    drop((table, store, session));
    let recorded = Trace::from_json_lines(&mapi.trace().to_json_lines().unwrap()).unwrap();
    assert!(recorded == mapi.trace());
    let replayed = replay(&recorded, &machine_with(reference()), "P").unwrap();
    assert_eq!(replayed.not_played, Vec::<String>::new());
}

/// A sink of a client may call what it likes; the replay's own sinks do not, and say so.
#[test]
fn what_sinks_call_is_not_played_and_said() {
    let mapi = machine_with(reference());
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open_with(&session, "mail", OpenStoreFlags::MDB_WRITE, None).unwrap();
    let asked = std::sync::Arc::downgrade(&store);
    let asks = move |_: &[Notification]| {
        asked.upgrade().unwrap().get_props(Some(&[tags::PR_DISPLAY_NAME_W]), GetPropsFlags::empty()).unwrap();
    };
    store.advise(None, EventMask::fnevObjectCreated, std::sync::Arc::new(asks)).unwrap();
    drop(new_message(&*writable_inbox(&*store), "heard of"));
    drop((store, session));
    let replayed = replay(&mapi.trace(), &machine_with(reference()), "P").unwrap();
    assert_eq!(replayed.not_played.len(), 1, "{replayed:?}");
    assert!(replayed.not_played[0].contains("GetProps(PR_DISPLAY_NAME_W"), "{replayed:?}");
    assert!(replayed.not_played[0].ends_with("sinks are the replay's own"), "{replayed:?}");
}

/// What a provider in C++ would log of itself: calls on its own objects.
const LOGGED: &str = r#"{"kind":"trace","format":"mapi-sim trace","version":1,"seen_from":"provider","dlls":["refstore.dll"]}
{"kind":"call","session":1,"open":1,"from":"mapi","to":"dll 1","method":"MSProviderInit","args":{"kind":"init","version":65552,"flags":0}}
{"kind":"return","session":1,"open":1,"from":"dll 1","method":"MSProviderInit","code":{"hex":"0x00000000"},"out":{"kind":"init","provider":1,"version":65552}}
{"kind":"call","session":1,"open":1,"from":"mapi","to":"provider 1","method":"IMSProvider::Logon","args":{"kind":"logon","support":1,"entry_id":{"hex":"@ID@"},"flags":2147483652}}
{"kind":"call","depth":1,"session":1,"open":1,"from":"dll 1","to":"support 1","method":"IMAPISupport::SetProviderUID"}
{"kind":"return","depth":1,"session":1,"open":1,"from":"support 1","method":"IMAPISupport::SetProviderUID","code":{"hex":"0x00000000"}}
{"kind":"return","session":1,"open":1,"from":"provider 1","method":"IMSProvider::Logon","code":{"hex":"0x00000000"},"out":{"kind":"store","store":1}}
{"kind":"call","session":1,"open":1,"from":"spooler","to":"provider 1","method":"IMSProvider::SpoolerLogon","args":{"kind":"spooler_logon","support":2,"entry_id":{"hex":"@ID@"},"flags":2147483653,"spool_security":27}}
{"kind":"return","session":1,"open":1,"from":"provider 1","method":"IMSProvider::SpoolerLogon","code":{"hex":"0x00000000"},"out":{"kind":"store","store":2}}
{"kind":"call","session":1,"open":1,"from":"client","to":"store 1","method":"IMsgStore::GetProps","args":{"kind":"values","values":[{"name":"tags","value":{"tags":["0x3001001F"]}},{"name":"flags","value":{"number":0}}]}}
{"kind":"return","session":1,"open":1,"from":"store 1","method":"IMsgStore::GetProps","code":{"hex":"CODE"},"out":{"kind":"values","values":[{"value":{"props":[{"tag":"0x3001001F","value":{"text":"Reference Store (mail)"}}]}}]}}
{"kind":"release","session":1,"open":1,"object":"store 1","by":"client","count":0}
{"kind":"call","session":1,"open":1,"from":"mapi","to":"logon 2","method":"IMSLogon::Logoff"}
{"kind":"return","session":1,"open":1,"from":"logon 2","method":"IMSLogon::Logoff","code":{"hex":"0x00000000"}}
{"kind":"call","session":1,"open":1,"from":"mapi","to":"logon 1","method":"IMSLogon::Logoff"}
{"kind":"return","session":1,"open":1,"from":"logon 1","method":"IMSLogon::Logoff","code":{"hex":"0x00000000"}}
{"kind":"call","session":1,"from":"mapi","to":"provider 1","method":"IMSProvider::Shutdown"}
{"kind":"return","session":1,"from":"provider 1","method":"IMSProvider::Shutdown","code":{"hex":"0x00000000"}}
{"kind":"end","events":17}
"#;

fn logged(code: &str) -> Trace {
    let id: String = store_entry_id("mail").as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
    Trace::from_json_lines(&LOGGED.replace("@ID@", &id).replace("CODE", code)).unwrap()
}

#[test]
fn what_a_provider_has_logged_is_judged_drawn_and_played_again() {
    let trace = logged("0x00000000");
    assert!(trace.is_seen_by_provider());
    trace.expect_load_order().unwrap();
    trace.expect_invariants().unwrap();
    assert!(trace.to_mermaid().contains("P1 IMSProvider::Logon("), "{}", trace.to_mermaid());
    let mapi = machine_with(reference());
    let replayed = replay(&trace, &mapi, "P").unwrap();
    assert!(replayed.not_played.is_empty() && replayed.answers >= 5, "{replayed:?}\n{}", mapi.trace());
    let difference = replay(&logged("0x80004005"), &machine_with(reference()), "P").unwrap_err();
    assert_eq!(difference.line, 11, "{difference}");
    assert!(difference.came.contains("GetProps S_OK"), "{difference}");
}

/// What the same provider would log of a client that looks for a folder.
const LOOKED_FOR: &str = r#"{"kind":"call","session":1,"open":1,"from":"client","to":"store 1","method":"IMsgStore::OpenEntry","args":{"kind":"values","values":[{"name":"entry_id","value":"null"}]}}
{"kind":"return","session":1,"open":1,"from":"store 1","method":"IMsgStore::OpenEntry","code":{"hex":"0x00000000"},"out":{"kind":"values","values":[{"value":{"object":"IMAPIFolder 1"}}]}}
{"kind":"call","session":1,"open":1,"from":"client","to":"IMAPIFolder 1","method":"IMAPIFolder::GetHierarchyTable","args":{"kind":"values","values":[{"name":"flags","value":{"number":2147483649}}]}}
{"kind":"return","session":1,"open":1,"from":"IMAPIFolder 1","method":"IMAPIFolder::GetHierarchyTable","code":{"hex":"0x00000000"},"out":{"kind":"values","values":[{"value":{"object":"IMAPITable 1"}}]}}
{"kind":"call","session":1,"open":1,"from":"client","to":"IMAPITable 1","method":"IMAPITable::Restrict","args":{"kind":"values","values":[{"name":"restriction","value":{"restriction":["not",{"property":{"op":5,"tag":"0x3001001F","value":{"tag":"0x3001001F","value":{"text":"NAME"}}}}]}}]}}
{"kind":"return","session":1,"open":1,"from":"IMAPITable 1","method":"IMAPITable::Restrict","code":{"hex":"0x00000000"}}
{"kind":"call","session":1,"open":1,"from":"client","to":"IMAPITable 1","method":"IMAPITable::GetRowCount"}
{"kind":"return","session":1,"open":1,"from":"IMAPITable 1","method":"IMAPITable::GetRowCount","code":{"hex":"0x00000000"},"out":{"kind":"values","values":[{"value":{"number":1}}]}}
{"kind":"release","session":1,"open":1,"object":"IMAPITable 1","by":"client","count":0}
{"kind":"release","session":1,"open":1,"object":"IMAPIFolder 1","by":"client","count":0}
"#;

#[test]
fn a_restriction_that_a_provider_has_logged_is_played() {
    let released = r#"{"kind":"release","session":1,"open":1,"object":"store 1""#;
    let looked_for = |name: &str| {
        let id: String = store_entry_id("mail").as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
        let more = LOOKED_FOR.replace("NAME", name);
        let lines = LOGGED.replace("@ID@", &id).replace("CODE", "0x00000000");
        let lines = lines.replace(released, &format!("{more}{released}"));
        Trace::from_json_lines(&lines.replace("\"events\":17", "\"events\":27")).unwrap()
    };
    let replayed = replay(&looked_for("Inbox"), &machine_with(reference()), "P").unwrap();
    assert_eq!(replayed.not_played, Vec::<String>::new());
    let difference = replay(&looked_for("No such folder"), &machine_with(reference()), "P").unwrap_err();
    assert!(difference.came.contains("GetRowCount S_OK, 0"), "{difference}");
}

#[test]
fn what_a_provider_has_logged_out_of_order_is_found() {
    let trace = logged("0x00000000");
    let spooler_first = {
        let mut events = trace.events().to_vec();
        let spooler: Vec<Event> = events.drain(6..8).collect();
        for (at, event) in spooler.into_iter().enumerate() {
            events.insert(2 + at, event);
        }
        trace.with_events(events)
    };
    assert!(spooler_first.expect_load_order().is_err());
    let shut_down_first = {
        let mut events = trace.events().to_vec();
        let shutdown: Vec<Event> = events.drain(15..17).collect();
        for (at, event) in shutdown.into_iter().enumerate() {
            events.insert(10 + at, event);
        }
        trace.with_events(events)
    };
    assert!(shut_down_first.expect_invariants().is_err(), "{shut_down_first}");
}
