//! `MAPILogonEx`: its flags, the name of the profile, and the user at the logon dialog.

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::sim::*;
use mapi_sim::trace::{Fact, What};

const NEW: LogonExFlags = LogonExFlags::MAPI_NEW_SESSION;

fn builder() -> SubsystemBuilder {
    Subsystem::builder().profile(Profile::new("Home")).profile(Profile::new("Work"))
}

fn machine(replies: impl IntoIterator<Item = Reply>) -> Subsystem {
    builder().user(User::answering(replies)).build().unwrap()
}

fn code(mapi: &Subsystem, profile: &str, flags: LogonExFlags) -> HResult {
    mapi.logon(profile, flags).map_or_else(|error| error.code(), |_| S_OK)
}

/// How many dialogs the user saw, and how many were refused.
fn dialogs(mapi: &Subsystem) -> (usize, usize) {
    let trace = mapi.trace();
    let facts = || trace.events().iter().map(|event| event.what);
    let shown = facts().filter(|what| matches!(what, What::Fact(Fact::DialogShown(_)))).count();
    let refused = facts().filter(|what| matches!(what, What::Fact(Fact::DialogRefused(_)))).count();
    (shown, refused)
}

#[test]
fn flags_that_nobody_knows_fail_the_logon() {
    let mapi = machine([]);
    for bit in [0x80, 0x100, 0x0040_0000] {
        assert_eq!(code(&mapi, "Home", NEW | LogonExFlags::from_bits_retain(bit)), MAPI_E_LOGON_FAILED);
    }
    let both = LogonExFlags::MAPI_LOGON_UI | LogonExFlags::MAPI_PASSWORD_UI;
    assert_eq!(code(&mapi, "Home", NEW | both), MAPI_E_LOGON_FAILED);
    let quiet = LogonExFlags::MAPI_EXTENDED
        | LogonExFlags::MAPI_FORCE_DOWNLOAD
        | LogonExFlags::MAPI_TIMEOUT_SHORT
        | LogonExFlags::MAPI_BG_SESSION
        | LogonExFlags::MAPI_PASSWORD_UI
        | LogonExFlags::MAPI_UNICODE;
    assert_eq!(code(&mapi, "Home", NEW | quiet), S_OK);
    assert_eq!(dialogs(&mapi), (0, 0));
}

#[test]
fn a_name_has_to_be_one_of_the_profiles_and_short() {
    let longest = "p".repeat(64);
    let mapi = builder().profile(Profile::new(longest.clone())).build().unwrap();
    assert_eq!(code(&mapi, &longest, NEW), S_OK);
    assert_eq!(code(&mapi, &"p".repeat(65), NEW), MAPI_E_LOGON_FAILED);
    assert_eq!(code(&mapi, "no such profile", NEW | LogonExFlags::MAPI_USE_DEFAULT), MAPI_E_LOGON_FAILED);
    assert_eq!(code(&mapi, "", NEW), MAPI_E_LOGON_FAILED);
}

