//! What a trace shows while somebody waits.

use super::{Event, Trace, What};

impl Trace {
    /// The calls that have not returned, the outermost first: who waits for whom, while a story is under way or where it
    /// has stopped for ever.
    ///
    /// No lock is held while a provider runs, so the trace of a machine can be read from another thread at any time.
    #[must_use]
    pub fn under_way(&self) -> Vec<&Event> {
        let mut open: Vec<&Event> = Vec::new();
        for event in self.events() {
            if let What::Call { .. } = event.what {
                open.push(event);
            } else if let Some(ended) = open.iter().rposition(|call| ends(event, call)) {
                open.remove(ended);
            }
        }
        open
    }
}

/// Whether an event is the end of a call.
fn ends(event: &Event, call: &Event) -> bool {
    let (What::Return { from, method, .. } | What::Panicked { from, method }) = event.what else {
        return false;
    };
    let What::Call { to, method: called, .. } = call.what else { return false };
    (from, method, event.task) == (to, called, call.task)
}
