//! Sinks of clients.

use std::sync::Arc;

use mapi_sim::mapi::{EventMask, LogonExFlags, MapiResult, SessionLogoffFlags};
use mapi_sim::spi::{IMAPISession, ParentWindow};
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Most, Outcome};
use crate::provider::{Mail, machine, open};

pub(super) const CASES: &[Case] = &[
    Case { name: "advise::held_at_once", items: 1000, most: Most::Instructions(6_300), run: held_at_once },
    Case {
        name: "advise::of_other_clients",
        items: 1000,
        most: Most::Instructions(31_400),
        run: of_other_clients,
    },
    Case { name: "advise::left_behind", items: 1000, most: Most::Bytes(0), run: left_behind },
];

/// Sinks of one session, which go in the order in which they came.
fn held_at_once(sinks: u32) -> Outcome {
    let (_mapi, session) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let held = (0..sinks).map(|_| advise(&*session)).collect::<MapiResult<Vec<_>>>()?;
    for connection in held {
        session.unadvise(connection)?;
    }
    Ok(())
}

/// As many sessions have sinks as there are opens in another one; then they end.
fn of_other_clients(clients: u32) -> Outcome {
    let (mapi, session) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let others = (0..clients).map(|_| mapi.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION));
    let others = others.collect::<MapiResult<Vec<_>>>()?;
    for other in &others {
        advise(&**other)?;
    }
    for _ in 0..clients {
        let store = open(&session, 0)?;
        mapi.run_spooler();
        drop(store);
    }
    for other in others {
        other.logoff(ParentWindow::none(), SessionLogoffFlags::empty(), 0)?;
    }
    Ok(())
}

fn left_behind(sinks: u32) -> Outcome {
    let world = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..sinks {
        let connection = advise(&*world.1)?;
        world.1.unadvise(connection)?;
    }
    std::mem::forget(world);
    Ok(())
}

fn advise(session: &dyn IMAPISession) -> MapiResult<mapi_sim::spi::Connection> {
    session.advise(None, EventMask::empty(), Arc::new(|_: &[_]| ()))
}
