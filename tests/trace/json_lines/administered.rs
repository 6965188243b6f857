//! Administration, dialogs and passwords are recorded and played again, and a provider that does otherwise there is told.

use std::sync::Arc;

use mapi_sim::mapi::codes::*;
use mapi_sim::mapi::*;
use mapi_sim::methods::{self, Interface, Method};
use mapi_sim::record::{ReplayDifference, not_played, replay};
use mapi_sim::reference::PR_REFERENCE_PASSWORD;
use mapi_sim::sim::{Reply, User};
use mapi_sim::spi::*;
use mapi_sim::trace::{Actor, Trace, TraceDetail, What};
use mapi_sim::wrap::*;

use super::administration::{OTHER, administration, machine_of};
use super::there_and_back;
use super::whole::SECRET;

fn recorded() -> Trace {
    let story = administration(TraceDetail::Whole, true);
    Trace::from_json_lines(&story.to_json_lines().unwrap()).unwrap()
}

#[test]
fn administration_is_played_without_a_difference() {
    let recorded = recorded();
    let mapi = machine_of(|provider| provider, TraceDetail::Whole, true, User::absent());
    let replayed = replay(&recorded, &mapi, "P").unwrap();
    assert_eq!(replayed.not_played, Vec::<String>::new());
    assert_eq!(mapi.trace().to_string(), recorded.to_string());
    assert!(replayed.answers > 100, "{}", replayed.answers);
}

/// Interfaces that MAPI has for clients and that lead to a provider.
const OF_MAPI: [Interface; 4] = [
    Interface::IMsgServiceAdmin,
    Interface::IMsgServiceAdmin2,
    Interface::IProviderAdmin,
    Interface::IMAPIClientShutdown,
];

#[test]
fn the_story_has_every_call_of_administration() {
    let trace = recorded();
    let called = |wanted: Method| {
        trace.events().iter().any(
            |event| matches!(event.what, What::Call { from: Actor::Client, method, .. } if method == wanted),
        )
    };
    let of_status = [methods::IMAPIStatus::SettingsDialog, methods::IMAPIStatus::ChangePassword];
    let of_machine = [methods::Exports::MAPIInitialize, methods::Exports::MAPIUninitialize];
    let administers = OF_MAPI.iter().flat_map(|interface| interface.methods());
    let administers = administers.filter(|method| method.row().is_some_and(|row| row.function.is_some()));
    // What the older interface has is called by its name.
    let newer = |method: &Method| {
        method.interface() != Interface::IMsgServiceAdmin2
            || *method == methods::IMsgServiceAdmin2::CreateMsgServiceEx
    };
    let administers = administers.filter(newer);
    let missing: Vec<Method> =
        administers.chain(of_status).chain(of_machine).filter(|method| !called(*method)).collect();
    assert!(missing.is_empty(), "not in the story: {missing:?}");
}

/// What the replay says of such a provider.
fn difference(recorded: &Trace, bend: impl FnOnce(Wrapping) -> Wrapping) -> ReplayDifference {
    let mapi = machine_of(bend, TraceDetail::Whole, true, User::absent());
    match replay(recorded, &mapi, "P") {
        Ok(replayed) => panic!("no difference, {replayed:?}\n{}", mapi.trace()),
        Err(difference) => difference,
    }
}

/// The replay against this provider ends at such a line, where this was called and that came.
fn is_told(recorded: &Trace, bend: impl FnOnce(Wrapping) -> Wrapping, called: &str, came: &str) {
    let difference = difference(recorded, bend);
    assert!(
        difference.called.contains(called) && difference.came.contains(came),
        "{called} and {came} are not in {difference}"
    );
    let text = recorded.to_json_lines().unwrap();
    let line = text.lines().nth(difference.line - 1).unwrap();
    let is_answer = ["\"kind\":\"return\"", "\"kind\":\"fact\"", "\"kind\":\"call\""];
    assert!(is_answer.iter().any(|kind| line.contains(kind)), "{difference}\n{line}");
}

/// A service whose entry point does this.
fn service(
    entry: impl Fn(&dyn ServiceEntry, &ServiceRequest<'_>) -> MapiResult<()> + Send + Sync + 'static,
) -> impl FnOnce(Wrapping) -> Wrapping {
    |provider| provider.service(OnService::new().msg_service_entry(entry))
}

const CONTEXTS: [ServiceContext; 8] = [
    ServiceContext::Install,
    ServiceContext::Create,
    ServiceContext::Configure,
    ServiceContext::Delete,
    ServiceContext::Uninstall,
    ServiceContext::ProviderCreate,
    ServiceContext::ProviderDelete,
    ServiceContext::Other(99),
];

#[test]
fn another_code_of_an_entry_point_is_told_in_every_context() {
    let recorded = recorded();
    for context in CONTEXTS {
        let fails = move |inner: &dyn ServiceEntry, request: &ServiceRequest<'_>| {
            if request.context == context {
                return Err(MAPI_E_CALL_FAILED.into());
            }
            inner.msg_service_entry(request)
        };
        is_told(&recorded, service(fails), "MSGSERVICEENTRY", "MSGSERVICEENTRY MAPI_E_CALL_FAILED");
        let panics = move |inner: &dyn ServiceEntry, request: &ServiceRequest<'_>| {
            assert!(request.context != context, "the entry point panics");
            inner.msg_service_entry(request)
        };
        is_told(&recorded, service(panics), "MSGSERVICEENTRY", "PANICKED");
    }
}

