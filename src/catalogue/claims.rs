//! What a provider and a fixture say of themselves: an entry for each capability that shows.

use super::{Level, Party, RuleEntry, Status};
use crate::conformance::capability_rows;

macro_rules! claims {
    (
        {}
        $($(#[$doc:meta])* $word:ident = $capability:ident {
            ignored: $ignored:literal,
            claim: [$($id:ident $name:ident $title:literal: $what:literal $($shows:tt)+)?],
            slot: $slot:tt,
        })+
    ) => {
        pub(super) const CLAIMS: &[RuleEntry] = &[$($(RuleEntry {
            id: crate::__mapi_sim_rule_id!($id).as_str(),
            party: Party::Provider,
            level: Level::Must,
            status: Status::Checked,
            evidence: stringify!($name),
            pages: "none of the documentation",
            title: $title,
            duty: concat!("An author declares `", stringify!($word), "` exactly if ", $what, "."),
        },)?)+];
    };
}

capability_rows! { claims {} }
