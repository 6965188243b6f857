//! A trace as JSON lines.

use std::collections::BTreeMap;

use serde::Serialize;

use super::event::{Event, What};
use super::fact::Fact;
use super::ids::{OpenNo, SessionNo};
use super::words::{args_text, out_text};
use super::{RenderError, Trace};
use crate::load::Step;
use crate::mapi::HResult;

/// An event: what all of them have, then what its kind has.
#[derive(Serialize)]
struct Line {
    depth: u16,
    session: Option<u32>,
    open: Option<u32>,
    step: Option<u8>,
    #[serde(flatten)]
    what: Kind,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Kind {
    Call {
        from: String,
        to: String,
        method: &'static str,
        args: String,
    },
    Return {
        from: String,
        method: &'static str,
        code: Code,
        out: String,
    },
    Panicked {
        from: String,
        method: &'static str,
    },
    AddRef {
        object: String,
        by: String,
        count: u32,
    },
    Release {
        object: String,
        by: String,
        count: u32,
    },
    Reached {
        text: String,
    },
    Skipped {
        text: String,
    },
    Fact {
        text: String,
    },
    Deviation {
        rule: &'static str,
        page: &'static str,
        expected: &'static str,
        got: String,
        help: &'static str,
    },
    Advice {
        rule: &'static str,
        page: &'static str,
        expected: &'static str,
        got: String,
        help: &'static str,
    },
}

#[derive(Serialize)]
struct Code {
    name: Option<&'static str>,
    hex: String,
}

impl From<HResult> for Code {
    fn from(code: HResult) -> Self {
        Self { name: code.name(), hex: format!("0x{:08X}", code.raw()) }
    }
}

impl Trace {
    /// The trace as JSON lines: an object an event, in order, each on a line of its own.
    ///
    /// Every object has `depth` (how many calls were under way), `session` and `open` (their numbers, or `null`), `step`
    /// (the last step of the load sequence that this open reached or left out, or `null`) and `kind`, with which come
    ///
    /// | `kind` | further keys |
    /// |:--|:--|
    /// | `call` | `from`, `to`, `method` (as MAPI spells it), `args` as text |
    /// | `return` | `from`, `method`, `code` (`name`, or `null` if it has none, and `hex`), `out` as text |
    /// | `panicked` | `from`, `method` |
    /// | `add_ref`, `release` | `object`, `by`, `count` afterwards |
    /// | `reached`, `skipped` | `text`: what happens in the step, or why it is left out |
    /// | `fact` | `text` |
    /// | `deviation`, `advice` | `rule`, `page`, `expected`, `got`, `help` |
    ///
    /// Parties and objects are named as in the text form.
    ///
    /// # Errors
    /// [`RenderError`] if an event cannot be written; nothing in a trace is known to lead to it.
    pub fn to_json_lines(&self) -> Result<String, RenderError> {
        let mut steps = BTreeMap::new();
        let mut lines = String::new();
        for event in self.iter() {
            let line = self.json_line(&event, &mut steps);
            lines.push_str(&serde_json::to_string(&line).map_err(RenderError::new)?);
            lines.push('\n');
        }
        Ok(lines)
    }

    fn json_line(&self, event: &Event, steps: &mut BTreeMap<OpenNo, Step>) -> Line {
        if let (Some(open), What::Fact(Fact::Reached(step) | Fact::Skipped(step, _))) =
            (event.open, event.what)
        {
            steps.insert(open, step);
        }
        let step = event.open.and_then(|open| steps.get(&open));
        Line {
            depth: event.depth,
            session: event.session.map(SessionNo::number),
            open: event.open.map(OpenNo::number),
            step: step.map(|step| step.number()),
            what: self.json_kind(event.what),
        }
    }

    fn json_kind(&self, what: What) -> Kind {
        match what {
            What::Call { from, to, method, args } => Kind::Call {
                from: self.actor(from),
                to: self.object(to),
                method: method.name(),
                args: args_text(self, args),
            },
            What::Return { from, method, code, out } => Kind::Return {
                from: self.object(from),
                method: method.name(),
                code: code.into(),
                out: out_text(self, out).trim_start_matches(", ").to_owned(),
            },
            What::Panicked { from, method } => {
                Kind::Panicked { from: self.object(from), method: method.name() }
            }
            What::AddRef { object, by, count } => {
                Kind::AddRef { object: self.object(object), by: self.actor(by), count }
            }
            What::Release { object, by, count } => {
                Kind::Release { object: self.object(object), by: self.actor(by), count }
            }
            What::Fact(fact) => self.json_fact(fact),
        }
    }

    fn json_fact(&self, fact: Fact) -> Kind {
        let index = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let text = self.fact_text(fact);
        if let Fact::Reached(_) = fact {
            Kind::Reached { text }
        } else if let Fact::Skipped(_, reason) = fact {
            Kind::Skipped { text: reason.to_string() }
        } else if let Fact::Deviated(number) = fact
            && let Some(deviation) = self.deviations.get(index(number))
        {
            let (rule, page, got) = (deviation.rule, deviation.page, deviation.got.clone());
            Kind::Deviation { rule, page, expected: deviation.expected, got, help: deviation.help }
        } else if let Fact::Advised(number) = fact
            && let Some(advice) = self.advice.get(index(number))
        {
            let (rule, page, got) = (advice.rule, advice.page, advice.got.clone());
            Kind::Advice { rule, page, expected: advice.expected, got, help: advice.help }
        } else {
            Kind::Fact { text }
        }
    }
}
