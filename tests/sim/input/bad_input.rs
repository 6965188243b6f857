//! Input that nobody should pass: every call has an answer for it, and the machine goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use mapi_sim::load::Step;
use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::guids::MUID_STORE_WRAP;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Method, StepOutcome};

use crate::common::script::*;

/// A machine with the open store "a" and a reference on the support object of its logon.
fn with_support() -> (Arc<Script>, Subsystem, Arc<Session>, Arc<dyn IMsgStore>, Support) {
    let script = Script::new([]);
    let kept = keeping(&script);
    let (mapi, session) = machine(&script);
    let store = open_with(&session, &wrapped("a"), OpenStoreFlags::MDB_NO_MAIL).unwrap();
    *lock(&script.callback) = None;
    let support = lock(&kept).take().unwrap();
    (script, mapi, session, store, support)
}

/// The support object of the latest logon, with a reference that a provider may not keep.
fn keeping(script: &Script) -> Arc<Mutex<Option<Support>>> {
    let kept: Arc<Mutex<Option<Support>>> = Arc::default();
    let keep = Arc::clone(&kept);
    *lock(&script.callback) = Some(Arc::new(move |place, support: Option<&Support>| {
        if place == "Logon" {
            *lock(&keep) = support.cloned();
        }
    }));
    kept
}

fn code<T>(result: MapiResult<T>) -> HResult {
    result.map_or_else(|error| error.code(), |_| S_OK)
}

fn id_of(uid: MapiUid, rest: usize) -> EntryId {
    EntryId::build(EntryIdFlags::empty(), uid, &vec![7; rest])
}

fn sink() -> Arc<dyn IMAPIAdviseSink> {
    Arc::new(|_: &[Notification]| ())
}

#[test]
fn identifiers_of_any_length_have_an_answer() {
    let (_script, _mapi, session, _store, support) = with_support();
    let answers = |id: &EntryId| {
        let request = OpenEntryRequest::new(id);
        [
            code(open_with(&session, id, OpenStoreFlags::empty())),
            code(session.open_entry(&request)),
            code(support.open_entry(&request)),
            code(session.compare_entry_ids(id, id, 0)),
            code(support.compare_entry_ids(id, &store_id("a"), 0)),
            code(session.advise(Some(id), EventMask::fnevNewMail, sink())),
            code(session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(id))),
            code(support.wrap_store_entry_id(id)),
        ]
    };
    let (unknown, invalid) = (MAPI_E_UNKNOWN_ENTRYID, MAPI_E_INVALID_ENTRYID);
    let (missing, no) = (MAPI_E_NOT_FOUND, MAPI_E_NO_SUPPORT);
    let malformed = [invalid, unknown, unknown, unknown, unknown, invalid, missing, S_OK];
    let mut empty = malformed;
    empty[7] = MAPI_E_INVALID_PARAMETER;
    assert_eq!(answers(&EntryId::from_bytes(&[])), empty);
    for length in [1, 3, 4, 19] {
        assert_eq!(answers(&EntryId::from_bytes(&vec![7; length])), malformed, "{length} bytes");
    }
    assert_eq!(answers(&id_of(MUID_STORE_WRAP, 0)), malformed, "a wrapping around nothing");
    // An identifier of nothing but the provider's MAPIUID goes to the provider.
    let of_provider = [missing, missing, missing, no, no, no, missing, S_OK];
    assert_eq!(answers(&id_of(UID, 0)), of_provider);
    let mebibyte = 1 << 20;
    assert_eq!(answers(&id_of(UID, mebibyte)), of_provider);
    let foreign = [missing, unknown, unknown, unknown, unknown, unknown, missing, S_OK];
    assert_eq!(answers(&id_of(MapiUid::from_bytes([9; 16]), mebibyte)), foreign);
}

