//! Identifiers that MAPI hands to one of many providers.

use mapi_sim::mapi::MapiResult;
use mapi_sim::spi::IMAPISession;
use mapi_sim::trace::TraceDetail;

use crate::case::{Case, Most, Outcome};
use crate::provider::{Mail, id, machine, open};

pub(super) const CASES: &[Case] = &[Case {
    name: "routing::among_stores",
    items: 1000,
    most: Most::Instructions(28_200),
    run: among_stores,
}];

/// As many calls as there are stores with the same MAPIUID.
fn among_stores(stores: u32) -> Outcome {
    let (_mapi, session) = machine(stores, TraceDetail::Off, Mail::SameObjects)?;
    let _held = (0..stores).map(|number| open(&session, number)).collect::<MapiResult<Vec<_>>>()?;
    for number in 0..stores {
        // This provider opens nothing.
        let _ = session.compare_entry_ids(&id(number), &id(0), 0);
    }
    Ok(())
}
