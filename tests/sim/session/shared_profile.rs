//! Subsystems that get clones of one profile.

use mapi_sim::mapi::tags::{PR_COMMENT_W, PR_DISPLAY_NAME_W};
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::spi::*;

const NAME: &str = "Shared";

fn profile() -> Profile {
    let stores = ["First", "Second"].map(|name| StoreSection::new("shared.dll", name));
    Profile::new(NAME).service(stores.into_iter().fold(Service::new("STORES"), Service::store))
}

fn subsystem(profile: &Profile) -> Subsystem {
    Subsystem::builder().profile(profile.clone()).build().unwrap()
}

fn comment(mapi: &Subsystem, section: &MapiUid) -> Option<String> {
    let props = Row::new(mapi.section_props(NAME, section).unwrap());
    props.get(PR_COMMENT_W).and_then(|value| value.as_unicode().map(str::to_owned))
}

#[test]
fn what_one_subsystem_writes_reaches_no_other() {
    let profile = profile();
    let (one, other) = (subsystem(&profile), subsystem(&profile));
    let [first, second] = one.sections(NAME)[..] else { panic!("two sections") };
    assert_eq!(other.sections(NAME), [first, second]);

    assert!(one.edit_section(NAME, &first, &[PropValue::new(PR_COMMENT_W, "x")], &[PR_DISPLAY_NAME_W]));
    assert_eq!(comment(&one, &first).as_deref(), Some("x"));
    assert_eq!(
        [comment(&one, &second), comment(&other, &first), comment(&other, &second)],
        [None, None, None]
    );

    let third = subsystem(&profile);
    assert_eq!(comment(&third, &first), None);
    drop(other);
    assert!(third.edit_section(NAME, &second, &[PropValue::new(PR_COMMENT_W, "y")], &[]));
    assert_eq!([comment(&one, &second), comment(&third, &first)], [None, None]);
}

#[test]
fn a_service_that_one_session_deletes_stays_in_the_others() {
    let profile = profile();
    let (one, other) = (subsystem(&profile), subsystem(&profile));
    let session = one.logon(NAME, LogonExFlags::MAPI_NEW_SESSION).unwrap();
    let (_, service) = one.services(NAME).remove(0);
    session.admin_services(0).unwrap().delete_msg_service(&service).unwrap();
    assert_eq!((one.services(NAME).len(), one.sections(NAME).len()), (0, 0));
    assert_eq!((other.services(NAME).len(), other.sections(NAME).len()), (1, 2));
    assert_eq!(subsystem(&profile).services(NAME).len(), 1);
}

#[test]
fn a_profile_grows_after_it_was_used() {
    let profile = profile();
    assert_eq!(subsystem(&profile).services(NAME).len(), 1);
    let grown = profile.clone().service(Service::new("MORE").store(StoreSection::new("shared.dll", "Third")));
    assert_eq!(subsystem(&grown).sections(NAME).len(), 3);
    assert_eq!(subsystem(&profile).sections(NAME).len(), 2);
}

#[test]
fn each_of_several_profiles_has_its_own_sections() {
    let (profile, more) = (profile(), Profile::new("More").service(Service::new("S").store(store())));
    let alone = subsystem(&profile);
    let both = Subsystem::builder().profile(profile.clone()).profile(more.clone()).build().unwrap();
    let turned = Subsystem::builder().profile(more.clone()).profile(profile.clone()).build().unwrap();
    assert_eq!(both.sections(NAME), alone.sections(NAME));
    assert_eq!((both.sections("More").len(), turned.sections("More").len()), (1, 1));
    assert_eq!(turned.sections(NAME).len(), 2);
    assert_eq!(alone.sections("More"), []);
    let twice = Subsystem::builder().profile(profile.clone()).profile(profile).build();
    assert_eq!(twice.unwrap_err(), BuildError::DuplicateProfile(NAME.into()));
}

#[test]
fn a_profile_with_a_fault_fails_whenever_it_is_used() {
    let wrong = Profile::new(NAME).service(Service::new("S").store(StoreSection::new("", "No DLL")));
    for _ in 0..2 {
        let built = Subsystem::builder().profile(wrong.clone()).build();
        assert_eq!(built.unwrap_err(), BuildError::DllName(String::new()));
    }
}

fn store() -> StoreSection {
    StoreSection::new("shared.dll", "Other")
}
