//! What happened: typed events, the text a person reads, and the questions a test asks.
//!
//! A [`Trace`] is a plain value, a list of [`Event`]s in the order in which they happened. It holds neither
//! addresses nor times, and the same inputs give the same trace byte for byte. Views of it:
//!
//! - [`Display`](std::fmt::Display) renders the whole as text, the nine steps as headings, calls indented by depth;
//! - [`OpenTrace`], got from [`Trace::open`], answers questions about one open: which steps happened, which code came
//!   at a step, which calls in which order, whether references balance. Its `expect_*` methods return an error that
//!   shows expectation and trace;
//! - [`Trace::to_svg`] and [`Trace::to_mermaid`] draw it as a sequence diagram, with the feature `serde` `to_json_lines`
//!   gives it to programs;
//! - the crate `tracing` gets every event under the target `mapi_sim`, inside one span an open: deviations at level
//!   `ERROR`, advice at `WARN`, the steps at `INFO`, references at `TRACE`, calls and the rest at `DEBUG`.
//!
//! Whatever happened, MAPI keeps its [`Invariant`]s: every test can end with [`Trace::expect_invariants`].
//!
//! A provider's breach of the contract is a [`Deviation`] in the list; a client's is an [`Advice`], and so is a call of a
//! provider that nothing comes of. Neither is an error of a call.

mod advice;
mod deviation;
mod diagram;
mod emit;
mod event;
mod expect;
mod fact;
mod ids;
mod invariants;
#[cfg(feature = "serde")]
mod json_lines;
mod ledger;
mod names;
mod query;
mod recorder;
#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
mod render_error;
mod text;
mod under_way;
mod values;
mod words;

use std::sync::Arc;

pub use crate::methods::{Method, Named, ObjectNo, Value};
pub use advice::Advice;
pub use deviation::Deviation;
pub use diagram::Diagram;
pub use event::{Actor, Args, Bytes, Event, Object, Out, TableKind, ValuesNo, What};
pub use expect::TraceMismatch;
pub use fact::{Fact, SpoolerPair, TextNo};
pub use ids::{DllNo, OpenNo, ProviderNo, SectionNo, ServiceNo, SessionNo, StoreNo, SupportNo, TaskNo};
pub use invariants::{Invariant, Violation};
pub use ledger::Holding;
pub(crate) use names::{Names, ProfileNames};
pub use query::{OpenTrace, References, StepOutcome};
#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
pub use render_error::RenderError;

pub(crate) use emit::{OpenSpan, emit, enabled};
pub(crate) use recorder::{Call, Called, Context, Recorder};

/// How much of what happens is recorded. Deviations and advice are always kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub enum TraceDetail {
    /// No events.
    Off,
    /// Steps, skips and what MAPI did about them, without calls and references.
    Steps,
    /// These, and calls on sessions, stores and what else MAPI itself hands out or calls, with references.
    #[default]
    Calls,
    /// These, and calls on everything that clients and the spooler have opened: folders, messages, attachments, tables,
    /// streams, storages, status objects, sections. Their arguments and answers are recorded as values, those of stores
    /// as well.
    All,
}

/// A list of events with the words that belong to them.
#[derive(Clone, Debug)]
pub struct Trace {
    events: Vec<Event>,
    texts: Vec<String>,
    values: Vec<Vec<Named>>,
    deviations: Vec<Deviation>,
    advice: Vec<Advice>,
    names: Arc<Names>,
    detail: TraceDetail,
    /// Not filled in while the trace is written: what is out is known to the simulator.
    ledger: Vec<Holding>,
}

/// The events that a trace has room for at first: enough for a session in which one store is opened.
const ROOM: usize = 128;

impl Trace {
    fn new(names: Names, detail: TraceDetail) -> Self {
        let room = match detail {
            TraceDetail::All | TraceDetail::Calls | TraceDetail::Steps => ROOM,
            TraceDetail::Off => 0,
        };
        Self {
            events: Vec::with_capacity(room),
            texts: Vec::new(),
            values: Vec::new(),
            deviations: Vec::new(),
            advice: Vec::new(),
            names: Arc::new(names),
            detail,
            ledger: Vec::new(),
        }
    }

    /// All events in the order in which they happened.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// What providers did that the contract does not allow.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        &self.deviations
    }

    /// What clients did that their own rules do not allow. A provider is right all the same.
    #[must_use]
    pub fn advice(&self) -> &[Advice] {
        &self.advice
    }

    /// A text that an event names.
    #[must_use]
    pub fn text(&self, number: TextNo) -> &str {
        usize::try_from(number.0).ok().and_then(|index| self.texts.get(index)).map_or("", String::as_str)
    }

    /// The values that an event names, in the order of the arguments.
    #[must_use]
    pub fn values(&self, number: ValuesNo) -> &[Named] {
        usize::try_from(number.0).ok().and_then(|index| self.values.get(index)).map_or(&[], Vec::as_slice)
    }

    /// The name of a DLL as the builder got it.
    #[must_use]
    pub fn dll_name(&self, dll: DllNo) -> &str {
        self.names.dll(dll)
    }

    /// One open, counted over all sessions from 1.
    #[must_use]
    pub fn open(&self, open: OpenNo) -> OpenTrace<'_> {
        OpenTrace::new(self, open)
    }

    /// Every open of which there is an event, in order.
    #[must_use]
    pub fn opens(&self) -> Vec<OpenTrace<'_>> {
        let mut numbers: Vec<OpenNo> = self.events.iter().filter_map(|event| event.open).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().map(|open| self.open(open)).collect()
    }

    /// The last open of the trace, if there was any.
    #[must_use]
    pub fn last_open(&self) -> Option<OpenTrace<'_>> {
        self.events.iter().filter_map(|event| event.open).max().map(|open| self.open(open))
    }

    /// The same trace without its first `events` events, for a look at what one action did.
    #[must_use]
    pub fn since(&self, events: usize) -> Self {
        let mut later = self.clone();
        later.events.drain(..events.min(later.events.len()));
        later
    }

    fn names_mut(&mut self) -> &mut Names {
        Arc::make_mut(&mut self.names)
    }

    /// The same trace with other events, for who wants to see an expectation fail: take [`events`](Self::events), bend
    /// them, and ask the trace of the bent ones.
    #[must_use]
    pub fn with_events(&self, events: Vec<Event>) -> Self {
        Self { events, ..self.clone() }
    }

    pub(crate) fn with_ledger(mut self, ledger: Vec<Holding>) -> Self {
        self.ledger = ledger;
        self
    }

    fn append(&mut self, event: Event) {
        self.events.push(event);
    }

    fn keep_text(&mut self, text: String) -> TextNo {
        let number = TextNo(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(text);
        number
    }

    fn keep_values(&mut self, values: Vec<Named>) -> ValuesNo {
        let number = ValuesNo(u32::try_from(self.values.len()).unwrap_or(u32::MAX));
        self.values.push(values);
        number
    }

    fn keep_advice(&mut self, advice: Advice) -> u32 {
        let number = u32::try_from(self.advice.len()).unwrap_or(u32::MAX);
        self.advice.push(advice);
        number
    }

    fn keep_deviation(&mut self, deviation: Deviation) -> u32 {
        let number = u32::try_from(self.deviations.len()).unwrap_or(u32::MAX);
        self.deviations.push(deviation);
        number
    }
}