/// What the inner entry point answers, with a change to its failures.
fn failing_with(
    change: impl Fn(MapiError) -> MapiError + Send + Sync + 'static,
) -> impl FnOnce(Wrapping) -> Wrapping {
    service(move |inner, request| inner.msg_service_entry(request).map_err(&change))
}

#[test]
fn what_an_entry_point_says_and_writes_is_told() {
    let recorded = recorded();
    // Page msgserviceentry: a user who cancels is MAPI_E_USER_CANCEL.
    let cancelled = |error: MapiError| {
        if error.code() == MAPI_E_USER_CANCEL { MAPI_E_UNCONFIGURED.into() } else { error }
    };
    is_told(&recorded, failing_with(cancelled), "MSGSERVICEENTRY", "MAPI_E_UNCONFIGURED");
    let other_text =
        |error: MapiError| MapiError::with_detail(error.code(), MapiErrorDetail::new("something went wrong"));
    is_told(&recorded, failing_with(other_text), "IMsgServiceAdmin::GetLastError", "something went wrong");
    // Page iprovideradmin-createprovider: what is written is what GetProps of the section has.
    let writes_more = service(|inner, request| {
        inner.msg_service_entry(request)?;
        let section = request.provider_admin.open_profile_section(None, None, OpenSectionFlags::MAPI_MODIFY);
        if let (ServiceContext::ProviderCreate, Ok(section)) = (request.context, section) {
            section.set_props(&[PropValue::new(tags::PR_COMMENT_W, "not asked for")])?;
        }
        Ok(())
    });
    is_told(&recorded, writes_more, "IProfSect::GetPropList", "PR_COMMENT_W");
    let deletes_itself = service(|inner, request| {
        inner.msg_service_entry(request)?;
        if request.context != ServiceContext::Configure {
            return Ok(());
        }
        let table = request.provider_admin.get_provider_table(StringWidth::MAPI_UNICODE)?;
        let row = table.query_rows(1, QueryRowsFlags::empty())?.remove(0);
        let uid = row.get(tags::PR_PROVIDER_UID).and_then(PropValue::as_binary).map(<[u8]>::to_vec);
        let uid = uid.and_then(|uid| uid.try_into().ok()).map(MapiUid::from_bytes);
        request.provider_admin.delete_provider(&uid.ok_or(MAPI_E_NOT_FOUND)?)
    });
    is_told(&recorded, deletes_itself, "", "");
}

/// Another dialog than the inner entry point shows, or none.
fn other_dialog(
    change: impl Fn(Dialog) -> Dialog + Send + Sync + 'static,
) -> impl FnOnce(Wrapping) -> Wrapping {
    move |provider| {
        provider.window(OnWindow::new().show(move |inner, dialog| inner.show(&change(dialog.clone()))))
    }
}

#[test]
fn another_dialog_is_told() {
    let recorded = recorded();
    let titled = |mut dialog: Dialog| {
        dialog.title = "Something else".to_owned();
        dialog
    };
    is_told(&recorded, other_dialog(titled), "IMSProvider::Logon", "the dialog \"Something else\"");
    let silent = |provider: Wrapping| {
        provider.window(
            OnWindow::new()
                .show(|_, _| DialogAnswer::Completed(vec![("password".to_owned(), SECRET.to_owned())])),
        )
    };
    is_told(&recorded, silent, "IMSProvider::Logon", "");
    let twice = |provider: Wrapping| {
        provider.window(OnWindow::new().show(|inner, dialog| {
            inner.show(dialog);
            inner.show(dialog)
        }))
    };
    is_told(&recorded, twice, "", "the dialog \"Password of");
    // Page msgserviceentry: without SERVICE_UI_ALLOWED nobody may be asked.
    let asks_always = service(|inner, request| {
        if request.flags.intersects(ServiceFlags::SERVICE_UI_ALLOWED | ServiceFlags::SERVICE_UI_ALWAYS) {
            return inner.msg_service_entry(request);
        }
        request.window.show(&Dialog::new("May I?"));
        inner.msg_service_entry(request)
    });
    is_told(&recorded, asks_always, "MSGSERVICEENTRY", "the dialog \"May I?\"");
}

