//! The tables of a session.

use std::sync::Arc;

use mapi_sim::mapi::{EventMask, LogonExFlags, MapiResult, StringWidth};
use mapi_sim::spi::{IMAPISession, IMAPITable};
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Most, Outcome};
use crate::provider::{Mail, machine, open};

pub(super) const CASES: &[Case] = &[
    Case { name: "tables::stores_unread", items: 500, most: Most::Instructions(32_300), run: stores_unread },
    Case { name: "tables::stores_read", items: 500, most: Most::Instructions(32_600), run: stores_read },
    Case {
        name: "tables::stores_advised",
        items: 500,
        most: Most::Instructions(35_000),
        run: stores_advised,
    },
    Case { name: "tables::status_unread", items: 500, most: Most::Instructions(29_700), run: status_unread },
    Case {
        name: "tables::status_advised",
        items: 500,
        most: Most::Instructions(32_300),
        run: status_advised,
    },
    Case { name: "tables::held_at_once", items: 1000, most: Most::Instructions(8_590), run: held_at_once },
    Case {
        name: "tables::advised_at_once",
        items: 1000,
        most: Most::Instructions(17_200),
        run: advised_at_once,
    },
    Case {
        name: "tables::of_other_sessions",
        items: 500,
        most: Most::Instructions(46_800),
        run: of_other_sessions,
    },
    Case { name: "tables::left_behind", items: 1000, most: Most::Bytes(0), run: left_behind },
];

type Table = Arc<dyn IMAPITable>;

/// The stores table is open and nobody reads it while as many stores are opened as it has rows.
fn stores_unread(stores: u32) -> Outcome {
    open_beside(stores, |session| Ok(vec![stores_table(session)?]), |_| Ok(()))
}

/// The same, and a client looks at it after every open.
fn stores_read(stores: u32) -> Outcome {
    open_beside(
        stores,
        |session| Ok(vec![stores_table(session)?]),
        |tables| tables.iter().try_for_each(|table| table.get_row_count(0).map(|_| ())),
    )
}

/// The same with a sink instead.
fn stores_advised(stores: u32) -> Outcome {
    open_beside(stores, |session| Ok(vec![advised(stores_table(session)?)?]), |_| Ok(()))
}

fn status_unread(stores: u32) -> Outcome {
    open_beside(stores, |session| Ok(vec![status_table(session)?]), |_| Ok(()))
}

fn status_advised(stores: u32) -> Outcome {
    open_beside(stores, |session| Ok(vec![advised(status_table(session)?)?]), |_| Ok(()))
}

fn held_at_once(tables: u32) -> Outcome {
    let (_mapi, session) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let held = (0..tables).map(|_| stores_table(&*session)).collect::<MapiResult<Vec<_>>>()?;
    held.into_iter().for_each(drop);
    Ok(())
}

fn advised_at_once(tables: u32) -> Outcome {
    let (_mapi, session) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let held = (0..tables).map(|_| advised(stores_table(&*session)?)).collect::<MapiResult<Vec<_>>>()?;
    held.into_iter().for_each(drop);
    Ok(())
}

/// As many sessions have tables with sinks as another one opens stores.
fn of_other_sessions(opens: u32) -> Outcome {
    let (mapi, session) = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    let others = (0..opens).map(|_| mapi.logon("LOOP", LogonExFlags::MAPI_NEW_SESSION));
    let others = others.collect::<MapiResult<Vec<_>>>()?;
    let tables =
        others.iter().map(|other| advised(status_table(&**other)?)).collect::<MapiResult<Vec<_>>>()?;
    for _ in 0..opens {
        let store = open(&session, 0)?;
        mapi.run_spooler();
        drop(store);
    }
    drop(tables);
    Ok(())
}

fn left_behind(tables: u32) -> Outcome {
    let world = machine(1, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..tables {
        drop(advised(stores_table(&*world.1)?)?);
    }
    std::mem::forget(world);
    Ok(())
}

/// Opens stores one after another and keeps them.
fn open_beside(
    stores: u32,
    tables: impl FnOnce(&dyn IMAPISession) -> MapiResult<Vec<Table>>,
    look: impl Fn(&[Table]) -> MapiResult<()>,
) -> Outcome {
    let (mapi, session) = machine(stores, TraceDetail::Off, Mail::SameObjects)?;
    let tables = tables(&*session)?;
    let mut held = Vec::new();
    for number in 0..stores {
        held.push(open(&session, number)?);
        mapi.run_spooler();
        look(&tables)?;
    }
    Ok(())
}

fn stores_table(session: &dyn IMAPISession) -> MapiResult<Table> {
    session.get_msg_stores_table(StringWidth::MAPI_UNICODE)
}

fn status_table(session: &dyn IMAPISession) -> MapiResult<Table> {
    session.get_status_table(StringWidth::MAPI_UNICODE)
}

fn advised(table: Table) -> MapiResult<Table> {
    table.advise(EventMask::fnevTableModified, Arc::new(|_: &[_]| ()))?;
    Ok(table)
}
