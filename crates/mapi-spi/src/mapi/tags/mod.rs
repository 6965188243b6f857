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

use std::sync::OnceLock;

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
    static BY_TAG: OnceLock<Vec<(PropTag, &str)>> = OnceLock::new();
    let by_tag = BY_TAG.get_or_init(|| {
        let mut by_tag: Vec<_> = all().map(|(name, tag)| (tag, name)).collect();
        by_tag.sort_by_key(|(tag, _)| *tag);
        by_tag
    });
    let first = by_tag.partition_point(|(known, _)| *known < tag);
    by_tag.get(first).filter(|(known, _)| *known == tag).map(|(_, name)| *name)
}
