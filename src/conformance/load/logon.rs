//! What `Logon` accepts, refuses and asks.

use std::sync::Arc;

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    MachineOptions, NO_INTERFACE, Trial, Whose, calls, code_of, dialogs, dialogs_in, entry_id, get, inside,
    log_off, logon_supports, names, returns,
};
use crate::conformance::rule::{OrBreach, Verdict, dialogs_shown, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::{
    MAPI_E_FAILONEPROVIDER, MAPI_E_INTERFACE_NOT_SUPPORTED, MAPI_E_LOGON_FAILED, MAPI_E_SESSION_LIMIT,
    MAPI_E_UNCONFIGURED, MAPI_E_USER_CANCEL, S_OK,
};
use crate::mapi::iids::{IID_IMAPIProp, IID_IMsgStore, IID_IUnknown};
use crate::mapi::tags::{PR_ENTRYID, PR_RECORD_KEY, PR_STORE_ENTRYID};
use crate::mapi::{EntryId, HResult, MapiResult, MapiUid, OpenEntryFlags, OpenStoreFlags};
use crate::sim::{Reply, Session, Subsystem};
use crate::spi::{IMAPISession, IMsgStore, OpenEntryRequest, OpenStoreRequest};
use crate::trace::{Actor, Event, Method, Object, SupportNo, What};

conformance_area! {
    pub(super) logon, tests by __mapi_sim_tests_logon;
    LOGON_01 logon_01_the_usual_interfaces_are_served [];
    LOGON_02 logon_02_an_unknown_interface_is_refused [];
    LOGON_03 logon_03_logon_and_store_object_go_together [];
    LOGON_04 logon_04_each_store_works_with_its_own_support_object [second_store];
    LOGON_05 logon_05_a_missing_identifier_is_no_bad_parameter [];
    LOGON_06 logon_06_own_identifiers_open_the_store_wherever_they_come_from [];
    LOGON_07 logon_07_a_dead_identifier_leads_to_a_dialog [ui unreachable];
    LOGON_08 logon_08_no_dialog_where_it_is_forbidden [ui];
    LOGON_09 logon_09_credentials_are_checked_at_logon [password];
    LOGON_11 logon_11_a_deferred_failure_comes_later [unreachable];
    LOGON_13 logon_13_logon_does_not_start_the_spooler [submit];
    LOGON_14 logon_14_more_sessions_work_or_are_refused_politely [];
    LOGON_22 logon_22_a_temporary_logon_asks_nobody [ui];
}

/// [LOGON-01]
fn logon_01_the_usual_interfaces_are_served(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let id = machine.store_id(&session)?;
    for (name, interface) in USUAL {
        let store = open_as(&session, &id, interface)
            .or_breach(format_args!("Logon with lpInterface {name} for a store that is open"))?;
        let objects = (Subsystem::provider_store(&first), Subsystem::provider_store(&store));
        let same = matches!(objects, (Some(first), Some(store)) if Arc::ptr_eq(&first, &store));
        ensure(
            same,
            format_args!("the store object that is open already for lpInterface {name}"),
            "another store object",
            "Return the one object of an open store, whichever of its interfaces is asked for.",
        )?;
    }
    // A provider may refuse a second session [LOGON-14].
    drop(first);
    log_off(&session)?;
    for (name, interface) in USUAL {
        let session = machine.session()?;
        open_as(&session, &id, interface)
            .or_breach(format_args!("Logon with lpInterface {name} for a store that is not open"))?;
        log_off(&session)?;
    }
    Ok(())
}

/// The interfaces that every store has, with the names of their identifiers.
const USUAL: [(&str, Option<MapiUid>); 4] = [
    ("NULL", None),
    ("IID_IMsgStore", Some(IID_IMsgStore)),
    ("IID_IUnknown", Some(IID_IUnknown)),
    ("IID_IMAPIProp", Some(IID_IMAPIProp)),
];

/// [LOGON-02]
fn logon_02_an_unknown_interface_is_refused(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let id = machine.store_id(&session)?;
    let code = code_of(&open_as(&session, &id, Some(NO_INTERFACE)));
    ensure(
        code == MAPI_E_INTERFACE_NOT_SUPPORTED || trial.is_lenient() && code.is_failure(),
        format_args!("{MAPI_E_INTERFACE_NOT_SUPPORTED} for an interface that no store has"),
        code,
        "Check lpInterface before the store is opened.",
    )?;
    machine.no_deviation("LOGON-02")
}

/// [LOGON-03]
fn logon_03_logon_and_store_object_go_together(trial: &Trial) -> Verdict {
    for ends_by_session in [false, true] {
        let machine = trial.machine()?;
        let session = machine.session()?;
        let store = machine.open_store(&session)?;
        let logon = Arc::downgrade(&machine.logon_object(&store)?);
        let object = Arc::downgrade(
            &Subsystem::provider_store(&store).or_not_reached(way::BOTH_OBJECTS, "a store object")?,
        );
        if ends_by_session {
            log_off(&session)?;
        }
        drop(store);
        let left = (logon.upgrade().is_some(), object.upgrade().is_some());
        let route = if ends_by_session { "the session's logoff" } else { "the client's Release" };
        ensure(
            left == (false, false),
            format_args!("neither logon nor store object after {route} and the last Release"),
            format_args!("logon object alive: {}, store object alive: {}", left.0, left.1),
            "Let logon and store object share what they need, and neither hold the other.",
        )?;
    }
    Ok(())
}

/// [LOGON-04]
fn logon_04_each_store_works_with_its_own_support_object(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let second = machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty())?;
    let supports = logon_supports(&machine.trace());
    let mut expected = supports.into_iter();
    for (store, which) in [(first, "first"), (second, "second")] {
        let own = expected.next().or_not_reached(way::LOGON, "two calls of Logon")?;
        let before = machine.trace().events().len();
        drop(store);
        let trace = machine.trace().since(before);
        let foreign = trace.events().iter().find(|event| support_used(event).is_some_and(|used| used != own));
        ensure(
            foreign.is_none() || trial.is_lenient(),
            format_args!("work for the {which} store on the support object {own} of its own Logon"),
            foreign.map(|event| trace.line(event).trim().to_owned()).unwrap_or_default(),
            "Keep the support object of each Logon in the logon object that this Logon makes.",
        )?;
    }
    Ok(())
}

