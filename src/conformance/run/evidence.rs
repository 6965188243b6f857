//! What happened on a machine, here or in another process.

use std::sync::Arc;

#[cfg(feature = "serde")]
use crate::conformance::machine::calls_with_arguments;
use crate::trace::Trace;

/// What happened on a machine: a trace of this process, or what another process tells of one.
#[derive(Clone)]
pub(in crate::conformance) enum Evidence {
    Trace(Trace),
    Retold(Arc<Retold>),
}

/// How many of the last rows a diagram shows; the text of the trace beside it is whole.
#[cfg(any(feature = "serde", feature = "html"))]
const ROWS: usize = 120;

/// A trace of another process, as far as reports show it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Retold {
    /// The whole trace.
    pub text: String,
    /// The calls in the order of their returns, each with what was passed and its code.
    pub calls: Vec<String>,
    /// The rules that the simulator saw broken, each with the line that says so.
    pub deviations: Vec<(String, String)>,
    /// The trace drawn as SVG; empty where nobody has drawn it.
    pub diagram: String,
}

impl Retold {
    /// What reports show of a trace.
    #[cfg(feature = "serde")]
    pub(super) fn of(trace: &Trace) -> Self {
        let told = trace.deviations().iter();
        Self {
            text: trace.to_string(),
            calls: calls_with_arguments(trace),
            deviations: told.map(|deviation| (deviation.rule.to_owned(), deviation.to_string())).collect(),
            diagram: diagram_of(trace),
        }
    }
}

/// The last rows of a trace, drawn.
#[cfg(any(feature = "serde", feature = "html"))]
pub(super) fn diagram_of(trace: &Trace) -> String {
    trace.diagram().rows(ROWS).to_svg()
}
