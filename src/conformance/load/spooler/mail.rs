//! What the spooler does with the store, and clients may not.

use super::openings::{MODELS, Opened, each_opening, openings, place};
use super::rules;
use std::sync::Arc;

use crate::catalogue::RuleId;
use crate::conformance::machine::{
    Machine, Trial, Whose, code_of, entry_id, new_message, root_folder, rows_of, save,
};
use crate::conformance::rule::{OrBreach, Reached, Verdict, ensure, way};
use crate::mapi::codes::{MAPI_E_NO_SUPPORT, S_OK};
use crate::mapi::tags::{
    PR_ADDRTYPE_W, PR_DISPLAY_NAME_W, PR_EMAIL_ADDRESS_W, PR_MESSAGE_CLASS_W, PR_RECIPIENT_TYPE, PR_SUBJECT_W,
};
use crate::mapi::{
    EntryId, LockState, ModifyRecipientsFlags, OpenEntryFlags, PropValue, RecipientType, Row,
    SaveChangesFlags, SubmitFlags,
};
use crate::sim::SpoolerStore;
use crate::spi::{IMessage, IMsgStore, OpenEntryRequest};
use crate::trace::{Fact, SpoolerPair, What};

/// [SPOOL-06] The mark shows in a method that only the spooler may call.
pub(super) fn spool_06_the_spoolers_store_object_is_marked(trial: &Trial) -> Verdict {
    each_opening(trial, &openings(trial), &MODELS, |opening, model, opened| {
        let Opened { machine, session, store } = opened;
        let pair = opened.pair().or_not_reached(way::SPOOLER_ALONE, "a successful SpoolerLogon")?;
        let theirs = code_of(&pair.store.get_outgoing_queue(0));
        ensure(
            theirs == S_OK,
            format_args!("the outgoing queue of {} for the spooler {}", opening.name, place(model)),
            theirs,
            MARK,
        )?;
        let again = opening.open_again(machine, session)?;
        for (store, whose) in
            [(Some(store), "the store"), (again.as_ref().ok(), "the store, opened once more")]
        {
            let Some(own) = store.map(|store| code_of(&store.get_outgoing_queue(0))) else { continue };
            ensure(
                own != S_OK || same_objects(machine),
                format_args!("no outgoing queue of {} for a client that has {whose}", opening.name),
                own,
                MARK,
            )?;
        }
        Ok(())
    })
}

const MARK: &str = "Remember in the store object of SpoolerLogon that it is the spooler's.";

/// [SPOOL-07]
pub(super) fn spool_07_spooler_only_work_is_refused_to_clients(trial: &Trial) -> Verdict {
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
        format_args!("{MAPI_E_NO_SUPPORT} from FinishedMsg on a client's store object"),
        refused,
        "FinishedMsg is the spooler's: look whether the store object came from SpoolerLogon.",
    )?;
    pair.store.finished_msg(0, &id).or_breach("FinishedMsg on the spooler's store object")
}

/// [SPOOL-14]
pub(super) fn spool_14_other_transports_messages_go_the_ordinary_way(trial: &Trial) -> Verdict {
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
        format_args!("{} messages", rows.len()),
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
pub(in crate::conformance::load) fn same_objects(machine: &Machine) -> bool {
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
    let props =
        [PropValue::new(PR_SUBJECT_W, "from the kit"), PropValue::new(PR_MESSAGE_CLASS_W, "IPM.Note")];
    let message = new_message(&*root, &props)?;
    let recipient = Row::new(vec![
        PropValue::new(PR_DISPLAY_NAME_W, address),
        PropValue::new(PR_EMAIL_ADDRESS_W, address),
        PropValue::new(PR_ADDRTYPE_W, "SMTP"),
        PropValue::new(PR_RECIPIENT_TYPE, RecipientType::To),
    ]);
    message
        .modify_recipients(ModifyRecipientsFlags::MODRECIP_ADD, &[recipient])
        .or_not_reached(way::WRITE, "ModifyRecipients of a new message")?;
    save(&*message, SaveChangesFlags::KEEP_OPEN_READWRITE)?;
    let id = entry_id(&*message, Whose::object("a new message"))?;
    message
        .submit_message(SubmitFlags::empty())
        .or_not_reached(way::SUBMIT, "SubmitMessage, since `submit` is declared")?;
    drop::<Arc<dyn IMessage>>(message);
    Ok(id)
}
