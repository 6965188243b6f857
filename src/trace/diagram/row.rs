//! What happened, row by row.

use super::lane::{Lane, Lanes};
use crate::load::Step;
use crate::mapi::HResult;
use crate::trace::event::{Args, Event, Object, Out, What};
use crate::trace::fact::Fact;
use crate::trace::ids::{OpenNo, SessionNo};
use crate::trace::text::{short, title};
use crate::trace::values::object_name;
use crate::trace::words::{args_text, out_text};
use crate::trace::{Method, Trace};

/// A row of a diagram.
pub(super) enum Row {
    /// So many rows before this are left out.
    Omitted(usize),
    /// From here on things belong to this open or session.
    Heading(String),
    /// A step of the load sequence.
    Step { step: Step, text: String },
    /// A call.
    Call { from: Lane, to: Lane, method: Method, text: String },
    /// Its return.
    Return { from: Lane, to: Lane, kept_on: bool, text: String },
    /// Calls that share an arrow.
    Folded { from: Lane, to: Lane, text: String },
    /// A call that never returned.
    Panicked { from: Lane, to: Lane, text: String },
    /// Something that a party did or found out.
    Note { at: Lane, text: String },
    /// A provider's breach of the contract.
    Deviation(String),
    /// A client's breach.
    Advice(String),
}

impl Row {
    /// The lines of life that it touches.
    pub(super) fn lanes(&self) -> Vec<Lane> {
        match self {
            Self::Omitted(_)
            | Self::Heading(_)
            | Self::Step { .. }
            | Self::Deviation(_)
            | Self::Advice(_) => Vec::new(),
            Self::Call { from, to, .. }
            | Self::Return { from, to, .. }
            | Self::Folded { from, to, .. }
            | Self::Panicked { from, to, .. } => vec![*from, *to],
            Self::Note { at, .. } => vec![*at],
        }
    }
}

/// The rows of a whole trace, with or without the counting of references.
pub(super) fn rows(trace: &Trace, lanes: &Lanes, references: bool) -> Vec<Row> {
    let mut writer = Writer { trace, lanes, heading: None, callers: Vec::new(), rows: Vec::new() };
    for event in trace.iter() {
        let counted = matches!(event.what, What::AddRef { .. } | What::Release { .. });
        if references || !counted {
            writer.write(&event);
        }
    }
    writer.rows
}

struct Writer<'a> {
    trace: &'a Trace,
    lanes: &'a Lanes,
    heading: Option<(Option<SessionNo>, Option<OpenNo>)>,
    /// Who waits for the return of a call, the innermost last.
    callers: Vec<Lane>,
    rows: Vec<Row>,
}

impl Writer<'_> {
    fn write(&mut self, event: &Event) {
        let belongs = (event.session, event.open);
        if self.heading != Some(belongs) {
            self.heading = Some(belongs);
            self.rows.push(Row::Heading(title(belongs)));
        }
        let row = self.row(event);
        self.rows.push(row);
    }

    fn row(&mut self, event: &Event) -> Row {
        let lane = |object, method| self.lanes.of_object(object, method, event.open);
        match event.what {
            What::Call { from, to, method, args } => {
                let (from, lane) = (Lane::of_actor(from), lane(to, method));
                self.callers.push(from);
                Row::Call { from, to: lane, method, text: self.call(to, method, args) }
            }
            What::Return { from, method, code, out } => {
                let from = lane(from, method);
                let to = self.callers.pop().unwrap_or(Lane::Mapi);
                Row::Return { from, to, kept_on: code.is_success(), text: self.returned(method, code, out) }
            }
            What::Panicked { from, method } => {
                let from = lane(from, method);
                let to = self.callers.pop().unwrap_or(Lane::Mapi);
                Row::Panicked { from, to, text: format!("{} PANICKED", short(method.name())) }
            }
            What::AddRef { object, by, count } => {
                let text = format!("AddRef {}: {count}", self.brief(object));
                Row::Note { at: Lane::of_actor(by), text }
            }
            What::Release { object, by, count } => {
                let text = format!("Release {}: {count}", self.brief(object));
                Row::Note { at: Lane::of_actor(by), text }
            }
            What::Fact(fact) => self.fact(fact),
        }
    }

    fn call(&self, to: Object, method: Method, args: Args) -> String {
        let text = format!("{method}({})", args_text(self.trace, args));
        if matches!(to, Object::Mapi | Object::Dll(_)) {
            return text;
        }
        format!("{} {text}", self.brief(to))
    }

    fn returned(&self, method: Method, code: HResult, out: Out) -> String {
        format!("{} {code}{}", short(method.name()), out_text(self.trace, out))
    }

    /// The shortest name of an object: what kind it is the method says.
    fn brief(&self, object: Object) -> String {
        match object {
            Object::Provider(provider) => provider.to_string(),
            Object::Logon(store) => format!("L{}", store.number()),
            Object::Store(store) => store.to_string(),
            Object::Support(support) => support.to_string(),
            Object::Opened(object) => object_name(object),
            Object::Mapi
            | Object::Session(_)
            | Object::Section(_)
            | Object::Dll(_)
            | Object::Folder(_)
            | Object::Service(_)
            | Object::Services(_)
            | Object::Sink
            | Object::Table(_) => self.trace.object(object),
        }
    }

    fn fact(&self, fact: Fact) -> Row {
        let text = self.trace.fact_text(fact);
        if let Fact::Reached(step) | Fact::Skipped(step, _) = fact {
            Row::Step { step, text }
        } else if let Fact::Deviated(_) = fact {
            Row::Deviation(text)
        } else if let Fact::Advised(_) = fact {
            Row::Advice(text)
        } else {
            Row::Note { at: doer(fact), text }
        }
    }
}

/// Who did it or found it out.
const fn doer(fact: Fact) -> Lane {
    match fact {
        Fact::SpoolerPair(..)
        | Fact::SpoolerTold(_)
        | Fact::SpoolerToldOfDefault(_)
        | Fact::SpoolerLoadsDll(_)
        | Fact::SpoolerLogonDropped(_)
        | Fact::SpoolerFailed(_) => Lane::Spooler,
        Fact::DialogShown(_) | Fact::DialogAnswered(..) => Lane::User,
        Fact::ProviderReleased(_, by) => Lane::of_actor(by),
        Fact::Note(_) => Lane::Client,
        Fact::Reached(_)
        | Fact::Skipped(..)
        | Fact::SectionChosen(_)
        | Fact::SectionMade(_)
        | Fact::SectionRemoved(_)
        | Fact::OpenElsewhere(_)
        | Fact::OpenFailed(_)
        | Fact::ErrorKept(_)
        | Fact::ServiceDisabled(_)
        | Fact::ServiceAdded(_)
        | Fact::ServiceRemoved(_)
        | Fact::ProviderAdded(_)
        | Fact::ProviderMarked(_)
        | Fact::ProviderRemoved(_)
        | Fact::UidsRemoved(..)
        | Fact::RowsRemoved(..)
        | Fact::SupportFreed(_)
        | Fact::LogonReleased(_)
        | Fact::DialogRefused(_)
        | Fact::ReadAs(..)
        | Fact::Deviated(_)
        | Fact::Advised(_) => Lane::Mapi,
    }
}
