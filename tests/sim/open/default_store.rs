//! The default store, the other flags of a section, and the identity of the session.

use std::sync::{Arc, Mutex};

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::guids::MUID_PROFILE_INSTANCE;
use mapi_sim::mapi::tags::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;
use mapi_sim::trace::{Args, What};

use crate::common::script::*;

/// The stores "a" and "b" with these flags in their sections, and a script whose stores can do everything.
fn machine_with(flags: [ResourceFlags; 2]) -> (Arc<Script>, Subsystem, Arc<Session>) {
    let script = Script::new([]);
    *lock(&script.mask) = StoreSupportMask::STORE_SUBMIT_OK
        | StoreSupportMask::STORE_CREATE_OK
        | StoreSupportMask::STORE_MODIFY_OK;
    let section =
        |name: &str, flags| StoreSection::new(DLL, name).entry_id(store_id(name)).resource_flags(flags);
    let service = Service::new("S").store(section("a", flags[0])).store(section("b", flags[1]));
    let mapi = Subsystem::builder()
        .dll(Dll::new(DLL).provider_entry(script.entry()))
        .profile(Profile::new(PROFILE).service(service))
        .build()
        .unwrap();
    let session = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    (script, mapi, session)
}

/// Which of the two stores the stores table calls the default, and the flags that it shows.
fn stores_table(session: &Session) -> Vec<(bool, ResourceFlags)> {
    let table = session.get_msg_stores_table(StringWidth::MAPI_UNICODE).unwrap();
    let rows = table.query_rows(10, QueryRowsFlags::empty()).unwrap();
    let flags =
        |row: &Row| ResourceFlags::from_bits_retain(row.get(PR_RESOURCE_FLAGS).unwrap().as_bits().unwrap());
    rows.iter().map(|row| (row.get(PR_DEFAULT_STORE).unwrap().as_bool().unwrap(), flags(row))).collect()
}

fn defaults(session: &Session) -> Vec<bool> {
    stores_table(session).into_iter().map(|(default, _)| default).collect()
}

/// The flags in the first provider's row of the status table.
fn status_flags(session: &Session) -> ResourceFlags {
    let table = session.get_status_table(StringWidth::MAPI_UNICODE).unwrap();
    let row = table.query_rows(10, QueryRowsFlags::empty()).unwrap().remove(3);
    ResourceFlags::from_bits_retain(row.get(PR_RESOURCE_FLAGS).unwrap().as_bits().unwrap())
}

fn profile_flags(mapi: &Subsystem, store: usize) -> ResourceFlags {
    let props = Row::new(mapi.section_props(PROFILE, &mapi.sections(PROFILE)[store]).unwrap());
    ResourceFlags::from_bits_retain(props.get(PR_RESOURCE_FLAGS).unwrap().as_bits().unwrap())
}

const DEFAULT: ResourceFlags = ResourceFlags::STATUS_DEFAULT_STORE;

#[test]
fn the_first_store_with_the_flag_is_the_default_unless_it_is_barred() {
    let table = [
        ([ResourceFlags::empty(), ResourceFlags::empty()], [false, false]),
        ([ResourceFlags::empty(), DEFAULT], [false, true]),
        ([DEFAULT, DEFAULT], [true, false]),
        ([DEFAULT | ResourceFlags::STATUS_NO_DEFAULT_STORE, DEFAULT], [false, true]),
    ];
    for (flags, expected) in table {
        let (_, _, session) = machine_with(flags);
        assert_eq!(defaults(&session), expected, "{flags:?}");
    }
}

#[test]
fn a_default_store_sends_creates_and_changes() {
    let everything = StoreSupportMask::STORE_SUBMIT_OK
        | StoreSupportMask::STORE_CREATE_OK
        | StoreSupportMask::STORE_MODIFY_OK;
    for missing in everything.iter() {
        let (script, mapi, session) = machine_with([DEFAULT, ResourceFlags::empty()]);
        *lock(&script.mask) = everything - missing;
        let result = session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&wrapped("b")));
        assert_eq!(result.unwrap_err().code(), MAPI_E_NO_SUPPORT, "{missing}");
        assert_eq!(defaults(&session), [true, false]);
        assert!(
            session.set_default_store(DefaultStoreFlags::MAPI_PRIMARY_STORE, Some(&wrapped("b"))).is_ok()
        );
        mapi.trace().expect_no_deviation().unwrap();
    }
    let (_, _, session) = machine_with([DEFAULT, ResourceFlags::STATUS_NO_DEFAULT_STORE]);
    let barred = session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&wrapped("b")));
    assert_eq!(barred.unwrap_err().code(), MAPI_E_NO_SUPPORT);
}

