//! The reading end.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::error::{TraceReadError, TraceReadReason};
use super::form::{Form, index};
use super::line::{At, Detail, FORMAT, Finding, Header, Held, Line, SeenFrom, Told, VERSION};
use super::sum::{Sum, has_sum};
use super::words::kept;
use crate::load::Step;
use crate::mapi::EntryId;
use crate::methods::Method;
use crate::trace::event::{Event, Object, What};
use crate::trace::fact::Fact;
use crate::trace::ids::{DllNo, OpenNo, SessionNo, TaskNo};
use crate::trace::log::{Log, Part};
use crate::trace::names::ProfileNames;
use crate::trace::{Advice, Deviation, Holding, Names, Trace, TraceDetail};

/// Methods by their names.
static METHODS: LazyLock<BTreeMap<&'static str, Method>> =
    LazyLock::new(|| Method::all().map(|method| (method.name(), method)).collect());

/// No simulation takes as long as it takes to count so far.
const MOST_BEFORE: u64 = 1 << 40;

/// A trace while it is read.
pub(super) struct Reading {
    header: Header,
    part: Part,
    deviations: Vec<Deviation>,
    advice: Vec<Advice>,
    ledger: Vec<Holding>,
    /// What the last line counts, once it has come.
    said: Option<usize>,
}

/// The trace in these lines.
pub(super) fn read(text: &str) -> Result<Trace, TraceReadError> {
    let mut lines = text.strip_suffix('\n').unwrap_or(text).split('\n').zip(1..);
    let (first, _) = lines.next().unwrap_or(("", 1));
    let mut sum = has_sum(first).then(Sum::new);
    let plain = unsigned(first, sum.as_mut()).map_err(|reason| reason.at(1))?;
    let mut reading = Reading::begin(&plain).map_err(|reason| reason.at(1))?;
    let mut last = 1;
    for (line, number) in lines {
        last = number;
        let taken = unsigned(line, sum.as_mut()).and_then(|plain| reading.take(&plain));
        taken.map_err(|reason| reason.at(number))?;
    }
    reading.end().map_err(|reason| reason.at(last))
}

/// The line without its sum.
fn unsigned(line: &str, sum: Option<&mut Sum>) -> Result<String, TraceReadReason> {
    match sum {
        None => Ok(line.to_owned()),
        Some(sum) => sum.check(line).ok_or(TraceReadReason::Altered),
    }
}

impl Reading {
    fn begin(line: &str) -> Result<Self, TraceReadReason> {
        let told: Told = serde_json::from_str(line).map_err(|_| TraceReadReason::NoHeader)?;
        if told.kind.as_deref() != Some("trace") || told.format.as_deref() != Some(FORMAT) {
            return Err(TraceReadReason::NoHeader);
        }
        match told.version {
            Some(VERSION) => {}
            Some(other) => return Err(TraceReadReason::Version(other)),
            None => return Err(TraceReadReason::NoHeader),
        }
        let Line::Trace(header) = parsed(line)? else { return Err(TraceReadReason::NoHeader) };
        let before = header.before.unwrap_or(header.left_out);
        if before < header.left_out {
            return Err(TraceReadReason::Meaning("`before` counts less events than `left_out`".to_owned()));
        }
        if before > MOST_BEFORE {
            return Err(TraceReadReason::Meaning(format!(
                "no trace has more than {MOST_BEFORE} events before it"
            )));
        }
        let part = Part::beginning(usize::try_from(before).unwrap_or(0));
        Ok(Self { header, part, deviations: Vec::new(), advice: Vec::new(), ledger: Vec::new(), said: None })
    }

    fn take(&mut self, line: &str) -> Result<(), TraceReadReason> {
        if self.said.is_some() {
            return Err(TraceReadReason::AfterEnd);
        }
        let parsed = parsed(line)?;
        self.line(parsed).map_err(TraceReadReason::Meaning)
    }

    fn line(&mut self, line: Line) -> Result<(), String> {
        match line {
            Line::Trace(_) => Err("a second header".to_owned()),
            Line::Deviation(finding) => {
                self.deviations.push(deviation(finding)?);
                Ok(())
            }
            Line::Advice(finding) => {
                self.advice.push(advice(finding)?);
                Ok(())
            }
            Line::Held(held) => {
                let holding = self.held(held)?;
                self.ledger.push(holding);
                Ok(())
            }
            Line::End(end) => {
                self.said = Some(usize::try_from(end.events).unwrap_or(usize::MAX));
                Ok(())
            }
            event @ (Line::Call(_)
            | Line::Return(_)
            | Line::Panicked(_)
            | Line::AddRef(_)
            | Line::Release(_)
            | Line::Fact(_)) => self.event(event),
        }
    }

    fn event(&mut self, line: Line) -> Result<(), String> {
        let (at, what) = match line {
            Line::Call(line) => {
                let at = line.at();
                let (from, to) = (Form::back(line.from, self)?, Form::back(line.to, self)?);
                let (method, args) = (method(&line.method)?, Form::back(line.args, self)?);
                (at, What::Call { from, to, method, args })
            }
            Line::Return(line) => {
                let at = line.at();
                let (from, method) = (Form::back(line.from, self)?, method(&line.method)?);
                let (code, out) = (Form::back(line.code, self)?, Form::back(line.out, self)?);
                (at, What::Return { from, method, code, out })
            }
            Line::Panicked(line) => {
                let at = line.at();
                (at, What::Panicked { from: Form::back(line.from, self)?, method: method(&line.method)? })
            }
            Line::AddRef(line) => {
                let at = line.at();
                let (object, by) = (Form::back(line.object, self)?, Form::back(line.by, self)?);
                (at, What::AddRef { object, by, count: line.count })
            }
            Line::Release(line) => {
                let at = line.at();
                let (object, by) = (Form::back(line.object, self)?, Form::back(line.by, self)?);
                (at, What::Release { object, by, count: line.count })
            }
            Line::Fact(line) => {
                let at = line.at();
                let fact = Form::back(line.fact, self)?;
                (at, What::Fact(self.known_findings(fact)?))
            }
            Line::Trace(_) | Line::Deviation(_) | Line::Advice(_) | Line::Held(_) | Line::End(_) => {
                return Ok(());
            }
        };
        let At { task, depth, session, open } = at;
        let (session, open) = (session.map(self::session).transpose()?, open.map(self::open).transpose()?);
        self.part.push(Event { task: TaskNo::new(task), depth, session, open, what });
        Ok(())
    }

