//! What the bridge sees of a provider while a rule is on trial.

use std::sync::{Mutex, PoisonError};

use mapi_com::incoming::ComDll;
use mapi_sim::conformance::{Breach, Finding, rules::MEM_07};
use mapi_sim::methods::Interface;

use crate::rules::{finding, rules};

/// Asks the bridge.
pub(crate) struct Watch {
    provider: ComDll,
    /// What was left when it was asked last.
    before: Mutex<Left>,
}

/// What a provider has not given back.
#[derive(Clone, Default)]
struct Left {
    supports: usize,
    others: Vec<Interface>,
    blocks: usize,
}

impl Watch {
    pub(crate) fn new(provider: ComDll) -> Self {
        Self { provider, before: Mutex::default() }
    }

    /// What was found since this was asked last.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.provider.take_findings().iter().map(finding).collect();
        let now = self.left();
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        // With a support object more the session has not ended for the provider, as in a fast shutdown: what is left may belong
        // to it.
        if now.supports <= before.supports {
            found.extend(objects_left(&before, &now));
            found.extend(blocks_left(&before, &now));
        }
        *before = now;
        found
    }

    fn left(&self) -> Left {
        let live = self.provider.live_objects();
        let (supports, others): (Vec<Interface>, Vec<Interface>) =
            live.into_iter().partition(|interface| *interface == Interface::IMAPISupport);
        Left { supports: supports.len(), others, blocks: self.provider.live_blocks() }
    }
}

/// [MEM-07] Objects that MAPI and its clients have lent. The simulator counts sections and sinks; what is passed in a call, as the
/// destination of `CopyTo`, is seen here alone.
fn objects_left(before: &Left, now: &Left) -> Option<Finding> {
    let mut new = now.others.clone();
    for known in &before.others {
        if let Some(at) = new.iter().position(|interface| interface == known) {
            new.remove(at);
        }
    }
    let new: Vec<&str> = new.into_iter().map(Interface::name).collect();
    let got = format!("references on {}", new.join(", "));
    let breach = Breach::new("every reference given back at the end of the session", got)
        .help("Release what a call has lent once the call is over, or at Logoff at the latest.");
    (!new.is_empty()).then(|| Finding::new(MEM_07, breach))
}

/// [MEM-09] Blocks that are still there when the provider has given back every object.
fn blocks_left(before: &Left, now: &Left) -> Option<Finding> {
    let left = now.blocks.checked_sub(before.blocks).filter(|left| *left > 0)?;
    let got = if left == 1 {
        "one block that is not freed".to_owned()
    } else {
        format!("{left} blocks that are not freed")
    };
    let breach = Breach::new("every block freed when the sessions are over", got).help(
        "Free what WrapStoreEntryID, GetProps of the profile section and the like hand out, and the provider's own blocks.",
    );
    Some(Finding::new(rules::MEM_09, breach))
}