#[test]
fn roles_show_in_tables_and_profile_as_far_as_they_should() {
    let simple = ResourceFlags::STATUS_SIMPLE_STORE;
    let table = [
        (DefaultStoreFlags::MAPI_DEFAULT_STORE, DEFAULT, true),
        (DefaultStoreFlags::MAPI_SIMPLE_STORE_PERMANENT, simple, true),
        (DefaultStoreFlags::MAPI_SIMPLE_STORE_TEMPORARY, simple, false),
        (DefaultStoreFlags::MAPI_PRIMARY_STORE, ResourceFlags::STATUS_PRIMARY_STORE, false),
        (DefaultStoreFlags::MAPI_SECONDARY_STORE, ResourceFlags::STATUS_SECONDARY_STORE, false),
    ];
    for (role, flag, permanent) in table {
        let (_, mapi, session) = machine_with([ResourceFlags::empty(), flag]);
        let _store = open(&session, "a").unwrap();
        session.set_default_store(role, Some(&wrapped("a"))).unwrap();
        assert!(status_flags(&session).contains(flag), "{role}");
        let shown: Vec<_> =
            stores_table(&session).into_iter().map(|(_, flags)| flags.contains(flag)).collect();
        assert_eq!(shown, [true, false], "{role}: one store at a time");
        assert_eq!(profile_flags(&mapi, 0).contains(flag), permanent, "{role}");
        let other = mapi.logon(PROFILE, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        assert_eq!(
            stores_table(&other)[0].1.contains(flag),
            permanent,
            "{role}: another session sees the profile"
        );

        session.set_default_store(role, None).unwrap();
        assert!(!status_flags(&session).contains(flag), "{role}");
        assert!(stores_table(&session).iter().all(|(_, flags)| !flags.contains(flag)), "{role}: nobody");
    }
}

#[test]
fn a_new_default_store_is_the_default() {
    let (_, mapi, session) = machine_with([DEFAULT, ResourceFlags::empty()]);
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&store_id("b"))).unwrap();
    assert_eq!(defaults(&session), [false, true]);
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, None).unwrap();
    assert_eq!(defaults(&session), [false, false]);
    end(&session);
    mapi.trace().expect_references_balanced().unwrap();
    mapi.trace().expect_invariants().unwrap();
}

#[test]
fn exactly_one_role_and_a_store_of_the_profile() {
    let (_, _, session) = machine_with([ResourceFlags::empty(); 2]);
    for flags in [0, 6, 7, 0x10, u32::MAX] {
        let result =
            session.set_default_store(DefaultStoreFlags::from_bits_retain(flags), Some(&wrapped("a")));
        assert_eq!(result.unwrap_err().code(), MAPI_E_INVALID_PARAMETER, "{flags:#x}");
    }
    for id in [wrapped("unknown"), store_id("unknown"), EntryId::from_bytes(b"")] {
        let result = session.set_default_store(DefaultStoreFlags::MAPI_PRIMARY_STORE, Some(&id));
        assert_eq!(result.unwrap_err().code(), MAPI_E_NOT_FOUND, "{id:?}");
    }
}

/// Two open stores whose status rows carry these columns.
fn identity_of(flags: [ResourceFlags; 2], columns: [Vec<PropValue>; 2]) -> Warned<Option<EntryId>> {
    let (script, _mapi, session) = machine_with(flags);
    let supports: Arc<Mutex<Vec<Support>>> = Arc::default();
    let keep = Arc::clone(&supports);
    *lock(&script.callback) = Some(Arc::new(move |place, support| {
        if place == "Logon" {
            lock(&keep).extend(support.cloned());
        }
    }));
    let _stores = [open(&session, "a").unwrap(), open(&session, "b").unwrap()];
    *lock(&script.callback) = None;
    for (support, columns) in lock(&supports).iter().zip(&columns) {
        support.modify_status_row(columns, StatusRowFlags::STATUSROW_UPDATE).unwrap();
    }
    session.query_identity().unwrap()
}