#[test]
fn wrapped_identifiers_may_end_anywhere() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let whole = wrapped("a");
    let private = whole.len() - store_id("a").len();
    for length in 0..whole.len() {
        lock(&script.logons).clear();
        lock(&script.logons).push_back(Act::Fail(MAPI_E_NOT_FOUND, "no such store"));
        let cut = EntryId::from_bytes(&whole.as_bytes()[..length]);
        let asked = mapi.trace().count_of(Method::ProviderLogon);
        let reached = length > private;
        let expected = if reached { MAPI_E_NOT_FOUND } else { MAPI_E_INVALID_ENTRYID };
        assert_eq!(code(open_with(&session, &cut, OpenStoreFlags::empty())), expected, "{length} bytes");
        let asked = mapi.trace().count_of(Method::ProviderLogon) - asked;
        assert_eq!(
            asked == 1,
            reached,
            "what is left of the store's own identifier is the provider's affair"
        );
    }
    assert_eq!(mapi.sections(PROFILE).len(), 2, "no failed open leaves a section");
}

#[test]
fn names_of_dlls_may_be_any_bytes() {
    let named = |bytes: &[u8]| {
        let dll_name = AnsiString::from_bytes(bytes);
        WrappedStoreEntryId { dll_name, store: store_id("a") }.encode().unwrap()
    };
    let (mapi, session) = machine(&Script::new([]));
    for name in [&b"other.dll"[..], b"\xFF\xFE.dll", b"scripted.dll\\xff", &[b'x'; 100_000]] {
        assert_eq!(code(open_with(&session, &named(name), OpenStoreFlags::empty())), MAPI_E_CALL_FAILED);
        let (_, detail) = mapi.last_error(session.number()).unwrap();
        assert!(detail.error.unwrap().to_string().contains("was not found"));
    }
    // The text puts the right name beside a misspelt one.
    let error = open_with(&session, &named(b"script.dll"), OpenStoreFlags::empty()).err().unwrap();
    let text = format!("the DLL script.dll was not found; the subsystem has {DLL:?}");
    assert!(error.to_string().contains(&text), "{error}");
    // A name that is no ASCII comes back as it went into the wrapping.
    let script = Script::new([]);
    let section = StoreSection::new("größe.dll", "a").entry_id(store_id("a"));
    let mapi = Subsystem::builder()
        .dll(Dll::new("größe.dll").provider_entry(script.entry()))
        .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    assert_eq!(code(open_with(&session, &named("größe.dll".as_bytes()), OpenStoreFlags::empty())), S_OK);
    assert!(mapi.trace().to_string().contains("MAPI takes section \"a\""), "{}", mapi.trace());
}

#[test]
fn broken_identifiers_in_a_section_reach_no_provider() {
    for broken in [Vec::new(), id_of(MUID_STORE_WRAP, 5).as_bytes().to_vec()] {
        let script = Script::new([Act::Fail(MAPI_E_UNCONFIGURED, "no identifier")]);
        let section = StoreSection::new(DLL, "a").prop(PR_ENTRYID, broken);
        let mapi = Subsystem::builder()
            .dll(Dll::new(DLL).provider_entry(script.entry()))
            .profile(Profile::new(PROFILE).service(Service::new("S").store(section)))
            .build()
            .unwrap();
        let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let opened = session.open_store_of_section(&mapi.sections(PROFILE)[0], OpenStoreFlags::empty());
        assert_eq!(code(opened), MAPI_E_UNCONFIGURED);
        let trace = mapi.trace().to_string();
        assert!(trace.contains("IMSProvider::Logon(S1, no id"), "as a section without one: {trace}");
    }
}

