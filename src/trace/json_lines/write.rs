//! The writing end.

use serde::Serialize;

use super::form::Form;
use super::line::{
    At, CallLine, CountLine, Detail, End, FORMAT, FactLine, Finding, Header, Held, Line, PanickedLine,
    ReturnLine, SeenFrom, VERSION,
};
use super::sum::Sum;
use super::values::NamedForm;
use crate::load::Step;
use crate::mapi::EntryId;
use crate::trace::event::{Bytes, Event, ValuesNo, What};
use crate::trace::fact::TextNo;
use crate::trace::ids::{OpenNo, SessionNo};
use crate::trace::{Advice, Deviation, Holding, RenderError, Trace, TraceDetail};

/// A trace while it is written.
pub(super) struct Writing<'a> {
    trace: &'a Trace,
    /// The whole identifiers of the event that is written.
    whole: Vec<&'a EntryId>,
}

impl Writing<'_> {
    pub(super) fn text(&self, number: TextNo) -> String {
        self.trace.text(number).to_owned()
    }

    pub(super) fn values(&self, number: ValuesNo) -> Vec<NamedForm> {
        self.trace.values(number).iter().map(NamedForm::of).collect()
    }

    /// All bytes of an identifier of the event that is written, if the trace has them.
    pub(super) fn whole(&mut self, extract: Bytes) -> Option<&[u8]> {
        let place = self.whole.iter().position(|id| Bytes::of_id(id) == extract)?;
        Some(self.whole.remove(place).as_bytes())
    }

    fn event(&mut self, event: &Event) -> Line {
        let Event { task, depth, session, open, what } = *event;
        let (session, open) = (session.map(SessionNo::number), open.map(OpenNo::number));
        let at = At { task: task.number(), depth, session, open };
        match what {
            What::Call { from, to, method, args } => Line::Call(CallLine::new(
                at,
                from.plain(self),
                to.plain(self),
                method.name().to_owned(),
                args.plain(self),
            )),
            What::Return { from, method, code, out } => Line::Return(ReturnLine::new(
                at,
                from.plain(self),
                method.name().to_owned(),
                code.plain(self),
                out.plain(self),
            )),
            What::Panicked { from, method } => {
                Line::Panicked(PanickedLine::new(at, from.plain(self), method.name().to_owned()))
            }
            What::AddRef { object, by, count } => {
                Line::AddRef(CountLine::new(at, object.plain(self), by.plain(self), count))
            }
            What::Release { object, by, count } => {
                Line::Release(CountLine::new(at, object.plain(self), by.plain(self), count))
            }
            What::Fact(fact) => Line::Fact(FactLine::new(at, fact.plain(self))),
        }
    }

    fn held(&mut self, holding: &Holding) -> Line {
        let Holding { object, by, references, made_for, session, open, overdue } = *holding;
        let (session, open) = (session.map(SessionNo::number), open.map(OpenNo::number));
        let (object, by, made_for) = (object.plain(self), by.plain(self), made_for.name().to_owned());
        Line::Held(Held { object, by, references, made_for, session, open, overdue })
    }
}

/// The lines of a trace.
pub(super) fn write(trace: &Trace) -> Result<String, RenderError> {
    let mut lines = Lines { text: String::new(), sum: Sum::new() };
    let mut writing = Writing { trace, whole: Vec::new() };
    lines.add(&Line::Trace(header(trace)))?;
    trace.deviations().iter().try_for_each(|one| lines.add(&Line::Deviation(deviation(one))))?;
    trace.advice().iter().try_for_each(|one| lines.add(&Line::Advice(advice(one))))?;
    for (place, event) in trace.iter().enumerate() {
        writing.whole = trace.whole_ids(place);
        lines.add(&writing.event(&event))?;
    }
    trace.ledger.iter().try_for_each(|holding| lines.add(&writing.held(holding)))?;
    lines.add(&Line::End(End { events: count(trace.len()) }))?;
    Ok(lines.text)
}

struct Lines {
    text: String,
    sum: Sum,
}

impl Lines {
    fn add(&mut self, line: &impl Serialize) -> Result<(), RenderError> {
        let line = serde_json::to_string(line).map_err(RenderError::new)?;
        self.text.push_str(&self.sum.sign(&line));
        self.text.push('\n');
        Ok(())
    }
}

fn header(trace: &Trace) -> Header {
    let before = trace.recorded().saturating_sub(trace.len());
    let text = |name: &Option<std::sync::Arc<str>>| name.as_deref().map(str::to_owned);
    Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        seen_from: if trace.is_seen_by_provider() { SeenFrom::Provider } else { SeenFrom::Mapi },
        detail: match trace.detail {
            TraceDetail::Off => Detail::Off,
            TraceDetail::Steps => Detail::Steps,
            TraceDetail::Calls => Detail::Calls,
            TraceDetail::All => Detail::All,
            TraceDetail::Whole => Detail::Whole,
        },
        left_out: count(trace.left_out()),
        before: (before != trace.left_out()).then(|| count(before)),
        dlls: trace.names.dlls.iter().map(|name| name.to_string()).collect(),
        services: trace.names.profiles.services.iter().map(text).collect(),
        sections: trace.names.profiles.sections.iter().map(text).collect(),
    }
}

fn deviation(deviation: &Deviation) -> Finding {
    let Deviation { rule, page, session, open, step, expected, got, help } = deviation;
    let (session, open) = (session.map(SessionNo::number), open.map(OpenNo::number));
    let [rule, page, expected, help] = [rule, page, expected, help].map(|text| (*text).to_owned());
    Finding { rule, page, session, open, step: step.map(Step::number), expected, got: got.clone(), help }
}

fn advice(advice: &Advice) -> Finding {
    let Advice { rule, page, session, open, expected, got, help } = advice;
    let (session, open) = (session.map(SessionNo::number), open.map(OpenNo::number));
    let [rule, page, expected, help] = [rule, page, expected, help].map(|text| (*text).to_owned());
    Finding { rule, page, session, open, step: None, expected, got: got.clone(), help }
}

fn count(events: usize) -> u64 {
    u64::try_from(events).unwrap_or(u64::MAX)
}
