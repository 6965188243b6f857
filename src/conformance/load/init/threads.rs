//! Calls from threads that made none of the objects.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{Machine, MachineOptions, StoreWalk, Trial, calls_of, code_of, log_off};
use crate::conformance::rule::{Reached, Verdict, ensure};
use crate::mapi::codes::S_OK;
use crate::mapi::{
    GetPropsFlags, LogoffFlags, MapiResult, OpenEntryFlags, OpenStoreFlags, QueryColumnsFlags,
    QueryRowsFlags, StringWidth, TableFlags,
};
use crate::spi::{IMAPITable, IMSLogon, IMsgStore, OpenEntryRequest};

/// [INIT-17] The same course of events on one thread, and with each call on a thread of its own. No two calls are made at the
/// same time, so that the verdict is the same each time.
pub(super) fn init_17_objects_serve_every_thread(trial: &Trial) -> Verdict {
    let one = course(trial, &Threads::One)?;
    // What succeeds on one thread is the question of this rule on others.
    let many = course(trial, &Threads::Many).map_err(|stopped| stopped.breach().clone().help(HELP))?;
    let ends = [one.len(), many.len()].into_iter().max().unwrap_or_default();
    let answer =
        |answers: &[String], at: usize| answers.get(at).cloned().unwrap_or_else(|| "no call".to_owned());
    for at in 0..ends {
        let (expected, got) = (answer(&one, at), answer(&many, at));
        ensure(
            expected == got,
            format_args!("{expected} from whatever thread the call comes, as where all calls come from one"),
            format_args!("{got} with each call on a thread of its own"),
            HELP,
        )?;
    }
    Ok(())
}

const HELP: &str = "Keep nothing of an object in the thread that made it, and let every thread in.";

/// Which threads a client has.
enum Threads {
    One,
    Many,
}

impl Threads {
    /// Makes a call and waits for its return.
    fn on<T: Send>(&self, call: impl FnOnce() -> T + Send) -> T {
        match self {
            Self::One => call(),
            Self::Many => {
                let (mut call, mut answer) = (Some(call), None);
                let ended = on_another_thread(&mut || answer = call.take().map(|call| call()));
                // A call without an answer has panicked.
                answer.unwrap_or_else(|| resume_unwind(ended.err().unwrap_or_else(|| Box::new(()))))
            }
        }
    }
}

/// Compiled once, not for each call.
fn on_another_thread(call: &mut (dyn FnMut() + Send)) -> thread::Result<()> {
    thread::scope(|scope| scope.spawn(call).join())
}

/// What the provider answers while a client opens its stores, looks at what is in one of them, and ends.
fn course(trial: &Trial, threads: &Threads) -> Reached<Vec<String>> {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = threads.on(|| machine.session())?;
    let store = threads.on(|| machine.open_store(&session))?;
    let again = threads.on(|| machine.try_open(&session, StoreSlot::Store, OpenStoreFlags::MDB_NO_DIALOG))?;
    let second = machine
        .has(StoreSlot::Second)
        .then(|| threads.on(|| machine.try_open(&session, StoreSlot::Second, OpenStoreFlags::MDB_NO_DIALOG)));
    if trial.has(Capability::Mail) {
        threads.on(|| drop(machine.run_spooler()));
    }
    let mut answers = Answers { threads, got: Vec::new() };
    look_around(&mut answers, &machine, &store)?;
    let Answers { got, .. } = answers;
    threads.on(move || drop((again, second)));
    // Its code is in the trace.
    let _ = threads.on(|| store.store_logoff(LogoffFlags::LOGOFF_ORDERLY));
    threads.on(move || drop(store));
    threads.on(|| log_off(&session))?;
    threads.on(move || drop(session));
    let trace = machine.trace();
    let left = trace
        .unbalanced()
        .into_iter()
        .map(|(object, count)| format!("{count} references left on {object:?}"));
    Ok(got.into_iter().chain(calls_of(&trace)).chain(left).collect())
}

