//! What happened: typed events, the text a person reads, and the questions a test asks.
//!
//! A [`Trace`] is a plain value, a list of [`Event`]s in the order in which they happened. It holds neither
//! addresses nor times, and the same inputs give the same trace byte for byte. Views of it:
//!
//! - [`Display`](std::fmt::Display) renders the whole as text, the nine steps as headings, calls indented by depth;
//! - [`OpenTrace`], got from [`Trace::open`], answers questions about one open: which steps happened, which code came
//!   at a step, which calls in which order, whether references balance. Its `expect_*` methods return an error that
//!   shows expectation and trace;
//! - [`Trace::to_svg`] and [`Trace::to_mermaid`] draw it as a sequence diagram; with the feature `serde` `to_json_lines`
//!   gives it to programs, and `from_json_lines` reads it back (module `record`);
//! - the crate `tracing` gets every event under the target `mapi_sim`, inside one span an open: deviations at level
//!   `ERROR`, advice at `WARN`, the steps at `INFO`, references at `TRACE`, calls and the rest at `DEBUG`.
//!
//! A trace of many opens need not be read from its beginning each time: [`Trace::since`] and [`Trace::after`] show what is
//! new, [`Subsystem::take_trace`](crate::sim::Subsystem::take_trace) hands the events over, and
//! [`SubsystemBuilder::trace_limit`](crate::sim::SubsystemBuilder::trace_limit) bounds them. What is missing is said by
//! [`Trace::left_out`].
//!
//! Whatever happened, MAPI keeps its [`Invariant`]s, and opens go the ways of the load machine: every test can end with
//! [`Trace::expect_invariants`] and [`Trace::expect_load_order`].
//!
//! A provider's breach of the contract is a [`Deviation`] in the list; a client's is an [`Advice`], and so is a call of a
//! provider that nothing comes of. Neither is an error of a call.

mod advice;
mod deviation;
mod diagram;
mod emit;
mod equal;
mod event;
mod expect;
mod fact;
mod ids;
mod invariants;
#[cfg(feature = "serde")]
mod json_lines;
mod ledger;
mod left_out;
mod load_check;
mod log;
mod names;
mod numberless;
mod query;
mod recorder;
#[cfg(any(feature = "serde", feature = "junit", feature = "html"))]
mod render_error;
mod text;
mod under_way;
mod values;
mod words;

use std::sync::{Arc, OnceLock};

use log::Log;

use crate::mapi::EntryId;

pub use crate::methods::{Method, Named, ObjectNo, Value};
pub use advice::Advice;
pub use deviation::Deviation;
pub use diagram::Diagram;
pub use event::{Actor, Args, Bytes, Event, Object, Out, TableKind, ValuesNo, What};
pub use expect::TraceMismatch;
pub use fact::{Fact, SpoolerPair, TextNo};
pub use ids::{DllNo, OpenNo, ProviderNo, SectionNo, ServiceNo, SessionNo, StoreNo, SupportNo, TaskNo};
pub use invariants::{Invariant, Violation};
#[cfg(feature = "serde")]
pub use json_lines::{TraceReadError, TraceReadReason};
pub use ledger::Holding;
pub use load_check::LoadMismatch;
pub(crate) use names::{Names, ProfileNames};
pub(crate) use numberless::Numbered;
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
    /// These, and every identifier, property, row and byte whole, so that the trace can be played again (module `record`).
    /// Passwords are left out, and so are the secure properties 0x67F0 to 0x67FF, unless
    /// [`SubsystemBuilder::trace_secure_properties`](crate::sim::SubsystemBuilder::trace_secure_properties) asks for them.
    Whole,
}

/// A list of events with the words that belong to them.
#[derive(Clone, Debug)]
pub struct Trace {
    log: Log,
    /// The events as they are read, once somebody asks for all of them.
    events: OnceLock<Vec<Event>>,
    /// Nothing until there is one: most traces have none.
    deviations: Option<Arc<Vec<Deviation>>>,
    advice: Option<Arc<Vec<Advice>>>,
    names: Arc<Names>,
    detail: TraceDetail,
    /// Somebody has logged it inside of a provider, and knows nothing of what MAPI does meanwhile.
    seen_by_provider: bool,
    /// Not filled in while the trace is written: what is out is known to the simulator.
    ledger: Vec<Holding>,
}

