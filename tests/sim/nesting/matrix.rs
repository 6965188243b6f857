//! Everything that leads back to a provider, done wherever it is called.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

use super::circle::{Action, Circle, circular_machine, on_a_small_stack};
use crate::common::script::*;

const PLACES: [&str; 11] = [
    "MSProviderInit",
    "MSGSERVICEENTRY",
    "Logon",
    "CompareStoreIDs",
    "SpoolerLogon",
    "GetProps",
    "OpenEntry",
    "StoreLogoff",
    "release of the store",
    "Logoff",
    "Shutdown",
];

const ACTIONS: [(&str, Action); 10] = [
    ("opens its store", |circle, _, session| {
        circle.note(open(session, "a"));
    }),
    ("opens its store again and again", |circle, _, session| {
        for _ in 0..3 {
            circle.note(open(session, "a"));
        }
    }),
    ("opens stores of other names", |circle, _, session| {
        let number = lock(&circle.texts).len();
        circle.note(open(session, &format!("store {number}")));
    }),
    ("lives through a session of its own", |circle, mapi, _| {
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        circle.note(open(&session, "a"));
        circle.note(open(&session, "b"));
        circle.note(session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0));
    }),
    ("opens its section", |circle, _, _| {
        let supports = lock(&circle.supports).clone();
        if let Some(support) = supports.last() {
            circle.note(support.open_profile_section(None, OpenSectionFlags::empty()));
        }
    }),
    ("lets the spooler run", |circle, mapi, session| {
        circle.note(open(session, "b"));
        mapi.run_spooler();
    }),
    ("asks what it is asked", |circle, _, session| {
        circle.note(session.open_entry(&OpenEntryRequest::new(&store_id("a"))));
        circle.note(session.compare_entry_ids(&store_id("a"), &store_id("b"), 0));
        for store in circle.stores() {
            circle.note(store.get_props(None, GetPropsFlags::empty()));
        }
    }),
    ("logs its store off", |circle, _, _| {
        for store in circle.stores() {
            circle.note(store.store_logoff(LogoffFlags::LOGOFF_ORDERLY));
        }
        let supports = lock(&circle.supports).clone();
        for support in supports {
            circle.note(support.store_logoff_transports(LogoffFlags::LOGOFF_ABORT));
        }
    }),
    ("configures its service", |circle, mapi, session| {
        circle.note(configure(mapi, session));
    }),
    ("makes itself the default store", |circle, _, session| {
        for store in ["a", "b"] {
            let flags = DefaultStoreFlags::MAPI_DEFAULT_STORE;
            circle.note(session.set_default_store(flags, Some(&wrapped(store))));
        }
    }),
];

fn configure(mapi: &Subsystem, session: &Session) -> MapiResult<()> {
    let admin = session.admin_services(0)?;
    admin.configure_msg_service(&ConfigureServiceRequest::new(&mapi.services(PROFILE)[0].1))
}

/// A client that makes MAPI call every place, and does not mind what fails.
fn story(circle: &Circle, mapi: &Subsystem, session: &Arc<Session>) {
    circle.note(configure(mapi, session));
    if let Some(store) = circle.note(open(session, "a")) {
        lock(&circle.stores).push(Arc::downgrade(&store));
        mapi.run_spooler();
        circle.note(store.get_props(None, GetPropsFlags::empty()));
        circle.note(session.open_entry(&OpenEntryRequest::new(&store_id("a"))));
        circle.note(store.store_logoff(LogoffFlags::LOGOFF_ORDERLY));
        drop(store);
    }
    circle.note(open(session, "a"));
    circle.note(session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0));
}

fn try_cell(place: &'static str, (name, action): (&'static str, Action), model: SpoolerModel) -> Vec<String> {
    let case = format!("in {place} a provider {name}, {model:?}");
    let circle = Circle::new(place, action);
    let (mapi, session) = circular_machine(&circle, model);
    circle.begin(&mapi, &session);
    story(&circle, &mapi, &session);
    let acted = circle.end();
    assert!(acted > 0, "{case}: it never acted\n{}", mapi.trace());
    drop(session);

    let again = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&again, "a").unwrap_or_else(|error| panic!("{case}: {error}"));
    mapi.run_spooler();
    drop(store);
    end(&again);
    let balanced = mapi.trace().expect_references_balanced();
    balanced.unwrap_or_else(|mismatch| panic!("{case}: {mismatch}\n{}", mapi.trace()));
    std::mem::take(&mut *lock(&circle.texts))
}

#[test]
fn whatever_leads_back_to_a_provider_comes_to_an_end() {
    for model in [SpoolerModel::SameProcess, SpoolerModel::OwnProcess] {
        for place in PLACES {
            for action in ACTIONS {
                on_a_small_stack(move || try_cell(place, action, model));
            }
        }
    }
}

/// The error says what happens, and so does the trace.
#[test]
fn a_provider_that_opens_itself_gets_an_error_that_says_so() {
    let texts = on_a_small_stack(|| try_cell("Logon", ACTIONS[0], SpoolerModel::SameProcess));
    let told = texts.iter().find(|text| text.contains("nested")).unwrap_or_else(|| panic!("{texts:?}"));
    assert!(told.contains(MAPI_E_CALL_FAILED.name().unwrap_or_default()), "{told}");

    let circle = Circle::new("Logon", ACTIONS[0].1);
    let (mapi, session) = circular_machine(&circle, SpoolerModel::SameProcess);
    circle.begin(&mapi, &session);
    let _ = open(&session, "a");
    circle.end();
    let text = mapi.trace().to_string();
    assert!(text.contains("are nested more than"), "{text}");
    let longest = text.lines().map(str::len).max().unwrap_or_default();
    assert!(text.len() < 200_000 && longest < 600, "{} characters, a line of {longest}", text.len());
    end(&session);
}

/// [LOAD-13] MAPI compares while it opens the section, and the provider opens it again while it is asked.
#[test]
fn a_section_that_is_opened_in_each_comparison_is_refused_at_last() {
    let opens_its_section = ACTIONS.into_iter().find(|(name, _)| *name == "opens its section").unwrap();
    let texts =
        on_a_small_stack(move || try_cell("CompareStoreIDs", opens_its_section, SpoolerModel::SameProcess));
    assert!(texts.iter().any(|text| text.contains("are nested more than")), "{texts:?}");
}