#[test]
fn a_misspelt_name_is_answered_with_the_profiles_that_there_are() {
    let text = |mapi: &Subsystem, name: &str| mapi.logon(name, NEW).unwrap_err().to_string();
    let mapi = builder().profile(Profile::new("Default")).build().unwrap();
    let said = text(&mapi, "Defalt");
    assert!(said.contains(r#"no profile is called "Defalt"; there are "Default", "#), "{said}");
    assert!(said.contains(r#""Home""#) && said.contains(r#""Work""#), "{said}");
    let none = text(&Subsystem::builder().build().unwrap(), "Default");
    assert!(none.contains("there are none"), "{none}");
    let many = (1..=9).fold(builder(), |made, no| made.profile(Profile::new(format!("Profile {no}"))));
    let said = text(&many.build().unwrap(), "profle 7");
    assert!(said.contains(r#"there are "Profile 7", "#) && said.contains(" and 6 more"), "{said}");
    // What the user types at the logon dialog, too.
    let mapi = machine([Reply::fill("profile", "Worc")]);
    let said = mapi.logon("", NEW | LogonExFlags::MAPI_LOGON_UI).unwrap_err().to_string();
    assert!(said.contains(r#""Worc"; there are "Work", "Home""#), "{said}");
}

#[test]
fn the_default_profile_is_taken_only_if_it_is_asked_for() {
    let mapi = machine([]);
    let explicit = NEW | LogonExFlags::MAPI_EXPLICIT_PROFILE;
    assert_eq!(code(&mapi, "", explicit), MAPI_E_LOGON_FAILED);
    assert_eq!(code(&mapi, "", explicit | LogonExFlags::MAPI_USE_DEFAULT), S_OK);
    assert_eq!(code(&mapi, "Work", explicit), S_OK);
    assert_eq!(dialogs(&mapi), (0, 0));
}

/// A profile may give any name; a trace is read line by line.
#[test]
fn a_name_with_control_characters_stays_on_its_line_of_the_trace() {
    let forged = "a\n--- open 9, session 9\r\u{1b}[2Jstep 5  the store is open\u{2028}x";
    let mapi = machine([Reply::fill("profile", forged)]);
    mapi.note(forged);
    let _ = mapi.logon("", NEW | LogonExFlags::MAPI_LOGON_UI);
    let trace = mapi.trace();
    for event in trace.events() {
        let line = trace.line(event);
        assert!(!line.contains(|letter: char| letter.is_control() || letter == '\u{2028}'), "{line:?}");
    }
    let text = trace.to_string();
    assert!(text.contains("a\\n--- open 9, session 9\\r\\u{1b}[2J"), "{text}");
    assert!(!text.lines().any(|line| line.starts_with("--- open 9") || line.starts_with("step 5")), "{text}");
}

#[test]
fn the_user_chooses_a_profile_or_cancels() {
    let asking = NEW | LogonExFlags::MAPI_LOGON_UI;
    let mapi = machine([Reply::fill("profile", "Work"), Reply::Cancel, Reply::fill("profile", "nonsense")]);
    // There is no dialog where a name or the default profile decides.
    assert_eq!(code(&mapi, "Home", asking), S_OK);
    assert_eq!(code(&mapi, "", asking | LogonExFlags::MAPI_USE_DEFAULT), S_OK);
    assert_eq!(dialogs(&mapi), (0, 0));
    assert_eq!(code(&mapi, "", asking), S_OK);
    assert_eq!(code(&mapi, "", asking), MAPI_E_USER_CANCEL);
    assert_eq!(code(&mapi, "", asking), MAPI_E_LOGON_FAILED);
    assert_eq!(dialogs(&mapi), (3, 0));
    assert_eq!(code(&mapi, "", asking), MAPI_E_LOGON_FAILED, "nobody is at the screen any more");
    assert_eq!(dialogs(&mapi), (3, 1));
    assert!(mapi.trace().to_string().contains("the user sees the dialog \"Choose Profile\""));
}

#[test]
fn a_shared_session_is_joined_without_a_question() {
    let mapi = machine([Reply::fill("profile", "Work")]);
    let first = mapi.logon("Home", NEW | LogonExFlags::MAPI_ALLOW_OTHERS).unwrap();
    let name = "p".repeat(65);
    for (profile, flags) in [("", LogonExFlags::MAPI_LOGON_UI), (name.as_str(), LogonExFlags::empty())] {
        assert_eq!(mapi.logon(profile, flags).unwrap().number(), first.number());
    }
    assert_eq!(dialogs(&mapi), (0, 0));
    assert_ne!(mapi.logon("", NEW | LogonExFlags::MAPI_LOGON_UI).unwrap().number(), first.number());
}

#[test]
fn nobody_is_asked_in_a_service() {
    let mapi = builder()
        .init_flags(MapiInitFlags::MAPI_NT_SERVICE)
        .user(User::answering([Reply::fill("profile", "Work")]))
        .build()
        .unwrap();
    let service = NEW | LogonExFlags::MAPI_NT_SERVICE | LogonExFlags::MAPI_NO_MAIL;
    assert_eq!(code(&mapi, "", service | LogonExFlags::MAPI_LOGON_UI), MAPI_E_LOGON_FAILED);
    assert_eq!(dialogs(&mapi), (0, 0));
    assert_eq!(mapi.trace().advice()[0].rule, "INIT-05");
    assert_eq!(code(&mapi, "Work", service), S_OK);
}
