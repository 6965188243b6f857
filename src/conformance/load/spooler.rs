//! The spooler's logon.

use std::sync::Arc;

use crate::catalogue::RuleId;
use crate::conformance::declare::StoreSlot;
use crate::conformance::machine::{
    Machine, MachineOptions, Trial, Whose, code_of, dialogs, entry_id, get, returns, root_folder, rows_of,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, way};
use crate::conformance_area;
use crate::mapi::codes::{MAPI_E_LOGON_FAILED, MAPI_E_NO_SUPPORT, MAPI_E_UNCONFIGURED, S_OK};
use crate::mapi::tags::{
    PR_ADDRTYPE_W, PR_DISPLAY_NAME_W, PR_EMAIL_ADDRESS_W, PR_MESSAGE_CLASS_W, PR_RECIPIENT_TYPE,
    PR_RECORD_KEY, PR_SUBJECT_W,
};
use crate::mapi::{
    CreateMessageFlags, EntryId, LockState, ModifyRecipientsFlags, OpenEntryFlags, OpenStoreFlags, PropValue,
    RecipientType, Row, SaveChangesFlags, SubmitFlags,
};
use crate::sim::SpoolerStore;
use crate::sim::{Reply, SpoolerModel};
use crate::spi::{IMessage, IMsgStore, OpenEntryRequest};
use crate::trace::{Fact, Method, SpoolerPair, What};

conformance_area! {
    pub(super) spooler, tests by __mapi_sim_tests_spooler;
    SPOOL_01 spool_01_the_spooler_can_log_on_alone [mail];
    SPOOL_03 spool_03_validation_data_holds_no_addresses [mail];
    SPOOL_06 spool_06_the_spoolers_store_object_is_marked [mail submit];
    SPOOL_07 spool_07_spooler_only_work_is_refused_to_clients [mail submit];
    SPOOL_08 spool_08_the_spooler_sees_no_dialog [mail password];
    SPOOL_11 spool_11_coupling_is_no_excuse [mail default_store transport_coupled];
    SPOOL_13 spool_13_spooler_logon_keeps_its_support_object [mail];
    SPOOL_14 spool_14_other_transports_messages_go_the_ordinary_way [mail submit transport_coupled];
}

/// [SPOOL-01]
fn spool_01_the_spooler_can_log_on_alone(trial: &Trial) -> Verdict {
    let options = MachineOptions::default().spooler(SpoolerModel::OwnProcess).user([Reply::Cancel]);
    let machine = trial.machine_with(options)?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let held = machine.run_spooler();
    let code = returns(&machine.trace(), Method::ProviderSpoolerLogon).pop().map(|(code, _)| code);
    ensure(
        !held.is_empty(),
        "a SpoolerLogon in another process that succeeds without dialog, by profile and validation data alone",
        code.map_or_else(|| "no call of SpoolerLogon".to_owned(), |code| code.to_string()),
        "Put path, credentials and the like into the profile section or the validation data.",
    )
}

/// [SPOOL-03] In another process, with a copy of the bytes.
fn spool_03_validation_data_holds_no_addresses(trial: &Trial) -> Verdict {
    let options = MachineOptions::default().spooler(SpoolerModel::OwnProcess).right_password();
    let machine = trial.machine_with(options)?;
    let session = machine.session()?;
    let store = machine.open(&session, StoreSlot::Store, OpenStoreFlags::MDB_WRITE)?;
    let own = get(&*store, PR_RECORD_KEY, Whose::store("the client's store"))?;
    let held = machine.run_spooler();
    let pair = held
        .first()
        .or_not_reached(way::SPOOLER_ALONE, "a successful SpoolerLogon in a process of its own")?;
    let theirs = get(&*pair.store, PR_RECORD_KEY, Whose::store("the spooler's store"))?;
    ensure(own == theirs, "the client's store in the spooler's process", "another store", "")
}

/// [SPOOL-06] The mark shows in a method that only the spooler may call.
fn spool_06_the_spoolers_store_object_is_marked(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let pair = spoolers_pair(&machine)?;
    let theirs = code_of(&pair.store.get_outgoing_queue(0));
    ensure(
        theirs == S_OK,
        "the outgoing queue for the spooler",
        theirs,
        "Remember in the store object of SpoolerLogon that it is the spooler's.",
    )?;
    let own = code_of(&store.get_outgoing_queue(0));
    ensure(
        own != S_OK || same_objects(&machine),
        "no outgoing queue for a client",
        own,
        "Remember in the store object of SpoolerLogon that it is the spooler's.",
    )
}

/// [SPOOL-07]
fn spool_07_spooler_only_work_is_refused_to_clients(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let pair = spoolers_pair(&machine)?;
    if same_objects(&machine) && trial.is_lenient() {
        return Ok(());
    }
    let id = submitted(&*store, "user@example.com")?;
    lock(&pair, &id, rules::SPOOL_07)?;
    let refused = code_of(&store.finished_msg(0, &id));
    ensure(
        refused == MAPI_E_NO_SUPPORT,
        format!("{MAPI_E_NO_SUPPORT} from FinishedMsg on a client's store object"),
        refused,
        "FinishedMsg is the spooler's: look whether the store object came from SpoolerLogon.",
    )?;
    pair.store.finished_msg(0, &id).or_breach("FinishedMsg on the spooler's store object")
}

