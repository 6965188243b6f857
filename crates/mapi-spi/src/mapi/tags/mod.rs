//! Property tags, named as MAPI names them; string properties have one tag for each kind of string, `_A` and `_W`.
//!
//! Grouped by identifier, as MAPI gives out its ranges.

mod common;
mod container;
mod directory;
mod envelope;
mod macros;
mod profile;
mod recipient;

pub use common::*;
pub use container::*;
pub use directory::*;
pub use envelope::*;
pub use profile::*;
pub use recipient::*;

use super::PropTag;

/// Every tag with its name, range by range.
#[allow(unused_qualifications, reason = "each range has a list of this name")]
pub fn all() -> impl Iterator<Item = (&'static str, PropTag)> {
    [envelope::TAGS, recipient::TAGS, common::TAGS, container::TAGS, directory::TAGS, profile::TAGS]
        .into_iter()
        .flatten()
        .copied()
}

/// The name of a tag; of two names the first.
pub(super) fn name(tag: PropTag) -> Option<&'static str> {
    all().find(|(_, known)| *known == tag).map(|(name, _)| name)
}
