//! `Logon` for a store that is open on the provider object.

use std::sync::Arc;

use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    Machine, MachineOptions, NO_INTERFACE, Trial, calls, calls_on, dialogs, inside, logon_supports, names,
    returns,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::MAPI_E_INTERFACE_NOT_SUPPORTED;
use crate::mapi::{OpenStoreFlags, WrappedStoreEntryId};
use crate::sim::{Session, Subsystem};
use crate::spi::{IMAPISession, IMsgStore, OpenStoreRequest};
use crate::trace::{Method, Out};

conformance_area! {
    pub(super) already_open, tests by __mapi_sim_tests_already_open;
    LOAD_21 load_21_an_open_store_is_found_by_its_identifier [];
    LOAD_22 load_22_a_choice_is_held_against_the_open_stores [ui chooses_store];
    LOAD_23 load_23_an_open_store_is_returned_as_the_same_object [];
    LOAD_24 load_24_an_open_store_gets_no_logon_object [];
    LOAD_25 load_25_an_open_store_leaves_the_support_object_alone [];
    LOAD_26 load_26_an_open_store_registers_nothing_again [];
    LOAD_27 load_27_an_open_store_asks_nobody [ui password];
}

/// [LOAD-21]
fn load_21_an_open_store_is_found_by_its_identifier(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let Some(other) = trial.setup.other_id.clone() else {
        return same_object(&first, &machine.open_store(&session)?, "the same identifier");
    };
    let wrapped = WrappedStoreEntryId { dll_name: (&*trial.setup.dll.name).into(), store: other };
    let id = wrapped.encode().map_err(crate::mapi::MapiError::from).or_breach("WrapStoreEntryID")?;
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG);
    let again = session.open_msg_store(&request).or_breach("OpenMsgStore with the other identifier")?;
    same_object(&first, &again.value, "another identifier of the store")
}

/// [LOAD-22]
fn load_22_a_choice_is_held_against_the_open_stores(trial: &Trial) -> Verdict {
    let replies = trial.setup.chooses_store.clone();
    (!replies.is_empty()).then_some(()).or_not_reached(
        way::CHOICE,
        "a fixture with Setup::chooses_store, since `chooses_store` is declared",
    )?;
    let machine = trial.machine_with(MachineOptions::default().nameless().user(replies))?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let chosen = machine.try_open(&session, StoreSlot::Nameless, OpenStoreFlags::empty())?;
    let chosen = chosen.or_not_reached(
        way::CHOICE,
        "OpenMsgStore of a section without identifier, the store being chosen",
    )?;
    same_object(&first, &chosen, "a choice in a dialog")?;
    let made = calls(inside(&machine.trace(), Method::ProviderLogon, 1));
    ensure(
        !made.contains(&Method::SupportModifyStatusRow),
        "no status row for a store that is open",
        names(&made),
        "Look for the store among the open ones once more after the dialog.",
    )
}

/// [LOAD-23]
fn load_23_an_open_store_is_returned_as_the_same_object(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let again = machine.open_store(&session)?;
    same_object(&first, &again, "the same identifier")?;
    let id = machine.store_id(&session)?;
    let request = OpenStoreRequest::new(&id).flags(OpenStoreFlags::MDB_NO_DIALOG).interface(NO_INTERFACE);
    let refused = session.open_msg_store(&request);
    let code = refused.as_ref().map_or_else(crate::mapi::MapiError::code, crate::mapi::Warned::code);
    ensure(
        code == MAPI_E_INTERFACE_NOT_SUPPORTED,
        format_args!("{MAPI_E_INTERFACE_NOT_SUPPORTED} for an interface that the open store does not have"),
        code,
        "Check lpInterface also for a store that is open.",
    )
}

