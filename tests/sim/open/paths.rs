//! The ways through the nine steps: first, again, another store, another session, without mail.

use std::sync::Arc;

use mapi_sim::load::{SkipReason, Step};
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, StepOutcome, Trace};

use crate::common::script::*;

fn quiet(trace: &Trace) {
    trace.expect_no_deviation().unwrap();
}

#[test]
fn a_first_open_has_all_nine_steps_in_their_documented_order() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    let trace = mapi.trace();
    let first = trace.open(trace.last_open().unwrap().number());
    first.expect_steps(&Step::ALL).unwrap();
    first
        .expect_calls(&[
            Method::SessionOpenMsgStore,
            Method::MsProviderInit,
            Method::ProviderCompareStoreIds,
            Method::ProviderLogon,
            Method::SupportSetProviderUid,
            Method::SupportModifyProfile,
            Method::SupportModifyStatusRow,
            Method::ProviderSpoolerLogon,
        ])
        .unwrap();
    quiet(&trace);
    drop(store);
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn the_spooler_runs_when_the_test_lets_it_and_only_then() {
    let (mapi, session) = machine(&Script::new([]));
    let _store = open(&session, "a").unwrap();
    let steps = |trace: &Trace| trace.opens()[0].steps_done().len();
    assert_eq!(steps(&mapi.trace()), 7);
    assert_eq!(mapi.run_spooler(), 1);
    assert_eq!(steps(&mapi.trace()), 9);
    assert_eq!(mapi.run_spooler(), 0, "nothing waits any more");
}

#[test]
fn an_open_store_is_given_again_without_anything_new() {
    let (mapi, session) = machine(&Script::new([]));
    let first = open(&session, "a").unwrap();
    mapi.run_spooler();
    let second = open(&session, "a").unwrap();
    assert!(Arc::ptr_eq(&first, &second));
    let trace = mapi.trace();
    let again = trace.last_open().unwrap();
    again.expect_steps(&[Step::OpenMsgStore, Step::Logon, Step::LogonAndStore, Step::StoreToClient]).unwrap();
    for step in [Step::MsProviderInit, Step::ProviderObject] {
        assert_eq!(again.step(step), StepOutcome::Skipped(SkipReason::StoreAlreadyOpen));
    }
    for step in [Step::SpoolerTold, Step::SpoolerLogon, Step::SpoolerObjects] {
        assert_eq!(again.step(step), StepOutcome::Skipped(SkipReason::SpoolerAlreadyTold));
    }
    assert_eq!(trace.count_of(Method::MsProviderInit), 1);
    assert_eq!(status_rows(&session), 4, "MAPI's three rows and one of the provider");
    quiet(&trace);
}

#[test]
fn another_store_of_the_provider_needs_no_second_provider_object() {
    let (mapi, session) = machine(&Script::new([]));
    let first = open(&session, "a").unwrap();
    let second = open(&session, "b").unwrap();
    assert!(!Arc::ptr_eq(&first, &second));
    assert_eq!(mapi.run_spooler(), 2);
    let trace = mapi.trace();
    let other = trace.last_open().unwrap();
    for step in [Step::MsProviderInit, Step::ProviderObject] {
        assert_eq!(other.step(step), StepOutcome::Skipped(SkipReason::ProviderObjectExists));
    }
    assert_eq!(other.steps_done().len(), 7);
    assert_eq!(status_rows(&session), 5);
    quiet(&trace);
}

#[test]
fn a_second_session_has_a_provider_object_and_a_store_of_its_own() {
    let (mapi, one) = machine(&Script::new([]));
    let two = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert_ne!(one.number(), two.number());
    let (first, second) = (open(&one, "a").unwrap(), open(&two, "a").unwrap());
    assert!(!Arc::ptr_eq(&first, &second));
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::MsProviderInit), 2);
    trace.last_open().unwrap().expect_code(Step::Logon, S_OK).unwrap();
    quiet(&trace);
}