#[test]
fn profiles_have_names_of_one_to_64_characters() {
    let build = |name: &str| Subsystem::builder().profile(Profile::new(name)).build().map(drop);
    let long = "ä".repeat(65);
    for name in ["", &long, &"x".repeat(1 << 20)] {
        assert_eq!(build(name).unwrap_err(), BuildError::ProfileName(name.to_owned()));
    }
    let longest = "ä".repeat(64);
    assert_eq!(build(&longest), Ok(()));
    let mapi = Subsystem::builder().profile(Profile::new(&longest)).build().unwrap();
    let logon = |name: &str, flags| code(mapi.logon(name, LogonExFlags::MAPI_NEW_SESSION | flags));
    let none = LogonExFlags::empty();
    for name in ["", &long, "x", &"x".repeat(1 << 20), "\0"] {
        assert_eq!(logon(name, none), MAPI_E_LOGON_FAILED, "{} characters", name.len());
    }
    assert_eq!(logon(&longest, none), S_OK);
    assert_eq!(logon("", LogonExFlags::MAPI_USE_DEFAULT), S_OK);
    let nobody = Subsystem::builder().build().unwrap();
    let default = nobody.logon("", LogonExFlags::MAPI_USE_DEFAULT);
    assert_eq!(code(default), MAPI_E_LOGON_FAILED, "no profile at all");
}

#[test]
fn a_mapiuid_may_be_registered_twice_by_one_or_by_two() {
    let (first, second) = (Script::new([]), Script::new([]));
    let section = |dll: &str, name: &str| StoreSection::new(dll, name).entry_id(store_id(name));
    let service = Service::new("S").store(section(DLL, "a")).store(section("other.dll", "b"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(first.entry()))
        .dll(Dll::new("other.dll").provider_entry(second.entry()))
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let kept = keeping(&first);
    let a = open(&session, "a").unwrap();
    lock(&kept).take().unwrap().set_provider_uid(&UID, 0).unwrap();
    let other = WrappedStoreEntryId { dll_name: "other.dll".into(), store: store_id("b") };
    let b = open_with(&session, &other.encode().unwrap(), OpenStoreFlags::empty()).unwrap();
    let reached: Arc<Mutex<Vec<&str>>> = Arc::default();
    for (script, name) in [(&first, "first"), (&second, "second")] {
        let reached = Arc::clone(&reached);
        *lock(&script.callback) = Some(Arc::new(move |place, _: Option<&Support>| {
            if place == "OpenEntry" {
                lock(&reached).push(name);
            }
        }));
    }
    let message = id_of(UID, 3);
    let ask = || code(session.open_entry(&OpenEntryRequest::new(&message)));
    assert_eq!(ask(), MAPI_E_NOT_FOUND);
    drop(a);
    assert_eq!(ask(), MAPI_E_NOT_FOUND, "both registrations of the first have gone");
    drop(b);
    assert_eq!(ask(), MAPI_E_UNKNOWN_ENTRYID);
    assert_eq!(*lock(&reached), ["first", "second"]);
}

#[test]
fn a_support_object_is_dead_after_the_logoff() {
    let (script, mapi, session, store, support) = with_support();
    let use_it = |support: &Support| {
        let (key, one) = (NotificationKey::new(*b"key"), sink());
        [
            code(support.set_provider_uid(&UID, 0)),
            code(support.modify_status_row(&[PropValue::new(PR_STATUS_CODE, 1)], StatusRowFlags::empty())),
            code(support.notify(&key, &[], NotifyFlags::empty())),
            code(support.subscribe(&SubscribeRequest::new(&key, EventMask::fnevNewMail, &one))),
            code(support.modify_profile(ModifyProfileFlags::empty())),
            code(support.open_profile_section(None, OpenSectionFlags::MAPI_MODIFY)),
            code(support.open_entry(&OpenEntryRequest::new(&store_id("a")))),
            code(support.wrap_store_entry_id(&store_id("a"))),
        ]
    };
    let inside: Arc<Mutex<Vec<HResult>>> = Arc::default();
    let (log, late) = (Arc::clone(&inside), support.clone());
    *lock(&script.callback) = Some(Arc::new(move |place, _: Option<&Support>| {
        if place == "Logoff" {
            let row = late.modify_status_row(&[PropValue::new(PR_STATUS_CODE, 1)], StatusRowFlags::empty());
            let notified = late.notify(&NotificationKey::new(*b"key"), &[], NotifyFlags::empty());
            lock(&log).extend([code(row), code(notified.map(drop))]);
        }
    }));
    let before = mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]);
    end(&session);
    assert_eq!(*lock(&inside), [S_OK; 2], "accepted and without effect");
    assert_eq!(use_it(&support), [MAPI_E_INVALID_OBJECT; 8]);
    assert_eq!(mapi.section_props(PROFILE, &mapi.sections(PROFILE)[0]), before);
    *lock(&script.callback) = None;
    drop((store, support));
    mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn a_session_may_end_inside_a_spooler_logon() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let store = open(&session, "a").unwrap();
    let weak = Arc::downgrade(&session);
    *lock(&script.callback) = Some(Arc::new(move |place, _: Option<&Support>| {
        if place == "SpoolerLogon" {
            end(&weak.upgrade().unwrap());
        }
    }));
    mapi.run_spooler();
    drop(store);
    let trace = mapi.trace();
    assert_eq!(trace.count_of(Method::LogonLogoff), 2, "{trace}");
    assert_eq!(trace.count_of(Method::ProviderShutdown), 1, "{trace}");
    trace.expect_references_balanced().unwrap();
}

