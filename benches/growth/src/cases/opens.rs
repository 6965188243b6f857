//! Stores that are opened.

use mapi_sim::mapi::{EntryId, EntryIdFlags, MapiResult, OpenStoreFlags, WrappedStoreEntryId};
use mapi_sim::sim::{Session, Subsystem};
use mapi_sim::spi::{IMAPISession, OpenStoreRequest};
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Most, Outcome};
use crate::provider::{Mail, UID, machine, open};

pub(super) const CASES: &[Case] = &[
    Case { name: "opens::held_at_once", items: 1000, most: Most::Instructions(30_500), run: held_at_once },
    Case {
        name: "opens::without_a_section",
        items: 1000,
        most: Most::Instructions(23_700),
        run: without_a_section,
    },
    Case {
        name: "opens::never_taken_up",
        items: 1000,
        most: Most::Instructions(11_500),
        run: never_taken_up,
    },
    Case { name: "opens::left_behind", items: 1000, most: Most::Bytes(0), run: left_behind },
    Case {
        name: "opens::left_behind_by_own_pairs",
        items: 1000,
        most: Most::Bytes(0),
        run: left_behind_by_own_pairs,
    },
    Case {
        name: "opens::left_behind_without_a_section",
        items: 1000,
        most: Most::Bytes(60),
        run: left_behind_without_a_section,
    },
];

/// Many stores in one session, which are released in the order of opening.
fn held_at_once(stores: u32) -> Outcome {
    let (mapi, session) = machine(stores, TraceDetail::Off, Mail::SameObjects)?;
    let held = (0..stores).map(|number| open(&session, number)).collect::<MapiResult<Vec<_>>>()?;
    mapi.run_spooler();
    held.into_iter().for_each(drop);
    Ok(())
}

/// A store that no section names, so that each open has one of its own.
fn without_a_section(opens: u32) -> Outcome {
    let (mapi, session) = machine(2, TraceDetail::Off, Mail::SameObjects)?;
    let _held = open(&session, 0)?;
    for _ in 0..opens {
        visit_without_a_section(&mapi, &session)?;
    }
    Ok(())
}

/// The spooler has no turn while stores come and go, and one that came before all others waits as well.
fn never_taken_up(opens: u32) -> Outcome {
    let (mapi, session) = machine(2, TraceDetail::Off, Mail::SameObjects)?;
    let _held = open(&session, 0)?;
    for _ in 0..opens {
        drop(open(&session, 1)?);
    }
    mapi.run_spooler();
    Ok(())
}

fn left_behind(opens: u32) -> Outcome {
    leave(opens, Mail::SameObjects)
}

fn left_behind_by_own_pairs(opens: u32) -> Outcome {
    leave(opens, Mail::OwnPair)
}

/// One store stays open all the time.
fn leave(opens: u32, mail: Mail) -> Outcome {
    let world = machine(2, TraceDetail::Off, mail)?;
    let held = open(&world.1, 0)?;
    for _ in 0..opens {
        let store = open(&world.1, 1)?;
        world.0.run_spooler();
        drop(store);
    }
    std::mem::forget((world, held));
    Ok(())
}

fn left_behind_without_a_section(opens: u32) -> Outcome {
    let world = machine(2, TraceDetail::Off, Mail::SameObjects)?;
    for _ in 0..opens {
        visit_without_a_section(&world.0, &world.1)?;
    }
    std::mem::forget(world);
    Ok(())
}

fn visit_without_a_section(mapi: &Subsystem, session: &Session) -> Outcome {
    // The provider looks at four bytes only.
    let store = EntryId::build(EntryIdFlags::empty(), UID, &[1, 0, 0, 0, 1]);
    let id = WrappedStoreEntryId { dll_name: "loop.dll".into(), store }.encode()?;
    let flags = OpenStoreFlags::MDB_NO_DIALOG | OpenStoreFlags::MDB_TEMPORARY;
    let store = session.open_msg_store(&OpenStoreRequest::new(&id).flags(flags))?.value;
    mapi.run_spooler();
    drop(store);
    Ok(())
}