/// The status object with this method in another form.
fn status(on: OnStatus) -> impl FnOnce(Wrapping) -> Wrapping {
    |provider| provider.status(on)
}

#[test]
fn another_answer_of_a_status_object_is_told() {
    let recorded = recorded();
    let no_sheet = OnStatus::new().settings_dialog(|_, _, _| Err(MAPI_E_NO_SUPPORT.into()));
    is_told(&recorded, status(no_sheet), "IMAPIStatus::SettingsDialog", "MAPI_E_NO_SUPPORT");
    let does_nothing = OnStatus::new().settings_dialog(|_, _, _| Ok(()));
    is_told(&recorded, status(does_nothing), "IMAPIStatus::SettingsDialog", "SettingsDialog S_OK");
    let below_another_window =
        OnStatus::new().settings_dialog(|inner, _, flags| inner.settings_dialog(ParentWindow::none(), flags));
    is_told(&recorded, status(below_another_window), "IMAPIStatus::SettingsDialog", "MAPI_E_UNCONFIGURED");
    // Page imapistatus-changepassword: the old password has to be right.
    let any_password = OnStatus::new().change_password(|inner, _, new, width| {
        let known = [SECRET, OTHER].map(MapiString::from);
        known
            .iter()
            .find_map(|old| inner.change_password(old, new, width).ok())
            .ok_or(MAPI_E_NO_ACCESS.into())
    });
    // To write it into the profile, the provider has MAPI open its section, and MAPI asks it about its store.
    is_told(&recorded, status(any_password), "IMAPIStatus::ChangePassword", "CompareStoreIDs S_OK");
    let forgets = OnStatus::new().change_password(|_, _, _, _| Ok(()));
    is_told(&recorded, status(forgets), "IMSProvider::CompareStoreIDs", "ChangePassword S_OK");
}

