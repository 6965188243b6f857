//! How logons, stores and provider objects end.

use std::sync::Arc;

use crate::conformance::declare::{Capability, StoreSlot};
use crate::conformance::load::logon::rules::LOGON_02;
use crate::conformance::machine::{
    Machine, MachineOptions, StoreWalk, Trial, calls_on, log_off, logon_supports, names,
};
use crate::conformance::rule::{OrBreach, Verdict, ensure, way};
use crate::mapi::{GetPropsFlags, LogoffFlags, OpenEntryFlags, OpenStoreFlags, TableFlags};
use crate::sim::Session;
use crate::spi::IMAPIProp;
use crate::trace::{Actor, Fact, Object, SupportNo, Trace, What};

/// [SHUT-07] However the store was used, and whatever the client keeps of it.
pub(super) fn shut_07_the_last_release_gives_the_support_object_back(trial: &Trial) -> Verdict {
    for orderly in [false, true] {
        let machine = trial.fresh_machine(MachineOptions::default())?;
        let session = machine.session()?;
        let store = machine.open_store(&session)?;
        if orderly {
            store
                .store_logoff(LogoffFlags::LOGOFF_ORDERLY)
                .or_not_reached(way::STORE_LOGOFF, "StoreLogoff")?;
        }
        drop(store);
        is_given_back(&machine, if orderly { "a store that was logged off" } else { "its store" })?;
    }
    with_folders_left(trial)?;
    if trial.has(Capability::SecondStore) {
        beside_another_store(trial)?;
    }
    let later = trial.fresh_machine(MachineOptions::default())?;
    let session = later.session()?;
    let store = later.open_store(&session)?;
    log_off(&session)?;
    drop(store);
    freed_once(&later.trace(), "a session's logoff and the late Release of its store")
}

fn with_folders_left(trial: &Trial) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    drop(store);
    is_given_back(&machine, "a store of which it keeps folders and messages")?;
    drop(walk);
    Ok(())
}

fn beside_another_store(trial: &Trial) -> Verdict {
    let machine = trial.fresh_machine(MachineOptions::default())?;
    let session = machine.session()?;
    let first = machine.open_store(&session)?;
    drop(machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty())?);
    is_given_back(&machine, "a second store, the first being open")?;
    drop(first);
    Ok(())
}

/// Nothing is left of the last `Logon` on its support object.
fn is_given_back(machine: &Machine, released: &str) -> Verdict {
    let trace = machine.trace();
    let support = logon_supports(&trace).pop().or_not_reached(way::LOGON, "a call of Logon")?;
    let left = trace.references(Object::Support(support)).left;
    ensure(
        left == Some(0),
        format_args!("no reference on the support object once the client has released {released}"),
        format_args!("{} reference(s)", left.unwrap_or(0)),
        "Release the support object in the store's last Release; that is what tells MAPI that the store has gone.",
    )
}

/// [SHUT-09]
pub(super) fn shut_09_logoff_frees_everything(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let mut stores = vec![machine.open_store(&session)?];
    if machine.has(StoreSlot::Second) {
        stores.push(machine.open(&session, StoreSlot::Second, OpenStoreFlags::empty())?);
    }
    let mut walks = Vec::new();
    let mut status_objects = Vec::new();
    for store in &stores {
        walks.push(StoreWalk::of(&**store)?);
        let status = machine.logon_object(store)?.open_status_entry(None, OpenEntryFlags::empty());
        status_objects.extend(status);
    }
    log_off(&session)?;
    machine.no_deviation("SHUT-09")
}

/// [SHUT-10] By each route, with and without a `StoreLogoff` before.
pub(super) fn shut_10_logoff_and_release_do_not_chase_each_other(trial: &Trial) -> Verdict {
    for (by_session, orderly) in [(false, false), (true, false), (false, true), (true, true)] {
        let machine = trial.fresh_machine(MachineOptions::default())?;
        let session = machine.session()?;
        let store = machine.open_store(&session)?;
        if orderly {
            store
                .store_logoff(LogoffFlags::LOGOFF_ORDERLY)
                .or_not_reached(way::STORE_LOGOFF, "StoreLogoff")?;
        }
        if by_session {
            log_off(&session)?;
            drop(store);
        } else {
            drop(store);
            log_off(&session)?;
        }
        let route = if by_session { "a session's logoff" } else { "a client's Release" };
        freed_once(&machine.trace(), route)?;
        machine.no_deviation("SHUT-10")?;
    }
    Ok(())
}