/// [LOAD-24]
fn load_24_an_open_store_gets_no_logon_object(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let (_held, _session) = opened_twice(&machine)?;
    machine.no_deviation("LOAD-24")?;
    let out = returns(&machine.trace(), Method::ProviderLogon).pop();
    let again = matches!(out, Some((_, Out::Logon { logon: true, .. })));
    ensure(
        !again || trial.is_lenient(),
        "no logon object from a Logon for a store that is open",
        "the logon object of the first Logon",
        "Use LogonAnswer::already_open.",
    )
}

/// [LOAD-25]
fn load_25_an_open_store_leaves_the_support_object_alone(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let (held, session) = opened_twice(&machine)?;
    machine.no_deviation("LOAD-25")?;
    drop(held);
    drop(session);
    let trace = machine.trace();
    let second = logon_supports(&trace).pop().or_not_reached(way::LOGON, "two calls of Logon")?;
    let during = calls(inside(&trace, Method::ProviderLogon, 1)).len();
    let all = calls_on(&trace, second).len();
    ensure(
        all <= during,
        "no call on the support object of the second Logon once that call has returned",
        format_args!("{} later calls", all.saturating_sub(during)),
        "Work for the store goes to the support object of its first Logon.",
    )
}

/// [LOAD-26]
fn load_26_an_open_store_registers_nothing_again(trial: &Trial) -> Verdict {
    const RULED_OUT: [Method; 3] =
        [Method::SupportOpenProfileSection, Method::SupportSetProviderUid, Method::SupportModifyStatusRow];
    let machine = trial.machine()?;
    let (_held, _session) = opened_twice(&machine)?;
    let trace = machine.trace();
    let mut made = calls(inside(&trace, Method::ProviderLogon, 1));
    made.retain(|method| RULED_OUT.contains(method));
    ensure(
        made.is_empty(),
        "no section, MAPIUID or status row through the support object of the second Logon",
        names(&made),
        "Return the open store before the support object is used.",
    )?;
    let data = match returns(&trace, Method::ProviderLogon).pop() {
        Some((_, Out::Logon { security, .. })) => security,
        Some(_) | None => 0,
    };
    ensure(
        data == 0,
        "no validation data from the second Logon",
        format_args!("{data} bytes"),
        "Use LogonAnswer::already_open.",
    )
}

/// [LOAD-27] A refusal is allowed, a dialog is not.
fn load_27_an_open_store_asks_nobody(trial: &Trial) -> Verdict {
    let typed = trial.setup.password.as_ref().map(|password| password.typed.clone());
    let options = MachineOptions::default().right_password().user(typed.unwrap_or_default());
    let machine = trial.machine_with(options)?;
    let session = machine.session()?;
    let _store = machine.open(&session, StoreSlot::Password, OpenStoreFlags::empty())?;
    let before = machine.trace().events().len();
    let wrong = trial.setup.password.as_ref().map(|password| password.wrong.clone());
    machine.edit(StoreSlot::Password, wrong.as_slice(), &[])?;
    drop(machine.try_open(&session, StoreSlot::Password, OpenStoreFlags::empty())?);
    let shown = dialogs(&machine.trace().since(before));
    ensure(
        shown.is_empty(),
        "no dialog for a store that is open",
        format_args!("the dialog {}", shown.join(", ")),
        "Return the open store before credentials are checked.",
    )
}

/// The pointers of a client that opened the first store twice, and its session.
type Twice = (Vec<Arc<dyn IMsgStore>>, Arc<Session>);

fn opened_twice(machine: &Machine) -> Reached<Twice> {
    let session = machine.session()?;
    let stores = vec![machine.open_store(&session)?, machine.open_store(&session)?];
    Ok((stores, session))
}

fn same_object(first: &Arc<dyn IMsgStore>, again: &Arc<dyn IMsgStore>, by: &str) -> Verdict {
    let objects = (Subsystem::provider_store(first), Subsystem::provider_store(again));
    let same = matches!(objects, (Some(first), Some(again)) if Arc::ptr_eq(&first, &again));
    ensure(
        same,
        format_args!("the store object that is open already, for a Logon by {by}"),
        "another store object",
        "Keep the open stores in the provider object and return the one that is named.",
    )
}