    /// A finding that a fact names stands above.
    fn known_findings(&self, fact: Fact) -> Result<Fact, String> {
        let known = |number: u32, of: usize| usize::try_from(number).is_ok_and(|number| number < of);
        if let Fact::Deviated(number) = fact
            && !known(number, self.deviations.len())
        {
            return Err(format!(
                "no line of a deviation stands above for the number {number}, counted from 0"
            ));
        }
        if let Fact::Advised(number) = fact
            && !known(number, self.advice.len())
        {
            return Err(format!("no line of advice stands above for the number {number}, counted from 0"));
        }
        if let Fact::SpoolerLoadsDll(dll) = fact {
            self.known_dll(dll)?;
        }
        Ok(fact)
    }

    fn held(&mut self, held: Held) -> Result<Holding, String> {
        let Held { object, by, references, made_for, session, open, overdue } = held;
        Ok(Holding {
            object: Object::back(object, self)?,
            by: Form::back(by, self)?,
            references,
            made_for: method(&made_for)?,
            session: session.map(self::session).transpose()?,
            open: open.map(self::open).transpose()?,
            overdue,
        })
    }

    pub(super) const fn part(&mut self) -> &mut Part {
        &mut self.part
    }

    /// All bytes of an identifier of the event that is read.
    pub(super) fn keep_whole(&mut self, bytes: &[u8]) {
        self.part.keep_whole(EntryId::from_bytes(bytes));
    }

    /// A DLL that the header names.
    pub(super) fn known_dll(&self, dll: DllNo) -> Result<DllNo, String> {
        let names = self.header.dlls.len();
        if dll.index() < names {
            Ok(dll)
        } else {
            Err(format!("dll {}: the first line names {names}", dll.number()))
        }
    }

    fn end(self) -> Result<Trace, TraceReadReason> {
        let found = self.part.len();
        match self.said {
            None => return Err(TraceReadReason::Truncated),
            Some(said) if said != found => return Err(TraceReadReason::Count { said, found }),
            Some(_) => {}
        }
        let Header { seen_from, detail, left_out, dlls, services, sections, .. } = self.header;
        let shared = |name: Option<String>| name.map(Arc::from);
        let profiles = ProfileNames {
            services: services.into_iter().map(shared).collect(),
            sections: sections.into_iter().map(shared).collect(),
        };
        let names = Names { dlls: dlls.into_iter().map(Arc::from).collect(), profiles: Arc::new(profiles) };
        let detail = match detail {
            Detail::Off => TraceDetail::Off,
            Detail::Steps => TraceDetail::Steps,
            Detail::Calls => TraceDetail::Calls,
            Detail::All => TraceDetail::All,
            Detail::Whole => TraceDetail::Whole,
        };
        let mut trace = Trace::new(names, detail);
        trace.log = Log::of_part(self.part, usize::try_from(left_out).unwrap_or(usize::MAX));
        trace.deviations = Some(Arc::new(self.deviations));
        trace.advice = Some(Arc::new(self.advice));
        trace.seen_by_provider = seen_from == SeenFrom::Provider;
        Ok(trace.with_ledger(self.ledger))
    }
}

fn parsed(line: &str) -> Result<Line, TraceReadReason> {
    serde_json::from_str(line).map_err(|error| TraceReadReason::Form(error.to_string()))
}

fn method(name: &str) -> Result<Method, String> {
    METHODS.get(name).copied().ok_or_else(|| format!("no interface has a method {name:?}"))
}

fn session(number: u32) -> Result<SessionNo, String> {
    index(number).map(SessionNo::from_index)
}

fn open(number: u32) -> Result<OpenNo, String> {
    index(number).map(OpenNo::from_index)
}

fn step(number: u8) -> Result<Step, String> {
    Step::ALL
        .into_iter()
        .find(|step| step.number() == number)
        .ok_or_else(|| format!("there is no step {number}"))
}

fn deviation(finding: Finding) -> Result<Deviation, String> {
    Ok(Deviation {
        rule: kept(&finding.rule)?,
        page: kept(&finding.page)?,
        session: finding.session.map(session).transpose()?,
        open: finding.open.map(open).transpose()?,
        step: finding.step.map(step).transpose()?,
        expected: kept(&finding.expected)?,
        got: finding.got,
        help: kept(&finding.help)?,
    })
}

fn advice(finding: Finding) -> Result<Advice, String> {
    if finding.step.is_some() {
        return Err("advice belongs to no step".to_owned());
    }
    Ok(Advice {
        rule: kept(&finding.rule)?,
        page: kept(&finding.page)?,
        session: finding.session.map(session).transpose()?,
        open: finding.open.map(open).transpose()?,
        expected: kept(&finding.expected)?,
        got: finding.got,
        help: kept(&finding.help)?,
    })
}