/// The support object of each Logon was freed exactly once.
fn freed_once(trace: &Trace, after: &str) -> Verdict {
    for support in logon_supports(trace) {
        let freed = trace.events().iter().filter(|event| is_free(event, support)).count();
        ensure(
            freed == 1,
            format_args!("support object {support} freed once after {after}"),
            format_args!("freed {freed} times; calls on it: {}", names(&calls_on(trace, support))),
            "Take the support object out of the logon object before it is released, so that whoever comes second \
             finds nothing.",
        )?;
    }
    Ok(())
}

fn is_free(event: &crate::trace::Event, support: SupportNo) -> bool {
    event.what == What::Fact(Fact::SupportFreed(support))
}

/// [SHUT-14] Whatever the client still has.
pub(super) fn shut_14_nothing_comes_after_the_end(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let walk = StoreWalk::of(&*store)?;
    let status = machine.logon_object(&store)?.open_status_entry(None, OpenEntryFlags::empty()).ok();
    let folder = walk.folders.first().map(|found| &found.object);
    let table = folder.and_then(|folder| folder.get_contents_table(TableFlags::MAPI_UNICODE).ok());
    log_off(&session)?;
    let before = machine.trace().events().len();
    drop((table, status));
    drop((walk, store));
    let late = machine.trace().since(before);
    let call = late.events().iter().find(|event| {
        matches!(event.what, What::Call { from: Actor::Provider(_), to: Object::Support(_), .. })
    });
    ensure(
        call.is_none(),
        "no call into MAPI once Shutdown has returned and the provider object was released",
        call.map(|event| late.line(event).trim().to_owned()).unwrap_or_default(),
        "Objects that outlive their logon free their own memory and nothing else.",
    )
}

/// [SHUT-15]
pub(super) fn shut_15_leftover_objects_are_dead(trial: &Trial) -> Verdict {
    for by_session in [false, true] {
        let machine = trial.machine()?;
        let session = machine.session()?;
        let store = machine.open_store(&session)?;
        let walk = StoreWalk::of(&*store)?;
        let _held = if by_session {
            log_off(&session)?;
            Some(store)
        } else {
            drop(store);
            None
        };
        let folders = walk.folders.iter().map(|found| (&*found.object as &dyn IMAPIProp, "a folder"));
        let messages = walk.messages.iter().map(|found| (&*found.object as &dyn IMAPIProp, "a message"));
        for (object, whose) in folders.take(LEFTOVERS).chain(messages.take(LEFTOVERS)) {
            let got = object.get_props(None, GetPropsFlags::MAPI_UNICODE);
            ensure(
                got.is_err() || trial.is_lenient(),
                format_args!("a failing GetProps of {whose} whose store has gone"),
                "properties",
                "Let folders and messages look whether their store is open before they answer.",
            )?;
        }
    }
    Ok(())
}

/// How many objects of each kind [SHUT-15] asks.
const LEFTOVERS: usize = 3;

/// [MEM-06] [MEM-07] Nothing that was given to the provider is held when the session is over: by a logon that went well, or by
/// one that failed. Sinks are the question of [LOGON-19].
pub(super) fn mem_07_kept_interfaces_are_given_back(trial: &Trial) -> Verdict {
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    let again = machine.open(&session, StoreSlot::Store, OpenStoreFlags::empty())?;
    let failing = [StoreSlot::Password, StoreSlot::Unreachable];
    for slot in failing.into_iter().filter(|slot| machine.has(*slot)) {
        drop(machine.try_open(&session, slot, OpenStoreFlags::MDB_NO_DIALOG)?);
    }
    // The support object of such a logon has a rule of its own.
    let keeps_none = machine.trace().deviations().iter().all(|deviation| deviation.rule != "LOGON-02");
    keeps_none.then_some(()).or_not_reached(LOGON_02, "a Logon that fails and keeps no support object")?;
    machine.mapi.run_spooler();
    drop((store, again));
    nothing_is_held(&machine, session, "a session")?;
    let Some(offline) = trial.setup.goes_offline.as_ref().filter(|_| trial.has(Capability::Offline)) else {
        return Ok(());
    };
    // The store has gone offline when the spooler comes: its logon may fail.
    let machine = trial.machine()?;
    let session = machine.session()?;
    let store = machine.open_store(&session)?;
    (offline.0)();
    machine.mapi.run_spooler();
    drop(store);
    nothing_is_held(&machine, session, "a session whose store was offline when the spooler came")
}

fn nothing_is_held(machine: &Machine, session: Arc<Session>, after: &str) -> Verdict {
    log_off(&session)?;
    drop(session);
    let trace = machine.trace();
    let left = trace.unbalanced();
    let text: Vec<String> = left.iter().map(|(object, count)| format!("{object:?} {count}")).collect();
    ensure(
        left.is_empty(),
        format_args!("every reference given back at the end of {after}"),
        text.join(", "),
        "What Logon keeps, Logoff or the store's last Release gives back; a logon that fails keeps nothing.",
    )
}
