//! All cases, a file an area.

mod sessions;
mod worlds;

use crate::case::Case;

pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    [sessions::CASES, worlds::CASES].into_iter().flatten()
}