#[test]
fn a_shared_session_is_joined_and_lives_until_its_last_client_leaves() {
    let (mapi, private) = machine(&Script::new([]));
    let sharing = LogonExFlags::MAPI_NEW_SESSION | LogonExFlags::MAPI_ALLOW_OTHERS;
    let one = mapi.logon(PROFILE, sharing).unwrap();
    let two = mapi.logon("", LogonExFlags::empty()).unwrap();
    assert_eq!(one.number(), two.number());
    assert_ne!(private.number(), two.number(), "the older session is nobody else's");
    let (first, second) = (open(&one, "a").unwrap(), open(&two, "a").unwrap());
    // Both clients use the one object of the provider.
    let objects = [&first, &second].map(|store| Subsystem::provider_store(store).unwrap());
    assert!(Arc::ptr_eq(&objects[0], &objects[1]));
    end(&one);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 0, "the other client is still there");
    assert!(second.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty()).is_ok());
    end(&two);
    assert_eq!(mapi.trace().count_of(Method::LogonLogoff), 1);
}

#[test]
fn a_private_session_is_not_joined() {
    let (mapi, one) = machine(&Script::new([]));
    assert_eq!(mapi.logon("", LogonExFlags::empty()).unwrap_err().code(), MAPI_E_LOGON_FAILED);
    let two = mapi.logon("", LogonExFlags::MAPI_USE_DEFAULT).unwrap();
    assert_ne!(one.number(), two.number());
    assert_eq!(mapi.logon("no such profile", LogonExFlags::empty()).unwrap_err().code(), MAPI_E_LOGON_FAILED);
}

#[test]
fn without_mail_the_spooler_hears_nothing() {
    let mapi = subsystem(&Script::new([]), None).build().unwrap();
    let table = [
        (LogonExFlags::MAPI_NO_MAIL, OpenStoreFlags::empty(), SkipReason::ClientWithoutMail),
        (LogonExFlags::empty(), OpenStoreFlags::MDB_NO_MAIL, SkipReason::StoreWithoutMail),
    ];
    for (logon, flags, reason) in table {
        let session = mapi.logon(PROFILE, logon | LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let _store = open_with(&session, &wrapped("a"), flags).unwrap();
        assert_eq!(mapi.run_spooler(), 0, "{reason}");
        let trace = mapi.trace();
        let last = trace.last_open().unwrap();
        for step in [Step::SpoolerTold, Step::SpoolerLogon, Step::SpoolerObjects] {
            assert_eq!(last.step(step), StepOutcome::Skipped(reason));
        }
    }
}

#[test]
fn a_later_open_with_mail_tells_the_spooler() {
    let (mapi, session) = machine(&Script::new([]));
    let quiet_one = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    assert_eq!(mapi.run_spooler(), 0);
    let loud = open(&session, "a").unwrap();
    assert!(Arc::ptr_eq(&quiet_one, &loud));
    assert_eq!(mapi.run_spooler(), 1);
    let trace = mapi.trace();
    let told: Vec<_> = trace.opens().iter().map(|open| open.step(Step::SpoolerObjects)).collect();
    assert_eq!(told, [StepOutcome::Skipped(SkipReason::StoreWithoutMail), StepOutcome::Done]);
    drop((quiet_one, loud));
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
    quiet(&mapi.trace());
}

#[test]
fn a_store_that_was_closed_is_opened_anew() {
    let (mapi, session) = machine(&Script::new([]));
    for _ in 0..3 {
        let store = open(&session, "a").unwrap();
        assert_eq!(mapi.run_spooler(), 1);
        drop(store);
    }
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::MsProviderInit), 1);
    assert_eq!(trace.count_of(Method::LogonLogoff), 6, "three of the client, three of the spooler");
    trace.expect_references_balanced().unwrap();
    trace.expect_invariants().unwrap();
    quiet(&trace);
}

fn stores(session: &Session) -> Vec<String> {
    let table = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    table.set_columns(&[PR_DISPLAY_NAME_W], SetColumnsFlags::empty()).unwrap();
    let rows = table.query_rows(100, QueryRowsFlags::empty()).unwrap();
    rows.iter().map(|row| row.props()[0].as_text().unwrap_or("(no name)".into()).into_owned()).collect()
}

fn status_rows(session: &Session) -> u32 {
    session.get_status_table(StringWidth::MAPI_UNICODE).unwrap().get_row_count(0).unwrap().value
}

#[test]
fn an_identifier_without_a_section_gets_a_bare_one_that_lasts_if_the_provider_says_so() {
    let (mapi, session) = machine(&Script::new([]));
    assert_eq!(stores(&session), ["Store a", "Store b"]);
    let store = open(&session, "c").unwrap();
    assert_eq!(mapi.sections(PROFILE).len(), 3);
    assert_eq!(stores(&session).len(), 3, "ModifyProfile lists it");
    drop(store);
    end(&session);
    assert_eq!(mapi.sections(PROFILE).len(), 3);
}

