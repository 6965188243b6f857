//! All cases, a file an area.

mod advise;
mod opens;
mod routing;
mod services;
mod sessions;
mod tables;
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
    ];
    areas.into_iter().flatten()
}