/// Asks the objects behind a store.
fn look_around(answers: &mut Answers<'_>, machine: &Machine, store: &Arc<dyn IMsgStore>) -> Verdict {
    let threads = answers.threads;
    let logon = machine.logon_object(store)?;
    let walk = threads.on(|| StoreWalk::of(&**store))?;
    let ids = threads.on(|| walk.ids())?;
    if let Some(known) = ids.first() {
        answers.ask("IMSLogon::CompareEntryIDs", || logon.compare_entry_ids(&known.id, &known.id, 0));
    }
    answers.ask("IMSLogon::GetLastError", || logon.get_last_error(S_OK, WIDE));
    look_at_status(answers, logon);
    answers.ask("IMsgStore::GetProps", || store.get_props(None, UNICODE));
    answers.ask("IMsgStore::GetLastError", || store.get_last_error(S_OK, WIDE));
    let root = answers.ask("IMsgStore::OpenEntry", || store.open_entry(&OpenEntryRequest::root()));
    threads.on(move || drop(root));
    look_into(answers, walk);
    Ok(())
}

fn look_at_status(answers: &mut Answers<'_>, logon: Arc<dyn IMSLogon>) {
    let status =
        answers.ask("IMSLogon::OpenStatusEntry", || logon.open_status_entry(None, OpenEntryFlags::empty()));
    if let Some(status) = status {
        answers.ask("IMAPIStatus::GetProps", || status.get_props(None, UNICODE));
        answers.ask("IMAPIStatus::GetLastError", || status.get_last_error(S_OK, WIDE));
        answers.threads.on(move || drop(status));
    }
    answers.threads.on(move || drop(logon));
}

/// The first folder with its tables, and the first message.
fn look_into(answers: &mut Answers<'_>, walk: StoreWalk) {
    if let Some(folder) = walk.folders.first().map(|found| &found.object) {
        answers.ask("IMAPIFolder::GetProps", || folder.get_props(None, UNICODE));
        let contents = answers
            .ask("IMAPIFolder::GetContentsTable", || folder.get_contents_table(TableFlags::MAPI_UNICODE));
        look_at_table(answers, contents);
        let folders = answers
            .ask("IMAPIFolder::GetHierarchyTable", || folder.get_hierarchy_table(TableFlags::MAPI_UNICODE));
        look_at_table(answers, folders);
    }
    if let Some(message) = walk.messages.first().map(|found| &found.object) {
        answers.ask("IMessage::GetProps", || message.get_props(None, UNICODE));
        let people = answers
            .ask("IMessage::GetRecipientTable", || message.get_recipient_table(TableFlags::MAPI_UNICODE));
        look_at_table(answers, people);
    }
    answers.threads.on(move || drop(walk));
}

fn look_at_table(answers: &mut Answers<'_>, table: Option<Arc<dyn IMAPITable>>) {
    let Some(table) = table else { return };
    answers.ask("IMAPITable::QueryColumns", || table.query_columns(QueryColumnsFlags::empty()));
    answers.ask("IMAPITable::QueryRows", || table.query_rows(1, QueryRowsFlags::empty()));
    answers.threads.on(move || drop(table));
}

const UNICODE: GetPropsFlags = GetPropsFlags::MAPI_UNICODE;
const WIDE: StringWidth = StringWidth::MAPI_UNICODE;

/// What objects answer, of which the trace knows little.
struct Answers<'a> {
    threads: &'a Threads,
    got: Vec<String>,
}

impl Answers<'_> {
    /// Asks on a thread; gives what can be asked further.
    fn ask<T: Send>(&mut self, method: &str, call: impl FnOnce() -> MapiResult<T> + Send) -> Option<T> {
        let answer = self.threads.on(call);
        self.got.push(format!("{} from {method}", code_of(&answer)));
        answer.ok()
    }
}
