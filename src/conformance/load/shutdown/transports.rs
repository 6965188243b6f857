//! What a store that ends says to the transports.

use super::rules;
use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::machine::{MachineOptions, Trial, Whose, get, log_off, logon_supports, names};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::tags::PR_RECORD_KEY;
use crate::mapi::{LogoffFlags, OpenStoreFlags};
use crate::trace::{Args, Method, Object, SupportNo, Trace, What};

/// [SHUT-01]
pub(super) fn shut_01_store_logoff_notes_its_flags(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    for flags in [LogoffFlags::LOGOFF_PURGE, LogoffFlags::LOGOFF_ORDERLY] {
        store.store_logoff(flags).or_breach(format_args!("StoreLogoff with {flags}"))?;
    }
    let early = transport_logoffs(&machine.trace());
    drop(store);
    let all = transport_logoffs(&machine.trace());
    // Who calls inside StoreLogoff passes what that call said.
    let expected = if early.is_empty() {
        vec![LogoffFlags::LOGOFF_ORDERLY]
    } else {
        vec![LogoffFlags::LOGOFF_PURGE, LogoffFlags::LOGOFF_ORDERLY]
    };
    let fits = !all.is_empty() && all.iter().all(|flags| expected.contains(flags));
    ensure(
        fits,
        "the flags of the last StoreLogoff in StoreLogoffTransports",
        names(&all),
        "Keep the flags of each StoreLogoff, a later call replacing an earlier one.",
    )?;
    let again = machine.open_store(&session)?;
    get(&*again, PR_RECORD_KEY, Whose::asked_by(rules::SHUT_01, "the store in the session that goes on"))?;
    // A provider may refuse a second session [LOGON-14].
    drop(again);
    log_off(&session)?;
    if trial.has(Capability::SecondStore) { each_store_has_its_own_flags(trial) } else { Ok(()) }
}

/// What is said of one store is not said of another one, which goes on.
fn each_store_has_its_own_flags(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    let second = machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty())?;
    first.store_logoff(LogoffFlags::LOGOFF_PURGE).or_breach("StoreLogoff with LOGOFF_PURGE")?;
    drop(first);
    let whose = Whose::asked_by(rules::SHUT_01, "a second store once the first one was logged off");
    get(&*second, PR_RECORD_KEY, whose)?;
    let before = machine.trace().events().len();
    second.store_logoff(LogoffFlags::LOGOFF_ORDERLY).or_breach("StoreLogoff of a second store")?;
    drop(second);
    let made = transport_logoffs(&machine.trace().since(before));
    ensure(
        made == [LogoffFlags::LOGOFF_ORDERLY],
        "the flags of the second store's own StoreLogoff in its StoreLogoffTransports",
        names(&made),
        "Keep the flags of StoreLogoff in the store object.",
    )
}

/// [SHUT-02] With each flag, and for each store.
pub(super) fn shut_02_transports_are_logged_off_once(trial: &Trial) -> Verdict {
    for slot in slots(trial) {
        for flags in FLAGS {
            let machine = trial.fresh_machine(MachineOptions::default())?;
            let session = machine.session()?;
            let store = machine.open(&session, slot, OpenStoreFlags::empty())?;
            store
                .store_logoff(flags)
                .or_not_reached(way::STORE_LOGOFF, format_args!("StoreLogoff with {flags}"))?;
            drop(store);
            let made = transport_logoffs(&machine.trace());
            ensure(
                made == [flags],
                format!(
                    "one StoreLogoffTransports with {flags}, the flag of StoreLogoff, before the support object of \
                     {slot} is released"
                ),
                names(&made),
                "Call it once, when the store's last reference goes, with the flags that StoreLogoff noted.",
            )?;
        }
    }
    Ok(())
}

/// What a client says of a store that nothing is under way for.
const FLAGS: [LogoffFlags; 4] = [
    LogoffFlags::LOGOFF_ORDERLY,
    LogoffFlags::LOGOFF_NO_WAIT,
    LogoffFlags::LOGOFF_PURGE,
    LogoffFlags::LOGOFF_ABORT,
];

/// The stores that open like the first.
fn slots(trial: &Trial) -> impl Iterator<Item = StoreSlot> {
    let second = trial.has(Capability::SecondStore).then_some(StoreSlot::Second);
    [StoreSlot::Store].into_iter().chain(second)
}

/// [SHUT-03] For each store, and where a client has it twice.
pub(super) fn shut_03_release_alone_aborts_the_transports(trial: &Trial) -> Verdict {
    for slot in slots(trial) {
        let machine = trial.fresh_machine(MachineOptions::default())?;
        let session = machine.session()?;
        drop(machine.open(&session, slot, OpenStoreFlags::empty())?);
        aborts_once(&transport_logoffs(&machine.trace()), slot)?;
        goes_with_the_last_pointer(trial, slot)?;
    }
    Ok(())
}

fn goes_with_the_last_pointer(trial: &Trial, slot: StoreSlot) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open(&session, slot, OpenStoreFlags::empty())?;
    let support = logon_supports(&machine.trace()).pop().or_not_reached(way::LOGON, "a call of Logon")?;
    // Whether that succeeds is what another rule asks.
    drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?);
    let early = transport_logoffs_on(&machine.trace(), Some(support));
    ensure(early.is_empty(), "no StoreLogoffTransports while a client has the store", names(&early), ABORT)?;
    drop(store);
    aborts_once(&transport_logoffs_on(&machine.trace(), Some(support)), slot)
}

fn aborts_once(made: &[LogoffFlags], slot: StoreSlot) -> Verdict {
    ensure(
        made == [LogoffFlags::LOGOFF_ABORT],
        format_args!("one StoreLogoffTransports with LOGOFF_ABORT when {slot} goes without StoreLogoff"),
        names(made),
        ABORT,
    )
}

const ABORT: &str = "Call it with LOGOFF_ABORT in the store's last Release if StoreLogoff was not called.";

/// The flags of the calls of `StoreLogoffTransports` for the client's stores, in order.
fn transport_logoffs(trace: &Trace) -> Vec<LogoffFlags> {
    transport_logoffs_on(trace, None)
}

/// The same on one support object, or on any.
fn transport_logoffs_on(trace: &Trace, support: Option<SupportNo>) -> Vec<LogoffFlags> {
    let flags = trace.events().iter().filter_map(|event| {
        let What::Call { method, to, args: Args::Logoff(flags), .. } = event.what else { return None };
        let is_here = support.is_none_or(|support| to == Object::Support(support));
        (method == Method::SupportStoreLogoffTransports && is_here).then_some(flags)
    });
    flags.collect()
}