#[test]
fn the_identity_is_that_of_the_primary_row_else_the_first_one() {
    let (one, two) = (EntryId::from_bytes(&[1; 24]), EntryId::from_bytes(&[2; 24]));
    let id = |id: &EntryId| vec![PropValue::new(PR_IDENTITY_ENTRYID, id)];
    let primary = ResourceFlags::STATUS_PRIMARY_IDENTITY;
    let none = ResourceFlags::empty();
    let found = identity_of([none, primary], [id(&one), id(&two)]);
    assert_eq!((found.code(), found.value), (S_OK, Some(two.clone())));
    let found = identity_of([none, none], [vec![], id(&two)]);
    assert_eq!((found.code(), found.value), (S_OK, Some(two)));
    let made = vec![
        PropValue::new(PR_IDENTITY_DISPLAY_W, "Ann"),
        PropValue::new(PR_IDENTITY_SEARCH_KEY, b"SMTP:ANN@EXAMPLE.ORG\0".to_vec()),
    ];
    let found = identity_of([primary, none], [made, id(&one)]);
    let one_off = OneOff::decode(&found.value.unwrap()).unwrap();
    assert_eq!(one_off, OneOff::new("Ann", "SMTP", "ANN@EXAMPLE.ORG"));
    let found = identity_of([primary, none], [vec![], id(&one)]);
    assert_eq!(found.value, Some(one), "a primary row that says nothing does not count");
}

#[test]
fn without_any_identity_there_is_a_warning_and_a_fixed_one() {
    let first = identity_of([ResourceFlags::empty(); 2], [vec![], vec![]]);
    assert_eq!(first.code(), MAPI_W_NO_SERVICE);
    let (_, _, session) = machine_with([ResourceFlags::empty(); 2]);
    assert_eq!(session.query_identity().unwrap(), first);
}

#[test]
fn every_profile_has_a_key_of_its_own() {
    let mapi =
        Subsystem::builder().profile(Profile::new("one")).profile(Profile::new("two")).build().unwrap();
    let key = |profile: &str| {
        let session = mapi.logon(profile, LogonExFlags::MAPI_NEW_SESSION).unwrap();
        let section =
            session.open_profile_section(&MUID_PROFILE_INSTANCE, None, OpenSectionFlags::empty()).unwrap();
        let tags = [PR_SEARCH_KEY, PR_PROFILE_NAME_W, PR_OBJECT_TYPE];
        let values = section.get_props(Some(&tags), GetPropsFlags::empty()).unwrap().value;
        assert_eq!(values[1].as_unicode(), Some(profile));
        assert_eq!(values[2].as_bits(), Some(ObjectType::ProfSect.raw()));
        values[0].as_binary().unwrap().to_vec()
    };
    assert_ne!(key("one"), key("two"));
    assert_eq!(key("one"), key("one"));
    assert!(mapi.sections("one").is_empty(), "it is no section of a provider");
}

/// What a store says of itself has to be true now, so nothing of its logon may be put off.
#[test]
fn mapi_looks_at_a_default_store_without_dialogs_mail_and_deferred_errors() {
    let (_, mapi, session) = machine_with([ResourceFlags::empty(); 2]);
    session.set_default_store(DefaultStoreFlags::MAPI_DEFAULT_STORE, Some(&wrapped("a"))).unwrap();
    let trace = mapi.trace();
    let seen: Vec<_> = trace
        .events()
        .iter()
        .filter_map(|event| {
            let What::Call { args: Args::Logon(_, _, flags), .. } = event.what else { return None };
            Some(flags)
        })
        .collect();
    let quiet = StoreLogonFlags::MDB_NO_DIALOG | StoreLogonFlags::MDB_NO_MAIL;
    assert_eq!(seen, [quiet | StoreLogonFlags::MDB_WRITE | StoreLogonFlags::MAPI_UNICODE]);
}