/// The support object that a provider calls or releases.
fn support_used(event: &Event) -> Option<SupportNo> {
    if let What::Call { from: Actor::Provider(_), to: Object::Support(support), .. }
    | What::Release { by: Actor::Provider(_), object: Object::Support(support), .. } = event.what
    {
        Some(support)
    } else {
        None
    }
}

/// [LOGON-05]
fn logon_05_a_missing_identifier_is_no_bad_parameter(trial: &Trial) -> Verdict {
    const STRICT: [HResult; 2] = [S_OK, MAPI_E_UNCONFIGURED];
    const LENIENT: [HResult; 4] = [S_OK, MAPI_E_UNCONFIGURED, MAPI_E_FAILONEPROVIDER, MAPI_E_LOGON_FAILED];
    let machine = trial.machine_with(MachineOptions::default().nameless())?;
    let session = machine.session()?;
    drop(machine.try_open(&session, StoreSlot::Nameless, OpenStoreFlags::MDB_NO_DIALOG)?);
    let trace = machine.trace();
    let returned = returns(&trace, Method::ProviderLogon);
    let code = returned.first().map(|(code, _)| *code).or_not_reached(way::LOGON, "a call of Logon")?;
    let accepted = if trial.is_lenient() { &LENIENT[..] } else { &STRICT[..] };
    ensure(
        accepted.contains(&code),
        format_args!(
            "a store found by other means, or {MAPI_E_UNCONFIGURED}, from Logon without an identifier"
        ),
        code,
        "Without an identifier look into the profile section, and ask the user where that is allowed.",
    )
}

/// [LOGON-06]
fn logon_06_own_identifiers_open_the_store_wherever_they_come_from(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let key = get(&*store, PR_RECORD_KEY, Whose::store("the store"))?;
    let section = machine.section(StoreSlot::Store)?;
    let from_section = machine.section_prop(&section, PR_ENTRYID).and_then(|value| value.as_entry_id());
    let from_section =
        from_section.or_not_reached(way::SECTION_PROPS, "PR_ENTRYID in the profile section after Logon")?;
    let from_store = entry_id(&*store, Whose::store("the store"))?;
    let from_store_entry_id = get(&*store, PR_STORE_ENTRYID, Whose::store("the store"))?.as_entry_id();
    let from_store_entry_id =
        from_store_entry_id.or_not_reached(way::STORE_PROPS, "a binary PR_STORE_ENTRYID of the store")?;
    drop(store);
    log_off(&session)?;
    for (id, origin) in [
        (from_section, "PR_ENTRYID of the profile section"),
        (from_store, "PR_ENTRYID of the store"),
        (from_store_entry_id, "PR_STORE_ENTRYID of the store"),
    ] {
        let session = machine.session()?;
        let opened = open_as(&session, &id, None).or_breach(format_args!("OpenMsgStore with {origin}"))?;
        let came = get(&*opened, PR_RECORD_KEY, Whose::store("the store"))?;
        ensure(
            came == key,
            format_args!("the store whose identifier {origin} is"),
            "a store with another PR_RECORD_KEY",
            "Open the store that the identifier names, wherever the identifier was kept.",
        )?;
    }
    Ok(())
}

/// [LOGON-07]
fn logon_07_a_dead_identifier_leads_to_a_dialog(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let opened = machine.try_open(&session, StoreSlot::Unreachable, OpenStoreFlags::empty())?;
    let (shown, code) = (dialogs(&machine.trace()), code_of(&opened));
    ensure(
        !shown.is_empty() && code == MAPI_E_USER_CANCEL,
        format_args!("a dialog to choose the store, and {MAPI_E_USER_CANCEL} when it is cancelled"),
        format_args!("{}, {code}", dialogs_shown(shown.len())),
        "Let the user choose where the store is before the logon is given up.",
    )
}

