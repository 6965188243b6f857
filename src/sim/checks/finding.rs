//! A rule whose breach the simulator sees, and how that comes into the trace.

use crate::load::Step;
use crate::trace::{Advice, Context, Deviation, Recorder};

/// A rule that a provider or a client can break.
pub(crate) struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) page: &'static str,
    pub(crate) expected: &'static str,
    pub(crate) help: &'static str,
}

impl Finding {
    /// Records that a provider has broken the rule; `step` is the one that its open has reached.
    #[cold]
    pub(crate) fn record_deviation(
        &self,
        recorder: &mut Recorder,
        context: Context,
        step: Option<Step>,
        got: String,
    ) {
        let Self { rule, page, expected, help } = *self;
        let Context { session, open } = context;
        recorder.deviation(context, Deviation { rule, page, session, open, step, expected, got, help });
    }

    /// Records that a client has broken the rule, or that a provider has done what the rule makes needless.
    #[cold]
    pub(crate) fn record_advice(&self, recorder: &mut Recorder, context: Context, got: String) {
        let Self { rule, page, expected, help } = *self;
        let Context { session, open } = context;
        recorder.advice(context, Advice { rule, page, session, open, expected, got, help });
    }
}
