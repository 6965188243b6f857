//! What the bridge sees of a provider while a rule is on trial.

use std::sync::atomic::{AtomicUsize, Ordering};

use mapi_com::incoming::ComDll;
use mapi_sim::conformance::{Breach, Finding};

use crate::rules::{finding, rules};

fn counted(blocks: usize) -> String {
    if blocks == 1 { "one block".to_owned() } else { format!("{blocks} blocks") }
}

/// Asks the bridge.
pub(crate) struct Watch {
    provider: ComDll,
    /// Blocks that are left and have been told of.
    told: AtomicUsize,
}

impl Watch {
    pub(crate) const fn new(provider: ComDll) -> Self {
        Self { provider, told: AtomicUsize::new(0) }
    }

    /// What was found since this was asked last.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.provider.take_findings().iter().map(finding).collect();
        found.extend(self.blocks_left());
        found
    }

    /// [MEM-09] Blocks that are still there when the provider has given back every object of MAPI's. While it has some, as
    /// after a fast shutdown, blocks may be theirs.
    fn blocks_left(&self) -> Option<Finding> {
        if !self.provider.live_objects().is_empty() {
            return None;
        }
        let left = self.provider.live_blocks();
        let told = self.told.swap(left, Ordering::Relaxed);
        (left > told).then(|| {
            let breach = Breach::new("every block freed when the sessions are over", format!("{} that are not freed", counted(left - told)))
                .help("Free what WrapStoreEntryID, GetProps of the profile section and the like hand out, and the provider's own blocks.");
            Finding::new(rules::MEM_09, breach)
        })
    }
}