#[test]
fn a_temporary_open_leaves_no_section_behind() {
    let (mapi, session) = machine(&Script::new([]));
    let store = open_with(&session, &wrapped("c"), OpenStoreFlags::MDB_TEMPORARY).unwrap();
    assert_eq!(mapi.sections(PROFILE).len(), 3);
    assert_eq!(stores(&session).len(), 2, "a temporary store is not listed");
    let section = mapi.sections(PROFILE)[2];
    let props = Row::new(mapi.section_props(PROFILE, &section).unwrap());
    let flags = ResourceFlags::from_bits_retain(props.get(PR_RESOURCE_FLAGS).unwrap().as_bits().unwrap());
    assert!(flags.contains(ResourceFlags::STATUS_TEMP_SECTION));
    drop(store);
    assert_eq!(mapi.sections(PROFILE).len(), 2);
    assert_eq!(mapi.section_props(PROFILE, &section), None);
}

/// [PROFILE-15] The scripted provider always calls `ModifyProfile`.
#[test]
fn a_temporary_store_that_is_to_become_permanent_is_advised_on() {
    for (flags, rules) in
        [(OpenStoreFlags::empty(), [].as_slice()), (OpenStoreFlags::MDB_TEMPORARY, &["PROFILE-15"])]
    {
        for id in ["a", "unknown"] {
            let (mapi, session) = machine(&Script::new([]));
            let _store = open_with(&session, &wrapped(id), flags).unwrap();
            let trace = mapi.trace();
            let advised: Vec<_> = trace.advice().iter().map(|advice| advice.rule).collect();
            assert_eq!(advised, rules, "{trace}");
            trace.expect_no_deviation().unwrap();
        }
    }
}

#[test]
fn identifiers_that_name_nothing_are_refused_before_any_provider_is_called() {
    let (mapi, session) = machine(&Script::new([]));
    let foreign = EntryId::build(EntryIdFlags::empty(), MapiUid::from_bytes([9; 16]), b"x");
    let short_wrap = EntryId::from_bytes(&wrapped("a").as_bytes()[..24]);
    let unknown_dll =
        WrappedStoreEntryId { dll_name: "unknown.dll".into(), store: store_id("a") }.encode().unwrap();
    let huge = EntryId::from_bytes(&vec![0xAB; 1 << 20]);
    let table = [
        (EntryId::from_bytes(&[]), MAPI_E_INVALID_ENTRYID),
        (EntryId::from_bytes(&[1, 2, 3]), MAPI_E_INVALID_ENTRYID),
        (foreign, MAPI_E_NOT_FOUND),
        (short_wrap, MAPI_E_INVALID_ENTRYID),
        (unknown_dll, MAPI_E_CALL_FAILED),
        (huge, MAPI_E_NOT_FOUND),
    ];
    for (id, code) in table {
        let error = open_with(&session, &id, OpenStoreFlags::empty()).unwrap_err();
        assert_eq!(error.code(), code, "{id:?}: {error}");
    }
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::MsProviderInit) + trace.count_of(Method::ProviderLogon), 0);
    quiet(&trace);
}

#[test]
fn a_bare_identifier_is_found_through_its_section() {
    let (mapi, session) = machine(&Script::new([]));
    assert!(open_with(&session, &store_id("a"), OpenStoreFlags::empty()).is_ok());
    quiet(&mapi.trace());
}

#[test]
fn open_entry_on_a_store_is_an_open_without_dialogs() {
    let (mapi, session) = machine(&Script::new([]));
    let request = wrapped("a");
    let request = OpenEntryRequest::new(&request).flags(OpenEntryFlags::MAPI_MODIFY);
    let object = session.open_entry(&request).unwrap();
    assert_eq!(object.object_type(), Some(ObjectType::Store));
    let text = mapi.trace().to_string();
    assert!(
        text.contains("OpenMsgStore(id of 48 bytes") || text.contains("MDB_NO_DIALOG|MDB_WRITE"),
        "{text}"
    );
    mapi.trace().opens()[0].expect_code(Step::Logon, S_OK).unwrap();
}

