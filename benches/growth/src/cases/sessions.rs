//! Sessions of one subsystem.

use std::sync::Arc;

use mapi_sim::mapi::{LogonExFlags, MapiResult, SessionLogoffFlags};
use mapi_sim::sim::{Session, Subsystem};
use mapi_sim::spi::{IMAPISession, ParentWindow};
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Most, Outcome};
use crate::provider::{Mail, machine, open};

pub(super) const CASES: &[Case] = &[
    Case {
        name: "sessions::one_after_another",
        items: 1000,
        most: Most::Instructions(4_240),
        run: one_after_another,
    },
    Case { name: "sessions::with_a_store", items: 1000, most: Most::Instructions(23_100), run: with_a_store },
    Case { name: "sessions::shared", items: 1000, most: Most::Instructions(4_340), run: shared },
    Case {
        name: "sessions::clients_of_one",
        items: 1000,
        most: Most::Instructions(17_200),
        run: clients_of_one,
    },
    Case { name: "sessions::held_at_once", items: 1000, most: Most::Instructions(32_800), run: held_at_once },
    Case {
        name: "sessions::clients_held_at_once",
        items: 1000,
        most: Most::Instructions(12_900),
        run: clients_held_at_once,
    },
    Case {
        name: "sessions::clients_with_stores_of_their_own",
        items: 1000,
        most: Most::Instructions(35_800),
        run: clients_with_stores_of_their_own,
    },
    Case { name: "sessions::left_behind", items: 1000, most: Most::Bytes(0), run: left_behind },
];

const SHARED: LogonExFlags = LogonExFlags::MAPI_ALLOW_OTHERS;

fn one_after_another(sessions: u32) -> Outcome {
    let (mapi, _first) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..sessions {
        log_off(&*log_on(&mapi)?)?;
    }
    Ok(())
}

fn with_a_store(sessions: u32) -> Outcome {
    let (mapi, _first) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..sessions {
        visit(&mapi)?;
    }
    Ok(())
}

/// Every one is shared, and ends before the next one begins.
fn shared(sessions: u32) -> Outcome {
    let (mapi, _first) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..sessions {
        log_off(&*mapi.logon("LOOP", SHARED)?)?;
    }
    Ok(())
}

/// Clients join a session that is shared, one after another.
fn clients_of_one(clients: u32) -> Outcome {
    let (mapi, _first) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let _shared = mapi.logon("LOOP", SHARED)?;
    for _ in 0..clients {
        let session = mapi.logon("", SHARED)?;
        let store = open(&session, 0)?;
        mapi.run_spooler();
        drop(store);
        log_off(&session)?;
    }
    Ok(())
}

/// Each has a store open.
fn held_at_once(sessions: u32) -> Outcome {
    let (mapi, _first) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let held = (0..sessions).map(|_| log_on(&mapi)).collect::<MapiResult<Vec<_>>>()?;
    hold_and_release(&mapi, &held)
}

/// All clients of a shared session have the same store open.
fn clients_held_at_once(clients: u32) -> Outcome {
    let (mapi, _first) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let _shared = mapi.logon("LOOP", SHARED)?;
    let held = (0..clients).map(|_| mapi.logon("", SHARED)).collect::<MapiResult<Vec<_>>>()?;
    hold_and_release(&mapi, &held)
}

/// Clients of a shared session each have a store that no other one has.
fn clients_with_stores_of_their_own(clients: u32) -> Outcome {
    let (mapi, _first) = machine(clients, TraceDetail::Off, Mail::SameObjects)?;
    let _shared = mapi.logon("LOOP", SHARED)?;
    let held = (0..clients).map(|_| mapi.logon("", SHARED)).collect::<MapiResult<Vec<_>>>()?;
    let stores = (0..).zip(&held).map(|(number, session)| open(session, number));
    let stores = stores.collect::<MapiResult<Vec<_>>>()?;
    mapi.run_spooler();
    for (session, store) in held.iter().zip(stores) {
        log_off(session)?;
        drop(store);
    }
    Ok(())
}

fn left_behind(sessions: u32) -> Outcome {
    let world = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..sessions {
        visit(&world.0)?;
    }
    std::mem::forget(world);
    Ok(())
}

fn hold_and_release(mapi: &Subsystem, sessions: &[Arc<Session>]) -> Outcome {
    let stores = sessions.iter().map(|session| open(session, 0)).collect::<MapiResult<Vec<_>>>()?;
    mapi.run_spooler();
    for (session, store) in sessions.iter().zip(stores) {
        drop(store);
        log_off(session)?;
    }
    Ok(())
}

/// A session that opens a store.
fn visit(mapi: &Subsystem) -> Outcome {
    let session = log_on(mapi)?;
    let store = open(&session, 0)?;
    mapi.run_spooler();
    drop(store);
    Ok(log_off(&session)?)
}

fn log_on(mapi: &Subsystem) -> MapiResult<Arc<Session>> {
    mapi.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION)
}

fn log_off(session: &Session) -> MapiResult<()> {
    session.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)
}