impl Trace {
    fn new(names: Names, detail: TraceDetail) -> Self {
        Self {
            log: Log::default(),
            events: OnceLock::new(),
            deviations: None,
            advice: None,
            names: Arc::new(names),
            detail,
            seen_by_provider: false,
            ledger: Vec::new(),
        }
    }

    /// All events in the order in which they happened.
    ///
    /// They are kept in a smaller form, and read when this is called for the first time. Who wants to know only how many
    /// there are asks [`len`](Self::len); who looks at a long trace again and again reads what is new by
    /// [`since`](Self::since).
    #[must_use]
    pub fn events(&self) -> &[Event] {
        self.events.get_or_init(|| self.iter().collect())
    }

    /// How many events it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.log.len()
    }

    /// Whether it has no event.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How much is in it.
    #[cfg(feature = "serde")]
    pub(crate) const fn detail(&self) -> TraceDetail {
        self.detail
    }

    /// The events one by one.
    fn iter(&self) -> impl Iterator<Item = Event> + use<'_> {
        self.log.iter()
    }

    /// Whether it was logged inside of a provider, and has only what is seen there. The simulator's own traces have all.
    #[must_use]
    pub const fn is_seen_by_provider(&self) -> bool {
        self.seen_by_provider
    }

    /// What providers did that the contract does not allow.
    #[must_use]
    pub fn deviations(&self) -> &[Deviation] {
        self.deviations.as_deref().map_or(&[], Vec::as_slice)
    }

    /// What clients did that their own rules do not allow. A provider is right all the same.
    #[must_use]
    pub fn advice(&self) -> &[Advice] {
        self.advice.as_deref().map_or(&[], Vec::as_slice)
    }

    /// A text that an event names.
    #[must_use]
    pub fn text(&self, number: TextNo) -> &str {
        self.log.text(number.0).unwrap_or_default()
    }

    /// The values that an event names, in the order of the arguments.
    #[must_use]
    pub fn values(&self, number: ValuesNo) -> &[Named] {
        self.log.values(number.0).unwrap_or_default()
    }

    /// All bytes of the identifiers of an event, by its place in this trace, in the order of its arguments: with
    /// [`TraceDetail::Whole`] only. Those of the arguments that are [values](Self::values) stand there.
    #[must_use]
    pub fn whole_ids(&self, event: usize) -> Vec<&EntryId> {
        self.log.whole_ids(event)
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
        self.log.opens().into_iter().map(|open| self.open(open)).collect()
    }

    /// The last open of the trace, if there was any.
    #[must_use]
    pub fn last_open(&self) -> Option<OpenTrace<'_>> {
        self.log.last_open().map(|open| self.open(open))
    }

    /// The same trace without its first `events` events, for a look at what one action did.
    #[must_use]
    pub fn since(&self, events: usize) -> Self {
        self.showing(self.log.since(events))
    }

    fn showing(&self, log: Log) -> Self {
        Self {
            log,
            events: OnceLock::new(),
            deviations: self.deviations.clone(),
            advice: self.advice.clone(),
            names: Arc::clone(&self.names),
            detail: self.detail,
            seen_by_provider: self.seen_by_provider,
            ledger: self.ledger.clone(),
        }
    }

    fn names_mut(&mut self) -> &mut Names {
        Arc::make_mut(&mut self.names)
    }

    /// The same trace with other events, for who wants to see an expectation fail: take [`events`](Self::events), bend
    /// them, and ask the trace of the bent ones.
    #[must_use]
    pub fn with_events(&self, events: Vec<Event>) -> Self {
        self.showing(self.log.with(events))
    }

    pub(crate) fn with_ledger(mut self, ledger: Vec<Holding>) -> Self {
        self.ledger = ledger;
        self
    }

    fn keep_advice(&mut self, advice: Advice) -> u32 {
        let number = u32::try_from(self.advice().len()).unwrap_or(u32::MAX);
        Arc::make_mut(self.advice.get_or_insert_default()).push(advice);
        number
    }

    fn keep_deviation(&mut self, deviation: Deviation) -> u32 {
        let number = u32::try_from(self.deviations().len()).unwrap_or(u32::MAX);
        Arc::make_mut(self.deviations.get_or_insert_default()).push(deviation);
        number
    }
}
