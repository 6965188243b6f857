//! All cases, a file an area.

mod advise;
mod explore;
mod memory;
mod opens;
mod reference;
mod routing;
mod services;
mod sessions;
mod tables;
mod trace;
mod worlds;

use crate::case::Case;

pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    let areas = [
        sessions::CASES,
        opens::CASES,
        tables::CASES,
        advise::CASES,
        routing::CASES,
        services::CASES,
        worlds::CASES,
        explore::CASES,
        memory::CASES,
        reference::CASES,
        trace::CASES,
    ];
    areas.into_iter().flatten()
}