/// [SPOOL-08]
fn spool_08_the_spooler_sees_no_dialog(trial: &Trial) -> Verdict {
    let machine = trial.machine_with(MachineOptions::default().right_password().user([Reply::Cancel]))?;
    let session = machine.session()?;
    let _store = machine.open(&session, StoreSlot::Password, OpenStoreFlags::MDB_WRITE)?;
    let wrong = trial.setup.password.as_ref().map(|password| password.wrong.clone());
    machine.edit(StoreSlot::Password, wrong.as_slice(), &[])?;
    let before = machine.trace().events().len();
    machine.run_spooler();
    let trace = machine.trace().since(before);
    let shown = dialogs(&trace);
    ensure(
        shown.is_empty(),
        "no dialog in a SpoolerLogon with MDB_NO_DIALOG",
        format!("the dialog {}", shown.join(", ")),
        "Look at the flags of the request before a dialog is shown.",
    )?;
    let code = returns(&trace, Method::ProviderSpoolerLogon).first().map(|(code, _)| *code);
    let code = code.or_not_reached(way::SPOOLER_LOGON, "a call of SpoolerLogon")?;
    ensure(
        code.is_success() || trial.is_lenient() || [MAPI_E_LOGON_FAILED, MAPI_E_UNCONFIGURED].contains(&code),
        format!("success, or {MAPI_E_LOGON_FAILED} from a SpoolerLogon that cannot be completed in silence"),
        code,
        "",
    )
}

/// [SPOOL-11]
fn spool_11_coupling_is_no_excuse(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    let pair = machine.run_spooler().into_iter().next();
    pair.map(drop).or_breach("a SpoolerLogon that succeeds though a transport is coupled with the store")
}

/// [SPOOL-13]
fn spool_13_spooler_logon_keeps_its_support_object(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let _store = machine.open_store(&session)?;
    machine.run_spooler();
    machine.no_deviation("SPOOL-13")
}

/// [SPOOL-14]
fn spool_14_other_transports_messages_go_the_ordinary_way(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let pair = spoolers_pair(&machine)?;
    let id = submitted(&*store, "user@example.com")?;
    let queue = pair
        .store
        .get_outgoing_queue(0)
        .or_not_reached(way::OUTGOING_QUEUE, "GetOutgoingQueue for the spooler")?;
    let rows = rows_of(&*queue, "the outgoing queue")?;
    ensure(
        rows.len() == 1,
        "a message for another transport in the outgoing queue",
        format!("{} messages", rows.len()),
        "Only messages that the store's own transport takes stay out of the queue.",
    )?;
    lock(&pair, &id, rules::SPOOL_14)?;
    pair.store.finished_msg(0, &id).or_breach("FinishedMsg on the spooler's store object")
}

/// What the spooler holds of the first store.
fn spoolers_pair(machine: &Machine) -> Reached<SpoolerStore> {
    machine.run_spooler().into_iter().next().or_not_reached(way::SPOOLER_LOGON, "a successful SpoolerLogon")
}

/// Whether step 9 gave the client's very objects.
pub(super) fn same_objects(machine: &Machine) -> bool {
    let trace = machine.trace();
    trace
        .events()
        .iter()
        .any(|event| matches!(event.what, What::Fact(Fact::SpoolerPair(_, SpoolerPair::SameObjects))))
}

/// Locks a submitted message for sending, as the spooler does; `rule` asks for that.
fn lock(pair: &SpoolerStore, id: &EntryId, rule: RuleId) -> Verdict {
    let opened = pair.store.open_entry(&OpenEntryRequest::new(id).flags(OpenEntryFlags::MAPI_MODIFY));
    let message = opened.or_not_reached(rule, "OpenEntry of the submitted message on the spooler's store")?;
    let message = message.into_message().or_not_reached(rule, "a message")?;
    pair.store
        .set_lock_state(&message, LockState::Locked)
        .or_not_reached(rule, "SetLockState on the spooler's store")
}

/// A message to one recipient, submitted; its identifier.
fn submitted(store: &dyn IMsgStore, address: &str) -> Reached<EntryId> {
    let root = root_folder(store, OpenEntryFlags::MAPI_MODIFY)?;
    let message =
        root.create_message(None, CreateMessageFlags::empty()).or_not_reached(way::WRITE, "CreateMessage")?;
    let props =
        [PropValue::new(PR_SUBJECT_W, "from the kit"), PropValue::new(PR_MESSAGE_CLASS_W, "IPM.Note")];
    message.set_props(&props).or_not_reached(way::WRITE, "SetProps of a new message")?;
    let recipient = Row::new(vec![
        PropValue::new(PR_DISPLAY_NAME_W, address),
        PropValue::new(PR_EMAIL_ADDRESS_W, address),
        PropValue::new(PR_ADDRTYPE_W, "SMTP"),
        PropValue::new(PR_RECIPIENT_TYPE, RecipientType::To),
    ]);
    message
        .modify_recipients(ModifyRecipientsFlags::MODRECIP_ADD, &[recipient])
        .or_not_reached(way::WRITE, "ModifyRecipients of a new message")?;
    message
        .save_changes(SaveChangesFlags::KEEP_OPEN_READWRITE)
        .or_not_reached(way::WRITE, "SaveChanges of a new message")?;
    let id = entry_id(&*message, Whose::object("a new message"))?;
    message
        .submit_message(SubmitFlags::empty())
        .or_not_reached(way::SUBMIT, "SubmitMessage, since `submit` is declared")?;
    drop::<Arc<dyn IMessage>>(message);
    Ok(id)
}
