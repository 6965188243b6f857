//! All cases, a file an area.

mod sessions;

use crate::case::Case;

pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    [sessions::CASES].into_iter().flatten()
}