/// A provider that answers a phase of a fast shutdown in its own way.
struct Leaving(&'static str, Arc<dyn IMAPIProviderShutdown>);

impl Leaving {
    fn answer(&self, phase: &str, usual: MapiResult<()>) -> MapiResult<()> {
        if self.0 == phase { Err(MAPI_E_NO_SUPPORT.into()) } else { usual }
    }
}

impl IMAPIProviderShutdown for Leaving {
    fn query_fast_shutdown(&self) -> MapiResult<()> {
        self.answer("QueryFastShutdown", self.1.query_fast_shutdown())
    }

    fn notify_process_shutdown(&self) -> MapiResult<()> {
        self.answer("NotifyProcessShutdown", self.1.notify_process_shutdown())
    }

    fn do_fast_shutdown(&self) -> MapiResult<()> {
        self.answer("DoFastShutdown", self.1.do_fast_shutdown())
    }
}

#[test]
fn another_answer_to_a_client_that_leaves_is_told() {
    let recorded = recorded();
    for phase in ["QueryFastShutdown", "NotifyProcessShutdown", "DoFastShutdown"] {
        let own = OnProvider::new().provider_shutdown(move |inner| {
            let usual = Arc::clone(inner).provider_shutdown()?;
            Some(Arc::new(Leaving(phase, usual)) as Arc<dyn IMAPIProviderShutdown>)
        });
        is_told(
            &recorded,
            |provider| provider.provider(own),
            &format!("IMAPIProviderShutdown::{phase}"),
            "MAPI_E_NO_SUPPORT",
        );
    }
    let none = OnProvider::new().provider_shutdown(|_| None);
    is_told(&recorded, |provider| provider.provider(none), "IMAPIProviderShutdown::QueryFastShutdown", "");
}

/// Without secrets, a replay asks its own user for them, and says so if there is none.
#[test]
fn secrets_that_are_not_in_the_trace_are_asked_of_the_user_of_the_replay() {
    let quiet = there_and_back(&administration(TraceDetail::Whole, false));
    let text = quiet.to_json_lines().unwrap();
    assert!(!text.contains(SECRET) && !text.contains(OTHER), "{text}");
    let played = |user| {
        let mapi = machine_of(|provider| provider, TraceDetail::Whole, false, user);
        replay(&quiet, &mapi, "P")
    };
    let alone = played(User::absent()).unwrap_err();
    let first = &alone.not_played[0];
    assert!(
        first.contains("OpenMsgStore") && first.contains("or give the subsystem that plays a `User`"),
        "{alone}"
    );
    assert!(alone.to_string().contains(first), "{alone}");
    let fills = |password| Reply::fill("password", password);
    let helped =
        played(User::answering([fills(SECRET), fills(SECRET), fills(OTHER), fills(SECRET)])).unwrap_err();
    assert!(helped.not_played.iter().all(|why| why.contains("ChangePassword")), "{helped}");
    // The password that ConfigureMsgService passed is a secure property, which is not in the trace either.
    assert!(
        helped.called.contains("MSGSERVICEENTRY") && helped.came.contains("MAPI_E_UNCONFIGURED"),
        "{helped}"
    );
}

#[test]
fn a_property_that_is_secret_is_in_no_trace_that_was_not_asked_for_it() {
    let told = |secure| administration(TraceDetail::Whole, secure).to_json_lines().unwrap();
    let tag = format!("0x{:08X}", PR_REFERENCE_PASSWORD.raw());
    assert!(!told(false).contains(&tag) && told(true).contains(&tag));
    assert!(told(true).contains(SECRET));
}

#[test]
fn what_is_kept_besides_changes_neither_events_nor_text() {
    let (all, whole) = (administration(TraceDetail::All, false), administration(TraceDetail::Whole, true));
    assert_eq!(all.len(), whole.len());
    let words = |trace: &Trace| {
        trace
            .to_string()
            .lines()
            .map(|line| line.split('(').next().unwrap_or("").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(words(&all), words(&whole));
    there_and_back(&all);
}

/// What is left out asks no store provider, and says so.
#[test]
fn every_reason_names_who_is_not_asked() {
    let reasons: Vec<(Method, &str)> =
        Method::all().filter_map(|method| Some((method, not_played(method)?))).collect();
    for (method, why) in &reasons {
        let of_others = [Interface::IAddrBook, Interface::IMAPISession].contains(&method.interface());
        assert!(of_others && why.contains("asks no store provider"), "{method}: {why}");
    }
    let of_session = reasons.iter().filter(|(method, _)| method.interface() == Interface::IMAPISession);
    assert_eq!(of_session.count(), 6, "{reasons:?}");
}

#[test]
fn what_asks_no_provider_is_listed_with_its_line_and_the_rest_is_played() {
    let machine = || machine_of(|provider| provider, TraceDetail::Whole, true, super::administration::user());
    let mapi = machine();
    let session = mapi.logon("P", LogonExFlags::MAPI_NEW_SESSION).unwrap();
    drop(session.open_address_book(ParentWindow::none(), None, AddressBookFlags::empty()));
    drop(session.enum_adr_types(StringWidth::empty()));
    drop(session.query_default_message_opt(&MapiString::from("SMTP"), StringWidth::empty()));
    drop(crate::common::reference::open_with(&session, "mail", OpenStoreFlags::empty(), None).unwrap());
    drop(session);
    let recorded = mapi.trace();
    let replayed = replay(&recorded, &machine(), "P").unwrap();
    assert_eq!(replayed.not_played.len(), 3, "{replayed:?}");
    let lines = recorded.to_json_lines().unwrap();
    for why in &replayed.not_played {
        let (line, rest) = why.strip_prefix("line ").and_then(|why| why.split_once(':')).unwrap();
        let line = lines.lines().nth(line.parse::<usize>().unwrap() - 1).unwrap();
        let method = rest.split_once("IMAPISession::").unwrap().1.split('(').next().unwrap();
        assert!(line.contains(method) && why.ends_with("asks no store provider"), "{why}\n{line}");
    }
    assert!(replayed.answers > 5, "{replayed:?}");
}

/// What a provider in another language has logged of its entry point is played, and the user of the replay is asked.
#[test]
fn an_entry_point_that_a_provider_has_logged_is_played() {
    let logged = |code: HResult| {
        let at = r#""session":1,"method":"MSGSERVICEENTRY""#;
        let flags = ServiceFlags::SERVICE_UI_ALLOWED.bits();
        let values = format!(
            r#"[{{"name":"context","value":{{"word":"MSG_SERVICE_CONFIGURE"}}}},{{"name":"flags","value":{{"number":{flags}}}}}]"#
        );
        let lines = [
            r#"{"kind":"trace","format":"mapi-sim trace","version":1,"seen_from":"provider","dlls":["refstore.dll"]}"#.to_owned(),
            format!(r#"{{"kind":"call",{at},"from":"mapi","to":"service 1","args":{{"kind":"values","values":{values}}}}}"#),
            format!(r#"{{"kind":"return",{at},"from":"service 1","code":{{"hex":"0x{:08X}"}}}}"#, code.raw()),
            r#"{"kind":"end","events":2}"#.to_owned(),
        ];
        let cancels = User::answering([Reply::Cancel]);
        let mapi = machine_of(|provider| provider, TraceDetail::Whole, true, cancels);
        replay(&Trace::from_json_lines(&lines.join("\n")).unwrap(), &mapi, "P")
    };
    let replayed = logged(MAPI_E_USER_CANCEL).unwrap();
    assert_eq!((replayed.answers, replayed.not_played), (1, vec![]));
    let difference = logged(MAPI_E_UNCONFIGURED).unwrap_err();
    assert!(difference.line == 3 && difference.came.contains("MAPI_E_USER_CANCEL"), "{difference}");
}