/// [LOGON-08]
fn logon_08_no_dialog_where_it_is_forbidden(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().nameless().user([Reply::Cancel]))?;
    let session = machine.session()?;
    for slot in [
        StoreSlot::Store,
        StoreSlot::Password,
        StoreSlot::Unconfigured,
        StoreSlot::Unreachable,
        StoreSlot::Nameless,
    ] {
        if machine.has(slot) {
            drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?);
        }
    }
    let trace = machine.trace();
    let shown: Vec<String> = (0..trace.count_of(Method::ProviderLogon))
        .flat_map(|nth| dialogs_in(&trace, inside(&trace, Method::ProviderLogon, nth)))
        .collect();
    ensure(
        shown.is_empty(),
        "no dialog while MDB_NO_DIALOG is set",
        format_args!("the dialog {}", shown.join(", ")),
        "Look at the flags of the request before a dialog is shown.",
    )
}

/// [LOGON-09]
fn logon_09_credentials_are_checked_at_logon(trial: &Trial) -> Verdict {
    for missing in [false, true] {
        let machine = trial.machine()?;
        if let Some(password) = trial.setup.password.as_ref().filter(|_| missing) {
            machine.edit(StoreSlot::Password, &[], &[password.right.tag()])?;
        }
        let session = machine.session()?;
        let opened = machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::MDB_NO_DIALOG)?;
        let Ok(store) = opened else { continue };
        let first = store.open_entry(&OpenEntryRequest::root());
        ensure(
            trial.is_lenient() && first.is_err(),
            format_args!("a failing Logon for a {} password", if missing { "missing" } else { "wrong" }),
            "an open store",
            "Check the credentials before a store object is made.",
        )?;
    }
    Ok(())
}

/// [LOGON-11]
fn logon_11_a_deferred_failure_comes_later(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let flags = OpenStoreFlags::MDB_NO_DIALOG.union(OpenStoreFlags::MAPI_DEFERRED_ERRORS);
    let Ok(store) = machine.try_open(&session, StoreSlot::Unreachable, flags)? else { return Ok(()) };
    let later = store.open_entry(&OpenEntryRequest::root().flags(OpenEntryFlags::empty()));
    ensure(
        later.is_err(),
        "the failure that Logon deferred from a later call on a store that cannot be reached",
        "a root folder",
        "Fail at the call that needs the store.",
    )
}

/// [LOGON-14]
fn logon_14_more_sessions_work_or_are_refused_politely(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let first = machine.session()?;
    let store = machine.open_store(&first)?;
    for _ in 0..2 {
        let session = machine.session()?;
        let code = code_of(&machine.try_open(&session, StoreSlot::Store, OpenStoreFlags::MDB_NO_DIALOG)?);
        ensure(
            [S_OK, MAPI_E_SESSION_LIMIT].contains(&code),
            format_args!("success or {MAPI_E_SESSION_LIMIT} in a further session"),
            code,
            "A limit of sessions has a code of its own.",
        )?;
    }
    get(&*store, PR_RECORD_KEY, Whose::store("the store of the first session")).map(drop)
}

/// [LOGON-22]
fn logon_22_a_temporary_logon_asks_nobody(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().user([Reply::Cancel]))?;
    let session = machine.session()?;
    for slot in [StoreSlot::Store, StoreSlot::Second].into_iter().filter(|slot| machine.has(*slot)) {
        drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_TEMPORARY)?);
    }
    let shown = dialogs(&machine.trace());
    ensure(
        shown.is_empty() || trial.is_lenient(),
        "no dialog in a temporary logon with a complete section",
        format_args!("the dialog {}", shown.join(", ")),
        "A logon with MDB_TEMPORARY is there to read from the profile section.",
    )
}

/// [LOGON-13]
fn logon_13_logon_does_not_start_the_spooler(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let mut held = vec![machine.open_store(&session)?, machine.open_store(&session)?];
    if machine.has(StoreSlot::Second) {
        held.push(machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty())?);
    }
    let trace = machine.trace();
    let in_logon = |nth| calls(inside(&trace, Method::ProviderLogon, nth));
    let mut made: Vec<Method> = (0..trace.count_of(Method::ProviderLogon)).flat_map(in_logon).collect();
    made.retain(|method| [Method::SupportPrepareSubmit, Method::SupportSpoolerNotify].contains(method));
    ensure(
        made.is_empty(),
        "neither PrepareSubmit nor SpoolerNotify during Logon",
        names(&made),
        "Both wait for the spooler, which logs on after the client: call them when there is a message to send.",
    )
}

fn open_as(session: &Session, id: &EntryId, interface: Option<MapiUid>) -> MapiResult<Arc<dyn IMsgStore>> {
    let flags = OpenStoreFlags::MDB_NO_DIALOG;
    let request = OpenStoreRequest::new(id).flags(flags).interface(interface);
    Ok(session.open_msg_store(&request)?.value)
}