#[test]
fn a_panic_shows_its_step_and_disturbs_nobody_else() {
    let script = Script::new([]);
    let (mapi, session) = machine(&script);
    let other = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let store = open(&other, "a").unwrap();
    lock(&script.logons).push_back(Act::Panic);
    let recorded = mapi.trace().events().len();
    let panic = catch_unwind(AssertUnwindSafe(|| open(&session, "a"))).unwrap_err();
    assert_eq!(panic.downcast_ref(), Some(&"the scripted provider panics"), "the author's own words");
    let trace = mapi.trace();
    let opened = trace.last_open().unwrap();
    let outcomes = [Step::ALL[3], Step::ALL[4]].map(|step| opened.step(step));
    assert_eq!(outcomes, [StepOutcome::Done, StepOutcome::NotReached], "in step 4");
    assert!(trace.events().len() > recorded);
    let text = trace.to_string();
    let (heading, panicked) = (text.rfind("step 4").unwrap(), text.find("<- Logon PANICKED").unwrap());
    assert!(heading < panicked && !text[heading..panicked].contains("step 5"), "{text}");

    assert!(store.get_props(None, GetPropsFlags::empty()).is_ok());
    mapi.run_spooler();
    drop(store);
    end(&other);
    assert!(open(&session, "a").is_ok(), "the same session goes on, too");
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
}

#[test]
fn two_sections_of_one_store_are_one_store() {
    let script = Script::new([]);
    let section = |name: &str| StoreSection::new(DLL, name).entry_id(store_id("a"));
    let service = Service::new("S").store(section("first")).store(section("second"));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()))
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let stores = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    assert_eq!(stores.get_row_count(0).unwrap().value, 2, "each is listed");
    let store = open(&session, "a").unwrap();
    let bare = open_with(&session, &store_id("a"), OpenStoreFlags::empty()).unwrap();
    let trace = mapi.trace().to_string();
    assert_eq!(trace.matches("MAPI takes section \"first\"").count(), 2, "the first one serves: {trace}");
    drop((store, bare));
    let admin = session.admin_services(0).unwrap();
    let providers = admin.admin_providers(&mapi.services(PROFILE)[0].1, 0).unwrap();
    providers.delete_provider(&mapi.sections(PROFILE)[0]).unwrap();
    assert!(open(&session, "a").is_ok());
    let trace = mapi.trace().to_string();
    assert!(trace.contains("MAPI takes section \"second\""), "then the other one: {trace}");
}