#[test]
fn a_section_without_an_identifier_is_opened_with_null() {
    let script = Script::new([]);
    let section = StoreSection::new(DLL, "unset");
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()))
        .profile(Profile::new(PROFILE).service(Service::new("SCRIPTED").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let section = mapi.sections(PROFILE)[0];
    let store = session.open_store_of_section(&section, OpenStoreFlags::empty()).unwrap();
    assert!(mapi.trace().to_string().contains("IMSProvider::Logon(S1, no id"), "{}", mapi.trace());
    drop(store);
    let nowhere = session.open_store_of_section(&MapiUid::from_bytes([1; 16]), OpenStoreFlags::empty());
    assert_eq!(nowhere.unwrap_err().code(), MAPI_E_NOT_FOUND);
}

#[test]
fn the_store_that_a_client_holds_is_the_providers_behind_a_recorder() {
    let (_mapi, session) = machine(&Script::new([]));
    let names = ["a", "b"];
    let stores = names.map(|name| open(&session, name).unwrap());
    for (name, store) in names.iter().zip(&stores) {
        let inner = Subsystem::provider_store(store).unwrap();
        assert!((&*inner as &dyn std::any::Any).is::<ScriptedStore>());
        assert!(Subsystem::provider_store(&inner).is_none());
        let id = inner.get_props(Some(&[PR_ENTRYID]), GetPropsFlags::empty()).unwrap().value[0].as_entry_id();
        assert_eq!(id, Some(wrapped(name)), "the store that this logon returned");
    }
}

#[test]
fn a_subsystem_is_built_of_distinct_names_only() {
    let dll = |name: &str| Dll::new(name);
    let twice = Subsystem::builder().dll(dll("a.dll")).dll(dll("A.DLL")).build();
    assert_eq!(twice.err(), Some(BuildError::DuplicateDll("A.DLL".into())));
    let twice = Subsystem::builder().profile(Profile::new("p")).profile(Profile::new("p")).build();
    assert_eq!(twice.err(), Some(BuildError::DuplicateProfile("p".into())));
    for name in ["", &"x".repeat(65)] {
        let error = Subsystem::builder().profile(Profile::new(name)).build().err();
        assert_eq!(error, Some(BuildError::ProfileName(name.into())));
    }
    for name in ["", "a\0b", &"x".repeat(256)] {
        let error = Subsystem::builder().dll(dll(name)).build().err();
        assert_eq!(error, Some(BuildError::DllName(name.into())));
    }
}

#[test]
fn provider_methods_see_unwrapped_identifiers_only() {
    struct Looking(Arc<dyn IMSProvider>);
    impl IMSProvider for Looking {
        fn logon(&self, request: &LogonRequest<'_>) -> MapiResult<LogonAnswer> {
            assert_eq!(request.entry_id, Some(&store_id("a")));
            self.0.logon(request)
        }
        fn spooler_logon(&self, request: &SpoolerLogonRequest<'_>) -> MapiResult<LogonAnswer> {
            assert_eq!(request.entry_id, Some(&store_id("a")));
            self.0.spooler_logon(request)
        }
        fn compare_store_ids(&self, first: &EntryId, second: &EntryId, flags: u32) -> MapiResult<bool> {
            assert!(!first.is_wrapped_store() && !second.is_wrapped_store());
            assert_eq!(flags, 0);
            self.0.compare_store_ids(first, second, flags)
        }
    }
    let good = Script::new([]).entry();
    let entry = move |request: &InitRequest| {
        let provider = good(request)?.provider.unwrap();
        Ok(InitAnswer::new(Arc::new(Looking(provider))))
    };
    let section = |name: &str| StoreSection::new(DLL, name).entry_id(store_id(name));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(entry))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section("b")).store(section("a"))))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _store = open(&session, "a").unwrap();
    assert_eq!(mapi.run_spooler(), 1);
    let trace = mapi.trace();
    assert!(trace.count_of(Method::ProviderCompareStoreIds) >= 1);
    assert!(trace.to_string().contains("MAPI takes section \"a\" of the profile"), "{trace}");
}

#[test]
fn the_profile_names_the_dll_whatever_its_case() {
    let script = Script::new([]);
    let section = StoreSection::new("Scripted.DLL", "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let _store = open(&session, "a").unwrap();
    let props = Row::new(mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]).unwrap());
    assert_eq!(props.get(PR_PROVIDER_DLL_NAME_W).unwrap().as_unicode(), Some("Scripted.DLL"));
    // An identifier without a section is resolved by the name in its wrapping.
    assert!(open(&session, "b").is_ok());
}
